"""Lists of the site screen made of steps: by device, browser and kind of landing page, and within the checkout."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from funnel.answers.counting import count_period
from funnel.answers.ground import Ground, stand_on
from funnel.answers.list_ground import Frame, lacking, share
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, ListRule, Value, Where
from funnel.answers.question import FunnelQuestion
from funnel.answers.segments import SegmentTally, feed_counts, plus, plus_count
from funnel.answers.site_frame import EVENTS, ask_site, site_frame
from funnel.errors import sentence
from funnel.maths.conversion import FeedCounts, count_across, share_across
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import NOT_STATED, OTHER, Counting, Dimension, Step

Key = tuple[str, ...]
Tallied = dict[Key, SegmentTally]
STEPS: Final = (
    Step.SESSION_START, Step.VIEW_ITEM, Step.ADD_TO_CART, Step.BEGIN_CHECKOUT, Step.ADD_SHIPPING_INFO,
    Step.ADD_PAYMENT_INFO, Step.PURCHASE,
)  # fmt: skip
RATES: Final = {
    "view_rate": (Step.SESSION_START, Step.VIEW_ITEM),
    "cart_rate": (Step.VIEW_ITEM, Step.ADD_TO_CART),
    "checkout_rate": (Step.ADD_TO_CART, Step.BEGIN_CHECKOUT),
    "shipping_rate": (Step.BEGIN_CHECKOUT, Step.ADD_SHIPPING_INFO),
    "payment_info_rate": (Step.BEGIN_CHECKOUT, Step.ADD_PAYMENT_INFO),
    "checkout_paid_rate": (Step.BEGIN_CHECKOUT, Step.PURCHASE),
    "visit_conversion": (Step.SESSION_START, Step.PURCHASE),
}
METRICS: Final = ("visits", *RATES, "orders", "revenue")
NEEDS: Final = {
    "visits": ((EVENTS, "event"),),
    **{name: ((EVENTS, f"event={step.value}"),) for name, (_, step) in RATES.items()},
    "step_count": ((EVENTS, "event=begin_checkout"),),
}
MOST: Final = 60


@dataclass(frozen=True)
class Layout:
    """Name, key columns and metrics of one list."""

    code: str
    keys: Key
    metrics: Key = METRICS


def devices(store: Store, question: ListQuestion) -> ListAnswer:
    """Rates of all steps by device."""
    return _steps(store, question, Layout("devices", ("device",)), _by_device)


def browsers(store: Store, question: ListQuestion) -> ListAnswer:
    """Rates of all steps by device and browser."""
    return _steps(store, question, Layout("browsers", ("device", "browser")), _by_cells)


def page_types(store: Store, question: ListQuestion) -> ListAnswer:
    """Rates of all steps by the kind of page a visit landed on."""
    return _steps(store, question, Layout("page_types", ("page_kind",)), _by_cells)


Tallying = Callable[[Reader, ListQuestion, Frame, Key], Tallied]


def _steps(store: Store, question: ListQuestion, layout: Layout, tallied: Tallying) -> ListAnswer:
    with store.reading() as reader:
        frame = site_frame(reader, question)
        if frame.period is None:
            return _answer(store, frame, layout, Lines(), None)
        ground = stand_on(reader)
        found = tallied(reader, question, frame, layout.keys)
    whole = SegmentTally()
    for tally in found.values():
        whole.absorb(tally)
    rows = tuple(
        ListRow(key, _values(tally, ground), opens=_opens(layout.keys, key))
        for key, tally in _cut(found, question.limit or MOST)
    )
    total = ListRow((), _values(whole, ground)) if rows else None
    return _answer(store, frame, layout, Lines(rows, total), ground)


@dataclass(frozen=True)
class Lines:
    """Rows of a list and their total."""

    rows: tuple[ListRow, ...] = ()
    total: ListRow | None = None


def _answer(store: Store, frame: Frame, layout: Layout, lines: Lines, ground: Ground | None) -> ListAnswer:
    rows, total = lines.rows, lines.total
    steps = frozenset().union(*ground.measured.steps.values()) if ground else frozenset()
    seen = frozenset(f"event={step.value}" for step in steps) | ({"event"} if steps else set())
    missing = lacking(store, layout.metrics, NEEDS, rows, seen)
    if rows and "browser" in layout.keys and all(row.key[-1] == NOT_STATED for row in rows):
        missing = (*missing, f"{EVENTS.value}.browser")
    return ListAnswer(
        code=layout.code,
        keys=layout.keys,
        metrics=layout.metrics,
        rows=rows,
        total=total,
        period=frame.period,
        currency=frame.currency,
        zone=frame.zone,
        generation=frame.generation,
        lacking=missing,
    )


def _by_device(reader: Reader, question: ListQuestion, frame: Frame, keys: Key) -> Tallied:
    """Tallies by device of every grain of traffic, daily sums included."""
    by = tuple(Dimension(key) for key in keys)
    asked = FunnelQuestion(by=by, where=question.where)
    found = count_period(reader, asked, frame.period, stand_on(reader)).all_days
    return {key: tally for key, tally in found.items() if tally.feeds}


def _by_cells(reader: Reader, question: ListQuestion, frame: Frame, keys: Key) -> Tallied:
    flags = {f"by_{name}": name in keys for name in ("browser", "page_kind", "search", "device")}
    found: Tallied = {}
    for row in ask_site(reader, "site_paths", frame.period, question, **flags) if frame.period else ():
        add_paths(found.setdefault(tuple(str(row[key]) for key in keys), SegmentTally()), row)
    return found


def add_paths(tally: SegmentTally, row: Mapping[str, Any]) -> None:
    """Add one row of `answers/site_paths`."""
    tally.feed(row["feed"]).visits[row["path"]] += int(row["sessions"])
    tally.orders = plus_count(tally.orders, int(row["orders"]))
    tally.revenue = plus(tally.revenue, row["revenue"])


def _cut(found: Tallied, limit: int) -> list[tuple[Key, SegmentTally]]:
    """The lines with most visits; the others added up in one line."""
    lines = sorted(found.items(), key=lambda line: (-_visits(line[1]), line[0]))
    if len(lines) <= limit:
        return lines
    rest = SegmentTally()
    for _, tally in lines[limit:]:
        rest.absorb(tally)
    return [*lines[:limit], ((OTHER,) * len(lines[0][0]), rest)]


def _visits(tally: SegmentTally) -> int:
    stated = sum(feed.stated[Step.SESSION_START] for feed in tally.feeds.values())
    return stated + sum(sum(feed.visits.values()) for feed in tally.feeds.values())


def _counted(tally: SegmentTally, ground: Ground) -> list[FeedCounts]:
    return feed_counts(tally, STEPS, Counting.REACHED, ground.measured)


def _values(tally: SegmentTally, ground: Ground) -> tuple[Value, ...]:
    feeds = _counted(tally, ground)
    rates = [share_across(feeds, before, step).share for before, step in RATES.values()]
    return count_across(feeds, Step.SESSION_START), *rates, tally.orders, tally.revenue


def _opens(keys: Key, key: Key) -> Where:
    return tuple((Dimension(name), (code,)) for name, code in zip(keys, key, strict=True) if name == "device")


def checkout(store: Store, question: ListQuestion) -> ListAnswer:
    """Where within the checkout visits leave, by device."""
    layout = Layout("checkout", ("device", "step"), ("visits_at_step_before", "step_count", "visits_left", "step_rate"))
    with store.reading() as reader:
        frame = site_frame(reader, question)
        if frame.period is None:
            return _answer(store, frame, layout, Lines(), None)
        ground = stand_on(reader)
        found = _by_device(reader, question, frame, ("device",))
    rows = [row for key, tally in found.items() for row in _sub_steps(key[0], _counted(tally, ground))]
    rows.sort(key=lambda row: (-int(row.values[2] or 0), row.key))
    return _answer(store, frame, layout, Lines(tuple(rows[: question.limit or MOST])), ground)


def _sub_steps(device: str, feeds: Sequence[FeedCounts]) -> list[ListRow]:
    """One row a measured step after the checkout began, against the measured step before it."""
    measured = [step for step in STEPS[3:] if count_across(feeds, step) is not None]
    rows = []
    for before, step in pairwise(measured):
        passed = share_across(feeds, before, step)
        if passed.base:
            left = passed.base - (passed.passed or 0)
            values = (passed.base, passed.passed, left, share(passed.passed, passed.base))
            rows.append(ListRow((device, step.value), values, opens=((Dimension.DEVICE, (device,)),)))
    return rows


STEP_LISTS: Final = (
    ListRule(
        "devices",
        sentence("Steps by device"),
        sentence(
            "How far visits come on each device. A visit reaches a step if it did that step or a later one; the three "
            "shares of the checkout are all of checkouts begun."
        ),
        devices,
    ),
    ListRule(
        "browsers",
        sentence("Steps by browser"),
        sentence("The same by device and browser: a step that fails in one browser only is a fault of the page."),
        browsers,
    ),
    ListRule(
        "page_types",
        sentence("Steps by landing page type"),
        sentence(
            "The same by the kind of page a visit landed on, told by the first word of its path and by whether "
            "products are seen on it."
        ),
        page_types,
    ),
    ListRule(
        "checkout",
        sentence("Within the checkout"),
        sentence("At which part of the checkout visits leave, by device; most visits left first."),
        checkout,
    ),
)
