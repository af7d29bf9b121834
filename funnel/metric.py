"""What a metric is; funnel/metrics.py has them all."""

from dataclasses import dataclass
from enum import StrEnum


class Good(StrEnum):
    """Which way is better for the shop."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


NOT_MEASURED = "Not measured when no source carries it: shown as a hole, never as 0."
ZERO_BASE = "Unknown when the base is 0: shown as a dash, never as 0 %."
NO_BOOK = "Not measured until an order book is imported."
VISIT_LAG = "The newest days are still filling up (2 unless set otherwise): grey and outside every comparison."
KEPT_LAG = "Only orders old enough to be cancelled or returned count (14 days unless set otherwise)."
NO_EARLIER = "Unknown where the store holds nothing of the days before; a dash, never 0."
NO_LAG = "None."


@dataclass(frozen=True)
class Metric:
    """One number of the dashboard. `numerator` alone is a count or an amount; with `denominator` a rate."""

    id: str
    name: str
    definition: str
    unit: str
    numerator: str
    denominator: str | None
    null_rule: str
    lag: str
    good: Good
    additive: bool
    """Whether the segments' figures add up to the total."""

    @property
    def is_rate(self) -> bool:
        """Whether the metric is a quotient."""
        return self.denominator is not None
