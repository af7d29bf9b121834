"""Landing pages: what their visits cost and bring, and how far that is from what like visits bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from funnel.answers.ad_chain import money_for_each, share
from funnel.answers.counting import filters_as_asked
from funnel.answers.ground import Ground, stand_on
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.result import Note
from funnel.answers.sums import Key, summed, total_known, within_limit
from funnel.maths.cents import cents_of_parts, to_cents
from funnel.maths.expected import Brought, Expected, Short, expected_of, short_of
from funnel.periods import Period
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import NOT_STATED, OTHER

MOST_PAGES = 300
LANDING = "landing"
LANDING_METRICS = (
    "landing_cost", "visits", "product_view_share", "orders", "visit_conversion", "revenue", "revenue_per_visit",
    "short_of_like_visits", "kept_orders", "kept_revenue",
)  # fmt: skip
SHORT = LANDING_METRICS.index("short_of_like_visits")
OF_LANDED = (
    "visits", "viewing", "buying", "orders", "revenue", "judged_orders", "kept_orders", "kept_revenue",
)  # fmt: skip
"""Columns of the query that are fields of `Landed`."""
OF_BROUGHT = ("visits", "revenue", "squared_revenue")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Landed:
    """Sums of the visits of one line."""

    visits: int = 0
    viewing: int = 0
    buying: int = 0
    orders: int = 0
    revenue: Decimal | None = None
    judged_orders: int | None = None
    kept_orders: int | None = None
    kept_revenue: Decimal | None = None
    cost: Decimal | None = None
    expected: float | None = None
    """Revenue that as many visits of the same channels and devices bring on average; likewise its variance."""
    variance: float | None = None

    @property
    def short(self) -> Short:
        """Revenue short of what like visits bring."""
        return short_of(Expected(self.expected or 0.0, self.variance or 0.0), float(self.revenue or 0))


def landings(store: Store, question: ListQuestion) -> ListAnswer:
    """What visits cost and bring by landing page."""
    return _ask(store, question, "landings", (LANDING,))


def landing_devices(store: Store, question: ListQuestion) -> ListAnswer:
    """The same by landing page and device."""
    return _ask(store, question, "landing_devices", (LANDING, "device"))


def _ask(store: Store, question: ListQuestion, code: str, keys: tuple[str, ...]) -> ListAnswer:
    with store.reading() as reader:
        ground = stand_on(reader)
        period = Period(question.start or ground.first, question.end or ground.newest)
        rows = _visits(reader, question, period, ground)
        costs = _costs(reader, question, period)
        generation = reader.generation
    lines = _without_holes(_lines(rows, costs, keys))
    told = not rows or any(row[LANDING] != NOT_STATED for row in rows)
    shown = lines if told else []
    whole = summed([sums for _, sums in shown], Landed())
    measured = whole.viewing > 0
    return ListAnswer(
        code=code,
        keys=keys,
        metrics=LANDING_METRICS,
        rows=tuple(_row(line, measured=measured) for line in within_limit(shown, question.limit)),
        total=_row(((), whole), measured=measured, whole=True) if shown else None,
        period=period,
        currency=ground.currency,
        zone=ground.zone,
        generation=generation,
        lacking=_lacking(ground, (told, bool(costs))),
        notes=(Note("landing_cost_shared"),) if costs and shown else (),
    )


def _visits(reader: Reader, question: ListQuestion, period: Period, ground: Ground) -> list[dict[str, Any]]:
    asked = {
        "start": period.start,
        "end": period.end,
        "most": MOST_PAGES,
        "kept_until": ground.kept_until or date.min,
        **filters_as_asked(question.where),
    }
    return reader.ask("answers/landing_visits", asked)


def _costs(reader: Reader, question: ListQuestion, period: Period) -> dict[Key, Decimal]:
    """Ad cost of every channel and campaign, of the devices asked for where reports state them."""
    flags = dict.fromkeys((f"by_{name}" for name in ("device", "category", "visitor", "source", "week", "day")), False)
    asked = {"start": period.start, "end": period.end, "by_channel": True, "by_campaign": True, **flags}
    rows = reader.ask("answers/funnel_clicks", {**asked, **filters_as_asked(question.where)})
    return {(row["channel"], row["campaign"]): row["cost"] for row in rows if row["cost"]}


def _lines(rows: Sequence[Row], costs: Mapping[Key, Decimal], keys: tuple[str, ...]) -> list[tuple[Key, Landed]]:
    """The lines short of like visits beyond chance first; pages cut off and visits without a page last."""
    parts: dict[Key, list[tuple[Any, ...]]] = {}
    visits: dict[Key, dict[Key, int]] = {}
    for row, cost in zip(rows, _shared(rows, costs), strict=True):
        key, kind = tuple(row[name] for name in keys), (row["channel"], row["device"])
        parts.setdefault(key, []).append((*map(row.__getitem__, OF_LANDED), cost))
        of_line = visits.setdefault(key, {})
        of_line[kind] = of_line.get(kind, 0) + row["visits"]
    every = _by_kind(rows)
    lines = [(key, _landed(held, expected_of(visits[key], every))) for key, held in parts.items()]
    return sorted(lines, key=_shortest_first)


def _shortest_first(line: tuple[Key, Landed]) -> tuple[object, ...]:
    key, short = line[0], line[1].short
    return key[0] in (NOT_STATED, OTHER), short.low <= 0, -max(short.low, 0.0), -short.money, key


def _without_holes(lines: list[tuple[Key, Landed]]) -> list[tuple[Key, Landed]]:
    """Where other visits have money, none of a visit without orders is a figure: 0."""
    whole = summed([sums for _, sums in lines], Landed())
    return [
        (
            key,
            replace(
                sums,
                revenue=Decimal(0) if whole.revenue is not None and not sums.orders else sums.revenue,
                kept_orders=(sums.kept_orders or 0) if whole.judged_orders else None,
                kept_revenue=(sums.kept_revenue or Decimal(0)) if whole.judged_orders else None,
            ),
        )
        for key, sums in lines
    ]


def _landed(parts: Sequence[tuple[Any, ...]], expected: Expected) -> Landed:
    """One line of its parts: the columns of `OF_LANDED` and the cost."""
    totals = map(total_known, zip(*parts, strict=True))
    told = dict(zip((*OF_LANDED, "cost"), totals, strict=True))
    return Landed(**told, expected=expected.money, variance=expected.variance)


def _shared(rows: Sequence[Row], costs: Mapping[Key, Decimal]) -> list[Decimal | None]:
    """The cost of a campaign shared by its visits, to the cent and without a remainder."""
    shares: list[Decimal | None] = [None] * len(rows)
    places: dict[Key, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault((row["channel"], row["campaign"]), []).append(place)
    for campaign, held in places.items():
        if campaign in costs:
            visits = sum(rows[place]["visits"] for place in held)
            parts = [float(costs[campaign]) * rows[place]["visits"] / visits for place in held]
            for place, part in zip(held, cents_of_parts(parts, costs[campaign]), strict=True):
                shares[place] = part
    return shares


def _by_kind(rows: Sequence[Row]) -> dict[Key, Brought]:
    """What all visits of a channel and device brought."""
    held: dict[Key, list[Row]] = {}
    for row in rows:
        held.setdefault((row["channel"], row["device"]), []).append(row)
    return {kind: _brought(own) for kind, own in held.items()}


def _brought(rows: Sequence[Row]) -> Brought:
    visits, money, squared = (total_known([row[name] for row in rows]) for name in OF_BROUGHT)
    return Brought(visits, float(money or 0), float(squared or 0))


def _row(line: tuple[Key, Landed], *, measured: bool, whole: bool = False) -> ListRow:
    """One line as values; what all visits are short of their own average says nothing and stays out."""
    key, sums = line
    short = None if whole or sums.revenue is None else sums.short
    values: tuple[Value, ...] = (
        sums.cost,
        sums.visits,
        share(sums.viewing, sums.visits) if measured else None,
        sums.orders,
        share(sums.buying, sums.visits),
        sums.revenue,
        money_for_each(sums.revenue, sums.visits),
        to_cents(short.money) if short else None,
        sums.kept_orders,
        sums.kept_revenue,
    )
    ends = (to_cents(short.low), to_cents(short.high)) if short else None
    ranges = tuple(ends if place == SHORT else None for place in range(len(values)))
    return ListRow(key, values, ranges=() if ends is None else ranges)


def _lacking(ground: Ground, told: tuple[bool, bool]) -> tuple[str, ...]:
    pages, costs = told
    if not pages:
        return ("traffic_events.page",)
    ads = () if costs else ("ad_costs.cost",)
    return ads if ground.kept_until else (*ads, "order_lines.order_id")
