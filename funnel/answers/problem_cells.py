"""The published cells of losses as the maths takes them: segments are channel × device, strata as visits allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pandas import factorize

from funnel.factors import BY_CODE, LOSS_STEPS
from funnel.maths.cells import Cells, Counts, Factor, Money, Whole
from funnel.store.place import Columns, Reader
from funnel.terms import Step

VISITS_A_STRATUM = 100
"""Strata are told apart further only while this many visits fall to each."""
AT_RISK_A_STRATUM = 10
"""The same within one step and word of opportunities, where fewer are at risk."""
BETWEEN = "/"
"""Between channel and device in the name of a segment."""
NOT_MEASURED = "not_measured"
LEFT, PAID = ("kept", "value", "squares"), ("paid", "paid_value", "paid_squares")
"""Columns of money: orders, their value, its square."""
EVER = (date(1, 1, 1), date(9999, 12, 31))


@dataclass(frozen=True)
class FactorState:
    """Whether the files measure a factor: `state` is measured, partly or not_measured; `lacking` is what would help."""

    code: str
    state: str
    met: int | None
    chances: int
    unmeasured: int
    first_day: date | None
    last_day: date | None
    lacking: str | None


def factor_states(reader: Reader) -> tuple[FactorState, ...]:
    """Every factor of the published generation."""
    return tuple(
        FactorState(**{name: value for name, value in row.items() if name != "bit"})
        for row in reader.ask("answers/factor_states")
    )


def cells_of(reader: Reader, start: date = EVER[0], end: date = EVER[1], *, paid: bool = False) -> Cells:
    """Cells of the visits from `start` to `end`; factors that no file measures are left out, and steps none reaches.

    Days are ordinals (date.toordinal), segments are "channel/device", money in units of the shop's currency: what
    orders left so far, or, with `paid`, what was paid; the step to the kept order is then left out.
    """
    period = {"start": start, "end": end}
    finest = _finest(reader.ask("answers/problem_strata", period)[0])
    rows = reader.columns("answers/problem_cells", {**period, **finest})
    money = reader.columns("answers/problem_money", period)
    names = sorted(set(_names(rows)) | set(_names(money)))
    judged = not paid and bool((rows["step"] == Step.KEPT.value).any())
    steps = tuple(step for step in LOSS_STEPS if step is not Step.KEPT or judged)
    counted = np.isin(rows["step"], [step.value for step in steps])
    rows = {name: column[counted] for name, column in rows.items()}
    bits = {row["code"]: row["bit"] for row in reader.ask("answers/factor_states") if _counted(row, steps)}
    return Cells(
        tuple(step.value for step in steps),
        len([step for step in steps if step is not Step.KEPT]),
        tuple(_factor(code, steps) for code in bits),
        tuple(names),
        _counts(rows, steps, tuple(bits.values()), names),
        _money(money, names, PAID if paid else LEFT),
    )


def _finest(told: dict[str, int]) -> dict[str, bool]:
    enough = {name: told["visits"] >= VISITS_A_STRATUM * told[name] for name in ("by_visitor", "by_category")}
    return {"by_visitor": enough["by_visitor"], "by_category": enough["by_visitor"] and enough["by_category"]}


def _counted(row: dict[str, object], steps: Sequence[Step]) -> bool:
    measured = row["bit"] is not None and row["state"] != NOT_MEASURED
    return measured and any(step in steps for step in BY_CODE[str(row["code"])].steps)


def _factor(code: str, steps: Sequence[Step]) -> Factor:
    rule = BY_CODE[code]
    return Factor(code, rule.group, tuple(step.value for step in rule.steps if step in steps))


def _names(rows: Columns) -> list[str]:
    return [f"{channel}{BETWEEN}{device}" for channel, device in zip(rows["channel"], rows["device"], strict=True)]


def _places(values: Sequence[str], names: Sequence[str]) -> Whole:
    place_of = {name: place for place, name in enumerate(names)}
    return np.array([place_of[value] for value in values], dtype=np.int64)


def _counts(rows: Columns, steps: Sequence[Step], bits: Sequence[int], names: Sequence[str]) -> Counts:
    segment = _places(_names(rows), names)
    step = _places(rows["step"], [step.value for step in steps])
    return Counts(
        step,
        _ordinals(rows["day"]),
        segment,
        _strata(rows, segment, step),
        _rebitted(rows["pattern"], bits),
        _rebitted(rows["unmeasured"], bits),
        *(rows[column].astype(np.int64) for column in ("at_risk", "went_on", "bought")),
    )


def _strata(rows: Columns, segment: Whole, step: Whole) -> Whole:
    """Numbers of strata: within each step and word of opportunities as fine as its visits allow."""
    words, _ = factorize(rows["stratum"], sort=True)
    alike = _numbered(step, words)
    at_risk = rows["at_risk"].astype(np.int64)
    levels = [_numbered(alike, segment)]
    for column in ("visitor", "category"):
        levels.append(_numbered(levels[-1], factorize(rows[column], sort=True)[0]))
    chosen = levels[0]
    for level, finer in enumerate(levels[1:], start=1):
        enough = np.bincount(alike, at_risk) >= AT_RISK_A_STRATUM * _distinct(alike, finer)
        chosen = np.where(enough[alike], finer * len(levels) + level, chosen)
    return chosen


def _numbered(*keys: Whole) -> Whole:
    """Numbers from 0 of the distinct combinations."""
    code = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        code = code * (int(key.max(initial=0)) + 1) + key
    return np.unique(code, return_inverse=True)[1]


def _distinct(group: Whole, values: Whole) -> Whole:
    """How many different `values` each group holds."""
    pairs = np.unique(np.stack([group, values]), axis=1)
    return np.bincount(pairs[0], minlength=int(group.max(initial=-1)) + 1)


def _rebitted(published: Whole, bits: Sequence[int]) -> Whole:
    """Patterns in the places of the factors counted; other factors' bits are dropped."""
    patterns = published.astype(np.int64)
    return sum(((patterns >> bit & 1) << place for place, bit in enumerate(bits)), np.zeros_like(patterns))


def _ordinals(days: Whole) -> Whole:
    return days.astype("datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()


def _money(rows: Columns, names: Sequence[str], of: tuple[str, str, str]) -> Money:
    orders, value, squares = of
    return Money(
        _ordinals(rows["day"]),
        _places(_names(rows), names),
        rows["visits"].astype(np.int64),
        rows["paid"].astype(np.int64),
        rows[orders].astype(np.int64),
        rows[value].astype(float),
        rows[squares].astype(float),
    )
