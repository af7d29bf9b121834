"""Every refusal and question names the row and the column where there is one; silent faults once found stay found."""

from pathlib import Path

import pytest
from pyarrow.parquet import read_table

from funnel.intake import Outcome, import_paths
from tests.intake.exports import store_at

MAPPING = """
kind = "order_lines"
[columns]
order_id = "Order"
moment = "Placed"
product = "Product"
order_total = "Amount"
"""
HEADER = "Order,Placed,Product,Amount"


def _imported(folder: Path, content: str | bytes, name: str = "orders.csv") -> Outcome:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return import_paths(store_at(folder / "store"), [folder / name], mapping=folder / "mapping.toml")[0]


def _table(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows]) + "\n"


DAYS = range(1, 9)
REFUSED = {
    "no row readable": (_table(",2026-09-01,mug,5", "A-2,soon,mug,6", "A-3,soon,mug,2"), "row 2, column “Placed”"),
    "both orders of day and month": (_table("A-1,13/09/2026,mug,5", "A-2,09/14/2026,mug,6"), "(row 1)"),
    "dates in several ways": (_table("A-1,2026-09-12,mug,5", "A-2,14.09.2026,mug,6"), "“14.09.2026” in row 2"),
    "short years in front": (_table(*(f"A-{day},26.09.{day:02},mug,5" for day in DAYS)), "“26.09.01” in row 1"),
    "ids destroyed": (_table("A-1,2026-09-01,mug,5", "1.7E+19,2026-09-01,mug,6"), "row 2"),
    "no line of names": ("A-1,2026-09-01,a@b.pl,5,1\nA-2,2026-09-02,c@d.pl,6,2\n", "Line 1"),
    "names below": (_table(*(f"A-{day},2026-09-0{day},mug,5" for day in DAYS), HEADER, header="x,y,z,w"), "(line 10)"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_names_its_row(what: str, tmp_path: Path) -> None:
    content, where = REFUSED[what]
    outcome = _imported(tmp_path, content)
    assert outcome.verdict == "refused"
    assert where in outcome.sentence()


def test_a_column_that_stands_twice_is_asked_with_its_places(tmp_path: Path) -> None:
    outcome = _imported(tmp_path, _table("A-1,2026-09-01,mug,5,6", header=HEADER + ",Amount"))
    assert "(columns 4, 5)" in outcome.questions[0].sentence


def test_letters_in_doubt_are_asked_with_their_line(tmp_path: Path) -> None:
    outcome = _imported(tmp_path, _table("A-1,2026-09-01,mug,5", "A-2,2026-09-02,çay bardağı,6").encode("cp1254"))
    assert "(line 3 in " in outcome.questions[0].sentence


@pytest.mark.parametrize(("encoding", "word"), [("cp1252", "thé crème"), ("cp1251", "чашка їжак"), ("cp1250", "łóżko")])
def test_letters_of_one_alphabet_need_no_question(encoding: str, word: str, tmp_path: Path) -> None:
    rows = (f"A-{day},2026-09-0{day},{word} {day},5" for day in range(1, 9))
    assert _imported(tmp_path, _table(*rows).encode(encoding)).verdict == "loaded"


def test_a_json_record_is_named(tmp_path: Path) -> None:
    told = '{"Order": "1", "Placed": "2026-09-01", "Amount": 5}\n{"Order": "1", "Order": "2"}\n'
    assert "Record 2 names “Order” twice" in _imported(tmp_path, told, "orders.jsonl").sentence()


def test_what_a_source_answered_is_told_without_people_in_it(tmp_path: Path) -> None:
    told = '{"error": "token of anna@example.com is over"}'
    assert "anna" not in _imported(tmp_path, told, "orders.json").sentence()


def test_rows_of_another_delimiter_than_their_names_are_not_taken_for_footers(tmp_path: Path) -> None:
    rows = ("A-1;2026-09-01 10:00:00;a big mug;5", "A-2;2026-09-02 10:00:00;a big mug;6")
    outcome = _imported(tmp_path, _table(*rows))
    assert (outcome.verdict, "first is row 1" in outcome.sentence()) == ("refused", True)


def test_rows_put_into_quotes_whole_below_bare_names_are_read(tmp_path: Path) -> None:
    rows = ('"A-1,2026-09-01,""big, blue mug"",5"', '"A-2,2026-09-02,mug,6"')
    outcome = _imported(tmp_path, _table(*rows))
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.control["order_total"]) == (2, "11.00")


def test_tabs_and_hard_blanks_around_cells_do_not_count(tmp_path: Path) -> None:
    for place, blank in enumerate(("\t", "\u00a0")):
        rows = (",".join(f"{blank}{cell}{blank}" for cell in row) for row in (("A-1", "2026-09-01 10:00", "mug", "5"),))
        (tmp_path / str(place)).mkdir()
        assert _imported(tmp_path / str(place), _table(*rows)).verdict == "loaded"


def test_an_amount_cut_in_two_at_its_comma_is_refused(tmp_path: Path) -> None:
    amounts = ("14,56", "28,05", "41,70", "9,99", "12,00", "7,50")
    rows = (f"A-{place},2026-09-0{place},mug,{amount}" for place, amount in enumerate(amounts, 1))
    outcome = _imported(tmp_path, _table(*rows, header=HEADER + ",Remark"))
    assert "“14,56” in row 1" in outcome.sentence()


def test_amounts_beside_a_column_of_two_digits_are_read(tmp_path: Path) -> None:
    rows = (f"A-{place},2026-09-0{place},mug,{place},{place + 9}" for place in range(1, 9))
    assert _imported(tmp_path, _table(*rows, header=HEADER + ",Age")).verdict == "loaded"


def test_a_telephone_is_no_amount_and_is_not_kept(tmp_path: Path) -> None:
    outcome = _imported(tmp_path, _table("A-1,2026-09-01,mug,5", "A-2,2026-09-02,mug,+48 600 111 222"))
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.rejected) == (1, 1)
    assert _kept_of_rejects(tmp_path, outcome.receipt.import_id) == [None]


def test_names_in_a_shifted_row_are_not_kept(tmp_path: Path) -> None:
    outcome = _imported(tmp_path, _table("A-1,2026-09-01,mug,5", "A-2,Anna Nowak 5,mug,6", "A-3,31 sep 2026 zł,mug,7"))
    assert outcome.receipt is not None
    assert _kept_of_rejects(tmp_path, outcome.receipt.import_id) == ["••• ••• 5", "31 sep 2026 zł"]


def _kept_of_rejects(folder: Path, import_id: str) -> list[str | None]:
    part = store_at(folder / "store").shelf.part(import_id, "rejected.parquet")
    return read_table(part).to_pydict()["value"]


def test_a_name_that_begins_like_a_total_is_none_wherever_its_column_stands_in_a_mapping(tmp_path: Path) -> None:
    mapping = 'kind = "ad_costs"\n[columns]\ncampaign = "Campaign"\nday = "Day"\ncost = "Cost"\n'
    (tmp_path / "ads.csv").write_text(
        "Day,Campaign,Cost\n2026-09-01,Total looks,5\n2026-09-02,Total,6\n,Total of all,11\n"
    )
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    outcome = import_paths(store_at(tmp_path / "store"), [tmp_path / "ads.csv"], mapping=tmp_path / "mapping.toml")[0]
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.set_aside, outcome.receipt.control["cost"]) == (2, 1, "11.00")


@pytest.mark.parametrize("rows", [3, 50_100])
def test_an_order_called_a_total_is_none_even_with_a_day(rows: int, tmp_path: Path) -> None:
    told = (f"A-{place},2026-09-01,mug,5" for place in range(rows))
    outcome = _imported(tmp_path, _table(*told, f"Total,2026-09-01,,{rows * 5}"))
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.set_aside) == (rows, 1)
