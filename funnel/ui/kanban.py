"""The board as a component: four columns of cards, dragged or moved by keys; the browser is told faces, not money."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from funnel.board.card import Card
from funnel.board.standing import Standing, Total, total
from funnel.maths.losses import Measure
from funnel.maths.priority import Spread
from funnel.terms import Stage
from funnel.ui.kanban_sheet import Sheet, Told, told
from funnel.ui.loss_figures import Scale
from funnel.ui.me import person
from funnel.ui.signed_in import may_write
from funnel.ui.theme import Paint
from funnel.words import Words

SHELL: Final = Path(__file__).parent / "shell"
MARKUP: Final = """
<div class="board">
  <div class="columns"></div>
  <p class="help"></p>
  <p class="said" role="status" aria-live="polite"></p>
</div>
"""
_board: Final = st.components.v2.component(
    "funnel_kanban",
    html=MARKUP,
    css=(SHELL / "kanban.css").read_text(encoding="utf-8"),
    js=(SHELL / "kanban.js").read_text(encoding="utf-8"),
)
KEY: Final = "kanban"
TOLD: Final = "_kanban_told"
ANSWERED: Final = "_kanban_answered"
Columns = Mapping[Stage, tuple[Standing, ...]]


@dataclass(frozen=True)
class Moved:
    """What a hand did to a card; `above` and `below` are the cards it was put between, as far as they were shown."""

    number: int
    revision: int
    to: Stage
    stays: bool
    above: int | None
    below: int | None


def show_kanban(
    columns: Columns, change: int, colours: Paint, words: Words, carry_out: Callable[[Moved], bool]
) -> tuple[Moved | None, int | None]:
    """Draw the columns; gives a move within a column, and the number of a card to open.

    A move to another column is handed to `carry_out` before the page runs, so that the board is drawn once; it says
    whether the move was kept.
    """

    def on_moved() -> None:
        asked = st.session_state.get(KEY, {}).get("moved")
        moved = _moved(asked)
        if moved is not None:
            kept = moved.stays or carry_out(moved)
            st.session_state[ANSWERED] = {"move": asked.get("at"), "kept": kept}

    data, st.session_state[TOLD] = told(_sheet(columns, colours, words), st.session_state.get(TOLD))
    answer = _board(
        key=KEY,
        data={**data, "change": change, "answered": st.session_state.get(ANSWERED)},
        on_moved_change=on_moved,
        on_opened_change=lambda: None,
        on_lost_change=_tell_all_again,
    )
    return _moved(answer.get("moved")), _opened(answer.get("opened"))


def _tell_all_again() -> None:
    """The browser draws the board anew and does not have the whole that changes are counted from."""
    before = st.session_state.get(TOLD)
    if isinstance(before, Told):
        st.session_state[TOLD] = Told(before.number, Sheet({}, {}, {}))


def _sheet(columns: Columns, colours: Paint, words: Words) -> Sheet:
    return Sheet(
        {
            "colours": {group: colour.format(alpha=1) for group, colour in colours.groups.items()},
            "words": _said(words),
            "fixed": not may_write(),
        },
        {str(stage): _column(stage, held, words) for stage, held in columns.items()},
        {one.card.number: face(one, words) for held in columns.values() for one in held},
    )


def _column(stage: Stage, held: tuple[Standing, ...], words: Words) -> dict[str, Any]:
    summed = total(held)
    currency = next((one.card.currency for one in held if one.card.currency), "")
    return {
        "stage": str(stage),
        "title": words.term(stage),
        "count": words.number(len(held)),
        "total": a_week(summed.expected, currency, words),
        "range": _small_print(summed, currency, words),
        "ids": [one.card.number for one in held],
    }


def _small_print(summed: Total, currency: str, words: Words) -> str:
    parts = [between(summed.expected, currency, words)] if summed.expected.mid is not None else []
    if summed.unknown:
        parts.append(words.plural("{n} card without money", "{n} cards without money", summed.unknown))
    if summed.same_loss:
        parts.append(words.plural("{n} card of the same loss", "{n} cards of the same loss", summed.same_loss))
    return " · ".join(parts)


def _said(words: Words) -> dict[str, str]:
    return {
        "help": words.text(
            "Drag a card, or use the keys: arrows go to a card, Shift with an arrow moves it, Enter opens it. "
            "On a phone, hold a card to drag it."
        )
        if may_write()
        else words.text("Arrows go to a card, Enter opens it."),
        "moved": words.text("“{title}” was put into “{column}”.", title="{title}", column="{column}"),
        "no_further": words.text("It can go no further that way."),
        "empty": words.text("No card here"),
    }


@lru_cache(maxsize=20_000)
def face(one: Standing, words: Words) -> dict[str, Any]:
    """What a card shows: nothing the browser would have to reckon."""
    card = one.card
    parts = [words.term(card.group) if card.group else "", words.term(card.step) if card.step else ""]
    tag = " · ".join(part for part in parts if part) or words.term(card.origin or "idea")
    money, ends = a_week(one.expected, card.currency, words), between(one.expected, card.currency, words)
    quiet = " · ".join(part for part in (per_day(one, words), owner_told(card, words), _due(card, words)) if part)
    title = title_of(card, words)
    hand = words.text("by hand: {reason}", reason=card.by_hand_reason) if card.by_hand is not None else ""
    spoken = ", ".join(part for part in (title, tag, money, ends, quiet, hand) if part)
    return {
        "id": card.number,
        "rev": card.revision,
        "group": card.group,
        "tag": f"#{card.number} · {tag}",
        "title": title,
        "money": money,
        "range": ends,
        "quiet": quiet,
        "hand": hand,
        "spoken": spoken,
    }


def title_of(card: Card, words: Words) -> str:
    """The team's title, else the problem's name in the reader's language."""
    return card.title or words.term(card.factor or card.step or "card")


def a_week(expected: Spread, currency: str, words: Words) -> str:
    """Money a week, "" when it is not known."""
    if expected.mid is None:
        return ""
    amount = Scale(Measure.MONEY, 1.0, currency).amount(expected.mid, words)
    return words.text("{amount} a week", amount=amount)


def between(expected: Spread, currency: str, words: Words) -> str:
    """Both ends of the range, "" when they are not known."""
    if expected.low is None or expected.high is None:
        return ""
    scale = Scale(Measure.MONEY, 1.0, currency)
    sign = "–" if expected.low >= 0 else " … "
    return f"{scale.figure(expected.low, words)}{sign}{scale.figure(expected.high, words)}"


def per_day(one: Standing, words: Words) -> str:
    """The priority as a sentence, or what is missing for it."""
    if one.priority is None:
        return words.text("no effort stated") if one.expected.mid is not None else ""
    amount = Scale(Measure.MONEY, 1.0, one.card.currency).amount(one.priority, words)
    return words.text("{amount} per person-day", amount=amount)


def owner_told(card: Card, words: Words) -> str:
    """Name, else role, else that nobody owns it."""
    return card.owner_name or (person(card.owner_role, words) if card.owner_role else words.text("no owner"))


def _due(card: Card, words: Words) -> str:
    return words.text("until {day}", day=words.day(card.due)) if card.due and card.stage is not Stage.DONE else ""


def _moved(told: Any) -> Moved | None:
    try:
        return Moved(
            int(told["id"]),
            int(told["rev"]),
            Stage(told["to"]),
            told["from"] == told["to"],
            *(None if told.get(name) is None else int(told[name]) for name in ("above", "below")),
        )
    except (KeyError, TypeError, ValueError):  # nothing was moved, or not by our board
        return None


def _opened(told: Any) -> int | None:
    try:
        return int(told["id"])
    except (KeyError, TypeError, ValueError):
        return None
