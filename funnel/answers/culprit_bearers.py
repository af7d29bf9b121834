"""Visits that met problems in a period, by culprit, as the maths takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnel.answers.loss_ground import LossGround
from funnel.factors import LOSS_STEPS
from funnel.maths.cells import Numbers, Whole
from funnel.maths.culprits import Bearers
from funnel.periods import Period
from funnel.store.place import Reader
from funnel.terms import Culprit, Step

Kinds = Mapping[tuple[str, str], Whole]
BOUGHT = 5
"""Furthest step of visits that paid."""


@dataclass(frozen=True)
class MetVisits:
    """Rows of `answers/culprit_shares`: columns of equal length, and the rows of every (factor, kind)."""

    columns: Mapping[str, NDArray[Any]]
    rows_of: Kinds


def met_visits(reader: Reader, period: Period, codes: Sequence[str]) -> MetVisits:
    """Who met these factors from the first to the last day of `period`."""
    asked = {"start": period.start, "end": period.end, "codes": list(codes)}
    told = reader.columns("answers/culprit_shares", asked)
    columns = {name: np.asarray(values) for name, values in told.items()}
    places: dict[tuple[str, str], list[int]] = {}
    for place, key in enumerate(zip(columns["code"].tolist(), columns["kind"].tolist(), strict=True)):
        places.setdefault(key, []).append(place)
    return MetVisits(columns, {key: np.array(found, dtype=np.int64) for key, found in places.items()})


def bearers_of(met: MetVisits, ground: LossGround, of: tuple[str, Culprit], segments: Numbers) -> Bearers:
    """Visits that met the factor, by culprit of this kind, in the segments chosen (weights)."""
    rows = met.rows_of.get((of[0], of[1].value), np.zeros(0, dtype=np.int64))
    names, culprit = np.unique(met.columns["culprit"][rows].astype(str), return_inverse=True)
    segment = _segments(met, ground, rows)
    held = segment >= 0
    rows, culprit, segment = rows[held], culprit[held], segment[held]
    size = len(names), len(ground.segments)
    visits, judged, value = (_added(met.columns[name][rows], culprit, segment, size) for name in MEASURED)
    furthest = met.columns["furthest"][rows].astype(int)
    at_risk = [
        judged if step is Step.KEPT else _reached(met, rows, furthest >= place, (culprit, segment, size))
        for place, step in enumerate(LOSS_STEPS)
        if step.value in ground.cells.steps
    ]
    return Bearers(tuple(names.tolist()), visits @ segments, np.stack(at_risk, axis=1), value)


MEASURED = ("visits", "judged", "judged_value")


def _segments(met: MetVisits, ground: LossGround, rows: Whole) -> Whole:
    """Places of the rows' segments; −1 for one the losses do not know."""
    place_of = {(one.channel, one.device): place for place, one in enumerate(ground.segments)}
    names = zip(met.columns["channel"][rows].tolist(), met.columns["device"][rows].tolist(), strict=True)
    return np.array([place_of.get(name, -1) for name in names], dtype=np.int64)


def _reached(
    met: MetVisits, rows: Whole, own: NDArray[np.bool_], place: tuple[Whole, Whole, tuple[int, int]]
) -> Numbers:
    culprit, segment, size = place
    return _added(met.columns["visits"][rows] * own, culprit, segment, size)


def _added(values: NDArray[Any], culprit: Whole, segment: Whole, size: tuple[int, int]) -> Numbers:
    cell = culprit * size[1] + segment
    return np.bincount(cell, values.astype(float), size[0] * size[1]).astype(float).reshape(size)
