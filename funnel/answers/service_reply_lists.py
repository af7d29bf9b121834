"""Lists of the service screen made of contacts: how fast they are answered, by whom, about what, and what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from funnel.answers.list_ground import (
    Frame,
    Shape,
    Sums,
    count,
    frame_of,
    listed,
    seconds,
    share,
    without_filters,
)
from funnel.answers.listing import ListAnswer, ListQuestion, ListRule, Value
from funnel.answers.result import Note
from funnel.errors import sentence
from funnel.periods import Period
from funnel.service_clock import ServiceClock, clock_of
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Kind

DESK: Final = Kind.CONTACTS
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KEYS: Final = ("weekday", "hour", "medium", "topic", "team")
REPLIES: Final = ("contacts", "reply_p50", "reply_p90", "unanswered_share")
OPENED, ANSWERED = ((DESK, "moment"),), ((DESK, "first_reply_seconds"),)
BOOKED: Final = ((Kind.ORDER_LINES, "order_id"),)
ABOUT: Final = ((DESK, "order_id"), (DESK, "customer_key"), *BOOKED)
NEEDS: Final = {
    "contacts": OPENED,
    "reply_p50": ANSWERED,
    "reply_p90": ANSWERED,
    "unanswered_share": ANSWERED,
    "followed_contacts": ((DESK, "session_id"), (DESK, "customer_key")),
    "orders_about": ABOUT,
    "money_about": ABOUT,
    "gone_money_of_contacts": ABOUT,
    "bad_share": ((DESK, "satisfaction"),),
    "answered_per_day": ANSWERED,
    "waiting_contacts": ANSWERED,
}


def service_frame(reader: Reader, question: ListQuestion) -> Frame:
    """The period asked, or all days with contacts; without any, all days of the order book."""
    span = reader.ask("answers/desk_span")[0]
    first, newest = ("first_contact", "newest_contact") if span["first_contact"] else ("first_order", "newest_order")
    return frame_of(reader, question, span[first], span[newest])


def service_days(store: Store) -> Period | None:
    """All days with contacts; without any, all days of the order book; None without either."""
    with store.reading() as reader:
        return service_frame(reader, ListQuestion()).period


def _replies(row: Sums) -> tuple[Value, ...]:
    unanswered = share(row["unanswered"], row["judged"])
    return count(row["contacts"]), seconds(row["p50"]), seconds(row["p90"]), unanswered


def _waiting(row: Sums) -> int:
    return int(row["contacts"])


def _asked(store: Store, question: ListQuestion, shape: Shape, by: Mapping[str, str]) -> ListAnswer:
    """The list of contacts by the columns that `by` names for its keys; times to the first answer tell their clock."""
    without_filters(question)
    clock = clock_of(store.settings.service_hours, store.settings.service_days)
    with store.reading() as reader:
        frame = service_frame(reader, question)
        rows = _rows_of(reader, frame, by, clock)
        whole = _rows_of(reader, frame, {}, clock)
    answer = listed(store, frame, shape, rows, question, whole=whole[0] if whole else None)
    timed = bool(rows) and "reply_p50" in shape.metrics
    return replace(answer, notes=(_clock_told(clock), *answer.notes)) if timed else answer


def _clock_told(clock: ServiceClock) -> Note:
    if clock.never_stops:
        return Note("clock_never_stops")
    return Note("clock_of_service", (("first", clock.first), ("last", clock.last), ("hours", clock.hours)))


def _rows_of(reader: Reader, frame: Frame, by: Mapping[str, str], clock: ServiceClock) -> list[dict[str, Any]]:
    if frame.period is None:
        return []
    flags = {f"by_{name}": name in by.values() for name in KEYS}
    told = {"start": frame.period.start, "end": frame.period.end, **flags, **clock.asked()}
    rows = reader.ask("answers/desk_replies", told)
    return [row | {key: _told(name, row[name]) for key, name in by.items()} for row in rows if row["contacts"]]


def _told(name: str, code: Any) -> str:
    if name == "weekday":
        return WEEKDAYS[code - 1]
    return f"{code:02d}:00" if name == "hour" else str(code)


def reply_hours(store: Store, question: ListQuestion) -> ListAnswer:
    """First response time of every hour of the week."""
    shape = Shape("reply_hours", ("weekday", "hour"), REPLIES, _replies, _waiting, NEEDS, shown=7 * 24)
    return _asked(store, question, shape, {"weekday": "weekday", "hour": "hour"})


def teams(store: Store, question: ListQuestion) -> ListAnswer:
    """First response time of every team and way of contact."""
    keys = {"agent_group": "team", "contact_medium": "medium"}
    shape = Shape("teams", tuple(keys), (*REPLIES, "bad_share"), _rated, _waiting, NEEDS)
    return _asked(store, question, shape, keys)


def _rated(row: Sums) -> tuple[Value, ...]:
    return *_replies(row), share(row["bad"], row["rated"])


def dialogs(store: Store, question: ListQuestion) -> ListAnswer:
    """Contacts that an order followed within seven days."""
    metrics = ("contacts", "followed_contacts", "contacts_with_order", "order_after_contact", "money_after_contact")
    shape = Shape("dialogs", ("contact_medium",), metrics, _followed, lambda row: row["followed_money"], NEEDS)
    return _asked(store, question, shape, {"contact_medium": "medium"})


def _followed(row: Sums) -> tuple[Value, ...]:
    linked = row["linked"] or None
    after = count(row["followed"]) if linked else None
    return count(row["contacts"]), count(linked), after, share(after, linked), row["followed_money"]


def topics(store: Store, question: ListQuestion) -> ListAnswer:
    """What contacts are about, by the money of the orders behind them."""
    metrics = (*REPLIES, "bad_share", "orders_about", "money_about", "gone_money_of_contacts")
    shape = Shape("topics", ("topic",), metrics, _about, lambda row: row["about_money"], NEEDS)
    return _asked(store, question, shape, {"topic": "topic"})


def _about(row: Sums) -> tuple[Value, ...]:
    orders = count(row["about_orders"]) if row["about"] else None
    return *_rated(row), orders, row["about_money"], row["gone_money"]


def staffing(store: Store, question: ListQuestion) -> ListAnswer:
    """Contacts opened, answered and waiting in every hour of the day."""
    without_filters(question)
    metrics = ("opened_per_day", "answered_per_day", "staffing_gap", "waiting_contacts")
    shape = Shape("staffing", ("hour",), metrics, _staffed, _waiting, NEEDS, in_order=True, has_total=False)
    with store.reading() as reader:
        frame = service_frame(reader, question)
        rows = _hours(reader, frame.period) if frame.period else []
    return listed(store, frame, shape, rows, question)


def _staffed(row: Sums) -> tuple[Value, ...]:
    if not row["known"]:
        return row["opened"], None, None, None
    return row["opened"], row["replied"], row["opened"] - row["replied"], row["waiting"]


def _hours(reader: Reader, period: Period) -> list[dict[str, Any]]:
    """Sums of the period by hour of the day, as means of its days; waiting at the end of the hour."""
    found = reader.ask("answers/desk_hours", {"end": period.end})
    if not any(period.holds(row["day"]) for row in found):
        return []
    days, known = period.days, any(row["replied"] for row in found)
    by_slot = {(row["day"], row["hour"]): row for row in found}
    waiting = _waiting_by_hour(found, period.start, period.end)
    here = [[row for (day, at), row in by_slot.items() if at == hour and period.holds(day)] for hour in range(24)]
    return [
        {
            "hour": f"{hour:02d}:00",
            "opened": sum(int(row["opened"]) for row in rows) / days,
            "replied": sum(int(row["replied"]) for row in rows) / days,
            "waiting": waiting[hour] / days,
            "known": known,
        }
        for hour, rows in enumerate(here)
    ]


def _waiting_by_hour(found: Sequence[Mapping[str, Any]], start: date, end: date) -> list[int]:
    """Contacts opened and not yet answered at the end of each hour, added over the days of the period."""
    change = {(row["day"], row["hour"]): int(row["answered"]) - int(row["replied"]) for row in found}
    open_now = sum(more for (day, _), more in change.items() if day < start)
    waiting = [0] * 24
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        for hour in range(24):
            open_now += change.get((day, hour), 0)
            waiting[hour] += open_now
    return waiting


REPLY_LISTS: Final = (
    ListRule(
        "reply_hours",
        sentence("First reply by hour"),
        sentence(
            "One row an hour of the week, by the shop's clock: how long contacts opened in it wait for the first "
            "answer."
        ),
        reply_hours,
    ),
    ListRule(
        "staffing",
        sentence("Staffing by hour"),
        sentence(
            "Contacts opened and first answers given in each hour, on an average day of the period, and who was still "
            "waiting when it ended. Contacts nobody ever answered do not wait here; they are in the unanswered share."
        ),
        staffing,
    ),
    ListRule(
        "teams",
        sentence("Teams and ways of contact"),
        sentence("How fast each team answers, by the way it was contacted."),
        teams,
    ),
    ListRule(
        "dialogs",
        sentence("Dialogs that end in an order"),
        sentence(
            "Of the contacts that can be set against orders: those whose customer ordered within 7 days. Who asks "
            "wants to buy more often, so this is no effect of the answer."
        ),
        dialogs,
    ),
    ListRule(
        "topics",
        sentence("Topics by money at stake"),
        sentence(
            "What contacts are about, and the orders behind them: the one a contact names, else the customer's newest "
            "of the 30 days before. Each order counts once, with its first contact."
        ),
        topics,
    ),
)
