"""Amounts with more decimals than are kept: told where they were rounded, refused where their currency has three."""

from collections.abc import Mapping

from funnel.errors import Sentence, sentence
from funnel.intake.amounts import AmountReading
from funnel.intake.contract import contract_of
from funnel.intake.judged import Judge
from funnel.intake.typed import EXACT, filled, raw, with_digits, with_numbers
from funnel.store.door import Connection

THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies whose smallest coin is a thousandth."""
MAY_BE_FINE = r"[.,]\d{3}"


def fine_amounts(connection: Connection, judge: Judge) -> tuple[list[Sentence], list[Sentence]]:
    """What is wrong with amounts of more than two decimals, and what was rounded."""
    problems, notes = [], []
    for name, reading in _amounts(judge).items():
        query = _fine(judge, name, reading)
        count, record, example = connection.execute(query, judge.literals.of(query)).fetchone()
        told = {"column": judge.mapped.located[name].header}
        if count and judge.setting.currency in THREE_DECIMALS:
            told |= {"currency": judge.setting.currency, "example": str(example).strip(), "record": record}
            problems.append(_refused(told))
        elif count and name not in EXACT:
            notes.append(_rounded({**told, "amounts": count}))
    return problems, notes


def _refused(told: Mapping[str, object]) -> Sentence:
    return sentence(
        "Amounts in {currency} have three decimals (“{example}” in row {record}, column “{column}”) and only two can "
        "be kept; export them rounded to two.",
        **told,
    )


def _rounded(told: Mapping[str, object]) -> Sentence:
    return sentence(
        "{amounts} amounts in “{column}” have more than two decimals and were rounded to two.",
        **told,
    )


def _amounts(judge: Judge) -> dict[str, AmountReading]:
    money = {one.name for one in contract_of(judge.mapped.kind) if one.is_money and one.name in judge.mapped.located}
    return {
        name: reading
        for name, reading in judge.readings.items()
        if isinstance(reading, AmountReading) and name in money and not reading.plain and not judge.mapped.unit_of(name)
    }


def _fine(judge: Judge, name: str, reading: AmountReading) -> str:
    """SELECT of how many amounts of a column have more than two decimals, and of the first of them."""
    may_be = f"regexp_matches({raw(name)}, {judge.literals(MAY_BE_FINE)})"
    rows = f"(select * from {judge.stage.table} where aside is null and {may_be})"
    text = {name: filled(name, judge.mapped.profile, judge.literals)}
    numbers = with_numbers(with_digits(rows, text, judge.literals), {name: reading}, judge.literals)
    decimals = f"length(rtrim(split_part(number_{name}, '.', 2), '0'))"
    return f"select count(*), min(record), arg_min({raw(name)}, record) from {numbers} where {decimals} > 2"
