"""Which rows of a fact are those of touched visits and days: what is put in, and what is taken out before."""

from typing import Final

from funnel.store import follows

OF_TOUCHED_VISITS: Final = "select t.* from {name} as t semi join touched_visits as v using (feed, visit)"
OF_TOUCHED_DAYS: Final = "select t.* from {name} as t where day in (select day from touched_days)"
OF_TOUCHED_SEGMENTS: Final = (
    "select t.* from {name} as t"
    " where segment in (select segment from loss_segments where day in (select day from touched_days))"
)
FIRST_MOMENT: Final = "(select min(day) - interval 1 day from read_days)"
PAST_MOMENT: Final = "(select max(day) + interval 2 day from read_days)"
WIDE: Final = """
with kept as (select distinct product from {of_days}.product_step_wide where product <> 'other'),
risen as (select product from product_ranks where place <= 600 and product not in (select product from kept))
select product from kept
union
select product from risen
where product not in (
    select d.product from {main}.product_days as d semi join risen as r on d.product = r.product
    where d.visits is not null and d.day not in (select day from touched_days)
)
"""
"""Those that are kept by themselves, and those never seen before: of both, every day's steps are known."""


def chosen_rows(name: str) -> str | None:
    """Which of the rows just made belong to touched visits or days; None for a table that is not renewed by them."""
    if name in follows.VISITS:
        return OF_TOUCHED_VISITS
    if name in follows.SEGMENTS:
        return OF_TOUCHED_SEGMENTS
    return OF_TOUCHED_DAYS if name in follows.DAYS else None
