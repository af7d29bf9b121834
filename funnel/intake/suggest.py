"""What an unknown table may be: its kind of export, and for each contract column the file's column it may stand in.

By name (every spelling the shipped profiles know, and aliases.toml) and by content (a sample of the rows). A suggestion
is shown to a person who decides; nothing is loaded by it alone. Personal columns are suggested for keys only, which
are stored as HMACs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from funnel.errors import Sentence, sentence
from funnel.intake.aliases import Alias, aliases_of, bare
from funnel.intake.contract import MONEY_OF_KIND, Column, staged_columns
from funnel.intake.covered import OF_A_MOMENT, OF_A_PERIOD
from funnel.intake.mapping import COMPUTED, DAY_FROM_MOMENT
from funnel.intake.private import is_personal
from funnel.intake.seen import Seen, could_be_times, seen_in
from funnel.terms import Kind

SURE_ENOUGH = 0.45
"""Confidence from which a suggestion is preselected."""
WEAK, NEARLY, PART = 0.62, 0.8, 0.6
LACKS_REQUIRED = 0.35
MOST_COLUMNS = 400


@dataclass(frozen=True)
class Suggested:
    """One contract column and where in the file it may stand: place from 0, confidence 0…1, why."""

    column: str
    place: int
    confidence: float
    reason: Sentence


@dataclass(frozen=True)
class Proposal:
    """What a table would be as a file of `kind`; `fit` tells how well, only compared with other kinds of the table."""

    kind: Kind
    fit: float
    fields: tuple[Suggested, ...]

    def field(self, column: str) -> Suggested | None:
        """The suggestion for a contract column."""
        return next((one for one in self.fields if one.column == column), None)


@dataclass(frozen=True)
class _FileColumn:
    place: int
    name: str
    words: tuple[str, ...]
    seen: Seen
    personal: bool
    cells: tuple[str, ...]


def fields_of(kind: Kind) -> tuple[Column, ...]:
    """Columns of a kind that a file can state, required ones first."""
    computed = COMPUTED | ({"day"} if kind in DAY_FROM_MOMENT else frozenset())
    found = [column for column in staged_columns(kind) if column.name not in computed]
    return tuple(sorted(found, key=lambda column: not is_required(column)))


def is_required(column: Column) -> bool:
    """Whether rows without this column cannot be kept; the last day of a row is its first where none is stated."""
    return column.required and column.name != "day_to"


def proposals(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Proposal, ...]:
    """A proposal for every kind of export, the likeliest first; `rows` is a sample of the table's rows as text."""
    columns = _columns(header, rows)
    return tuple(sorted((_proposed(kind, columns) for kind in Kind), key=lambda one: -one.fit))


def proposed(kind: Kind, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Proposal:
    """What the table would be as a file of `kind`."""
    return _proposed(kind, _columns(header, rows))


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[_FileColumn]:
    found = []
    for place, name in enumerate(header[:MOST_COLUMNS]):
        if name.strip() and header.count(name) == 1:
            cells = tuple(row[place] if place < len(row) else "" for row in rows)
            words = tuple(bare(name).split())
            found.append(_FileColumn(place, name, words, seen_in(cells), is_personal(name, cells), cells))
    return found


def _proposed(kind: Kind, columns: Sequence[_FileColumn]) -> Proposal:
    fields = fields_of(kind)
    found = [one for field in fields for column in columns if (one := _suggested(kind, field, column))]
    found += _only_ones(kind, fields, columns, {one.column for one in found if one.confidence >= WEAK})
    chosen: dict[str, Suggested] = {}
    places: set[int] = set()
    for one in sorted(found, key=lambda one: -one.confidence):
        if one.column not in chosen and one.place not in places:
            chosen[one.column] = one
            places.add(one.place)
    chosen.pop("order_total" if kind is Kind.ORDER_LINES and _differs_within_orders(chosen, columns) else "", None)
    kept = tuple(chosen[field.name] for field in fields if field.name in chosen)
    return Proposal(kind, _fit(kind, kept), kept)


def _differs_within_orders(chosen: Mapping[str, Suggested], columns: Sequence[_FileColumn]) -> bool:
    """Whether lines of one order state different amounts: then it is what a line costs, not the order's total."""
    cells = {column.place: column.cells for column in columns}
    if not {"order_id", "order_total"} <= chosen.keys():
        return False
    ids, totals = (cells[chosen[name].place] for name in ("order_id", "order_total"))
    told = {(one, total) for one, total in zip(ids, totals, strict=False) if one and total}
    return len(told) > len({one for one, _ in told})


def _fit(kind: Kind, fields: Sequence[Suggested]) -> float:
    told = {one.column for one in fields}
    worth = sum(one.confidence * _telling(one.column) for one in fields)
    lacking = [
        column
        for column in fields_of(kind)
        if is_required(column) and column.name not in told and not (kind is Kind.STOCK and is_asked(column, kind))
    ]
    return float(worth * LACKS_REQUIRED ** len(lacking))


def is_asked(column: Column, kind: Kind) -> bool:
    """Whether the file's title or name may state a required column, and the person is asked where neither does."""
    return (column.name == "moment" and kind in OF_A_MOMENT) or (column.name == "day" and kind in OF_A_PERIOD)


@cache
def _telling(column: str) -> float:
    """How much a column says about the kind of a file: those of one kind most."""
    return 1 / sum(any(each.name == column for each in fields_of(kind)) for kind in Kind)


def _suggested(kind: Kind, field: Column, column: _FileColumn) -> Suggested | None:
    if (column.personal and not _may_be_personal(field)) or not _can_hold(field, column):
        return None
    named, why_named = _by_name(kind, field.name, column)
    looks, why_looks = _by_content(kind, field.name, column.seen)
    confidence = 1 - (1 - named) * (1 - looks)
    if confidence < SURE_ENOUGH:
        return None
    reasons = [reason for reason in (why_named, why_looks) if reason is not None]
    told = reasons[0] if len(reasons) == 1 else sentence("{first}; {second}", first=reasons[0], second=reasons[1])
    return Suggested(field.name, column.place, round(confidence, 3), told)


def _may_be_personal(field: Column) -> bool:
    return field.is_key or field.is_number or field.is_time


def _can_hold(field: Column, column: _FileColumn) -> bool:
    """Whether what the cells look like can be this field at all."""
    seen = column.seen
    if not seen.filled:
        return True
    if field.is_time:
        return seen.times >= 0.6 or could_be_times(column.cells)
    if field.is_number:
        return max(seen.numbers, seen.durations) >= 0.6 and seen.times < 0.9
    limits = {"currency": seen.currencies, "is_bot": seen.flags, "visitor": max(seen.visitors, seen.flags)}
    if field.name in limits:
        return limits[field.name] >= 0.6
    if not (field.is_id or field.is_key) and (seen.durations >= 0.6 or seen.decimals >= 0.6):
        return False
    return seen.times < 0.9 or seen.clocks == 0


def _by_name(kind: Kind, field: str, column: _FileColumn) -> tuple[float, Sentence | None]:
    best, alias = max(
        ((_likeness(column.words, alias), alias) for alias in aliases_of(kind, field)),
        key=lambda found: found[0],
        default=(0.0, None),
    )
    if alias is None or best == 0:
        return 0.0, None
    if best == 1 and alias.source:
        return 0.97, sentence(
            "“{name}” is what {source} calls it", name=column.name.strip(), source=Sentence(alias.source)
        )
    if best == 1:
        return 0.95, sentence("“{name}” usually means this", name=column.name.strip())
    return best, sentence("the name is like “{name}”", name=alias.name.strip())


@cache
def _likeness(words: tuple[str, ...], alias: Alias) -> float:
    """How much a header's words are those of an alias: 1 the same, 0 nothing alike."""
    if not words or not alias.words:
        return 0.0
    if words == alias.words or alias.weak:
        return (words == alias.words) * (WEAK if alias.weak else 1.0)
    held = [any(_alike(word, other) for other in words) for word in alias.words]
    if all(held) and len(words) == len(alias.words):
        return NEARLY
    whole = sum(map(len, alias.words))
    if all(held) and whole >= 4:
        return PART + 0.15 * len(alias.words) / len(words) - 0.05 * (len(words) - len(alias.words) > 2)
    close = SequenceMatcher(None, " ".join(words), " ".join(alias.words))
    if close.real_quick_ratio() > 0.84 and close.quick_ratio() > 0.84 and close.ratio() > 0.84:
        return NEARLY * close.ratio()
    return 0.0


@cache
def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: the same beginning, another ending."""
    if one == other:
        return True
    shared = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return shared >= 4 and shared >= max(len(one), len(other)) - 3


def _by_content(kind: Kind, field: str, seen: Seen) -> tuple[float, Sentence | None]:
    rule = _LOOKS.get(field)
    if rule is None or seen.filled < 2:
        return 0.0, None
    if field == "status" and kind is not Kind.ORDER_LINES:
        return 0.0, None
    share, weight, reason = rule(seen)
    return (weight * share, reason()) if share >= 0.6 else (0.0, None)


def _ids_of_lines(seen: Seen) -> float:
    return (
        0.8 if 0.1 <= seen.repeats <= 0.8 and seen.distinct < 0.95 and seen.times == 0 and seen.decimals == 0 else 0.0
    )


Looks = Callable[[Seen], tuple[float, float, Callable[[], Sentence]]]
_LOOKS: dict[str, Looks] = {
    "device": lambda seen: (seen.devices, 0.75, lambda: sentence("its values are devices")),
    "event": lambda seen: (seen.events, 0.75, lambda: sentence("its values are steps of a shop")),
    "status": lambda seen: (seen.statuses, 0.6, lambda: sentence("its values are states of an order")),
    "visitor": lambda seen: (seen.visitors, 0.6, lambda: sentence("its values are new and returning")),
    "currency": lambda seen: (seen.currencies, 0.8, lambda: sentence("its values are currencies")),
    "page": lambda seen: (seen.pages, 0.6, lambda: sentence("its values are addresses of pages")),
    "customer_key": lambda seen: (seen.emails, 0.7, lambda: sentence("its values are e-mails, kept only as a code")),
    "medium": lambda seen: (seen.media, 0.6, lambda: sentence("its values are words of utm_medium")),
    "source": lambda seen: (seen.places, 0.6, lambda: sentence("its values are words of utm_source")),
    "order_id": lambda seen: (
        _ids_of_lines(seen),
        0.25,
        lambda: sentence("its values repeat from line to line, as orders do"),
    ),
    "first_reply_seconds": lambda seen: (seen.durations, 0.3, lambda: sentence("its values are durations")),
}


def _only_ones(
    kind: Kind, fields: Sequence[Column], columns: Sequence[_FileColumn], named: set[str]
) -> list[Suggested]:
    """The only column of days, and the only one of amounts, are what the kind needs most."""
    names = {field.name for field in fields}
    when = "moment" if "moment" in names else "day"
    money = MONEY_OF_KIND.get(kind)
    found = _first_id(fields, columns, named)
    days = [column for column in columns if column.seen.times >= 0.9]
    if when not in named and len(days) == 1:
        told = sentence("the only column of days or times")
        found.append(Suggested(when, days[0].place, 0.55, told))
    amounts = [column for column in columns if column.seen.decimals >= 0.5 and column.seen.numbers >= 0.9]
    if money and money not in named and len(amounts) == 1:
        found.append(Suggested(money, amounts[0].place, 0.5, sentence("the only column of amounts")))
    return found


def _first_id(fields: Sequence[Column], columns: Sequence[_FileColumn], named: set[str]) -> list[Suggested]:
    """A table begins with its key more often than not."""
    wanted = next((field.name for field in fields if field.required and field.is_id), None)
    if wanted is None or wanted in named or not columns:
        return []
    first = columns[0]
    is_key = first.place == 0 and first.seen.filled and not first.personal and not first.seen.times
    words = first.seen.pages or first.seen.devices or first.seen.events or first.seen.places or first.seen.decimals
    if not is_key or words or (first.seen.distinct < 0.5 and not first.seen.repeats):
        return []
    return [Suggested(wanted, 0, 0.5, sentence("the first column of the table, where ids usually stand"))]
