"""What the cells of one column look like: days, amounts, pages, devices … Asked of a sample, only for suggestions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from funnel.intake.meanings import known_words
from funnel.intake.moments import forms
from funnel.intake.private import EMAIL
from funnel.intake.vocabulary import currency_named, vocabulary

NUMBER = re.compile(r"[^\d\w+-]*[-+−(]?\s*\d[\d\s\u00a0\u202f.,']*\)?-?\s*(?:%|[^\W\d_]{1,4}\.?|[^\w\s])?", re.UNICODE)
DECIMALS = re.compile(r"[.,]\d{1,2}\D*$")
DURATION = re.compile(r"-?\d{1,4}:\d{2}(?::\d{2})?")
PAGE = re.compile(r"https?://\S+|/[\w./%-]*(?:\?\S*)?|(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
MEDIA = frozenset(
    {"cpc", "ppc", "cpm", "organic", "email", "referral", "(none)", "none", "social", "paid_social", "display"}
    | {"affiliate", "paid", "sms", "push", "banner"}
)
PLACES = frozenset(
    {"google", "yandex", "facebook", "instagram", "bing", "(direct)", "direct", "newsletter", "vk", "tiktok", "meta"}
    | {"allegro", "ceneo", "criteo", "ya", "telegram", "youtube", "linkedin", "duckduckgo"}
)
FLAGS = frozenset({"true", "false", "0", "1", "yes", "no", "да", "нет", "tak", "nie"})
CLOCK = re.compile(r"\d:\d\d")


@dataclass(frozen=True)
class Seen:
    """Shares (0…1) of the filled cells of a sample that look like something.

    `repeats` is the share of cells equal to the cell above, `distinct` the share of different values.
    """

    filled: int
    distinct: float = 0.0
    repeats: float = 0.0
    times: float = 0.0
    clocks: float = 0.0
    numbers: float = 0.0
    decimals: float = 0.0
    durations: float = 0.0
    pages: float = 0.0
    emails: float = 0.0
    currencies: float = 0.0
    devices: float = 0.0
    visitors: float = 0.0
    events: float = 0.0
    statuses: float = 0.0
    media: float = 0.0
    places: float = 0.0
    flags: float = 0.0


def seen_in(cells: Sequence[str]) -> Seen:
    """What a column's cells look like."""
    told = [cell.strip() for cell in cells]
    nulls = {*vocabulary().nulls, *vocabulary().text_nulls, ""}
    filled = [cell for cell in told if cell.casefold() not in nulls]
    if not filled:
        return Seen(0)

    def share(holds: Callable[[str], bool]) -> float:
        return sum(map(holds, filled)) / len(filled)

    words = [cell.casefold() for cell in filled]

    def among(known: frozenset[str]) -> float:
        return sum(word in known for word in words) / len(words)

    pairs = list(pairwise(filled))
    times = share(_is_time)
    return Seen(
        filled=len(filled),
        distinct=len(set(filled)) / len(filled),
        repeats=sum(one == other for one, other in pairs) / len(pairs) if pairs else 0.0,
        times=times,
        clocks=share(lambda cell: bool(CLOCK.search(cell))) if times else 0.0,
        numbers=share(lambda cell: NUMBER.fullmatch(cell) is not None),
        decimals=share(lambda cell: DECIMALS.search(cell) is not None),
        durations=share(lambda cell: DURATION.fullmatch(cell) is not None),
        pages=share(lambda cell: PAGE.fullmatch(cell) is not None),
        emails=share(lambda cell: EMAIL.fullmatch(cell) is not None),
        currencies=share(lambda cell: not cell.isdigit() and currency_named(cell) is not None),
        devices=among(known_words("device")),
        visitors=among(known_words("visitor") - FLAGS),
        events=among(known_words("event")),
        statuses=among(known_words("status")),
        media=among(MEDIA),
        places=among(PLACES),
        flags=among(FLAGS),
    )


def _is_time(cell: str) -> bool:
    text = cell.casefold()
    return len(text) < 40 and any(pattern.fullmatch(cell) or pattern.fullmatch(text) for pattern in _time_patterns())


@cache
def _time_patterns() -> tuple[re.Pattern[str], ...]:
    # A bare number may be a moment (seconds since 1970, a spreadsheet's day), but its looks alone do not say so.
    bare = {"excel", "seconds", "micros", "millis"}
    return tuple(_compiled(form.pattern) for form in forms() if form.name not in bare)


@cache
def _bare_patterns() -> tuple[re.Pattern[str], ...]:
    bare = {"excel", "seconds", "micros", "millis"}
    return tuple(_compiled(form.pattern) for form in forms() if form.name in bare)


def _compiled(pattern: str) -> re.Pattern[str]:
    r"""The database writes a sign as \x{a0}, Python as itself."""
    return re.compile(re.sub(r"\\x\{([0-9a-fA-F]+)\}", lambda code: chr(int(code[1], 16)), pattern))


def could_be_times(cells: Sequence[str]) -> bool:
    """Whether the filled cells may all be moments written as bare numbers."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(any(one.fullmatch(cell) for one in _bare_patterns()) for cell in filled)
