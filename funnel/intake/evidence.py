"""Proof in the rest of a file: other columns, the period above the table, the order of the rows, and arithmetic.

Evidence counts only where it fits one reading throughout and contradicts the other; anything less is a question.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from funnel.intake.amounts import AmountReading, read_as
from funnel.intake.located import Mapped
from funnel.intake.moments import MomentReading
from funnel.intake.period import day_of
from funnel.intake.staged import Staged
from funnel.intake.typed import raw

MOST_ROWS = 100_000
SAME_DAYS = 2
"""Rows in which two columns state the same day before that is no accident."""
ENOUGH_DAYS = 10
"""Different days in a row before their order is no accident."""
ENOUGH_SUMS = 3
ALMOST_ALL = 0.9
CENT = Decimal("0.015")
START = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
STATED_DAY = re.compile(r"(?<!\d)(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{1,2}\.\d{1,2}\.\d{4})(?!\d)")
SUMS = ("order_total", "revenue")
Pair = tuple[date | None, date | None]


class Evidence:
    """What the rest of a file proves about a column whose cells leave it open."""

    def __init__(  # noqa: PLR0917  what is known of a file so far
        self,
        rows: Callable[[str], list[tuple[object, ...]]],
        stage: Staged,
        mapped: Mapped,
        known: Mapping[str, AmountReading | MomentReading],
        proven: Mapping[str, str],
        preamble: Sequence[str],
    ) -> None:
        self.rows, self.stage, self.mapped = rows, stage, mapped
        self.known, self.proven, self.preamble = dict(known), proven, preamble

    def order_of(self, column: str) -> str | None:
        """The order of day and month of a column of dates, None without proof."""
        siblings = {self.proven[name] for name in self.proven if isinstance(self.known.get(name), MomentReading)}
        if siblings:
            return siblings.pop() if len(siblings) == 1 else None
        days = [_both(str(text)) for (text,) in self._cells(column)]
        differing = [pair for pair in days if pair[0] != pair[1]]
        return self._by_period(differing) or self._by_same_days(column) or _by_order_of_rows(days)

    def mark_of(self, column: str, sign: str, *, apart: bool) -> str | None:
        """The decimal mark of a column whose only mark is `sign`, None without proof.

        Columns `apart` may be written otherwise than the others of their file.
        """
        siblings = {self.proven[name] for name in self.proven if isinstance(self.known.get(name), AmountReading)}
        if not apart and siblings and sign not in siblings:
            return siblings.pop()
        return self._by_sums(column)

    def _cells(self, *columns: str) -> list[tuple[object, ...]]:
        told, filled = ", ".join(map(raw, columns)), " and ".join(f"{raw(name)} is not null" for name in columns)
        return self.rows(
            f"select {told} from {self.stage.table} where aside is null and {filled} order by record limit {MOST_ROWS}"
        )

    def _by_period(self, days: Sequence[Pair]) -> str | None:
        stated = [day for line in self.preamble for text in STATED_DAY.findall(line) if (day := day_of(text))]
        if len(set(stated)) != 2 or not days:
            return None
        first, last = min(stated), max(stated)
        return _only(
            [all(day is not None and first <= day <= last for day in told) for told in zip(*days, strict=True)]
        )

    def _by_same_days(self, column: str) -> str | None:
        for other, reading in self.known.items():
            if not isinstance(reading, MomentReading) or not reading.forms or reading.forms[0].family != "iso":
                continue
            told = [(_both(str(text)), _iso(str(iso))) for text, iso in self._cells(column, other)]
            differing = [(pair, day) for pair, day in told if pair[0] != pair[1]]
            if len(differing) >= SAME_DAYS:
                found = _only([all(pair[place] == day for pair, day in differing) for place in (0, 1)])
                if found:
                    return found
        return None

    def _by_sums(self, column: str) -> str | None:
        total = next((name for name in SUMS if name in self.stage.columns), None)
        needed = {"quantity", "price"}
        if total is None or not needed <= set(self.stage.columns) or column not in (*needed, total):
            return None
        orders = list(self._orders(total))
        shares = [self._share_that_adds_up(orders, total, mark) for mark in (".", ",")]
        fits = [share is not None and share >= ALMOST_ALL for share in shares]
        fails = [share is not None and share <= 1 - ALMOST_ALL for share in shares]
        if fits[0] and fails[1]:
            return "."
        return "," if fits[1] and fails[0] else None

    def _orders(self, total: str) -> Iterator[list[dict[str, str]]]:
        """Lines of each order, as texts by column."""
        names = [
            name
            for name in ("order_id", "quantity", "price", "discount", "shipping", total)
            if name in self.stage.columns
        ]
        told = self.rows(
            f"select record, {', '.join(map(raw, names))} from {self.stage.table} where aside is null "
            f"order by record limit {MOST_ROWS}"
        )
        orders: dict[object, list[dict[str, str]]] = {}
        for record, *cells in told:
            line = {name: str(cell) for name, cell in zip(names, cells, strict=True) if cell is not None}
            orders.setdefault(line.get("order_id", record), []).append(line)
        yield from orders.values()

    def _share_that_adds_up(self, orders: Sequence[list[dict[str, str]]], total: str, mark: str) -> float | None:
        """Share of the orders whose lines come to their total when open columns have this mark; None for too few."""
        judged = [fits for lines in orders if (fits := self._adds_up(lines, total, mark)) is not None]
        return sum(judged) / len(judged) if len(judged) >= ENOUGH_SUMS else None

    def _adds_up(self, lines: list[dict[str, str]], total: str, mark: str) -> bool | None:
        stated = next((line[total] for line in lines if total in line), None)
        whole = None if stated is None else self._number(total, stated, mark)
        parts = [self._sum_of_line(line, mark) for line in lines]
        if whole is None or not all(part is not None for part in parts):
            return None
        goods = sum((part for part in parts if part is not None), Decimal(0))
        cuts = self._added(lines, "discount", mark)
        delivery = max(
            (self._number("shipping", line["shipping"], mark) or Decimal(0) for line in lines if "shipping" in line),
            default=Decimal(0),
        )
        return any(
            abs(sum_ - whole) < CENT for sum_ in (goods, goods - cuts, goods + delivery, goods - cuts + delivery)
        )

    def _sum_of_line(self, line: Mapping[str, str], mark: str) -> Decimal | None:
        pieces, price = (
            self._number(name, line[name], mark) if name in line else None for name in ("quantity", "price")
        )
        return None if pieces is None or price is None else pieces * price

    def _added(self, lines: Sequence[Mapping[str, str]], column: str, mark: str) -> Decimal:
        told = (self._number(column, line[column], mark) for line in lines if column in line)
        return sum((one for one in told if one is not None), Decimal(0))

    def _number(self, column: str, text: str, mark: str) -> Decimal | None:
        reading = self.known.get(column)
        return read_as(text, reading.mark if isinstance(reading, AmountReading) else mark)


def _only(fitting: Sequence[bool]) -> str | None:
    """The order that fits when the other does not."""
    return None if fitting[0] == fitting[1] else "dmy" if fitting[0] else "mdy"


def _by_order_of_rows(days: Sequence[Pair]) -> str | None:
    """The order of day and month by which the rows are sorted, when they are not by the other."""
    columns = [[day for day in told if day is not None] for told in zip(*days, strict=True)]
    if len(columns) != 2 or any(len(set(told)) < ENOUGH_DAYS or len(told) != len(days) for told in columns):
        return None
    return _only([told in (sorted(told), sorted(told, reverse=True)) for told in columns])


def _both(text: str) -> Pair:
    found = START.match(text.strip())
    if found is None:
        return None, None
    first, second, year = (int(part) for part in found.groups())
    year += 2000 if year < 100 else 0
    return _day(year, second, first), _day(year, first, second)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    return day_of(text.strip()[:10])
