"""Rows that say nothing but numbers: totals without a word, set aside where they are the sum of the other rows.

Such a row has no id, no name and no day, so it is never a row of the table; what it is decides only how it is told.
In a table of orders a row may also be called by any word, have a day, and state neither goods nor pieces: it is a total
only where it is the sum of all the others.
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
MOST_CALLED = 2
"""Rows called by a word without any digit, beyond which the orders of a shop may be called so."""
DIGIT = "[0-9]"


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
    doubtful = f"({say_nothing([raw(name) for name in named], literals)} or {_is_called_only(judge, literals)})"
    query = f"select 1 from {judge.stage.table} where aside is null and {doubtful} limit 1"
    return bool(connection.execute(query, literals.of(query)).fetchall())


def _is_called_only(judge: Judge, literals: Literals) -> str:
    """SQL of whether an order is called by a word without a digit, and has neither goods nor pieces."""
    staged = judge.stage.columns
    if judge.mapped.kind is not Kind.ORDER_LINES or not {"order_id", "product"} <= set(staged):
        return "false"
    goods = [raw(name) for name in ("product", "quantity") if name in staged]
    return f"(not regexp_matches({raw('order_id')}, {literals(DIGIT)}) and {say_nothing(goods, literals)})"


def _sums_without_a_name(judge: Judge, numbers: list[Column], literals: Literals) -> str:
    """SELECT of the records without a name that are the sum of the rows above, of those below, or of all others."""
    texts = [one for one in _staged_ones(judge) if not (one.is_number or one.is_time)]
    cells = [f'"{one.name}"' if one.is_key else raw(one.name) for one in texts]
    names = [column.name for column in numbers]
    nameless = f"{_is_no_row(judge, literals)} and {say_nothing(cells, literals)}"
    called = f"coalesce({_is_called_only(judge, literals)}, false)"
    told = f"select *, {called} as is_called from ({judge.query()}) where aside is null"
    rare = f"is_called and count(*) filter (is_called) over () <= {MOST_CALLED}"
    typed = f"select record, {', '.join(names)}, {rare} as is_called, {nameless} or ({rare}) as is_bare from ({told})"
    before = "over (order by record rows between unbounded preceding and 1 preceding)"
    block = f"select *, coalesce(count(*) filter (is_bare) {before}, 0) as block from typed"
    sums = ", ".join(f"coalesce(sum({name}) filter (not is_bare), 0) as {name}" for name in names)
    counted = f"count(*) filter (not is_bare) as others, {sums}"
    some = " + ".join(f"abs(coalesce(t.{name}, 0))" for name in names)
    fits = (
        f"{_equal(numbers, 'whole')} or not t.is_called and ({_equal(numbers, 'above')} or {_equal(numbers, 'below')})"
    )
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
    nameless = f"problem is not null and {say_nothing(texts, literals)}"
    bare = f"({nameless} or {_is_called_only(judge, literals)}) and {some} > 0"
    query = f"select 1 from ({judge.query()}) where aside is null and {bare} limit 1"
    return bool(connection.execute(query, literals.of(query)).fetchall())


def _equal(numbers: list[Column], others: str) -> str:
    told = (
        f"(t.{one.name} is null or abs(t.{one.name} - {others}.{one.name}) <= "
        + (f"{HALF_CENT} * {others}.others)" if one.is_money else "0)")
        for one in numbers
    )
    return f"({others}.others >= {FEWEST} and {' and '.join(told)})"
