"""Whether a store can be shown, for whoever watches the server."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from funnel.answers.result import Age
from funnel.answers.shop import shop_state, today_of
from funnel.errors import FunnelError
from funnel.store import Store

_TROUBLE: Final[dict[Path, str]] = {}
"""What the start of this server found in each store, as the sentence to say."""


@dataclass(frozen=True)
class Health:
    """State of one store now."""

    opens: bool
    """Whether numbers can be read, or nothing is imported yet."""
    generation: int
    stale_sources: tuple[str, ...]
    trouble: str
    """What is wrong with the store, "" when nothing is known to be."""


def health_of(store: Store) -> Health:
    """State of the store, by opening it and asking it one question."""
    try:
        state = shop_state(store, today_of(store))
    except FunnelError as problem:
        return Health(False, 0, (), problem.told)
    stale = tuple(sorted({each.feed for each in state.freshness if each.age is Age.STALE}))
    return Health(True, state.generation, stale, trouble_of(store.folder))


def note_trouble(folder: Path, told: str) -> None:
    """Keep what was found wrong with a store; "" when all is well."""
    _TROUBLE[folder.resolve()] = told


def trouble_of(folder: Path) -> str:
    """What was found wrong with the store since this process started, "" when nothing was."""
    return _TROUBLE.get(folder.resolve(), "")
