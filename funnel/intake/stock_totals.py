"""Rows of a stock whose place is called a total: set aside where each is the sum of the places of its product."""

from dataclasses import replace

from funnel.intake.dated_totals import ALL_OF_THEM, set_aside
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.staged import Staged
from funnel.intake.typed import raw
from funnel.intake.vocabulary import total_pattern
from funnel.store.door import Connection
from funnel.terms import Kind


def says_all_places(connection: Connection, stage: Staged, mapped: Mapped, literals: Literals) -> bool:
    """Whether any place of a stock is called a total, or all of them."""
    if mapped.kind is not Kind.STOCK or not {"location", "available"} <= set(stage.columns):
        return False
    query = f"select 1 from {stage.table} where aside is null and {_is_all(literals)} limit 1"
    return bool(connection.execute(query, literals.of(query)).fetchall())


def with_all_places_aside(connection: Connection, judge: Judge, literals: Literals) -> Judge:
    """The judge, on rows whose sums of all places are set aside; the same judge where there are none."""
    if not says_all_places(connection, judge.stage, judge.mapped, literals):
        return judge
    typed = f"select *, {_is_all(literals)} as is_all from ({judge.query()}) where aside is null and problem is null"
    places = "select product, moment, sum(available) as available from typed where not is_all group by product, moment"
    query = (
        f"with typed as ({typed}), places as ({places}) select t.record, t.available = p.available from typed as t "
        "left join places as p on t.product = p.product and t.moment = p.moment where t.is_all"
    )
    found = connection.execute(query, literals.of(query)).fetchall()
    if not found or not all(fits for _, fits in found):
        return judge
    return replace(judge, stage=set_aside(connection, judge.stage, [int(str(record)) for record, _ in found]))


def _is_all(literals: Literals) -> str:
    pattern = literals(f"(?i)(?:{total_pattern(dated=False)}|{ALL_OF_THEM})")
    return f"regexp_full_match(trim(coalesce({raw('location')}, '')), {pattern})"
