"""The ground of losses and changes for marketplaces: card opens by product and day, steps only, their own unit."""

import numpy as np

from funnel.answers.loss_ground import LossGround
from funnel.answers.loss_pieces import SegmentName
from funnel.answers.marketplace_result import By, MarketplaceLine
from funnel.answers.marketplaces import MarketplacesQuestion, ask_marketplaces
from funnel.errors import WrongUse, sentence
from funnel.maths.cells import Cells, Counts, Money, Whole
from funnel.store import Store
from funnel.terms import Step

CHAIN = ("card_opens", "add_to_cart", "orders")
STEPS = (Step.ADD_TO_CART.value, Step.PURCHASE.value)


def card_ground_of(store: Store) -> LossGround:
    """Cells of the cards of every marketplace held; raises WrongUse when none states its cards by days."""
    answer = ask_marketplaces(store, MarketplacesQuestion(by=(By.PRODUCT, By.DAY)))
    rows = [row for row in answer.rows if all(getattr(row.cards, name) is not None for name in CHAIN)]
    if not rows:
        raise WrongUse(sentence("No marketplace report held states card opens, carts and orders by days."))
    names = sorted({row.key[:2] for row in rows})
    place = {name: number for number, name in enumerate(names)}
    segment = np.array([place[row.key[:2]] for row in rows], dtype=np.int64)
    day = np.array([_ordinal(row.key[2]) for row in rows], dtype=np.int64)
    cells = _cells(rows, segment, day, tuple("/".join(name) for name in names))
    first, newest = answer.period.start, answer.period.end
    segments = tuple(SegmentName("", "", *name) for name in names)
    return LossGround(
        cells, cells, segments, (), None, first, newest, newest, None,
        answer.zone, answer.currency, answer.generation, answer.feeds, unit="card_open",
    )  # fmt: skip


def _cells(rows: list[MarketplaceLine], segment: Whole, day: Whole, names: tuple[str, ...]) -> Cells:
    opens, carts, orders = (np.array([getattr(row.cards, name) for row in rows], dtype=np.int64) for name in CHAIN)
    value = np.array([float(row.cards.ordered_money or 0) for row in rows])
    step, nothing = np.repeat(np.arange(2), len(rows)), np.zeros(2 * len(rows), dtype=np.int64)
    twice = (np.tile(day, 2), np.tile(segment, 2), np.tile(segment, 2))
    counts = Counts(step, *twice, nothing, nothing, np.concatenate([opens, carts]), np.concatenate([carts, orders]))
    mean = value.sum() / max(orders.sum(), 1)
    money = Money(day, segment, opens, orders, orders, value, value * mean)
    return Cells(STEPS, len(STEPS), (), names, counts, money, counted_by_source=True)


def _ordinal(day: str) -> int:
    return int(np.datetime64(day, "D").astype(np.int64)) + 719163
