"""What is known of every factor beside its loss: the matched comparison, firmness, days, files, what is lacking."""

import math

from funnel.answers.loss_ground import LossGround
from funnel.answers.loss_lines import Facts
from funnel.answers.loss_pieces import PieceName
from funnel.answers.loss_result import Basis, FactorEvidence, StepEvidence
from funnel.answers.loss_sources import CLICK_LOST, Level
from funnel.factor import FactorRule
from funnel.factors import FACTORS
from funnel.maths.clicks import ClicksLost
from funnel.maths.firmness import SecondRoute, Verdict, cannot_speak
from funnel.maths.ratios import Ratio
from funnel.maths.reckoning import FactorLine, factor_lines
from funnel.terms import Group, Step


def facts_of(ground: LossGround, basis: Basis) -> Facts:
    """Facts where figures are known by step and period only: every factor is named, none is compared."""
    held = {factor.code: Verdict.NOT_MEASURED for factor in ground.cells.factors if not _measured(ground, factor.code)}
    return Facts({}, held, frozenset(), frozenset(), basis)


def level_evidence(ground: LossGround, level: Level, clicks: ClicksLost | None) -> Facts:
    """Facts of the losses against “nobody met it”."""
    lines = factor_lines(level.money)
    evidence = {line.factor.code: _evidence(ground, line) for line in lines}
    anywhere = level.money.ratios.anywhere > 0
    held: dict[str, Verdict | None] = {line.factor.code: _held(ground, line, anywhere=anywhere) for line in lines}
    if clicks is not None:
        evidence[CLICK_LOST] = _evidence_of_clicks(ground, clicks)
        held[CLICK_LOST] = _held_clicks(clicks)
    silent = _silent(ground, set(evidence))
    evidence |= {rule.code: _not_measured(ground, rule) for rule in silent}
    return Facts(
        evidence,
        held,
        frozenset(line.factor.code for line in lines if line.at_most),
        frozenset(line.factor.code for line in lines if line.at_least),
        Basis.LIKE_VISITS,
        frozenset({CLICK_LOST}),
        tuple(PieceName(rule.group.value, rule.code, step.value) for rule in silent for step in rule.steps),
    )


def _silent(ground: LossGround, known: set[str]) -> list[FactorRule]:
    """Factors no file measures, in the order they are declared."""
    lacking = {state.code for state in ground.states if not state.measured} - known
    return [rule for rule in FACTORS if rule.code in lacking]


def _not_measured(ground: LossGround, rule: FactorRule) -> FactorEvidence:
    state = ground.state(rule.code)
    lacking = state.lacking if state else ()
    steps = tuple(step.value for step in rule.steps)
    return FactorEvidence(rule.code, rule.group, steps, Verdict.NOT_MEASURED, None, (), None, None, lacking, None)


def _held(ground: LossGround, line: FactorLine, *, anywhere: bool) -> Verdict | None:
    measured = _measured(ground, line.factor.code)
    return cannot_speak(line.ratios, anywhere=anywhere) if measured else Verdict.NOT_MEASURED


def _measured(ground: LossGround, factor: str) -> bool:
    state = ground.state(factor)
    return state is None or state.measured


def _held_clicks(clicks: ClicksLost | None) -> Verdict | None:
    if clicks is None:
        return Verdict.NOT_MEASURED
    return None if clicks.speaks else Verdict.TOO_FEW


def _evidence(ground: LossGround, line: FactorLine) -> FactorEvidence:
    state = ground.state(line.factor.code)
    verdict = line.verdict if _measured(ground, line.factor.code) else Verdict.NOT_MEASURED
    steps = zip(line.factor.steps, line.ratios, strict=False)
    return FactorEvidence(
        line.factor.code,
        line.factor.group,
        line.factor.steps,
        verdict,
        line.firmness,
        tuple(_comparison(step, ratio) for step, ratio in steps),
        state.first_day if state else None,
        state.last_day if state else None,
        state.lacking if state else (),
        _second(line.second),
        state.feeds if state else (),
    )


def _evidence_of_clicks(ground: LossGround, clicks: ClicksLost | None) -> FactorEvidence:
    state = ground.state(CLICK_LOST)
    return FactorEvidence(
        CLICK_LOST,
        Group.TRAFFIC,
        (Step.SESSION_START.value,),
        _held_clicks(clicks) or Verdict.WITHIN_NOISE,
        None,
        (),
        state.first_day if state else None,
        state.last_day if state else None,
        state.lacking if state else (),
        None,
        state.feeds if state else (),
    )


def _comparison(step: str, ratio: Ratio) -> StepEvidence:
    return StepEvidence(
        step,
        round(ratio.met),
        round(ratio.met_with_like),
        round(ratio.went_on_with_like),
        round(ratio.like),
        ratio.expected,
        round(ratio.unmeasured),
        round(ratio.at_risk),
        ratio.fair,
    )


def _second(route: SecondRoute | None) -> tuple[float, float] | None:
    if route is None or not route.differs:
        return None
    return math.exp(route.log_ratio), math.exp(route.promised)
