"""The lists of the traffic screen: where visits come from, what they cost and what they bring."""

from typing import Final

from funnel.answers.ad_chain import ask_chain, ask_visits
from funnel.answers.click_lists import faulty_pages, lost_clicks
from funnel.answers.cohort_list import cohorts
from funnel.answers.landing_lists import landing_devices, landings
from funnel.answers.listing import Laid, ListAnswer, ListQuestion, ListRule
from funnel.answers.mix_list import mix
from funnel.errors import sentence
from funnel.store import Store
from funnel.terms import Culprit, Dimension


def channels(store: Store, question: ListQuestion) -> ListAnswer:
    """From ad cost to kept money by channel."""
    return ask_chain(store, question, "channels", Dimension.CHANNEL)


def campaigns(store: Store, question: ListQuestion) -> ListAnswer:
    """From ad cost to kept money by campaign."""
    return ask_chain(store, question, "campaigns", Dimension.CAMPAIGN)


def visitors(store: Store, question: ListQuestion) -> ListAnswer:
    """Visits of new and of returning visitors."""
    return ask_visits(store, question, "visitors", Dimension.VISITOR)


TRAFFIC_LISTS: Final = (
    ListRule(
        "channels",
        sentence("Channels"),
        sentence("From ad cost to kept money: one row a channel."),
        channels,
    ),
    ListRule(
        "campaigns",
        sentence("Campaigns"),
        sentence("From ad cost to kept money: one row a campaign, as visits and ad reports name it."),
        campaigns,
    ),
    ListRule(
        "lost_clicks",
        sentence("Clicks without a visit"),
        sentence(
            "Ad clicks set against the visits under the same campaign, day by day; the costliest gap comes first."
        ),
        lost_clicks,
        Laid(Culprit.CAMPAIGN, "campaign", ("click_lost",)),
    ),
    ListRule(
        "faulty_pages",
        sentence("Ads to missing or sold-out pages"),
        sentence(
            "Campaigns whose visits began on a missing page or with a sold-out product, and what those visits cost."
        ),
        faulty_pages,
        Laid(Culprit.CAMPAIGN, "campaign", ("ad_mismatch",)),
    ),
    ListRule(
        "landings",
        sentence("Landing pages"),
        sentence(
            "What visits cost and bring by the page they began on; pages short of like visits beyond chance come first."
        ),
        landings,
    ),
    ListRule(
        "landing_devices",
        sentence("Landing pages by device"),
        sentence("The same by device: a page that fails on phones alone stands out."),
        landing_devices,
    ),
    ListRule(
        "mix",
        sentence("Mix and conversion"),
        sentence(
            "How much of a changed conversion is another mix of channels and devices, and how much is conversion."
        ),
        mix,
    ),
    ListRule(
        "visitors",
        sentence("New and returning"),
        sentence("Visits of new and of returning visitors, as the traffic source tells them apart."),
        visitors,
    ),
    ListRule(
        "cohorts",
        sentence("Customers who come back"),
        sentence("Customers by the month of their first order, and what they order in the months after."),
        cohorts,
    ),
)
