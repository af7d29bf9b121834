"""Cells of sources that hold daily sums only: steps by channel and device, no problems; the weaker evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from funnel.answers.ground import Ground
from funnel.answers.loss_pieces import SegmentName
from funnel.answers.segments import Measured
from funnel.maths.cells import Cells, Counts, Money
from funnel.periods import Period
from funnel.store.place import Reader
from funnel.terms import Dimension, Step

CHAIN = (Step.SESSION_START, Step.VIEW_ITEM, Step.ADD_TO_CART, Step.BEGIN_CHECKOUT, Step.PURCHASE)
BY = (Dimension.CHANNEL, Dimension.DEVICE, Dimension.DAY)
FILTERS = ("channels", "devices", "categories", "visitors", "campaigns", "sources")


def step_cells_of(reader: Reader, ground: Ground) -> tuple[Cells, tuple[SegmentName, ...], tuple[str, ...]]:
    """Cells, the codes of their segments, and the feeds counted; days as ordinals.

    Only steps that every counted feed states are used, so that a step some feed lacks is passed over, not read as zero.
    """
    rows = [row for row in _rows(reader, Period(ground.first, ground.newest)) if row["day"] is not None]
    feeds = tuple(sorted({row["feed"] for row in rows}))
    chain = _chain(feeds, ground.measured)
    names = sorted({(row["channel"], row["device"]) for row in rows})
    place = {name: number for number, name in enumerate(names)}
    segment = np.array([place[row["channel"], row["device"]] for row in rows], dtype=np.int64)
    day = np.array([row["day"].toordinal() for row in rows], dtype=np.int64)
    cells = Cells(
        tuple(step.value for step in chain[1:]),
        len(chain) - 1,
        (),
        tuple(f"{channel}/{device}" for channel, device in names),
        _counts(rows, chain, day, segment),
        _money(rows, day, segment),
        counted_by_source=True,
    )
    return cells, tuple(SegmentName(*name) for name in names), feeds


def _rows(reader: Reader, period: Period) -> list[dict[str, Any]]:
    asked: dict[str, object] = {"start": period.start, "end": period.end, "feed": None, **dict.fromkeys(FILTERS)}
    asked |= {f"by_{dimension.value}": dimension in BY for dimension in Dimension}
    return reader.ask("answers/funnel_daily", asked)


def _chain(feeds: Sequence[str], measured: Measured) -> tuple[Step, ...]:
    held = [measured.steps.get(feed, frozenset()) for feed in feeds]
    return tuple(step for step in CHAIN if held and all(step in own for own in held))


def _counts(rows: Sequence[Mapping[str, Any]], chain: Sequence[Step], day: np.ndarray, segment: np.ndarray) -> Counts:
    stated = [np.array([int(row[step.value] or 0) for row in rows], dtype=np.int64) for step in chain]
    steps = max(len(chain) - 1, 0)
    nothing = np.zeros(len(rows) * steps, dtype=np.int64)
    return Counts(
        np.repeat(np.arange(steps), len(rows)),
        np.tile(day, steps),
        np.tile(segment, steps),
        np.tile(segment, steps),
        nothing,
        nothing,
        np.concatenate([*stated[:-1], np.zeros(0, dtype=np.int64)]) if steps else nothing,
        np.concatenate([*stated[1:], np.zeros(0, dtype=np.int64)]) if steps else nothing,
    )


def _money(rows: Sequence[Mapping[str, Any]], day: np.ndarray, segment: np.ndarray) -> Money:
    visits, paid = (
        np.array([int(row[step.value] or 0) for row in rows], dtype=np.int64)
        for step in (Step.SESSION_START, Step.PURCHASE)
    )
    value = np.array([float(row["revenue"] or 0) for row in rows])
    mean = value.sum() / max(paid.sum(), 1)
    return Money(day, segment, visits, paid, paid, value, value * mean)
