"""The order of the cards: by expected money per person-day, discounted by the group's record, or by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from funnel.board.card import Card
from funnel.maths.priority import Record, Spread, expected, priority
from funnel.terms import Stage

NOTHING = Decimal(0)
NONE_YET = Record()


@dataclass(frozen=True, eq=False)
class Standing:
    """A card with what is reckoned for it; money a week. `place` is what it is sorted by.

    Known by itself, not by its fields: an unchanged card of a full board is recognised without comparing all of them.
    """

    card: Card
    expected: Spread
    record: Record
    priority: Decimal | None
    """Money a week per person-day; None while money or effort is not known."""

    @property
    def place(self) -> tuple[Decimal, float]:
        """(Counts as this priority, tie): larger priority first, then the smaller tie."""
        if self.card.by_hand is not None:
            return self.card.by_hand, self.card.by_hand_tie or 0.0
        if self.priority is None:  # without effort or money: the dearest first
            return NOTHING, self.card.number / 1e6 - float(self.expected.mid or 0)
        return self.priority, float(self.card.number)


@dataclass(frozen=True)
class Total:
    """Cards of a column and what they expect a week; both ends of the ranges are added, which is the cautious way."""

    cards: int
    expected: Spread
    unknown: int
    """Cards without money: the sum is without them."""
    same_loss: int
    """Cards for a loss that another card of the column stands for: the sum is without them."""


def standings(cards: Iterable[Card], records: Mapping[str, Record]) -> tuple[Standing, ...]:
    """The cards in their order; `records` by group."""
    return in_order(standing_of(card, records.get(card.group, NONE_YET)) for card in cards)


def in_order(stood: Iterable[Standing]) -> tuple[Standing, ...]:
    """The dearest a person-day first."""
    return tuple(sorted(stood, key=lambda one: (-one.place[0], one.place[1])))


def standing_of(card: Card, record: Record) -> Standing:
    """What is reckoned for one card with the record of its group."""
    promised = expected(card.lost, card.win_back_percent)
    return Standing(card, promised, record, priority(promised, record, card.effort_days))


def between(above: Standing | None, below: Standing | None) -> tuple[Decimal, float]:
    """The place of a card put by hand between two others: it counts as the one above, or as the one below on top."""
    if above is None:
        return (below.place[0], below.place[1] - 1) if below else (NOTHING, 0.0)
    if below is None or below.place[0] != above.place[0]:
        return above.place[0], above.place[1] + 1
    return above.place[0], (above.place[1] + below.place[1]) / 2


def total(column: Sequence[Standing]) -> Total:
    """Sum of what the cards of one column expect; of several cards for one loss only the first counts."""
    seen: set[tuple[str, str, str, Spread] | None] = set()
    counted, unknown, same = [], 0, 0
    for one in column:
        card = one.card
        loss = (card.group, card.factor, card.step, card.lost) if card.factor else None
        if one.expected.mid is None:
            unknown += 1
        elif loss in seen:
            same += 1
        else:
            counted.append(one.expected)
            if loss is not None:
                seen.add(loss)
    return Total(len(column), _sum(counted), unknown, same)


def _sum(parts: Sequence[Spread]) -> Spread:
    mids = [part.mid for part in parts if part.mid is not None]
    if not mids:
        return Spread()
    lows = [part.low if part.low is not None else part.mid or NOTHING for part in parts]
    highs = [part.high if part.high is not None else part.mid or NOTHING for part in parts]
    return Spread(sum(lows, NOTHING), sum(mids, NOTHING), sum(highs, NOTHING))


def columns(stood: Iterable[Standing]) -> dict[Stage, tuple[Standing, ...]]:
    """The cards of each column, in order."""
    held = tuple(stood)
    return {stage: tuple(one for one in held if one.card.stage is stage) for stage in Stage}
