"""Lists of a department: rows of one kind (campaigns, pages, products, hours …) with metrics of the registry.

Every list of every department has this one shape, so that the screen, the command line and the exports read the very
same figures. A department is a tuple of ListRules (funnel/answers/departments.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funnel.answers.result import Note
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Culprit, Dimension

Value = int | float | Decimal | None
"""Counts are int, shares and seconds float, money Decimal; None is “not measured”, never zero."""
Where = tuple[tuple[Dimension, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Promotion:
    """Days of a promotion, both included, under the name the team gave it."""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class ListQuestion:
    """What is asked of a list. None means: everything held."""

    start: date | None = None
    end: date | None = None
    where: Where = ()
    limit: int | None = None
    """Rows kept, dearest first; the rest is summed in one row “other” where the metrics can be added."""
    promotions: tuple[Promotion, ...] = ()
    """Those the team has noted, for lists that ask for them."""


@dataclass(frozen=True)
class ListRow:
    """One row: a code a key column, a value a metric."""

    key: tuple[str, ...]
    values: tuple[Value, ...]
    title: str | None = None
    """What people call it, where the code alone says little: the title of a product."""
    ranges: tuple[tuple[Decimal, Decimal] | None, ...] = ()
    """The 90 % range of each value that is an estimate; empty where nothing is."""
    opens: Where = ()
    """What the Funnel screen is filtered to when the row is opened; empty where it cannot be."""
    problem: tuple[str, str | None] | None = None
    """Factor, and its culprit, the Funnel screen is filtered to when the row is opened."""


@dataclass(frozen=True)
class ListAnswer:
    """One list of one department."""

    code: str
    keys: tuple[str, ...]
    """Codes of the key columns, words of the catalogue: channel, campaign, product, hour …"""
    metrics: tuple[str, ...]
    """Ids of funnel/metrics.py, one a value."""
    rows: tuple[ListRow, ...]
    total: ListRow | None
    """What the rows add up to; None where the metrics cannot be added and no whole is known."""
    period: Period | None
    currency: str
    zone: str
    generation: int
    immature_from: date | None = None
    lacking: tuple[str, ...] = ()
    """What is missing, as “kind.column”: with it and without rows the list is “not measured”, never empty."""
    notes: tuple[Note, ...] = ()
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Laid:
    """The problem whose loss is laid to the rows of a list, as the block of losses on top of the screen lays it."""

    kind: Culprit
    key: str
    """Column that names the culprit."""
    factors: tuple[str, ...]
    """Of several, the first key of a row names the one it is of; rows of none of them carry no loss."""
    by_visits: bool = True
    """Whether filters by channel and device reach the rows."""
    in_orders: bool = True
    """Whether the problem costs orders; after the payment it costs money only."""


@dataclass(frozen=True)
class ListRule:
    """How one list is called and asked; name and told are English msgids."""

    code: str
    name: str
    told: str
    """One sentence: what a row is, which visits or orders are counted, and what it is good for."""
    ask: Callable[[Store, ListQuestion], ListAnswer]
    """Without the losses laid to its rows: `funnel.answers.laid_losses.ask_list` adds them."""
    laid: Laid | None = None
    of_promotions: bool = False
    """Whether the question has to name the promotions."""
