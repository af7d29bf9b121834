"""An import killed at any moment is either there, whole, or not there; the same command again makes it right."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from funnel.intake import import_paths
from funnel.store import Store
from funnel.store.digests import table_digests
from tests.house import ROOT

HEADER = "user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort,user_lifecycle"
KEY = b"k" * 32
IMPORT = """
import sys
from pathlib import Path
from funnel.intake import import_paths
from funnel.store import Store
print("ready", flush=True)
import_paths(Store(Path(sys.argv[1])), [Path(path) for path in sys.argv[2:]])
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("files")
    for week in range(3):
        rows = [
            f"u{n},s{week}-{n},{event},2026-09-{7 * week + n % 7 + 1:02} 10:{place:02}:00,mobile,email,2026-09,new"
            for n in range(300)
            for place, event in enumerate(("product_view", "add_to_cart", "purchase")[: n % 4])
        ]
        (folder / f"week{week}.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def whole(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """The tables when nothing goes wrong."""
    store = _empty(tmp_path_factory.mktemp("whole") / "store")
    import_paths(store, files)
    return table_digests(store.folder, store.generation())


def _empty(folder: Path) -> Store:
    folder.mkdir()
    (folder / "key").write_bytes(KEY)
    return Store(folder)


def test_kills_at_any_moment_lose_and_double_nothing(
    files: list[Path], whole: dict[str, tuple[int, str]], tmp_path: Path
) -> None:
    store = _empty(tmp_path / "store")
    for delay in (0.1, 0.3, 0.6, 1.0):
        _killed_after(store.folder, files, delay)
        seen = Store(store.folder)
        with seen.shelf.writing():
            held = seen.shelf.receipts()
        assert seen.shelf.told_by_ledger() == {receipt.import_id for receipt in held}
        assert all(receipt.adds_up() for receipt in held)
        assert len({receipt.file_name for receipt in held}) == len(held) <= len(files)
    outcomes = import_paths(store, files)
    assert {outcome.verdict for outcome in outcomes} <= {"loaded", "already_loaded"}
    assert store.is_current()
    assert table_digests(store.folder, store.generation()) == whole
    assert not list((store.folder / "generations").glob("*.building*"))


def test_the_same_import_again_publishes_what_a_crash_left_unpublished(files: list[Path], tmp_path: Path) -> None:
    store = _empty(tmp_path / "store")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Store, "publish", lambda *_: 0)
        import_paths(store, files)
    assert not Store(store.folder).is_current()
    assert {outcome.verdict for outcome in import_paths(store, files)} == {"already_loaded"}
    assert store.is_current()


def _killed_after(folder: Path, files: list[Path], delay: float) -> None:
    command = [sys.executable, "-c", IMPORT, str(folder), *map(str, files)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(delay)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
