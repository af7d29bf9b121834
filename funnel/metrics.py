"""The registry of metrics: the one place that says what a number is.

Tooltips, the Glossary screen and docs/glossary.md are made from it. All sentences are English msgids of the
catalogues in funnel/words; a label states its base, so that no two numbers share a name.
"""

from pathlib import Path

from funnel.ad_metrics import AD_METRICS
from funnel.card_metrics import CARD_METRICS
from funnel.errors import WrongUse, near_match, sentence
from funnel.factor_metrics import CULPRIT_METRICS, share_that_met
from funnel.factors import FACTORS
from funnel.marketplace_metrics import MARKETPLACE_METRICS
from funnel.metric import KEPT_LAG, NO_BOOK, NO_LAG, NOT_MEASURED, VISIT_LAG, ZERO_BASE, Good, Metric
from funnel.product_metrics import PRODUCT_METRICS
from funnel.promotion_metrics import PROMOTION_METRICS
from funnel.sale_metrics import SALE_METRICS
from funnel.seller_metrics import SELLER_METRICS
from funnel.service_metrics import SERVICE_METRICS
from funnel.site_metrics import SITE_METRICS
from funnel.traffic_metrics import TRAFFIC_METRICS

_FIRST: tuple[Metric, ...] = (
    Metric(
        "ad_clicks",
        "Ad clicks",
        "Clicks on adverts as the ad systems report them.",
        "clicks",
        "clicks reported by ad systems",
        None,
        NOT_MEASURED,
        NO_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "visits",
        "Visits",
        "Visits that began in the period. A visit ends after 30 minutes of silence where the source gives no visit id.",
        "visits",
        "visits",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "visitors",
        "Visitors",
        "Different visitors, each counted from the first visit in the period and followed for the window shown.",
        "visitors",
        "visitors",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "step_count",
        "Visits at a step",
        "Visits counted at a step. Reached: did this step or a later one. Closed: did every step up to it. "
        "In time order: did them one after another. Each step alone: did this step.",
        "visits",
        "visits at the step",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "step_rate",
        "Step conversion",
        "Share of the visits at the previous measured step that are counted at this one.",
        "%",
        "visits at the step",
        "visits at the previous measured step",
        ZERO_BASE,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "from_start",
        "Conversion from the start",
        "Share of the visits at the first measured step that are counted at this one.",
        "%",
        "visits at the step",
        "visits at the first measured step",
        ZERO_BASE,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "visit_conversion",
        "Conversion of visits",
        "Share of visits that ended in a payment. Several orders in one visit count once.",
        "%",
        "visits with a payment",
        "visits",
        ZERO_BASE,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "click_to_visit",
        "Click to visit",
        "Visits from paid channels for every ad click. Ad systems and shops count apart, so it is rarely 100 %.",
        "%",
        "visits",
        "clicks reported by ad systems",
        ZERO_BASE,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "orders",
        "Orders by analytics",
        "Orders as the traffic source counts them, each order id once.",
        "orders",
        "different order ids on payments",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "revenue",
        "Revenue by analytics",
        "Value of these orders as the traffic source states it.",
        "money",
        "value stated on payments",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "revenue_per_visit",
        "Revenue per visit",
        "Revenue by analytics for every visit: conversion and order value in one number.",
        "money",
        "value stated on payments",
        "visits",
        ZERO_BASE,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "order_value",
        "Order value by analytics",
        "Revenue by analytics for every order by analytics.",
        "money",
        "value stated on payments",
        "different order ids on payments",
        ZERO_BASE,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "match_rate",
        "Match rate",
        "Share of the orders by analytics that the order book knows under the same order id.",
        "%",
        "orders found in both",
        "different order ids on payments",
        NO_BOOK,
        NO_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "paid_orders",
        "Paid orders by the order book",
        "Orders the order book marks as paid, joined to their visit by order id.",
        "orders",
        "paid orders in the order book",
        None,
        NO_BOOK,
        NO_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "paid_revenue",
        "Paid revenue by the order book",
        "What was paid for these orders, before returns.",
        "money",
        "value of paid orders in the order book",
        None,
        NO_BOOK,
        NO_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "kept_orders",
        "Kept orders",
        "Paid orders old enough to judge that were neither cancelled nor returned.",
        "orders",
        "paid orders neither cancelled nor returned",
        None,
        NO_BOOK,
        KEPT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "kept_revenue",
        "Kept revenue",
        "What was paid for kept orders, less refunds.",
        "money",
        "value of kept orders less refunds",
        None,
        NO_BOOK,
        KEPT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "kept_rate",
        "Kept rate, of paid orders",
        "Share of paid orders old enough to judge that were neither cancelled nor returned.",
        "%",
        "paid orders neither cancelled nor returned",
        "paid orders old enough to judge",
        NO_BOOK,
        KEPT_LAG,
        Good.UP,
        additive=False,
    ),
)


METRICS: tuple[Metric, ...] = (
    *_FIRST,
    *(share_that_met(rule) for rule in FACTORS),
    *AD_METRICS,
    *CARD_METRICS,
    *CULPRIT_METRICS,
    *MARKETPLACE_METRICS,
    *PRODUCT_METRICS,
    *SITE_METRICS,
    *SERVICE_METRICS,
    *SALE_METRICS,
    *SELLER_METRICS,
    *PROMOTION_METRICS,
    *TRAFFIC_METRICS,
)
BY_ID = {metric.id: metric for metric in METRICS}


def metric(name: str) -> Metric:
    """The metric called `name`; WrongUse, with the nearest spelling, when there is none."""
    if name not in BY_ID:
        raise WrongUse(sentence("There is no metric “{name}”.", name=name), near_match(name, BY_ID))
    return BY_ID[name]


def glossary_markdown() -> str:
    """The whole registry as the English text of docs/glossary.md."""
    head = "# Glossary\n\nMade from `funnel/metrics.py` by `python -m funnel.metrics`; do not edit by hand.\n"
    return head + "".join(_entry(each) for each in METRICS)


def _entry(each: Metric) -> str:
    formula = f"{each.numerator} ÷ {each.denominator}" if each.denominator else each.numerator
    adds = "yes" if each.additive else "no"
    return (
        f"\n## {each.name}\n\n{each.definition}\n\n"
        f"- id: `{each.id}`\n- formula: {formula}\n- unit: {each.unit}\n- unknown: {each.null_rule}\n"
        f"- ripening: {each.lag}\n- better: {each.good}\n- segments add up: {adds}\n"
    )


if __name__ == "__main__":
    Path("docs").mkdir(exist_ok=True)
    Path("docs/glossary.md").write_text(glossary_markdown(), encoding="utf-8")
