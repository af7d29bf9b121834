"""The file a mapping is made for: a waiting upload, named by the address together with the import it replaces."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from funnel.arrivals.waiting import Waiting
from funnel.intake.glance import Glance, glanced
from funnel.intake.saved import saved_mappings
from funnel.store import Receipt
from funnel.terms import Kind
from funnel.ui import address
from funnel.ui.here import Here

GLANCED, MADE_FOR, ANSWERS = "_mapping_glance", "_mapping_made_for", "_mapping_answers"


@dataclass(frozen=True)
class Subject:
    """The file being mapped. `earlier` is the receipt of the import that read it otherwise, `own` the shop's own
    mapping it is read by so far."""

    token: str
    path: Path
    glance: Glance
    earlier: Receipt | None
    own: str

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Kinds of export, the likeliest first."""
        return tuple(one.kind for one in self.glance.proposals)


def subject_of(here: Here) -> Subject | None:
    """The waiting file the address names, looked at once a session; None when none waits.

    Raises RefusedFile when the file is no table, AskedFile when it holds several.
    """
    token = kept_token()
    file = Waiting(here.store.folder).file(token)
    if file is None:
        return None
    answers: dict[str, str] = st.session_state.get(ANSWERS, {}).get(token, {})
    seen = (token, tuple(answers.items()))
    if st.session_state.get(GLANCED, (None,))[0] != seen:
        profiles = [one.profile for one in saved_mappings(here.store.folder)]
        with TemporaryDirectory(dir=here.store.folder) as aside, st.spinner(here.words.text("Looking at the file …")):
            st.session_state[GLANCED] = (seen, glanced(file.path, Path(aside), profiles, answers))
    glance: Glance = st.session_state[GLANCED][1]
    found = glance.recognition
    own = found.profile.id if found and found.by == "saved" else ""
    return Subject(token, file.path, glance, earlier_reading(here), own)


def kept_token() -> str:
    """Token of the waiting file being mapped, "" without one."""
    _take_subject()
    return str(st.session_state.get("_mapping_file", ""))


def earlier_reading(here: Here) -> Receipt | None:
    """The import the address says is to be read differently; None when there is none."""
    _take_subject()
    import_id = str(st.session_state.get("_mapping_import", ""))
    return here.store.shelf.receipt(import_id) if import_id and here.store.shelf.has(import_id) else None


def _take_subject() -> None:
    """A link names a file, an earlier import, or both; what it leaves out is not meant."""
    said = {name: address.told(name) for name in ("file", "import")}
    if all(told is None for told in said.values()):
        return
    named = {f"_mapping_{name}": told[-1] if told else "" for name, told in said.items()}
    if any(st.session_state.get(name, "") != value for name, value in named.items()):
        begin_anew()
        st.session_state.update(named)


def wait_for(token: str) -> None:
    """Take this waiting file from now on."""
    begin_anew()
    st.session_state["_mapping_file"] = token


def forget() -> None:
    """Nothing is being mapped any more."""
    begin_anew()
    for key in ("_mapping_file", "_mapping_import", ANSWERS):
        st.session_state.pop(key, None)


def begin_anew() -> None:
    """Forget what was chosen for another file."""
    own = ("field-", "word-", "_of_word-", "unit-", "constant-")
    kept = ("kind", "zone", "currency", "mark", "order", "amounts", "mapping-name", "all-paid", MADE_FOR, GLANCED)
    for key in [str(key) for key in st.session_state]:
        if key.startswith(own) or key in kept:
            del st.session_state[key]
