"""Mix against rate: how much of a changed conversion is other visits, and how much the same visits doing otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from funnel.answers.funnel import funnel_on
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer, Note, Segment, StepCount
from funnel.answers.sums import Key, summed, within_limit
from funnel.maths.cents import cents_of_parts, to_cents
from funnel.maths.mix import Effect, Part, mix_and_rate, rate_of, whole_of
from funnel.store import Store
from funnel.terms import OTHER, Dimension, Step

BY = (Dimension.CHANNEL, Dimension.DEVICE)
MIX_METRICS = (
    "visits", "visits_before", "visit_conversion", "visit_conversion_before", "mix_free_conversion", "mix_effect",
    "rate_effect", "mix_and_rate_money",
)  # fmt: skip
Parts = Mapping[Key, Part]


@dataclass(frozen=True)
class Line:
    """Sums of one line; effects in visits with a payment, None where nothing earlier is held."""

    visits: int
    buying: int
    visits_before: int | None = None
    buying_before: int | None = None
    mix: float | None = None
    rate: float | None = None
    money: Decimal | None = None


def mix(store: Store, question: ListQuestion) -> ListAnswer:
    """Mix and rate by channel and device, on full days, against the days before weekday by weekday."""
    found = _on_full_days(store, question)
    now = {row.key: _part(row, before=False) for row in found.rows}
    before = {row.key: _part(row, before=True) for row in found.rows} if found.compared_with else {}
    lines = _lines(now, before, found.total)
    whole = summed([line for _, line in lines], Line(0, 0))
    shown = within_limit(sorted(lines, key=_strongest_first), question.limit)
    return ListAnswer(
        code="mix",
        keys=tuple(dimension.value for dimension in BY),
        metrics=MIX_METRICS,
        rows=tuple(ListRow(key, _values(line, None), opens=_opens(key)) for key, line in shown),
        total=ListRow((), _values(whole, _mix_free(whole))),
        period=found.period,
        currency=found.currency,
        zone=found.zone,
        generation=found.generation,
        notes=(_against(found), *found.notes),
        feeds=found.feeds,
    )


def _on_full_days(store: Store, question: ListQuestion) -> FunnelAnswer:
    """The funnel over the days that are full; over all of them where none is."""
    asked = FunnelQuestion(question.start, question.end, by=BY, where=question.where)
    with store.reading() as reader:
        found = funnel_on(reader, asked, store.settings.late_days)
        if found.immature_from is None or found.immature_from <= found.period.start:
            return found
        full = replace(asked, end=found.immature_from - timedelta(days=1))
        return funnel_on(reader, full, store.settings.late_days)


def _part(row: Segment, *, before: bool) -> Part:
    came, bought = row.step(Step.SESSION_START), row.step(Step.PURCHASE)
    return Part(_count(came, before=before), _count(bought, before=before))


def _count(step: StepCount | None, *, before: bool) -> int:
    return ((step.count_before if before else step.count) if step else None) or 0


def _lines(now: Parts, before: Parts, total: Segment) -> list[tuple[Key, Line]]:
    compared = bool(whole_of(before).visits and whole_of(now).visits)
    effects: Mapping[Key, Effect] = mix_and_rate(before, now) if compared else {}
    visits = whole_of(now).visits
    money = _in_money(effects, visits * _value_of_buying(total, now))
    return [
        (key, _line(part, before.get(key), _times(effects.get(key), visits), money.get(key)))
        for key, part in now.items()
    ]


def _times(effect: Effect | None, visits: int) -> Effect | None:
    return Effect(effect.mix * visits, effect.rate * visits) if effect else None


def _value_of_buying(total: Segment, now: Parts) -> float:
    """Revenue by analytics for every visit with a payment; 0 where there is none."""
    buying = whole_of(now).buying
    return float(total.money.revenue or 0) / buying if buying else 0.0


def _in_money(effects: Mapping[Key, Effect], scale: float) -> dict[Key, Decimal]:
    if not scale:
        return {}
    parts = [(one.mix + one.rate) * scale for one in effects.values()]
    return dict(zip(effects, cents_of_parts(parts, to_cents(sum(parts))), strict=True))


def _line(part: Part, before: Part | None, effect: Effect | None, money: Decimal | None) -> Line:
    if effect is None:
        return Line(part.visits, part.buying)
    earlier = before or Part(0, 0)
    return Line(part.visits, part.buying, earlier.visits, earlier.buying, effect.mix, effect.rate, money)


def _strongest_first(line: tuple[Key, Line]) -> tuple[Decimal, int, Key]:
    key, sums = line
    return -abs(sums.money or Decimal(0)), -sums.visits, key


def _values(line: Line, mix_free: float | None) -> tuple[Value, ...]:
    return (
        line.visits,
        line.visits_before,
        rate_of(Part(line.visits, line.buying)),
        rate_of(Part(line.visits_before or 0, line.buying_before or 0)),
        mix_free,
        line.mix,
        line.rate,
        line.money,
    )


def _mix_free(whole: Line) -> float | None:
    """Conversion had only the rates changed, and not the mix."""
    before = rate_of(Part(whole.visits_before or 0, whole.buying_before or 0))
    return before + whole.rate / whole.visits if before is not None and whole.rate is not None else None


def _opens(key: Key) -> tuple[tuple[Dimension, tuple[str, ...]], ...]:
    return () if set(key) == {OTHER} else tuple((by, (code,)) for by, code in zip(BY, key, strict=True))


def _against(found: FunnelAnswer) -> Note:
    if found.compared_with is None:
        return Note("nothing_earlier")
    days = (("start", found.compared_with.start.isoformat()), ("end", found.compared_with.end.isoformat()))
    return Note("set_against", days)
