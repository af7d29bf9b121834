"""Traffic as flattened GA4 events: one gzip file an ISO week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from funnel.sample.baskets import Baskets
from funnel.sample.campaigns import CAMPAIGNS
from funnel.sample.catalogue import CATEGORY_NAMES, Catalogue, first_choice
from funnel.sample.chance import Chance, Flags, Ints
from funnel.sample.faults import number_of
from funnel.sample.gzip_text import GzipText
from funnel.sample.money import decimal
from funnel.sample.shopdays import ShopDays
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
    Timeline,
)
from funnel.sample.visits import DEVICES, TERMS, Visits

HEADER = (
    "event_date,event_timestamp,event_name,user_pseudo_id,ga_session_id,session_source,session_medium,"
    "session_campaign,device_category,page_location,item_id,item_name,item_category,quantity,price,transaction_id,"
    "purchase_revenue,currency,search_term,search_results,page_load_ms,error_code,visitor_type,experiment_variant"
)
SHOP = "https://shop.example"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
REPEATED_ROWS = 0.005


@dataclass(frozen=True)
class DayOfTraffic:
    """All that is needed to write one day's visits."""

    visits: Visits
    met: Flags
    variant: Sequence[str]
    basket: Baskets
    timeline: Timeline
    order_names: dict[int, str]
    """Order name by number of the visit in the day."""


class TrafficFiles:
    """Writes rows into the file of the week their date belongs to; days must come in order."""

    def __init__(self, folder: Path, days: ShopDays, goods: Catalogue, chance: Chance) -> None:
        self.folder, self.days, self.goods, self.chance = folder, days, goods, chance
        self.written: list[Path] = []
        self.rows = 0
        self.repeated = 0
        self._open: dict[str, GzipText] = {}
        self._after_midnight: list[str] = []
        self._dates = [days.day(number).strftime("%Y%m%d") for number in range(days.count + 1)]

    def add(self, traffic: DayOfTraffic) -> None:
        """Adds one day; what happened after its midnight waits for the next day's file."""
        day = traffic.visits.day
        rows = rows_of(traffic, self)
        today, tomorrow = self._dates[day], self._dates[day + 1]
        lines = self._after_midnight + [row for row in rows if row.startswith(today)]
        self._after_midnight = [row for row in rows if row.startswith(tomorrow)]
        self.rows += len(lines)
        self._file_of(self.days.day(day)).write("".join(lines))

    def dates_of(self, seconds: Ints) -> list[str]:
        """Date of each UTC second in the shop's zone, as GA4 writes it."""
        return [self._dates[number] for number in self.days.numbers_of(seconds).tolist()]

    def close(self) -> None:
        """Closes the last file."""
        for file in self._open.values():
            file.close()
        self._open.clear()

    def _file_of(self, day: date) -> GzipText:
        year, week, _ = day.isocalendar()
        name = f"ga4_events_{year}-W{week:02d}.csv.gz"
        if name not in self._open:
            self.close()
            self._open[name] = GzipText(self.folder / name)
            self._open[name].write(HEADER + "\n")
            self.written.append(self.folder / name)
        return self._open[name]


def rows_of(traffic: DayOfTraffic, files: TrafficFiles) -> list[str]:
    """Lines of one day's visits, each visit's in order of time; a few stand twice, as exports have them."""
    visit, kind = np.nonzero(traffic.timeline.happened)
    twice = files.chance.uniform("row twice", traffic.visits.place[visit] * 32 + kind) < REPEATED_ROWS
    files.repeated += int(twice.sum())
    often = 1 + twice
    seconds = traffic.timeline.second[visit, kind]
    heads = _heads(traffic)
    ends = _ends(traffic)
    details = _details(traffic, files, visit, kind)
    return _bots(traffic, files) + [
        f"{date},{second}000000,{EVENTS[k]},{heads[v]},{detail},{ends[v]}\n"
        for date, second, k, v, detail, times in zip(
            files.dates_of(seconds),
            seconds.tolist(),
            kind.tolist(),
            visit.tolist(),
            details,
            often.tolist(),
            strict=True,
        )
        for _ in range(times)
    ]


def visitor_id(number: int) -> str:
    """Visitor id as the export shows it: v and base 36; p before it for those from before the first day."""
    left, text = abs(number), ""
    while left:
        left, digit = divmod(left, 36)
        text = DIGITS[digit] + text
    return ("v" if number >= 0 else "p") + (text or "0")


def session_id(traffic_start: int, visitor: int) -> str:
    """Visit id: visitor id and second of the start."""
    return f"{visitor_id(visitor)}.{traffic_start}"


def _heads(traffic: DayOfTraffic) -> list[str]:
    visits = traffic.visits
    sources = [f"{c.source},{c.medium},{c.name}" for c in CAMPAIGNS]
    return [
        f"{visitor_id(who)},{start},{sources[campaign]},{DEVICES[device]}"
        for who, start, campaign, device in zip(
            visits.visitor.tolist(),
            visits.start.tolist(),
            visits.campaign.tolist(),
            visits.device.tolist(),
            strict=True,
        )
    ]


def _ends(traffic: DayOfTraffic) -> list[str]:
    words = ("returning", "new")
    return [
        f"{words[new]},{variant}" for new, variant in zip(traffic.visits.is_new.tolist(), traffic.variant, strict=True)
    ]


def _details(traffic: DayOfTraffic, files: TrafficFiles, visit: Ints, kind: Ints) -> list[str]:
    """Fields page_location to error_code of each row."""
    details = np.empty(len(visit), dtype=object)
    for number in range(len(EVENTS)):
        here = np.flatnonzero(kind == number)
        details[here] = _of_kind(number, traffic, files, visit[here])
    return details.tolist()


def _of_kind(kind: int, traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> list[str]:
    if kind in (AT_VIEW, AT_VIEW_2, AT_VIEW_3):
        return _views(kind, traffic, files, visit)
    if kind in (AT_CART, AT_CART_2, AT_CART_3):
        return _carts(kind, traffic, files, visit)
    if kind in DETAILS:
        return DETAILS[kind](traffic, files, visit)
    code = {AT_CHECKOUT_ERROR: "address_form_500", AT_PAYMENT_ERROR: "gateway_timeout"}.get(kind, "")
    return [f"{SHOP}/checkout" + "," * 12 + code] * len(visit)


def _missing_pages(_traffic: DayOfTraffic, _files: TrafficFiles, visit: Ints) -> list[str]:
    return [f"{SHOP}/sale/lamps" + "," * 11 + ",404"] * len(visit)


def _lists(traffic: DayOfTraffic, _files: TrafficFiles, visit: Ints) -> list[str]:
    names = [CATEGORY_NAMES[number] for number in traffic.visits.category[visit].tolist()]
    return [f"{SHOP}/c/{name},,,{name}" + "," * 9 for name in names]


def _views(kind: int, traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> list[str]:
    products = _viewed(kind, traffic, files, visit).tolist()
    return [f"{SHOP}/p/{_item(files.goods, n)},1," + _price(files.goods, n) + "," * 7 for n in products]


def _item(goods: Catalogue, number: int) -> str:
    sku, name = goods.skus[number], CATEGORY_NAMES[number // 15]
    return f"{sku},{sku},{goods.titles[number]},{name}"


def _price(goods: Catalogue, number: int) -> str:
    return decimal(int(goods.price[number]))


def _starts(traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> list[str]:
    visits = traffic.visits
    place = visits.place[visit]
    slow = traffic.met[visit, number_of("slow_page")]
    swift = np.floor(700 + 2200 * files.chance.uniform("load", place) ** 1.6)
    load = np.where(slow, np.floor(4500 + 4500 * files.chance.uniform("slow load", place)), swift) // 10 * 10
    pages = _landings(traffic, files, visit)
    return [f"{SHOP}{page}" + "," * 11 + f"{ms}," for page, ms in zip(pages, load.astype(int).tolist(), strict=True)]


def _landings(traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> list[str]:
    visits = traffic.visits
    missing = traffic.met[visit, number_of("ad_mismatch")].tolist()
    kind = files.chance.choice("landing", visits.place[visit], np.array([0.3, 0.4, 0.3])).tolist()
    goods = visits.first_product[visit].tolist()
    return [
        "/sale/lamps" if gone else ("/", f"/c/{CATEGORY_NAMES[n // 15]}", f"/p/{files.goods.skus[n]}")[k]
        for gone, k, n in zip(missing, kind, goods, strict=True)
    ]


def _searches(traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> list[str]:
    visits = traffic.visits
    empty = traffic.met[visit, number_of("empty_search")]
    found = np.where(empty, 0, files.chance.whole("found", visits.place[visit], 3, 40)).tolist()
    terms = zip(visits.category[visit].tolist(), visits.term[visit].tolist(), strict=True)
    return [
        f"{SHOP}/search" + "," * 9 + f"{TERMS[category][term]},{results},,"
        for (category, term), results in zip(terms, found, strict=True)
    ]


def _viewed(kind: int, traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> Ints:
    visits = traffic.visits
    if kind == AT_VIEW:
        return visits.first_product[visit]
    if kind == AT_VIEW_2:
        return traffic.basket.main[visit]
    return first_choice(visits.category[visit], files.chance.uniform("third product", visits.place[visit]))


def _carts(kind: int, traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> list[str]:
    main = kind == AT_CART
    products = traffic.basket.main if main else traffic.basket.extra[:, kind - AT_CART_2]
    pieces = traffic.basket.pieces[visit].tolist() if main else [1] * len(visit)
    return [
        f"{SHOP}/p/{_item(files.goods, n)},{q}," + _price(files.goods, n) + "," * 7
        for n, q in zip(products[visit].tolist(), pieces, strict=True)
    ]


def _purchases(traffic: DayOfTraffic, files: TrafficFiles, visit: Ints) -> list[str]:
    rows = []
    for v in visit.tolist():
        n, q = int(traffic.basket.main[v]), int(traffic.basket.pieces[v])
        item = _item(files.goods, n).partition(",")[2]
        order = f"{traffic.order_names[v]},{decimal(int(traffic.basket.total[v]))},PLN"
        rows.append(f"{SHOP}/thanks,{item},{q},{_price(files.goods, n)},{order}" + "," * 4)
    return rows


def _bots(traffic: DayOfTraffic, files: TrafficFiles) -> list[str]:
    visits = traffic.visits
    heads, ends = _heads(traffic), _ends(traffic)
    rows = []
    for v in np.flatnonzero(visits.bot).tolist():
        place = visits.place[v : v + 1]
        pages = 12 + int(files.chance.whole("bot pages", place, 0, 13)[0])
        seconds = visits.start[v] + np.arange(pages + 1)
        dates = files.dates_of(seconds)
        rows.append(f"{dates[0]},{seconds[0]}000000,session_start,{heads[v]},{SHOP}/" + "," * 11 + f"310,,{ends[v]}\n")
        for page in range(pages):
            number = int(visits.category[v]) * 15 + page % 15
            item = f"{SHOP}/p/{_item(files.goods, number)},1,{_price(files.goods, number)}" + "," * 7
            rows.append(f"{dates[page + 1]},{seconds[page + 1]}000000,view_item,{heads[v]},{item},{ends[v]}\n")
    return rows


DETAILS = {
    AT_START: _starts,
    AT_PAGE_ERROR: _missing_pages,
    AT_LIST: _lists,
    AT_SEARCH: _searches,
    AT_PURCHASE: _purchases,
    AT_RELOAD: _purchases,
}
