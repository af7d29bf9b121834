"""The clock that times to the first answer run on: the hours the shop answers, or one that never stops."""

import re
from dataclasses import dataclass
from typing import Any, Final

from funnel.errors import WrongUse, sentence

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOURS: Final = re.compile(r"(\d\d?):([0-5]\d)-(\d\d?):([0-5]\d)")
WHOLE_DAY: Final = 24 * 60


@dataclass(frozen=True)
class ServiceClock:
    """One run of days and the hours of each, by the shop's clock; minutes since midnight, `closes` is the later."""

    first: str
    last: str
    opens: int
    closes: int

    @property
    def served(self) -> tuple[bool, ...]:
        """Whether each day of the week is served, Monday first; a run may go over Sunday."""
        start, more = DAYS.index(self.first), (DAYS.index(self.last) - DAYS.index(self.first)) % len(DAYS)
        return tuple((place - start) % len(DAYS) <= more for place in range(len(DAYS)))

    @property
    def never_stops(self) -> bool:
        """Whether nights and weekends count."""
        return all(self.served) and self.closes - self.opens == WHOLE_DAY

    @property
    def hours(self) -> str:
        """As people write it: 09:00–18:00."""
        return "–".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (self.opens, self.closes))

    def asked(self) -> dict[str, Any]:
        """Parameters of a query that counts seconds on this clock; a place in a text is a day, Monday first."""
        served = [int(each) for each in self.served]
        return {
            "on_hours": not self.never_stops,
            "opens": self.opens * 60,
            "closes": self.closes * 60,
            "days_served": sum(served),
            "served": "".join(map(str, served)),
            "served_before": "".join(str(sum(served[:place])) for place in range(len(DAYS))),
        }


def clock_of(hours: str, days: str) -> ServiceClock:
    """The clock of the settings `service_hours` and `service_days`; raises WrongUse where they cannot be meant."""
    opens, closes = _minutes(hours)
    run = days.lower().replace(" ", "").split("-")
    if len(run) > 2 or not set(run) <= set(DAYS):
        raise WrongUse(
            sentence("Setting “service_days” is a run of days like mon-fri or sun-thu, not “{days}”.", days=days)
        )
    return ServiceClock(run[0], run[-1], opens, closes)


def _minutes(hours: str) -> tuple[int, int]:
    found = HOURS.fullmatch(hours.replace(" ", ""))
    opens, closes = (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])) if found else (0, 0)
    if not opens < closes <= WHOLE_DAY:
        raise WrongUse(
            sentence(
                "Setting “service_hours” is when you open and, later the same day, close, like 09:00-18:00 or "
                "09:00-24:00, not “{hours}”.",
                hours=hours,
            )
        )
    return opens, closes
