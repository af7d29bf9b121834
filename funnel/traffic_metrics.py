"""Metrics of traffic: visits, landing pages, the mix of visits, customers who come back."""

from funnel.metric import NO_EARLIER, NOT_MEASURED, VISIT_LAG, ZERO_BASE, Good, Metric

_VISITS: tuple[Metric, ...] = (
    Metric(
        "visit_share",
        "Share of visits",
        "Visits of the row as a share of all visits asked for.",
        "%",
        "visits of the row",
        "visits",
        ZERO_BASE,
        VISIT_LAG,
        Good.NEITHER,
        additive=False,
    ),
)

_LANDINGS: tuple[Metric, ...] = (
    Metric(
        "landing_cost",
        "Ad cost, shared by visits",
        "Ad cost of every campaign, shared equally among the visits it brought; those without a visit are left out.",
        "money",
        "cost by the ad systems of the visits' campaigns",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.NEITHER,
        additive=True,
    ),
    Metric(
        "product_view_share",
        "Visits that saw a product",
        "Share of the visits that saw a product or came to a later step.",
        "%",
        "visits that saw a product",
        "visits",
        NOT_MEASURED,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "short_of_like_visits",
        "Revenue short of like visits",
        "What as many visits of the same channels and devices bring on average, less what these visits brought; with "
        "its 90 % range by chance, each row by itself. Negative where they brought more. A comparison, not a cause.",
        "money",
        "revenue by analytics expected less brought",
        None,
        NOT_MEASURED,
        VISIT_LAG,
        Good.DOWN,
        additive=True,
    ),
)

_MIX: tuple[Metric, ...] = (
    Metric(
        "visits_before",
        "Visits before",
        "Visits of the days before these, weekday by weekday.",
        "visits",
        "visits of the days before",
        None,
        NO_EARLIER,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "visit_conversion_before",
        "Conversion of visits before",
        "Share of the visits of the days before that ended in a payment.",
        "%",
        "visits of the days before with a payment",
        "visits of the days before",
        NO_EARLIER,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "mix_free_conversion",
        "Conversion without the change of mix",
        "Conversion of visits before, plus what the same visits did otherwise: as if channels and devices had kept "
        "their shares of visits. Stands in the total only.",
        "%",
        "visits with a payment, had the mix stayed",
        "visits",
        NO_EARLIER,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "mix_effect",
        "Payments by another mix of visits",
        "Visits with a payment more or fewer because shares of visits moved between segments that convert better and "
        "worse than all visits.",
        "visits",
        "change of the share of visits × distance from the mean conversion × visits",
        None,
        NO_EARLIER,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "rate_effect",
        "Payments by another conversion",
        "Visits with a payment more or fewer because the segment converts otherwise than before.",
        "visits",
        "mean share of visits × change of conversion × visits",
        None,
        NO_EARLIER,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
    Metric(
        "mix_and_rate_money",
        "Both, in revenue by analytics",
        "Both effects times the revenue of a visit with a payment in these days.",
        "money",
        "payments by mix and by conversion × revenue of a visit with a payment",
        None,
        NO_EARLIER,
        VISIT_LAG,
        Good.UP,
        additive=True,
    ),
)

TRAFFIC_METRICS: tuple[Metric, ...] = _VISITS + _LANDINGS + _MIX
