"""Metrics of traffic: what advertising costs and brings, landing pages, the mix of visits, customers who come back."""

from funnel.metric import NO_LAG, NOT_MEASURED, VISIT_LAG, ZERO_BASE, Good, Metric

NO_ADS = "Not measured where no ad report states it; unknown when the base is 0: shown as a dash, never as 0."

_COSTS: tuple[Metric, ...] = (
    Metric(
        "ad_cost",
        "Ad cost",
        "What the ad systems charged, as their reports state it.",
        "money",
        "cost by the ad systems",
        None,
        NOT_MEASURED,
        NO_LAG,
        Good.NEITHER,
        additive=True,
    ),
    Metric(
        "ad_impressions",
        "Ad impressions",
        "How often adverts were shown, as the ad systems count it.",
        "impressions",
        "impressions by the ad systems",
        None,
        NOT_MEASURED,
        NO_LAG,
        Good.NEITHER,
        additive=True,
    ),
    Metric(
        "ctr",
        "CTR, clicks of ad impressions",
        "Clicks for every impression, both as the ad systems count them.",
        "%",
        "clicks reported by ad systems",
        "impressions by the ad systems",
        NO_ADS,
        NO_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "cpc",
        "CPC, cost of an ad click",
        "Ad cost for every click the ad systems report.",
        "money",
        "cost by the ad systems",
        "clicks reported by ad systems",
        NO_ADS,
        NO_LAG,
        Good.DOWN,
        additive=False,
    ),
    Metric(
        "cpa",
        "CPA, ad cost of an order by analytics",
        "Ad cost for every order by analytics of the same row; in the total only rows that have ad cost count.",
        "money",
        "cost by the ad systems",
        "orders by analytics of the rows that have ad cost",
        NO_ADS,
        VISIT_LAG,
        Good.DOWN,
        additive=False,
    ),
    Metric(
        "roas",
        "ROAS, of revenue by analytics",
        "Revenue by analytics of the same row for each unit of ad cost, before cancellations, returns and the cost of "
        "goods; in the total only rows that have ad cost count.",
        "times",
        "revenue by analytics of the rows that have ad cost",
        "cost by the ad systems",
        NO_ADS,
        VISIT_LAG,
        Good.UP,
        additive=False,
    ),
    Metric(
        "acos",
        "ACoS, ad cost of revenue from ads",
        "Ad cost as a share of the revenue by analytics of the same row, 1 ÷ ROAS; in the total only rows that have "
        "ad cost count.",
        "%",
        "cost by the ad systems",
        "revenue by analytics of the rows that have ad cost",
        NO_ADS,
        VISIT_LAG,
        Good.DOWN,
        additive=False,
    ),
    Metric(
        "tacos",
        "Ad cost of all revenue by analytics",
        "Ad cost of the row as a share of the whole revenue by analytics, visits without ads included.",
        "%",
        "cost by the ad systems",
        "revenue by analytics of all visits asked for",
        NO_ADS,
        VISIT_LAG,
        Good.DOWN,
        additive=False,
    ),
)

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

TRAFFIC_METRICS: tuple[Metric, ...] = _COSTS + _VISITS
