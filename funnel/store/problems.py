"""What losses are reckoned from: flags of every visit, cells, culprits, and what could not be measured."""

import re
from collections.abc import Sequence
from typing import Any, Final

from funnel.factor import FactorRule
from funnel.factors import BY_CODE, EVENT, LOSS_STEPS, VISIT_FACTORS, mask_of
from funnel.settings import Settings
from funnel.store.queries import named_query
from funnel.store.shelf import Receipt

TABLE: Final = "table"
WHILE_BUILDING: Final = "temp table"
"""Never written into the published file."""
SETTING_IN_QUERY: Final = re.compile(r"\$(\w+)")
CLICK_LOST: Final = "click_lost"
MEASURED, PARTLY, NOT_MEASURED = "measured", "partly", "not_measured"

# The order is the order of dependence; names are files in sql/facts.
BEFORE_FLAGS: Final = (
    ("noted_events", WHILE_BUILDING),
    ("first_views", WHILE_BUILDING),
    ("first_loads", WHILE_BUILDING),
    ("first_errors", WHILE_BUILDING),
    ("step_moments", WHILE_BUILDING),
    ("stock_levels", WHILE_BUILDING),
    ("viewed_levels", WHILE_BUILDING),
    ("visit_orders", WHILE_BUILDING),
    ("chain_visits", WHILE_BUILDING),
    ("first_searches", WHILE_BUILDING),
    ("category_levels", WHILE_BUILDING),
    ("campaign_pasts", WHILE_BUILDING),
    ("contact_rows", WHILE_BUILDING),
    ("contact_visits", WHILE_BUILDING),
    ("first_chats", WHILE_BUILDING),
    ("bought_orders", WHILE_BUILDING),
    ("product_pasts", WHILE_BUILDING),
    ("product_names", TABLE),
)
AFTER_FLAGS: Final = (
    ("loss_segments", TABLE),
    ("visit_problems", WHILE_BUILDING),
    ("visit_flags", WHILE_BUILDING),
    ("loss_groups", WHILE_BUILDING),
    ("loss_cells", TABLE),
    ("loss_money", TABLE),
    ("factor_counts", WHILE_BUILDING),
    ("clicks_lost_cells", TABLE),
    ("click_counts", WHILE_BUILDING),
    ("link_rates", TABLE),
    ("met_problems", WHILE_BUILDING),
)
WITH_CULPRITS: Final = (("culprit_cells", TABLE),)


def raise_flags(connection: Any, settings: Settings) -> None:
    """The problems of every visit, factor by factor, and the steps they can harm."""
    for name in ("tables/problems", "tables/factor_bits"):
        connection.execute(named_query(name).replace("create table", f"create {WHILE_BUILDING}"))
    for bit, rule in enumerate(VISIT_FACTORS):
        query = named_query(f"facts/problems/{rule.code}")
        told = f"insert into problems select feed, visit, {1 << bit}, met from ({query})"
        connection.execute(told, settings_in(query, settings))
        connection.execute("insert into factor_bits values (?, ?, ?)", [rule.code, bit, 1 << bit])
    connection.execute(named_query("tables/loss_steps"))
    steps = [[step.value, place, mask_of(step)] for place, step in enumerate(LOSS_STEPS, start=1)]
    connection.executemany("insert into loss_steps values (?, ?, ?)", steps)


def name_culprits(connection: Any, settings: Settings) -> None:
    """What every problem that was met can be laid to: a row for each visit and kind of culprit."""
    connection.execute(named_query("tables/culprit_rows").replace("create table", f"create {WHILE_BUILDING}"))
    for rule in VISIT_FACTORS:
        query = named_query(f"facts/culprits/{rule.code}")
        connection.execute(f"create {WHILE_BUILDING} culprits_of_one as {query}", settings_in(query, settings))
        for kind in rule.culprits:
            named = f"select '{rule.code}', '{kind}', feed, visit, nullif({kind}, 'not_stated') from culprits_of_one"
            connection.execute(f"insert into culprit_rows {named}")
        connection.execute("drop table culprits_of_one")


def settings_in(query: str, settings: Settings) -> dict[str, Any]:
    """The settings a query asks for as parameters; their names are those of the settings."""
    return {name: getattr(settings, name) for name in SETTING_IN_QUERY.findall(query)}


def state_factors(connection: Any, receipts: Sequence[Receipt]) -> None:
    """Whether the files measure each factor, and what is missing where they do not."""
    connection.execute(named_query("tables/factor_states"))
    of_visits = connection.execute("select code, bit, met, chances, unmeasured, first_day, last_day from factor_counts")
    counted = of_visits.fetchall()
    of_clicks = connection.execute("select chances, unmeasured, first_day, last_day from click_counts").fetchall()
    for code, bit, met, *known in [*counted, *((CLICK_LOST, None, None, *row) for row in of_clicks)]:
        row = [code, bit, *_state(code, known, receipts), met]
        connection.execute("insert into factor_states values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


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
