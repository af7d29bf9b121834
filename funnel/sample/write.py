"""Writes the whole sample shop: day after day, so that memory does not grow with the number of visits."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from funnel.errors import WrongUse, sentence
from funnel.sample.ads import ad_days, write_ads
from funnel.sample.baskets import baskets
from funnel.sample.campaigns import CAMPAIGNS
from funnel.sample.catalogue import Catalogue, catalogue
from funnel.sample.chance import Chance, Flags
from funnel.sample.faults import ARRIVE, PURCHASE, Day, exposures, number_of
from funnel.sample.ga4 import TrafficFiles
from funnel.sample.orders import OrderBook, OrderedDay
from funnel.sample.shopdays import ZONE, ShopDays, shop_days, visits_by_day
from funnel.sample.shopify import OrderFiles
from funnel.sample.stock import write_stock
from funnel.sample.support import TicketFile
from funnel.sample.tell import readme, truth_document
from funnel.sample.timeline import AT_PURCHASE, timeline
from funnel.sample.traffic import DayOfTraffic
from funnel.sample.trial import Trial
from funnel.sample.truth import Ledger, Worth
from funnel.sample.visits import Visits, visits_of_day
from funnel.sample.walk import ground, reached

UNSEEN_SHARE = 0.035
"""Visits analytics never sees, for each one it sees: blocked trackers and calls."""
UNSEEN_PLACES = 10**12
OURS = (
    "traffic/ga4_events_*.csv.gz",
    "orders/shopify_orders_*.csv",
    "support/zendesk_tickets.csv",
    "stock/shopify_inventory_*.csv",
    "stock/product_feed.csv.gz",
    "ads/*_ads.csv",
    "ads/yandex_direct.csv",
)
"""Files of a sample that may be replaced."""
SETTINGS = f'shop = "Sample shop"\nzone = "{ZONE}"\ncurrency = "PLN"\nlanguage = "en"\n'

Told = Callable[[float], None]
"""Hears which share of the days is written."""


@dataclass(frozen=True)
class SampleShop:
    """What was written: counts of the shop and the paths of all files."""

    folder: Path
    visits: int
    """Visits analytics saw."""
    events: int
    orders: int
    purchases: int
    """Orders analytics saw."""
    tickets: int
    files: tuple[Path, ...]


def write_sample(
    folder: Path,
    *,
    sessions: int = 60_000,
    weeks: int = 13,
    seed: int = 20261115,
    last_day: date = date(2026, 11, 15),
    told: Told | None = None,
) -> SampleShop:
    """Writes the exports of an invented shop into `folder`, which is made when missing.

    `sessions` are the visits wanted by clicks: a few get lost on the way in. An earlier sample in the folder is
    replaced. Equal arguments make equal bytes. Raises WrongUse for less than one week or visit, and for a folder
    that holds something else.
    """
    if sessions < 1 or weeks < 1:
        raise WrongUse(sentence("A sample shop needs at least one week and one visit."))
    _clear(folder)
    writer = _Writer(folder, shop_days(weeks, last_day, Chance(seed)), Chance(seed))
    return writer.written(sessions, told or (lambda _share: None))


class _Writer:
    def __init__(self, folder: Path, days: ShopDays, chance: Chance) -> None:
        for name in ("traffic", "orders", "support"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.folder, self.days, self.chance = folder, days, chance
        self.goods: Catalogue = catalogue(days, chance)
        self.traffic = TrafficFiles(folder / "traffic", days)
        self.orders = OrderFiles(folder / "orders", self.goods)
        self.tickets = TicketFile(folder / "support" / "zendesk_tickets.csv", days, chance)
        self.book = OrderBook(days, self.goods, chance)
        self.ledger = Ledger(days.count // 7)
        self.trial = Trial(days, chance)
        self.wanted = np.zeros((days.count, len(CAMPAIGNS)), dtype=np.int64)
        self.counts = dict.fromkeys(("visits", "orders", "purchases"), 0)

    def written(self, sessions: int, told: Told) -> SampleShop:
        counts = visits_by_day(self.days, sessions)
        first = 0
        for day, count in enumerate(counts.tolist()):
            self._day(day, first, count)
            first += count
            told((day + 1) / self.days.count)
        for file in (self.traffic, self.orders, self.tickets):
            file.close()
        files = [*self.traffic.written, *self.orders.written, self.folder / "support" / "zendesk_tickets.csv"]
        files += write_stock(self.folder / "stock", self.days, self.goods, self.chance)
        files += write_ads(self.folder / "ads", ad_days(self.wanted, self.days, self.chance), self.days)
        return self._told(files)

    def _day(self, day: int, first: int, count: int) -> None:
        visits = visits_of_day(self.days, day, range(first, first + count), self.chance)
        met = exposures(Day(visits, self.days, self.goods, self.chance))
        traffic, seen = self._walked(visits, met)
        hidden = visits_of_day(self.days, day, _hidden(first, count), self.chance)
        _, unseen = self._walked(hidden, np.zeros((len(hidden), met.shape[1]), dtype=np.bool_), seen=False)
        orders = self.book.orders_of(seen, unseen)
        self.traffic.add(traffic, {order.visit: order.name for order in orders if order.visit >= 0})
        self.orders.add(orders)
        self.tickets.add(traffic, orders)
        self.wanted[day] = np.bincount(visits.campaign, minlength=len(CAMPAIGNS))
        self.counts["orders"] += len(orders)
        self.counts["purchases"] += len(seen.those)

    def _walked(self, visits: Visits, met: Flags, *, seen: bool = True) -> tuple[DayOfTraffic, OrderedDay]:
        variant = self.trial.variant(visits)
        way = ground(visits, variant, self.chance)
        steps = reached(way, met)
        gone = met[:, number_of("out_of_stock")]
        basket = baskets(visits, self.goods, self.chance, gone)
        back = basket.paid_back_in_part(self.goods, self.chance, visits.place)
        if seen:
            self.counts["visits"] += int((steps > ARRIVE).sum())
            self.ledger.add_day(visits.day, way, met, self._worth(visits, back))
            self.trial.add_day(visits, way, met)
        line = timeline(visits, steps, met, basket, self.chance)
        traffic = DayOfTraffic(visits, met, self.trial.words(visits), basket, line, self.goods, self.chance)
        kept, late = steps > PURCHASE + 1, met[:, number_of("late_delivery")]
        placed = line.second[:, AT_PURCHASE]
        return traffic, OrderedDay(visits, line.orders, placed, basket, back, kept, late, seen)

    def _worth(self, visits: Visits, back: np.ndarray) -> Worth:
        everywhere = np.ones(len(visits), dtype=np.bool_)
        full, substitute = (baskets(visits, self.goods, self.chance, gone) for gone in (~everywhere, everywhere))
        return Worth(full.total - back, substitute.total - back)

    def _told(self, files: list[Path]) -> SampleShop:
        truth = truth_document(self.ledger, self.trial, self.days, self.chance.seed, self.counts)
        texts = {
            "settings.toml": SETTINGS,
            "truth.json": json.dumps(truth, indent=1, ensure_ascii=False) + "\n",
            "README.md": readme(truth),
        }
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="")
            files.append(self.folder / name)
        counts = self.counts
        return SampleShop(
            self.folder, counts["visits"], self.traffic.rows, counts["orders"], counts["purchases"],
            self.tickets.tickets, tuple(files),
        )  # fmt: skip


def _clear(folder: Path) -> None:
    """Removes an earlier sample, known by its truth.json."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not (folder / "truth.json").is_file():
        raise WrongUse(
            sentence("{folder} holds something that is not a sample shop; name an empty folder.", folder=folder.name)
        )
    for pattern in OURS:
        for path in folder.glob(pattern):
            path.unlink()


def _hidden(first: int, count: int) -> range:
    """Numbers of the visits analytics does not see beside `count` visits from number `first` on."""
    bounds = [UNSEEN_PLACES + round(place * UNSEEN_SHARE) for place in (first, first + count)]
    return range(*bounds)
