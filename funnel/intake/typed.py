"""Seventh stage, in SQL: text cells become typed values or a problem. The one module that composes expressions.

Expressions are made of contract columns, `raw_<column>` of the staged rows, and named parameters for every text.
A pattern always comes before a cast: a cast alone reads '1e5', '1_000' and '12.5' as whole numbers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funnel.intake.amounts import BLANK, EACH, GROUPED, NEGATIVE, NUMBER_PARTS, POSITIVE, AmountReading, number_pattern
from funnel.intake.contract import MONEY_OF_KIND, Column
from funnel.intake.header import PIECES as PIECE_WORDS
from funnel.intake.literals import Literals
from funnel.intake.profile import Profile
from funnel.intake.vocabulary import vocabulary
from funnel.terms import Kind

PLAIN_WHOLE, PLAIN = r"-?\d{1,15}", r"-?\d{1,15}\.\d{1,2}"
NOISE, NOISY = r"^\d{1,15}\.\d{2}(?:0{6}|9{6})\d{1,10}$", 10
EMAIL = r"[^@\s/]+@[^@\s/]+\.[^@\s/]+"
SCIENTIFIC = r"\d(?:[.,]\d+)?[eE]\+\d+|\d[.,]\d+[eE]\d+"
NOT_IN_WORDS = r"[^\pL\pN]+"
PATH = r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)"
ARRAY_ITEM = r"'(?:[^'\\]|\\.)*'|[^\[\],' ]+"
TEXT_SIGN = r"(?s)^'+(\pL[^']*|[\pN=+@#_-].*|)$"
"""The apostrophe by which a spreadsheet keeps a cell a text, before a word or number; not one of a pair."""
DASHES = ("-", "–", "—", "--")
"""What stands where an order has no number; a product may be called anything."""
DURATION = r"-?\d+:\d{2}(?::\d{2})?"
WORTH_OF = {
    "seconds": "1",
    "minutes": "60",
    "hours": "3600",
    "milliseconds": "0.001",
    "cents": "0.01",
    "thousands": "1000",
    "millions": "1000000",
}
DECIMALS_OF = {"cents": 0, "thousands": 5, "millions": 8}
PIECES = frozenset({"quantity", "available"})
"""Counts of pieces: some sources write them with three decimals, so that 1.500 is not surely 1500, or with a word."""
EXACT = frozenset({"order_total", "refunded"})
"""Amounts a shop states itself: more than two decimals there mean that something else stands in the column."""
LOWER = frozenset({"event", "visitor", "status", "source", "medium", "device", "outcome", "document", "operation"})
OPEN_WORDS = frozenset({"device"})
FIRST_MOMENT = "2000-01-01 00:00:00"


@dataclass(frozen=True)
class Typed:
    """Value of one contract column and the name of its problem (null when there is none), both as SQL."""

    value: str
    problem: str


def raw(column: str) -> str:
    """The staged text of a contract column."""
    return f'"raw_{column}"'


def null_words(profile: Profile, literals: Literals, shared: Sequence[str]) -> str:
    """List of the words that mean nothing: those of all sources in such a cell, and those of this one."""
    return literals.many([*shared, *(word.lower() for word in profile.nulls)])


def filled(column: str, profile: Profile, literals: Literals) -> str:
    """Text of a number or time column without the words that mean nothing, and the sign that keeps it a text.

    A number nobody knows is empty too, but not where it is the amount a row is there for.
    """
    text = f"ltrim(trim({raw(column)}), '''')"
    if column in PIECES:
        number_of_pieces = literals(rf"(?i)^(.*\d){BLANK}*(?:{'|'.join(map(re.escape, PIECE_WORDS))})$")
        text = f"regexp_replace({text}, {number_of_pieces}, '\\1')"
    more = () if _is_told(column, profile.kind) else vocabulary().not_known
    nothing = null_words(profile, literals, [*more, *vocabulary().nulls])
    return f"case when lower({text}) in {nothing} then null else nullif({text}, '') end"


def _is_told(column: str, kind: Kind) -> bool:
    """Whether rows of a kind are there to tell this amount."""
    return column == MONEY_OF_KIND[kind] and kind not in (Kind.TRAFFIC_EVENTS, Kind.TRAFFIC_SESSIONS)


def with_digits(source: str, texts: Mapping[str, str], literals: Literals) -> str:
    """The rows of `source` with parts_<column> and digits_<column> of every number text: cut up once, used often."""
    if not texts:
        return source
    names = "[" + ", ".join(f"'{part}'" for part in NUMBER_PARTS) + "]"
    pattern, strange = literals(number_pattern()), literals("[^0-9.,]")
    cut = ", ".join(
        f"regexp_extract(lower({text}), {pattern}, {names}) as parts_{column}" for column, text in texts.items()
    )
    bare = ", ".join(f"regexp_replace(parts_{column}.digits, {strange}, ' ', 'g') as bare_{column}" for column in texts)
    digits = ", ".join(f"{_between_digits(f'bare_{column}')} as digits_{column}" for column in texts)
    return f"(select *, {digits} from (select *, {bare} from (select *, {cut} from {source})))"


def _without_noise(number: str, literals: Literals) -> str:
    """SQL of a number without what a binary fraction adds far behind its dot: 12.300000000000001 is 12.30."""
    rounded = f"cast(cast({number} as decimal(38, 18)) as decimal(38, 2))"
    return (
        f"case when length({number}) > {NOISY} and regexp_matches({number}, {literals(NOISE)}) "
        f"then cast({rounded} as varchar) else {number} end"
    )


def _between_digits(text: str) -> str:
    """SQL of a number whose mark stands between digits: .50 is 0.50, and 5. is 5.0."""
    start, end = f"case when {text}[1] in ('.', ',') then '0' else '' end", f"{text}[-1] in ('.', ',')"
    return f"{start} || {text} || case when {end} then '0' else '' end"


def with_numbers(source: str, readings: Mapping[str, AmountReading], literals: Literals) -> str:
    """The rows of `source` with number_<column>: its text with a dot as the only mark, null where it is no number."""
    if not readings:
        return source
    numbers = ", ".join(
        f"{_standard(column, reading, literals)} as number_{column}" for column, reading in readings.items()
    )
    return f"(select *, {numbers} from {source})"


def _standard(column: str, reading: AmountReading, literals: Literals) -> str:
    digits, parts = f"digits_{column}", f"parts_{column}"
    bare, fits = _with_its_own_mark(digits, literals) if reading.mark == EACH else _with(reading.mark, digits, literals)
    bare = _without_noise(bare, literals)
    if reading.rounds:
        bare = f"cast(cast(try_cast({bare} as decimal(38, 10)) as decimal(38, 2)) as varchar)"
    signs = f"{parts}.lead || {parts}.minus || {parts}.end || {parts}.tail"
    positive, negative = (literals.many(list(signs)) for signs in (POSITIVE, NEGATIVE))
    telephone = f"{signs} = '+' and regexp_matches({digits}, {literals('^[0-9 ]{10,}$')})"
    signed = f"case when {signs} in {positive} then {bare} when {signs} in {negative} then '-' || {bare} end"
    fits = f"{fits} and not ({telephone})"
    return f"case when {fits} then {signed} end"


def _with(mark: str, digits: str, literals: Literals) -> tuple[str, str]:
    """SQL of digits with a dot as the only mark, and of whether they are a number with this decimal mark."""
    group = "," if mark == "." else "."
    bare = f"replace(replace(replace({digits}, ' ', ''), '{group}', ''), ',', '.')"
    return bare, f"regexp_matches({digits}, {literals(GROUPED[mark])})"


def _with_its_own_mark(digits: str, literals: Literals) -> tuple[str, str]:
    (dots, with_dots), (commas, with_commas) = (_with(mark, digits, literals) for mark in (".", ","))
    fits = f"(case when {with_dots} and {with_commas} then {dots} = {commas} else {with_dots} or {with_commas} end)"
    return f"case when {with_dots} then {dots} else {commas} end", fits


def number(column: Column, standard: str, unit: str | None, text: str) -> Typed:
    """A number column: money, a count, or seconds of a stated unit, from its text with a dot as the only mark."""
    if column.type in ("bigint", "integer") and unit is None:
        value = (
            f"case when rtrim(split_part({standard}, '.', 2), '0') = '' "
            f"then try_cast(split_part({standard}, '.', 1) as {column.type}) end"
        )
        return Typed(value, f"case when {text} is not null and {column.name} is null then 'unreadable_number' end")
    if unit == "millionths":
        whole = f"try_cast({standard} as decimal(24, 0)) * 0.000001"
        plain = f"when contains({standard}, '.') then try_cast({standard} as {column.type})"
        value = f"case {plain} else cast({whole} as {column.type}) end"
        return Typed(value, f"case when {text} is not null and {column.name} is null then 'unreadable_number' end")
    scale = "" if unit is None else f" * {WORTH_OF[unit]}"
    inner = column.type if unit is None else "decimal(18, 8)" if unit == "millions" else "decimal(18, 6)"
    value = (
        f"try_cast({standard} as {inner})"
        if not scale
        else f"cast(try_cast({standard} as {inner}){scale} as {column.type})"
    )
    problem = f"when {text} is not null and {column.name} is null then 'unreadable_number'"
    if column.name in EXACT:
        most = DECIMALS_OF.get(unit or "", 2)
        problem += f" when length(rtrim(split_part({standard}, '.', 2), '0')) > {most} then 'too_many_decimals'"
    return Typed(value, f"case {problem} end")


def duration(column: Column, text: str, literals: Literals) -> Typed:
    """A column of durations such as 00:07:30, in seconds."""
    bare = f"ltrim({text}, '-')"
    parts = [f"try_cast(split_part({bare}, ':', {place}) as bigint)" for place in (1, 2)]
    seconds = f"coalesce(try_cast(nullif(split_part({bare}, ':', 3), '') as bigint), 0)"
    sign = f"case when starts_with({text}, '-') then -1 else 1 end"
    whole = f"{sign} * ({parts[0]} * 3600 + {parts[1]} * 60 + {seconds})"
    value = f"case when regexp_full_match({text}, {literals(DURATION)}) then {whole} end"
    return Typed(value, f"case when {text} is not null and {column.name} is null then 'unreadable_duration' end")


def looked_up(text: str, meanings: Mapping[str, str], literals: Literals) -> str:
    """SQL of the meaning of a text, null when it has none; a CASE of so many branches can bring DuckDB 2.0 down."""
    spellings, values = (", ".join(map(literals, texts)) for texts in (meanings.keys(), meanings.values()))
    return f"list_extract([{values}], list_position([{spellings}], {text}))"


def currency_text(profile: Profile, literals: Literals) -> str:
    """SQL of what a cell says in small letters that names a currency, null where it says nothing."""
    text = f"lower(trim({raw('currency')}))"
    nothing = null_words(profile, literals, ["", *vocabulary().nulls, *vocabulary().not_known])
    return f"case when {text} in {nothing} then null else {text} end"


def text_value(column: Column, profile: Profile, literals: Literals) -> Typed:
    """A text column: an identity, a word of a closed list, a page, a search, or plain words."""
    text = f"trim({raw(column.name)})"
    if column.is_id:
        return Typed(_identity(text, column.name, profile, literals), "null")
    words = {**vocabulary().words.get(column.name, {}), **profile.words.get(column.name, {})}
    empty = null_words(profile, literals, vocabulary().text_nulls)
    branches = [f"when {text} is null or {text} = '' or lower({text}) in {empty} then null"]
    branches += [
        f"when lower({text}) = {literals(word)} then {literals(meaning) if meaning else 'null'}"
        for word, meaning in words.items()
    ]
    if column.type == "boolean":
        value = f"cast(case {' '.join(branches)} end as boolean)"
        known = literals.many(list(words))
        return Typed(value, f"case when {text} <> '' and lower({text}) not in {known} then 'unreadable_flag' end")
    return Typed(f"case {' '.join(branches)} else {_otherwise(column.name, text, literals)} end", "null")


def _identity(text: str, column: str, profile: Profile, literals: Literals) -> str:
    bare = f"case when {text} like '''%' then regexp_replace({text}, {literals(TEXT_SIGN)}, '\\1') else {text} end"
    bare = f"nullif(trim({bare}), '')"
    dashes = DASHES if column == "order_id" else ()
    nulls = literals.many(["\\n", *dashes, *vocabulary().errors, *(word.lower() for word in profile.nulls)])
    # What a shifted or personal cell puts here must not be kept: an e-mail is nobody's order, product or campaign.
    email = f"{text} like '%@%' and regexp_matches({text}, {literals(EMAIL)})"
    return f"case when lower({text}) in {nulls} or ({email}) then null else {bare} end"


def _otherwise(column: str, text: str, literals: Literals) -> str:
    if column in OPEN_WORDS:
        return "'other'"
    if column == "page":
        return _page(text, literals)
    if column == "search_term":
        digits = f"length(regexp_replace({text}, {literals('[^0-9]')}, '', 'g'))"
        return f"case when {text} not like '%@%' and {digits} < 5 then lower({text}) end"
    if column == "channel":
        between = literals(NOT_IN_WORDS)
        snake = f"trim(regexp_replace(lower({text}), {between}, '_', 'g'), '_')"
        return f"nullif({snake}, '')"
    told = f"lower({text})" if column in LOWER else text
    return f"case when {text} like '%@%' and regexp_matches({text}, {literals(EMAIL)}) then null else {told} end"


def _page(text: str, literals: Literals) -> str:
    path = f"regexp_extract({text}, {literals(PATH)}, 1)"
    safe = f"regexp_replace({path}, {literals(r'[^/]*(?:@|%40)[^/]*')}, '-', 'g')"
    return f"case when {path} = '' then '/' else {safe} end"


def keyed(text: str, key: bytes) -> str:
    """SQL of the HMAC-SHA-256 of a text under `key`, its first 32 hex digits; equal to Python's hmac."""
    padded = key.ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded).hex() for pad in (0x36, 0x5C))
    first = f"sha256(unhex('{inner}') || encode({text}))"
    return f"left(sha256(unhex('{outer}') || unhex({first})), 32)"


def array_items(text: str, literals: Literals) -> str:
    """SQL of the texts in an array such as ['A-1\\'s','B'] or [1,2]."""
    found = f"regexp_extract_all({text}, {literals(ARRAY_ITEM)})"
    bare = "case when starts_with(one, '''') then replace(replace(one[2:-2], '\\''', ''''), '\\\\', '\\') else one end"
    return f"list_transform({found}, lambda one: {bare})"


def array_amounts(text: str, literals: Literals) -> str:
    """SQL of the amounts in such an array; null where one is not an amount."""
    pattern = literals(r"-?\d{1,15}(\.\d+)?")
    cast = f"case when regexp_full_match(one, {pattern}) then try_cast(one as decimal(18, 2)) end"
    return f"list_transform({array_items(text, literals)}, lambda one: {cast})"
