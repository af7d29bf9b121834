"""Decimal commas without quotes in a text of commas: 14,56 stands in two columns, and neither looks wrong alone.

Where a row holds its empty last cells, such a number makes it one cell longer than the header. Where it does not, the
amount loses its decimals in silence; so does 1,234.50 all but its thousands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.asking import Asking
from funnel.intake.contract import Column, staged_columns
from funnel.intake.guarded import first_rows
from funnel.intake.header import normalised
from funnel.intake.located import Mapped
from funnel.intake.outcome import Question, Reading
from funnel.intake.sniff import Table

WHOLE, PART, CENTS = re.compile(r"-?\d+"), re.compile(r"\d\d"), re.compile(r"\d\d?")
FEW_DIGITS, REST = re.compile(r"-?\d{1,3}"), re.compile(r"\d{3}(?:\.\d{1,2})?")
DECIMALS = re.compile(r"\D*\d[\d\s,]*\.\d{1,2}\D*")
FEWEST = 5
LOOKED_AT = 20_000
MOST_OF_A_CLOCK = 60
"""Two digits beyond it are no day, month, hour or minute."""
MOSTLY = 0.8
ONE_NUMBER, TWO_COLUMNS = "one", "two"
SMALL_NUMBERS = re.compile(
    r"%|скид|discount|rabat|процент|percent|возраст|age\b|wiek|alter|кол-?во|количеств|qty|quantity|count|pcs|шт|ilość|"
    r"liczba|sztuk|menge|anzahl|число|раз|size|code|код|kod|регион|region|\bid\b|№|номер|number|numer|\bnr\b|rating|"
    r"рейтинг|балл|score|points|punkt|hour|час|day|день|week|недел|month|месяц|position|позици|line|строк"
)
"""Names of columns of small whole numbers."""


@dataclass(frozen=True)
class Pair:
    """What stands in the column of an amount in one record, and in the two columns behind it."""

    record: int
    one: str
    two: str
    behind: str

    @property
    def is_cut(self) -> bool:
        """Whether the two may be a number cut at its decimal comma or behind its thousands."""
        return self.has_cents or bool(FEW_DIGITS.fullmatch(self.one) and REST.fullmatch(self.two))

    @property
    def has_cents(self) -> bool:
        """Whether one or two digits follow a whole number."""
        return bool(WHOLE.fullmatch(self.one) and CENTS.fullmatch(self.two))


def look_for_cut_numbers(found: Mapped, text: Path, table: Table, file_name: str, asking: Asking) -> None:
    """Asks about amounts that may be cut at a comma.

    Raises RefusedFile naming the first of them where their decimals stand in the next column beyond doubt, or where
    the answer is that they are.
    """
    if table.dialect.delimiter != ",":
        return
    used = {place: name for name, located in found.located.items() for place in located.places()}
    kinds = {column.name: column for column in staged_columns(found.kind)}
    places = sorted(place for place, name in used.items() if kinds[name].is_money and place + 1 < len(table.header))
    rows = list(_rows(text, table)) if places else []
    for place in places:
        pairs = list(_pairs(rows, place))
        following = kinds.get(used.get(place + 1, ""))
        first = next((pair for pair in pairs if pair.is_cut), None)
        if first is None:
            continue
        if following is None and _are_cut(pairs):
            raise _refused(first, table, place, file_name)
        if _may_be_cut(pairs, table.header[place + 1], following):
            answer = asking.ask(_question(first, table, place))
            if answer == ONE_NUMBER:
                raise _refused(first, table, place, file_name)


def _rows(text: Path, table: Table) -> Iterator[tuple[int, Sequence[str]]]:
    for record, row in enumerate(first_rows(text, table, LOOKED_AT), 1):
        if any(cell.strip() for cell in row):
            yield record, row


def _pairs(rows: Sequence[tuple[int, Sequence[str]]], place: int) -> Iterator[Pair]:
    for record, row in rows:
        one, two, behind = (row[at].strip() if at < len(row) else "" for at in (place, place + 1, place + 2))
        if one:
            yield Pair(record, one, two, behind)


def _are_cut(pairs: Sequence[Pair]) -> bool:
    """Whether all amounts are whole and followed by two digits that no count, code or clock has."""
    if len(pairs) < FEWEST or not all(WHOLE.fullmatch(pair.one) and PART.fullmatch(pair.two) for pair in pairs):
        return False
    parts = [pair.two for pair in pairs]
    return any(part.startswith("0") for part in parts) and any(int(part) >= MOST_OF_A_CLOCK for part in parts)


def _may_be_cut(pairs: Sequence[Pair], header: str, following: Column | None) -> bool:
    """Whether the rows read as well, or better, as numbers cut in two; `following` is what the next column means."""
    numbers = following is not None and (following.is_number or following.is_time or following.is_id)
    if numbers or SMALL_NUMBERS.search(normalised(header)):
        return following is not None and (_are_padded(pairs) or (following.is_money and _are_all_cents(pairs)))
    return any(one(pairs) for one in (_are_like_cents, _differ_from_others, _push_others_on, _stand_among_words))


def _are_padded(pairs: Sequence[Pair]) -> bool:
    """Two digits such as 05 and 99, or three such as 045.50, behind whole amounts only."""
    filled = [pair.two for pair in pairs if pair.two]
    if len(filled) < FEWEST or not all(pair.is_cut for pair in pairs if pair.two):
        return False
    padded = any(len(two) > 1 and two.startswith("0") for two in filled)
    return padded and any(float(two) >= MOST_OF_A_CLOCK for two in filled)


def _are_all_cents(pairs: Sequence[Pair]) -> bool:
    """Two digits behind every amount, and beyond those of a clock: hardly amounts of their own."""
    if len(pairs) < FEWEST or not all(CENTS.fullmatch(pair.two) and _is_whole(pair) for pair in pairs):
        return False
    return _are_mostly_two_digits([pair.two for pair in pairs])


def _are_like_cents(pairs: Sequence[Pair]) -> bool:
    """Whether the next column holds nothing but two digits that are no clock's, or the rest of thousands."""
    filled = [pair for pair in pairs if pair.two]
    if len(filled) < FEWEST or not all(pair.is_cut for pair in filled) or not all(map(_is_whole, pairs)):
        return False
    twos = [pair.two for pair in filled]
    if all("." in two for two in twos):
        return True
    return _are_mostly_two_digits(twos)


def _are_mostly_two_digits(twos: Sequence[str]) -> bool:
    digits = sum(PART.fullmatch(two) is not None for two in twos)
    return digits >= MOSTLY * len(twos) and ("00" in twos or max(map(float, twos)) >= MOST_OF_A_CLOCK)


def _is_whole(pair: Pair) -> bool:
    return WHOLE.fullmatch(pair.one) is not None


def _differ_from_others(pairs: Sequence[Pair]) -> bool:
    """Whether the next column is filled only where the amount has no decimals, and all other amounts have them."""
    filled = [pair for pair in pairs if pair.two]
    others = [pair for pair in pairs if not pair.two]
    enough = len(pairs) >= FEWEST and bool(filled) and bool(others)
    return enough and all(pair.is_cut for pair in filled) and all(DECIMALS.fullmatch(pair.one) for pair in others)


def _push_others_on(pairs: Sequence[Pair]) -> bool:
    """Whether what stands in the next column elsewhere stands one column further where two digits come between."""
    cut = [pair for pair in pairs if pair.is_cut]
    words = {pair.two for pair in pairs if pair.two and not pair.is_cut and not WHOLE.fullmatch(pair.two)}
    pushed = [pair for pair in cut if pair.behind in words]
    return bool(pushed) and len(pushed) >= MOSTLY * len(cut)


def _stand_among_words(pairs: Sequence[Pair]) -> bool:
    """Whether the next column holds words or nothing, but for a few numbers of one or two digits."""
    cut = [pair for pair in pairs if pair.has_cents]
    others = [pair for pair in pairs if not pair.has_cents]
    rare = len(pairs) >= FEWEST and 0 < len(cut) < len(others)
    return rare and all(map(_is_whole, pairs)) and not any(WHOLE.fullmatch(pair.two) for pair in others)


def _told(pair: Pair, table: Table, place: int) -> dict[str, str | int]:
    return {
        "whole": pair.one,
        "part": pair.two,
        "record": pair.record,
        "column": table.header[place].strip(),
        "next": table.header[place + 1].strip(),
    }


def _refused(pair: Pair, table: Table, place: int, file_name: str) -> RefusedFile:
    told = sentence(
        "“{whole},{part}” in row {record} seems to be one number, cut in two at its comma: columns “{column}” and "
        "“{next}”. Export the file again with another separator.",
        **_told(pair, table, place),
    )
    return RefusedFile(file_name, [told])


def _question(pair: Pair, table: Table, place: int) -> Question:
    header, example = table.header[place].strip(), (pair.record, f"{pair.one},{pair.two}")
    asked = sentence(
        "“{whole},{part}” in row {record} can be one number, cut in two at its comma, or stand in two columns, "
        "“{column}” and “{next}”; say which.",
        **_told(pair, table, place),
    )
    readings = (
        Reading(TWO_COLUMNS, sentence("two columns, as they stand"), ((*example, pair.one),)),
        Reading(ONE_NUMBER, sentence("one number: the file must be exported again"), ((*example, example[1]),)),
    )
    return Question(f"cut_number:{header}", header, readings, asked)
