"""Days of the shop's zone: midnights in UTC, traffic, promotions, stretches of the plan."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from funnel.sample.chance import Chance, Floats, Ints

ZONE = "Europe/Warsaw"
HOUR = 3600
DAY = 24 * HOUR
PLAN_WEEKS = 13
WEEKDAY_TRAFFIC = (1.05, 1.0, 0.98, 0.98, 0.94, 0.93, 1.12)
WORKDAY_HOURS = (9, 5, 3, 2, 2, 4, 12, 25, 38, 46, 52, 55, 56, 55, 53, 52, 54, 58, 66, 78, 88, 84, 58, 26)
WEEKEND_HOURS = (14, 8, 5, 3, 2, 3, 7, 14, 28, 48, 62, 68, 68, 64, 62, 62, 64, 66, 70, 78, 84, 76, 54, 28)
PROMOTIONS = (40, 41, 86)
"""Days of a sale, counted from the first day of a 13-week plan."""


@dataclass(frozen=True)
class ShopDays:
    """Consecutive days; `midnights` holds one UTC second more than there are days plus one spare day."""

    first: date
    count: int
    midnights: Ints
    traffic: Floats

    def day(self, number: int) -> date:
        """The date of a day counted from the first."""
        return self.first + timedelta(days=number)

    def numbers_of(self, seconds: Ints) -> Ints:
        """Number of the shop's day each UTC second falls on."""
        return np.searchsorted(self.midnights, seconds, side="right") - 1

    def planned(self, week: float) -> int:
        """Day number of a week of the 13-week plan, stretched to the weeks there are."""
        return round(week * self.count / PLAN_WEEKS)

    def is_promotion(self, number: int) -> bool:
        """Whether the day is one of a sale."""
        return number in {day * self.count // (7 * PLAN_WEEKS) for day in PROMOTIONS}

    @property
    def calm_days(self) -> int:
        """Length of the stretch at the start in which nobody meets any fault."""
        return self.planned(2)

    @property
    def export_second(self) -> int:
        """Moment the exports were made: the last second of the last day, UTC."""
        return int(self.midnights[self.count]) - 1


def shop_days(weeks: int, last_day: date, chance: Chance) -> ShopDays:
    """The days of `weeks` weeks that end on `last_day`."""
    count = 7 * weeks
    first = last_day - timedelta(days=count - 1)
    midnights = [_midnight(first + timedelta(days=number)) for number in range(count + 2)]
    bare = ShopDays(first, count, np.array(midnights, dtype=np.int64), np.ones(count))
    noise = np.exp(0.06 * chance.normal("traffic of the day", np.arange(count)))
    shape = np.array([_shape(bare, number) for number in range(count)])
    return ShopDays(first, count, bare.midnights, shape * noise)


def visits_by_day(days: ShopDays, visits: int) -> Ints:
    """Visits of each day: whole numbers in proportion to the day's traffic that add up to `visits`."""
    bounds = np.floor(np.cumsum(days.traffic) / days.traffic.sum() * visits + 0.5).astype(np.int64)
    return np.diff(np.concatenate([[0], bounds]))


def wall_seconds(weekday: int, numbers: Floats) -> Floats:
    """Second of the day on the wall clock for each number in [0, 1)."""
    weights = np.array(WEEKEND_HOURS if weekday >= 5 else WORKDAY_HOURS, dtype=np.float64)
    bounds = np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])
    return np.interp(numbers, bounds, np.arange(25) * float(HOUR))


def utc_seconds(days: ShopDays, number: int, wall: Floats, second_time: Floats) -> Ints:
    """UTC second of each wall-clock second of a day.

    The hour that the change to winter time repeats is met the first or the second time by `second_time` < ½.
    """
    shift = int(days.midnights[number + 1] - days.midnights[number]) - DAY
    repeated = (wall >= 2 * HOUR) & (wall < 3 * HOUR) & (second_time < 0.5) & (shift > 0)
    moved = np.where((wall >= 3 * HOUR) | repeated, shift, 0)
    return (days.midnights[number] + np.floor(wall) + moved).astype(np.int64)


def local(second: int) -> datetime:
    """A UTC second as a moment of the shop's zone."""
    return datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(ZONE))


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)).timestamp())


def _shape(days: ShopDays, number: int) -> float:
    growth = 1.0 + 0.12 * number / days.count
    sale = 1.45 if days.is_promotion(number) else 1.0
    return WEEKDAY_TRAFFIC[days.day(number).weekday()] * growth * sale
