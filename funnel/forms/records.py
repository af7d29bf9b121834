"""JSON: an array of objects, an object that holds such arrays, one object a line (NDJSON), or a list of lists."""

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from funnel.errors import Sentence, sentence
from funnel.forms.apart import Refused, Told, run
from funnel.forms.plain_cells import cell_text, unmistakable, write_rows
from funnel.forms.record_shapes import Records, scalar, tables_in

PIECE = 2**20
MOST_WHOLE = 512 * 2**20
LONGEST_RECORD = 16 * 2**20
MOST_NAMES = 5_000
ERROR_NAMES = ("error_description", "message", "error", "errors")
ARRAY = re.compile(r"\[\s*(?:[\[{\]]|$)")
"""What begins an array of records, and not a list of names."""
BLANKS, BETWEEN = re.compile(r"[\s\ufeff]*"), re.compile(r"[\s,]*")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


MAIL = re.compile(r"\S*@\S*")
NOT_UTF8 = sentence("The JSON file is not UTF-8. Export it again.")
CUT_SHORT = sentence("The JSON file is damaged or cut short. Export it again.")


class _Twice(Exception):
    """An object names something twice."""


class Number(str):
    """A number of the file, as its digits."""


def _number(stated: str) -> Number:
    return Number(unmistakable(stated))


def _scaled(stated: str) -> Number:
    """A number written with a dot or an exponent; large ones keep it, for their digits are lost."""
    if "e" not in stated.lower():
        # 1001.0 is how a table of doubles tells the order 1001.
        return _number(stated.removesuffix(".0"))
    value = Decimal(stated)
    if abs(value) >= 10**15:
        return Number(stated.upper() if "+" in stated else stated.upper().replace("E", "E+"))
    return Number(unmistakable(format(value, "f")))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return told


DECODER = json.JSONDecoder(parse_int=_number, parse_float=_scaled, parse_constant=Number, object_pairs_hook=_object)


def tables(source: Path, folder: Path, _currencies: frozenset[str]) -> Told:
    """The tables of a JSON file; raises Refused when it holds none, or ends in the middle."""
    found = _tables_of(source)
    lists: dict[str, None] = {}
    for place, name in enumerate(found):
        names = _names_in(found[name], lists)
        write_rows(_rows(found[name], names), folder / f"table{place}")
    return Told(tuple(found), tuple(_notes(lists)))


def _names_in(records: Iterable[Mapping[str, Any]], lists: dict[str, None]) -> list[str]:
    names: dict[str, None] = {}
    for number, record in enumerate(records, 1):
        for name, value in _flat(record):
            (lists if isinstance(value, list) else names).setdefault(name)
        if len(names) > MOST_NAMES:
            raise Refused(
                sentence(
                    "By record {number} the records have too many different names to be a table; export it as CSV.",
                    number=number,
                )
            )
    if not names:
        raise Refused(sentence("The JSON file holds no records; export it again."))
    return list(names)


@dataclass(frozen=True)
class Streamed:
    """The records of a file read anew each time they are gone through, never all in memory."""

    source: Path
    encoding: str

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        """One record after the other."""
        return _told_of_faults(_named(_of_stream(self.source, self.encoding)))


def _notes(lists: Mapping[str, None]) -> Iterator[Sentence]:
    if lists:
        yield sentence("Columns that hold lists or records were not read: {columns}.", columns=", ".join(lists))


def _rows(records: Iterable[Mapping[str, Any]], names: list[str]) -> Iterator[list[str]]:
    yield names
    for record in records:
        told = {name: value for name, value in _flat(record) if not isinstance(value, list)}
        yield [cell_text(told.get(name)) for name in names]


def _flat(record: Mapping[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, told in record.items():
        value = scalar(told)
        if isinstance(value, dict) and depth < 8:
            yield from _flat(value, f"{before}{name}.", depth + 1)
        else:
            yield before + name, value


def _tables_of(source: Path) -> dict[str, Iterable[Mapping[str, Any]]]:
    encoding = _encoding_of(source)
    try:
        with source.open(encoding=encoding) as file:
            first = file.read(PIECE).lstrip()
        if first.startswith("{") and not _is_lines(first):
            return dict(_of_object(source, encoding))
    except UnicodeDecodeError as cause:
        raise Refused(NOT_UTF8) from cause
    return {"": Streamed(source, encoding)}


def _told_of_faults(records: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        for record in records:
            number += 1
            yield record
    except UnicodeDecodeError as cause:
        raise Refused(NOT_UTF8) from cause
    except _Twice as cause:
        raise Refused(_named_twice(number + 1, str(cause))) from cause


def _named_twice(number: int, column: str) -> Sentence:
    return sentence(
        "Record {number} names “{column}” twice; export it with each name once.", number=number, column=column
    )


def _encoding_of(source: Path) -> str:
    with source.open("rb") as file:
        head = file.read(4)
    bare = {b"\0": "utf-16-be"}.get(head[:1]) or {b"\0": "utf-16-le"}.get(head[1:2]) or "utf-8"
    return next((name for bom, name in BOMS if head.startswith(bom)), bare)


def _is_lines(first: str) -> bool:
    """Whether the first object ends and another value follows, or the text ends with the first line's object."""
    try:
        value, end = DECODER.raw_decode(first)
    except ValueError:
        return "\n{" in first.replace("\r", "") and not first.split("\n", 1)[0].strip().endswith(("{", "[", ","))
    is_error = isinstance(value, dict) and any(name in value for name in ERROR_NAMES)
    holds = isinstance(value, dict) and (tables_in(value) or any(isinstance(one, list) for one in value.values()))
    return bool(first[end:].strip()) or not (is_error or holds)


def _of_object(source: Path, encoding: str) -> dict[str, Records]:
    if source.stat().st_size > MOST_WHOLE:
        raise Refused(sentence("The JSON file is too large to be one object; export it with one record a line."))
    try:
        told = DECODER.decode(source.read_text(encoding=encoding))
    except _Twice as cause:
        raise Refused(_named_twice(1, str(cause))) from cause
    except (UnicodeDecodeError, RecursionError) as cause:
        raise Refused(NOT_UTF8 if isinstance(cause, UnicodeDecodeError) else CUT_SHORT) from cause
    except ValueError as cause:
        raise Refused(CUT_SHORT) from cause
    found = tables_in(told)
    if not found:
        raise Refused(_nothing_in(told))
    beside = sum(not isinstance(value, dict | list) for value in told.values())
    # Far inside stands what may be a part of one record as well as a table of its own: the names will tell.
    if beside > 1 and all("." in path for path in found):
        return {"": [told], **found}
    return found if len(found) > 1 else {"": next(iter(found.values()))}


def _nothing_in(told: Mapping[str, Any]) -> Sentence:
    error = next((told[name] for name in ERROR_NAMES if told.get(name)), None)
    if error:
        safe = MAIL.sub("•••", str(error))[:120]
        return sentence(
            "This is an error the source answered with (“{error}”), not an export; export it again.", error=safe
        )
    return sentence("The JSON file holds no records; export it again.")


def _named(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The records among values one after the other: objects, or lists below one of names."""
    names: list[str] = []
    for number, value in enumerate(values, 1):
        if number == 1 and _are_names(value):
            names = value
        elif names and isinstance(value, list) and len(value) == len(names):
            yield dict(zip(names, value, strict=True))
        elif names or not isinstance(value, dict):
            raise Refused(_not_an_object(number))
        else:
            yield value


def _are_names(value: object) -> bool:
    texts = [one for one in value if type(one) is str and one.strip()] if isinstance(value, list) else []
    return isinstance(value, list) and 1 < len(texts) == len(value) == len(set(texts))


def _not_an_object(number: int) -> Sentence:
    return sentence(
        "Record {number} of the JSON file is not an object with names; export the table as CSV.", number=number
    )


def _of_stream(source: Path, encoding: str) -> Iterator[Any]:
    """Values one after the other, in an array or not, never all in memory."""
    number, held, at = 0, "", 0
    closing = None
    with source.open(encoding=encoding) as file:
        while True:
            at = _past(BETWEEN if number else BLANKS, held, at)
            if number == 0 and closing is None and ARRAY.match(held, at):
                closing, at = "]", at + 1
            elif closing and held.startswith(closing, at):
                closing, at = "", at + 1
            elif at < len(held) and (found := _next_value(held, at)):
                number, at = number + 1, found[1]
                if closing == "":
                    raise Refused(_not_an_object(number))
                yield found[0]
            else:
                piece = file.read(PIECE)
                held, at = held[at:] + piece, 0
                if not piece and not held.strip() and not closing:
                    return
                if not piece or len(held) > LONGEST_RECORD:
                    raise Refused(_cut_short(number + 1))


def _past(signs: re.Pattern[str], text: str, at: int) -> int:
    found = signs.match(text, at)
    return found.end() if found else at


def _next_value(held: str, at: int) -> tuple[Any, int] | None:
    try:
        value, end = DECODER.raw_decode(held, at)
    except (ValueError, RecursionError):
        return None
    # A number or word at the very end of the piece may go on in the next one.
    return (value, end) if isinstance(value, dict | list) or end < len(held) else None


def _cut_short(number: int) -> Sentence:
    return sentence("Record {number} of the JSON file is damaged or cut short. Export it again.", number=number)


if __name__ == "__main__":
    run(tables)
