"""Rows that stand in a file twice: they say the same in every cell, however their numbers are written."""

from funnel.intake.amounts import AmountReading
from funnel.intake.judged import Judge
from funnel.intake.typed import filled, raw, with_digits, with_numbers


def duplicates_among(judge: Judge, placed: str) -> str:
    """SELECT of the records among the rows of the SELECT `placed` that an earlier one says already.

    `placed` are staged rows with their place: that of a line below the head of its order, else nothing.
    """
    return f"select record from ({_numbered(judge, placed, 'place')}) where nth > 1"


def has_likes(judge: Judge, placed: str) -> str:
    """SELECT of one row if any of these say the same, wherever in their orders they stand."""
    return f"select 1 from ({_numbered(judge, placed, 'true')}) where nth > 1 limit 1"


def _numbered(judge: Judge, placed: str, place: str) -> str:
    # A hash alone may coincide; rows are equal when what is kept of them is equal too.
    key = ["row_hash", place, *(_told(judge, name) for name in judge.stage.columns)]
    nth = f"row_number() over (partition by {', '.join(key)} order by record)"
    return f"select record, {nth} as nth from {_with_numbers(judge, placed)}"


def _with_numbers(judge: Judge, placed: str) -> str:
    spelled = {name: reading for name, reading in _amounts(judge).items() if not reading.plain}
    texts = {name: filled(name, judge.mapped.profile, judge.literals) for name in spelled}
    return with_numbers(with_digits(f"({placed})", texts, judge.literals), spelled, judge.literals)


def _amounts(judge: Judge) -> dict[str, AmountReading]:
    return {name: one for name, one in judge.readings.items() if isinstance(one, AmountReading)}


def _told(judge: Judge, name: str) -> str:
    """SQL of what a column says, the same for all ways of writing one number."""
    amounts = _amounts(judge)
    if name not in amounts:
        return f"trim({raw(name)})"
    number = raw(name) if amounts[name].plain else f"number_{name}"
    bare = f"case when contains({number}, '.') then rtrim(rtrim({number}, '0'), '.') else {number} end"
    return f"coalesce({bare}, {filled(name, judge.mapped.profile, judge.literals)})"
