"""What became of orders old enough to judge: a buyout of a day belongs to orders of that or an earlier day.

The fate of single orders is the best evidence, then a report that follows the pieces ordered on each day. Where a
report only says what happened on each day, bought out is set against bought out and cancelled together, never against
the orders of the same days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from funnel.answers.card_reports import CardReport, columns_of
from funnel.answers.marketplace_result import Basis, By, Outcome
from funnel.periods import WEEK, Period
from funnel.store.place import Reader

Key = tuple[str, ...]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Window:
    """Orders of one marketplace from `first` to `mature_last`, and the days until `settled_last` they settle on."""

    marketplace: str
    bucket: date
    first: date
    mature_last: date
    settled_last: date


def windows_of(
    period: Period, by: Sequence[By], keys: Iterable[Key], until: Mapping[str, date | None], maturity: int
) -> tuple[Window, ...]:
    """A window for every marketplace and week or day that has orders older than `maturity` days on `until`."""
    buckets = sorted({(key[0], _bucket(key, by, period)) for key in keys})
    windows = []
    for marketplace, bucket in buckets:
        newest = until.get(marketplace)
        if newest is not None:
            first = max(bucket, period.start)
            last = min(_end_of(bucket, by, period), newest - timedelta(days=maturity))
            if last >= first:
                windows.append(Window(marketplace, bucket, first, last, last + timedelta(days=maturity)))
    return tuple(windows)


def _bucket(key: Key, by: Sequence[By], period: Period) -> date:
    times = [code for code, one in zip(key, by, strict=True) if one in (By.WEEK, By.DAY)]
    return date.fromisoformat(times[0]) if times else period.start


def _end_of(bucket: date, by: Sequence[By], period: Period) -> date:
    if By.DAY in by:
        return bucket
    return min(period.end, bucket + timedelta(days=WEEK - 1)) if By.WEEK in by else period.end


def outcomes_by_key(
    reader: Reader,
    by: Sequence[By],
    reports: Sequence[CardReport],
    of_cards: Sequence[Window],
    of_orders: Sequence[Window],
) -> dict[Key, Outcome]:
    """The outcome of every line that has one."""
    flag = {"by_product": By.PRODUCT in by}
    found: dict[Key, Outcome] = {}
    rows = reader.ask("answers/marketplace_card_outcomes", {**columns_of(reports), **_columns(of_cards), **flag})
    found |= _known(rows, by, of_cards, _of_report)
    columns = _columns(of_orders)
    del columns["settled_lasts"]
    rows = reader.ask("answers/marketplace_booking_outcomes", {**columns, **flag})
    return found | _known(rows, by, of_orders, _of_orders)


def _columns(windows: Sequence[Window]) -> dict[str, object]:
    return {
        "of": [one.marketplace for one in windows],
        "buckets": [one.bucket for one in windows],
        "firsts": [one.first for one in windows],
        "mature_lasts": [one.mature_last for one in windows],
        "settled_lasts": [one.settled_last for one in windows],
    }


def _known(
    rows: Iterable[Mapping[str, Any]], by: Sequence[By], windows: Sequence[Window], read: Any
) -> dict[Key, Outcome]:
    until = {(one.marketplace, one.bucket): one.mature_last for one in windows}
    told = ((_key(row, by), read(row, until[row["marketplace"], row["bucket"]])) for row in rows)
    return {key: outcome for key, outcome in told if outcome is not None}


def _key(row: Row, by: Sequence[By]) -> Key:
    values = {By.MARKETPLACE: row["marketplace"], By.PRODUCT: row["product"] or "not_stated"}
    return tuple(values.get(one) or row["bucket"].isoformat() for one in by)


def _of_orders(row: Row, until: date) -> Outcome:
    return Outcome(
        until, Basis.ORDERS, int(row["pieces"]), int(row["bought"]), int(row["cancelled"]), int(row["returned"])
    )


def _of_report(row: Row, until: date) -> Outcome | None:
    if row["followed_bought"] is not None:
        bought, returned = int(row["followed_bought"]), _count(row["followed_returned"])
        cancelled = _count(row["followed_cancelled"])
        return Outcome(until, Basis.FOLLOWED, int(row["followed"]), bought - (returned or 0), cancelled, returned)
    if row["settled_bought"] is None or not row["orders"]:
        return None
    bought, cancelled = int(row["settled_bought"]), int(row["settled_cancelled"])
    returned = _count(row["settled_returned"])
    return Outcome(until, Basis.SETTLED, bought + cancelled, bought - (returned or 0), cancelled, returned)


def _count(value: Any) -> int | None:
    return None if value is None else int(value)
