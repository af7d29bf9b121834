"""Ways of writing the same values: dialects, encodings, days and numbers."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.intake.corpus.shapes import Table

ZONE = ZoneInfo("Europe/Warsaw")
RU = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
DE = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
FR = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ES = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
UK = (
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
)
PL = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru")


@dataclass(frozen=True)
class Style:
    """How a table is written."""

    delimiter: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    encoding: str = "utf-8"
    line_end: str = "\n"
    date: str = "iso"
    number: str = "dot"
    top: str = ""
    last_end: bool = True
    spaced: bool = False

    def but(self, **changes: Any) -> "Style":
        """This style with some things otherwise."""
        return replace(self, **changes)


def _epoch(scale: int) -> Callable[[datetime], str]:
    return lambda when: str(int(when.replace(tzinfo=ZONE).timestamp()) * scale)


def _excel(when: datetime) -> str:
    days = (when - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    return f"{days:.10f}".rstrip("0").rstrip(".")


def _offset(form: str) -> Callable[[datetime], str]:
    return lambda when: when.replace(tzinfo=ZONE).strftime(form)


DATES: Mapping[str, Callable[[datetime], str]] = {
    "iso": lambda when: when.strftime("%Y-%m-%d %H:%M:%S"),
    "iso_t": lambda when: when.isoformat(),
    "iso_millis": lambda when: when.isoformat(sep=" ") + ".123",
    "iso_minutes": lambda when: when.strftime("%Y-%m-%d %H:%M"),
    "zulu": lambda when: when.replace(tzinfo=ZONE).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "zulu_millis": lambda when: when.replace(tzinfo=ZONE).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    "utc": lambda when: when.replace(tzinfo=ZONE).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
    "offset": _offset("%Y-%m-%d %H:%M:%S %z"),
    "offset_t": lambda when: when.replace(tzinfo=ZONE).isoformat(),
    "dots": lambda when: when.strftime("%d.%m.%Y %H:%M:%S"),
    "dots_minutes": lambda when: when.strftime("%d.%m.%Y %H:%M"),
    "dots_comma": lambda when: when.strftime("%d.%m.%Y, %H:%M:%S"),
    "dots_bare": lambda when: f"{when.day}.{when.month}.{when.year} {when.hour}:{when.minute:02}",
    "dots_short": lambda when: when.strftime("%d.%m.%y %H:%M"),
    "slashes_dmy": lambda when: when.strftime("%d/%m/%Y %H:%M:%S"),
    "slashes_mdy": lambda when: when.strftime("%m/%d/%Y %I:%M:%S %p"),
    "slashes_mdy_bare": lambda when: f"{when.month}/{when.day}/{when.year} {when.hour}:{when.minute:02}",
    "slashes_short": lambda when: when.strftime("%m/%d/%y %H:%M"),
    "dashes_dmy": lambda when: when.strftime("%d-%m-%Y %H:%M:%S"),
    "ymd_slashes": lambda when: when.strftime("%Y/%m/%d %H:%M:%S"),
    "ymd_dots": lambda when: when.strftime("%Y.%m.%d %H:%M:%S"),
    "compact_time": lambda when: when.strftime("%Y%m%d%H%M%S"),
    "named_en": lambda when: when.strftime("%b %d, %Y %H:%M:%S"),
    "named_en_pm": lambda when: when.strftime("%b %d, %Y, %I:%M:%S %p"),
    "named_day_first": lambda when: when.strftime("%d %B %Y %H:%M"),
    "named_dashes": lambda when: when.strftime("%d-%b-%Y %H:%M:%S"),
    "named_short_year": lambda when: when.strftime("%d-%b-%y %H:%M"),
    "named_ru": lambda when: f"{when.day} {RU[when.month - 1]} {when.year} г., {when:%H:%M}",
    "named_pl": lambda when: f"{when.day} {PL[when.month - 1]} {when.year} {when:%H:%M}",
    "named_de": lambda when: f"{when.day}. {DE[when.month - 1]} {when.year} {when:%H:%M}",
    "named_fr": lambda when: f"{when.day} {FR[when.month - 1]} {when.year} à {when:%H:%M}",
    "named_es": lambda when: f"{when.day} de {ES[when.month - 1]} de {when.year} {when:%H:%M}",
    "named_uk": lambda when: f"{when.day} {UK[when.month - 1]} {when.year} р., {when:%H:%M}",
    "named_ru_at": lambda when: f"{when.day} {RU[when.month - 1]} {when.year} в {when:%H:%M}",
    "rfc_2822": lambda when: when.replace(tzinfo=ZONE).strftime("%a, %d %b %Y %H:%M:%S %z"),
    "rfc_2822_gmt": lambda when: when.replace(tzinfo=ZONE).astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
    "javascript": lambda when: when.replace(tzinfo=ZONE).strftime("%a %b %d %Y %H:%M:%S GMT%z (CEST)"),
    "javascript_words": lambda when: when.replace(tzinfo=ZONE).strftime(
        "%a %b %d %Y %H:%M:%S GMT%z (Central European Summer Time)"
    ),
    "asctime": lambda when: when.strftime("%a %b %d %H:%M:%S %Y"),
    "zone_word": lambda when: when.replace(tzinfo=ZONE).strftime("%Y-%m-%d %H:%M:%S %Z"),
    "dots_zone_word": lambda when: when.replace(tzinfo=ZONE).strftime("%d.%m.%Y %H:%M (%Z)"),
    "moscow_word": lambda when: (
        when.replace(tzinfo=ZONE).astimezone(ZoneInfo("Europe/Moscow")).strftime("%d.%m.%Y %H:%M:%S МСК")
    ),
    "utc_and_hours": lambda when: when.replace(tzinfo=ZONE).strftime("%Y-%m-%d %H:%M:%S UTC+2"),
    "kept_as_text": lambda when: when.strftime("'%d.%m.%Y %H:%M"),
    "weekday_en": lambda when: when.strftime("%a, %d %b %Y %H:%M:%S"),
    "seconds": _epoch(1),
    "millis": _epoch(1000),
    "micros": _epoch(1_000_000),
    "excel": _excel,
    "excel_comma": lambda when: _excel(when).replace(".", ","),
}
"""Every one says the day beyond doubt over 45 days."""


def _grouped(group: str, mark: str) -> Callable[[Decimal], str]:
    return lambda amount: f"{amount:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", group)


NUMBERS: Mapping[str, Callable[[Decimal], str]] = {
    "dot": lambda amount: f"{amount:.2f}",
    "comma": lambda amount: f"{amount:.2f}".replace(".", ","),
    "trimmed": lambda amount: f"{amount.normalize():f}",
    "comma_trimmed": lambda amount: f"{amount.normalize():f}".replace(".", ","),
    "comma_groups": _grouped(",", "."),
    "dot_groups": _grouped(".", ","),
    "nbsp": _grouped("\u00a0", ","),
    "thin": _grouped("\u202f", ","),
    "space": _grouped(" ", ","),
    "space_dot": _grouped(" ", "."),
    "apostrophe": _grouped("'", "."),
    "curly": _grouped("’", "."),
    "zloty": lambda amount: _grouped("\u00a0", ",")(amount) + " zł",
    "code_first": lambda amount: "PLN " + _grouped(",", ".")(amount),
    "code_last": lambda amount: _grouped(",", ".")(amount) + " PLN",
    "four": lambda amount: f"{amount:.2f}00",
    "four_comma": lambda amount: f"{amount:.2f}00".replace(".", ","),
    "no_zero": lambda amount: f"{amount:.2f}".removeprefix("0"),
    "bare_mark": lambda amount: f"{amount.normalize():f}" if amount % 1 else f"{amount:.0f}.",
    "kept_as_text": lambda amount: f"'{amount:.2f}",
    "formula": lambda amount: f'="{amount:.2f}"',
    "formula_comma": lambda amount: f'="{amount:.2f}"'.replace(".", ","),
    "plus": lambda amount: f"{amount:+.2f}",
}


def text_of(value: Any, style: Style) -> str:
    """One value as the style writes it."""
    if isinstance(value, datetime):
        return DATES[style.date](value)
    if isinstance(value, Decimal):
        return NUMBERS[style.number](value)
    return "" if value is None else str(value)


def cells_of(table: Table, style: Style) -> list[list[str]]:
    """Header and rows as texts."""
    header = table.shape.header()
    return [header, *([text_of(row[name], style) for name in header] for row in table.rows)]


def bytes_of(cells: list[list[str]], style: Style) -> bytes:
    """Rows of cells as a file."""
    out = io.StringIO()
    written = csv.writer(out, delimiter=style.delimiter, quoting=style.quoting, lineterminator=style.line_end)  # type: ignore[arg-type]
    written.writerows(cells)
    text = out.getvalue()
    if style.spaced:
        text = text.replace(style.delimiter, style.delimiter + " ")
    if not style.last_end:
        text = text.removesuffix(style.line_end)
    return encoded(style.top + text, style.encoding)


def encoded(text: str, encoding: str) -> bytes:
    """Text in an encoding; "utf-16le" and "utf-16be" without a mark, "utf-16" with one."""
    return text.encode(encoding)
