"""Sums by week, renewed: only weeks of touched days are summed again."""

from collections.abc import Mapping
from typing import Any, Final

from funnel.store.building import Building
from funnel.store.follows import TOUCHED_WEEKS
from funnel.store.queries import named_query

OF_TOUCHED_WEEKS: Final = f"select * from {{main}}.product_days where date_trunc('week', day) in {TOUCHED_WEEKS}"
CELLS_OF_TOUCHED_WEEKS: Final = f"select * from {{main}}.cells where date_trunc('week', day) in {TOUCHED_WEEKS}"
OF_OTHER_WEEKS: Final = (
    "select w.* replace (r.now as number) from {main}.{name} as w inner join renumbered as r on w.number = r.before"
    f" where w.week not in {TOUCHED_WEEKS}"
)
RENUMBERED: Final = """
create temp table renumbered as
select b.number as before, n.number as now from {main}.products as b inner join products as n on b.product = n.product
"""
OTHER_NUMBERS: Final = "select count(*) from renumbered where before <> now"


def note_numbers(connection: Any, places: Mapping[str, str]) -> None:
    """Which number each product of the file goes by among the products just made."""
    connection.execute(RENUMBERED.format(**places))


def renew_weeks(connection: Any, name: str, places: Mapping[str, str]) -> None:
    """Weeks of touched days from all their days; other rows stay, under the numbers that products have now."""
    days = f"product_days as not materialized ({OF_TOUCHED_WEEKS.format(**places)})"
    connection.execute(f"create temp table {name} as with {days} select * from ({named_query(f'facts/{name}')})")
    if connection.execute(OTHER_NUMBERS).fetchone()[0]:
        connection.execute(f"insert into {name} by name {OF_OTHER_WEEKS.format(name=name, **places)}")
        connection.execute(f"truncate {places['main']}.{name}")
    else:
        connection.execute(f"delete from {places['main']}.{name} where week in {TOUCHED_WEEKS}")
    connection.execute(f"insert into {places['main']}.{name} by name select * from {name} order by number, week")


def renew_cell_weeks(building: Building, name: str, places: Mapping[str, str]) -> None:
    """Weeks of touched days from all their days; the rows of other weeks are not looked at."""
    query = named_query(f"facts/{name}")
    shown = (
        f"cells as not materialized ({CELLS_OF_TOUCHED_WEEKS}), leading_feeds as (select * from {{main}}.leading_feeds)"
    )
    building.connection.execute(f"delete from {places['main']}.{name} where week in {TOUCHED_WEEKS}")
    rows = f"with {shown.format(**places)} select * from ({query})"
    building.connection.execute(f"insert into {places['main']}.{name} by name {rows}", building.told(query))
