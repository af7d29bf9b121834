"""Product cards: what is missing on them, and products put into carts more seldom than comparable ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from funnel.answers.listing import ListAnswer, ListQuestion, ListRow
from funnel.answers.product_ground import OF_CARD, OF_SHELF, OF_VIEWS, VIEWS, ProductGround, Row, product_ground
from funnel.answers.product_rows import Figures, Shape, answer_of, place_of, product_row, share
from funnel.answers.result import Note
from funnel.maths.cover import Estimate
from funnel.maths.peers import Compared, Tried, compared, odd_ones
from funnel.store import Store

CARDS = Shape(
    "cards",
    (
        "missing_carts",
        "product_views",
        "product_cart_rate",
        "shrunk_cart_rate",
        "comparable_cart_rate",
        "photos",
        "description_length",
        "rating",
        "reviews",
    ),
    ("product", "weakness"),
)
SHORT = 100
"""Characters below which a description is hardly any."""
LOW_RATING = Decimal(4)
BANDS = 3
"""Price bands of equal numbers of products within a category."""
BELOW, NO_PHOTO, FEW_PHOTOS, SHORT_TEXT, LOW = (
    "below_comparable", "no_photo", "few_photos", "short_description", "low_rating",
)  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """Products beside comparable ones."""

    told: Mapping[str, Compared]
    odd: frozenset[str]


def cards(store: Store, question: ListQuestion) -> ListAnswer:
    """Products with a weak card or an odd cart rate, by the carts they lack beside comparable ones."""
    ground = product_ground(store, question, OF_VIEWS, OF_SHELF, OF_CARD)
    beside = _beside(ground)
    rows = [row for row in (_row(ground, one, beside) for one in ground.products) if row is not None]
    by_carts, by_views = place_of(CARDS, "missing_carts"), place_of(CARDS, "product_views")
    photos = str(ground.settings.card_photos)
    return answer_of(
        ground,
        CARDS,
        rows,
        lambda row: (by_carts(row), by_views(row)),
        lacking=ground.lacking("described", VIEWS),
        notes=(Note("weak_cards", (("photos", photos), ("letters", str(SHORT)))), *ground.notes(VIEWS)),
    )


def _row(ground: ProductGround, row: Row, beside: Beside) -> ListRow | None:
    weak = _weakness(row, beside, ground.settings.card_photos)
    if weak is None:
        return None
    found = beside.told.get(row["product"])
    count, base = _tried(row)
    figures: Figures = {
        "missing_carts": _missing(base, found),
        "product_views": base if ground.holds(VIEWS) else None,
        "product_cart_rate": share(count, base),
        "shrunk_cart_rate": found.shrunk if found else None,
        "comparable_cart_rate": found.peers if found else None,
        "photos": row["photos"],
        "description_length": row["description_length"],
        "rating": None if row["rating"] is None else float(row["rating"]),
        "reviews": row["reviews"],
    }
    return product_row(row, CARDS, figures, weak)


def _weakness(row: Row, beside: Beside, photos: int) -> str | None:
    """What is told of the product: the gravest of its weaknesses."""
    few = row["photos"] is not None and row["photos"] < photos
    told = {
        BELOW: row["product"] in beside.odd,
        NO_PHOTO: row["photos"] == 0,
        FEW_PHOTOS: few,
        SHORT_TEXT: row["description_length"] is not None and row["description_length"] < SHORT,
        LOW: row["rating"] is not None and row["rating"] < LOW_RATING,
    }
    return next((code for code, holds in told.items() if holds), None)


def _tried(row: Row) -> tuple[int, int]:
    """Carts and views while in stock; all views where no stock is known."""
    if row["stocked_views"] or row["out_views"]:
        return int(row["stocked_cart_views"] or 0), int(row["stocked_views"] or 0)
    return int(row["cart_views"] or 0), int(row["views"] or 0)


def _missing(base: int, found: Compared | None) -> Estimate | None:
    """Carts more if the product were put into the cart as comparable ones are."""
    if found is None:
        return None
    low, middle, high = (max(0.0, found.peers - rate) * base for rate in (found.high, found.shrunk, found.low))
    return low, middle, high


def _beside(ground: ProductGround) -> Beside:
    groups: dict[tuple[str, int], list[Tried]] = {}
    bands = _bands(ground)
    for row in ground.products:
        count, base = _tried(row)
        if base:
            group = (row["category"], bands[row["product"]])
            groups.setdefault(group, []).append(Tried(row["product"], count, base))
    both = [(tried, compared(tried)) for _, tried in sorted(groups.items())]
    told = {name: one for _, found in both for name, one in found.items()}
    return Beside(told, odd_ones(both))


def _bands(ground: ProductGround) -> dict[str, int]:
    """The price band of each product within its category; band 0 where prices are not known."""
    priced: dict[str, list[tuple[Decimal, str]]] = {}
    bands = dict.fromkeys((row["product"] for row in ground.products), 0)
    for row in ground.products:
        if row["price"] is not None:
            priced.setdefault(row["category"], []).append((row["price"], row["product"]))
    for prices in priced.values():
        for place, (_, product) in enumerate(sorted(prices)):
            bands[product] = place * BANDS // len(prices)
    return bands
