"""Campaigns that waste what they cost: clicks that never became visits, visits sent to missing or sold-out pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funnel.answers.ad_chain import ad_sums, share
from funnel.answers.counting import filters_as_asked
from funnel.answers.funnel import funnel_on
from funnel.answers.ground import Ground, stand_on
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value, Where
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer, Note
from funnel.answers.sums import Key, summed, within_limit
from funnel.maths.cents import to_cents
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import NOT_STATED, OTHER, Dimension

CLICK_METRICS = (
    "ad_clicks",
    "visits",
    "click_to_visit",
    "click_to_visit_before",
    "clicks_without_visit",
    "lost_click_cost",
)
FAULT_METRICS = (
    "visits", "missing_page_visits", "missing_page_share", "sold_out_visits", "sold_out_share", "ad_cost",
    "missing_page_cost", "sold_out_cost",
)  # fmt: skip
KNOWN_TO_ADS = (Dimension.CHANNEL, Dimension.CAMPAIGN)


@dataclass(frozen=True)
class Clicked:
    """Sums of one campaign over the days that have both its clicks and visits."""

    clicks: int | None = None
    visits: int | None = None
    cost: Decimal | None = None
    clicks_before: int | None = None
    visits_before: int | None = None
    lost_cost: Decimal | None = None

    @property
    def lost(self) -> int | None:
        """Clicks without a visit; negative where visits outnumber clicks."""
        return self.clicks - self.visits if self.clicks is not None and self.visits is not None else None


def lost_clicks(store: Store, question: ListQuestion) -> ListAnswer:
    """Clicks of every campaign that never became a visit, and what they cost."""
    with store.reading() as reader:
        ground = stand_on(reader)
        period = Period(question.start or ground.first, question.end or ground.newest)
        allowed = filters_as_asked(question.where)
        asked = {name: allowed[name] for name in ("channels", "campaigns")}
        rows = reader.ask("answers/campaign_clicks", {"start": period.start, "end": period.end, **asked})
        generation = reader.generation
    lines = [((row["channel"], row["campaign"]), _clicked(row)) for row in rows if row["clicks"]]
    lines.sort(key=lambda line: (-(line[1].lost_cost or 0), -(line[1].lost or 0), line[0]))
    whole = summed([line for _, line in lines], Clicked())
    return ListAnswer(
        code="lost_clicks",
        keys=tuple(dimension.value for dimension in KNOWN_TO_ADS),
        metrics=CLICK_METRICS,
        rows=tuple(
            ListRow(key, _click_values(line), opens=_opens(key)) for key, line in within_limit(lines, question.limit)
        ),
        total=ListRow((), _click_values(whole)) if lines else None,
        period=period,
        currency=ground.currency,
        zone=ground.zone,
        generation=generation,
        lacking=_lacking(ground, held=bool(rows)),
        notes=_notes(question.where),
    )


def _clicked(row: Mapping[str, Any]) -> Clicked:
    counts = {name: None if row[name] is None else int(row[name]) for name in ("clicks", "visits")}
    before = {name: None if row[name] is None else int(row[name]) for name in ("clicks_before", "visits_before")}
    return Clicked(**counts, **before, cost=row["cost"], lost_cost=_lost_cost(row))


def _lost_cost(row: Mapping[str, Any]) -> Decimal | None:
    """The cost of the clicks without a visit; none where visits outnumber clicks."""
    if row["cost"] is None or not row["clicks"] or row["visits"] is None:
        return None
    return to_cents(float(row["cost"]) * max(0, row["clicks"] - row["visits"]) / float(row["clicks"]))


def _click_values(line: Clicked) -> tuple[Value, ...]:
    return (
        line.clicks,
        line.visits,
        share(line.visits, line.clicks),
        share(line.visits_before, line.clicks_before),
        line.lost,
        line.lost_cost,
    )


def _opens(key: Key) -> Where:
    return () if set(key) == {OTHER} else tuple((by, (code,)) for by, code in zip(KNOWN_TO_ADS, key, strict=True))


def _lacking(ground: Ground, *, held: bool) -> tuple[str, ...]:
    if held:
        return ()
    return ("traffic_events.campaign",) if ground.has_ads else ("ad_costs.clicks",)


def _notes(where: Where) -> tuple[Note, ...]:
    unknown = [dimension.value for dimension, codes in where if codes and dimension not in KNOWN_TO_ADS]
    return tuple(Note("clicks_not_filtered", (("dimension", name),)) for name in unknown)


@dataclass(frozen=True)
class Faulty:
    """Sums of one campaign: visits, those sent astray, and the cost of either."""

    visits: int | None = None
    missing: int | None = None
    sold_out: int | None = None
    cost: Decimal | None = None
    missing_cost: Decimal | None = None
    sold_out_cost: Decimal | None = None


def faulty_pages(store: Store, question: ListQuestion) -> ListAnswer:
    """Campaigns whose visits began on a missing page or with a sold-out product."""
    asked = FunnelQuestion(question.start, question.end, by=(Dimension.CAMPAIGN,), where=question.where, compare=False)
    with store.reading() as reader:
        found = funnel_on(reader, asked, store.settings.late_days)
        days = {"start": found.period.start, "end": found.period.end}
        rows = reader.ask("answers/campaign_faults", {**days, **filters_as_asked(question.where)})
        states = {row["code"]: row for row in reader.ask("answers/factor_states")}
    met = {row["campaign"]: row for row in rows}
    lacking = {name: states[code]["lacking"] for name, code in MEASURED_BY.items() if states[code]["chances"] == 0}
    lines = _faulty_lines(found, met, frozenset(lacking))
    whole = summed([line for _, line in lines], Faulty())
    return ListAnswer(
        code="faulty_pages",
        keys=(Dimension.CAMPAIGN.value,),
        metrics=FAULT_METRICS,
        rows=tuple(
            ListRow(key, _fault_values(line), opens=() if key == (OTHER,) else ((Dimension.CAMPAIGN, key),))
            for key, line in within_limit(lines, question.limit)
        ),
        total=ListRow((), _fault_values(whole)) if lines else None,
        period=found.period,
        currency=found.currency,
        zone=found.zone,
        generation=found.generation,
        lacking=tuple(dict.fromkeys(one for told in lacking.values() for one in (told or "").split(",") if one)),
        feeds=found.feeds,
    )


MEASURED_BY = {"missing": "ad_mismatch", "sold_out": "out_of_stock"}


def _faulty_lines(
    found: FunnelAnswer, met: Mapping[str, Mapping[str, Any]], unmeasured: frozenset[str]
) -> list[tuple[Key, Faulty]]:
    """Campaigns with visits, those whose astray visits cost most first; none where neither fault is measured."""
    lines = []
    for row in found.rows if unmeasured != MEASURED_BY.keys() else ():
        sums, told = ad_sums(row), met.get(row.key[0], {})
        if sums.visits and row.key != (NOT_STATED,):
            missing, sold_out = (None if name in unmeasured else int(told.get(name) or 0) for name in MEASURED_BY)
            costs = (_part_of(sums.cost, part, sums.visits) for part in (missing, sold_out))
            lines.append((row.key, Faulty(sums.visits, missing, sold_out, sums.cost, *costs)))
    return sorted(lines, key=_wasteful_first)


def _part_of(cost: Decimal | None, part: int | None, visits: int) -> Decimal | None:
    return to_cents(float(cost) * part / visits) if cost is not None and part is not None else None


def _wasteful_first(line: tuple[Key, Faulty]) -> tuple[object, ...]:
    key, sums = line
    cost = (sums.missing_cost or Decimal(0)) + (sums.sold_out_cost or Decimal(0))
    return -cost, -((sums.missing or 0) + (sums.sold_out or 0)), key


def _fault_values(line: Faulty) -> tuple[Value, ...]:
    return (
        line.visits,
        line.missing,
        share(line.missing, line.visits),
        line.sold_out,
        share(line.sold_out, line.visits),
        line.cost,
        line.missing_cost,
        line.sold_out_cost,
    )
