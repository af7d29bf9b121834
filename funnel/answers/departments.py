"""The departments and their lists, in the order their screens show them."""

from collections.abc import Mapping
from typing import Final

from funnel.answers.assortment_lists import ASSORTMENT_LISTS
from funnel.answers.listing import ListRule
from funnel.answers.marketplace_lists import MARKETPLACE_LISTS
from funnel.answers.service_lists import SERVICE_LISTS
from funnel.answers.site_lists import SITE_LISTS
from funnel.answers.traffic_lists import TRAFFIC_LISTS
from funnel.errors import WrongUse, near_match, sentence

DEPARTMENTS: Final[Mapping[str, tuple[ListRule, ...]]] = {
    "traffic": TRAFFIC_LISTS,
    "assortment": ASSORTMENT_LISTS,
    "site": SITE_LISTS,
    "service": SERVICE_LISTS,
    "marketplaces": MARKETPLACE_LISTS,
}


def list_named(department: str, code: str) -> ListRule:
    """The list of `department` called `code`; raises WrongUse naming all of them and the nearest."""
    known = {rule.code: rule for rule in DEPARTMENTS[department]}
    if code not in known:
        told = sentence("There is no list “{code}”; there are {known}.", code=code, known=", ".join(known))
        raise WrongUse(told, near_match(code, list(known)))
    return known[code]
