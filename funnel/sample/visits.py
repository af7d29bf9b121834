"""The visits a day could have had: who comes, from where, with what, wanting what."""

from dataclasses import dataclass

import numpy as np

from funnel.sample import campaigns
from funnel.sample.catalogue import GARDEN, INTEREST, PER_CATEGORY, Catalogue, first_choice
from funnel.sample.chance import Chance, Flags, Floats, Ints, drawn
from funnel.sample.shopdays import HOUR, ShopDays, utc_seconds, wall_seconds

DESKTOP, MOBILE, TABLET = 0, 1, 2
DEVICES = ("desktop", "mobile", "tablet")
TERMS = (
    ("floor lamp", "desk lamp", "bedside light"),
    ("electric kettle", "teapot", "mug set"),
    ("wool throw", "cushion", "curtains"),
    ("coffee table", "side table", "stool"),
    ("vase", "candle holder", "mirror"),
    ("planter", "garden bench", "watering can"),
    ("wicker basket", "shoe rack", "hooks"),
    ("towels", "bath mat", "soap dish"),
)
"""Three search terms for each category."""

BOT_SHARE = 0.004


@dataclass(frozen=True)
class Visits:
    """Visits of one day as columns of equal length; drawn before anything goes wrong."""

    day: int
    promotion: bool
    place: Ints
    """Number of the visit in the whole sample."""
    start: Ints
    """UTC seconds."""
    hour: Ints
    """Hour on the shop's wall."""
    campaign: Ints
    device: Ints
    is_new: Flags
    visitor: Ints
    category: Ints
    first_product: Ints
    searches: Flags
    term: Ints
    asks: Flags
    """Would write to the chat after the first product."""
    bot: Flags

    def __len__(self) -> int:
        return len(self.place)


def visits_of_day(days: ShopDays, number: int, places: range, chance: Chance) -> Visits:
    """The visits of one day in order of time; `places` are their numbers in the whole sample."""
    place = np.arange(places.start, places.stop, dtype=np.int64)
    wall = _walls(days, number, place, chance)
    start = utc_seconds(days, number, wall, chance.uniform("repeated hour", place))
    campaign = campaign_of(place, chance)
    bot = chance.uniform("bot", place) < BOT_SHARE
    category = np.where(bot, GARDEN, _category(campaign, place, chance))
    return Visits(
        number,
        days.is_promotion(number),
        place,
        start,
        (wall // HOUR).astype(np.int64),
        campaign,
        np.where(bot, DESKTOP, _device(campaign, place, chance)),
        is_new(place, chance) | bot,
        np.where(bot, place, visitor_of(place, chance)),
        category,
        first_choice(category, chance.uniform("first product", place)),
        (chance.uniform("searches", place) < 0.17) & ~bot,
        drawn(chance.uniform("term", place), np.array([0.45, 0.35, 0.2])),
        (chance.uniform("asks", place) < 0.055) & ~bot,
        bot,
    )


def campaign_of(place: Ints, chance: Chance) -> Ints:
    """Number of the campaign each visit comes from."""
    return chance.choice("campaign", place, campaigns.SHARES)


def is_new(place: Ints, chance: Chance) -> Flags:
    """Whether the visitor has never been here before."""
    odds = np.exp(0.35 + campaigns.NEWNESS[campaign_of(place, chance)])
    return chance.uniform("new", place) < odds / (1.0 + odds)


def visitor_of(place: Ints, chance: Chance) -> Ints:
    """Number of the visitor: that of the first visit, found by walking back from visit to earlier visit.

    Those who came before the first day have negative numbers.
    """
    found = place.copy()
    open_ones = np.flatnonzero(~is_new(found, chance))
    while len(open_ones):
        at = found[open_ones]
        back = 1 + np.floor(14000 * chance.uniform("back", at) ** 2).astype(np.int64)
        found[open_ones] = at - back
        still = found[open_ones] >= 0
        open_ones = open_ones[still]
        open_ones = open_ones[~is_new(found[open_ones], chance)]
    return found


def second_choice(visits: Visits, goods: Catalogue, chance: Chance) -> Ints:
    """A product of the same category that was in stock: what is taken when the first one cannot be had."""
    numbers = chance.uniform("second product", visits.place)
    chosen = first_choice(visits.category, numbers)
    in_stock = goods.in_stock[visits.day]
    for _ in range(PER_CATEGORY):
        gone = ~in_stock[chosen] | (chosen == visits.first_product)
        rank = (chosen % PER_CATEGORY + gone) % PER_CATEGORY
        chosen = visits.category * PER_CATEGORY + rank
    return chosen


def _walls(days: ShopDays, number: int, place: Ints, chance: Chance) -> Floats:
    count = len(place)
    numbers = (np.arange(count) + chance.uniform("moment", place)) / max(count, 1)
    wall = wall_seconds(days.day(number).weekday(), numbers)
    # The last day ends early so that no visit runs beyond the export.
    return wall * (23.0 / 24.0) if number == days.count - 1 else wall


def _device(campaign: Ints, place: Ints, chance: Chance) -> Ints:
    number = chance.uniform("device", place)
    mobile = campaigns.MOBILE[campaign]
    return np.where(number < mobile, MOBILE, np.where(number > 0.94, TABLET, DESKTOP))


def _category(campaign: Ints, place: Ints, chance: Chance) -> Ints:
    own = campaigns.OWN_CATEGORY[campaign]
    anything = chance.choice("category", place, INTEREST)
    return np.where((own >= 0) & (chance.uniform("came for it", place) < 0.6), own, anything)
