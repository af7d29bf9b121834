"""Counts at steps and the shares between them, across feeds that do not all measure the same steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from funnel.paths import steps_counted
from funnel.terms import Counting, Step


@dataclass(frozen=True)
class StepShare:
    """Count at a step and its share of an earlier one; None where no feed measures it."""

    count: int | None
    passed: int | None = None
    """Visits at the step in feeds that measure both steps."""
    base: int | None = None
    """Visits at the earlier step in the same feeds."""

    @property
    def share(self) -> float | None:
        """`passed ÷ base`; None when unmeasured or when the base is 0."""
        return self.passed / self.base if self.passed is not None and self.base else None


@dataclass(frozen=True)
class FeedCounts:
    """Counts of one feed; a step it does not measure is absent."""

    feed: str
    counts: Mapping[Step, int] = field(default_factory=dict)


def counts_of_paths(
    visits: Mapping[str, int],
    steps: Sequence[Step],
    counting: Counting,
    stand_ins: Mapping[Step, Step] | None = None,
) -> dict[Step, int]:
    """Visits counted at each of `steps`, from visits per path.

    `stand_ins` names, for a step the feed does not measure, the step read in its place.
    """
    read = tuple((stand_ins or {}).get(step, step) for step in steps)
    totals = [0] * len(read)
    for path, number in visits.items():
        for place, counted in enumerate(steps_counted(path, read, counting)):
            totals[place] += number if counted else 0
    return dict(zip(steps, totals, strict=True))


def count_across(feeds: Sequence[FeedCounts], step: Step) -> int | None:
    """Sum over the feeds that measure `step`; None when none does."""
    counts = [feed.counts[step] for feed in feeds if step in feed.counts]
    return sum(counts) if counts else None


def share_across(feeds: Sequence[FeedCounts], earlier: Step | None, step: Step) -> StepShare:
    """Count at `step`, and its share of `earlier` over the feeds that measure both."""
    count = count_across(feeds, step)
    both = [feed.counts for feed in feeds if step in feed.counts and earlier in feed.counts]
    if earlier is None or not both:
        return StepShare(count)
    return StepShare(count, sum(counts[step] for counts in both), sum(counts[earlier] for counts in both))


def measured_before(feeds: Sequence[FeedCounts], steps: Sequence[Step], place: int) -> Step | None:
    """Nearest step before `place` that some feed measures."""
    earlier = [step for step in steps[:place] if count_across(feeds, step) is not None]
    return earlier[-1] if earlier else None
