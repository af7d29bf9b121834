"""The store this server shows."""

import os
from pathlib import Path

from funnel.errors import FunnelError
from funnel.places import default_store
from funnel.store import Store

STORE_VARIABLE = "FUNNEL_STORE"


def this_store() -> Store:
    """The folder named by FUNNEL_STORE, else the usual place. Opened anew each run, for its settings change when the
    first real file takes the sample shop's place."""
    named = os.environ.get(STORE_VARIABLE)
    return Store(Path(named) if named else default_store())


def language_of_shop() -> str:
    """Language of a first visit; English while the settings cannot be read."""
    try:
        return this_store().settings.language
    except FunnelError:
        return "en"
