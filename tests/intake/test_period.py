"""The period a report states above its table or in its file's name."""

from datetime import date
from pathlib import Path

import pytest

from funnel.intake import Outcome, import_paths
from funnel.intake.period import day_of, period_in, periods_above
from tests.intake.corpus.packed import sheet_of, workbook_of
from tests.intake.corpus.sheets import open_document, open_sheet
from tests.intake.exports import store_at


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20261031", date(2026, 10, 31)),
        ("2026-10-31", date(2026, 10, 31)),
        ("31.10.2026", date(2026, 10, 31)),
        ("31 października 2026", date(2026, 10, 31)),
        ("1 октября 2026 г.", date(2026, 10, 1)),
        ("October 1, 2026", date(2026, 10, 1)),
        ("Oct 1, 2026", date(2026, 10, 1)),
        ("32.10.2026", None),
        ("10/01/2026", None),
        ("1 brumaire 2026", None),
    ],
)
def test_days_are_read_where_they_can_mean_one_day_only(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_the_first_pattern_with_two_days_in_order_counts() -> None:
    patterns = {"from": r"from (?P<first>\S+) to (?P<last>\S+)", "dash": r"(?P<first>\S+) - (?P<last>\S+)"}
    assert period_in(["report", "from 01.10.2026 to 03.10.2026"], patterns) == (date(2026, 10, 1), date(2026, 10, 3))
    assert period_in(["from 03.10.2026 to 01.10.2026"], patterns) is None
    assert period_in(["from a to b", "2026-10-01 - 2026-10-02"], patterns) == (date(2026, 10, 1), date(2026, 10, 2))


NOVEMBER = (date(2026, 11, 1), date(2026, 11, 15))
ONE_DAY = (date(2026, 11, 15), date(2026, 11, 15))


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (["Campaigns", "1 Nov 2026 - 15 Nov 2026"], NOVEMBER),
        (["Период: 01.11.2026-15.11.2026"], NOVEMBER),
        (["с 1 ноября 2026 по 15 ноября 2026", "Создан 16.11.2026"], NOVEMBER),
        (["2026-11-01..2026-11-15"], NOVEMBER),
        (["11/01/2026 - 11/15/2026"], NOVEMBER),
        (["Report for 15 Nov 2026"], ONE_DAY),
        (["Raport za dzień 15.11.2026"], ONE_DAY),
        (["15 Nov 2026 to 15 Nov 2026"], ONE_DAY),
        (["Created on 2026-11-15"], None),
        (["2026-11-15"], None),
        (["1 Nov 2026 - 15 Nov 2026", "1 Oct 2026 - 15 Oct 2026"], None),
        (["01/10/2026 - 05/10/2026"], None),
        (["15 Nov 2026 - 1 Nov 2026"], None),
        (["Statistics as of 15.11.2026"], None),
    ],
)
def test_only_what_a_title_says_beyond_doubt_is_taken(lines: list[str], meant: tuple[date, date] | None) -> None:
    assert periods_above(lines, None).meant == meant


def test_what_a_title_may_say_is_offered() -> None:
    swapped = (date(2026, 1, 10), date(2026, 5, 10))
    assert periods_above(["01/10/2026 - 05/10/2026"], None).possible == (
        (date(2026, 10, 1), date(2026, 10, 5)),
        swapped,
    )
    assert periods_above(["01/10/2026 - 05/10/2026"], "mdy").meant == swapped
    assert periods_above(["Остатки на 15.11.2026"], None, taken=True).meant == ONE_DAY


MAPPING = """
kind = "ad_costs"
[columns]
campaign = "Campaign"
clicks = "Clicks"
cost = "Cost"
"""
ROWS = [["Campaign", "Clicks", "Cost"], ["brand", "20", "500.50"], ["shoes", "5", "100.25"]]


def _written(rows: list[list[str]], ending: str) -> bytes:
    if ending == ".ods":
        return open_document(open_sheet([list(row) for row in rows]))
    if ending == ".xlsx":
        return workbook_of({"Report": sheet_of([list(row) for row in rows])})
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows).encode()


def _read(folder: Path, title: list[str], ending: str = ".csv", answers: dict[str, str] | None = None) -> Outcome:
    mapping, report = folder / "mapping.toml", folder / f"report{ending}"
    mapping.write_text(MAPPING, encoding="utf-8")
    report.write_bytes(_written([["Campaign report"], title, *ROWS], ending))
    (outcome,) = import_paths(store_at(folder / "store"), [report], mapping=mapping, answers=answers)
    return outcome


@pytest.mark.parametrize("ending", [".csv", ".ods", ".xlsx"])
@pytest.mark.parametrize("title", [["1 Nov 2026 - 15 Nov 2026"], ["Period", "01.11.2026 - 15.11.2026", ""]])
def test_a_mapping_without_days_takes_the_period_of_the_title(title: list[str], ending: str, tmp_path: Path) -> None:
    receipt = _read(tmp_path, title, ending).receipt
    assert receipt is not None
    assert (receipt.first_day, receipt.last_day, receipt.accepted) == ("2026-11-01", "2026-11-15", 2)
    assert any("covers the whole period" in note for note in receipt.notes)


def test_a_title_that_says_two_things_is_asked(tmp_path: Path) -> None:
    (question,) = _read(tmp_path, ["01/10/2026 - 05/10/2026"]).questions
    assert question.id == "days"
    assert question.tokens == ("2026-10-01..2026-10-05", "2026-01-10..2026-05-10")
    answered = _read(tmp_path, ["01/10/2026 - 05/10/2026"], answers={"days": question.tokens[0]}).receipt
    assert answered is not None
    assert answered.last_day == "2026-10-05"


def test_a_report_that_says_no_days_is_asked(tmp_path: Path) -> None:
    (question,) = _read(tmp_path, ["Created on 2026-11-16"]).questions
    assert (question.id, question.tokens) == ("days", ("2026-11-16..2026-11-16",))
    own = _read(tmp_path, ["Created on 2026-11-16"], answers={"days": "2026-11-09..2026-11-15"}).receipt
    assert own is not None
    assert (own.first_day, own.last_day) == ("2026-11-09", "2026-11-15")


@pytest.mark.parametrize("ending", [".ods", ".xlsx"])
def test_a_title_kept_with_its_quotes_is_read_all_the_same(ending: str, tmp_path: Path) -> None:
    rows = [
        ["Campaign report"],
        ['"October 1, 2026 - October 31, 2026"', "", ""],
        ["Campaign", "Clicks", "Impr.", "Cost"],
    ]
    report = tmp_path / f"campaigns{ending}"
    report.write_bytes(_written([*rows, ["brand", "20", "100", "5.50"]], ending))
    (outcome,) = import_paths(store_at(tmp_path / "store", 'currency = "PLN"'), [report])
    assert outcome.receipt is not None
    assert (outcome.receipt.first_day, outcome.receipt.last_day) == ("2026-10-01", "2026-10-31")
