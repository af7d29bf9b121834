"""How every fact follows from the visits of a day, so that the next generation makes only what new rows touch.

What is named nowhere here follows from other exports alone (orders, stock, contacts, ads, marketplaces): while those
stay as they are, so does it.
"""

from typing import Final

VISITS: Final = frozenset({
    "purchases", "step_events", "order_links", "sessions", "order_showings", "long_visits",
})  # fmt: skip
"""Rows name a visit: those of touched visits are replaced."""

DAYS: Final = frozenset({
    "cells", "whole_cells", "ordering_cells", "landing_cells", "loss_segments", "loss_money", "culprit_cells",
    "product_days", "site_cells", "load_cells", "error_cells", "error_stages", "search_cells", "visit_origins",
    "campaign_days", "tellers", "alike_days", "view_links", "view_pages", "cart_categories", "product_step_wide",
})  # fmt: skip
"""Rows name the day of their visits: those of touched days are replaced."""

WEEKS: Final = frozenset({"product_weeks", "product_price_weeks", "product_cart_weeks"})
"""Rows name the week of their visits and the number of a product: those of touched weeks are replaced."""

CELL_WEEKS: Final = frozenset({"category_weeks"})
"""Rows name the week of their visits and nothing that could go by another name: only touched weeks are replaced."""

SEGMENTS: Final = frozenset({"loss_cells"})
"""Rows name a segment of loss_segments, which names the day."""

VISITS_ALONE: Final = frozenset({
    "gap_visits", "visit_events", "session_rows", "visit_sequences", "visits", "visit_money", "noted_events",
    "first_views", "first_loads", "first_errors", "step_moments", "viewed_levels", "visit_orders", "chain_visits",
    "first_searches", "first_chats", "bought_orders", "visit_problems", "visit_flags", "loss_groups",
    "met_problems", "product_views", "product_carts", "product_views_levels",
})  # fmt: skip
"""Stand only while touched visits are counted, and hold nothing of others."""

ALL_DAYS: Final = frozenset({
    "feeds", "feed_steps", "leading_feeds", "campaign_pasts", "factor_counts", "clicks_lost_cells", "click_counts",
    "link_rates", "products", "product_pages", "product_ranks", "product_step_cells", "order_waits",
    "channel_keys", "contact_visits", "contact_followed", "desk_contacts", "loss_parts", "loss_visits", "loss_lines",
    "loss_counts", "landing_kinds", "landing_counts", "landing_orders",
})  # fmt: skip
"""Look across days: made anew from what is kept of every day."""

NUMBERED: Final = {"landing_counts": "landing_kinds", "landing_orders": "landing_kinds"}
"""Rows name a number of another table: while all numbers are as they were, only those of touched days are replaced."""

LATER_DAYS: Final = frozenset({"order_waits"})
"""Rows look back at earlier visits: those of days before the first touched one stay."""
FIRST_MET: Final = "(select min(day) - interval 2 day from touched_days)"
"""Long enough before the first touched day that no order of a day before can follow a touched visit."""

PATH_LETTERS: Final = """
select feed, unnest(string_split(replace(path, '|', ''), '')) as letter
from (select distinct feed, path from {main}.cells)
"""
"""A path holds the letters of all steps its visits made (funnel/paths.py)."""
LEADING_VISITS: Final = """
select s.* from {main}.sessions as s inner join {main}.leading_feeds as l on s.day = l.day and s.feed = l.feed
"""
TOUCHED_WEEKS: Final = "(select date_trunc('week', day) from touched_days)"
HELD_PRODUCTS: Final = f"""
select product from {{main}}.products
where number in (select number from {{main}}.product_weeks where week not in {TOUCHED_WEEKS})
union all
select product from {{main}}.product_days where date_trunc('week', day) in {TOUCHED_WEEKS}
"""
"""Every product that anything is held of: the numbers of before tell those of weeks that are not touched."""
SEEN_PRODUCTS: Final = """
select p.product, w.visits from {main}.product_weeks as w inner join {main}.products as p on w.number = p.number
"""
STAND_INS: Final = {
    ("channel_keys", "visits"): "select * from {of_days}.visit_origins",
    ("feed_steps", "step_events"): PATH_LETTERS,
    ("factor_counts", "loss_groups"): "select * from {of_days}.alike_days",
    ("products", "product_carts"): "select * from {of_days}.cart_categories",
    ("products", "product_days"): HELD_PRODUCTS,
    ("product_ranks", "product_days"): SEEN_PRODUCTS,
    ("order_waits", "purchases"): f"select * from {{main}}.purchases where day >= {FIRST_MET}",
    ("order_waits", "chain_visits"): LEADING_VISITS,
    ("contact_visits", "chain_visits"): LEADING_VISITS,
}
"""What a fact that looks across days reads in place of a table of touched visits alone, with the same answer."""
