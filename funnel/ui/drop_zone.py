"""The drop zone: files go to the server as a stream (upload_route), never through the page's own memory."""

from pathlib import Path
from time import time
from typing import Final

import streamlit as st

from funnel.ui.here import Here
from funnel.ui.upload_route import GIGABYTE, PROBLEMS, address, new_ticket
from funnel.words import Words

SHELL: Final = Path(__file__).parent / "shell"
TICKET: Final = "_upload_ticket"
RENEWED_AFTER: Final = 3600
MARKUP: Final = """
<div class="root">
  <div class="zone">
    <div class="told"><p class="lead"></p><p class="hint"></p></div>
    <button type="button" class="choose" hidden></button>
    <input type="file" multiple tabindex="-1">
  </div>
  <ul class="files"></ul>
  <p class="said" role="status" aria-live="polite"></p>
</div>
"""

_zone: Final = st.components.v2.component(
    "funnel_drop_zone",
    html=MARKUP,
    css=(SHELL / "drop.css").read_text(encoding="utf-8"),
    js=(SHELL / "drop.js").read_text(encoding="utf-8"),
)


def show_drop_zone(here: Here) -> None:
    """The zone. The browser sends the files and has them imported by itself; then the page runs again."""
    words = here.words
    _zone(
        key="drop-zone",
        data={
            "address": address(),
            "ticket": ticket_of_session(),
            "language": words.language,
            "most_bytes": here.store.settings.upload_gigabytes * GIGABYTE,
            "words": zone_words(words, here.store.settings.upload_gigabytes),
        },
        on_began_change=lambda: None,
    )


def ticket_of_session() -> str:
    """What proves to the upload route that the page is ours; renewed while the page lives."""
    ticket, issued = st.session_state.get(TICKET, ("", 0.0))
    if time() - issued > RENEWED_AFTER:
        ticket = new_ticket()
        st.session_state[TICKET] = (ticket, time())
    return ticket


def zone_words(words: Words, gigabytes: int) -> dict[str, object]:
    """Everything the zone says; {name} is filled in the browser."""
    return {
        "lead": words.text("Drop files or folders here"),
        "hint": words.text(
            "Traffic, orders, support, stock, ad cost: CSV, TSV, Excel, ODS, Parquet, JSON, also gzip or zip. "
            "Up to {n} GB a file.",
            n=words.number(gigabytes),
        ),
        "choose": words.text("Choose files"),
        "sending": words.text("Sending the files …"),
        "queued": words.text("waits"),
        "left": words.text("time left:"),
        "cancel": words.text("Cancel"),
        "cancel_name": words.text("Cancel the upload of {name}"),
        "dismiss": words.text("Dismiss"),
        "dismiss_name": words.text("Dismiss the message about {name}"),
        "progress_of": words.text("Upload of {name}"),
        "problems": {code: words.text(told) for code, (_, told) in PROBLEMS.items()},
    }
