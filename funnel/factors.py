"""The factors: problems a visit can meet, each with its group, the steps it can harm and the data that show it.

One declaration here, one `sql/facts/problems/<code>.sql` and one case folder make a factor (docs/adding-a-factor.md).
Sentences are English msgids; funnel/metrics.py makes a metric of every factor: the share of visits that met it among
those that could.
"""

from dataclasses import dataclass
from typing import Final

from funnel.terms import Group, Kind, Step

LOSS_STEPS: Final = (
    Step.VIEW_ITEM,
    Step.ADD_TO_CART,
    Step.BEGIN_CHECKOUT,
    Step.ADD_PAYMENT_INFO,
    Step.PURCHASE,
    Step.KEPT,
)
"""Steps entered on the way from visit to kept order; a step a source lacks is passed by whoever went further."""

EVENT: Final = "event="
"""Start of a need that is an event of that name rather than a column."""


@dataclass(frozen=True)
class Threshold:
    """Where a problem begins: a key of settings.toml, what it is unless set, and its unit."""

    setting: str
    default: int
    unit: str


@dataclass(frozen=True)
class FactorRule:
    """One factor. Its SQL file has a row for every visit that had the opportunity: feed, visit, met (1, 0, null)."""

    code: str
    group: Group
    steps: tuple[Step, ...]
    """The one or two steps it can harm, set by a person."""
    name: str
    what: str
    """When the flag is raised: at the first opportunity, from what was known then."""
    met: str
    opportunity: str
    needs: tuple[tuple[Kind, str], ...]
    """Columns, or events (`event=…`), without any of which it is not measured."""
    threshold: Threshold | None = None

    @property
    def of_visits(self) -> bool:
        """Whether visits meet it; clicks that never arrived are counted from ad reports instead."""
        return self.steps != (Step.SESSION_START,)


FACTORS: Final[tuple[FactorRule, ...]] = (
    FactorRule(
        "slow_page",
        Group.SITE,
        (Step.VIEW_ITEM, Step.ADD_TO_CART),
        "Slow first page",
        "The page the visit landed on took longer to load than the limit set.",
        "visits whose landing page was slow",
        "visits whose landing page was timed",
        ((Kind.TRAFFIC_EVENTS, "load_seconds"),),
        Threshold("slow_page_seconds", 4, "seconds"),
    ),
    FactorRule(
        "payment_error",
        Group.SITE,
        (Step.PURCHASE,),
        "Payment error",
        "The first attempt to pay failed with an error.",
        "visits whose first attempt to pay failed",
        "visits that chose how to pay",
        ((Kind.TRAFFIC_EVENTS, "event=payment_error"), (Kind.TRAFFIC_EVENTS, "event=add_payment_info")),
    ),
    FactorRule(
        "out_of_stock",
        Group.ASSORTMENT,
        (Step.ADD_TO_CART,),
        "Out of stock",
        "The first product seen had no piece in stock at the moment it was seen.",
        "visits whose first product was out of stock",
        "visits that saw a product",
        ((Kind.TRAFFIC_EVENTS, "product"), (Kind.STOCK, "available")),
        Threshold("stock_days", 7, "days"),
    ),
)

VISIT_FACTORS: Final = tuple(rule for rule in FACTORS if rule.of_visits)
"""Those a visit can meet; their place here is their bit in patterns."""


BY_CODE: Final = {rule.code: rule for rule in FACTORS}


def factor(code: str) -> FactorRule:
    """The factor called `code`; raises KeyError when there is none."""
    return BY_CODE[code]


def mask_of(step: Step) -> int:
    """Bits of the factors that can harm `step`."""
    return sum(1 << bit for bit, rule in enumerate(VISIT_FACTORS) if step in rule.steps)
