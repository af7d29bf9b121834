"""One store built by DuckDB and by every other engine: every published table must come out identical.

`python -m tests.engines.same_cells` on an invented shop, or `--store DIR` on a copy of one of yours; `--large` for
one of millions of events, with `--master "local-cluster[2,1,4096]"` or a Spark of yours.
"""

import argparse
import resource
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from funnel.answers.bring_in import bring_in
from funnel.engines.build import publish_with
from funnel.engines.clickhouse import ClickHouse, InProcess
from funnel.engines.spark import Spark
from funnel.sample import write_sample
from funnel.store import Store
from funnel.store.digests import table_digests
from tests.engines.portable import Portable
from tests.engines.small_spark import SMALL

ENGINES = ("portable", "clickhouse", "spark")
EXECUTORS = "local-cluster[2,1,1024]"
LARGE = {"spark.ui.enabled": "false", "spark.log.level": "OFF", "spark.sql.shuffle.partitions": "8"}
"""Of millions of rows: Spark as it comes, but for its two hundred partitions."""
Opened = Callable[[Path], AbstractContextManager[Any]]


def engine_of(name: str, master: str, settings: Mapping[str, str] = SMALL) -> Opened:
    """How the engine is opened in a scratch folder."""

    def opened(scratch: Path) -> AbstractContextManager[Any]:
        if name == "portable":
            return closing(Portable(scratch))
        if name == "clickhouse":
            return closing(ClickHouse(InProcess(scratch), scratch))
        return closing(Spark(master, str(scratch / "spark"), settings))

    return opened


def differing(store: Store, opened: Opened) -> list[str]:
    """Tables that the engine made otherwise than our own build."""
    own = table_digests(store.folder, store.publish())
    number = publish_with(opened, store, lambda _step: None)
    theirs = table_digests(store.folder, number)
    return sorted(table for table in own.keys() | theirs.keys() if own.get(table) != theirs.get(table))


def main() -> int:
    """Prints each engine's outcome; 1 when a table differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", action="append", choices=("datafusion", *ENGINES))
    options.add_argument("--master", default=EXECUTORS)
    options.add_argument("--store", type=Path)
    options.add_argument("--large", action="store_true")
    options.add_argument("--sessions", type=int, default=3_000)
    told = options.parse_args()
    wrong = 0
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = _copied(told.store, Path(folder)) if told.store else _invented(told.sessions, Path(folder))
        for name in [one for one in told.engine or ENGINES if one in ENGINES]:
            wrong += _compare(store, name, engine_of(name, told.master, LARGE if told.large else SMALL))
    return 1 if wrong else 0


def _compare(store: Store, name: str, opened: Opened) -> int:
    begun, spent = monotonic(), _cpu()
    tables = differing(store, opened)
    outcome = f"differs in {', '.join(tables)}" if tables else "every published table is identical"
    print(f"{name}: {outcome} ({_cpu() - spent:.1f} CPU s here, {monotonic() - begun:.0f} s)", flush=True)
    return len(tables)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _copied(source: Path, folder: Path) -> Store:
    shutil.copytree(source, folder / "store")
    return Store(folder / "store")


def _invented(sessions: int, folder: Path) -> Store:
    exports = folder / "exports"
    write_sample(exports, sessions=sessions, weeks=5, seed=7, told=lambda *_: None)
    (folder / "store").mkdir()
    shutil.copy(exports / "settings.toml", folder / "store" / "settings.toml")
    store = Store(folder / "store")
    bring_in(store, [exports])
    return store


if __name__ == "__main__":
    sys.exit(main())
