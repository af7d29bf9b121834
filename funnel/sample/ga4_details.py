"""Fields page_location to error_code of a GA4 row, by kind of event."""

import numpy as np

from funnel.sample.catalogue import CATEGORY_NAMES, PER_CATEGORY, Catalogue, first_choice
from funnel.sample.chance import Ints
from funnel.sample.faults import number_of
from funnel.sample.money import decimal
from funnel.sample.timeline import (
    AT_CART,
    AT_CART_2,
    AT_CART_3,
    AT_CHECKOUT_ERROR,
    AT_LIST,
    AT_PAGE_ERROR,
    AT_PAYMENT_ERROR,
    AT_PURCHASE,
    AT_RELOAD,
    AT_SEARCH,
    AT_START,
    AT_VIEW,
    AT_VIEW_2,
    AT_VIEW_3,
    EVENTS,
)
from funnel.sample.traffic import DayOfTraffic
from funnel.sample.visits import TERMS

SHOP = "https://shop.example"
MISSING_PAGE = "/sale/lamps"
BOT_LOAD_MS = 310
ERROR_CODES = {AT_CHECKOUT_ERROR: "address_form_500", AT_PAYMENT_ERROR: "gateway_timeout"}


def details_of(traffic: DayOfTraffic, visit: Ints, kind: Ints, names: dict[int, str]) -> list[str]:
    """The fields of rows given by number of the visit and kind of event; `names` are order names by visit."""
    details = np.empty(len(visit), dtype=object)
    for number in range(len(EVENTS)):
        here = np.flatnonzero(kind == number)
        if number in (AT_PURCHASE, AT_RELOAD):
            details[here] = _purchases(traffic, visit[here], names)
        else:
            details[here] = _of_kind(number, traffic, visit[here])
    return details.tolist()


def bot_start() -> str:
    """The fields of a bot's session start."""
    return f"{SHOP}/" + "," * 11 + f"{BOT_LOAD_MS},"


def product_view(goods: Catalogue, number: int) -> str:
    """The fields of a view of a product."""
    return f"{SHOP}/p/{_item(goods, number)},1," + _price(goods, number) + "," * 7


def _of_kind(kind: int, traffic: DayOfTraffic, visit: Ints) -> list[str]:
    if kind in (AT_VIEW, AT_VIEW_2, AT_VIEW_3):
        return [product_view(traffic.goods, number) for number in _viewed(kind, traffic, visit).tolist()]
    if kind in (AT_CART, AT_CART_2, AT_CART_3):
        return _carts(kind, traffic, visit)
    if kind in DETAILS:
        return DETAILS[kind](traffic, visit)
    return [f"{SHOP}/checkout" + "," * 12 + ERROR_CODES.get(kind, "")] * len(visit)


def _item(goods: Catalogue, number: int) -> str:
    sku, name = goods.skus[number], CATEGORY_NAMES[number // PER_CATEGORY]
    return f"{sku},{sku},{goods.titles[number]},{name}"


def _price(goods: Catalogue, number: int) -> str:
    return decimal(int(goods.price[number]))


def _starts(traffic: DayOfTraffic, visit: Ints) -> list[str]:
    place = traffic.visits.place[visit]
    slow = traffic.met[visit, number_of("slow_page")]
    swift = np.floor(700 + 2200 * traffic.chance.uniform("load", place) ** 1.6)
    load = np.where(slow, np.floor(4500 + 4500 * traffic.chance.uniform("slow load", place)), swift) // 10 * 10
    pages = _landings(traffic, visit)
    return [f"{SHOP}{page}" + "," * 11 + f"{ms}," for page, ms in zip(pages, load.astype(int).tolist(), strict=True)]


def _landings(traffic: DayOfTraffic, visit: Ints) -> list[str]:
    visits = traffic.visits
    missing = traffic.met[visit, number_of("ad_mismatch")].tolist()
    kind = traffic.chance.choice("landing", visits.place[visit], np.array([0.3, 0.4, 0.3])).tolist()
    products = visits.first_product[visit].tolist()
    return [
        MISSING_PAGE if gone else ("/", f"/c/{CATEGORY_NAMES[n // PER_CATEGORY]}", f"/p/{traffic.goods.skus[n]}")[k]
        for gone, k, n in zip(missing, kind, products, strict=True)
    ]


def _missing_pages(_traffic: DayOfTraffic, visit: Ints) -> list[str]:
    return [f"{SHOP}{MISSING_PAGE}" + "," * 11 + ",404"] * len(visit)


def _lists(traffic: DayOfTraffic, visit: Ints) -> list[str]:
    names = [CATEGORY_NAMES[number] for number in traffic.visits.category[visit].tolist()]
    return [f"{SHOP}/c/{name},,,{name}" + "," * 9 for name in names]


def _searches(traffic: DayOfTraffic, visit: Ints) -> list[str]:
    visits = traffic.visits
    empty = traffic.met[visit, number_of("empty_search")]
    found = np.where(empty, 0, traffic.chance.whole("found", visits.place[visit], 3, 40)).tolist()
    terms = zip(visits.category[visit].tolist(), visits.term[visit].tolist(), strict=True)
    return [
        f"{SHOP}/search" + "," * 9 + f"{TERMS[category][term]},{results},,"
        for (category, term), results in zip(terms, found, strict=True)
    ]


def _viewed(kind: int, traffic: DayOfTraffic, visit: Ints) -> Ints:
    visits = traffic.visits
    if kind == AT_VIEW:
        return visits.first_product[visit]
    if kind == AT_VIEW_2:
        return traffic.basket.main[visit]
    return first_choice(visits.category[visit], traffic.chance.uniform("third product", visits.place[visit]))


def _carts(kind: int, traffic: DayOfTraffic, visit: Ints) -> list[str]:
    main = kind == AT_CART
    products = traffic.basket.main if main else traffic.basket.extra[:, kind - AT_CART_2]
    pieces = traffic.basket.pieces[visit].tolist() if main else [1] * len(visit)
    return [
        f"{SHOP}/p/{_item(traffic.goods, n)},{q}," + _price(traffic.goods, n) + "," * 7
        for n, q in zip(products[visit].tolist(), pieces, strict=True)
    ]


def _purchases(traffic: DayOfTraffic, visit: Ints, names: dict[int, str]) -> list[str]:
    rows = []
    for v in visit.tolist():
        n, q = int(traffic.basket.main[v]), int(traffic.basket.pieces[v])
        item = _item(traffic.goods, n).partition(",")[2]
        order = f"{names[v]},{decimal(int(traffic.basket.total[v]))},PLN"
        rows.append(f"{SHOP}/thanks,{item},{q},{_price(traffic.goods, n)},{order}" + "," * 4)
    return rows


DETAILS = {AT_START: _starts, AT_PAGE_ERROR: _missing_pages, AT_LIST: _lists, AT_SEARCH: _searches}
