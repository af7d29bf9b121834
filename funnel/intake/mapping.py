"""Fifth stage: where each contract column stands in this file, or why it does not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from funnel.errors import RefusedFile, Sentence, sentence
from funnel.intake.aliases import aliases_of
from funnel.intake.choices import Choices
from funnel.intake.contract import Column, contract_of, stated_with
from funnel.intake.covered import days_of_rows
from funnel.intake.header import currency_in, matches, normalised
from funnel.intake.located import Aside, Located, Mapped
from funnel.intake.misspelt import MISSED, is_misspelt, lack_of, lacking_words, lacks_what_is_missed
from funnel.intake.profile import Cell, Names, Profile
from funnel.intake.said_above import is_utc_above, unit_above
from funnel.intake.seen import NUMBER
from funnel.intake.sniff import Table
from funnel.terms import Kind

LOOKED_AT = 200
"""Rows that show what a column holds."""
COMPUTED = frozenset({"record", "line"})
DAY_FROM_MOMENT = frozenset(
    {Kind.TRAFFIC_EVENTS, Kind.TRAFFIC_SESSIONS, Kind.ORDER_LINES, Kind.CONTACTS, Kind.STOCK}
    | {Kind.MARKETPLACE_ORDERS, Kind.MARKETPLACE_STOCK}
)


def mapped(profile: Profile, table: Table, file_names: Names, choices: Choices) -> Mapped:
    """Every contract column located; raises RefusedFile with all that is missing.

    `file_names` are those of the table and of what it came in; a day or a period may stand in them.
    What is named twice, a snapshot without a day, or a report without days is asked with `choices`.
    """
    header = table.header
    names = [normalised(cell) for cell in header]
    located = _located(profile, header, names, choices)
    located |= _currency_beside(profile, header, names, located)
    if not profile.zone and is_utc_above(table.preamble):
        profile = replace(profile, zone="utc")
    constants, notes = dict(profile.constants), list(profile.notes)
    spread, item_place = _with_numbers(_spread(profile, header, names), choices), _item_place(profile, names)
    days, told = days_of_rows(profile, table, file_names, located.keys() | constants.keys(), choices)
    constants |= days
    notes += [*told, *lacking_words(profile, located.keys())]
    unit = unit_above(table.preamble)
    problems = [unit] if unit and _counts_plain_amounts(profile, located) else []
    problems += [*_in_several_currencies(profile, names, header), *_missing(profile, located, constants, header)]
    if problems:
        raise RefusedFile(file_names[0], problems)
    stated = profile.currency or _currency_of_header(profile, names)
    for column in MISSED:
        given = located.keys() | constants.keys() | ({"currency"} if stated else set())
        if lacks_what_is_missed(column, profile, given):
            choices.goes_without(profile.columns[column].parts[0][0], column)
    asides = tuple(_asides(profile, names))
    used = {place for one in located.values() for place in one.places()}
    used |= {place for one in asides for place in one.places}
    used |= {place for place, _ in spread} | ({item_place} if item_place is not None else set())
    return Mapped(
        profile,
        profile.kind,
        located,
        constants,
        _currency_of_header(profile, names),
        tuple(cell for place, cell in enumerate(header) if place not in used and cell.strip()),
        _not_measured(profile, located, constants),
        tuple(notes),
        spread,
        item_place,
        asides,
    )


def _currency_beside(
    profile: Profile, header: Sequence[str], names: Sequence[str], located: Mapping[str, Located]
) -> dict[str, Located]:
    """A column of currencies nobody mapped, where amounts are: another currency in it must not be passed over."""
    kinds = {column.name: column for column in contract_of(profile.kind)}
    has_money = any(kinds[name].is_money for name in located if name in kinds)
    if "currency" not in kinds or "currency" in {*located, *profile.columns, *profile.constants} or not has_money:
        return {}
    used = {place for one in located.values() for place in one.places()}
    known = {normalised(alias.name) for alias in aliases_of(profile.kind, "currency")}
    places = [place for place, name in enumerate(names) if name in known and place not in used]
    return {"currency": Located(((places[0],),), "", None, header[places[0]].strip())} if len(places) == 1 else {}


def _counts_plain_amounts(profile: Profile, located: Mapping[str, Located]) -> bool:
    plain = Mapped(profile, profile.kind, located)
    money = (column.name for column in contract_of(profile.kind) if column.is_money and column.name in located)
    return any(plain.unit_of(name) is None for name in money)


def given_columns(profile: Profile, header: Sequence[str]) -> tuple[set[str], set[int]]:
    """Contract columns this header, the constants and the items of a profile fill, and the places they are taken from.

    What is looked for in a pattern's group counts as filled: nobody calls a column after a part of its text.
    """
    names = [normalised(cell) for cell in header]
    located = _located(profile, header, names, None)
    spread, item = _spread(profile, header, names), _item_place(profile, names)
    filled = {*located, *profile.constants, *(profile.unpivot.values() if spread else ())}
    filled |= set(profile.items.get("columns", "").split()) if item is not None else set()
    used = {place for one in located.values() for place in one.places()} | {place for place, _ in spread}
    used |= {place for one in _asides(profile, names) for place in one.places} | ({item} if item is not None else set())
    return filled, used


def headers_taken(profile: Profile, header: Sequence[str]) -> dict[str, str]:
    """Contract column → the header it is taken from, for the columns of the profile that are in this file."""
    located = _located(profile, header, [normalised(cell) for cell in header], None)
    return {column: one.header for column, one in located.items()}


def _asides(profile: Profile, names: Sequence[str]) -> Iterator[Aside]:
    for reason, told in profile.aside.items():
        places = _places(told["from"], names, several=True)
        if places:
            yield Aside(reason, places, told["words"])


def _spread(profile: Profile, header: Sequence[str], names: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Columns after the one named, each a value of a dimension: a report with one column a location."""
    after = normalised(profile.unpivot.get("after", ""))
    if not after or after not in names:
        return ()
    without = {normalised(name) for name in profile.unpivot.get("without", "").split("|")}
    places = range(names.index(after) + 1, len(names))
    return tuple((place, " ".join(header[place].split())) for place in places if names[place] not in without)


def _with_numbers(spread: tuple[tuple[int, str], ...], choices: Choices) -> tuple[tuple[int, str], ...]:
    """Those of these columns that hold numbers, as far as the first rows show: a remark is the name of no place."""
    rows = choices.rows(LOOKED_AT) if spread else []
    told = {place: [row[place].strip() for row in rows if place < len(row)] for place, _ in spread}
    filled = {place: [cell for cell in cells if cell] for place, cells in told.items()}
    return tuple(one for one in spread if not filled[one[0]] or any(map(NUMBER.fullmatch, filled[one[0]])))


def _item_place(profile: Profile, names: Sequence[str]) -> int | None:
    told = profile.items.get("from", "").split("|")
    return next((names.index(normalised(name)) for name in told if name and normalised(name) in names), None)


def _located(
    profile: Profile, header: Sequence[str], names: Sequence[str], choices: Choices | None
) -> dict[str, Located]:
    located: dict[str, Located] = {}
    for column, cell in profile.columns.items():
        personal = column.endswith("_key")
        found = [
            one
            for told in (cell, *cell.otherwise)
            if (one := _place_of(told, header, names, choices, personal=personal))
        ]
        if found:
            located[column] = replace(found[0], otherwise=tuple(found[1:]))
    return located


def _place_of(
    cell: Cell, header: Sequence[str], names: Sequence[str], choices: Choices | None, *, personal: bool
) -> Located | None:
    parts = [_places(part, names, several=cell.taken != "one") for part in cell.parts]
    if not all(parts):
        return None
    if cell.taken == "one":
        parts = [_of_twins(places, header, names, choices, personal=personal) for places in parts]
    title = " + ".join(header[places[0]].strip() for places in parts)
    return Located(tuple(parts), cell.by, cell.pattern, title, cell.taken)


def _places(part: Names, names: Sequence[str], several: bool) -> tuple[int, ...]:
    found = [place for spelling in part for place in _spelled(spelling, names)]
    return tuple(dict.fromkeys(found)) if several else tuple(found[:1])


def _spelled(spelling: str, names: Sequence[str]) -> list[int]:
    """Places of a spelling, those that need no leave to differ first."""
    found = [place for place, name in enumerate(names) if matches(spelling, name)]
    return sorted(found, key=lambda place: names[place] != normalised(spelling))


def _in_several_currencies(profile: Profile, names: Sequence[str], header: Sequence[str]) -> Iterator[Sentence]:
    told = (cell for first in profile.columns.values() for cell in (first, *first.otherwise) if cell.taken == "one")
    for part in (part for cell in told for part in cell.parts):
        spelling = next((one for one in part if _spelled(one, names)), "")
        stated = {place: currency_in(spelling, names[place]) for place in _spelled(spelling, names)}
        if len(set(stated.values())) > 1 and None not in stated.values():
            yield sentence(
                "The columns {columns} hold one amount in several currencies; keep the shop's.",
                columns=", ".join(f"“{header[place].strip()}”" for place in stated),
            )


def _of_twins(
    places: tuple[int, ...], header: Sequence[str], names: Sequence[str], choices: Choices | None, *, personal: bool
) -> tuple[int, ...]:
    twins = tuple(place for place, name in enumerate(names) if name == names[places[0]])
    if len(twins) == 1 or choices is None:
        return places
    return (choices.column(header[places[0]].strip(), twins, personal=personal),)


def _missing(
    profile: Profile, located: Mapping[str, Located], constants: Mapping[str, str], header: Sequence[str]
) -> list[Sentence]:
    used = {place for one in located.values() for place in one.places()}
    free = [normalised(cell) for place, cell in enumerate(header) if place not in used and cell.strip()]
    return [
        lack_of(column, profile, header)
        for column in contract_of(profile.kind)
        if (column.required and not _is_given(column, profile.kind, located, constants))
        or is_misspelt(column.name, profile, set(located), free)
    ]


def _is_given(column: Column, kind: Kind, located: Mapping[str, Located], constants: Mapping[str, str]) -> bool:
    if column.name in COMPUTED or column.name in located or column.name in constants:
        return True
    if column.name == "moment" and "day" in constants:
        return True
    return (column.name == "day" and kind in DAY_FROM_MOMENT) or (column.name == "day_to" and "day" in located)


def _not_measured(profile: Profile, located: Mapping[str, Located], constants: Mapping[str, str]) -> Names:
    given = {*located, *constants, *COMPUTED, "currency", "day", "day_to"}
    given |= {*profile.items.get("columns", "").split(), *profile.unpivot.values()}
    told = stated_with(given)
    return tuple(column.name for column in contract_of(profile.kind) if column.name not in told)


def _currency_of_header(profile: Profile, names: Sequence[str]) -> str | None:
    told = (currency_in(spelling, name) for spelling in _money_spellings(profile) for name in names)
    return next((code for code in told if code), None)


def _money_spellings(profile: Profile) -> tuple[str, ...]:
    money = {column.name for column in contract_of(profile.kind) if column.is_money}
    return tuple(name for column, cell in profile.columns.items() if column in money for name in cell.spellings())
