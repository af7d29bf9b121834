"""Small tables the screens of the departments are asked of: contacts, fates of orders, steps and pages of the site."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from funnel.settings import Settings
from funnel.store.queries import named_query

TABLE: Final = "table"
WHILE_BUILDING: Final = "temp table"
PARAMETER: Final = re.compile(r"\$(\w+)")

# The order is the order of dependence; names are files in sql/facts.
SERVICE: Final = (
    ("contact_orders", WHILE_BUILDING),
    ("contact_followed", WHILE_BUILDING),
    ("desk_contacts", TABLE),
    ("order_fates", TABLE),
)
SITE: Final = (
    ("site_cells", TABLE),
    ("order_waits", TABLE),
    ("load_cells", TABLE),
    ("error_cells", TABLE),
    ("error_stages", TABLE),
    ("search_cells", TABLE),
    ("product_step_cells", TABLE),
)


def build_department_facts(connection: Any, settings: Settings, kept_until: date) -> None:
    """Tables of the site and service screens, from facts that are there while a generation is built."""
    _build(connection, (*SITE, *SERVICE), settings, kept_until)


def _build(connection: Any, facts: Sequence[tuple[str, str]], settings: Settings, kept_until: date) -> None:
    for name, shape in facts:
        query = named_query(f"facts/{name}")
        asked = set(PARAMETER.findall(query))
        told = {each: kept_until if each == "kept_until" else getattr(settings, each) for each in asked}
        connection.execute(f"create {shape} {name} as {query}", told)
