"""The state of a screen in its address: stable ASCII codes and ISO dates, checked before they are believed.

Widgets keep their value in the session under the same name. A value from the address enters the session once, when
the address was not written by us: a first visit, a pasted link, the browser's Back.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import streamlit as st

WHOLE = "from"
"""The name every whole state holds."""
WRITTEN = "_address_written"
TOLD = "_address_told"


def read_address() -> None:
    """Take over what the address says, when it is not what we wrote ourselves."""
    found = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    if found == st.session_state.get(WRITTEN, {}):
        return
    written: dict[str, tuple[str, ...]] = st.session_state.get(WRITTEN, {})
    st.session_state[WRITTEN] = found
    if found:
        # Back and Forward bring a whole state: what it leaves out was not chosen then. A page switch brings none.
        gone: dict[str, tuple[str, ...]] = dict.fromkeys(written, ()) if WHOLE in found else {}
        st.session_state[TOLD] = {**gone, **found}


def told(name: str) -> tuple[str, ...] | None:
    """What the address said about `name`, once: () when it was left out on purpose, None when it is silent."""
    said: dict[str, tuple[str, ...]] = st.session_state.get(TOLD, {})
    return said.pop(name, None)


def tells_all() -> bool:
    """Whether the address tells a whole state that nobody has asked for yet: what it leaves out was not chosen."""
    return WHOLE in st.session_state.get(TOLD, {})


def leave_out(name: str) -> None:
    """What the address does not say about `name` it left out on purpose."""
    st.session_state[TOLD].setdefault(name, ())


def one_of(name: str, allowed: Sequence[str], default: str) -> str:
    """Settle the session's value of `name` on one of `allowed`; bad values fall back silently."""
    said = told(name)
    value = st.session_state.get(name, default) if said is None else [default, *said][-1]
    st.session_state[name] = value if value in allowed else default
    return str(st.session_state[name])


def some_of(name: str, allowed: Iterable[str], default: Sequence[str] = ()) -> tuple[str, ...]:
    """Settle the session's list `name` on known values, in the order of `allowed`; `default` when none is left."""
    said = told(name)
    wanted = said if said is not None else tuple(st.session_state.get(name) or ())
    kept = [value for value in allowed if value in wanted]
    st.session_state[name] = kept or list(default)
    return tuple(st.session_state[name])


def number_of(name: str, default: int, least: int, most: int) -> int:
    """Settle a whole number between `least` and `most`."""
    said = told(name)
    value = str(st.session_state.get(name, default)) if said is None else [str(default), *said][-1]
    fits = value.isascii() and value.isdigit() and least <= int(value) <= most
    st.session_state[name] = int(value) if fits else default
    return int(st.session_state[name])


def day_told(name: str) -> date | None:
    """A day the address states, or None when it states none or no day."""
    said = told(name)
    try:
        return date.fromisoformat(said[-1]) if said else None
    except ValueError:
        return None


def write_address(state: Mapping[str, str | Sequence[str]]) -> None:
    """Put `state` into the address, when it differs from what stands there."""
    wanted = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in state.items() if value}
    if wanted != {name: tuple(st.query_params.get_all(name)) for name in st.query_params}:
        st.query_params.from_dict({name: list(values) for name, values in wanted.items()})
    st.session_state[WRITTEN] = wanted


def address_again() -> dict[str, list[str]]:
    """The address written last, to open the same screen with; it is read then as if pasted."""
    return {name: list(values) for name, values in st.session_state.pop(WRITTEN, {}).items()}
