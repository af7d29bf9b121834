"""Lists of promotions: what their days brought for every visit beside like days without one, whole and by product.

Which days they were the team says (annotations of kind promotion); a comparison of days, never a proof.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from funnel.answers.funnel import funnel_on
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Promotion
from funnel.answers.product_ground import OF_VIEWS, ORDERS, VIEWS, ProductGround, product_ground
from funnel.answers.product_rows import Figures, Shape, answer_of, place_of, product_row, row_of
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import Note, Segment
from funnel.maths.cover import Estimate
from funnel.maths.promotions import NEARBY, DaySums, days_beside, more_than_usual, sums_of
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Dimension, Step

LEAST_ORDERS = 10
"""Orders of a product on like days below which nothing is said of more money."""
NOTED = "promotions_noted"
"""What is missing while the team has noted no promotion of these days."""
WHOLE = Shape(
    "promotions",
    (
        "promotion_money", "promotion_days", "promotion_visits", "promotion_orders", "usual_orders",
        "promotion_worth", "usual_worth",
    ),
    ("promotion",),
)  # fmt: skip
SOLD = Shape(
    "promoted_products",
    (
        "promoted_money", "promoted_views", "promoted_orders", "usual_product_orders", "promoted_worth",
        "usual_product_worth", "promoted_margin", "usual_margin",
    ),
)  # fmt: skip


def promotions(store: Store, question: ListQuestion) -> ListAnswer:
    """Every promotion of the period: orders and money of its visits beside those of like days."""
    ground = product_ground(store, question)
    held = _held(ground)
    rows = [_promotion_row(store, ground, one, held) for one in _own(ground) if held is not None]
    return answer_of(
        ground,
        WHOLE,
        [row for row in rows if row is not None],
        place_of(WHOLE, "promotion_money"),
        lacking=_lacking(ground, VIEWS),
        notes=_notes(ground),
    )


def _own(ground: ProductGround) -> list[Promotion]:
    """Promotions with a day in the period."""
    return [
        one for one in ground.question.promotions if one.start <= ground.period.end and one.end >= ground.period.start
    ]


def _days_of(ground: ProductGround, several: Sequence[Promotion], held: Period) -> tuple[date, ...]:
    """Days of these promotions within the period and what is held."""
    own = {one.start + timedelta(days=more) for one in several for more in range((one.end - one.start).days + 1)}
    return tuple(sorted(day for day in own if held.holds(day) and ground.period.holds(day)))


def _beside(ground: ProductGround, days: Sequence[date], held: Period) -> tuple[date, ...]:
    """Like days without any promotion, whichever was meant."""
    every = {
        one.start + timedelta(days=more)
        for one in ground.question.promotions
        for more in range((one.end - one.start).days + 1)
    }
    return tuple(day for day in days_beside(days, held) if day not in every)


def _held(ground: ProductGround) -> Period | None:
    """Full days that hold product views."""
    first, last = ground.spans["views_first"], ground.spans["views_last"]
    if first is None:
        return None
    last_full = ground.immature_from - timedelta(days=1) if ground.immature_from else last
    return Period(first, min(last, last_full)) if first <= min(last, last_full) else None


def _promotion_row(store: Store, ground: ProductGround, one: Promotion, held: Period) -> ListRow | None:
    days = _days_of(ground, [one], held)
    if not days:
        return None
    beside = set(_beside(ground, days, held))
    found = _segments(store, Period(max(held.start, days[0] - NEARBY), min(held.end, days[-1] + NEARBY)))
    own = [segment for day, segment in found.items() if day in set(days)]
    usual = [segment for day, segment in found.items() if day in beside]
    orders, money = ([_sums(lines, of, found.values()) for lines in (own, usual)] for of in ("orders", "revenue"))
    figures: Figures = {
        "promotion_money": _more(*money),
        "promotion_days": len(days),
        "promotion_visits": sum(_visits(segment) for segment in own),
        "promotion_orders": orders[0].ratio if orders[0] else None,
        "usual_orders": orders[1].ratio if orders[1] else None,
        "promotion_worth": _cents(money[0].ratio if money[0] else None),
        "usual_worth": _cents(money[1].ratio if money[1] else None),
    }
    return row_of((f"{one.name} ({one.start.isoformat()})",), WHOLE, figures)


def _segments(store: Store, period: Period) -> dict[date, Segment]:
    asked = FunnelQuestion(period.start, period.end, by=(Dimension.DAY,), compare=False)
    with store.reading() as reader:
        found = funnel_on(reader, asked, store.settings.late_days)
    return {date.fromisoformat(row.key[0]): row for row in found.rows}


def _more(own: DaySums | None, usual: DaySums | None) -> Estimate | None:
    return more_than_usual(own, usual) if own and usual else None


def _visits(line: Segment) -> int:
    came = line.step(Step.SESSION_START)
    return came.count or 0 if came else 0


def _sums(lines: Sequence[Segment], of: str, every: Iterable[Segment]) -> DaySums | None:
    """Visits and what they brought, day by day; None where no day states it."""
    if all(getattr(line.money, of) is None for line in every):
        return None
    return sums_of([(float(_visits(line)), float(getattr(line.money, of) or 0)) for line in lines if _visits(line)])


def _cents(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(amount).quantize(Decimal("0.01"))


def promoted_products(store: Store, question: ListQuestion) -> ListAnswer:
    """Every product on promotion days beside itself on like days: orders, money and margin of a product view."""
    ground = product_ground(store, question, OF_VIEWS)
    held = _held(ground)
    days = _days_of(ground, _own(ground), held) if held is not None else ()
    rows = _product_rows(store, ground, days, held) if held is not None and days else []
    return answer_of(
        ground,
        SOLD,
        rows,
        place_of(SOLD, "promoted_money"),
        lacking=_lacking(ground, VIEWS, ORDERS),
        notes=_notes(ground),
    )


def _product_rows(store: Store, ground: ProductGround, days: Sequence[date], held: Period) -> list[ListRow]:
    beside = _beside(ground, days, held)
    with store.reading() as reader:
        sums = reader.ask("answers/promotion_products", {"promoted": list(days), "beside": list(beside)})
    found = {(row["product"], row["promoted"]): row for row in sums}
    rows = []
    for row in ground.products:
        own, usual = found.get((row["product"], 1)), found.get((row["product"], 0))
        if own is not None and own["views"]:
            sizes = len(days), len(beside)
            sold = _sold_figures(ground, own, usual or {}, sizes) if ground.holds(ORDERS) else {}
            rows.append(product_row(row, SOLD, {"promoted_views": int(own["views"]), **sold}))
    return rows


def _sold_figures(
    ground: ProductGround, own: Mapping[str, Any], usual: Mapping[str, Any], days: tuple[int, int]
) -> Figures:
    costed, enough = ground.holds("costed"), (usual.get("orders") or 0) >= LEAST_ORDERS
    return {
        "promoted_money": more_than_usual(_day_sums(own, days[0]), _day_sums(usual, days[1])) if enough else None,
        "promoted_orders": _each(own, own.get("orders")),
        "usual_product_orders": _each(usual, usual.get("orders")),
        "promoted_worth": _cents(_each(own, own.get("money"))),
        "usual_product_worth": _cents(_each(usual, usual.get("money"))),
        "promoted_margin": _cents(_each(own, _margin(own))) if costed else None,
        "usual_margin": _cents(_each(usual, _margin(usual))) if costed else None,
    }


def _day_sums(row: Mapping[str, Any], days: int) -> DaySums:
    names = ("views", "money", "views_squared", "views_by_money", "money_squared")
    return DaySums(days, *(float(row.get(name) or 0) for name in names))


def _each(row: Mapping[str, Any], amount: Any) -> float | None:
    """For every product view; nothing sold is 0 of it."""
    views = row.get("views")
    if not views or (amount is None and row.get("pieces")):
        return None
    return float(amount or 0) / float(views)


def _margin(row: Mapping[str, Any]) -> Decimal | None:
    """Money less the cost of the pieces; None where the cost of some is not stated."""
    if not row.get("pieces"):
        return Decimal(0)
    if row.get("uncosted") or row.get("cost") is None or row.get("money") is None:
        return None
    margin: Decimal = row["money"] - row["cost"]
    return margin


def _lacking(ground: ProductGround, *parts: str) -> tuple[str, ...]:
    return (*ground.lacking(*parts), *(() if _own(ground) else (NOTED,)))


def _notes(ground: ProductGround) -> tuple[Note, ...]:
    return (Note("set_against_like_days", (("days", str(NEARBY.days)),)), *ground.notes(VIEWS))
