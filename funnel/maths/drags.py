"""How far the problems met pull a step below its clean rate, in each part, shared between the problems.

Clean rate of a stratum: what its visits would have done had none met a problem. Drag of a part: logarithm of clean ÷
what the problems left. The shares of the problems add up to the drag exactly (logarithmic mean within cells and part).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnel.maths.cells import Numbers, StepTable, Whole
from funnel.maths.grouped import firsts, numbered, summed


@dataclass(frozen=True)
class StepDrag:
    """Drag at one step. Arrays are parts × readings; `by_factor` has the factors of the step before them."""

    step: int
    bits: tuple[int, ...]
    clean: Numbers
    """Visits that would have gone on had nobody met a problem, each at its worth beside others of its part."""
    left: Numbers
    """Of them, those the problems left."""
    by_factor: Numbers

    @property
    def drag(self) -> Numbers:
        """Logarithm of clean ÷ left; 0 where nobody went on."""
        return _log_of_ratio(self.clean, self.left)


@dataclass(frozen=True)
class Kept:
    """Cells (one segment, stratum and part each) × readings: visits at risk, and what problems leave and take of them.

    `lost` has the factors of the step before them; together with `left` they sum to `visits`.
    """

    visits: Numbers
    left: Numbers
    lost: Numbers


def drag_of(table: StepTable, log_ratios: Numbers, days: Numbers, later: Numbers | None = None) -> StepDrag:
    """Drag at the step of `table`.

    `log_ratios`: factors of the step × its parts × readings; `days`: readings × days, weights of days, or one row
    for all readings; `later`: factors, what each takes at later steps up to payment (nothing by default).
    """
    stratum = numbered(table.segment, table.stratum)
    cell = numbered(stratum, table.part)
    first = firsts(cell, _size(cell))
    kept = _kept(table, cell, (log_ratios, table.part[first]), table.daily[0].over(days.T))
    rate = _clean_rates(stratum[first], kept.left, summed(stratum, table.daily[1].over(days.T), _size(stratum)))
    would, parts = rate * worth_of(table, later)[first][:, None], _size(table.part)
    clean = summed(table.part[first], kept.visits * would, parts)
    lost = [summed(table.part[first], own * would, parts) for own in kept.lost]
    left = clean - sum(lost, np.zeros_like(clean))
    scale = _log_per_unit(clean, left)
    by_factor = np.stack([own * scale for own in lost]) if lost else np.zeros((0, *clean.shape))
    return StepDrag(table.step, table.bits, *(_by_part(own, table.known) for own in (clean, left, by_factor)))


def _size(place: Whole) -> int:
    return int(place.max(initial=-1)) + 1


def _kept(table: StepTable, cell: Whole, told: tuple[Numbers, Whole], at_risk: Numbers) -> Kept:
    """What problems leave of every cell; `told`: factors × parts × readings, and the part of every cell.

    Visits of one cell and pattern weaken alike: cells × patterns times patterns × readings, by groups of cells whose
    parts have the same ratios.
    """
    log_ratios, part = told
    patterns, pattern = table.patterns
    cells, readings = _size(cell), log_ratios.shape[2]
    first, group = _groups_of(log_ratios.transpose(1, 0, 2).reshape(log_ratios.shape[1], -1))
    found = np.zeros((readings, cells, len(log_ratios) + 1))
    place = cell * len(patterns) + pattern
    visits = [np.bincount(place, own, cells * len(patterns)).reshape(cells, len(patterns)) for own in at_risk.T]
    for number, example in enumerate(first):
        own = np.flatnonzero(group[part] == number)
        weakened = _weakened(table.met, log_ratios[:, example])
        for reading, counts in enumerate(visits):
            those = slice(None) if len(visits) == 1 else slice(reading, reading + 1)
            found[those, own] = counts[own] @ weakened[those]
    lost = -found[:, :, 1:].transpose(2, 1, 0) * log_ratios[:, part]
    return Kept(np.stack([own.sum(1) for own in visits], axis=1), found[:, :, 0].T, lost)


def _weakened(met: Numbers, log_ratios: Numbers) -> Numbers:
    """Readings × patterns × (1 + factors): what all problems of a pattern leave, what each takes per unit of its own.

    `met`: factors × patterns; `log_ratios`: factors × readings.
    """
    together = log_ratios.T @ met
    return np.concatenate([np.exp(together)[:, :, None], _share_per_log(together)[:, :, None] * met.T], axis=2)


def later_logs(tables: Sequence[StepTable], used: Sequence[Numbers]) -> list[Numbers]:
    """For each step, its factors' logarithms of ratios summed over the later steps of `tables`, over all visits there.

    `used`: for each step, factors × its parts × readings.
    """
    own = []
    for table, logs in zip(tables, used, strict=True):
        visits = np.bincount(table.part, table.visits, table.parts)
        own.append(dict(zip(table.bits, logs[..., 0] @ visits / max(visits.sum(), 1e-9), strict=True)))
    return [
        np.array([sum(logs.get(bit, 0.0) for logs in own[place + 1 :]) for bit in table.bits])
        for place, table in enumerate(tables)
    ]


def worth_of(table: StepTable, later: Numbers | None = None) -> Numbers:
    """Rows: how much oftener visits with the same opportunities buy in the end, once they went on, than their part.

    Whoever asked in the chat may be nearer to buying than others of the part; what the problems met take from them at
    `later` steps is not held against them. All days count; drawn towards 1 as far as chance explains the difference
    (James and Stein).
    """
    if table.bought is None:
        return np.ones(len(table.part))
    left = np.exp((np.zeros(len(table.bits)) if later is None else later) @ table.met)
    went_on, bought = table.gone_on * left[table.patterns[1]], table.bought
    of_part = [np.bincount(table.part, own, table.parts).astype(float) for own in (bought, went_on)]
    usual = np.divide(of_part[0], of_part[1], out=np.zeros_like(of_part[0]), where=of_part[1] > 0)[table.part]
    kinds = int(table.could_meet.max(initial=-1)) + 1
    own, expected = (np.bincount(table.could_meet, counts, kinds).astype(float) for counts in (bought, went_on * usual))
    beyond = own - expected
    real = np.maximum(1 - np.divide(expected, beyond**2, out=np.ones_like(own), where=beyond != 0), 0.0)
    return np.asarray(1 + np.divide(real * beyond, expected, out=np.zeros_like(own), where=expected > 0))[
        table.could_meet
    ]


def _by_part(numbers: Numbers, known: Whole) -> Numbers:
    """Parts on the last axis but one, from the numbers they go by at the step; 0 for those never seen there."""
    more = int(known.max(initial=-1)) + 1 - numbers.shape[-2]
    padding = [(0, 0)] * (numbers.ndim - 2) + [(0, max(more, 0)), (0, 0)]
    return np.asarray(np.pad(numbers, padding)[..., known, :])


def _groups_of(rows: Numbers) -> tuple[Whole, Whole]:
    """First of every group of equal rows, and the number of each row's group."""
    if not rows.shape[1]:
        return np.arange(min(len(rows), 1)), np.zeros(len(rows), dtype=np.int64)
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1] * rows.itemsize))).ravel()
    first, group = np.unique(whole, return_index=True, return_inverse=True)[1:]
    return first, group.ravel()


def _clean_rates(stratum: Whole, weakened: Numbers, went_on: Numbers) -> Numbers:
    """Clean rate of each row's stratum: Σ went on ÷ Σ at risk × what the problems leave."""
    below = summed(stratum, weakened, len(went_on))
    above = np.broadcast_to(went_on, below.shape)
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)[stratum]


def _share_per_log(log_ratio: Numbers) -> Numbers:
    """(e^b − 1) ÷ b with its limit 1 at 0: turns a sum of logarithms into the share lost, negative where b is."""
    return np.divide(np.expm1(log_ratio), log_ratio, out=np.ones_like(log_ratio), where=np.abs(log_ratio) > 1e-12)


def _log_of_ratio(clean: Numbers, left: Numbers) -> Numbers:
    both = (clean > 0) & (left > 0)
    return np.log(np.divide(clean, left, out=np.ones_like(clean), where=both))


def _log_per_unit(clean: Numbers, left: Numbers) -> Numbers:
    """ln(C ÷ Y) ÷ (C − Y) with its limit 1 ÷ Y: turns visits lost into drag."""
    drag = _log_of_ratio(clean, left)
    gap = clean - left
    near = np.divide(1.0, left, out=np.zeros_like(left), where=left > 0)
    return np.divide(drag, gap, out=near, where=np.abs(gap) > 1e-9 * np.maximum(left, 1e-300))
