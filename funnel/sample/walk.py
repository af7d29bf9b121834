"""How far each visit goes: eight steps, each with log-odds and one number by chance."""

from dataclasses import dataclass

import numpy as np

from funnel.sample import campaigns
from funnel.sample.chance import Chance, Flags, Floats, Ints
from funnel.sample.faults import (
    ARRIVE,
    CART,
    CHECKOUT,
    FAULTS,
    KEEP,
    PAYMENT,
    PURCHASE,
    SHIPPING,
    STEP_NAMES,
    VIEW,
)
from funnel.sample.visits import MOBILE, TABLET, Visits

STEPS = len(STEP_NAMES)
START = {VIEW: 0.7, CART: -1.42, CHECKOUT: -0.28, SHIPPING: 2.4, PAYMENT: 2.6, PURCHASE: 1.85, KEEP: 3.0}
ON_MOBILE = {
    VIEW: -0.2,
    CART: -0.4,
    CHECKOUT: -0.3,
    SHIPPING: -0.2,
    PAYMENT: -0.15,
    PURCHASE: -0.25,
    KEEP: 0.0,
}
WHEN_NEW = {
    VIEW: -0.2,
    CART: -0.45,
    CHECKOUT: -0.35,
    SHIPPING: -0.2,
    PAYMENT: -0.1,
    PURCHASE: -0.1,
    KEEP: -0.25,
}
UNSEEN_WISH = {VIEW: 0.35, CART: 0.45, CHECKOUT: 0.35, SHIPPING: 0.15, PAYMENT: 0.1, PURCHASE: 0.1, KEEP: 0.0}
BY_CATEGORY = np.array([0.0, 0.05, 0.08, -0.25, 0.02, -0.1, 0.04, 0.1])
ON_SALE = 0.3
WHO_SEARCHES = 0.55
WHO_ASKS = 0.6
VARIANT_LIFT = 0.35
"""Log-odds the variant of the checkout test adds at the step add_shipping_info."""


@dataclass(frozen=True)
class Ground:
    """Log-odds of every step without any fault, and the numbers that decide; both [step, visit]."""

    odds: Floats
    numbers: Floats


def ground(visits: Visits, variant: Flags, chance: Chance) -> Ground:
    """What every visit would do if nothing went wrong."""
    wish = chance.normal("wish", visits.place)
    odds = np.zeros((STEPS, len(visits)))
    odds[ARRIVE] = 60.0
    for step in range(VIEW, STEPS):
        odds[step] = START[step] + _person(visits, step) + UNSEEN_WISH[step] * wish
    odds[VIEW] += WHO_SEARCHES * visits.searches
    odds[CHECKOUT] += WHO_ASKS * visits.asks
    odds[SHIPPING] += VARIANT_LIFT * variant
    odds[CART:KEEP, visits.bot] = -60.0
    odds[VIEW, visits.bot] = 60.0
    # The word of this draw was picked among fifteen: under it the committed sample is a typical one of its kind.
    numbers = np.vstack([chance.uniform(f"luck {step}", visits.place) for step in range(STEPS)])
    return Ground(odds, numbers)


def chances_of_steps(odds: Floats, met: Flags) -> Floats:
    """Probability of going on, [step, visit], for visits that meet what `met` [visit, fault] marks."""
    odds = odds.copy()
    for number, fault in enumerate(FAULTS):
        for step, change in fault.hurts:
            odds[step] += change * 2.0 * met[:, number] if step == ARRIVE else change * met[:, number]
    return 1.0 / (1.0 + np.exp(-odds))


def reached(way: Ground, met: Flags) -> Ints:
    """Number of steps each visit went, 0 to 8: 1 = came, 7 = ordered, 8 = kept the order."""
    went = way.numbers < chances_of_steps(way.odds, met)
    return np.cumprod(went, axis=0).sum(axis=0)


def _person(visits: Visits, step: int) -> Floats:
    late = step >= KEEP
    mood = campaigns.MOOD[visits.campaign] * (0.3 if late else 1.0)
    device = ON_MOBILE[step] * ((visits.device == MOBILE) + 0.5 * (visits.device == TABLET))
    sale = 0.0 if late or not visits.promotion else ON_SALE * (step in (CART, CHECKOUT))
    return mood + device + WHEN_NEW[step] * visits.is_new + BY_CATEGORY[visits.category] + sale
