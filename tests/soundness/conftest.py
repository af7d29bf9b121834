"""A small invented shop, written by the generator and imported through the front door."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from funnel.intake import import_paths
from funnel.sample import write_sample
from funnel.store import Store

KEY = b"k" * 32


@dataclass(frozen=True)
class Shop:
    """The exports as written, and the store they were imported into."""

    exports: Path
    files: tuple[Path, ...]
    store: Store


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("soundness")
    write_sample(folder / "exports", sessions=250, weeks=3, seed=11)
    files = tuple(sorted(path for path in (folder / "exports").glob("*/*") if path.is_file()))
    store = prepared(folder / "store", folder / "exports")
    outcomes = import_paths(store, files)
    assert {outcome.verdict for outcome in outcomes} == {"loaded"}
    return Shop(folder / "exports", files, store)


def prepared(folder: Path, exports: Path) -> Store:
    """An empty store with the shop's settings and a known key, so that hashed customers compare."""
    folder.mkdir(parents=True)
    (folder / "key").write_bytes(KEY)
    (folder / "settings.toml").write_bytes((exports / "settings.toml").read_bytes())
    return Store(folder)
