"""Cards leave as CSV that Jira and Trello import and come back whole; no cell is a formula."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from funnel.board import Board
from funnel.board.card import Draft
from funnel.board.cards import all_cards, make_card
from funnel.board.exchange import Tool, cards_csv, read_cards, take_in
from funnel.board.standing import Standing, standings
from funnel.errors import WrongUse
from funnel.terms import Stage
from tests.board.cards import TODAY, from_loss

SAME = (
    "stage",
    "title",
    "group",
    "step",
    "factor",
    "owner_role",
    "we_believe",
    "because",
    "effort_days",
    "lost",
    "due",
)


def named(one: Standing) -> str:
    return one.card.title


@pytest.mark.parametrize("tool", Tool)
def test_cards_come_back_whole(board: Board, tool: Tool) -> None:
    said = {"we_believe": "=1+1\nsecond, line", "because": "'quoted", "owner_role": "it", "effort_days": Decimal("2.5")}
    make_card(board, from_loss(title="@cmd", due=TODAY, low=Decimal("-5.10"), **said), "", "1")
    make_card(board, replace(from_loss(title="Ещё одна"), stage=Stage.TEST), "", "2")
    before = all_cards(board)
    text = cards_csv(standings(before, {}), tool, named)
    assert take_in(board, read_cards(text), "Anna") == 2
    after = {card.title: card for card in all_cards(board)[2:]}
    for card in before:
        again = after[card.title]
        assert [getattr(again, name) for name in SAME] == [getattr(card, name) for name in SAME]
        assert (again.origin, again.win_back_percent) == ("import", card.win_back_percent)


def test_the_same_file_twice_makes_its_cards_once(board: Board) -> None:
    drafts = read_cards("Summary,Status\r\nFaster,To Do\r\nFaster,Done\r\n")
    take_in(board, drafts, "")
    take_in(board, drafts, "")
    assert [(card.title, card.stage) for card in all_cards(board)] == [
        ("Faster", Stage.BACKLOG),
        ("Faster", Stage.DONE),
    ]


def test_no_cell_begins_like_a_formula(board: Board) -> None:
    for number, sign in enumerate(("=", "+", "-", "@", "\t=", " =")):
        make_card(board, Draft(title=f"{sign}SUM(A1)", more={"because": f"{sign}x"}), "", str(number))
    rows = list(csv.reader(io.StringIO(cards_csv(standings(all_cards(board), {}), Tool.JIRA, named))))
    assert rows[0][:5] == ["Summary", "Status", "Description", "Due Date", "Labels"]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", " ")) for row in rows[1:] for cell in row)


def test_trellos_own_columns_are_read() -> None:
    found = read_cards(
        "\ufeffCard Name,List Name,Card Description,Due Date\r\nFix,Doing,why,2026-12-01T10:00:00Z\r\n,x,,\r\n"
    )
    assert [(one.title, one.stage, one.more["we_believe"], str(one.more["due"])) for one in found] == [
        ("Fix", Stage.IN_PROGRESS, "why", "2026-12-01")
    ]


@pytest.mark.parametrize(
    "text", ["", "a,b\r\n1,2\r\n", "Summary,effort_days\r\nx,many\r\n", "Summary,Due Date\r\nx,soon\r\n"]
)
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(WrongUse):
        read_cards(text)
