"""What days that are not touched rest on: had it changed, their rows could not be taken over."""

from typing import Any, Final

from funnel.store.touched import BuiltAnew

BEFORE: Final = {
    "leading_before": "select day, feed from {main}.leading_feeds",
    "tellers_before": "select distinct feed, what from {of_days}.tellers",
    "pages_before": "select distinct page from {of_days}.view_pages",
    "contacts_before": "select * from {of_days}.contact_visits",
}
STRAYED: Final = """
select count(*) from sessions
where day not in (select day from touched_days) and (feed, visit) not in (select (feed, visit) from witnesses)
"""
LEADS_OTHERWISE: Final = """
select count(*) from (
    (select day, feed from {main}.leading_feeds except select day, feed from leading_before)
    union all
    (select day, feed from leading_before except select day, feed from {main}.leading_feeds)
) where day not in (select day from touched_days)
"""
TELLS_OTHERWISE: Final = """
select count(*) from (
    (select feed, what from {of_days}.tellers except select feed, what from tellers_before)
    union all
    (select feed, what from tellers_before except select feed, what from {of_days}.tellers)
)
"""
CONTACTS_MOVED: Final = """
select count(*) from (
    (select * from {of_days}.contact_visits except select * from contacts_before)
    union all
    (select * from contacts_before except select * from {of_days}.contact_visits)
) as moved anti join touched_visits as t on moved.feed = t.feed and moved.visit = t.visit
"""
OTHER_PAGES: Final = """
with changed as (
    (select page from {of_days}.view_pages except select page from pages_before)
    union all
    (select page from pages_before except select page from {of_days}.view_pages)
)
select count(*) from {main}.landing_cells as l semi join changed as c on l.page = c.page
where l.day not in (select day from touched_days)
"""
RANKED: Final = (
    ("site_cells", "browser", 15, "1"),
    ("load_cells", "page", 300, "1"),
    ("error_cells", "page", 300, "1"),
    ("search_cells", "term", 500, "1"),
    ("culprit_cells", "culprit", 1000, "code, kind"),
)
"""Only so many names are told by themselves, chosen among all days; with fewer names there is nothing to choose."""
TOO_MANY: Final = """
select count(*) from (
    select 1 from {main}.{table} group by {by}
    having count(distinct {name}) >= {most} or count(case when {name} = 'other' then 1 end) > 0
)
"""
UNRANKED_VISITS: Final = """
select case when (select count(distinct feed) from {main}.cells) > 1 then
    (select count(*) from {main}.load_cells) + (select count(*) from {main}.error_cells)
    + (select count(*) from {main}.search_cells)
    + (select count(*) from {main}.site_cells where browser <> 'not_stated') else 0 end
"""
NOT_WIDE: Final = """
select count(*) from product_ranks where place <= 300 and product not in (select product from wide_products)
"""


def note_before(connection: Any, places: dict[str, str]) -> None:
    """Keep, for comparison, what untouched days rest on."""
    for name, query in BEFORE.items():
        made = f"create temp table {name} as {query}"
        connection.execute(made.format(**places))
    _refuse_rankings(connection, places)


def refuse_what_reaches_further(connection: Any, places: dict[str, str]) -> None:
    """Raises BuiltAnew when the rows just made change what other days rest on."""
    for query, told in (
        (STRAYED, "visits moved to days that are not touched"),
        (LEADS_OTHERWISE, "another feed leads on other days"),
        (TELLS_OTHERWISE, "feeds tell of other things than before"),
        (CONTACTS_MOVED, "contacts moved to or from visits of other days"),
        (OTHER_PAGES, "landing pages of other days are of another kind"),
        (NOT_WIDE, "a product came up from far below"),
    ):
        if connection.execute(query.format(**places)).fetchone()[0]:
            raise BuiltAnew(told)
    _refuse_rankings(connection, places)


def _refuse_rankings(connection: Any, places: dict[str, str]) -> None:
    if connection.execute(UNRANKED_VISITS.format(**places)).fetchone()[0]:
        raise BuiltAnew("several feeds of visits share one ranking of pages")
    for table, name, most, by in RANKED:
        asked = TOO_MANY.format(table=table, name=name, most=most, by=by, **places)
        if connection.execute(asked).fetchone()[0]:
            raise BuiltAnew(f"{table} tells only the most frequent names by themselves")
