"""What a generation is made of, in the order of dependence, and without which tables each fact can hold no row.

Names are files in sql/facts. `a|b` in `needs` reads: without rows in both of a and b there is nothing to ask.
A fact that needs nothing here is always asked.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Fact:
    """One table made by one query; kept: it is published, else it stands only while a generation is built.

    Of days: it stays in the generation, out of sight of questions, so that the next one need not look at every day.
    """

    name: str
    kept: bool
    needs: tuple[str, ...]
    view: bool = False
    of_days: bool = False


def _kept(name: str, *needs: str) -> Fact:
    return Fact(name, True, needs)


def _aside(name: str, *needs: str) -> Fact:
    return Fact(name, False, needs)


def _of_days(name: str, *needs: str) -> Fact:
    return Fact(name, False, needs, of_days=True)


BEFORE_PATHS: Final = (
    _aside("gap_visits", "traffic_events"),
    Fact("visit_events", False, ("traffic_events",), view=True),
    _aside("session_rows", "traffic_sessions"),
    _kept("purchases", "visit_events|session_rows"),
    _kept("step_events", "visit_events|session_rows"),
    _aside("visit_sequences", "step_events"),
    _aside("visits", "visit_events|session_rows"),
    _of_days("long_visits", "visits"),
    _of_days("visit_origins", "visits"),
    _of_days("order_showings", "visit_events|session_rows"),
    _kept("daily_rows", "traffic_daily"),
    _kept("ad_rows", "ad_costs"),
    _kept("order_rows", "order_lines"),
    _kept("order_links", "purchases", "order_rows"),
    _aside("visit_money", "purchases"),
)
AFTER_PATHS: Final = (
    _kept("sessions", "visits"),
    _kept("cells", "sessions"),
    _kept("whole_cells", "cells"),
    _kept("ordering_cells", "cells"),
    _kept("daily_cells", "daily_rows"),
    _kept("ad_cells", "ad_rows"),
    _kept("feeds", "imports"),
    _kept("feed_steps", "step_events|daily_rows"),
    _kept("leading_feeds", "cells|daily_cells"),
    _kept("category_weeks", "cells"),
    _kept("landing_cells", "sessions"),
    _kept("landing_kinds", "landing_cells"),
    _kept("landing_counts", "landing_cells"),
    _kept("landing_orders", "landing_cells"),
)
BEFORE_FLAGS: Final = (
    _aside("noted_events", "visit_events"),
    _aside("first_views", "visit_events"),
    _aside("first_loads", "noted_events"),
    _aside("first_errors", "noted_events"),
    _aside("step_moments", "step_events"),
    _aside("stock_levels", "stock"),
    _aside("viewed_levels", "first_views"),
    _aside("visit_orders", "purchases"),
    _aside("chain_visits", "sessions"),
    _aside("first_searches", "noted_events"),
    _aside("category_levels", "stock_levels"),
    _of_days("campaign_days", "chain_visits"),
    _aside("campaign_pasts", "campaign_days"),
    _of_days("tellers", "first_errors|first_loads|first_searches"),
    _aside("contact_rows", "contacts"),
    _of_days("contact_visits", "contact_rows", "chain_visits"),
    _aside("first_chats", "contact_visits"),
    _aside("bought_orders", "order_links", "chain_visits"),
    _aside("product_pasts", "order_rows"),
    _kept("product_names", "stock"),
)
AFTER_FLAGS: Final = (
    _kept("loss_segments", "chain_visits"),
    _aside("visit_problems", "problems"),
    _aside("visit_flags", "chain_visits"),
    _aside("loss_groups", "visit_flags"),
    _kept("loss_cells", "loss_groups"),
    _kept("loss_money", "loss_segments"),
    _kept("loss_parts", "loss_money"),
    _kept("loss_visits", "loss_money"),
    _kept("loss_lines", "loss_cells"),
    _kept("loss_counts", "loss_cells"),
    _of_days("alike_days", "loss_groups"),
    _aside("factor_counts"),
    _kept("clicks_lost_cells", "ad_cells", "campaign_days"),
    _aside("click_counts"),
    _of_days("view_links", "viewed_levels"),
    _kept("link_rates"),
    _aside("met_problems", "problems"),
)
WITH_CULPRITS: Final = (_kept("culprit_cells", "culprit_rows"),)
PRODUCTS: Final = (
    _aside("product_carts", "visit_events", "chain_visits"),
    _aside("product_views", "visit_events", "chain_visits"),
    _aside("product_views_levels", "product_views"),
    _aside("product_sales", "order_rows"),
    _kept("product_levels", "stock_levels"),
    _kept("product_days", "product_views_levels|product_carts|product_sales"),
    _of_days("cart_categories", "product_carts"),
    _kept("products", "product_days|product_names"),
    _kept("product_weeks", "product_days"),
    _kept("product_price_weeks", "product_days"),
    _kept("product_cart_weeks", "product_days"),
)
SITE: Final = (
    _of_days("view_pages", "visit_events"),
    _aside("product_pages", "view_pages"),
    _kept("site_cells", "chain_visits"),
    _kept("order_waits", "purchases", "chain_visits"),
    _kept("load_cells", "noted_events", "chain_visits"),
    _kept("error_cells", "noted_events", "chain_visits"),
    _kept("error_stages", "first_errors", "chain_visits"),
    _kept("search_cells", "noted_events", "chain_visits"),
    _aside("product_ranks", "product_days"),
    _aside("wide_products", "product_ranks"),
    _of_days("product_step_wide", "product_views"),
    _kept("product_step_cells", "product_step_wide"),
)
SERVICE: Final = (
    _aside("contact_orders", "contact_rows", "order_rows"),
    _aside("contact_followed", "contact_rows"),
    _kept("desk_contacts", "contact_rows"),
    _kept("order_fates", "order_rows"),
    _kept("discount_days", "order_rows"),
    _kept("customer_days", "order_rows"),
)
MARKETPLACES: Final = (
    _kept("card_rows", "card_daily"),
    _kept("card_reports", "card_rows"),
    _kept("card_search_rows", "card_searches"),
    _kept("marketplace_order_rows", "marketplace_orders"),
    _kept("marketplace_operation_rows", "marketplace_operations"),
    _kept("marketplace_stock_rows", "marketplace_stock"),
    _kept("seller_cells", "order_rows"),
)
ALL_FACTS: Final = (
    *BEFORE_PATHS, *AFTER_PATHS, *BEFORE_FLAGS, *AFTER_FLAGS, *WITH_CULPRITS, *PRODUCTS, *SITE, *SERVICE,
    *MARKETPLACES,
)  # fmt: skip

PROBLEM_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "ad_mismatch": ("first_errors",),
    "cancelled_by_shop": ("bought_orders",),
    "chat_slow": ("first_chats",),
    "chat_unanswered": ("first_chats",),
    "checkout_error": ("first_errors",),
    "complaint_open": ("bought_orders", "contact_rows"),
    "empty_search": ("first_searches",),
    "junk_traffic": ("chain_visits",),
    "late_delivery": ("bought_orders",),
    "long_delivery": ("bought_orders",),
    "missing_page": ("first_errors",),
    "no_alternative": ("viewed_levels",),
    "out_of_stock": ("viewed_levels",),
    "page_error": ("first_errors",),
    "payment_error": ("first_errors",),
    "price_above": ("viewed_levels",),
    "return_quality": ("bought_orders",),
    "slow_page": ("first_loads",),
    "weak_card": ("viewed_levels",),
}
"""What a problem's query needs; without it no visit had the opportunity."""
