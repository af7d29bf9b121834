"""Rows of lists of products: dearest first, cut to a limit, what is cut summed, and the total of them all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Any

from funnel.answers.listing import ListAnswer, ListRow, Value, Where
from funnel.answers.product_ground import ProductGround, Row
from funnel.answers.result import Note
from funnel.maths.cover import Estimate
from funnel.metrics import metric
from funnel.terms import NOT_STATED, OTHER, Dimension

MOST_ROWS = 200
"""Rows of a list unless another limit is asked for."""
Ends = tuple[Decimal, Decimal] | None
Figures = Mapping[str, Value | Estimate]
"""Value of each metric; an estimate brings its range."""
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Shape:
    """What a list of products is called, its keys and its metrics."""

    code: str
    metrics: tuple[str, ...]
    keys: tuple[str, ...] = ("product",)


def product_row(row: Row, shape: Shape, figures: Figures, *more_keys: str, problem: str | None = None) -> ListRow:
    """The row of one product; opened, the funnel shows the visits that met its `problem`, else its category."""
    key = (row["product"], *more_keys)
    if problem is not None:
        return row_of(key, shape, figures, title=row["title"], problem=(problem, row["product"]))
    return row_of(key, shape, figures, title=row["title"], opens=category_of(row["category"]))


def category_of(code: str) -> Where:
    """The filter of a category, where the files state it."""
    return () if code == NOT_STATED else ((Dimension.CATEGORY, (code,)),)


def row_of(key: tuple[str, ...], shape: Shape, figures: Figures, **more: Any) -> ListRow:
    """A row of these figures; a metric without a figure is not known."""
    told = [figures.get(name) for name in shape.metrics]
    values = tuple(_value(name, one) for name, one in zip(shape.metrics, told, strict=True))
    return ListRow(key, values, ranges=_ranges(told), **more)


def _value(name: str, told: Value | Estimate) -> Value:
    """Estimates of money to the cent, of anything else to two decimals."""
    if not isinstance(told, tuple):
        return told
    return _rounded(told[1]) if metric(name).unit == "money" else round(float(told[1]), 2)


def _ranges(told: Sequence[Value | Estimate]) -> tuple[Ends, ...]:
    ends = tuple((_rounded(one[0]), _rounded(one[2])) if isinstance(one, tuple) else None for one in told)
    return ends if any(ends) else ()


def _rounded(amount: float) -> Decimal:
    return Decimal(amount).quantize(CENT)


def amount_of(pieces: Estimate, each: Decimal) -> Estimate:
    """Money of so many pieces."""
    low, middle, high = (one * float(each) for one in pieces)
    return low, middle, high


def answer_of(
    ground: ProductGround,
    shape: Shape,
    rows: Iterable[ListRow],
    worth: Callable[[ListRow], Any],
    *,
    lacking: tuple[str, ...] = (),
    notes: tuple[Note, ...] = (),
    whole: Figures | None = None,
) -> ListAnswer:
    """The list: rows by `worth`, greatest first; `whole`: what is known of all together beyond what can be added."""
    ranked = sorted(rows, key=lambda row: row.key)
    ranked.sort(key=worth, reverse=True)
    limit = ground.question.limit or MOST_ROWS
    kept, left = ranked[:limit], ranked[limit:]
    rest = [_sum_of(left, shape, (OTHER, *([""] * (len(shape.keys) - 1))))] if left else []
    return ListAnswer(
        code=shape.code,
        keys=shape.keys,
        metrics=shape.metrics,
        rows=(*kept, *rest),
        total=_sum_of(ranked, shape, (), whole or {}) if ranked else None,
        period=ground.period,
        currency=ground.currency,
        zone=ground.zone,
        generation=ground.generation,
        immature_from=ground.immature_from,
        lacking=lacking,
        notes=notes,
    )


def place_of(shape: Shape, name: str) -> Callable[[ListRow], Any]:
    """What ranks rows by a metric; the unknown comes last."""
    place = shape.metrics.index(name)
    return lambda row: (row.values[place] is not None, row.values[place] or 0)


def _sum_of(rows: Sequence[ListRow], shape: Shape, key: tuple[str, ...], whole: Figures | None = None) -> ListRow:
    added = [_added(rows, place) if metric(name).additive else None for place, name in enumerate(shape.metrics)]
    known = [(whole or {}).get(name, value) for name, value in zip(shape.metrics, added, strict=True)]
    ends = tuple(
        _common_range(rows, place) if metric(name).additive else None for place, name in enumerate(shape.metrics)
    )
    values = tuple(_value(name, one) for name, one in zip(shape.metrics, known, strict=True))
    return ListRow(key, values, ranges=ends if any(ends) else ())


def _added(rows: Sequence[ListRow], place: int) -> Value:
    known = [value for row in rows if (value := row.values[place]) is not None]
    if not known:
        return None
    added = sum(known[1:], known[0])
    return round(added, 2) if isinstance(added, float) else added


def _common_range(rows: Sequence[ListRow], place: int) -> Ends:
    """Range of a sum of estimates that err apart from each other."""
    told = [(row.values[place], row.ranges[place]) for row in rows if row.ranges and row.ranges[place]]
    if not told:
        return None
    middle = sum(float(value or 0) for value, _ in told)
    below = sqrt(sum((float(value or 0) - float(ends[0])) ** 2 for value, ends in told if ends))
    above = sqrt(sum((float(ends[1]) - float(value or 0)) ** 2 for value, ends in told if ends))
    return _rounded(middle - below), _rounded(middle + above)


def share(part: int | None, whole: int | None) -> float | None:
    """A quotient of counts; None where nothing is known or the base is 0."""
    return part / whole if part is not None and whole else None


def total_of(rows: Iterable[Row], name: str) -> int | None:
    """Sum of a count over products; None where no row states it."""
    known = [int(row[name]) for row in rows if row[name] is not None]
    return sum(known) if known else None


def count(value: Any, known: bool) -> int | None:
    """A count of a product; where the part is held at all, what is not stated did not happen."""
    if value is None:
        return 0 if known else None
    return int(value)
