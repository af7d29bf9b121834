"""What losses are reckoned from: flags of every visit, cells, and what could not be measured."""

import re
from collections.abc import Sequence
from typing import Any, Final

from funnel.factors import BY_CODE, EVENT, LOSS_STEPS, VISIT_FACTORS, FactorRule, mask_of
from funnel.settings import Settings
from funnel.store.queries import named_query
from funnel.store.shelf import Receipt

TABLE: Final = "table"
SETTING_IN_QUERY: Final = re.compile(r"\$(\w+)")
CLICK_LOST: Final = "click_lost"
MEASURED, PARTLY, NOT_MEASURED = "measured", "partly", "not_measured"

# The order is the order of dependence; names are files in sql/facts.
BEFORE_FLAGS: Final = (
    ("noted_events", TABLE),
    ("first_views", TABLE),
    ("first_errors", TABLE),
    ("step_moments", TABLE),
    ("stock_levels", TABLE),
    ("viewed_levels", TABLE),
    ("visit_orders", TABLE),
    ("chain_visits", TABLE),
    ("first_searches", TABLE),
    ("category_levels", TABLE),
    ("campaign_pasts", TABLE),
    ("contact_rows", TABLE),
    ("contact_visits", TABLE),
    ("first_chats", TABLE),
    ("bought_orders", TABLE),
    ("product_pasts", TABLE),
)
AFTER_FLAGS: Final = (
    ("visit_problems", TABLE),
    ("loss_groups", TABLE),
    ("loss_cells", TABLE),
    ("loss_money", TABLE),
    ("factor_counts", TABLE),
    ("clicks_lost_cells", TABLE),
    ("click_counts", TABLE),
    ("link_rates", TABLE),
)
PUBLISHED: Final = ("loss_cells", "loss_money", "clicks_lost_cells", "link_rates")
ONLY_FOR_LOSSES: Final = (
    *(name for name, _ in (*BEFORE_FLAGS, *AFTER_FLAGS) if name not in PUBLISHED),
    "problems",
    "factor_bits",
)
"""Scaffolding: dropped before the generation is published."""


def raise_flags(connection: Any, settings: Settings) -> None:
    """The problems of every visit, factor by factor, and the steps they can harm."""
    connection.execute(named_query("tables/problems"))
    connection.execute(named_query("tables/factor_bits"))
    for bit, rule in enumerate(VISIT_FACTORS):
        query = named_query(f"facts/problems/{rule.code}")
        parameters = {name: getattr(settings, name) for name in SETTING_IN_QUERY.findall(query)}
        connection.execute(f"insert into problems select feed, visit, {1 << bit}, met from ({query})", parameters)
        connection.execute("insert into factor_bits values (?, ?, ?)", [rule.code, bit, 1 << bit])
    connection.execute(named_query("tables/loss_steps"))
    steps = [[step.value, place, mask_of(step)] for place, step in enumerate(LOSS_STEPS, start=1)]
    connection.executemany("insert into loss_steps values (?, ?, ?)", steps)


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
