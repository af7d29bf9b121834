"""The board's screens: a loss becomes a card in one click, a card is written, nobody overwrites anybody."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from funnel.board import Board, board_of
from funnel.board.cards import all_cards, card_of, change_card, comments_of, evidence_of, make_card, put_away
from funnel.store import Store
from funnel.words import LANGUAGES
from tests.board.cards import EVIDENCE, TODAY, from_loss

Open = Callable[..., AppTest]
WEEK = {"from_": "2026-10-12", "to": "2026-11-08"}


@pytest.fixture
def board(normal: Store) -> Iterator[Board]:
    """The board of the small shop, emptied afterwards of what was put on it."""
    held = board_of(normal)
    yield held
    for card in all_cards(held):
        put_away(held, (card.number, card.revision), TODAY, "")


def said(app: AppTest) -> str:
    kinds = (app.title, app.markdown, app.caption, app.warning, app.info)
    return " ".join(each.value for kind in kinds for each in kind)


def test_a_loss_becomes_a_card_in_one_click_and_never_twice(open_page: Open, normal: Store, board: Board) -> None:
    app = open_page(normal, "losses", **WEEK, share="25")
    app.button(key=next(one.key for one in app.button if str(one.key).startswith("make-card"))).click().run()
    assert not app.exception
    cards = all_cards(board)
    assert [(card.origin, card.win_back_percent) for card in cards] == [("loss", 25)]
    kept = evidence_of(board, cards[0].number)
    assert kept is not None
    assert kept.money.mid is not None
    assert kept.money.mid > 0
    assert kept.files
    assert ("problem", (cards[0].factor,)) in kept.address
    again = open_page(normal, "losses", **WEEK)
    assert not [one for one in again.button if str(one.key).startswith("make-card")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_opens_in_every_language(open_page: Open, normal: Store, board: Board, language: str) -> None:
    number = make_card(board, from_loss(title="Faster *pages*"), "Anna", f"open {language}")
    app = open_page(normal, "card", card=str(number), lang=language)
    assert not app.exception
    assert app.title[0].value == r"Faster \*pages\*"
    assert "900" in said(app)


def test_what_is_typed_is_kept_when_saved(open_page: Open, normal: Store, board: Board) -> None:
    number = make_card(board, from_loss(), "", "typed")
    app = open_page(normal, "card", card=str(number))
    app.text_input[1].set_value("Faster pages")
    next(one for one in app.number_input if one.label == "Effort, person-days").set_value(4.0)
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.exception
    card = card_of(board, number)
    assert (card.effort_days, card.revision) == (Decimal("4.00"), 2)


def test_the_second_to_save_is_told_both_versions(open_page: Open, normal: Store, board: Board) -> None:
    number = make_card(board, from_loss(), "", "raced")
    app = open_page(normal, "card", card=str(number))
    change_card(board, (number, 1), {"effort_days": Decimal(9)}, "Boris")
    next(one for one in app.number_input if one.label == "Effort, person-days").set_value(4.0)
    next(one for one in app.button if one.label == "Save").click().run()
    assert "Boris changed “effort”" in said(app).replace("\\", "")
    assert card_of(board, number).effort_days == Decimal("9.00")


def test_a_comment_is_shown_as_it_was_typed(open_page: Open, normal: Store, board: Board) -> None:
    number = make_card(board, from_loss(), "", "talk")
    app = open_page(normal, "card", card=str(number))
    app.text_area(key="comment-text").set_value("# <b>no</b>")
    next(one for one in app.button if one.label == "Say it").click().run()
    assert [one.text for one in comments_of(board, number)] == ["# <b>no</b>"]
    assert r"\# \<b\>no\</b\>" in said(app)


def test_a_card_that_is_not_there_is_told(open_page: Open, normal: Store) -> None:
    assert "There is no card 99999" in said(open_page(normal, "card", card="99999"))


def test_the_backlog_names_what_its_cards_expect(open_page: Open, normal: Store, board: Board) -> None:
    make_card(board, from_loss(), "", "named")
    app = open_page(normal, "backlog")
    assert not app.exception
    assert app.title[0].value.replace("\N{NO-BREAK SPACE}", " ") == "1 open card, 500 zł a week (125–1 000)"
    nothing = open_page(normal, "backlog", card_group="service")
    assert nothing.title[0].value == "0 open cards"


def test_the_evidence_stays_when_the_numbers_change(board: Board) -> None:
    number = make_card(board, from_loss(), "", "frozen")
    assert evidence_of(board, number) == EVIDENCE
