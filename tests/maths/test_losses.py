"""Drags and losses: by hand, and what must hold for any cells."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.maths.cells import Cells, Factor, tables_of
from funnel.maths.drags import drag_of
from funnel.maths.losses import Measure, drags_with, losses_of, ratios_of
from funnel.maths.reckoning import FactorLine, factor_lines, in_measure, loss_of, loss_table, opened, reckon
from funnel.terms import Group
from tests.maths.rows import DEAR, SLOW, one_step, random_cells

DAYS = range(6)
BOTH = settings(max_examples=40, deadline=None)


def test_half_as_often_by_hand() -> None:
    # Those who met it go on (19 + 1) / (39 + 1) = half as often. Clean rate 58 / (100 · ½ + 100) = 0.38667,
    # so 200 · 0.38667 = 77.33 would have gone on where 58 did: a third more. 580 earned, 193.33 lost.
    reckoned = reckon(one_step([(0, 1, 0, 100, 19), (0, 0, 0, 100, 39)], 580.0), [1], [1], Measure.MONEY)
    assert loss_of(reckoned).effect == pytest.approx(580 / 3)
    assert loss_of(in_measure(reckoned, Measure.ORDERS)).effect == pytest.approx(58 / 3)
    assert loss_of(reckoned, groups=[Group.ASSORTMENT]).effect == 0


def test_two_problems_share_by_their_strength() -> None:
    # Both met: ½ · ¼ = ⅛ is left. Clean rate 45 / (100 + 12.5) = 0.4; 80 would have gone on; logarithms share 1 : 2.
    table = tables_of(one_step([(0, 0, 0, 100, 40), (0, 3, 0, 100, 5)], 1.0)).steps[0]
    drag = drag_of(table, np.log([0.5, 0.25]).reshape(2, 1, 1), np.ones((1, 1)))
    assert drag.clean[0, 0] == pytest.approx(80)
    assert drag.drag[0, 0] == pytest.approx(np.log(80 / 45))
    assert drag.by_factor[:, 0, 0] == pytest.approx(np.log(80 / 45) * np.array([1 / 3, 2 / 3]))


@BOTH
@given(random_cells(), st.sampled_from(Measure))
def test_losses_sum_to_what_nobody_meeting_it_would_add(cells: Cells, measure: Measure) -> None:
    reckoned = reckon(cells, DAYS, DAYS, measure)
    counted = reckoned.drags[: 2 if measure is Measure.ORDERS else 3]
    total = sum(drag.drag for drag in counted)
    assert np.allclose(reckoned.losses.loss.sum(0), reckoned.losses.base * np.expm1(total), rtol=1e-9, atol=1e-6)
    assert loss_table(reckoned).sum() == pytest.approx(loss_of(reckoned).effect, abs=1e-6)
    for drag in counted:
        assert np.allclose(drag.by_factor.sum(0), drag.drag, atol=1e-9)


@BOTH
@given(random_cells(), st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(cells: Cells, chance: np.random.Generator) -> None:
    rows = list(range(len(cells.counts.day)))
    chance.shuffle(rows)
    days, strata = list(DAYS), [5, 17, 2]
    chance.shuffle(days)
    counts = cells.counts
    mixed = {name: column[rows] for name, column in vars(counts).items() if column is not None}
    mixed |= {"day": np.array(days)[mixed["day"]] + 700_000, "stratum": np.array(strata)[mixed["stratum"]]}
    mixed |= {"segment": 1 - mixed["segment"]}
    money = replace(cells.money, day=np.array(days)[cells.money.day] + 700_000, segment=1 - cells.money.segment)
    named = [day + 700_000 for day in DAYS]
    other = replace(cells, counts=replace(counts, **mixed), money=money, segments=cells.segments[::-1])
    _assert_same(
        factor_lines(reckon(cells, DAYS, DAYS, Measure.MONEY)), factor_lines(reckon(other, named, named, Measure.MONEY))
    )


@BOTH
@given(random_cells())
def test_a_factor_nobody_met_changes_nothing(cells: Cells) -> None:
    more = replace(cells, factors=(*cells.factors, Factor("chat_slow", Group.SERVICE, ("purchase",))))
    before, after = (factor_lines(reckon(one, DAYS, DAYS, Measure.MONEY)) for one in (cells, more))
    _assert_same(before, after[:-1], verdicts=False)
    assert after[-1].range.effect == 0


@BOTH
@given(random_cells(), st.integers(2, 9))
def test_more_of_the_same_loses_in_proportion(cells: Cells, times: int) -> None:
    counts, money = cells.counts, cells.money
    larger = replace(
        cells,
        counts=replace(counts, at_risk=counts.at_risk * times, went_on=counts.went_on * times),
        money=replace(money, visits=money.visits * times, value=money.value * times),
    )
    tables = tables_of(cells)
    days = np.ones((1, len(tables.days)))
    ratios = ratios_of(tables, days[None])
    used = [np.repeat(ratios.used(table.step)[:, None], 2, axis=1) for table in tables.steps]
    losses = [
        losses_of(one, drags_with(one, used, days), days, Measure.MONEY).loss for one in (tables, tables_of(larger))
    ]
    assert np.allclose(losses[0] * times, losses[1], rtol=1e-9, atol=1e-6)


@BOTH
@given(random_cells())
def test_segments_steps_and_groups_add_up(cells: Cells) -> None:
    reckoned = reckon(cells, DAYS, DAYS, Measure.MONEY)
    whole = loss_of(reckoned).effect
    assert sum(loss_of(reckoned, segments=[one]).effect for one in (0, 1)) == pytest.approx(whole, abs=1e-6)
    assert sum(loss_of(reckoned, steps=[one]).effect for one in cells.steps) == pytest.approx(whole, abs=1e-6)
    assert sum(loss_of(reckoned, groups=[one]).effect for one in Group) == pytest.approx(whole, abs=1e-6)
    alone = opened(reckoned, 1, np.zeros(2, dtype=np.int64))
    assert loss_of(alone).effect == pytest.approx(whole, abs=1e-6)


def test_partly_measured_and_first_step_are_said() -> None:
    cells = one_step([(0, 1, 0, 100, 19), (0, 0, 0, 100, 39), (0, 0, 1, 50, 10)], 580.0)
    slow, dear = factor_lines(reckon(cells, [1], [1], Measure.MONEY))
    assert (slow.factor.code, slow.at_least, slow.at_most) == (SLOW.code, True, True)
    assert (dear.factor.code, dear.firmness, dear.verdict) == (DEAR.code, None, "nobody_met")


def _assert_same(some: tuple[FactorLine, ...], others: tuple[FactorLine, ...], *, verdicts: bool = True) -> None:
    for one, other in zip(some, others, strict=True):
        assert one.range.effect == pytest.approx(other.range.effect, rel=1e-9, abs=1e-6)
        assert one.range.low == pytest.approx(other.range.low, rel=1e-9, abs=1e-6)
        assert one.firmness == other.firmness
        assert one.verdict == other.verdict or not verdicts
