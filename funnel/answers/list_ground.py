"""What lists are made of: rows of sums, sorted by what is at stake, the rest kept in one row, and their frame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value, Where
from funnel.answers.result import Note
from funnel.errors import WrongUse, sentence
from funnel.periods import Period
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import NOT_STATED, OTHER, Dimension, Kind

Sums = Mapping[str, Any]
"""Keys, counts and amounts of one row of an answer query; None is “not measured”."""
Needs = Mapping[str, tuple[tuple[Kind, str], ...]]
"""Per metric the columns without any of which nobody measures it."""
ROWS_SHOWN: Final = 100
PERCENTILES: Final = ("p50", "p90")
OPENING: Final = {dimension.value: dimension for dimension in Dimension}


Problem = tuple[str, str | None]


def no_problem(_row: Sums) -> Problem | None:
    """Rows that are no problem of visits."""
    return None


@dataclass(frozen=True)
class Shape:
    """How rows of sums become rows of a list."""

    code: str
    keys: tuple[str, ...]
    metrics: tuple[str, ...]
    values: Callable[[Sums], tuple[Value, ...]]
    stake: Callable[[Sums], Any]
    """What rows are sorted by, largest first."""
    needs: Needs
    opens: bool = True
    in_order: bool = False
    """Rows keep the order of their keys: hours, days of the week."""
    has_total: bool = True
    shown: int = ROWS_SHOWN
    """Rows shown where nobody says how many; the rest is summed in one row."""
    problem: Callable[[Sums], Problem | None] = no_problem
    """Factor and culprit the Funnel screen is filtered to when a row is opened."""
    seen: frozenset[str] = frozenset()
    """Columns and events some day holds."""


@dataclass(frozen=True)
class Frame:
    """What holds for all lists of one question."""

    period: Period | None
    currency: str
    zone: str
    generation: int
    kept_until: date | None
    immature_from: date | None = None
    feeds: tuple[str, ...] = ()


def frame_of(reader: Reader, question: ListQuestion, first: date | None, newest: date | None) -> Frame:
    """The period asked, or everything between `first` and `newest`; no period when neither is known."""
    general = reader.ask("answers/generation")[0]
    start, end = question.start or first, question.end or newest
    period = Period(start, end) if start and end else None
    return Frame(period, general["currency"], general["zone"], reader.generation, general["kept_until"])


def without_filters(question: ListQuestion) -> None:
    """Raises WrongUse when a list that knows no visits is asked for some of them."""
    if question.where:
        name = question.where[0][0].value
        raise WrongUse(sentence("This list cannot be filtered by {name}: its rows are not visits.", name=name))


def filters_of(question: ListQuestion, known: Sequence[Dimension]) -> dict[str, list[str] | None]:
    """Parameters `channels`, `devices` …; raises WrongUse for a dimension that this list does not keep."""
    asked = dict(question.where)
    for dimension in asked:
        if dimension not in known:
            told = ", ".join(each.value for each in known)
            raise WrongUse(
                sentence("This list is filtered by {known} only, not by {name}.", known=told, name=dimension)
            )
    return {f"{each.value}s": list(asked[each]) if each in asked else None for each in known}


def listed(
    store: Store, frame: Frame, shape: Shape, rows: Sequence[Sums], question: ListQuestion, *, whole: Sums | None = None
) -> ListAnswer:
    """The list of `rows`; `whole` is their total where it is more than their sums (percentiles)."""
    total = ListRow((), shape.values(whole or summed(rows))) if rows and shape.has_total else None
    made = _rows(shape, rows, question.limit or shape.shown)
    return ListAnswer(
        code=shape.code,
        keys=shape.keys,
        metrics=shape.metrics,
        rows=made,
        total=total,
        period=frame.period,
        currency=frame.currency,
        zone=frame.zone,
        generation=frame.generation,
        immature_from=frame.immature_from,
        lacking=lacking(store, shape.metrics, shape.needs, made, shape.seen),
        notes=_notes(frame, shape),
        feeds=frame.feeds,
    )


def _rows(shape: Shape, rows: Sequence[Sums], limit: int) -> tuple[ListRow, ...]:
    if shape.in_order:
        return tuple(_row(shape, row) for row in sorted(rows, key=lambda row: _key(shape, row)))
    sorted_rows = sorted(rows, key=lambda row: (_descending(shape.stake(row)), _key(shape, row)))
    kept, rest = sorted_rows[:limit], sorted_rows[limit:]
    # A row the store has already cut off stands with the rest, so that “other” is one row.
    cut = [row for row in kept if set(_key(shape, row)) == {OTHER}] if rest else []
    shown = [_row(shape, row) for row in kept if row not in cut]
    return tuple([*shown, _other(shape, [*cut, *rest])] if rest else shown)


def _descending(stake: Any) -> tuple[Any, ...]:
    """Largest first; of a stake in several parts the first decides."""
    parts = stake if isinstance(stake, tuple) else (stake,)
    return tuple(-(part or 0) for part in parts)


def _other(shape: Shape, rows: Sequence[Sums]) -> ListRow:
    return ListRow((OTHER,) * len(shape.keys), shape.values(summed(rows)))


def _row(shape: Shape, row: Sums) -> ListRow:
    key = _key(shape, row)
    opens: Where = tuple(
        (OPENING[name], (code,)) for name, code in zip(shape.keys, key, strict=True) if name in OPENING
    )
    return ListRow(
        key,
        shape.values(row),
        title=row.get("title"),
        opens=opens if shape.opens else (),
        problem=shape.problem(row),
    )


def _key(shape: Shape, row: Sums) -> tuple[str, ...]:
    return tuple(NOT_STATED if row[name] is None else str(row[name]) for name in shape.keys)


def summed(rows: Sequence[Sums]) -> dict[str, Any]:
    """Counts and amounts added up; what nobody states stays None, and so does every percentile."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: None if name.endswith(PERCENTILES) else _sum([row[name] for row in rows]) for name in names}


def _sum(values: Sequence[Any]) -> Any:
    known = [value for value in values if isinstance(value, int | float | Decimal)]
    return sum(known[1:], known[0]) if known else None


def share(part: int | None, base: int | None) -> float | None:
    """`part ÷ base`; None when either is not known or the base is 0."""
    return int(part) / int(base) if part is not None and base else None


def count(value: Any) -> int | None:
    """A sum of counts as a whole number."""
    return None if value is None else int(value)


def seconds(value: Any) -> float | None:
    """A time in seconds."""
    return None if value is None else float(value)


def lacking(
    store: Store, metrics: Sequence[str], needs: Needs, rows: Sequence[ListRow], seen: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Columns that no import holds and without which a metric of these rows is unknown everywhere.

    `seen` are columns, or events (`event=…`), that some day holds, were it another than those asked for.
    """
    unknown = [
        name for place, name in enumerate(metrics) if all(row.values[place] is None for row in rows)
    ]  # fmt: skip
    needed = [need for name in unknown for need in needs.get(name, ())]
    if not needed:
        return ()
    held = {(receipt.kind, column) for receipt in store.shelf.shown() for column in receipt.columns}
    missing = [f"{kind.value}.{column}" for kind, column in needed if (kind, column) not in held and column not in seen]
    return tuple(dict.fromkeys(missing))


def _notes(frame: Frame, shape: Shape) -> tuple[Note, ...]:
    judged = any(name in JUDGED for name in shape.metrics)
    if not judged:
        return ()
    if frame.kept_until is None:
        return (Note("no_order_book"),)
    return (Note("judged_until", (("day", frame.kept_until.isoformat()),)),)


JUDGED: Final = frozenset({"judged_orders", "gone_money_of_contacts"})
"""Metrics of orders old enough to be cancelled or returned; the last such day is told beside them."""
