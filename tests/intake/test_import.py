"""A call of import_paths: all or nothing, twice is once, every record accounted for."""

import csv
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from funnel.errors import StoreProblem, WrongUse
from funnel.intake import Outcome, import_paths, is_note
from funnel.intake.watch import Progress, Watch
from funnel.store import Store
from funnel.store.door import Opened, as_it_is
from tests.intake.exports import QuietStore, store_at
from tests.intake.lengths import examples

HEAD = ["event_time", "event_type", "product_id", "price", "user_id", "user_session"]
ROW = ["2019-10-01 00:00:00 UTC", "view", "1", "10.00", "u1", "s1"]


class BrokenStore(QuietStore):
    """A store whose numbers cannot be built."""

    def publish(self, opened: Opened = as_it_is) -> int:
        raise KeyError(opened)


def _file(folder: Path, rows: list[list[str]], name: str = "events.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return folder / name


def _all_files(store: Store) -> list[str]:
    return sorted(str(path.relative_to(store.folder)) for path in store.folder.rglob("*") if path.is_file())


def test_twice_is_once(tmp_path: Path) -> None:
    store, path = store_at(tmp_path / "store"), _file(tmp_path, [ROW])
    first, again = import_paths(store, [path, path])
    (later,) = import_paths(store, [path])
    assert [first.verdict, again.verdict, later.verdict] == ["loaded", "already_loaded", "already_loaded"]
    assert later.receipt == again.receipt
    assert len(store.shelf.receipts()) == 1


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    store = store_at(tmp_path / "store")
    import_paths(store, [_file(tmp_path, [ROW])])
    (outcome,) = import_paths(store, [_file(tmp_path, [ROW], "other.txt")])
    assert outcome.verdict == "already_loaded"


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    for place, name in enumerate(["b/2.csv", "a.csv", ".hidden.csv"]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _file((folder / name).parent, [[*ROW[:2], str(place), *ROW[3:]]], Path(name).name)
    seen: list[Progress] = []
    outcomes = import_paths(store_at(tmp_path / "store"), [folder], watch=Watch(seen.append))
    assert [outcome.file_name for outcome in outcomes] == ["a.csv", "2.csv"]
    assert list(dict.fromkeys(progress.file_name for progress in seen)) == ["a.csv", "2.csv", ""]
    assert [progress.share for progress in seen if progress.share in (0, 1)] == [0, 1] * 3


def test_a_refused_file_leaves_nothing(tmp_path: Path) -> None:
    store, path = store_at(tmp_path / "store"), _file(tmp_path, [["soon", *ROW[1:]]])
    before = _all_files(store)
    (outcome,) = import_paths(store, [path])
    assert outcome.verdict == "refused"
    assert "a date cannot be read (1 rows, the first is row 1, column “event_time”)" in outcome.problems[0]
    assert [name for name in _all_files(store) if not name.endswith((".lock", "format"))] == before


def test_when_the_numbers_cannot_be_built_everything_is_taken_back(tmp_path: Path) -> None:
    store_at(tmp_path / "store")
    store = BrokenStore(tmp_path / "store")
    with pytest.raises(StoreProblem, match="nothing was imported"):
        import_paths(store, [_file(tmp_path, [ROW])])
    assert store.shelf.receipts() == ()


def test_wrong_use_is_said_before_anything_is_read(tmp_path: Path) -> None:
    store, path = store_at(tmp_path / "store"), _file(tmp_path, [ROW])
    with pytest.raises(WrongUse, match="shopify_orders"):
        import_paths(store, [path], source="shopify_order")
    with pytest.raises(WrongUse, match="There is no file"):
        import_paths(store, [tmp_path / "nothing.csv"])
    (tmp_path / "mapping.toml").write_text('kind = "order_lines"\n[columns]\norder_idd = "id"\n')
    with pytest.raises(WrongUse, match="Did you mean “order_id”"):
        import_paths(store, [path], mapping=tmp_path / "mapping.toml")


def test_duplicates_are_counted_or_kept(tmp_path: Path) -> None:
    rows = [ROW, ROW, [*ROW[:5], "s2"], ROW]
    (outcome,) = import_paths(store_at(tmp_path / "one"), [_file(tmp_path, rows)])
    (kept,) = import_paths(store_at(tmp_path / "two"), [_file(tmp_path, rows)], keep_duplicates=True)
    assert outcome.receipt is not None
    assert kept.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.duplicate) == (2, 2)
    assert (kept.receipt.accepted, kept.receipt.duplicate) == (4, 0)


def test_equal_lines_of_one_order_stay_but_the_order_twice_is_one(tmp_path: Path) -> None:
    head = "Name,Financial Status,Total,Created at,Lineitem quantity,Lineitem price,Lineitem sku\n"
    order = "#1,paid,30.00,2026-10-01 10:00:00 +0200,1,10.00,A\n" + "#1,,,2026-10-01 10:00:00 +0200,1,10.00,B\n" * 2
    (tmp_path / "orders.csv").write_text(head + order + order)
    (outcome,) = import_paths(store_at(tmp_path / "store"), [tmp_path / "orders.csv"])
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.duplicate) == (3, 3)
    assert outcome.receipt.money == {"accepted": "30.00", "rejected": "0.00", "duplicate": "30.00"}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Nmae,Financial Status,Lineitem quantity", "“Name” is missing; if “Nmae” is meant, name it so"),
        ("Name,Finacial Status,Lineitem quantity", "nearest to Shopify orders, but “Financial Status” is missing"),
        ("what,ever,this", "No known source has these columns (“what”, column 2, column 3)"),
    ],
)
def test_an_unknown_header_is_asked_with_the_nearest(header: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "given.csv").write_text(header + "\n1,2,3\n")
    (outcome,) = import_paths(store_at(tmp_path / "store"), [tmp_path / "given.csv"])
    told = outcome.questions[0].sentence if outcome.questions else outcome.problems[0]
    assert outcome.verdict == ("question" if outcome.questions else "refused")
    assert said in told


times = some.sampled_from(["2019-10-01 00:00:00 UTC", "2019-10-01 00:00:01 UTC", "", "soon", "1999-01-01 00:00:00 UTC"])
prices = some.sampled_from(["1.00", "2.50", "", "1e5", "abc"])
good = some.builds(
    lambda time, price, user: [time, "view", "1", price, user, "s"], times, prices, some.sampled_from("uvw")
)
odd = some.sampled_from([HEAD, [""] * 6, ["Total", "", "", "3.50", "", ""]])


def _outcome(folder: Path, rows: list[list[str]], tail: str) -> Outcome:
    path = _file(folder, rows)
    path.write_text(path.read_text(encoding="utf-8") + tail, encoding="utf-8")
    (outcome,) = import_paths(store_at(folder / "store"), [path])
    return outcome


@settings(max_examples=examples(8, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.lists(good | odd, min_size=1, max_size=14), some.sampled_from(["", "\n", "\n\nData may be sampled here.\n"])
)
def test_every_record_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], tail: str
) -> None:
    outcome = _outcome(tmp_path_factory.mktemp("account"), rows, tail)
    if outcome.receipt is None:
        assert outcome.problems
        return
    receipt = outcome.receipt
    assert receipt.adds_up()
    assert receipt.rows_in >= len(rows)
    assert receipt.accepted <= sum(row[0].startswith("2019") and row[3] in ("1.00", "2.50", "") for row in rows)
    wanted = {tuple(row) for row in rows if row[0].startswith("2019") and row[3] in ("1.00", "2.50", "")}
    assert receipt.accepted == len(wanted)


def test_notes_beside_exports_are_told_from_tables_of_their_names() -> None:
    told = [
        is_note(Path(name)) for name in ("README.md", "readme", "truth.json", "notes.toml", "Readme.csv", "truth.XLSX")
    ]
    assert told == [True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("signature", "verdict"),
    [
        ('["id", "when", "total"]', "refused"),
        ('["id", "when", ["total", "sum"]]', "loaded"),
    ],
    ids=["its signature names it", "another column may stand for it"],
)
def test_a_column_a_mapping_promises_must_be_there(signature: str, verdict: str, tmp_path: Path) -> None:
    mapping, path = tmp_path / "mapping.toml", tmp_path / "orders.csv"
    columns = 'order_id = "id"\nmoment = "when"\norder_total = "total"\n'
    mapping.write_text(f'kind = "order_lines"\nsignature = {signature}\n[columns]\n{columns}', encoding="utf-8")
    path.write_text("id,when\n1,2026-10-01\n2,2026-10-02\n", encoding="utf-8")
    (outcome,) = import_paths(Store(tmp_path / "store"), [path], mapping=mapping)
    assert outcome.verdict == verdict, outcome.problems


@pytest.mark.parametrize("column", ["status", "currency", "product"])
def test_a_word_that_would_be_missed_is_asked_for_where_a_mapping_promises_it(column: str, tmp_path: Path) -> None:
    mapping, path = tmp_path / "mapping.toml", tmp_path / "orders.csv"
    columns = 'order_id = "id"\nmoment = "when"\norder_total = "total"\nchannel = "what"\n'
    mapping.write_text(f'kind = "order_lines"\n[columns]\n{columns}{column} = "{column.title()}"\n', encoding="utf-8")
    path.write_text("id,when,total,what\n1,2026-10-01,5.00,a\n2,2026-10-02,6.00,b\n", encoding="utf-8")
    (outcome,) = import_paths(Store(tmp_path / "store"), [path], mapping=mapping)
    (question,) = outcome.questions
    assert question.id == f"lacks:{column.title()}"
    assert f"The column “{column.title()}” is missing" in question.sentence
    told = {question.id: "without"}
    (outcome,) = import_paths(Store(tmp_path / "store"), [path], mapping=mapping, answers=told)
    assert outcome.verdict == "loaded", outcome.problems


def test_a_word_that_only_says_less_may_be_missing(tmp_path: Path) -> None:
    mapping, path = tmp_path / "mapping.toml", tmp_path / "orders.csv"
    columns = 'order_id = "id"\nmoment = "when"\norder_total = "total"\nchannel = "what"\n'
    mapping.write_text(f'kind = "order_lines"\n[columns]\n{columns}', encoding="utf-8")
    path.write_text("id,when,total\n1,2026-10-01,5.00\n2,2026-10-02,6.00\n", encoding="utf-8")
    (outcome,) = import_paths(Store(tmp_path / "store"), [path], mapping=mapping)
    assert outcome.verdict == "loaded", outcome.problems


def test_a_count_must_be_there_even_where_a_word_lacks_too(tmp_path: Path) -> None:
    outcome = _read_with(FIVE, "id,when,total\n1,2026-10-01,5.50\n2,2026-10-02,4.50\n", tmp_path)
    assert outcome.verdict == "refused"
    assert "pieces" in str(outcome.sentence())


def test_a_word_that_is_not_there_is_told(tmp_path: Path) -> None:
    rows = "id,when,goods,pieces,total\n1,2026-10-01,tea,1,5.50\n2,2026-10-02,tea,1,4.50\n"
    outcome = _read_with(FIVE + 'channel = "way"\n', rows, tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert any("“way”" in note for note in outcome.receipt.notes)


def _read_with(columns: str, text: str, folder: Path, name: str = "orders.csv") -> Outcome:
    mapping, path = folder / "mapping.toml", folder / name
    mapping.write_text(f'kind = "order_lines"\n[columns]\n{columns}', encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    (outcome,) = import_paths(Store(folder / "store"), [path], mapping=mapping)
    return outcome


FIVE = 'order_id = "id"\nmoment = "when"\nproduct = "goods"\nquantity = "pieces"\norder_total = "total"\n'


def test_totals_of_a_day_that_state_the_day_are_no_orders(tmp_path: Path) -> None:
    rows = "1,2026-10-01,tea,1,5.50\n2,2026-10-01,mug,1,4.50\nRazem dzień,2026-10-01,,,10.00\n"
    rows += "3,2026-10-02,tea,2,8.00\nRazem dzień,2026-10-02,,,8.00\n"
    outcome = _read_with(FIVE, "id,when,goods,pieces,total\n" + rows, tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.set_aside_reasons) == (3, {"total": 2})


def test_a_dash_is_no_number_of_an_order(tmp_path: Path) -> None:
    rows = "1,2026-10-01,tea,1,5.50\n-,2026-10-01,-,1,4.50\n3,2026-10-02,-,2,8.00\n"
    outcome = _read_with(FIVE, "id,when,goods,pieces,total\n" + rows, tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.reject_reasons) == (2, {"missing": 1})


def test_a_currency_may_be_told_by_its_number(tmp_path: Path) -> None:
    rows = "id,when,goods,pieces,total,cur\n1,2026-10-01,tea,1,5.50,643\n2,2026-10-02,tea,1,5.50,643\n"
    outcome = _read_with(FIVE + 'currency = "cur"\n', rows, tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.currency == "RUB"


def test_brackets_behind_the_sign_of_a_currency_are_less_than_nothing(tmp_path: Path) -> None:
    rows = "id,when,goods,pieces,total\n1,2026-10-01,tea,1,$(5.50)\n2,2026-10-02,tea,1,$7.50\n"
    outcome = _read_with(FIVE, rows, tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.money["accepted"] == "2.00"


def test_a_double_in_json_is_the_number_of_an_order(tmp_path: Path) -> None:
    rows = '[{"id": 1001.0, "when": "2026-10-01", "goods": "tea", "pieces": 1.0, "total": 5.0}]'
    outcome = _read_with(FIVE, rows, tmp_path, "orders.json")
    assert outcome.receipt is not None, outcome.problems
    (path,) = (tmp_path / "store").glob("imports/*/accepted.parquet")
    assert duckdb.connect().execute(f"select order_id, quantity from '{path}'").fetchall() == [("1001", 1)]


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\ufeff", "\u00a0", "\t"])
def test_marks_nobody_sees_are_no_part_of_a_cell(mark: str, tmp_path: Path) -> None:
    rows = "".join(f"{mark}100{day}{mark},2026-10-0{day},tea{mark},1,{mark}5.50\n" for day in range(1, 9))
    outcome = _read_with(FIVE, "id,when,goods,pieces,total\n" + rows, tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.money["accepted"] == "44.00"
    (path,) = (tmp_path / "store").glob("imports/*/accepted.parquet")
    first = duckdb.connect().execute(f"select order_id, product from '{path}' order by record limit 1").fetchall()
    assert first == [("1001", "tea")]


def test_a_table_of_thousands_of_columns_is_read_in_seconds_and_knows_its_duplicates(tmp_path: Path) -> None:
    beside = ",".join(f"extra {number}" for number in range(2995))
    rows = [[f"{number}", "2026-10-01", "tea", "1", "5.50", *["7.5"] * 2995] for number in range(9)]
    again = [*rows[3][:3], "1", "5.5", *["7.50"] * 2995]
    text = "".join(",".join(row) + "\n" for row in [*rows, again])
    outcome = _read_with(FIVE, f"id,when,goods,pieces,total,{beside}\n{text}", tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.duplicate) == (9, 1)
