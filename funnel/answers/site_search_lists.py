"""Lists of the site screen made of searches, and of one product from its page to the payment."""

from typing import Any, Final

from funnel.answers.list_ground import Problem, Shape, Sums, count, listed, share
from funnel.answers.listing import Laid, ListAnswer, ListQuestion, ListRule, Value
from funnel.answers.site_frame import EVENTS, KNOWN, ask_site, filters_of, site_frame, site_list
from funnel.errors import sentence
from funnel.store import Store
from funnel.terms import NOT_STATED, OTHER, Culprit

USE: Final = ("visits", "search_visits", "search_share", "empty_search_share", "search_conversion", "browse_conversion")
TERMS: Final = ("term_visits", "term_empty_share", "searched_orders", "term_conversion", "term_revenue")
PRODUCT: Final = ("product_viewers", "product_adders", "product_add_share", "product_buyers", "product_buy_share")
SEARCHED: Final = ((EVENTS, "search_term"), (EVENTS, "event=view_search_results"))
NEEDS: Final = {
    "visits": ((EVENTS, "event"),),
    "search_visits": SEARCHED,
    "term_visits": SEARCHED,
    "empty_search_share": ((EVENTS, "search_results"),),
    "term_empty_share": ((EVENTS, "search_results"),),
    "product_viewers": ((EVENTS, "product"),),
}


def search_use(store: Store, question: ListQuestion) -> ListAnswer:
    """Who searches, by device, and what it ends in."""
    filters_of(question, KNOWN)
    shape = Shape("search_use", ("device",), USE, _used, lambda row: row["visits"], NEEDS)
    with store.reading() as reader:
        frame = site_frame(reader, question)
        flags = {"by_browser": False, "by_page_kind": False, "by_search": True, "by_device": True}
        rows = ask_site(reader, "site_paths", frame.period, question, **flags) if frame.period else []
    sums: dict[str, dict[str, Any]] = {}
    for row in rows:
        _add(sums.setdefault(row["device"], {"device": row["device"], **dict.fromkeys(COUNTED, 0)}), row)
    return listed(store, frame, shape, list(sums.values()), question)


COUNTED: Final = ("visits", "known", "searched", "empty", "searched_paid", "known_paid")


def _add(sums: dict[str, Any], row: Sums) -> None:
    """Adds the visits of one path; a feed that never tells searches is in `visits` only."""
    visits, paid, search = int(row["sessions"]), "o" in row["path"], row["search"]
    sums["visits"] += visits
    if search is not None:
        sums["known"] += visits
        sums["known_paid"] += visits if paid else 0
    if search in ("search", "empty_search"):
        sums["searched"] += visits
        sums["searched_paid"] += visits if paid else 0
        sums["empty"] += visits if search == "empty_search" else 0


def _used(row: Sums) -> tuple[Value, ...]:
    known, searched = row["known"], row["searched"]
    return (
        row["visits"],
        searched if known else None,
        share(searched, known),
        share(row["empty"], searched),
        share(row["searched_paid"], searched),
        share(row["known_paid"] - row["searched_paid"], known - searched),
    )


def search_terms(store: Store, question: ListQuestion) -> ListAnswer:
    """What is searched for, what is not found, and what ends in an order."""
    shape = Shape("search_terms", ("search_term",), TERMS, _searched, _unmet, NEEDS, problem=_nothing_found)
    return site_list(store, question, shape, "search_terms")


def _nothing_found(row: Sums) -> Problem | None:
    """Visits whose first search was for this term and found nothing."""
    term = row["search_term"]
    return None if term in (OTHER, NOT_STATED) or not row["empty"] else ("empty_search", term)


def _unmet(row: Sums) -> tuple[int, int]:
    return int(row["empty"]), int(row["visits"])


def _searched(row: Sums) -> tuple[Value, ...]:
    visits, paid = count(row["visits"]), count(row["paid"])
    return visits, share(row["empty"], row["counted"]), paid, share(paid, visits), row["revenue"]


def product_steps(store: Store, question: ListQuestion) -> ListAnswer:
    """The same product seen, put into the cart and bought in one visit."""
    shape = Shape("same_product", ("product",), PRODUCT, _walked, lambda row: row["viewed"] - row["bought"], NEEDS)
    return site_list(store, question, shape, "product_steps")


def _walked(row: Sums) -> tuple[Value, ...]:
    viewed, added, bought = count(row["viewed"]), count(row["added"]), count(row["bought"])
    return viewed, added, share(added, viewed), bought, share(bought, added)


SEARCH_LISTS: Final = (
    ListRule(
        "search_use",
        sentence("Who searches"),
        sentence(
            "Share of visits that search the site, by device, and their conversion beside that of visits that do not. "
            "Who searches knows what they want: the difference is no effect of the search."
        ),
        search_use,
    ),
    ListRule(
        "search_terms",
        sentence("Search terms"),
        sentence(
            "Terms by visits that found nothing, then by visits. A visit with two terms counts with each. Terms that "
            "could hold personal data are not kept and stand as not stated."
        ),
        search_terms,
        Laid(Culprit.SEARCH_TERM, "search_term", ("empty_search",)),
    ),
    ListRule(
        "same_product",
        sentence("The same product through the steps"),
        sentence(
            "Visits that saw a product, put the same product into the cart, and bought it in the same visit; most "
            "visits without it first."
        ),
        product_steps,
    ),
)
