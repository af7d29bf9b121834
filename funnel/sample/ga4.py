"""Traffic as flattened GA4 events: one gzip file an ISO week."""

from datetime import date
from pathlib import Path

import numpy as np

from funnel.sample.campaigns import CAMPAIGNS
from funnel.sample.catalogue import PER_CATEGORY
from funnel.sample.chance import Ints
from funnel.sample.ga4_details import bot_start, details_of, product_view
from funnel.sample.gzip_text import GzipText
from funnel.sample.shopdays import ShopDays
from funnel.sample.timeline import EVENTS
from funnel.sample.traffic import DayOfTraffic, visitor_id
from funnel.sample.visits import DEVICES

HEADER = (
    "event_date,event_timestamp,event_name,user_pseudo_id,ga_session_id,session_source,session_medium,"
    "session_campaign,device_category,browser,page_location,item_id,item_name,item_category,quantity,price,transaction_id,"
    "purchase_revenue,currency,search_term,search_results,page_load_ms,error_code,visitor_type,experiment_variant"
)
REPEATED_ROWS = 0.005
BROWSERS = (
    {"Chrome": 0.62, "Edge": 0.14, "Safari": 0.11, "Firefox": 0.09, "Opera": 0.04},
    {"Chrome": 0.54, "Safari": 0.34, "Samsung Internet": 0.12},
    {"Safari": 0.6, "Chrome": 0.4},
)
"""Of each device of DEVICES, with their shares of visitors."""
SOURCES = tuple(f"{c.source},{c.medium},{c.name}" for c in CAMPAIGNS)


class TrafficFiles:
    """Writes rows into the file of the week their date belongs to; days must come in order."""

    def __init__(self, folder: Path, days: ShopDays) -> None:
        self.folder, self.days = folder, days
        self.written: list[Path] = []
        self.rows = 0
        self._file: GzipText | None = None
        self._after_midnight: list[str] = []
        self._dates = [days.day(number).strftime("%Y%m%d") for number in range(days.count + 1)]

    def add(self, traffic: DayOfTraffic, names: dict[int, str]) -> None:
        """Adds one day; what happened after its midnight goes with the next day.

        `names` are the order names by number of the visit in the day.
        """
        day = traffic.visits.day
        rows = self._rows(traffic, names)
        today, tomorrow = self._dates[day], self._dates[day + 1]
        lines = self._after_midnight + [row for row in rows if row.startswith(today)]
        self._after_midnight = [row for row in rows if row.startswith(tomorrow)]
        self.rows += len(lines)
        self._file_of(self.days.day(day)).write("".join(lines))

    def close(self) -> None:
        """Closes the last file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _file_of(self, day: date) -> GzipText:
        year, week, _ = day.isocalendar()
        path = self.folder / f"ga4_events_{year}-W{week:02d}.csv.gz"
        if self._file is None or self._file.path != path:
            self.close()
            self._file = GzipText(path)
            self._file.write(HEADER + "\n")
            self.written.append(path)
        return self._file

    def _rows(self, traffic: DayOfTraffic, names: dict[int, str]) -> list[str]:
        heads, ends = _heads(traffic), _ends(traffic)
        visit, kind = _some_twice(traffic)
        seconds = traffic.timeline.second[visit, kind]
        rows = zip(
            self._dates_of(seconds),
            seconds.tolist(),
            kind.tolist(),
            visit.tolist(),
            details_of(traffic, visit, kind, names),
            strict=True,
        )
        return self._bots(traffic, heads, ends) + [
            f"{day},{second}000000,{EVENTS[k]},{heads[v]},{detail},{ends[v]}\n" for day, second, k, v, detail in rows
        ]

    def _bots(self, traffic: DayOfTraffic, heads: list[str], ends: list[str]) -> list[str]:
        visits, rows = traffic.visits, []
        pages = traffic.chance.whole("bot pages", visits.place, 12, 25)
        for v in np.flatnonzero(visits.bot).tolist():
            seconds = visits.start[v] + np.arange(pages[v] + 1)
            first = int(visits.category[v]) * PER_CATEGORY
            viewed = [product_view(traffic.goods, first + page % PER_CATEGORY) for page in range(pages[v])]
            events = zip(self._dates_of(seconds), seconds.tolist(), [bot_start(), *viewed], strict=True)
            rows += [
                f"{day},{second}000000,{'view_item' if number else 'session_start'},{heads[v]},{detail},{ends[v]}\n"
                for number, (day, second, detail) in enumerate(events)
            ]
        return rows

    def _dates_of(self, seconds: Ints) -> list[str]:
        return [self._dates[number] for number in self.days.numbers_of(seconds).tolist()]


def _some_twice(traffic: DayOfTraffic) -> tuple[Ints, Ints]:
    """Visit and kind of each row, visits' rows in order of time; a few rows twice, as exports have them."""
    visit, kind = np.nonzero(traffic.timeline.happened)
    draw = traffic.chance.uniform("row twice", traffic.visits.place[visit] * 32 + kind)
    often = 1 + (draw < REPEATED_ROWS)
    return np.repeat(visit, often), np.repeat(kind, often)


def _heads(traffic: DayOfTraffic) -> list[str]:
    visits = traffic.visits
    return [
        f"{visitor_id(who)},{start},{SOURCES[campaign]},{DEVICES[device]},{browser}"
        for who, start, campaign, device, browser in zip(
            visits.visitor.tolist(),
            visits.start.tolist(),
            visits.campaign.tolist(),
            visits.device.tolist(),
            _browsers(traffic),
            strict=True,
        )
    ]


def _browsers(traffic: DayOfTraffic) -> list[str]:
    """The browser of each visit: a visitor keeps one on each device. No fault depends on it."""
    visits = traffic.visits
    names = np.empty(len(visits), dtype=object)
    for device, shares in enumerate(BROWSERS):
        here = visits.device == device
        drawn = traffic.chance.choice(f"browser {DEVICES[device]}", visits.visitor[here], np.array([*shares.values()]))
        names[here] = np.array([*shares], dtype=object)[drawn]
    return names.tolist()


def _ends(traffic: DayOfTraffic) -> list[str]:
    words = ("returning", "new")
    return [
        f"{words[new]},{variant}" for new, variant in zip(traffic.visits.is_new.tolist(), traffic.variant, strict=True)
    ]
