"""Lists of the site screen made of pages: slow ones, those that fail, and how long an order takes."""

from typing import Final

from funnel.answers.list_ground import Problem, Shape, Sums, count, listed, seconds, share
from funnel.answers.listing import Laid, ListAnswer, ListQuestion, ListRule, Value
from funnel.answers.site_frame import EVENTS, KNOWN, ask_site, by_key, ever, filters_of, seen_in, site_frame, site_list
from funnel.errors import sentence
from funnel.store import Store
from funnel.terms import NOT_STATED, OTHER, Culprit

SLOW: Final = ("timed_visits", "slow_visits", "slow_share", "load_mean", "slow_conversion", "quick_conversion")
ERRORS: Final = ("error_visits", "error_orders", "error_conversion", "conversion_without_error", "error_revenue")
WAITS: Final = (
    "timed_orders", "visit_to_order_p50", "visit_to_order_p90", "came_back_share", "first_to_order_p50",
    "first_to_order_p90",
)  # fmt: skip
TIMED, FAILED = ((EVENTS, "load_seconds"),), ((EVENTS, "event=page_error"),)
NAMED: Final = ((EVENTS, "visitor_key"),)
NEEDS: Final = {
    "timed_visits": TIMED,
    "error_visits": FAILED,
    "timed_orders": ((EVENTS, "event=purchase"),),
    "came_back_share": NAMED,
    "first_to_order_p50": NAMED,
    "first_to_order_p90": NAMED,
}


def slow_pages(store: Store, question: ListQuestion) -> ListAnswer:
    """Pages by the visits that waited too long for them."""
    shape = Shape("slow_pages", ("page",), SLOW, _slow, lambda row: row["slow"], NEEDS, problem=_slow_landing)
    return site_list(store, question, shape, "slow_pages")


def _slow_landing(row: Sums) -> Problem | None:
    """Visits that landed on this page and waited too long for it."""
    return None if row["page"] in (OTHER, NOT_STATED) or not row["slow"] else ("slow_page.page", row["page"])


def _slow(row: Sums) -> tuple[Value, ...]:
    timed, slow = count(row["timed"]) or 0, count(row["slow"]) or 0
    mean = float(row["load_seconds"]) / timed if timed else None
    quick = share(row["quick_paid"], timed - slow)
    return timed, slow, share(slow, timed), mean, share(row["slow_paid"], slow), quick


def errors(store: Store, question: ListQuestion) -> ListAnswer:
    """Errors by kind, page and code, with the visits that met them and what they bought."""
    filters_of(question, KNOWN)
    with store.reading() as reader:
        frame = site_frame(reader, question)
        rows = ask_site(reader, "site_errors", frame.period, question) if frame.period else []
        known = bool(rows or ever(reader, "site_errors"))
        clean = by_key(ask_site(reader, "error_stages", frame.period, question) if frame.period else [], "error_kind")
    told = [row | {"clean_share": _clean_share(clean.get(row["error_kind"]))} for row in rows]
    shape = Shape(
        "errors", ("error_kind", "page", "error"), ERRORS, _met, lambda row: row["visits"], NEEDS, problem=_failed
    )
    return listed(store, frame, seen_in(shape, held=known), told, question)


def _failed(row: Sums) -> Problem | None:
    """Visits whose first checkout or payment met this code; page errors come in several problems, told by none."""
    if row["error_kind"] == "page_error" or row["error"] == NOT_STATED:
        return None
    return f"{row['error_kind']}.error", row["error"]


def _clean_share(row: Sums | None) -> str | None:
    """Payments among visits that could have met the error and did not, as text, so that it is never added up."""
    paid = share(row["paid"], row["visits"]) if row else None
    return None if paid is None else str(paid)


def _met(row: Sums) -> tuple[Value, ...]:
    visits, paid, clean = count(row["visits"]), count(row["paid"]), row["clean_share"]
    return visits, paid, share(paid, visits), None if clean is None else float(clean), row["revenue"]


def waits(store: Store, question: ListQuestion) -> ListAnswer:
    """Time from the visit's start, and from the visitor's first visit, to the order."""
    filters_of(question, KNOWN)
    shape = Shape("time_to_order", ("channel", "device"), WAITS, _waited, lambda row: row["orders"], NEEDS)
    with store.reading() as reader:
        frame = site_frame(reader, question)
        if frame.period is None:
            return listed(store, frame, shape, [], question)
        rows = ask_site(reader, "order_waits", frame.period, question, by_channel=True, by_device=True)
        whole = ask_site(reader, "order_waits", frame.period, question, by_channel=False, by_device=False)
    return listed(store, frame, shape, rows, question, whole=whole[0] if whole else None)


def _waited(row: Sums) -> tuple[Value, ...]:
    return (
        count(row["orders"]),
        seconds(row["visit_p50"]),
        seconds(row["visit_p90"]),
        share(row["came_back"], row["known"]),
        seconds(row["first_p50"]),
        seconds(row["first_p90"]),
    )


PAGE_LISTS: Final = (
    ListRule(
        "time_to_order",
        sentence("Time to order"),
        sentence(
            "How long an order takes by channel and device of its visit: from the start of that visit, and from the "
            "visitor's first visit in the files, at most 90 days before."
        ),
        waits,
    ),
    ListRule(
        "slow_pages",
        sentence("Slow pages"),
        sentence(
            "Pages by visits that waited longer than the limit set, with the conversion of those visits beside that of "
            "visits the page was quick for. The two differ in more than speed: no proof of what speed costs."
        ),
        slow_pages,
        Laid(Culprit.PAGE, "page", ("slow_page",)),
    ),
    ListRule(
        "errors",
        sentence("Page, checkout and payment errors"),
        sentence(
            "Errors by kind, page and code: visits that met them, and the conversion of visits that came as far and "
            "met none of the kind. A visit with two errors counts with each."
        ),
        errors,
        Laid(Culprit.ERROR, "error", ("checkout_error", "payment_error")),
    ),
)
