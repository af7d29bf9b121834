"""What a card is: the team's words, the frozen evidence it was made from, what is said and was changed about it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from funnel.errors import Sentence, sentence
from funnel.maths.priority import Spread
from funnel.terms import Stage

FIELDS: Final[dict[str, Sentence]] = {
    "stage": sentence("stage"),
    "title": sentence("title"),
    "group_code": sentence("group"),
    "step": sentence("step"),
    "factor": sentence("problem"),
    "owner_role": sentence("owner’s role"),
    "owner_name": sentence("owner’s name"),
    "we_believe": sentence("what we change"),
    "for_whom": sentence("for whom"),
    "outcome": sentence("what we expect"),
    "because": sentence("because"),
    "indicators": sentence("indicators"),
    "measured_how": sentence("how it is measured"),
    "effort_days": sentence("effort"),
    "win_back_percent": sentence("share to win back"),
    "low": sentence("lost, low"),
    "mid": sentence("lost"),
    "high": sentence("lost, high"),
    "currency": sentence("currency"),
    "starts": sentence("start"),
    "due": sentence("due"),
    "done_on": sentence("done"),
    "dropped_on": sentence("put away"),
    "by_hand": sentence("place by hand"),
    "by_hand_tie": sentence("place by hand"),
    "by_hand_reason": sentence("reason of the place"),
    "role": sentence("role"),
    "name": sentence("name"),
    "value": sentence("value"),
    "valid_from": sentence("valid from"),
    "day": sentence("first day"),
    "till": sentence("last day"),
    "kind": sentence("kind"),
    "text": sentence("text"),
    "segment": sentence("segment"),
    "due_on": sentence("due"),
}
"""What a reader calls each field that can be changed."""


@dataclass(frozen=True)
class Compared:
    """One step of the matched comparison a loss rests on, in numbers of visits and shares of those that went on."""

    step: str
    met: int
    share_met: float | None
    like: int
    share_like: float | None


@dataclass(frozen=True)
class Evidence:
    """A loss as it stood when the card was made; never reckoned again."""

    screen: str
    group: str
    factor: str
    """A factor, or a step where no cause is known."""
    start: date
    end: date
    """The days the figures are of."""
    money: Spread
    """Lost over these days."""
    orders: Spread
    currency: str
    zone: str
    unit: str
    generation: int
    steps: tuple[str, ...] = ()
    segment: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The filters: (dimension, codes); () is everything."""
    mostly: tuple[str, ...] = ()
    """Codes of the channel or device that carries most of it."""
    culprit: str = ""
    """What in the shop stands out, as the screen named it."""
    window: tuple[date, date] | None = None
    reference: str = ""
    basis: str = ""
    verdict: str = ""
    firmness: str = ""
    at_most: bool = False
    at_least: bool = False
    files: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    """Further figures of its row: (metric, value), "" where it was not known."""
    address: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """State of the screen it was made on: what leads back to it."""

    @property
    def days(self) -> int:
        """Number of days the figures are of."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Draft:
    """A card about to be made."""

    origin: str = ""
    """Where it came from: loss, decision, idea, import."""
    title: str = ""
    group: str = ""
    step: str = ""
    factor: str = ""
    evidence: Evidence | None = None
    stage: Stage = Stage.BACKLOG
    win_back_percent: int = 50
    more: dict[str, object] = field(default_factory=dict)
    """Any further field of FIELDS."""


@dataclass(frozen=True)
class Card:
    """One card. Money is lost a week in `currency`; None is not known, not 0."""

    number: int
    revision: int
    made_at: datetime
    made_by: str
    origin: str
    stage: Stage
    title: str
    group: str
    step: str
    factor: str
    owner_role: str
    owner_name: str
    we_believe: str
    for_whom: str
    outcome: str
    because: str
    indicators: str
    measured_how: str
    effort_days: Decimal | None
    win_back_percent: int
    lost: Spread
    currency: str
    starts: date | None
    due: date | None
    done_on: date | None
    dropped_on: date | None
    by_hand: Decimal | None
    by_hand_tie: float | None
    by_hand_reason: str


@dataclass(frozen=True)
class Comment:
    """What somebody said about a card."""

    number: int
    written_at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field somebody changed; `field` is "" for the making of the thing, values are as they were stored."""

    changed_at: datetime
    who: str
    revision: int
    field: str
    was: str | None
    becomes: str | None
