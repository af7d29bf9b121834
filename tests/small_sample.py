"""A small invented shop, written once a test run and imported through the front door."""

from datetime import date
from pathlib import Path

from funnel.answers.bring_in import bring_in_sample
from funnel.sample import write_sample
from funnel.store import Store

LAST_DAY = date(2026, 11, 15)


def write_exports(folder: Path) -> Path:
    """Exports of six weeks and about 3,000 visits."""
    write_sample(folder, sessions=3_000, weeks=6, last_day=LAST_DAY)
    return folder


def sample_store(folder: Path, exports: Path) -> Store:
    """A store filled with these exports as the sample shop."""
    store = Store(folder)
    refused = [outcome for outcome in bring_in_sample(store, exports) if outcome.verdict == "refused"]
    assert not refused, refused
    return Store(folder)
