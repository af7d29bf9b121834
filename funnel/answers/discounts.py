"""What was taken off prices, and the margin that was left."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from funnel.errors import Sentence, sentence
from funnel.periods import Period
from funnel.store import Store

ENOUGH: Final = Decimal("0.95")
"""Share of orders, or of pieces, that must state what a sum needs."""
ON_TOP: Final = sentence(
    "Many orders ask for more than their lines and their delivery cost: something stands on top of the prices."
)
Row = dict[str, Any]


@dataclass(frozen=True)
class DiscountAnswer:
    """Orders of the days that were not cancelled; money without delivery."""

    period: Period
    given: Decimal | None
    """Price of the lines less what was asked for them."""
    margin: Decimal | None
    """What was asked for the lines less the cost of the pieces."""
    lacking_given: tuple[str, ...] = ()
    """What is missing, as “kind.column”."""
    lacking_margin: tuple[str, ...] = ()
    why: Sentence | None = None
    """Why nothing is told though the columns are there."""


def ask_discounts(store: Store, period: Period) -> DiscountAnswer:
    """Discounts and margin of the orders placed in `period`."""
    days = {"start": period.start, "end": period.end}
    with store.reading() as reader:
        return discounts_of(period, reader.ask("answers/discounts", days)[0], reader.ask("answers/margins", days)[0])


def discounts_of(period: Period, asked: Row, sold: Row) -> DiscountAnswer:
    """The same from the two rows of sums."""
    orders = asked["orders"] or 0
    priced = orders - (asked["unpriced_orders"] or 0)
    if not orders or priced < ENOUGH * orders:
        what = ("order_lines.price", "order_lines.discount") if orders else ("order_lines",)
        return DiscountAnswer(period, None, None, what, what)
    if asked["dearer_orders"] > (1 - ENOUGH) * priced:
        return DiscountAnswer(period, None, None, why=ON_TOP)
    given = asked["full_money"] - asked["money"]
    if not sold["pieces"]:
        return DiscountAnswer(period, given, None, lacking_margin=("order_lines.product",))
    if (sold["costed_pieces"] or 0) < ENOUGH * sold["pieces"]:
        return DiscountAnswer(period, given, None, lacking_margin=("stock.cost",))
    off_orders = max(Decimal(0), sold["money"] - asked["money"])
    return DiscountAnswer(period, given, sold["costed_money"] - off_orders - sold["cost"])
