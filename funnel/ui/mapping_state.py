"""The mapping being made on the Mapping screen: the waiting file, what was chosen, and all of it in the address.

Only what differs from the suggestions stands in the address, as codes: `field=3.order_id` says that the fourth column
is the order id, `field=3.` that it is not used, `word=status.0.paid` what the most frequent status means.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from funnel.intake.contract import Column
from funnel.intake.drafts import Draft, draft_with
from funnel.intake.glance import GlancedColumn
from funnel.intake.meanings import closed_list
from funnel.intake.saved import free_id, slug
from funnel.intake.suggest import SURE_ENOUGH, fields_of, is_asked, is_required
from funnel.intake.units import DURATIONS
from funnel.intake.vocabulary import vocabulary
from funnel.terms import Kind
from funnel.ui import address
from funnel.ui.here import Here
from funnel.ui.mapping_subject import ANSWERS, MADE_FOR, Subject

ZONES = ("shop", "utc", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")))
CURRENCIES = ("", *sorted(set(vocabulary().currencies.values())))
MARKS = {"": "", "comma": ",", "dot": "."}
ORDERS = ("", "dmy", "mdy")
WHOLE, HUNDREDTHS = "whole", "cents"


@dataclass(frozen=True)
class Choice:
    """What the person chose: the draft, the place of every field, and what still has to be chosen."""

    kind: Kind
    places: Mapping[str, int]
    lacking: tuple[str, ...]
    draft: Draft
    identity: str


def settle(here: Here, subject: Subject) -> Choice:
    """What is chosen so far; the first run of a file starts from the suggestions, or from how it was read before."""
    kind = Kind(address.one_of("kind", [one.value for one in subject.kinds], _first_kind(subject).value))
    suggested = suggestions(subject, kind)
    made_for = (subject.token, kind.value)
    if st.session_state.get(MADE_FOR) != made_for:
        _begin(subject, suggested)
        st.session_state[MADE_FOR] = made_for
    _take_told("field", st.session_state)
    places = _places(subject, kind)
    _settle_words(subject, kind, places)
    lacking = tuple(
        field.name
        for field in fields_of(kind)
        if is_required(field) and field.name not in places and not is_asked(field, kind)
    )
    return Choice(kind, places, lacking, _draft(subject, kind, places), _identity(here, subject))


def suggestions(subject: Subject, kind: Kind) -> dict[int, str]:
    """Place of the file → contract column, to begin with."""
    earlier = subject.earlier
    if earlier is not None and earlier.kind == kind.value:
        told = ((subject.glance.place(header), column) for column, header in earlier.columns.items())
        return {place: column for place, column in told if place is not None}
    fields = subject.glance.proposal(kind).fields
    return {one.place: one.column for one in fields if one.confidence >= SURE_ENOUGH}


def _first_kind(subject: Subject) -> Kind:
    return Kind(subject.earlier.kind) if subject.earlier else subject.kinds[0]


def _begin(subject: Subject, suggested: Mapping[int, str]) -> None:
    for column in subject.glance.columns:
        st.session_state[f"field-{column.place}"] = suggested.get(column.place, "")


def _take_told(name: str, session: Any) -> None:
    """Put what the address says about `name` where the widgets look for it."""
    for code in address.told(name) or ():
        place, _, value = code.rpartition(".")
        if f"{name}-{place}" in session:
            session[f"{name}-{place}"] = value


def offered(kind: Kind, column: GlancedColumn) -> tuple[str, ...]:
    """The fields a column may fill: of personal data only keys, which are kept as codes, and what is no text."""
    fields = fields_of(kind)
    return ("", *(field.name for field in fields if not column.personal or _may_be_personal(field)))


def _may_be_personal(field: Column) -> bool:
    return field.is_key or field.is_number or field.is_time


def _places(subject: Subject, kind: Kind) -> dict[str, int]:
    places: dict[str, int] = {}
    for column in subject.glance.columns:
        key = f"field-{column.place}"
        chosen = st.session_state.get(key, "")
        if chosen not in offered(kind, column) or chosen in places or not column.header.strip():
            st.session_state[key] = ""
        elif chosen:
            places[chosen] = column.place
    return places


def give_way(place: int, columns: Sequence[int]) -> None:
    """A field chosen for one column is no longer another's."""
    chosen = st.session_state[f"field-{place}"]
    for other in columns:
        if other != place and chosen and st.session_state.get(f"field-{other}") == chosen:
            st.session_state[f"field-{other}"] = ""


def closed_columns(kind: Kind, places: Mapping[str, int], subject: Subject) -> tuple[str, ...]:
    """Chosen fields whose words have a meaning in the reckoning, and that hold a list of words."""
    return tuple(
        column for column, place in places.items() if closed_list(kind, column) and subject.glance.columns[place].words
    )


def _settle_words(subject: Subject, kind: Kind, places: Mapping[str, int]) -> None:
    draft = draft_with(subject.glance, kind, "x", places)
    for column in closed_columns(kind, places, subject):
        for number, word in enumerate(subject.glance.columns[places[column]].words):
            key = f"word-{column}.{number}"
            if key not in st.session_state or st.session_state.get(f"_of_{key}") != word:
                st.session_state[key] = draft.words[column][word]
                st.session_state[f"_of_{key}"] = word
    _take_told("word", st.session_state)


def _draft(subject: Subject, kind: Kind, places: Mapping[str, int]) -> Draft:
    suggested = draft_with(subject.glance, kind, "x", places)
    name = str(st.session_state.get("mapping-name") or _name_of(subject)).strip()
    money = [field.name for field in fields_of(kind) if field.is_money and field.name in places]
    units = {column: _unit(column, suggested.units[column]) for column in places if column in DURATIONS}
    if address.one_of("amounts", (WHOLE, HUNDREDTHS), WHOLE) == HUNDREDTHS:
        units |= dict.fromkeys(money, HUNDREDTHS)
    return replace(
        suggested,
        name=name,
        words={
            column: {
                word: str(st.session_state[f"word-{column}.{number}"])
                for number, word in enumerate(subject.glance.columns[places[column]].words)
            }
            for column in closed_columns(kind, places, subject)
        },
        units=units,
        constants=_constants(kind, places),
        zone=address.one_of("zone", ZONES, "shop"),
        currency=address.one_of("currency", CURRENCIES, suggested.currency if money else ""),
        decimal_mark=MARKS[address.one_of("mark", tuple(MARKS), "")],
        date_order=address.one_of("order", ORDERS, ""),
        feed=subject.earlier.feed if subject.earlier else "",
        answers=dict(st.session_state.get(ANSWERS, {}).get(subject.token, {})),
    )


def _unit(column: str, suggested: str) -> str:
    return str(st.session_state.setdefault(f"unit-{column}", suggested))


def _constants(kind: Kind, places: Mapping[str, int]) -> dict[str, str]:
    told = {}
    if kind is Kind.ORDER_LINES and "status" not in places and st.session_state.get("all-paid"):
        told["status"] = "paid"
    for column in ("source", "medium") if kind is Kind.AD_COSTS else ():
        value = str(st.session_state.get(f"constant-{column}", "")).strip()
        told |= {column: value} if value and column not in places else {}
    return told


def _name_of(subject: Subject) -> str:
    return subject.own or Path(subject.glance.file_name).stem


def _identity(here: Here, subject: Subject) -> str:
    name = str(st.session_state.get("mapping-name") or _name_of(subject))
    return slug(name) if slug(name) == subject.own else free_id(here.store.folder, name)


def state_of(subject: Subject, choice: Choice) -> dict[str, str | tuple[str, ...]]:
    """What the address must hold."""
    draft, suggested = choice.draft, suggestions(subject, choice.kind)
    return {
        "file": subject.token,
        "import": subject.earlier.import_id if subject.earlier else "",
        "kind": choice.kind.value,
        "field": tuple(_changed(subject, suggested, choice.places)),
        "word": tuple(_changed_words(subject, choice)),
        "zone": draft.zone if draft.zone != "shop" else "",
        "currency": draft.currency,
        "mark": next(name for name, sign in MARKS.items() if sign == draft.decimal_mark),
        "order": draft.date_order,
        "amounts": HUNDREDTHS if HUNDREDTHS in draft.units.values() else "",
    }


def _changed(subject: Subject, suggested: Mapping[int, str], places: Mapping[str, int]) -> Iterable[str]:
    chosen = {place: column for column, place in places.items()}
    for column in subject.glance.columns:
        now = chosen.get(column.place, "")
        if now != suggested.get(column.place, ""):
            yield f"{column.place}.{now}"


def _changed_words(subject: Subject, choice: Choice) -> Iterable[str]:
    suggested = draft_with(subject.glance, choice.kind, "x", choice.places).words
    for column, words in choice.draft.words.items():
        for number, (word, meaning) in enumerate(words.items()):
            if meaning != suggested[column][word]:
                yield f"{column}.{number}.{meaning}"
