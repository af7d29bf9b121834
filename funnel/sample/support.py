"""Tickets in the form of a Zendesk view export: chats of visits, questions about orders, other mail."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from funnel.sample.chance import Chance
from funnel.sample.faults import number_of
from funnel.sample.orders import Order
from funnel.sample.shopdays import HOUR, ShopDays
from funnel.sample.shopify import moment
from funnel.sample.timeline import AT_CHAT
from funnel.sample.traffic import DayOfTraffic, session_id

CLOCKS = (
    "First reply time in minutes", "First resolution time in minutes", "Full resolution time in minutes",
    "Agent wait time in minutes", "Requester wait time in minutes", "On hold time in minutes",
)  # fmt: skip
HEADER = (
    "Summation column", "Id", "Requester", "Requester id", "Requester external id", "Requester email",
    "Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags", "Status", "Priority", "Via",
    "Ticket type", "Created at", "Updated at", "Assigned at", "Organization", "Due date",
    "Initially assigned at", "Solved at", "Resolution time", "Satisfaction Score", "Group stations",
    "Assignee stations", "Reopens", "Replies",
    *(name for clock in CLOCKS for name in (clock, f"{clock} within business hours")),
)  # fmt: skip
SUBJECTS = {
    "chat": "Question about a product",
    "late": "Where is my parcel",
    "return": "I want to send it back",
    "cancel": "Please cancel my order",
    "mail": "General question",
}

TICKET_TYPES = {"chat": "Question", "late": "Incident", "return": "Problem", "cancel": "Task", "mail": "Question"}


@dataclass(frozen=True)
class Ticket:
    """One ticket; times in UTC seconds; never answered when `reply_minutes` is None."""

    opened: int
    topic: str
    via: str
    tags: str
    requester: str
    reply_minutes: int | None
    open_minutes: int
    score: str


class TicketFile:
    """Collects tickets a day and writes them by time."""

    def __init__(self, path: Path, days: ShopDays, chance: Chance) -> None:
        self.days, self.chance = days, chance
        self.tickets = 0
        self._file = path.open("w", encoding="utf-8", newline="")
        self._csv = csv.DictWriter(self._file, HEADER, restval="", lineterminator="\n", quoting=csv.QUOTE_ALL)
        self._csv.writeheader()

    def add(self, traffic: DayOfTraffic, orders: list[Order]) -> None:
        """Adds the tickets of one day's visits and of the orders placed on it."""
        found = chats(traffic, self.chance) + about_orders(orders, self.chance)
        found += other_mail(traffic, self.days, self.chance)
        for ticket in sorted(found, key=lambda one: (one.opened, one.tags)):
            if ticket.opened <= self.days.export_second:
                self._csv.writerow(_row(ticket, 70001 + self.tickets, self.days.export_second))
                self.tickets += 1

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def chats(traffic: DayOfTraffic, chance: Chance) -> list[Ticket]:
    """Chats of visits; the tag names the visit."""
    visits = traffic.visits
    those = np.flatnonzero(traffic.timeline.happened[:, AT_CHAT])
    place = visits.place[those]
    slow = traffic.met[those, number_of("chat_slow")]
    minutes = np.where(slow, chance.whole("slow reply", place, 15, 90), chance.whole("reply", place, 1, 7))
    score = chance.uniform("score", place)
    return [
        Ticket(
            int(traffic.timeline.second[v, AT_CHAT]),
            "chat",
            "Chat",
            f"chat visit-{session_id(int(visits.start[v]), int(visits.visitor[v]))}",
            str(int(visits.visitor[v])),
            int(wait),
            int(wait) + 10,
            _score(mark, bool(late)),
        )
        for v, wait, late, mark in zip(those.tolist(), minutes, slow, score, strict=True)
    ]


def about_orders(orders: list[Order], chance: Chance) -> list[Ticket]:
    """Questions about parcels that are late, goods to send back, orders to cancel."""
    found = []
    for order in orders:
        draw = chance.uniform("about order", np.arange(4) + 4 * order.number)
        opened, topic = _trouble(order, draw)
        if opened is not None:
            reply = 10 + int(300 * draw[2] ** 2)
            via = "Mail" if draw[3] < 0.6 else ("Web Form" if draw[3] < 0.8 else "Chat")
            tags = f"{topic} order-{order.number}"
            score = _score(draw[1], topic == "late")
            found.append(Ticket(opened, topic, via, tags, str(order.visitor), reply, reply + 240, score))
    return found


def other_mail(traffic: DayOfTraffic, days: ShopDays, chance: Chance) -> list[Ticket]:
    """Mail about nothing in particular, one for every 160 visits."""
    day = traffic.visits.day
    place = np.arange(len(traffic.visits) // 160) + 100_000 * day
    opened = days.midnights[day] + chance.whole("mail", place, 7 * HOUR, 23 * HOUR)
    reply = chance.whole("mail reply", place, 20, 900)
    silent = chance.uniform("silent", place) < 0.05
    return [
        Ticket(
            int(at),
            "mail",
            "Mail",
            "question",
            str(int(n)),
            None if none else int(r),
            int(r) + 60,
            "Not offered",
        )
        for at, n, none, r in zip(opened, place, silent, reply, strict=True)
    ]


def _trouble(order: Order, draw: np.ndarray) -> tuple[int | None, str]:
    if order.cancelled and order.reason == "cancelled-by-customer":
        return order.cancelled - 600, "cancel"
    if order.returned and draw[0] < 0.8:
        return order.returned - 20 * HOUR, "return"
    if order.late and draw[0] < 0.45:
        return order.promised + int(10 * HOUR * draw[1]), "late"
    if draw[0] > 0.96:
        return order.placed + int(30 * HOUR * draw[1]) + 1200, "mail"
    return None, ""


def _score(draw: float, bad: bool) -> str:
    if draw < 0.6:
        return "Not offered" if draw < 0.3 else "Offered"
    return "Bad" if draw < (0.85 if bad else 0.65) else "Good"


def _row(ticket: Ticket, number: int, export_second: int) -> dict[str, str]:
    solved = ticket.opened + 60 * ticket.open_minutes
    done = ticket.reply_minutes is not None and solved <= export_second
    replied = ticket.reply_minutes is not None and ticket.opened + 60 * ticket.reply_minutes <= export_second
    return {
        "Summation column": "1",
        "Id": str(number),
        "Requester": f"Invented Person {ticket.requester}",
        "Requester email": f"person{ticket.requester}@example.com",
        "Group": "Shop",
        "Subject": SUBJECTS[ticket.topic],
        "Tags": ticket.tags,
        "Status": "Solved" if done else "Open",
        "Via": ticket.via,
        "Ticket type": TICKET_TYPES[ticket.topic],
        "Created at": moment(ticket.opened),
        "Solved at": moment(solved) if done else "",
        "Satisfaction Score": ticket.score if done else "Not offered",
        "Replies": "1" if replied else "0",
        "First reply time in minutes": str(ticket.reply_minutes) if replied else "",
        "Full resolution time in minutes": str(ticket.open_minutes) if done else "",
    }
