"""Orders by the traffic source against orders by the order book, per day and channel."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from funnel.answers.segments import plus
from funnel.errors import WrongUse, sentence
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import STEP_LETTER, Step

Key = tuple[date | None, str | None]

MATCHED_BY_ID = {"matched_orders", "book_matched", "only_analytics", "only_book"}
OF_ANALYTICS = {"analytics_orders", "analytics_revenue", "without_id"}
OF_BOOK = {"book_orders", "paid_orders", "paid_revenue"}


@dataclass(frozen=True)
class ReconcileLine:
    """One day and channel (None in sums). An amount nobody states is None."""

    day: date | None
    channel: str | None
    analytics_orders: int = 0
    analytics_revenue: Decimal | None = None
    book_orders: int = 0
    paid_orders: int = 0
    paid_revenue: Decimal | None = None
    without_id: int = 0
    """Orders of the traffic source that carry no order id: daily sums, events without one. Part of them."""
    matched_orders: int = 0
    """Orders of the traffic source found in the order book by id."""
    book_matched: int = 0
    """Orders of the book that the traffic source saw."""

    @property
    def with_id(self) -> int:
        """Orders of the traffic source that can be looked for in the book."""
        return self.analytics_orders - self.without_id

    @property
    def only_analytics(self) -> int:
        """Orders with an id that the book does not hold."""
        return self.with_id - self.matched_orders

    @property
    def only_book(self) -> int:
        """Orders the traffic source shows by no id."""
        return self.book_orders - self.book_matched

    def plus(self, other: "ReconcileLine") -> "ReconcileLine":
        """Both lines added up; day and channel stay those of this one."""
        return replace(
            self,
            analytics_orders=self.analytics_orders + other.analytics_orders,
            analytics_revenue=plus(self.analytics_revenue, other.analytics_revenue),
            book_orders=self.book_orders + other.book_orders,
            paid_orders=self.paid_orders + other.paid_orders,
            paid_revenue=plus(self.paid_revenue, other.paid_revenue),
            without_id=self.without_id + other.without_id,
            matched_orders=self.matched_orders + other.matched_orders,
            book_matched=self.book_matched + other.book_matched,
        )


@dataclass(frozen=True)
class Reconciliation:
    """Both counts of the same orders, side by side; neither is corrected by the other."""

    period: Period
    rows: tuple[ReconcileLine, ...]
    by_day: tuple[ReconcileLine, ...]
    by_channel: tuple[ReconcileLine, ...]
    total: ReconcileLine
    generation: int
    currency: str
    has_book: bool
    has_analytics: bool
    """Whether any traffic source states orders; without one their count is unknown, not nought."""

    @property
    def by_id(self) -> bool:
        """Whether orders can be matched one by one: a source of sums knows how many, not which."""
        return self.has_analytics and (self.total.with_id > 0 or self.total.analytics_orders == 0)

    def known(self, line: ReconcileLine) -> dict[str, Any]:
        """The line's columns by name; what no file states is None: a side not held, ids that are missing."""
        unknown = set() if self.by_id and self.has_book else MATCHED_BY_ID
        unknown = unknown | (set() if self.has_analytics else OF_ANALYTICS) | (set() if self.has_book else OF_BOOK)
        told = {**asdict(line), "only_analytics": line.only_analytics, "only_book": line.only_book}
        return {name: None if name in unknown else value for name, value in told.items()}

    @property
    def match_rate(self) -> float | None:
        """Share of the traffic source's orders with an id found in the book; None without such orders or a book."""
        if not self.has_book or not self.total.with_id:
            return None
        return self.total.matched_orders / self.total.with_id


def reconcile(store: Store, start: date | None = None, end: date | None = None) -> Reconciliation:
    """Reconciliation of the period (default: all days with traffic, without any those of the book).

    Raises WrongUse when nothing is published or neither side is held.
    """
    with store.reading() as reader:
        span = reader.ask("answers/traffic_span")[0]
        general = reader.ask("answers/generation")[0]
        asked = Period(start or span["first_day"] or date.min, end or span["newest_day"] or date.max)
        rows = tuple(map(_line, reader.ask("answers/reconciliation", {"start": asked.start, "end": asked.end})))
        return Reconciliation(
            period=_days_told(asked, rows),
            rows=rows,
            by_day=_sums(rows, by=lambda line: (line.day, None)),
            by_channel=_sums(rows, by=lambda line: (None, line.channel)),
            total=_sum(ReconcileLine(None, None), rows),
            generation=reader.generation,
            currency=general["currency"],
            has_book=any(feed["kind"] == "order_lines" for feed in reader.ask("answers/feeds")),
            has_analytics=any(row["letter"] == STEP_LETTER[Step.PURCHASE] for row in reader.ask("answers/feed_steps")),
        )


def of_days(whole: Reconciliation, period: Period) -> Reconciliation:
    """Some of the days of a reconciliation: the same as asking for them alone, for a day stands by itself."""
    rows = tuple(row for row in whole.rows if row.day and period.start <= row.day <= period.end)
    return replace(
        whole,
        period=period,
        rows=rows,
        by_day=_sums(rows, by=lambda line: (line.day, None)),
        by_channel=_sums(rows, by=lambda line: (None, line.channel)),
        total=_sum(ReconcileLine(None, None), rows),
    )


def _days_told(asked: Period, rows: Sequence[ReconcileLine]) -> Period:
    """The days asked for; an end that nobody named is the last day a row is of."""
    days = [line.day for line in rows if line.day]
    if date.min < asked.start and asked.end < date.max:
        return asked
    if not days:
        raise WrongUse(sentence("Neither orders of a traffic source nor an order book is held for these days."))
    return Period(max(asked.start, min(days)), min(asked.end, max(days)))


def _line(row: Mapping[str, Any]) -> ReconcileLine:
    return ReconcileLine(
        day=row["day"],
        channel=row["channel"],
        analytics_orders=int(row["analytics_orders"]),
        analytics_revenue=row["analytics_revenue"],
        book_orders=int(row["book_orders"]),
        paid_orders=int(row["paid_orders"]),
        paid_revenue=row["paid_revenue"],
        without_id=int(row["analytics_without_id"]),
        matched_orders=int(row["analytics_matched"]),
        book_matched=int(row["book_matched"]),
    )


def _sum(start: ReconcileLine, lines: Iterable[ReconcileLine]) -> ReconcileLine:
    for line in lines:
        start = start.plus(line)
    return start


def _sums(lines: Iterable[ReconcileLine], by: Callable[[ReconcileLine], Key]) -> tuple[ReconcileLine, ...]:
    sums: dict[Key, ReconcileLine] = {}
    for line in lines:
        key = by(line)
        sums[key] = sums.get(key, ReconcileLine(*key)).plus(line)
    return tuple(
        sorted(sums.values(), key=lambda line: (line.day or date.min, -line.analytics_orders, line.channel or ""))
    )
