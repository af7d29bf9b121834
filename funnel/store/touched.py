"""Which visits and days new or undone rows touch, and which rows are needed to count those again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from funnel.store.receipts import Receipt
from funnel.terms import Kind

MOST_TOUCHED: Final = 1 / 3
"""Share of the visits above which everything is built anew: it costs the same and is simpler."""
ROUNDS: Final = 5
ADVERTISED: Final = "from_ad = 1 and campaign not in ('not_stated', 'other', '(not set)', '(other)')"


class BuiltAnew(Exception):
    """These changes cannot be taken over day by day; what it says is for the log."""


@dataclass(frozen=True)
class Changes:
    """Imports that came and went since the generation before; spans are first and last days of what went."""

    added: tuple[Receipt, ...]
    undone: tuple[tuple[str, str], ...]


def changes_since(held: Sequence[Sequence[Any]], receipts: Sequence[Receipt]) -> Changes:
    """What came and went; `held` are (import_id, kind, first_day, last_day) of the generation before.

    Raises BuiltAnew when anything else than events of visits came or went.
    """
    before = {row[0]: row for row in held}
    now = {receipt.import_id: receipt for receipt in receipts}
    added = tuple(receipt for receipt in receipts if receipt.import_id not in before)
    undone = [row for row in held if row[0] not in now]
    kinds = {str(receipt.kind) for receipt in added} | {str(row[1]) for row in undone}
    if kinds != {Kind.TRAFFIC_EVENTS.value}:
        raise BuiltAnew(f"not only events came or went: {sorted(kinds)}")
    return Changes(added, tuple((str(row[2]), str(row[3])) for row in undone if row[2]))


NEW_VISITS: Final = """
create temp table new_visits as
select feed, session_id as visit, min(day) as day
from new_events
where session_id is not null and coalesce(is_bot, false) = false
group by feed, session_id
"""
WITHOUT_VISIT: Final = """
select count(*) from new_events
where session_id is null and visitor_key is not null and coalesce(is_bot, false) = false
"""
FIRST_DAYS: Final = """
create temp table touched_days as
select distinct day from new_visits
union
select distinct s.day from {main}.sessions as s semi join new_visits as n on s.feed = n.feed and s.visit = n.visit
"""
UNDONE_DAYS: Final = """
insert into touched_days
select day from (
    select cast(unnest(generate_series(?::date - interval 1 day, ?::date + interval 1 day, interval 1 day)) as date)
    union
    select distinct cast(unnest(generate_series(first_day::timestamp, last_day::timestamp, interval 1 day)) as date)
    from {of_days}.long_visits where first_day <= ?::date and last_day >= ?::date
) as undone(day)
where day not in (select day from touched_days)
"""
DAYS_OF_CAMPAIGNS: Final = """
insert into touched_days
select distinct c.day from {of_days}.campaign_days as c
where {advertised}
    and exists (select 1 from touched_days as t where c.day > t.day and c.day <= t.day + 28)
    and c.day not in (select day from touched_days)
"""
"""What a campaign brought speaks of its visits of the 28 days after."""
DAYS_OF_ORDERS: Final = """
insert into touched_days
with touched as (
    select s.feed, s.visit from {main}.sessions as s where s.day in (select day from touched_days)
    union
    select feed, visit from new_visits
),
orders as (
    select o.feed, o.order_id from {of_days}.order_showings as o
    semi join touched as t on o.feed = t.feed and o.visit = t.visit
    union
    select feed, nullif(upper(replace(trim(order_id), '#', '')), '') from new_events
    where event = 'purchase' and order_id is not null
),
others as (
    select o.feed, o.visit from {of_days}.order_showings as o
    semi join orders as k on o.feed = k.feed and o.order_id = k.order_id
    anti join touched as t on o.feed = t.feed and o.visit = t.visit
)
select distinct s.day from {main}.sessions as s semi join others as o on s.feed = o.feed and s.visit = o.visit
where s.day not in (select day from touched_days)
"""
"""An order shown by two visits counts for one of them: neither can be counted without the other."""
TOUCHED_VISITS: Final = """
create temp table touched_visits as
select feed, visit from {main}.sessions where day in (select day from touched_days)
union
select feed, visit from new_visits
"""
WITNESSES: Final = """
create temp table witnesses as
select feed, visit, day from {of_days}.tellers
where day not in (select day from touched_days)
qualify row_number() over (partition by feed, what order by day desc) = 1
"""
"""A visit of another day for everything a feed tells of, lest it seems not to tell on the touched days."""
READ_VISITS: Final = """
create temp table read_visits as
select feed, visit from touched_visits union select feed, visit from witnesses
"""
READ_DAYS: Final = """
create temp table read_days as
select day from touched_days union select day + 1 from touched_days
union select distinct day from new_events
union select day from witnesses union select day + 1 from witnesses
union
select cast(unnest(generate_series(l.first_day::timestamp, l.last_day::timestamp, interval 1 day)) as date)
from {of_days}.long_visits as l semi join read_visits as v on l.feed = v.feed and l.visit = v.visit
"""


def find_touched(connection: Any, changes: Changes, places: dict[str, str]) -> None:
    """Tables touched_days, touched_visits, witnesses, read_visits and read_days, from the view new_events.

    Raises BuiltAnew when more is touched than is worth it, or an event names no visit.
    """
    if connection.execute(WITHOUT_VISIT).fetchone()[0]:
        raise BuiltAnew("events without visit ids are cut into visits by all of a visitor's events")
    connection.execute(NEW_VISITS)
    connection.execute(FIRST_DAYS.format(**places))
    for first, last in changes.undone:
        connection.execute(UNDONE_DAYS.format(**places), [first, last, last, first])
    _close_over(connection, places)
    connection.execute(TOUCHED_VISITS.format(**places))
    touched, held = connection.execute(
        "select (select count(*) from touched_visits), (select count(*) from {main}.sessions)".format(**places)
    ).fetchone()
    if touched > MOST_TOUCHED * held:
        raise BuiltAnew(f"{touched} of {held} visits are touched")
    for made in (WITNESSES, READ_VISITS, READ_DAYS):
        connection.execute(made.format(**places))


def _close_over(connection: Any, places: dict[str, str]) -> None:
    """Days that must be counted again because others are."""
    for _ in range(ROUNDS):
        more = connection.execute(DAYS_OF_CAMPAIGNS.format(advertised=ADVERTISED, **places)).fetchone()[0]
        more += connection.execute(DAYS_OF_ORDERS.format(**places)).fetchone()[0]
        if not more:
            return
    raise BuiltAnew("touched days touch ever more days")
