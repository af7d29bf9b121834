"""Metrics of factors, and of what their losses can be laid to."""

from typing import Final

from funnel.factor import FactorRule
from funnel.metric import KEPT_LAG, NOT_MEASURED, VISIT_LAG, ZERO_BASE, Good, Metric
from funnel.terms import Step

CULPRIT_METRICS: Final = (
    Metric(
        "visits_met",
        "Visits that met it",
        "Visits of the period that met the problem by this culprit.",
        "visits",
        "visits that met the problem",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.DOWN,
        additive=True,
    ),
    Metric(
        "laid_loss",
        "Loss laid to it",
        "The part of a problem’s loss that falls to the visits that met it by this culprit: shared, within channel, "
        "device and step, by the visits at risk; after payment by what they had paid. An estimate with a 90 % range.",
        "money",
        "the problem’s loss in the share of those visits",
        None,
        NOT_MEASURED,
        KEPT_LAG,
        Good.DOWN,
        additive=True,
    ),
    Metric(
        "laid_orders",
        "Orders lost by it",
        "Orders that the problem’s loss comes to by this culprit, shared out as the money is. An estimate with a 90 % "
        "range; problems after the payment cost none.",
        "orders lost",
        "the problem’s lost orders in the share of the visits that met it",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.DOWN,
        additive=True,
    ),
    Metric(
        "laid_share",
        "Share of the loss",
        "How much of the problem’s loss is laid to this culprit.",
        "%",
        "loss laid to it",
        "loss of the problem",
        ZERO_BASE,
        KEPT_LAG,
        Good.NEITHER,
        additive=False,
    ),
)


def share_that_met(rule: FactorRule) -> Metric:
    """How often the problem is met by those that could meet it."""
    return Metric(
        rule.code,
        rule.name,
        rule.what,
        "%",
        rule.met,
        rule.opportunity,
        NOT_MEASURED,
        KEPT_LAG if Step.KEPT in rule.steps else VISIT_LAG,
        Good.DOWN,
        additive=False,
    )
