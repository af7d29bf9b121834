"""The script Streamlit runs: language, navigation, the screen, the address. Screens are run from here only."""

import streamlit as st
from streamlit.navigation.page import Page

from funnel.places import app_folder
from funnel.ui import address
from funnel.ui.cached import shop
from funnel.ui.here import STATE, Here, open_screen
from funnel.ui.language_asked import LANGUAGE_COOKIE
from funnel.ui.live import rerun_on_change, watch_nothing
from funnel.ui.own_store import language_of_shop, this_store
from funnel.ui.said_after import say_what_was_done
from funnel.ui.signed_in import show_signed_in, still_welcome
from funnel.ui.states import calmly, trouble_known
from funnel.words import LANGUAGES, Words, msgid

SCREENS = {
    "See": (("funnel", msgid("Funnel")), ("losses", msgid("Losses")), ("change", msgid("Change"))),
    "Departments": (
        ("traffic", msgid("Traffic")),
        ("assortment", msgid("Assortment")),
        ("site", msgid("Site")),
        ("service", msgid("Service")),
        ("marketplaces", msgid("Marketplaces")),
    ),
    "Act": (
        ("backlog", msgid("Backlog")),
        ("card", msgid("Card")),
        ("experiments", msgid("Experiments")),
        ("meeting", msgid("Meeting")),
        ("team", msgid("Team")),
    ),
    "Data": (("imports", msgid("Imports")), ("mapping", msgid("Mapping")), ("glossary", msgid("Glossary"))),
}
OPENED_FROM_A_SCREEN = frozenset({"mapping", "card"})
SECTIONS = (msgid("See"), msgid("Departments"), msgid("Act"), msgid("Data"))


def chosen_words() -> Words:
    """The language of the address, else of this session, else of the last visit, else of the shop's settings."""
    kept = st.context.cookies.get(LANGUAGE_COOKIE, "")
    return Words(address.one_of("lang", tuple(LANGUAGES), kept if kept in LANGUAGES else language_of_shop()))


def navigation(words: Words) -> Page:
    """All screens that exist, in their sections."""
    folder = app_folder() / "pages"
    pages = {
        name: st.Page(
            folder / f"{name}.py",
            title=words.text(title),
            url_path=name,
            default=name == "funnel",
            visibility="hidden" if name in OPENED_FROM_A_SCREEN else "visible",
        )
        for screens in SCREENS.values()
        for name, title in screens
    }
    st.session_state["_pages"] = pages
    grouped = {
        words.text(section): [pages[name] for name, _ in SCREENS[section]] for section in SECTIONS if section in SCREENS
    }
    return st.navigation(grouped, expanded=True)


def language_switch(words: Words) -> None:
    """The three languages at the foot of the navigation."""
    with st.sidebar:
        st.segmented_control(
            words.text("Language"),
            tuple(LANGUAGES),
            format_func=lambda code: code.upper(),
            key="lang",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )


def run() -> None:
    """One run of the script for one reader."""
    address.read_address()
    words = chosen_words()
    page = navigation(words)
    st.set_page_config(
        page_title=f"{page.title} · {words.text('Click to payment')}",
        page_icon="🛒",
        layout="wide",
        menu_items={"About": words.text("Click to payment")},
    )
    language_switch(words)
    if not still_welcome(words):
        return
    show_signed_in(words)
    st.session_state[STATE] = {}
    store = this_store()
    generation = store.generation()
    with calmly(words):
        held = shop(store) if generation else None
        screen = page.url_path or "funnel"
        open_screen(Here(store, words, held, screen))
        watch_nothing()
        rerun_on_change(store, generation, st.context.theme.type, screen)
        trouble_known(store, words)
        page.run()
    address.write_address({**st.session_state[STATE], "lang": words.language})
    if store.generation() != generation:
        st.rerun()  # numbers were published while this was drawn: it may hold some of each
    say_what_was_done()


if __name__ == "__main__":
    run()
