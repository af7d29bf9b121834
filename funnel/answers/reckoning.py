"""Turns tallies into the lines of an answer: counts, shares, money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funnel.answers.counting import Counts
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import Ads, Money, Segment, StepCount
from funnel.answers.segments import Measured, SegmentTally, Tallies, feed_counts
from funnel.maths.conversion import StepShare, counts_of_paths, measured_before, share_across
from funnel.terms import STEP_LETTER, Counting, Dimension, Step, Unit

IN_TIME_ORDER = frozenset({Dimension.WEEK, Dimension.DAY})
Shares = dict[Step, tuple[StepShare, StepShare]]
"""Per step: share of the previous measured step, share of the first."""


@dataclass(frozen=True)
class Pair:
    """Tallies of one segment: over all days, and over those old enough to know what was kept (None: none are)."""

    all_days: SegmentTally
    kept_days: SegmentTally | None


@dataclass(frozen=True)
class Reckoning:
    """The question, the steps it counts, and what each feed measures."""

    question: FunnelQuestion
    steps: tuple[Step, ...]
    measured: Measured

    def rows(self, now: Counts, mature: Counts, before: Counts) -> tuple[Segment, ...]:
        """One line a segment: most visits first, days and weeks in time order."""
        keys = now.all_days.keys() | before.all_days.keys()
        if IN_TIME_ORDER & set(self.question.by):
            keys = set(now.all_days)
        lines = [self._line(key, _of(now, key), _of(mature, key), _of(before, key)) for key in keys]
        return tuple(sorted(lines, key=self._place))

    def _place(self, line: Segment) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
        times = tuple(code for code, by in zip(line.key, self.question.by, strict=True) if by in IN_TIME_ORDER)
        return times, -_size(line), line.key

    def total(self, now: Counts, mature: Counts, before: Counts) -> Segment:
        """All segments added up."""
        return self._line((), _whole(now), _whole(mature), _whole(before))

    def _line(self, key: tuple[str, ...], now: Pair, mature: Pair, before: Pair) -> Segment:
        found, ripe, earlier = (self._shares(pair) for pair in (now, mature, before))
        steps = tuple(_step_count(step, found, ripe, earlier) for step in self.steps)
        tally = now.all_days
        return Segment(key, steps, self._money(now), Ads(tally.impressions, tally.clicks, tally.cost))

    def _shares(self, pair: Pair) -> Shares:
        walked = tuple(step for step in self.steps if step in STEP_LETTER)
        feeds = feed_counts(pair.all_days, walked, self.question.counting, self.measured)
        shares: Shares = {}
        for place, step in enumerate(walked):
            previous = measured_before(feeds, walked, place)
            shares[step] = (share_across(feeds, previous, step), share_across(feeds, walked[0], step))
        if Step.CLICK in self.steps:
            _add_clicks(shares, pair.all_days)
        if Step.KEPT in self.steps:
            kept = self._kept(pair.kept_days, walked)
            shares[Step.KEPT] = (kept, StepShare(kept.count))
        return shares

    def _kept(self, segment: SegmentTally | None, walked: Sequence[Step]) -> StepShare:
        """Visits whose order was kept, of the visits whose order stands in the order book, on days old enough."""
        if segment is None or self.question.unit is Unit.VISITOR:
            return StepShare(None)
        kept = sum(self._kept_by(name, feed.kept, walked) for name, feed in segment.feeds.items())
        matched = sum(self._kept_by(name, feed.matched, walked) for name, feed in segment.feeds.items())
        return StepShare(kept, kept, matched) if segment.matched_orders else StepShare(None)

    def _kept_by(self, feed: str, visits: Mapping[str, int], walked: Sequence[Step]) -> int:
        counting = self.question.counting
        asked = self.measured.counted(feed, walked)
        if counting in (Counting.REACHED, Counting.ALONE) or not asked:
            return sum(visits.values())
        return counts_of_paths(visits, asked, counting, self.measured.stand_ins(feed, asked))[asked[-1]]

    def _money(self, pair: Pair) -> Money:
        tally, ripe = pair.all_days, pair.kept_days
        has_book = self.question.unit is Unit.SESSION and tally.matched_orders > 0
        return Money(
            orders=tally.orders,
            revenue=tally.revenue,
            matched_orders=tally.matched_orders if has_book else None,
            paid_orders=tally.paid_orders if has_book else None,
            paid_revenue=tally.paid_revenue if has_book else None,
            kept_orders=ripe.kept_orders if has_book and ripe else None,
            kept_revenue=ripe.kept_revenue if has_book and ripe else None,
        )


def _step_count(step: Step, found: Shares, ripe: Shares, earlier: Shares) -> StepCount:
    now, from_first = found[step]
    return StepCount(
        step=step,
        count=now.count,
        of_previous=now.share,
        of_first=from_first.share,
        count_before=earlier[step][0].count,
        of_previous_before=earlier[step][0].share,
        base=now.base,
        base_before=earlier[step][0].base,
        comparable=ripe[step][0].share,
    )


def _add_clicks(shares: Shares, segment: SegmentTally) -> None:
    """Visits of the channels that ads send clicks to are set against those clicks; other visits have no click.

    Clicks and no visit at all in their channels means that the two name their channels differently: not measured.
    """
    shares[Step.CLICK] = (StepShare(segment.clicks), StepShare(segment.clicks))
    from_ads = sum(feed.from_ads for feed in segment.feeds.values())
    if Step.SESSION_START in shares and segment.clicks and from_ads:
        visits, of_first = shares[Step.SESSION_START]
        shares[Step.SESSION_START] = (StepShare(visits.count, from_ads, segment.clicks), of_first)


def _of(counts: Counts, key: tuple[str, ...]) -> Pair:
    return Pair(counts.all_days.get(key, SegmentTally()), counts.kept_days.get(key))


def _whole(counts: Counts) -> Pair:
    return Pair(_summed(counts.all_days), _summed(counts.kept_days) if counts.kept_days else None)


def _summed(tallies: Tallies) -> SegmentTally:
    whole = SegmentTally()
    for tally in tallies.values():
        whole.absorb(tally)
    return whole


def _size(line: Segment) -> int:
    visits = line.step(Step.SESSION_START) or line.steps[0]
    return visits.count or 0
