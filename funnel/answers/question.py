"""What can be asked of the funnel; one frozen value, so that a page, the command line and a cache ask alike."""

from dataclasses import dataclass
from datetime import date

from funnel.answers.met_problem import MetProblem
from funnel.terms import Counting, Dimension, Step, Unit


@dataclass(frozen=True)
class FunnelQuestion:
    """One question to the funnel. None means: everything held, or the default."""

    start: date | None = None
    end: date | None = None
    steps: tuple[Step, ...] | None = None
    counting: Counting = Counting.REACHED
    unit: Unit = Unit.SESSION
    window_days: int = 7
    """Unit visitor only: days after a visitor's first entry in which a step counts."""
    by: tuple[Dimension, ...] = ()
    where: tuple[tuple[Dimension, tuple[str, ...]], ...] = ()
    """Filters: (dimension, codes allowed); `not_stated` stands for a missing value."""
    feed: str | None = None
    """One traffic feed; None takes, day by day, the feed of the finest grain."""
    compare: bool = True
    """Whether the weekday-matched earlier period is counted as well."""
    problem: MetProblem | None = None
    """Only visits that met this problem."""
