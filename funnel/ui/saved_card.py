"""The shop's own mappings on the Imports screen: what they read, and a way to forget one."""

import streamlit as st

from funnel.intake.saved import Saved, remove_mapping, saved_mappings
from funnel.rights import Access, may
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.tables import Column, Kind, Table, choose_line
from funnel.words import Words
from funnel.words.fields import column_label


def show_saved(here: Here) -> None:
    """Card of the mappings kept in the store; nothing while there is none."""
    words, saved = here.words, saved_mappings(here.store.folder)
    if not saved:
        return
    with card(
        "saved",
        words.text("Your own mappings"),
        words.text("Files with these columns go in without a click. Choose a line to forget one."),
    ):
        place = choose_line(
            saved_table(saved, words), words, key="saved-mappings", alt=words.text("Your own mappings.")
        )
        if place is not None:
            _confirm_forget(here, saved[place])


def saved_table(saved: tuple[Saved, ...], words: Words) -> Table:
    """One line a mapping: its name, what its files are, the fields they fill."""
    profiles = [one.profile for one in saved]
    fields = [", ".join(words.text(column_label(column)) for column in profile.columns) for profile in profiles]
    return Table(
        (
            Column(words.text("name"), Kind.TEXT, tuple(profile.name for profile in profiles)),
            Column(words.text("what it is"), Kind.TEXT, tuple(words.term(profile.kind) for profile in profiles)),
            Column(words.text("fields"), Kind.TEXT, tuple(fields)),
        )
    )


def _confirm_forget(here: Here, saved: Saved) -> None:
    words, profile = here.words, saved.profile
    if not may(Access.ADMIN):
        return
    with st.popover(words.text("Forget “{name}”", name=plain(profile.name)), key=f"forget-{profile.id}"):
        st.write(words.text("What it brought in stays. The next file with these columns will be asked about again."))
        if st.button(words.text("Yes, forget it"), type="primary", key="forget-yes"):
            remove_mapping(here.store.folder, profile.id)
            st.rerun()
