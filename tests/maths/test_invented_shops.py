"""Losses of invented shops, known because every visit can be lived again without a problem."""

from functools import cache

import numpy as np
import pytest

from benchmarks.attribution import Scored, broken_bars, errors_of, figures, ours, scored
from benchmarks.robustness import PUBLISHED, SITUATIONS, worse_than_published
from benchmarks.shopcells import cells_of_shop
from benchmarks.simulator import PAIRS, PROBLEMS, Shop, World, chance_of_going_on, invent, relive
from benchmarks.truth import by_problem, true_losses
from funnel.maths.cells import tables_of
from funnel.maths.change import Cause, change_of, line_range
from funnel.maths.firmness import Verdict
from funnel.maths.losses import Measure

SEEDS = (5, 11)
"""Shops whose main fault is far ahead of the others."""


@cache
def _shop(seed: int, **world: float | bool | str) -> Shop:
    return invent(World(seed=seed, **world))


def _scored(shop: Shop) -> Scored:
    return scored(shop, *ours(shop, SITUATIONS["base"]))


def test_the_truth_sums_to_all_problems_off() -> None:
    shop = _shop(1, visits=20_000)
    lost, earned = true_losses(shop)
    rows = np.flatnonzero(shop.period == 1)
    clean = np.prod([chance_of_going_on(shop, np.zeros_like(shop.met[rows]), s, rows) for s in range(5)], axis=0)
    assert lost.sum() == pytest.approx((clean * shop.worth[rows]).sum() - earned, rel=1e-6)


def test_the_truth_of_one_problem_alone_is_what_living_again_shows() -> None:
    shop = _shop(3, visits=60_000)
    problem = int(np.argmax(shop.strength.max(0)))
    idle = shop.strength.copy()
    idle[:, [place for place in range(len(PROBLEMS)) if place != problem]] = 0
    alone = invent(shop.world)
    alone.strength[:] = idle
    without = alone.met.copy()
    without[:, problem] = False
    now = alone.period == 1
    spent = [(relive(alone, met)[now, -1] * alone.worth[now]).sum() for met in (alone.met, without)]
    lost, _ = true_losses(alone)
    assert by_problem(lost).sum(1)[problem] == pytest.approx(spent[1] - spent[0], rel=0.1)
    assert lost.sum() == pytest.approx(by_problem(lost).sum(1)[problem])


@pytest.mark.parametrize("link", ["odds", "rate"])
def test_planted_faults_are_found(link: str) -> None:
    shops = [_scored(_shop(seed, visits=60_000, link=link)) for seed in SEEDS]
    found = figures(shops)
    assert found["top1_factor"] == 1
    assert found["rel_error_main"] < 0.2
    assert found["sum_abs_error_pct_revenue"] < 6
    assert found["cover90"] > 0.75


def test_idle_problems_call_nobody_to_act() -> None:
    for seed in (1, 2, 3):
        shop = _scored(_shop(seed, visits=60_000, planted=False))
        assert Verdict.SURE not in shop.verdicts


def test_flags_raised_anywhere_show_themselves() -> None:
    shop = _scored(_shop(4, visits=60_000, anywhere=True))
    assert set(shop.verdicts) == {Verdict.CHECK_FLAG}
    assert np.abs(shop.claimed - shop.true).sum() < 30
    assert ((shop.low <= shop.true) & (shop.true <= shop.high)).mean() > 0.7


def test_a_change_finds_the_fault_and_links_up() -> None:
    shop = _shop(3, visits=60_000)
    tables = tables_of(cells_of_shop(shop))
    change = change_of(tables, range(14), range(14, 28), Measure.MONEY)
    assert Cause.COUNTED_DIFFERENTLY not in {line.cause for line in change.lines}
    effects = dict.fromkeys(range(len(PROBLEMS)), 0.0)
    for line in change.lines:
        if line.bit is not None:
            effects[line.bit] += line_range(change, [line]).effect
    assert min(effects, key=lambda place: effects[place]) in {fault.problem for fault in shop.faults}
    spent = shop.worth * shop.went_on[:, -1]
    assert sum(line.effect[:, 0].sum() for line in change.lines) == pytest.approx(
        spent[shop.period == 1].sum() - spent[shop.period == 0].sum(), abs=0.01
    )


def test_a_bar_that_is_not_held_is_named() -> None:
    held = {"top1_factor": 1, "top1_group": 1, "rel_error_main": 0.05, "sum_abs_error_pct_revenue": 2, "cover90": 0.9}
    held |= {"cover90_large": 0.9, "cover90_small": 0.9, "null_sure_above_1pct": 0, "null_any_sure": 0}
    assert broken_bars("odds", held) == []
    assert broken_bars("odds", held | {"cover90": 0.97}) == ["odds: cover90 is 0.970, must be 0.88 to 0.94"]


def test_every_pair_of_the_simulator_is_a_pair_of_the_cells() -> None:
    assert cells_of_shop(_shop(1, visits=20_000)).pairs == PAIRS


def test_figures_worse_than_the_study_are_named() -> None:
    name, study = "hidden cause, strength 1", dict(vars(PUBLISHED["hidden cause, strength 1"]))
    assert worse_than_published(name, study, {}, 24) == []
    bad = study | {"cover90_large": 0.8, "bias_main": -0.3, "top1_factor": 0.73 - 1 / 24}
    said = [f"{name}: bias_main is -0.300, the study has 0.170", f"{name}: cover90_large is 0.800, the study has 0.870"]
    assert worse_than_published(name, bad, {}, 24) == said
    assert worse_than_published(name, bad, {"bias_main": 0.1, "cover90_large": 0.04}, 24) == said[1:]
    assert worse_than_published("service unmeasured on 2 days of 5", {}, {}, 24) == []


def test_chance_in_figures_comes_from_leaving_out_each_shop() -> None:
    true, wide = np.arange(len(PROBLEMS)) + 0.1, np.full(len(PROBLEMS), 20.0)
    shops = [Scored(true, true + off, true - 9, wide) for off in (1.0, 2.0, 3.0)]
    assert errors_of(shops)["sum_abs_error_pct_revenue"] == pytest.approx(11 / 3**0.5)
    assert errors_of(shops[:1]) == {}


@pytest.mark.parametrize(("right", "lines"), [(0.93, 0), (0.90, 1)])
def test_the_right_factor_may_miss_by_the_chance_of_the_study_s_few_shops(right: float, lines: int) -> None:
    found = dict(vars(PUBLISHED["base"])) | {"top1_factor": right}
    assert len(worse_than_published("base", found, {"top1_factor": 0.02}, 1000)) == lines
