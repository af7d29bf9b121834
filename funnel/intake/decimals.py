"""Amounts with more decimals than are kept: told where they were rounded, asked about where a currency has three."""

from dataclasses import dataclass, replace

from funnel.errors import Sentence, sentence
from funnel.intake.amounts import AmountReading
from funnel.intake.asking import Asking
from funnel.intake.contract import contract_of
from funnel.intake.judged import Judge
from funnel.intake.outcome import Question, Reading
from funnel.intake.typed import EXACT, filled, raw, with_digits, with_numbers
from funnel.store.door import Connection

THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies whose smallest coin is a thousandth."""
ROUND = "round"
"""The answer that amounts in thousandths may be rounded."""
MAY_BE_FINE = r"[.,]\d{3}"


@dataclass(frozen=True)
class Found:
    """Amounts of a column that have more than two decimals, and the first of them."""

    header: str
    amounts: int
    record: int
    example: str


def with_decimals_settled(connection: Connection, judge: Judge, asking: Asking) -> tuple[Judge, list[Sentence]]:
    """The judge, and what was rounded; amounts in thousandths are asked about, and rounded if a person says so."""
    fine = {}
    for name, reading in _amounts(judge).items():
        query = _fine(judge, name, reading)
        count, record, example = connection.execute(query, judge.literals.of(query)).fetchone()
        if count:
            fine[name] = Found(judge.mapped.located[name].header, count, record, str(example).strip())
    if not fine or judge.setting.currency not in THREE_DECIMALS:
        return judge, [_rounded(one) for name, one in fine.items() if name not in EXACT]
    asking.ask(_question(judge.setting.currency, next(iter(fine.values()))))
    rounding = {name: replace(one, rounds=True) for name, one in _amounts(judge).items() if name in fine}
    return replace(judge, readings={**judge.readings, **rounding}), [_rounded(one) for one in fine.values()]


def _question(currency: str, found: Found) -> Question:
    reading = Reading(ROUND, sentence("amounts are rounded to two decimals"))
    asked = sentence(
        "Amounts in {currency} have three decimals (“{example}” in row {record}, column “{column}”) and only two can "
        "be kept; say whether to round them.",
        currency=currency,
        example=found.example,
        record=found.record,
        column=found.header,
    )
    return Question("decimals", found.header, (reading,), asked)


def _rounded(found: Found) -> Sentence:
    return sentence(
        "{amounts} amounts in “{column}” have more than two decimals and were rounded to two.",
        amounts=found.amounts,
        column=found.header,
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
