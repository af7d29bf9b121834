"""One day of visits with all they did: what every export of the day is written from."""

from collections.abc import Sequence
from dataclasses import dataclass

from funnel.sample.baskets import Baskets
from funnel.sample.catalogue import Catalogue
from funnel.sample.chance import Chance, Flags
from funnel.sample.timeline import Timeline
from funnel.sample.visits import Visits

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class DayOfTraffic:
    """Visits of a day; `met` [visit, fault], `variant` the arm of the split test of each visit."""

    visits: Visits
    met: Flags
    variant: Sequence[str]
    basket: Baskets
    timeline: Timeline
    goods: Catalogue
    chance: Chance


def visitor_id(number: int) -> str:
    """Visitor id as the exports show it: v and base 36; p before it for those from before the first day."""
    left, text = abs(number), ""
    while left:
        left, digit = divmod(left, 36)
        text = DIGITS[digit] + text
    return ("v" if number >= 0 else "p") + (text or "0")


def session_id(start: int, visitor: int) -> str:
    """Visit id: visitor id and UTC second of the start, which is the ga_session_id."""
    return f"{visitor_id(visitor)}.{start}"
