"""The losses planted in the sample shop are found by the way a shop's own are: from its exports."""

import json
from dataclasses import dataclass

import pytest

from funnel.answers.problem_cells import FactorState, cells_of, factor_states
from funnel.maths.losses import Measure
from funnel.maths.reckoning import FactorLine, factor_lines, reckon
from tests.house import ROOT
from tests.small_sample import bundled_store

SAMPLE = ROOT / "data" / "sample"
TRUTH = {fault["id"]: fault for fault in json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["faults"]}
OF_VISITS = [code for code in TRUTH if code != "click_lost"]
MAIN = [code for code in OF_VISITS if float(TRUTH[code]["share"]["money_kept"]) > 4000]


@dataclass(frozen=True)
class Found:
    states: dict[str, FactorState]
    lines: dict[str, FactorLine]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    with bundled_store(tmp_path_factory).reading() as reader:
        states = {state.code: state for state in factor_states(reader)}
        cells = cells_of(reader)
    days = sorted(set(cells.money.day.tolist()))
    lines = factor_lines(reckon(cells, days, days, Measure.MONEY))
    return Found(states, {line.factor.code: line for line in lines})


@pytest.mark.parametrize("code", OF_VISITS)
def test_who_met_it_is_who_was_made_to_meet_it(found: Found, code: str) -> None:
    # Late parcels of young orders are not judged yet, those of cancelled orders never set out.
    spread = 0.1 if code == "late_delivery" else 0.01
    assert found.states[code].met == pytest.approx(TRUTH[code]["met"], rel=spread)


@pytest.mark.parametrize("code", MAIN)
def test_a_large_loss_is_found_in_its_size(found: Found, code: str) -> None:
    line, true = found.lines[code], float(TRUTH[code]["share"]["money_kept"])
    assert line.verdict == "sure"
    assert line.range.low < true < line.range.high
    # A hundred parcels came late: their ratio has a standard error of a fifth.
    assert line.range.effect == pytest.approx(true, rel=0.3 if code == "late_delivery" else 0.25)


def test_the_largest_loss_is_named_first(found: Found) -> None:
    truth = {code: float(TRUTH[code]["share"]["money_kept"]) for code in OF_VISITS}
    assert max(found.lines.values(), key=lambda line: line.range.effect).factor.code == max(
        truth, key=truth.__getitem__
    )


def test_all_losses_together_are_about_what_was_planted(found: Found) -> None:
    true = sum(float(TRUTH[code]["share"]["money_kept"]) for code in OF_VISITS)
    assert sum(line.range.effect for line in found.lines.values()) == pytest.approx(true, rel=0.15)


def test_what_was_not_planted_is_not_found(found: Found) -> None:
    others = [line for code, line in found.lines.items() if code not in TRUTH]
    assert len(others) >= 8
    assert [line.factor.code for line in others if line.verdict in ("sure", "sure_but_small", "check_flag")] == []
