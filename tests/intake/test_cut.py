"""Rows are counted without the reader; odd ones are set aside or rejected by record number."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from funnel.errors import RefusedFile
from funnel.intake.cut import Refused, Rows, rows_as_they_stand
from funnel.intake.decode import decoded
from funnel.intake.outcome import AskedFile
from funnel.intake.rewritten import rows_rewritten
from funnel.intake.sniff import found_table
from funnel.intake.watch import Watch

HEADER = "id,day,sum"


def _known(name: str) -> bool:
    return name in {"id", "day", "sum", "note"}


def _rows(text: str, folder: Path, anew: bool = False) -> Rows | None:
    folder.mkdir(parents=True, exist_ok=True)
    given_file = folder / "given.csv"
    given_file.write_text(text, encoding="utf-8", newline="")
    work = folder / "work"
    work.mkdir(exist_ok=True)
    (work / "given").unlink(missing_ok=True)
    found = decoded(given_file, work, frozenset())
    table = found_table(found.path, "given.csv", _known)
    return rows_rewritten(found, table, work, Watch()) if anew else rows_as_they_stand(found, table, Watch())


cells = some.text(some.characters(codec="utf-8", exclude_characters="\r\0\ufffd", exclude_categories=["C"]), max_size=8)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@settings(deadline=None)
@given(some.lists(some.tuples(cells, cells, cells.filter(lambda cell: cell.strip() != "")), max_size=12))
def test_well_formed_rows_are_counted_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    text = HEADER + "\n" + "".join(",".join(_quoted(cell) for cell in row) + "\n" for row in rows)
    found = _rows(text, tmp_path_factory.mktemp("rows"))
    assert found is None or found.records_in == len(rows)


@pytest.mark.parametrize("end", ["\n", ""])
def test_line_feeds_in_quotes_are_not_rows(end: str, tmp_path: Path) -> None:
    found = _rows('id,day,sum\n1,"a\nb\nc",2\n3,4,5' + end, tmp_path)
    assert found is not None
    assert (found.records, found.skip) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        'id,day,sum\n1,27" wide,2\n3,4,5\n',
        'id,day,sum\n1,"open,2\n3,4,5\n',
        "id,day,sum\n1,2,3\n\n4,5,6\n",
        'id,day,sum\n1,"a\n3,4,5\nb",2\n',
    ],
    ids=["bare quote", "open quote", "blank line", "row inside quotes"],
)
def test_anything_odd_is_written_anew(text: str, tmp_path: Path) -> None:
    assert _rows(text, tmp_path) is None


def test_records_keep_their_numbers(tmp_path: Path) -> None:
    text = (
        "id,day,sum\n1,2,3\n\n,,\nid,day,sum\n4,5\n6,7,8,9\n"
        "7,8,9,\n,,12,Grand total\nData may be sampled here.\n8,8,8\n"
    )
    found = _rows(text, tmp_path, anew=True)
    assert found is not None
    assert dict(found.set_aside) == {"blank": 2, "repeated_header": 1, "total": 1, "footer": 1}
    assert found.refused == [Refused(6, "too_many_cells")]
    assert found.path.read_text() == "1,1,2,3\n5,4,5,\n7,7,8,9\n10,8,8,8\n"
    assert found.records_in == 10
    assert found.notes == ["1 rows are shorter than the header; what they lack was read as empty."]


def test_a_quote_never_closed_costs_its_row_and_the_one_another_quote_ends_in(tmp_path: Path) -> None:
    lines = [f"{number},2026-10-{number:02},10.00" for number in range(1, 21)]
    lines[4] = '5,"2026-10-05,10.00'
    lines[14] = '15,2026-10-15",10.00'
    found = _rows(HEADER + "\n" + "\n".join(lines) + "\n", tmp_path, anew=True)
    assert found is not None
    broken = [Refused(5, "quote_never_closed"), Refused(15, "quote_of_another_row")]
    assert (found.records, found.refused) == (18, broken)
    lines[14] = "15,2026-10-15,10.00"
    alone = _rows(HEADER + "\n" + "\n".join(lines) + "\n", tmp_path, anew=True)
    assert alone is not None
    assert (alone.records, alone.refused) == (19, broken[:1])


def test_a_second_table_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(AskedFile) as asked:
        _rows("id,day,sum\n1,2,3\n\nDevice,Clicks\nmobile,3\n\nCity,Clicks\nOslo,4\n", tmp_path, anew=True)
    (question,) = asked.value.questions
    assert (question.id, question.tokens) == ("table", ("1", "2", "3"))
    assert "begins in line 4 with “Device”, “Clicks”" in question.sentence


def test_names_of_columns_below_the_rows_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"A-{number},2026-10-0{number},5.00\n" for number in range(1, 6))
    path = tmp_path / "orders.csv"
    path.write_text(rows + "Order,Placed,Amount\n", encoding="utf-8")
    with pytest.raises(RefusedFile, match="stands below the rows"):
        found_table(path, path.name, lambda name: name in ("order", "placed", "amount"))


@pytest.mark.parametrize("said", [",", ";", "|"])
def test_a_separator_line_that_lies_is_not_believed(said: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"sep={said}\nid;day;sum\n1;2;3,50\n4;5;6,70\n", encoding="utf-8")
    table = found_table(tmp_path / "a.csv", "a.csv", _known)
    assert (table.dialect.delimiter, table.header) == (";", ("id", "day", "sum"))


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ('"2","ООО "Ромашка"","5"', 'ООО "Ромашка"'),
        ('"2","Case "Slim" black","5"', 'Case "Slim" black'),
        ('"2","24" screen","5"', '24" screen'),
        ('"2","a ""b"" c "d" e" ,"5"', 'a "b" c "d" e'),
    ],
)
def test_quotes_that_nobody_doubled_stay_where_they_are(line: str, cell: str, tmp_path: Path) -> None:
    _rows(f'{HEADER}\n"1","x","4"\n{line}\n"3","y","6"\n', tmp_path, anew=True)
    with (tmp_path / "work" / "rows").open(encoding="utf-8", newline="") as file:
        assert [row[2] for row in csv.reader(file)] == ["x", cell, "y"]
