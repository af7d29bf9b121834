"""One currency a shop: the one it set, or the first that one of its files states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from funnel.errors import Sentence, sentence
from funnel.intake.asking import Asking
from funnel.intake.contract import contract_of
from funnel.intake.header import currency_in, normalised
from funnel.intake.located import Mapped
from funnel.intake.outcome import Question, Reading
from funnel.intake.told import listed
from funnel.terms import Kind

NO_CURRENCY = "none"
"""The answer that amounts which name no currency are not in that of the few that do."""


@dataclass(frozen=True)
class Where:
    """Where a currency stands: in a column, from a record on; neither where the source always has it."""

    column: str = ""
    record: int | None = None


@dataclass(frozen=True)
class Stated:
    """The rows of one currency: how many, and the first three with what stands in them."""

    rows: int
    examples: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class InRows:
    """Currencies that each row names for itself, in or beside the amounts of a `column`.

    `unnamed` are the rows that name none, where they are the most.
    """

    column: str = ""
    codes: Mapping[str, Stated] = field(default_factory=dict)
    unnamed: int = 0


def currency_of_file(
    ours: str, stated: Mapping[str, Where], rows: InRows, asking: Asking, problems: list[Sentence]
) -> str:
    """Currency of a file's amounts; "" when neither the shop nor the file has one.

    `stated` comes from the profile, the header and signs in the cells; `rows` name theirs one by one, and those that
    are not ours are rejected as long as some are. Amounts that are not ours are a problem; several currencies in rows
    are asked as long as the shop has none.
    """
    in_rows = {code: Where(rows.column, one.examples[0][0]) for code, one in rows.codes.items() if one.examples}
    if ours:
        others = {**stated, **(in_rows if ours not in in_rows else {})}
        others.pop(ours, None)
        if others:
            problems.append(_not_ours(others, ours))
        return ours
    found = sorted({**stated, **in_rows})
    if len(found) < 2:
        if rows.unnamed and not stated:
            answer = asking.ask(_question_of_few(found[0], rows))
            return "" if answer == NO_CURRENCY else found[0]
        return found[0] if found else ""
    if stated.keys() <= in_rows.keys():
        return asking.ask(_question(rows)) or found[0]
    problem = sentence(
        "The amounts are in several currencies ({places}); amounts of different currencies are never added. "
        "Export them in one.",
        places=_places({**in_rows, **stated}),
    )
    problems.append(problem)
    return found[0]


def stated_currencies(mapped: Mapped, header: Sequence[str]) -> dict[str, Where]:
    """The currency a source always has, and those that headers of amounts name, with these headers."""
    told = {mapped.profile.currency: Where()} if mapped.profile.currency else {}
    for column, located in mapped.located.items():
        spellings = mapped.profile.columns[column].spellings() if column in mapped.profile.columns else ()
        if column in _money_of(mapped.kind):
            codes = (currency_in(spelling, normalised(located.header)) for spelling in spellings)
            told |= {code: Where(located.header) for code in codes if code and code not in told}
    code = mapped.header_currency
    if code and code not in told:
        named = (cell.strip() for cell in header if code.lower() in cell.lower())
        told[code] = Where(next(named, ""))
    return told


def _money_of(kind: Kind) -> frozenset[str]:
    return frozenset(column.name for column in contract_of(kind) if column.is_money)


def _places(found: Mapping[str, Where]) -> Sentence:
    return listed([_place(code, found[code]) for code in sorted(found)])


def _place(code: str, where: Where) -> Sentence:
    if not where.column:
        return Sentence(code)
    if where.record is None:
        return sentence("{currency} in column “{column}”", currency=code, column=where.column)
    return sentence(
        "{currency} in row {record}, column “{column}”", currency=code, record=where.record, column=where.column
    )


def _not_ours(others: Mapping[str, Where], ours: str) -> Sentence:
    return sentence(
        "The amounts are not in the shop's currency, {ours} ({places}). Export them in {ours}, or set "
        'currency = "{first}" in settings.toml; amounts of different currencies are never added.',
        places=_places(others),
        ours=ours,
        first=min(others),
    )


def _question(rows: InRows) -> Question:
    whole = sum(one.rows for one in rows.codes.values())
    readings = tuple(
        Reading(
            code,
            sentence(
                "{rows} rows in {currency} are loaded, the other {others} rejected",
                rows=one.rows,
                currency=code,
                others=whole - one.rows,
            ),
            tuple((record, text, code) for record, text in one.examples),
        )
        for code, one in sorted(rows.codes.items(), key=lambda item: (-item[1].rows, item[0]))
    )
    first: Sequence[tuple[int, str]] = sorted((one.examples[0][0], code) for code, one in rows.codes.items())
    asked = sentence(
        "Column “{column}” is in several currencies ({places}), and amounts of different currencies are never added; "
        "say which to load.",
        column=rows.column,
        places=listed([sentence("{currency} in row {record}", currency=code, record=row) for row, code in first]),
    )
    return Question("currency", rows.column, readings, asked)


def _question_of_few(code: str, rows: InRows) -> Question:
    few = rows.codes[code]
    examples = tuple((record, text, code) for record, text in few.examples)
    readings = (
        Reading(code, sentence("all amounts are in {currency}", currency=code), examples),
        Reading(
            NO_CURRENCY,
            sentence(
                "the {others} others are in another currency: rows in {currency} are rejected",
                others=rows.unnamed,
                currency=code,
            ),
        ),
    )
    asked = sentence(
        "In column “{column}” {rows} amounts are in {currency} (first row {record}), the other {others} name no "
        "currency; say which they are in.",
        column=rows.column,
        rows=few.rows,
        currency=code,
        record=few.examples[0][0],
        others=rows.unnamed,
    )
    return Question("currency", rows.column, readings, asked)
