"""The meeting pack: one frozen snapshot, the same figures in every form, and nothing in it that runs."""

import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from click.testing import CliRunner
from pptx import Presentation

from funnel.answers.funnel import ask_funnel
from funnel.answers.loss_question import LossDimension, LossQuestion
from funnel.answers.losses import ask_losses
from funnel.answers.question import FunnelQuestion
from funnel.answers.snapshot import take_snapshot
from funnel.board import board_of
from funnel.board.card import Draft
from funnel.board.cards import make_card
from funnel.board.experiments import Plan, plan_experiment
from funnel.cli import funnel
from funnel.errors import WrongUse
from funnel.report.pack import FORMS, pack_of
from funnel.report.slide import period_of
from funnel.report.slides import slides_of
from funnel.store import Store
from funnel.terms import Stage, Step
from funnel.words import LANGUAGES, Words
from tests.small_sample import small_store

TAKEN = datetime(2026, 11, 16, 9, tzinfo=UTC)
DANGEROUS = '=HYPERLINK("http://x";"y")<script>alert(1)</script>'
BROUGHT: dict[str, Any] = {
    "experiments": [
        {"title": DANGEROUS, "verdict": "better", "relative": 0.138, "relative_low": 0.02, "relative_high": 0.28,
         "promised": "900.00", "earned": "700.50", "finished": True}
    ],
    "promises": [{"title": "Payment error", "stage": "done", "owner": None, "due": "2026-11-20", "expected": "900.00"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small sample shop."""
    return small_store(tmp_path_factory)


@pytest.fixture(scope="module")
def snapshot(store: Store) -> dict[str, Any]:
    """Its newest full week, through JSON as the board keeps it."""
    return json.loads(json.dumps(take_snapshot(store, TAKEN, brought=BROUGHT)))


def every_cell(snapshot: dict[str, Any], language: str) -> list[str]:
    slides = slides_of(snapshot, Words(language))
    return [cell.text for slide in slides for table in slide.tables for row in table.rows for cell in row]


def test_the_numbers_are_those_of_the_screens(store: Store, snapshot: dict[str, Any]) -> None:
    week = period_of(snapshot["week"])
    answer = ask_funnel(store, FunnelQuestion(week.start, week.end))
    words, cells = Words(), every_cell(snapshot, "en")
    purchase = answer.total.step(Step.PURCHASE)
    assert purchase is not None
    assert words.number(purchase.count) in cells
    assert words.money(answer.total.money.revenue, answer.currency, 2) in cells


def test_losses_are_those_of_the_losses_screen_for_a_week(store: Store, snapshot: dict[str, Any]) -> None:
    weeks = period_of(snapshot["losses"]["period"])
    answer = ask_losses(store, LossQuestion(weeks.start, weeks.end, (LossDimension.GROUP,)))
    assert answer.total.money is not None
    assert Decimal(snapshot["losses"]["by_group"]["total"]["effect"]) == answer.total.money.effect
    assert weeks.days == 28


def test_orders_and_money_stand_beside_the_week_before(store: Store, snapshot: dict[str, Any]) -> None:
    before = period_of(snapshot["funnel"]["compared_with"])
    answer = ask_funnel(store, FunnelQuestion(before.start, before.end))
    table = slides_of(snapshot, Words())[0].tables[1]
    revenue = next(row for row in table.rows if row[0].text == "Revenue by analytics")
    assert revenue[2].figure == answer.total.money.revenue
    assert revenue[3].figure == pytest.approx(float(revenue[1].figure or 0) / float(revenue[2].figure or 1) - 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_in_every_form(snapshot: dict[str, Any], language: str) -> None:
    words = Words(language)
    cells = [text for text in every_cell(snapshot, language) if text.strip()]
    page = pack_of(snapshot, words, ".html").decode()
    shown = {re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>.*?</td>", page)}
    escaped = {
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") for text in cells
    }
    assert escaped <= shown
    deck = Presentation(io.BytesIO(pack_of(snapshot, words, ".pptx")))
    in_deck = {
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    }
    assert set(cells) <= in_deck
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) == 3


def test_the_page_runs_nothing_and_asks_nobody(snapshot: dict[str, Any]) -> None:
    page = pack_of(snapshot, Words("ru"), ".html").decode()
    assert '<html lang="ru">' in page
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=", page)


def test_a_workbook_holds_figures_as_figures_and_text_never_as_a_formula(snapshot: dict[str, Any]) -> None:
    made = pack_of(snapshot, Words(), ".xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert DANGEROUS in cells
    assert 700.5 in cells
    assert float(snapshot["funnel"]["total"]["revenue"]) in cells


def test_the_snapshot_stands_when_new_numbers_arrive(snapshot: dict[str, Any]) -> None:
    again = json.loads(json.dumps(snapshot))
    assert pack_of(snapshot, Words(), ".html") == pack_of(again, Words(), ".html")


def test_decisions_are_added_while_the_meeting_runs(snapshot: dict[str, Any]) -> None:
    decided = [{"text": "Mend the payment", "owner": "IT", "due": "2026-12-01"}]
    assert "Mend the payment" in pack_of(snapshot, Words(), ".html", decided).decode()


def test_a_shop_without_traffic_has_nothing_to_meet_about(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="nothing to meet about"):
        take_snapshot(Store(tmp_path), TAKEN)


@pytest.mark.parametrize("form", FORMS)
def test_the_command_writes_each_form(store: Store, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"week{form}"
    told = CliRunner().invoke(funnel, ["pack", "--store", str(store.folder), "--out", str(out), "--language", "pl"])
    assert told.exit_code == 0, told.output
    assert out.stat().st_size > 4_000


def test_the_command_brings_what_the_board_brings(store: Store, tmp_path: Path) -> None:
    board = board_of(store)
    draft = Draft(factor="slow_page", stage=Stage.TEST, more={"owner_role": "customer_service"})
    make_card(board, draft, "", "pack")
    plan_experiment(board, Plan("One page", "split", {}, None, None), "", "pack")
    out = tmp_path / "week.html"
    told = CliRunner().invoke(funnel, ["pack", "--store", str(store.folder), "--out", str(out)])
    board.engine.dispose()
    page = out.read_text(encoding="utf-8")
    assert told.exit_code == 0, told.output
    brought = ("One page", Words().term("slow_page"), Words().term("customer_service"))
    assert [part for part in brought if part not in page] == []


def test_another_ending_is_refused_in_a_sentence(store: Store, tmp_path: Path) -> None:
    told = CliRunner().invoke(funnel, ["pack", "--store", str(store.folder), "--out", str(tmp_path / "week.pdf")])
    assert isinstance(told.exception, WrongUse)
