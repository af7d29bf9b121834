"""Cards of marketplaces, from card open to buyout, and what the marketplaces settled; each in its own unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from funnel.answers.ad_chain import share
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.market_ground import MarketGround, market_ground, marketplaces_or_none
from funnel.answers.marketplace_result import By, MarketplaceLine, MarketplacesAnswer
from funnel.answers.marketplaces import MarketplacesQuestion
from funnel.answers.sums import Key, summed, within_limit
from funnel.store import Store

CARD_METRICS = (
    "card_impressions", "card_opens", "card_carts", "card_to_cart", "ordered_pieces", "cart_to_order", "card_to_order",
    "ordered_money", "buyout_money", "judged_pieces", "buyout_rate", "marketplace_cancel_rate",
    "marketplace_return_rate",
)  # fmt: skip
SETTLED_METRICS = (
    "settled_pieces", "settled_returns", "net_settled_money", "marketplace_charges", "charge_share",
    "marketplace_payout",
)  # fmt: skip


@dataclass(frozen=True)
class CardSums:
    """Sums of cards; `names` are the marketplaces in them, whose units never mix."""

    names: frozenset[str] = frozenset()
    impressions: int | None = None
    opens: int | None = None
    carts: int | None = None
    orders: int | None = None
    money: Decimal | None = None
    buyout_money: Decimal | None = None
    judged: int | None = None
    bought: int | None = None
    cancelled: int | None = None
    returned: int | None = None


@dataclass(frozen=True)
class SettledSums:
    """Sums of settlements."""

    sold: int | None = None
    returned: int | None = None
    net: Decimal | None = None
    charges: Decimal | None = None
    payout: Decimal | None = None


def cards(store: Store, question: ListQuestion) -> ListAnswer:
    """From card open to buyout by marketplace."""
    return _ask_cards(store, question, "cards", (By.MARKETPLACE,))


def card_products(store: Store, question: ListQuestion) -> ListAnswer:
    """The same by product card."""
    return _ask_cards(store, question, "card_products", (By.MARKETPLACE, By.PRODUCT))


def _ask_cards(store: Store, question: ListQuestion, code: str, by: tuple[By, ...]) -> ListAnswer:
    found, ground = _found(store, question, by)
    held = [line for line in found.rows if line.cards.orders is not None or line.cards.card_opens] if found else []
    titles = {line.key: line.title or line.seller_sku for line in held}
    lines = [(line.key, _card_sums(line)) for line in held]
    shown = [(key, _alone(sums)) for key, sums in within_limit(_together(lines), question.limit)]
    whole = _alone(summed([sums for _, sums in lines], CardSums()))
    return ground.answer(
        code,
        (tuple(one.value for one in by), CARD_METRICS),
        rows=tuple(ListRow(key, _card_values(sums), title=titles.get(key)) for key, sums in shown),
        total=ListRow((), _card_values(whole)) if lines else None,
        lacking=() if lines else ("card_daily",),
        notes=found.notes if found else (),
        feeds=found.feeds if found else (),
    )


def _together(lines: Sequence[tuple[Key, CardSums]]) -> list[tuple[Key, CardSums]]:
    return sorted(lines, key=lambda line: (-(line[1].money or 0), -(line[1].orders or 0), line[0]))


def _found(store: Store, question: ListQuestion, by: tuple[By, ...]) -> tuple[MarketplacesAnswer | None, MarketGround]:
    with store.reading() as reader:
        ground = market_ground(reader, question)
    found = marketplaces_or_none(store, MarketplacesQuestion(question.start, question.end, by))
    return found, replace(ground, period=found.period, generation=found.generation) if found else ground


def _card_sums(line: MarketplaceLine) -> CardSums:
    cards, outcome = line.cards, line.outcome
    return CardSums(
        names=frozenset({line.key[0]}),
        impressions=_whole(cards.impressions),
        opens=_whole(cards.card_opens),
        carts=_whole(cards.add_to_cart),
        orders=_whole(cards.orders),
        money=cards.ordered_money,
        buyout_money=cards.buyout_money,
        judged=outcome.pieces,
        bought=outcome.bought,
        cancelled=outcome.cancelled,
        returned=outcome.returned,
    )


def _whole(count: object) -> int | None:
    return None if count is None else int(str(count))


def _alone(sums: CardSums) -> CardSums:
    """Of several marketplaces only pieces ordered and money are left: card opens and outcomes never mix."""
    if len(sums.names) < 2:
        return sums
    return CardSums(sums.names, orders=sums.orders, money=sums.money, buyout_money=sums.buyout_money)


def _card_values(sums: CardSums) -> tuple[Value, ...]:
    return (
        sums.impressions,
        sums.opens,
        sums.carts,
        share(sums.carts, sums.opens),
        sums.orders,
        share(sums.orders, sums.carts),
        share(sums.orders, sums.opens),
        sums.money,
        sums.buyout_money,
        sums.judged,
        share(sums.bought, sums.judged),
        share(sums.cancelled, sums.judged),
        share(sums.returned, sums.judged),
    )


def settlements(store: Store, question: ListQuestion) -> ListAnswer:
    """Sales, returns and charges settled by marketplace."""
    found, ground = _found(store, question, (By.MARKETPLACE,))
    held = [line for line in found.rows if line.settled.net_money is not None] if found else []
    lines = sorted(((line.key, _settled(line)) for line in held), key=lambda line: (-(line[1].net or 0), line[0]))
    return ground.answer(
        "settlements",
        (("marketplace",), SETTLED_METRICS),
        rows=tuple(ListRow(key, _settled_values(sums)) for key, sums in within_limit(lines, question.limit)),
        total=ListRow((), _settled_values(summed([one for _, one in lines], SettledSums()))) if lines else None,
        lacking=() if lines else ("marketplace_operations",),
    )


def _settled(line: MarketplaceLine) -> SettledSums:
    part = line.settled
    return SettledSums(_whole(part.sold), _whole(part.returned), part.net_money, part.charges, part.payout)


def _settled_values(sums: SettledSums) -> tuple[Value, ...]:
    return sums.sold, sums.returned, sums.net, sums.charges, share(sums.charges, sums.net), sums.payout
