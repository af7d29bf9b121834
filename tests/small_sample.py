"""Invented shops, imported through the front door by whichever worker of a test run asks first, and copied by all.

A copy is a store of the test's own: what it changes nobody else sees.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from filelock import FileLock

from funnel.answers.bring_in import bring_in_sample
from funnel.sample import write_sample
from funnel.store import Store
from tests.house import ROOT

LAST_DAY = date(2026, 11, 15)
PATIENCE = 240
"""Seconds to wait for another worker that builds the same."""

Factory = pytest.TempPathFactory


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


def small_exports(factory: Factory) -> Path:
    """Exports of the small shop, to be read and not written to."""
    return _built_once(factory, "exports", write_exports)


def small_store(factory: Factory) -> Store:
    """A store filled with the exports of the small shop."""
    exports = small_exports(factory)
    return _copied(factory, "small", lambda folder: _fill(folder, exports))


def store_without(factory: Factory, kind: str) -> Store:
    """The same without the exports of one kind (a folder: ads, orders, stock, support or traffic)."""
    exports = small_exports(factory)
    return _copied(factory, f"without-{kind}", lambda folder: _fill_without(folder, exports, kind))


def bundled_store(factory: Factory) -> Store:
    """A store filled with the sample shop that comes with the product."""
    return _copied(factory, "bundled", lambda folder: _fill(folder, ROOT / "data" / "sample"))


def _fill(folder: Path, exports: Path) -> None:
    sample_store(folder, exports).close()


def _fill_without(folder: Path, exports: Path, kind: str) -> None:
    kept = folder.with_name(f"exports-{folder.name}")
    copytree(exports, kept, ignore=lambda _, names: {kind} & set(names))
    _fill(folder, kept)


def _copied(factory: Factory, name: str, build: Callable[[Path], object]) -> Store:
    folder = factory.mktemp(name) / "store"
    copytree(_built_once(factory, name, build), folder)
    return Store(folder)


def _built_once(factory: Factory, name: str, build: Callable[[Path], object]) -> Path:
    """What `build` makes of a folder that is not there yet; the workers of a run share the folder above theirs."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    shared.mkdir(exist_ok=True)
    built, making = shared / name, shared / f"{name}-making"
    with FileLock(shared / f"{name}.lock", timeout=PATIENCE):
        if not built.exists():
            rmtree(making, ignore_errors=True)
            build(making)
            making.rename(built)
    return built
