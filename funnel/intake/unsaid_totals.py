"""Rows that say nothing but numbers: totals without a word, set aside where they are the sum of the other rows.

Such a row has no id, no name and no day, so it is never a row of the table; what it is decides only how it is told.
"""

from dataclasses import replace

from funnel.intake.contract import Column
from funnel.intake.dated_totals import HALF_CENT, NOT_ADDED, set_aside
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.staged import say_nothing
from funnel.intake.typed import raw
from funnel.intake.vocabulary import vocabulary
from funnel.store.door import Connection
from funnel.terms import Kind

FEWEST = 2
"""Rows a sum is of."""


def with_unsaid_totals_aside(connection: Connection, judge: Judge, literals: Literals) -> Judge:
    """The judge, on rows whose totals without a word are set aside; the same judge where there are none."""
    numbers = [one for one in _staged_ones(judge) if one.is_number and one.name not in NOT_ADDED]
    if judge.mapped.explodes or not numbers or not _has_nameless(connection, judge, literals):
        return judge
    query = _sums_without_a_name(judge, numbers, literals)
    records = [int(str(row[0])) for row in connection.execute(query, literals.of(query)).fetchall()]
    return replace(judge, stage=set_aside(connection, judge.stage, records)) if records else judge


def _staged_ones(judge: Judge) -> list[Column]:
    return [column for column in judge.columns if column.name in judge.stage.columns]


def _named_by(judge: Judge) -> list[str]:
    """Columns whose text says what a row is; its times, where it has no others."""
    texts = [one.name for one in _staged_ones(judge) if not (one.is_number or one.is_time)]
    return texts or [one.name for one in _staged_ones(judge) if one.is_time]


def _has_nameless(connection: Connection, judge: Judge, literals: Literals) -> bool:
    named = _named_by(judge)
    if not named:
        return False
    nameless = say_nothing([raw(name) for name in named], literals)
    query = f"select 1 from {judge.stage.table} where aside is null and {nameless} limit 1"
    return bool(connection.execute(query, literals.of(query)).fetchall())


def _sums_without_a_name(judge: Judge, numbers: list[Column], literals: Literals) -> str:
    """SELECT of the records without a name that are the sum of the rows above, of those below, or of all others."""
    texts = [one for one in _staged_ones(judge) if not (one.is_number or one.is_time)]
    cells = [f'"{one.name}"' if one.is_key else raw(one.name) for one in texts]
    names = [column.name for column in numbers]
    nameless = f"{_is_no_row(judge, literals)} and {say_nothing(cells, literals)}"
    typed = f"select record, {', '.join(names)}, {nameless} as is_bare from ({judge.query()}) where aside is null"
    before = "over (order by record rows between unbounded preceding and 1 preceding)"
    block = f"select *, coalesce(count(*) filter (is_bare) {before}, 0) as block from typed"
    sums = ", ".join(f"coalesce(sum({name}) filter (not is_bare), 0) as {name}" for name in names)
    counted = f"count(*) filter (not is_bare) as others, {sums}"
    some = " + ".join(f"abs(coalesce(t.{name}, 0))" for name in names)
    fits = " or ".join(_equal(numbers, others) for others in ("above", "below", "whole"))
    return (
        f"with typed as ({typed}), rows_of as ({block}), blocks as (select block, {counted} from rows_of group by "
        f"block), whole as (select {counted} from rows_of) select t.record from rows_of as t left join blocks as above "
        "on above.block = t.block left join blocks as below on below.block = t.block + 1, whole "
        f"where t.is_bare and {some} > 0 and ({fits})"
    )


def _is_no_row(judge: Judge, literals: Literals) -> str:
    if judge.mapped.kind is not Kind.ORDER_LINES or "order_id" not in judge.stage.columns:
        return "problem is not null"
    # An order called "n/a" may be one; where it is the sum of all the others it is none.
    return f"(problem is not null or lower(trim({raw('order_id')})) in {literals.many(vocabulary().nulls)})"


def has_numbers_without_a_name(connection: Connection, judge: Judge, literals: Literals) -> bool:
    """Whether any rejected row says nothing but numbers, so that it may be a total of rows that are not here."""
    numbers = [one.name for one in _staged_ones(judge) if one.is_number and one.name not in NOT_ADDED]
    texts = [raw(name) for name in _named_by(judge)]
    if not numbers or not texts:
        return False
    some = " + ".join(f"abs(coalesce({name}, 0))" for name in numbers)
    bare = f"problem is not null and {say_nothing(texts, literals)} and {some} > 0"
    query = f"select 1 from ({judge.query()}) where aside is null and {bare} limit 1"
    return bool(connection.execute(query, literals.of(query)).fetchall())


def _equal(numbers: list[Column], others: str) -> str:
    told = (
        f"(t.{one.name} is null or abs(t.{one.name} - {others}.{one.name}) <= "
        + (f"{HALF_CENT} * {others}.others)" if one.is_money else "0)")
        for one in numbers
    )
    return f"({others}.others >= {FEWEST} and {' and '.join(told)})"
