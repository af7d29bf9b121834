"""Rows of the funnel queries added up by segment and feed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from funnel.maths.conversion import FeedCounts, counts_of_paths
from funnel.terms import STEP_LETTER, Counting, Dimension, Step

DAILY_STEPS = tuple(STEP_LETTER)
SUB_STEPS = (Step.ADD_SHIPPING_INFO, Step.ADD_PAYMENT_INFO)


@dataclass
class FeedTally:
    """What one feed says of one segment, being added up."""

    visits: Counter[str] = field(default_factory=Counter)
    matched: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    from_ads: int = 0
    stated: Counter[Step] = field(default_factory=Counter)
    """Counts of an aggregate feed, each step as its source counted it."""

    def absorb(self, other: "FeedTally") -> None:
        """Add another tally of the same feed."""
        self.visits.update(other.visits)
        self.matched.update(other.matched)
        self.kept.update(other.kept)
        self.stated.update(other.stated)
        self.from_ads += other.from_ads


@dataclass
class SegmentTally:
    """What all feeds say of one segment, being added up; an amount nobody states stays None."""

    feeds: dict[str, FeedTally] = field(default_factory=dict)
    clicks: int | None = None
    impressions: int | None = None
    cost: Decimal | None = None
    orders: int | None = None
    revenue: Decimal | None = None
    matched_orders: int = 0
    paid_orders: int = 0
    paid_revenue: Decimal | None = None
    kept_orders: int = 0
    kept_revenue: Decimal | None = None

    def feed(self, name: str) -> FeedTally:
        """The tally of one feed, begun when it is new."""
        return self.feeds.setdefault(name, FeedTally())

    def absorb(self, other: "SegmentTally") -> None:
        """Add another segment."""
        for name, tally in other.feeds.items():
            self.feed(name).absorb(tally)
        self.clicks = plus_count(self.clicks, other.clicks)
        self.impressions = plus_count(self.impressions, other.impressions)
        self.cost = plus(self.cost, other.cost)
        self.orders = plus_count(self.orders, other.orders)
        self.revenue = plus(self.revenue, other.revenue)
        self.matched_orders += other.matched_orders
        self.paid_orders += other.paid_orders
        self.paid_revenue = plus(self.paid_revenue, other.paid_revenue)
        self.kept_orders += other.kept_orders
        self.kept_revenue = plus(self.kept_revenue, other.kept_revenue)


Tallies = dict[tuple[str, ...], SegmentTally]


def segment_key(row: Mapping[str, Any], by: Sequence[Dimension]) -> tuple[str, ...]:
    """Codes of the row's segment; days and weeks as ISO text."""
    return tuple(_code(row[dimension.value]) for dimension in by)


def _code(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def plus(amount: Decimal | None, more: Decimal | None) -> Decimal | None:
    """Sum where None means "not stated": None + None stays None."""
    return more if amount is None else amount if more is None else amount + more


def plus_count(count: int | None, more: int | None) -> int | None:
    """Sum of counts where None means "not measured": None + None stays None."""
    return more if count is None else count if more is None else count + more


def add_visits(tallies: Tallies, rows: Iterable[Mapping[str, Any]], by: Sequence[Dimension]) -> None:
    """Add rows of `answers/funnel_whole`, or of `answers/category_paths` and `answers/category_money`."""
    for row in rows:
        segment = tallies.setdefault(segment_key(row, by), SegmentTally())
        segment.orders = segment.orders or 0
        if "path" in row:
            _add_paths(segment.feed(row["feed"]), row)
        if "orders" in row:
            _add_money(segment, row)


def _add_paths(feed: FeedTally, row: Mapping[str, Any]) -> None:
    feed.visits[row["path"]] += row["sessions"]
    feed.kept[row["path"]] += row["kept_sessions"]
    feed.matched[row["path"]] += row["matched_sessions"]
    feed.from_ads += row["sessions"] * row["from_ads"]


def _add_money(segment: SegmentTally, row: Mapping[str, Any]) -> None:
    segment.orders = (segment.orders or 0) + int(row["orders"])
    segment.revenue = plus(segment.revenue, row["revenue"])
    segment.matched_orders += int(row["matched_orders"])
    segment.paid_orders += int(row["paid_orders"])
    segment.paid_revenue = plus(segment.paid_revenue, row["paid_revenue"])
    segment.kept_orders += int(row["kept_orders"])
    segment.kept_revenue = plus(segment.kept_revenue, row["kept_revenue"])


def add_daily(tallies: Tallies, rows: Iterable[Mapping[str, Any]], by: Sequence[Dimension]) -> None:
    """Add rows of `answers/funnel_daily`."""
    for row in rows:
        segment = tallies.setdefault(segment_key(row, by), SegmentTally())
        feed = segment.feed(row["feed"])
        feed.stated.update({step: int(row[step.value]) for step in DAILY_STEPS if row[step.value] is not None})
        feed.from_ads += int(row["session_start"] or 0) * row["from_ads"]
        if row["purchase"] is not None:
            segment.orders = (segment.orders or 0) + int(row["purchase"])
        segment.revenue = plus(segment.revenue, row["revenue"])


def add_clicks(tallies: Tallies, rows: Iterable[Mapping[str, Any]], by: Sequence[Dimension]) -> None:
    """Add rows of `answers/funnel_clicks`."""
    for row in rows:
        segment = tallies.setdefault(segment_key(row, by), SegmentTally())
        segment.clicks = plus_count(segment.clicks, _whole(row["clicks"]))
        segment.impressions = plus_count(segment.impressions, _whole(row["impressions"]))
        segment.cost = plus(segment.cost, row["cost"])


def _whole(count: Any) -> int | None:
    return None if count is None else int(count)


def add_visitors(tallies: Tallies, rows: Iterable[Mapping[str, Any]], by: Sequence[Dimension], feed: str) -> None:
    """Add rows of `answers/visitor_sequences`, whose sequences are already paths."""
    for row in rows:
        tallies.setdefault(segment_key(row, by), SegmentTally()).feed(feed).visits[row["path"]] += row["visitors"]


@dataclass(frozen=True)
class Measured:
    """Which steps each feed has ever shown."""

    steps: Mapping[str, frozenset[Step]]

    def stand_ins(self, feed: str, steps: Sequence[Step]) -> dict[Step, Step]:
        """Checkout begun, for a feed that only shows the first form of it, is read from that form."""
        held = self.steps.get(feed, frozenset())
        if Step.BEGIN_CHECKOUT not in steps or Step.BEGIN_CHECKOUT in held:
            return {}
        first_form = next((step for step in SUB_STEPS if step in held and step not in steps), None)
        return {Step.BEGIN_CHECKOUT: first_form} if first_form else {}

    def counted(self, feed: str, steps: Sequence[Step]) -> tuple[Step, ...]:
        """Those of `steps` that the feed measures, itself or through a stand-in."""
        held = self.steps.get(feed, frozenset()) | self.stand_ins(feed, steps).keys()
        return tuple(step for step in steps if step in held)


def feed_counts(
    segment: SegmentTally, steps: Sequence[Step], counting: Counting, measured: Measured
) -> list[FeedCounts]:
    """Counts of a segment at `steps` (clicks and kept orders left out), feed by feed."""
    counts = []
    for name, tally in sorted(segment.feeds.items()):
        asked = measured.counted(name, steps)
        stand_ins = measured.stand_ins(name, asked)
        if tally.stated:
            counts.append(FeedCounts(name, _stated_counts(tally.stated, asked, stand_ins)))
        else:
            counts.append(FeedCounts(name, counts_of_paths(tally.visits, asked, counting, stand_ins)))
    return counts


def _stated_counts(
    stated: Mapping[Step, int], asked: Sequence[Step], stand_ins: Mapping[Step, Step]
) -> dict[Step, int]:
    """What the reports of these rows state; a step none of them has stays out, for it is no zero."""
    read = {step: stand_ins.get(step, step) for step in asked}
    return {step: stated[source] for step, source in read.items() if source in stated}
