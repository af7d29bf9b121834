"""Where visits come from: source, medium and campaign, their traffic and how willing it is to buy."""

from dataclasses import dataclass

import numpy as np

from funnel.sample.catalogue import DECOR, FURNITURE, GARDEN, KITCHEN, LIGHTING, TEXTILES


@dataclass(frozen=True)
class Campaign:
    """One origin of visits.

    `share` of all visits in per cent; `mood` and `new` are log-odds (of every step; of being a new visitor);
    `mobile` is the share of phones; `category` the one six in ten come for; `platform` the ad account.
    """

    channel: str
    source: str
    medium: str
    name: str
    share: float
    mood: float = 0.0
    new: float = 0.0
    mobile: float = 0.55
    category: int | None = None
    platform: str | None = None
    click_price: int = 0
    """Grosz a click."""


CAMPAIGNS = (
    Campaign("organic_search", "google", "organic", "(organic)", 23.0, 0.02, 0.1, 0.52),
    Campaign("organic_search", "bing", "organic", "(organic)", 2.5, 0.05, 0.1, 0.12),
    Campaign("direct", "(direct)", "(none)", "(direct)", 17.5, 0.16, -0.9, 0.48),
    Campaign("paid_search", "google", "cpc", "brand", 6.0, 0.28, -0.5, 0.50, None, "google", 62),
    Campaign("paid_search", "google", "cpc", "lamps_generic", 6.5, 0.0, 0.5, 0.56, LIGHTING, "google", 145),
    Campaign("paid_search", "google", "cpc", "kettles_generic", 5.0, 0.0, 0.5, 0.56, KITCHEN, "google", 138),
    Campaign("paid_search", "google", "cpc", "(not set)", 0.8, 0.0, 0.4, 0.56),
    Campaign("paid_search", "yandex", "cpc", "furniture_search", 2.8, -0.02, 0.5, 0.50, FURNITURE, "yandex", 118),
    Campaign("paid_search", "yandex", "cpc", "garden_search", 2.0, -0.02, 0.5, 0.50, GARDEN, "yandex", 96),
    Campaign("paid_social", "facebook", "paid_social", "prospecting_home", 7.5, -0.14, 1.3, 0.82, DECOR, "meta", 74),
    Campaign("paid_social", "facebook", "paid_social", "autumn_lights", 6.0, -0.08, 1.1, 0.80, LIGHTING, "meta", 81),
    Campaign("paid_social", "instagram", "paid_social", "retargeting", 4.0, 0.08, -0.8, 0.80, TEXTILES, "meta", 95),
    Campaign("organic_social", "instagram", "social", "(not set)", 3.6, -0.22, 0.6, 0.86, DECOR),
    Campaign("email", "newsletter", "email", "weekly_letter", 5.2, 0.26, -2.2, 0.60),
    Campaign("email", "newsletter", "email", "cart_reminder", 1.6, 0.55, -3.0, 0.55),
    Campaign("referral", "homeideas.example", "referral", "(referral)", 4.0, 0.06, 0.5, 0.45),
    Campaign("other", "(other)", "(other)", "(other)", 1.0, -0.05, 0.3, 0.55),
)
SHARES = np.array([campaign.share for campaign in CAMPAIGNS])
MOOD = np.array([campaign.mood for campaign in CAMPAIGNS])
NEWNESS = np.array([campaign.new for campaign in CAMPAIGNS])
MOBILE = np.array([campaign.mobile for campaign in CAMPAIGNS])
OWN_CATEGORY = np.array([-1 if c.category is None else c.category for c in CAMPAIGNS])
IS_PAID = np.array([campaign.channel.startswith("paid") for campaign in CAMPAIGNS])
USUAL_GAP = {"google": 0.06, "yandex": 0.09, "meta": 0.14}
"""Share of paid clicks that never become a visit in any week, by ad account."""


def number_of(name: str) -> int:
    """Number of the campaign of that name."""
    return next(number for number, campaign in enumerate(CAMPAIGNS) if campaign.name == name)
