"""Losses and changes as answered: every breakdown adds up to the cent, nothing unknown is shown as zero."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from benchmarks.shopcells import SEGMENTS, cells_of_shop
from benchmarks.simulator import World, invent
from funnel.answers.change import change_on
from funnel.answers.loss_ground import FactorState, LossGround
from funnel.answers.loss_pieces import SegmentName
from funnel.answers.loss_question import ChangeQuestion, LossDimension, LossQuestion, Reference
from funnel.answers.losses import losses_on
from funnel.answers.losses_as_json import change_as_json, losses_as_json, losses_csv
from funnel.errors import WrongUse
from funnel.maths.clicks import ClickCells
from funnel.maths.firmness import Verdict
from funnel.maths.losses import Measure
from funnel.terms import Dimension, Step

FIRST = date(2026, 9, 7)
PERIOD = {"start": date(2026, 9, 21), "end": date(2026, 10, 4)}
D = LossDimension
BREAKDOWNS = [(D.GROUP,), (D.FACTOR,), (D.STEP, D.GROUP), (D.CHANNEL, D.DEVICE), (D.GROUP, D.FACTOR, D.STEP, D.DEVICE)]


@pytest.fixture(scope="module")
def ground() -> LossGround:
    """An invented shop of four weeks; one factor is not measured at all."""
    cells = cells_of_shop(invent(World(seed=3)))
    shift = FIRST.toordinal()
    cells = replace(
        cells,
        counts=replace(cells.counts, day=cells.counts.day + shift),
        money=replace(cells.money, day=cells.money.day + shift),
    )
    last = date.fromordinal(shift + 27)
    segments = tuple(SegmentName(*name.split("/")) for name in SEGMENTS)
    states = (FactorState("weak_card", False, False, None, None, ("stock.rating",), ()),)
    return LossGround(cells, cells, segments, states, None, FIRST, last, last, last, "UTC", "PLN", 1, ("shop",))


@pytest.mark.parametrize("by", BREAKDOWNS)
@pytest.mark.parametrize("reference", [Reference.NOBODY_MET, Reference.PREVIOUS, Reference.BETTER_SEGMENT])
def test_every_breakdown_adds_up(ground: LossGround, by: tuple[LossDimension, ...], reference: Reference) -> None:
    answer = losses_on(ground, LossQuestion(**PERIOD, by=by, reference=reference))
    assert answer.total.money is not None
    assert answer.total.orders is not None
    assert sum(row.money.effect for row in answer.rows if row.money) == answer.total.money.effect
    orders = sum(row.orders.effect for row in answer.rows if row.orders)
    assert float(orders) == pytest.approx(float(answer.total.orders.effect), abs=1e-4)


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_every_change_adds_up_to_the_difference(ground: LossGround, by: tuple[LossDimension, ...]) -> None:
    answer = change_on(ground, ChangeQuestion(**PERIOD, by=by))
    assert sum(row.effect.effect for row in answer.rows) == answer.total.effect.effect
    assert abs(answer.after - answer.before - answer.total.effect.effect) <= Decimal("0.01")


def test_a_filter_shows_the_rows_of_the_whole(ground: LossGround) -> None:
    whole = losses_on(ground, LossQuestion(**PERIOD, by=(D.DEVICE,)))
    mobile = losses_on(ground, LossQuestion(**PERIOD, by=(D.DEVICE,), where=((Dimension.DEVICE, ("mobile",)),)))
    assert mobile.total.money is not None
    row = next(row for row in whole.rows if row.key == ("mobile",))
    assert row.money is not None
    assert abs(row.money.effect - mobile.total.money.effect) <= Decimal("0.01")


def test_what_is_not_measured_has_no_figure_and_says_what_is_missing(ground: LossGround) -> None:
    answer = losses_on(ground, LossQuestion(**PERIOD))
    silent = next(row for row in answer.rows if row.key[1] == "weak_card")
    assert (silent.verdict, silent.money, silent.orders, silent.sure) == (Verdict.NOT_MEASURED, None, None, False)
    told = losses_as_json(answer)
    assert {"factor": "weak_card", "lacking": ["stock.rating"]} in told["not_measured"]
    group = losses_on(ground, LossQuestion(**PERIOD, by=(D.GROUP,)))
    assert "weak_card" in next(row for row in group.rows if row.key == ("assortment",)).not_measured


def test_channels_do_not_count_a_factor_that_is_not_measured(ground: LossGround) -> None:
    answer = losses_on(ground, LossQuestion(**PERIOD, by=(D.FACTOR, D.CHANNEL)))
    assert all(row.key[1] for row in answer.rows)


def test_a_gain_is_never_firm_and_no_claim_is_sure_of_nothing(ground: LossGround) -> None:
    answer = losses_on(ground, LossQuestion(**PERIOD))
    for row in answer.rows:
        if row.money is not None and row.money.effect <= 0:
            assert row.firmness is None
            assert not row.sure


def test_a_target_is_a_gap_by_step(ground: LossGround) -> None:
    asked = LossQuestion(**PERIOD, by=(D.STEP,), reference=Reference.TARGET, targets=((Step.ADD_TO_CART, 0.9),))
    answer = losses_on(ground, asked)
    figures = {row.key[0]: row.money.effect for row in answer.rows if row.money}
    assert figures["add_to_cart"] > 0
    assert figures["purchase"] == 0
    with pytest.raises(WrongUse, match="Set a target"):
        losses_on(ground, LossQuestion(**PERIOD, reference=Reference.TARGET))


def test_other_dimensions_are_refused(ground: LossGround) -> None:
    with pytest.raises(WrongUse, match="channels and devices"):
        losses_on(ground, LossQuestion(**PERIOD, where=((Dimension.CAMPAIGN, ("x",)),)))


def test_a_change_needs_days_to_compare_with(ground: LossGround) -> None:
    with pytest.raises(WrongUse, match="2026-09-07"):
        change_on(ground, ChangeQuestion(start=FIRST, end=date(2026, 9, 20)))


def test_clicks_that_never_arrived_join_the_list_with_their_own_basis(ground: LossGround) -> None:
    days = np.arange(FIRST.toordinal(), FIRST.toordinal() + 28)
    clicks = np.full(28, 500.0)
    visits = np.where(days < FIRST.toordinal() + 21, 450.0, 200.0)
    nothing = np.zeros_like(days)
    cells = ClickCells(days, nothing, nothing, clicks, visits, ("paid_search",), ("autumn",))
    answer = losses_on(replace(ground, clicks=cells), LossQuestion(**PERIOD))
    row = next(row for row in answer.rows if row.key == ("traffic", "click_lost"))
    assert row.money is not None
    assert (row.basis.value, row.sure) == ("clicks_against_visits", True)
    assert sum(one.money.effect for one in answer.rows if one.money) == answer.total.money.effect  # type: ignore[union-attr]


def test_json_and_csv_say_the_same(ground: LossGround) -> None:
    answer = losses_on(ground, LossQuestion(**PERIOD, measure=Measure.ORDERS))
    told = losses_as_json(answer)
    row = told["rows"][0]
    assert {"group", "factor", "effect", "low", "high", "sure", "basis", "not_measured"} <= row.keys()
    assert isinstance(row["effect"], float)
    assert losses_csv(answer).splitlines()[0].startswith("group,factor,effect,low,high")
    assert change_as_json(change_on(ground, ChangeQuestion(**PERIOD)))["rows"][0]["cause"] == "traffic_volume"


def test_a_filtered_change_adds_up_to_the_filtered_difference(ground: LossGround) -> None:
    asked = ChangeQuestion(**PERIOD, by=(D.GROUP, D.DEVICE), where=((Dimension.DEVICE, ("mobile",)),))
    answer = change_on(ground, asked)
    assert abs(answer.after - answer.before - answer.total.effect.effect) <= Decimal("0.01")
    assert {row.key[1] for row in answer.rows} <= {"mobile", "other"}
