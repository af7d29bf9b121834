"""One currency a shop: the one it set, or the first that one of its files states."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from funnel.errors import Sentence, sentence
from funnel.intake.asking import Asking
from funnel.intake.outcome import Question, Reading


@dataclass(frozen=True)
class Stated:
    """A currency in a column of currencies: how it is written, in how many rows, and the first of them."""

    text: str
    rows: int
    records: tuple[int, ...]


def currency_of_file(
    ours: str, stated: AbstractSet[str], column: Mapping[str, Stated], asking: Asking, problems: list[Sentence]
) -> str:
    """Currency of a file's amounts; "" when neither the shop nor the file has one.

    `stated` comes from the profile, the header and signs in the cells; `column` from a column of currency codes, whose
    other rows are rejected one by one as long as some are ours. Amounts that are not ours are a problem; several
    currencies in a column are asked as long as the shop has none.
    """
    if ours:
        others = sorted((stated | (column.keys() if ours not in column else set())) - {ours})
        if others:
            problems.append(_not_ours(others, ours))
        return ours
    found = sorted(stated | column.keys())
    if len(found) < 2:
        return found[0] if found else ""
    if stated <= column.keys():
        return asking.ask(_question(column)) or found[0]
    problem = sentence(
        "The amounts are in {currencies}; amounts of different currencies are never added. Export them in one.",
        currencies=", ".join(found),
    )
    problems.append(problem)
    return found[0]


def _not_ours(others: list[str], ours: str) -> Sentence:
    return sentence(
        "The amounts are in {currencies}, but this shop counts in {ours}. Export them in {ours}, or set "
        'currency = "{first}" in settings.toml; amounts of different currencies are never added.',
        currencies=", ".join(others),
        ours=ours,
        first=others[0],
    )


def _question(column: Mapping[str, Stated]) -> Question:
    whole = sum(one.rows for one in column.values())
    readings = tuple(
        Reading(
            code,
            sentence(
                "{rows} rows in {currency} are loaded, the other {others} rejected",
                rows=one.rows,
                currency=code,
                others=whole - one.rows,
            ),
            tuple((record, one.text, code) for record in one.records),
        )
        for code, one in sorted(column.items(), key=lambda item: (-item[1].rows, item[0]))
    )
    asked = sentence(
        "The amounts of this file are in {currencies}, and amounts of different currencies are never added; "
        "say which to load.",
        currencies=", ".join(sorted(column)),
    )
    return Question("currency", None, readings, asked)
