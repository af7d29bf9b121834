"""`funnel show backlog`."""

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from funnel.board import board_of
from funnel.board.cards import all_cards
from funnel.board.exchange import safe_cell
from funnel.board.records import track_records
from funnel.board.standing import Standing, standings, total
from funnel.commands.options import DONE, as_text, json_option, store_option
from funnel.maths.priority import Spread
from funnel.store import Store
from funnel.terms import Stage

COLUMNS = (
    "place", "card", "stage", "title", "group", "factor", "step", "owner_role", "owner_name", "expected_low",
    "expected", "expected_high", "currency", "win_back_percent", "effort_days", "priority", "record", "by_hand_reason",
    "starts", "due", "done_on",
)  # fmt: skip


@click.command("backlog")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@store_option
@json_option
def show_backlog(folder: Path, as_json: bool, as_csv: bool) -> int:
    """The cards of the board in their order, with what each is expected to bring back a week."""
    store = Store(folder)
    board = board_of(store)
    stood = standings(all_cards(board), track_records(board))
    rows = [_row(place, one) for place, one in enumerate(stood, 1)]
    if as_csv:
        click.echo(_csv(rows), nl=False)
    elif as_json:
        click.echo(as_text(_told(store, stood, rows)))
    else:
        click.echo("\n".join(_line(row) for row in rows) or "No card is on the board.")
    return DONE


def _told(store: Store, stood: tuple[Standing, ...], rows: list[dict[str, object]]) -> dict[str, object]:
    open_cards = total([one for one in stood if one.card.stage is not Stage.DONE])
    summed = {"cards": open_cards.cards, **_expected(open_cards.expected), "unknown": open_cards.unknown}
    return {"question": "backlog", "generation": store.generation(), "rows": rows, "total": summed, "notes": []}


def _expected(spread: Spread) -> dict[str, object]:
    return {"expected_low": _text(spread.low), "expected": _text(spread.mid), "expected_high": _text(spread.high)}


def _row(place: int, one: Standing) -> dict[str, object]:
    card = one.card
    held: dict[str, object] = {
        **vars(card),
        **_expected(one.expected),
        "place": place,
        "card": card.number,
        "stage": str(card.stage),
        "effort_days": _text(card.effort_days),
        "priority": _text(one.priority),
        "record": one.record.ratio,
    }
    days = {name: day.isoformat() if day else None for name, day in _days(one)}
    return {name: (held | days)[name] for name in COLUMNS}


def _days(one: Standing) -> tuple[tuple[str, date | None], ...]:
    return (("starts", one.card.starts), ("due", one.card.due), ("done_on", one.card.done_on))


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount, "f")


def _csv(rows: list[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _line(row: dict[str, object]) -> str:
    money = f"{row['expected']} {row['currency']} a week" if row["expected"] else "money not known"
    return f"{row['place']:>4}  {row['stage']:<12} #{row['card']} {row['title'] or row['factor']}: {money}"
