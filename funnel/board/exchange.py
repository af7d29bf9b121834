"""Cards as CSV in the columns Jira and Trello import, and back; no cell of it is a formula to a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from funnel.board.card import Draft
from funnel.board.cards import make_card
from funnel.board.place import Board
from funnel.board.standing import Standing
from funnel.errors import WrongUse, sentence
from funnel.terms import Role, Stage

FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\0", "'")
"""What a cell must not begin with; our own apostrophe is doubled, so that reading back takes exactly one away."""
MOST_CARDS: Final = 5000


class Tool(StrEnum):
    """Whose importer the columns are for."""

    JIRA = "jira"
    TRELLO = "trello"


HEADS: Final = {
    Tool.JIRA: {"title": "Summary", "stage": "Status", "told": "Description", "due": "Due Date", "labels": "Labels"},
    Tool.TRELLO: {
        "title": "Card Name",
        "stage": "List Name",
        "told": "Card Description",
        "due": "Due Date",
        "labels": "Labels",
    },
}
OWN: Final = (
    "group_code", "step", "factor", "owner_role", "owner_name", "we_believe", "for_whom", "outcome", "because",
    "indicators", "measured_how", "effort_days", "win_back_percent", "low", "mid", "high", "currency", "starts",
)  # fmt: skip
"""Columns of ours that stand behind theirs, so that a card comes back whole."""
STAGES: Final = {
    Stage.BACKLOG: "Backlog",
    Stage.IN_PROGRESS: "In Progress",
    Stage.TEST: "Test",
    Stage.DONE: "Done",
}
KNOWN_STAGES: Final = {name.lower(): stage for stage, name in STAGES.items()} | {
    "to do": Stage.BACKLOG,
    "todo": Stage.BACKLOG,
    "open": Stage.BACKLOG,
    "selected for development": Stage.BACKLOG,
    "doing": Stage.IN_PROGRESS,
    "in review": Stage.TEST,
    "testing": Stage.TEST,
    "closed": Stage.DONE,
    "resolved": Stage.DONE,
}
NUMBERS: Final = ("effort_days", "low", "mid", "high")


def cards_csv(stood: Iterable[Standing], tool: Tool, named: Callable[[Standing], str]) -> str:
    """The cards in their order as CSV (commas, UTF-8); `named` gives the title where the team typed none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads = HEADS[tool]
    writer.writerow([*heads.values(), *OWN])
    for one in stood:
        card = one.card
        theirs = (named(one), STAGES[card.stage], _told(one), card.due, " ".join((card.group, card.step)).strip())
        ours = {
            **vars(card),
            "group_code": card.group,
            "low": card.lost.low,
            "mid": card.lost.mid,
            "high": card.lost.high,
        }
        writer.writerow([safe_cell(value) for value in (*theirs, *(ours[name] for name in OWN))])
    return out.getvalue()


def _told(one: Standing) -> str:
    card = one.card
    parts = (card.we_believe, card.for_whom, card.outcome, card.because, card.measured_how)
    return "\n".join(part for part in parts if part)


def safe_cell(value: object) -> str:
    """A value as a cell that no spreadsheet runs; numbers stay numbers."""
    text = "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
    number = isinstance(value, Decimal | int | float)
    return f"'{text}" if text.lstrip().startswith(FORMULA_SIGNS) and not number else text


def read_cards(text: str) -> tuple[Draft, ...]:
    """The cards of a CSV of ours, of Jira or of Trello.

    Raises WrongUse for a file without a column of titles, with too many rows, or with a value that cannot be read.
    """
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    heads = {head.strip().lower(): head for head in table.fieldnames or () if head}
    tool = next((one for one in Tool if HEADS[one]["title"].lower() in heads), None)
    if tool is None:
        raise WrongUse(sentence("No column “Summary” (Jira) or “Card Name” (Trello) was found in the file."))
    rows = list(table)
    if len(rows) > MOST_CARDS:
        raise WrongUse(sentence("The file holds more than {n} cards.", n=MOST_CARDS))
    return tuple(
        _draft({name: _plain(row.get(head)) for name, head in heads.items()}, HEADS[tool], number)
        for number, row in enumerate(rows, 1)
        if _plain(row.get(heads[HEADS[tool]["title"].lower()]))
    )


def _plain(cell: object) -> str:
    text = cell if isinstance(cell, str) else ""
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA_SIGNS) else text


def _draft(row: dict[str, str], heads: dict[str, str], number: int) -> Draft:
    try:
        more: dict[str, Any] = {name: row[name] for name in OWN if row.get(name)}
        more |= {name: Decimal(more[name]) for name in NUMBERS if name in more}
        share = int(more.pop("win_back_percent", 50))
        due = row.get(heads["due"].lower(), "")
        more |= {"due": date.fromisoformat(due[:10])} if due else {}
        more |= {"starts": date.fromisoformat(more["starts"])} if "starts" in more else {}
    except (InvalidOperation, ValueError) as cause:
        raise WrongUse(sentence("Row {number} holds a value that cannot be read.", number=str(number))) from cause
    if more.get("owner_role") not in tuple(Role):
        more.pop("owner_role", None)
    if "we_believe" not in more and row.get(heads["told"].lower()):
        more["we_believe"] = row[heads["told"].lower()]
    stage = KNOWN_STAGES.get(row.get(heads["stage"].lower(), "").strip().lower(), Stage.BACKLOG)
    group, step, factor = (more.pop(name, "") for name in ("group_code", "step", "factor"))
    return Draft(
        origin="import",
        title=row[heads["title"].lower()],
        group=group,
        step=step,
        factor=factor,
        stage=stage,
        win_back_percent=share,
        more=more,
    )


def take_in(board: Board, drafts: Iterable[Draft], who: str) -> int:
    """Make a card of each draft, one that the same content made before not again; gives how many were in the file."""
    held = tuple(drafts)
    for draft in held:
        make_card(board, draft, who, "import:" + sha256(repr(draft).encode()).hexdigest())
    return len(held)
