"""Cards for the tests of the board."""

from datetime import date
from decimal import Decimal

from funnel.board.card import Compared, Draft, Evidence
from funnel.maths.priority import Spread

TODAY = date(2026, 11, 22)
LOST = Spread(Decimal("1000.00"), Decimal("4000.00"), Decimal("8000.40"))
EVIDENCE = Evidence(
    screen="losses",
    group="site",
    factor="slow_page",
    start=date(2026, 10, 19),
    end=date(2026, 11, 15),
    money=LOST,
    orders=Spread(Decimal("3.250000"), Decimal("12.500000"), Decimal("21.000001")),
    currency="PLN",
    zone="Europe/Warsaw",
    unit="session",
    generation=7,
    steps=("view_item", "add_to_cart"),
    segment=(("device", ("mobile", "tablet")),),
    mostly=("mobile",),
    culprit="/landing/autumn",
    window=(date(2026, 9, 21), date(2026, 11, 15)),
    reference="nobody_met",
    basis="like_visits",
    verdict="sure",
    firmness="moderate",
    at_least=True,
    files=("ga4_events", "shopify_orders"),
    compared=(Compared("view_item", 120, 0.25, 900, 0.4), Compared("add_to_cart", 60, None, 0, None)),
    figures=(("visits", "1200"), ("conversion", "")),
    address=(("from", ("2026-10-19",)), ("problem", ("slow_page",))),
)


def from_loss(**more: object) -> Draft:
    """A card made from the loss above."""
    return Draft(origin="loss", group="site", step="view_item", factor="slow_page", evidence=EVIDENCE, more=dict(more))
