"""The part of a receipt that looks beyond its file: what can be seen now, what joins, what others say otherwise."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

import streamlit as st

from funnel.answers.after_import import Contradiction, Differs, Link
from funnel.store import Receipt
from funnel.terms import TRAFFIC_KINDS, Kind
from funnel.ui.cached import changed_by, links_held
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.words import Words, msgid
from funnel.words.questions import QUESTIONS

LINKS = {
    ("analytics_orders", "order_book"): msgid(
        "Orders by analytics found in the order book: {matched} of {things} ({share})"
    ),
    ("book_orders", "traffic"): msgid("Orders of the book seen by analytics: {matched} of {things} ({share})"),
    ("contacts", "order_book"): msgid("Contacts that name an order of the book: {matched} of {things} ({share})"),
    ("contacts", "order_book_by_customer"): msgid(
        "Contacts of a customer of the book: {matched} of {things} ({share})"
    ),
}
LINKED = {
    "analytics_orders": (*TRAFFIC_KINDS, Kind.ORDER_LINES),
    "book_orders": (*TRAFFIC_KINDS, Kind.ORDER_LINES),
    "contacts": (Kind.CONTACTS, Kind.ORDER_LINES),
}
"""Kinds of file whose receipt tells the link."""
DIFFERS = {
    Differs.ORDER_TOTAL: msgid(
        "Orders with another total than in {file}: {things}. Order {example}: {here} here, {there} there."
    ),
    Differs.ORDER_TIME: msgid(
        "Orders with another time than in {file}: {things}. Order {example}: {here} here, {there} there (UTC). "
        "If all differ by whole hours, one file was read in the wrong zone."
    ),
    Differs.DAY_COUNTS: msgid(
        "Days with other counts than in {file}: {things}. On {example}, {measure}: {here} here, {there} there."
    ),
    Differs.ZONE: msgid("{file} was read in the zone {there}, this file in {here}: their days do not match."),
    Differs.CURRENCY: msgid("{file} is in {there}, this file in {here}."),
}
MEASURES = {
    "session_start": msgid("visits"),
    "visits": msgid("visits"),
    "clicks": msgid("clicks"),
    "events": msgid("events"),
}


def show_changes(here: Here, receipt: Receipt) -> None:
    """What the import changed beside its own rows."""
    words, after = here.words, changed_by(here.store, receipt.import_id)
    if after.made_visible:
        seen = ", ".join(words.text(QUESTIONS.get(question, question)) for question in after.made_visible)
        st.markdown(f":green-badge[{words.text('can be seen now')}] {plain(seen)}")
    if after.contradictions:
        lines = [f"- {contradiction_text(each, receipt, words)}" for each in after.contradictions]
        head = words.text("Earlier imports say otherwise. The newer export counts; nothing is corrected.")
        st.warning("\n".join([head, "", *lines]))


def show_links(here: Here, kinds: Collection[str]) -> None:
    """How well files of these kinds join with the others."""
    for line in link_lines(links_held(here.store), kinds, here.words):
        st.caption(line)


def link_lines(links: tuple[Link, ...], kinds: Collection[str], words: Words) -> list[str]:
    """The links of files of these kinds."""
    return [
        words.text(
            LINKS[link.of, link.found_in],
            matched=words.number(link.matched),
            things=words.number(link.things),
            share=words.percent(link.share),
        )
        for link in links
        if set(kinds) & set(LINKED[link.of])
    ]


def contradiction_text(found: Contradiction, receipt: Receipt, words: Words) -> str:
    """One contradiction as a sentence, Markdown-safe."""
    return plain(
        words.text(
            DIFFERS[found.differs],
            things=words.number(found.things),
            file=f"“{found.file_name}”",
            example=_day(found.example, words) if found.differs is Differs.DAY_COUNTS else found.example,
            here=_stated(found.here, found, receipt, words),
            there=_stated(found.there, found, receipt, words),
            measure=words.text(MEASURES.get(found.measure, found.measure)),
        )
    )


def _stated(told: str, found: Contradiction, receipt: Receipt, words: Words) -> str:
    if found.differs is Differs.ORDER_TOTAL:
        return words.money(Decimal(told), receipt.currency or "", 2)
    if found.differs is Differs.ORDER_TIME:
        moment = datetime.fromisoformat(told)
        return f"{words.day(moment.date(), year=True)} {moment:%H:%M}"
    return words.number(int(told)) if found.differs is Differs.DAY_COUNTS else told


def _day(told: str, words: Words) -> str:
    return words.day(date.fromisoformat(told), year=True)
