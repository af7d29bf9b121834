"""What losses are reckoned from: flags of every visit, cells, culprits, and what could not be measured."""

from collections.abc import Sequence
from typing import Any, Final

from funnel.factor import FactorRule
from funnel.factors import BY_CODE, EVENT, LOSS_STEPS, VISIT_FACTORS, mask_of
from funnel.store.building import Building, insert_rows, set_aside
from funnel.store.plan import PROBLEM_NEEDS
from funnel.store.queries import named_query
from funnel.store.receipts import Receipt

CLICK_LOST: Final = "click_lost"
MEASURED, PARTLY, NOT_MEASURED = "measured", "partly", "not_measured"


def raise_flags(building: Building) -> None:
    """The problems of every visit, factor by factor, and the steps they can harm."""
    connection, raised = building.connection, 0
    set_aside(connection, "problems")
    set_aside(connection, "factor_bits")
    insert_rows(connection, "factor_bits", [[rule.code, bit, 1 << bit] for bit, rule in enumerate(VISIT_FACTORS)])
    for bit, rule in enumerate(VISIT_FACTORS):
        if not building.lacks(PROBLEM_NEEDS[rule.code]):
            query = named_query(f"facts/problems/{rule.code}")
            told = f"insert into problems select feed, visit, {1 << bit}, met from ({query})"
            raised += connection.execute(told, building.told(query)).fetchone()[0]
    if not raised:
        building.empty.add("problems")
    connection.execute(named_query("tables/loss_steps"))
    steps = [[step.value, place, mask_of(step)] for place, step in enumerate(LOSS_STEPS, start=1)]
    insert_rows(connection, "loss_steps", steps)


def name_culprits(building: Building) -> None:
    """What every problem that was met can be laid to: a row for each visit and kind of culprit."""
    connection = building.connection
    set_aside(connection, "culprit_rows")
    met = {code for (code,) in connection.execute("select distinct code from met_problems").fetchall()}
    if not met:
        building.empty.add("culprit_rows")
    for rule in VISIT_FACTORS:
        if rule.code in met:
            query = named_query(f"facts/culprits/{rule.code}")
            connection.execute(f"create temp table culprits_of_one as {query}", building.told(query))
            for kind in rule.culprits:
                named = (
                    f"select '{rule.code}', '{kind}', feed, visit, nullif({kind}, 'not_stated') from culprits_of_one"
                )
                connection.execute(f"insert into culprit_rows {named}")
            connection.execute("drop table culprits_of_one")


def state_factors(connection: Any, receipts: Sequence[Receipt]) -> None:
    """Whether the files measure each factor, and what is missing where they do not."""
    connection.execute(named_query("tables/factor_states"))
    of_visits = connection.execute("select code, bit, met, chances, unmeasured, first_day, last_day from factor_counts")
    counted = of_visits.fetchall()
    of_clicks = connection.execute("select chances, unmeasured, first_day, last_day from click_counts").fetchall()
    told = [*counted, *((CLICK_LOST, None, None, *row) for row in of_clicks)]
    rows = [[code, bit, *_state(code, known, receipts), met] for code, bit, met, *known in told]
    insert_rows(connection, "factor_states", rows)


def _state(code: str, known: Sequence[Any], receipts: Sequence[Receipt]) -> list[Any]:
    """State, what is lacking, then chances, unmeasured and days as counted."""
    chances, unmeasured = known[0] or 0, known[1] or 0
    state = NOT_MEASURED if not chances else PARTLY if unmeasured else MEASURED
    lacking = _lacking(BY_CODE[code], receipts) if state == NOT_MEASURED else None
    return [state, lacking, chances, unmeasured, *known[2:]]


def _lacking(rule: FactorRule, receipts: Sequence[Receipt]) -> str:
    """The first need no import meets, as kind.column; with all columns there, the event never seen or the link."""
    held = {(receipt.kind, column) for receipt in receipts for column in receipt.columns}
    columns = [(kind, what) for kind, what in rule.needs if not what.startswith(EVENT)]
    events = [(kind, what) for kind, what in rule.needs if what.startswith(EVENT)]
    missing = [need for need in columns if need not in held] + events + [(rule.needs[-1][0], "link")]
    return f"{missing[0][0].value}.{missing[0][1]}"
