"""What a file leaves open is proved by the rest of it, answered, remembered by source, or asked; never guessed."""

import json
from pathlib import Path

import pytest

from funnel.errors import Sentence, WrongUse
from funnel.intake import Outcome, import_paths, preview_path
from funnel.store import Store
from funnel.store.remembered import forget, remembered_answers
from funnel.words import Words
from tests.intake.exports import accepted_text, store_at

MAPPING = """
kind = "order_lines"
[columns]
order_id = "id"
moment = "when"
paid_at = "paid"
order_total = "total"
quantity = "pieces"
price = "price"
shipping = "delivery"
"""
SHOPIFY = "Name,Financial Status,Total,Created at,Lineitem quantity,Lineitem price,Lineitem sku\n"


def _given(folder: Path, text: str, name: str = "orders.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def _read(folder: Path, text: str, answers: dict[str, str] | None = None, more: str = "") -> tuple[Store, Outcome]:
    mapping = _given(folder, more + MAPPING, "mapping.toml")
    store = store_at(folder / "store")
    (outcome,) = import_paths(store, [_given(folder, text)], mapping=mapping, answers=answers)
    return store, outcome


def _asked(outcome: Outcome) -> list[str]:
    return [question.id for question in outcome.questions]


SORTED = "id;when\n" + "".join(f"{n};{n:02}/10/2026\n" for n in range(1, 13)) + "13;01/11/2026\n"
PROOFS = {
    "another column of one order": ("id;when;paid\n1;01/10/2026;25/10/2026\n2;02/10/2026;26/10/2026\n", "2026-10-01"),
    "the same days in ISO": ("id;when;paid\n1;01/10/2026;2026-10-01\n2;03/10/2026;2026-10-03\n", "2026-10-01"),
    "the period above the table": (
        "Orders 2026-10-01 - 2026-10-31;\nid;when\n1;01/10/2026\n2;02/10/2026\n3;09/10/2026\n",
        "2026-10-01",
    ),
    "rows sorted by one reading only": (SORTED, "2026-10-01"),
    "no day differs from its month": ("id;when\n1;10/10/2026\n2;11/11/2026\n", "2026-10-10"),
}


@pytest.mark.parametrize(("text", "first"), PROOFS.values(), ids=PROOFS.keys())
def test_proof_elsewhere_in_the_file_decides_the_order_of_days(text: str, first: str, tmp_path: Path) -> None:
    _, outcome = _read(tmp_path, text)
    assert outcome.receipt is not None, outcome.questions
    assert (outcome.receipt.first_day, outcome.receipt.answers) == (first, {})


@pytest.mark.parametrize(
    "text",
    [
        "id;when;paid\n1;01/10/2026;2026-10-02\n2;03/10/2026;2026-10-03\n",
        "Orders 2026-01-01 - 2026-12-31;\nid;when\n1;01/10/2026\n2;02/10/2026\n",
        "id;when\n1;01/10/2026\n2;02/10/2026\n3;03/10/2026\n",
    ],
    ids=["days that differ", "a period that holds both", "too few rows in order"],
)
def test_less_than_proof_is_asked(text: str, tmp_path: Path) -> None:
    assert _asked(_read(tmp_path, text)[1]) == ["date_order:when"]


SUMS = "id;when;total;pieces;price\n1;2026-10-01;2.468;2;1234\n2;2026-10-02;3.702;3;1234\n3;2026-10-03;1.234;1;1234\n"


def test_quantity_times_price_decides_the_decimal_mark(tmp_path: Path) -> None:
    _, outcome = _read(tmp_path, SUMS)
    assert outcome.receipt is not None, outcome.questions
    assert outcome.receipt.control["order_total"] == "7404.00"


def test_decimals_of_another_column_decide_the_group_mark(tmp_path: Path) -> None:
    _, outcome = _read(tmp_path, "id;when;total;delivery\n1;2026-10-01;1.234;12,50\n2;2026-10-02;2.500;9,90\n")
    assert outcome.receipt is not None, outcome.questions
    assert outcome.receipt.control == {"order_total": "3734.00", "shipping": "22.40"}


@pytest.mark.parametrize(
    ("pieces", "asked"),
    [(("5,000", "3,000"), ["decimal_mark:pieces"]), (("5,250", "3,000"), []), (("5,000", "12"), [])],
)
def test_pieces_that_all_end_in_three_zeros_are_asked_whatever_prices_look_like(
    pieces: tuple[str, str], asked: list[str], tmp_path: Path
) -> None:
    rows = "".join(f"{n};2026-10-0{n};197.38;{count}\n" for n, count in enumerate(pieces, 1))
    assert _asked(_read(tmp_path, f"id;when;total;pieces\n{rows}")[1]) == asked


def test_sums_that_fit_both_readings_are_asked(tmp_path: Path) -> None:
    text = "id;when;total;pieces;price\n" + "".join(f"{n};2026-10-0{n};2.468;2;1.234\n" for n in (1, 2, 3))
    assert _asked(_read(tmp_path, text)[1]) == ["decimal_mark:total", "decimal_mark:price"]


def test_all_questions_of_a_file_are_asked_at_once_with_real_rows(tmp_path: Path) -> None:
    text = "id;when;total;total\n1;01/02/2026;5.00;6.00\n\n2;03/04/2026;7.00;8.00\n"
    store, outcome = _read(tmp_path, text)
    assert _asked(outcome) == ["columns:total", "date_order:when"]
    order = outcome.questions[1]
    assert order.column == "when"
    assert order.sentence.startswith("“01/02/2026” in row 1, column “when”, can be 2026-02-01 or 2026-01-02;")
    assert order.readings[0].examples == ((1, "01/02/2026", "2026-02-01"), (3, "03/04/2026", "2026-04-03"))
    assert store.shelf.receipts() == ()
    _, outcome = _read(tmp_path, text, {"columns:total": "2", "date_order:when": "mdy"})
    assert outcome.receipt is not None
    assert (outcome.receipt.control["order_total"], outcome.receipt.first_day) == ("14.00", "2026-01-02")


def test_mixed_marks_show_what_each_reading_rejects(tmp_path: Path) -> None:
    text = "id;when;total\n1;2026-10-01;12,50\n2;2026-10-02;99.90\n3;2026-10-03;7.10\n"
    (question,) = _read(tmp_path, text)[1].questions
    told = {reading.answer: [read for _, _, read in reading.examples] for reading in question.readings}
    each = ["12.50", "99.90", "7.10"]
    assert told == {"each": each, ".": ["—", "99.90", "7.10"], ",": ["12.50", "—", "—"]}
    _, outcome = _read(tmp_path, text, {"decimal_mark:total": "."})
    assert outcome.receipt is not None
    assert (outcome.verdict, outcome.receipt.control["order_total"]) == ("loaded_with_rejects", "107.00")


def test_mixed_marks_are_read_as_written_and_what_that_leaves_open_is_rejected(tmp_path: Path) -> None:
    text = "id;when;total\n1;2026-10-01;1.212,50\n2;2026-10-02;1,099.90\n3;2026-10-03;1.234\n4;2026-10-04;12\n"
    (question,) = _read(tmp_path, text)[1].questions
    assert question.tokens == ("each", ".", ",")
    assert question.readings[0].sentence.text == "{reading}; up to {rows} rows are rejected"
    _, outcome = _read(tmp_path, text, {"decimal_mark:total": "each"})
    assert outcome.receipt is not None
    assert (outcome.receipt.control["order_total"], outcome.receipt.accepted) == ("2324.40", 3)
    assert outcome.receipt.rejected == 1


def test_a_source_that_writes_one_mark_was_saved_anew_where_there_are_two(tmp_path: Path) -> None:
    rows = [
        f'#{n},paid,"{total}",2026-10-0{n} 10:00:00 +0200,1,5.00,A\n' for n, total in enumerate(["12,50", "9.90"], 1)
    ]
    export = _given(tmp_path, SHOPIFY + "".join(rows))
    (asked,) = import_paths(store_at(tmp_path / "store"), [export])
    assert _asked(asked) == ["decimal_mark:Total"]
    (read,) = import_paths(store_at(tmp_path / "store"), [export], answers={"decimal_mark:Total": "each"})
    assert read.receipt is not None
    assert (read.receipt.accepted, read.receipt.control["order_total"]) == (2, "22.40")
    _, said = _read(
        tmp_path / "said", "id;when;total\n1;2026-10-01;12,50\n2;2026-10-02;9.90\n", more='decimal_mark = ","\n'
    )
    assert (said.verdict, said.receipt and said.receipt.control["order_total"]) == ("loaded_with_rejects", "12.50")


def test_dates_written_in_several_ways_are_asked_with_what_each_reading_costs(tmp_path: Path) -> None:
    text = "id;when;total\n1;13.10.2026;5.00\n2;14.10.2026;6.00\n3;2026-10-15;7.00\n"
    (question,) = _read(tmp_path, text)[1].questions
    assert (question.id, question.tokens) == ("date_form:when", ("each", "dots", "iso"))
    for answer, accepted, last in (("each", 3, "2026-10-15"), ("dots", 2, "2026-10-14"), ("iso", 1, "2026-10-15")):
        store, outcome = _read(tmp_path / answer, text, {"date_form:when": answer})
        assert outcome.receipt is not None, outcome.problems
        assert (outcome.receipt.accepted, outcome.receipt.last_day) == (accepted, last)
        assert len(store.shelf.receipts()) == 1
    _, swapped = _read(tmp_path, "id;when\n1;13.10.2026\n2;14.10.2026\n3;2026-05-10\n")
    assert (swapped.verdict, _asked(swapped)) == ("refused", [])


def test_a_mapping_may_hold_the_answers(tmp_path: Path) -> None:
    mapping = _given(tmp_path, MAPPING + '[answers]\n"date_order:when" = "mdy"\n', "mapping.toml")
    path = _given(tmp_path, "id;when\n1;01/10/2026\n2;02/10/2026\n")
    store = store_at(tmp_path / "store")
    (outcome,) = import_paths(store, [path], mapping=mapping)
    assert outcome.receipt is not None
    assert outcome.receipt.first_day == "2026-01-10"
    assert remembered_answers(store.folder) == ()


@pytest.mark.parametrize(
    ("answers", "near"),
    [
        ({"date_ordr:when": "dmy"}, "date_order"),
        ({"date_order:wehn": "dmy"}, "when"),
        ({"date_order:when": "dmi"}, "dmy"),
    ],
    ids=["no such question", "no such column", "no such reading"],
)
def test_an_answer_nobody_asked_for_is_wrong_use_and_imports_nothing(
    answers: dict[str, str], near: str, tmp_path: Path
) -> None:
    with pytest.raises(WrongUse) as wrong:
        _read(tmp_path, "id;when\n1;01/10/2026\n2;02/10/2026\n", answers)
    assert wrong.value.near == near
    assert store_at(tmp_path / "store").shelf.receipts() == ()


def _shopify(folder: Path, day: str, name: str) -> Path:
    return _given(folder, SHOPIFY + f"#{name},paid,30.00,{day},1,10.00,A\n", f"{name}.csv")


def test_an_answer_is_remembered_for_its_source_and_said(tmp_path: Path) -> None:
    store = store_at(tmp_path / "store")
    first, second = _shopify(tmp_path, "01/10/2026", "a"), _shopify(tmp_path, "02/10/2026", "b")
    (asked,) = import_paths(store, [first])
    assert (asked.verdict, asked.source) == ("question", "shopify_orders")
    (answered,) = import_paths(store, [first], answers={"date_order:Created at": "dmy"})
    (again,) = import_paths(store, [first])
    (later,) = import_paths(store, [second])
    assert [one.verdict for one in (answered, again, later)] == ["loaded", "already_loaded", "loaded"]
    assert later.receipt is not None
    assert later.receipt.first_day == "2026-10-02"
    (one,) = remembered_answers(store.folder)
    assert (one.source, one.id, one.answer) == ("shopify_orders", "date_order:Created at", "dmy")
    assert f"as you said on {one.day}" in later.receipt.notes[0]
    forget(store.folder, one.id)
    (open_again,) = import_paths(store, [_shopify(tmp_path, "03/10/2026", "c")])
    assert open_again.verdict == "question"


def test_the_same_file_read_in_another_way_is_refused_until_it_is_undone(tmp_path: Path) -> None:
    text = "id;when\n1;01/10/2026\n2;02/10/2026\n"
    store, first = _read(tmp_path, text, {"date_order:when": "dmy"})
    _, other = _read(tmp_path, text, {"date_order:when": "mdy"})
    assert first.receipt is not None
    assert (other.verdict, f"import {first.receipt.import_id}" in other.problems[0]) == ("refused", True)
    store.shelf.undo(first.receipt.import_id)
    assert _read(tmp_path, text, {"date_order:when": "mdy"})[1].verdict == "loaded"


@pytest.mark.parametrize("blank", ["", ";;"], ids=["an empty line", "a row of empty cells"])
def test_one_of_two_tables_below_each_other_is_read_once_it_is_said_which(blank: str, tmp_path: Path) -> None:
    text = f"id;when;total\n1;2026-10-01;5.00\n2;2026-10-02;6.00\n{blank}\ntotal;when;id\n9.00;2026-10-09;9\n"
    store, asked = _read(tmp_path, text)
    assert [(question.id, question.tokens) for question in asked.questions] == [("table", ("1", "2"))]
    for number, amount in (("2", "9.00"), ("1", "11.00")):
        _, outcome = _read(tmp_path, text, {"table": number})
        assert outcome.receipt is not None, outcome.problems
        assert outcome.receipt.control["order_total"] == amount
    assert len(store.shelf.receipts()) == 2


def test_a_snapshot_without_a_day_is_asked(tmp_path: Path) -> None:
    text = "Handle,Title,SKU,Location,Available (not editable),On hand (current)\nshirt,Shirt,A,Main,5,5\n"
    store, path = store_at(tmp_path / "store"), _given(tmp_path, text, "inventory.csv")
    (asked,) = import_paths(store, [path], source="shopify_inventory")
    if asked.verdict == "refused":
        pytest.fail(str(asked.problems))
    assert _asked(asked) == ["day"]
    (outcome,) = import_paths(store, [path], source="shopify_inventory", answers={"day": "2026-10-05"})
    assert outcome.receipt is not None
    assert outcome.receipt.first_day == "2026-10-05"
    assert remembered_answers(store.folder) == ()


def test_a_file_that_was_answered_and_is_held_is_not_asked_about_again(tmp_path: Path) -> None:
    text = "Handle,Title,SKU,Location,Available (not editable),On hand (current)\nshirt,Shirt,A,Main,5,5\n"
    store, path = store_at(tmp_path / "store"), _given(tmp_path, text, "inventory.csv")
    (held,) = import_paths(store, [path], source="shopify_inventory", answers={"day": "2026-10-05"})
    assert held.receipt is not None
    twin = _given(tmp_path, text, "inventory (1).csv")
    (again,) = import_paths(store, [twin], source="shopify_inventory")
    assert (again.verdict, again.receipt) == ("already_loaded", held.receipt)
    store.shelf.undo(held.receipt.import_id)
    (asked,) = import_paths(store, [twin], source="shopify_inventory")
    assert _asked(asked) == ["day"]


def test_a_snapshot_of_nothing_is_asked_no_day(tmp_path: Path) -> None:
    path = _given(tmp_path, "Handle,Title,SKU,Location,Available (not editable),On hand (current)\n", "inventory.csv")
    (outcome,) = import_paths(store_at(tmp_path / "store"), [path], source="shopify_inventory")
    assert outcome.receipt is not None
    assert (outcome.verdict, outcome.receipt.rows_in, outcome.receipt.control) == ("loaded", 0, {})


def test_ids_a_spreadsheet_destroyed_are_refused_with_their_row(tmp_path: Path) -> None:
    _, outcome = _read(tmp_path, "id;when\n7;2026-10-01\n1.69E+19;2026-10-01\n")
    assert (outcome.verdict, outcome.questions) == ("refused", ())
    assert "column “id” were destroyed by a spreadsheet (“1.69E+19” in row 2)" in outcome.problems[0]


def test_a_preview_reads_what_an_import_stores_and_keeps_nothing(tmp_path: Path) -> None:
    text = "id;when;total\n1;2026-10-01;5.00\n2;soon;6.00\n3;2026-10-03;7.00\n"
    mapping, path = _given(tmp_path, MAPPING, "mapping.toml"), _given(tmp_path, text)
    store = store_at(tmp_path / "store")
    before = sorted(store.folder.rglob("*"))
    preview = preview_path(store, path, mapping=mapping)
    assert sorted(store.folder.rglob("*")) == before
    (outcome,) = import_paths(store, [path], mapping=mapping)
    assert outcome.receipt is not None
    assert preview.outcome.receipt is not None
    assert (preview.outcome.verdict, preview.outcome.receipt.import_id) == (outcome.verdict, outcome.receipt.import_id)
    assert [(one.record, one.column, one.reason) for one in preview.rejects] == [(2, "when", "unreadable_date")]
    lines = accepted_text(store, outcome).splitlines()
    shown = [dict(zip(preview.columns, row, strict=True)) for row in preview.rows]
    assert [str(row["order_id"]) for row in shown] == [line.split(",")[1] for line in lines[1:]]


def test_a_receipt_is_said_in_any_language_after_it_was_written_down(tmp_path: Path) -> None:
    store, outcome = _read(tmp_path, "id;when\n1;01/10/2026\n2;02/10/2026\n", {"date_order:when": "dmy"})
    assert outcome.receipt is not None
    note, lacking = store.shelf.receipt(outcome.receipt.import_id).notes
    assert isinstance(note, Sentence)
    assert isinstance(lacking, Sentence)
    assert Words("ru").said(note) == "«when»: сначала день — как вы сказали."
    assert Words("ru").said(lacking).startswith("Указаны в сопоставлении, но в этом файле их нет: «paid», «total»,")
    assert json.loads(json.dumps(note)) == "“when”: the day first, as you said."
