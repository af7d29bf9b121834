"""The split of a difference between two periods: by hand, exact for any cells, and the same backwards."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.maths.cells import Cells, Factor, tables_of
from funnel.maths.change import Cause, Change, change_of, line_range
from funnel.maths.losses import Measure
from funnel.terms import Group
from tests.maths.rows import ONE, counts_of, money_of, random_cells

BEFORE, AFTER = (0, 1, 2), (3, 4, 5)
MANY = settings(max_examples=40, deadline=None)


def _one_segment(visits: tuple[int, int], orders: tuple[int, int], value: tuple[float, float]) -> Change:
    counts = counts_of([(0, day, 0, 0, 0, 0, visits[day], orders[day]) for day in (0, 1)])
    money = money_of([(day, 0, visits[day], orders[day], orders[day], value[day]) for day in (0, 1)])
    cells = Cells(("purchase",), 1, (), ONE, counts, money)
    return change_of(tables_of(cells), [0], [1], Measure.MONEY)


def _effects(change: Change) -> dict[str, float]:
    return {line.cause: float(line.effect[:, 0].sum()) for line in change.lines}


def test_half_the_visits_and_nothing_else() -> None:
    effects = _effects(_one_segment((1000, 500), (100, 50), (2000.0, 1000.0)))
    assert effects[Cause.VOLUME] == pytest.approx(-1000)
    assert sum(abs(effect) for effect in effects.values()) == pytest.approx(1000)


def test_rate_and_order_value_by_hand() -> None:
    # Same visits; twice the orders at half the value: log mean of 2000 and 2000 is 2000; ± 2000 · ln 2.
    effects = _effects(_one_segment((1000, 1000), (50, 100), (2000.0, 2000.0)))
    assert effects[Cause.STEP] == pytest.approx(2000 * np.log(2))
    assert effects[Cause.VALUE] == pytest.approx(-2000 * np.log(2))


def test_a_segment_without_orders_is_thin() -> None:
    effects = _effects(_one_segment((1000, 1000), (50, 0), (2000.0, 0.0)))
    assert effects[Cause.THIN] == pytest.approx(-2000)
    assert effects[Cause.VOLUME] == 0


@MANY
@given(random_cells(segments=3), st.sampled_from(Measure))
def test_lines_sum_to_the_difference(cells: Cells, measure: Measure) -> None:
    change = change_of(tables_of(cells), BEFORE, AFTER, measure)
    lines = np.sum([line.effect for line in change.lines], axis=0)
    assert np.allclose(lines, change.after - change.before, atol=1e-6)
    money = cells.money.value if measure is Measure.MONEY else cells.money.paid
    seen = money[cells.money.day >= 3].sum() - money[cells.money.day < 3].sum()
    assert lines[:, 0].sum() == pytest.approx(seen, abs=0.01 if measure is Measure.MONEY else 1e-6)


@MANY
@given(random_cells(segments=3), st.sampled_from(Measure))
def test_swapping_periods_flips_signs(cells: Cells, measure: Measure) -> None:
    tables = tables_of(cells)
    there, back = change_of(tables, BEFORE, AFTER, measure), change_of(tables, AFTER, BEFORE, measure)
    for one, other in zip(there.lines, back.lines, strict=True):
        assert (one.cause, one.step, one.bit) == (other.cause, other.step, other.bit)
        assert one.effect[:, 0] == pytest.approx(-other.effect[:, 0], abs=1e-6)


@MANY
@given(random_cells(segments=3), st.sampled_from(Measure), st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(cells: Cells, measure: Measure, chance: Random) -> None:
    before, after = list(BEFORE), list(AFTER)
    chance.shuffle(before)
    chance.shuffle(after)
    days, segments, strata = np.array([*before, *after]) + 700_000, np.array([2, 0, 1]), np.array([5, 17, 2])
    rows = np.array(chance.sample(range(len(cells.counts.day)), len(cells.counts.day)))
    mixed = {name: column[rows] for name, column in vars(cells.counts).items() if column is not None}
    mixed |= {"day": days[mixed["day"]], "segment": segments[mixed["segment"]], "stratum": strata[mixed["stratum"]]}
    money = replace(cells.money, day=days[cells.money.day], segment=segments[cells.money.segment])
    other = replace(cells, counts=replace(cells.counts, **mixed), money=money)
    named = [[day + 700_000 for day in period] for period in (BEFORE, AFTER)]
    plain, told = change_of(tables_of(cells), BEFORE, AFTER, measure), change_of(tables_of(other), *named, measure)
    for one, another in zip(plain.lines, told.lines, strict=True):
        assert (one.cause, one.step, one.bit) == (another.cause, another.step, another.bit)
        assert another.effect[segments, 0] == pytest.approx(one.effect[:, 0], abs=1e-6)
        found = [line_range(change, [line]) for change, line in ((plain, one), (told, another))]
        assert (found[1].low, found[1].high) == pytest.approx((found[0].low, found[0].high), rel=1e-6, abs=1e-4)


@MANY
@given(random_cells(), st.sampled_from(Measure))
def test_a_factor_nobody_met_changes_nothing(cells: Cells, measure: Measure) -> None:
    more = replace(cells, factors=(*cells.factors, Factor("chat_slow", Group.SERVICE, ("purchase",))))
    plain, told = (change_of(tables_of(one), BEFORE, AFTER, measure) for one in (cells, more))
    added = [line for line in told.lines if line.bit == len(cells.factors)]
    assert [np.abs(line.effect).max() for line in added] == [0]
    kept = [line for line in told.lines if line.bit != len(cells.factors)]
    for one, another in zip(plain.lines, kept, strict=True):
        assert another.effect == pytest.approx(one.effect, abs=1e-6)


@MANY
@given(random_cells())
def test_nothing_changed_between_a_period_and_itself(cells: Cells) -> None:
    change = change_of(tables_of(cells), BEFORE, BEFORE, Measure.MONEY)
    assert all(np.allclose(line.effect[:, 0], 0) for line in change.lines)


@MANY
@given(random_cells())
def test_ranges_hold_their_effect(cells: Cells) -> None:
    change = change_of(tables_of(cells), BEFORE, AFTER, Measure.MONEY)
    for line in change.lines:
        found = line_range(change, [line])
        assert found.low <= found.effect <= found.high
        assert found.effect == pytest.approx(line.effect[:, 0].sum())
