"""What a slide of a meeting holds, in the words of one language; screens, HTML, PowerPoint and Excel show the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from funnel.periods import Period
from funnel.words import Words

Figure = int | float | Decimal | None


class Written(StrEnum):
    """How a figure is kept in a workbook."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    MONEY = "money"


@dataclass(frozen=True)
class Cell:
    """One cell: as it is read, and the figure behind it."""

    text: str
    figure: Figure = None
    written: Written = Written.TEXT


@dataclass(frozen=True)
class SlideTable:
    """One table; the last row is a total where `has_total`."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_total: bool = False


@dataclass(frozen=True)
class Bar:
    """One bar from `start` to `end`; `text` is what stands at its end, `low` and `high` its range."""

    name: str
    start: float
    end: float
    text: str
    low: float | None = None
    high: float | None = None
    colour: str = ""
    """Code of a group, “better”, “worse”, or "" for the neutral colour."""


@dataclass(frozen=True)
class Chart:
    """Horizontal bars; a waterfall where bars do not start at 0."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    floats: bool = False


@dataclass(frozen=True)
class Slide:
    """One slide."""

    code: str
    title: str
    lead: str
    """The takeaway, one or two sentences."""
    tables: tuple[SlideTable, ...] = ()
    chart: Chart | None = None
    small: str = ""
    """Period, unit, method: what stands in small type under everything."""
    notes: tuple[str, ...] = ()
    """For the presenter only."""


def period_of(told: Mapping[str, str]) -> Period:
    """A period out of its JSON."""
    return Period(date.fromisoformat(told["start"]), date.fromisoformat(told["end"]))


def signed_percent(share: float | None, words: Words) -> str:
    """A relative difference with its sign; a dash when it is not known."""
    if share is None:
        return words.number(None)
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{words.percent(abs(share), 1)}"
