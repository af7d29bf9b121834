"""The cards of the Mapping screen: what the file is, which column is what, what is asked once, what is missing."""

from collections.abc import Sequence

import streamlit as st

from funnel.answers.gains import gains_of
from funnel.errors import Sentence
from funnel.intake.contract import stated_with
from funnel.intake.glance import GlancedColumn
from funnel.intake.meanings import closed_list
from funnel.intake.suggest import Suggested, fields_of, is_required
from funnel.terms import Kind
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.mapping_state import (
    CURRENCIES,
    HUNDREDTHS,
    MARKS,
    ORDERS,
    WHOLE,
    ZONES,
    Choice,
    closed_columns,
    give_way,
    offered,
)
from funnel.ui.mapping_subject import Subject
from funnel.ui.plain import plain, shortened
from funnel.words import Words, msgid
from funnel.words.fields import column_label, meaning_label

MARK_WORDS = {"": msgid("by the column"), "comma": "1 234,56", "dot": "1,234.56"}
ORDER_WORDS = {"": msgid("by the column"), "dmy": "31/12/2026", "mdy": "12/31/2026"}
AMOUNT_WORDS = {WHOLE: msgid("whole"), HUNDREDTHS: msgid("in hundredths")}
UNIT_WORDS = {
    "seconds": msgid("seconds"),
    "minutes": msgid("minutes"),
    "hours": msgid("hours"),
    "milliseconds": msgid("milliseconds"),
    "hh:mm:ss": "00:07:30",
}
MONEY_FREE = frozenset({Kind.CONTACTS})


def label_of(words: Words, column: str, kind: Kind) -> str:
    """Label of a field of ours."""
    return words.text(column_label(column, kind))


def show_kind(here: Here, subject: Subject) -> None:
    """First of all: what kind of export the file is."""
    words, likeliest = here.words, subject.kinds[0]
    st.selectbox(
        words.text("What the file is"),
        [kind.value for kind in subject.kinds],
        format_func=lambda code: words.term(code) + (" ★" if code == likeliest.value else ""),
        key="kind",
        help=words.text("★ is what the names and the values of the columns look like most."),
        persist_state="session",
    )


def show_fields(here: Here, subject: Subject, choice: Choice) -> None:
    """The file's columns with three values each, and beside each the field of ours it fills."""
    words = here.words
    used = set(choice.places.values())
    columns = [column for column in subject.glance.columns if column.header.strip()]
    with card(
        "fields",
        words.text("Which column is what"),
        words.text("On the left the columns of your file, on the right what they mean here. * cannot be left out."),
    ):
        if choice.lacking:
            told = ", ".join(label_of(words, column, choice.kind) for column in choice.lacking)
            st.warning(words.text("Still needed: {fields}.", fields=told), icon=":material/priority_high:")
        for column in columns:
            if column.place in used:
                _row(words, subject, choice, column)
        rest = [column for column in columns if column.place not in used]
        if rest:
            title = words.plural("{n} column is not used", "{n} columns are not used", len(rest))
            with st.expander(title, expanded=bool(choice.lacking)):
                st.caption(words.text("Nothing of them is kept."))
                for column in rest:
                    _row(words, subject, choice, column)


def _row(words: Words, subject: Subject, choice: Choice, column: GlancedColumn) -> None:
    required = {field.name for field in fields_of(choice.kind) if is_required(field)}
    left, right = st.columns((1, 1), vertical_alignment="top", gap="small")
    with left:
        st.markdown(f"**{plain(shortened(column.header.strip(), 60))}**  \n:small[{_examples(words, column)}]")
    with right:
        st.selectbox(
            words.text("What “{column}” is", column=column.header.strip()),
            offered(choice.kind, column),
            format_func=lambda code: _option(words, code, choice.kind, required),
            key=f"field-{column.place}",
            on_change=give_way,
            args=(column.place, [each.place for each in subject.glance.columns]),
            label_visibility="collapsed",
            persist_state="session",
        )
        reason = _reason(words, subject, choice, column)
        if reason:
            st.caption(reason)


def _option(words: Words, code: str, kind: Kind, required: set[str]) -> str:
    if not code:
        return words.text("not used")
    return label_of(words, code, kind) + (" *" if code in required else "")


def _examples(words: Words, column: GlancedColumn) -> str:
    if column.personal:
        return words.text("personal data or free text: never kept as it is")
    return plain(" · ".join(column.examples)) or words.text("empty in the first rows")


def _reason(words: Words, subject: Subject, choice: Choice, column: GlancedColumn) -> str:
    found: Suggested | None = next(
        (one for one in subject.glance.proposal(choice.kind).fields if one.place == column.place), None
    )
    if found is None or choice.places.get(found.column) != column.place:
        return ""
    return plain(words.said(found.reason))


def show_missing(here: Here, choice: Choice) -> None:
    """Every field no column fills, with what it would have made visible; those that show most come first."""
    words = here.words
    stated = stated_with(choice.places)
    left = [field for field in fields_of(choice.kind) if field.name not in stated]
    told = [(field, gains_of(choice.kind, field.name)) for field in left]
    showing = [(field, gains) for field, gains in told if gains or is_required(field)]
    silent = [label_of(words, field.name, choice.kind) for field, gains in told if not gains and not is_required(field)]
    with card("missing", words.text("What this file does not show")):
        if not showing:
            st.caption(words.text("Nothing: every field that makes something visible is filled."))
        for field, gains in showing:
            star = " *" if is_required(field) else ""
            _missing_line(words, label_of(words, field.name, choice.kind) + star, gains)
        if silent:
            st.caption(words.text("Also not filled: {fields}.", fields=", ".join(silent)))


def _missing_line(words: Words, label: str, gains: Sequence[Sentence]) -> None:
    shown = plain(", ".join(map(words.said, gains)))
    st.markdown(f"**{label}**" + (f"  \n:small[{shown}]" if shown else ""))


def show_asked_once(here: Here, choice: Choice) -> None:
    """Zone, currency, marks, units: asked once, kept with the mapping."""
    words, kind = here.words, choice.kind
    with card("once", words.text("Asked once"), words.text("What the file itself may not say.")):
        _asked_of_times(here)
        if kind not in MONEY_FREE:
            _asked_of_money(words)
        for column in choice.draft.units:
            if f"unit-{column}" in st.session_state:
                st.selectbox(
                    words.text("“{field}” is in", field=label_of(words, column, kind)),
                    tuple(UNIT_WORDS),
                    format_func=lambda unit: words.text(UNIT_WORDS[unit]),
                    key=f"unit-{column}",
                    persist_state="session",
                )
        _asked_of_kind(words, choice)
        st.text_input(words.text("Name of this source"), key="mapping-name", placeholder=choice.draft.name)


def _asked_of_times(here: Here) -> None:
    words, own = here.words, here.store.settings.zone
    names = {"shop": words.text("the shop's: {zone}", zone=own), "utc": "UTC"}
    st.selectbox(
        words.text("Zone of times that state none"),
        ZONES,
        format_func=lambda code: names.get(code, code),
        key="zone",
        persist_state="session",
    )
    st.segmented_control(
        words.text("Days like 01/02/2026 are written"),
        ORDERS,
        format_func=lambda code: words.text(ORDER_WORDS[code]),
        key="order",
        required=True,
        persist_state="session",
    )


def _asked_of_money(words: Words) -> None:
    st.selectbox(
        words.text("Currency of the amounts"),
        CURRENCIES,
        format_func=lambda code: code or words.text("as the file or the shop says"),
        key="currency",
        persist_state="session",
    )
    st.segmented_control(
        words.text("Amounts are written"),
        tuple(MARKS),
        format_func=lambda code: words.text(MARK_WORDS[code]),
        key="mark",
        required=True,
        persist_state="session",
    )
    st.segmented_control(
        words.text("Amounts are"),
        (WHOLE, HUNDREDTHS),
        format_func=lambda code: words.text(AMOUNT_WORDS[code]),
        key="amounts",
        required=True,
        help=words.text("In hundredths: 1999 stands for 19.99, as some systems export cents."),
        persist_state="session",
    )


def _asked_of_kind(words: Words, choice: Choice) -> None:
    if choice.kind is Kind.ORDER_LINES and "status" not in choice.places:
        st.toggle(
            words.text("Every order in this file is paid"),
            key="all-paid",
            help=words.text("Without a status an order is placed, but nobody knows whether it was paid."),
        )
    for column in ("source", "medium") if choice.kind is Kind.AD_COSTS else ():
        if column not in choice.places:
            st.text_input(
                words.text("utm_{name} of its clicks", name=column),
                key=f"constant-{column}",
                help=words.text("What the links of these adverts carry; it joins their cost to the visits."),
            )


def show_words(here: Here, subject: Subject, choice: Choice) -> None:
    """What the words of closed lists mean, where the reckoning must know: paid, add to cart, mobile …"""
    words = here.words
    columns = closed_columns(choice.kind, choice.places, subject)
    if not columns:
        return
    with card(
        "words",
        words.text("What its words mean"),
        words.text("Words without a meaning stand for themselves and count for nothing."),
    ):
        for column in columns:
            st.markdown(f"**{label_of(words, column, choice.kind)}** — {plain(choice.draft.columns[column])}")
            with st.container(horizontal=True, key=f"words-{column}", gap="small"):
                for number, word in enumerate(subject.glance.columns[choice.places[column]].words):
                    st.selectbox(
                        plain(shortened(word, 40)),
                        ("", *closed_list(choice.kind, column)),
                        format_func=lambda code: words.text(meaning_label(code)) if code else "—",
                        key=f"word-{column}.{number}",
                        width=210,
                        persist_state="session",
                    )
