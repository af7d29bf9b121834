"""Rows of daily reports that have a day and are called a total: set aside where they are the sum of the others.

A campaign may be called Total. What a row says it is decides nothing here; only what its numbers are does. A row whose
names are blank is one as well, where every such row of the file is the sum of its day.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from funnel.intake.contract import Column
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.staged import NOT_NAMING, Staged, quoted, say_nothing
from funnel.intake.typed import raw
from funnel.intake.vocabulary import total_pattern
from funnel.store.door import Connection
from funnel.terms import Kind

DAILY = frozenset({Kind.AD_COSTS, Kind.TRAFFIC_DAILY, Kind.CARD_DAILY})
NOT_ADDED = frozenset({"price", "rating", "search_position", "delivery_hours", "available", "visibility", "line"})
"""Numbers whose sum says nothing."""
ALL_OF_THEM = r"\(?(?:all|alle|все|всі|wszystkie|toutes|todas)(?: [^\n]{1,40})?\)?"
"""“All campaigns”: a row of such a name may be the sum of the others."""
FEWEST = 2
"""Rows without a name, and named rows each of them is the sum of, before that is no accident."""
HALF_CENT = "0.005"
"""What rounding can put between a stated sum of amounts and the sum of each of them."""


def says_totals(connection: Connection, stage: Staged, mapped: Mapped, literals: Literals) -> bool:
    """Whether any row of a daily report is called a total, or has no name."""
    if mapped.kind not in DAILY or not _naming(mapped, stage):
        return False
    doubtful = f"({_is_called_total(mapped, stage, literals)} or {_is_nameless(mapped, stage, literals)})"
    query = f"select 1 from {stage.table} where aside is null and {doubtful} limit 1"
    return bool(connection.execute(query, literals.of(query)).fetchall())


def with_totals_aside(connection: Connection, judge: Judge, literals: Literals) -> Judge:
    """The judge, on rows whose dated totals are set aside; the same judge where there are none."""
    if not says_totals(connection, judge.stage, judge.mapped, literals):
        return judge
    numbers = [
        column
        for column in judge.columns
        if column.is_number and column.name in judge.stage.columns and column.name not in NOT_ADDED
    ]
    if not numbers:
        return judge
    told = (_is_called_total, "true"), (_is_nameless, f"days.others >= {FEWEST}")
    called, nameless = (_sums_among(judge, numbers, literals, *one) for one in told)
    rows = connection.execute(called, literals.of(called)).fetchall()
    others = connection.execute(nameless, literals.of(nameless)).fetchall()
    records = [int(str(record)) for record, fits in rows if fits]
    if len(others) >= FEWEST and all(fits for _, fits in others):
        records += [int(str(record)) for record, _ in others]
    return replace(judge, stage=set_aside(connection, judge.stage, records)) if records else judge


def _naming(mapped: Mapped, stage: Staged) -> list[str]:
    """Columns whose word can say that a row is a total."""
    kinds = {"campaign", "campaign_id", "channel", "source", "medium", "device", "product", "seller_sku", "category"}
    return [name for name in stage.columns if name in kinds - NOT_NAMING and name in mapped.located]


def _is_called_total(mapped: Mapped, stage: Staged, literals: Literals) -> str:
    pattern = literals(f"(?i)(?:{total_pattern(dated=False)}|{ALL_OF_THEM})")
    told = (f"regexp_full_match(trim(coalesce({raw(name)}, '')), {pattern})" for name in _naming(mapped, stage))
    return f"({' or '.join(told)})"


def _is_nameless(mapped: Mapped, stage: Staged, literals: Literals) -> str:
    return say_nothing([raw(name) for name in _naming(mapped, stage)], literals)


def _sums_among(
    judge: Judge,
    numbers: list[Column],
    literals: Literals,
    is_total: Callable[[Mapped, Staged, Literals], str],
    enough: str,
) -> str:
    """SELECT of the records that may be totals, and whether they equal the sum of the others, of day or whole file."""
    names = [column.name for column in numbers]
    told = is_total(judge.mapped, judge.stage, literals)
    typed = f"select *, {told} as is_total from ({judge.query()}) where aside is null and problem is null"
    sums = ", ".join(f"coalesce(sum({name}) filter (not is_total), 0) as {name}" for name in names)
    counted = f"count(*) filter (not is_total) as others, {sums}"
    some = " + ".join(f"abs(coalesce(t.{name}, 0))" for name in names)
    fits = f"{some} > 0 and {enough} and ({_equal(numbers, 'days')} or {_equal(numbers, 'whole')})"
    return (
        f"with typed as ({typed}), days as (select day, {counted} from typed group by day), "
        f"whole as (select {counted} from typed) select t.record, {fits} from typed as t "
        "join days on days.day = t.day, whole where t.is_total"
    )


def _equal(numbers: list[Column], others: str) -> str:
    told = (
        f"abs(coalesce(t.{one.name}, 0) - {others}.{one.name}) <= "
        + (f"{HALF_CENT} * {others}.others" if one.is_money else "0")
        for one in numbers
    )
    return f"({others}.others > 0 and {' and '.join(told)})"


def set_aside(connection: Connection, stage: Staged, records: list[int]) -> Staged:
    """The rows of a stage, these records of them set aside as totals."""
    target = Path(f"{stage.path}.aside")
    told = ", ".join(map(str, records))
    marked = f"case when record in ({told}) then 'total' else aside end as aside"
    statement = f"copy (select * replace ({marked}) from {stage.table}) to {quoted(target)} (format parquet)"
    connection.execute(statement)
    return Staged(target, stage.columns, numbered=True)
