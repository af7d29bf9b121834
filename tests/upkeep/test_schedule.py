"""Every command of docs/operation.md, for cron, for Windows and by hand, does on a store what it says there."""

import re
import shlex
from pathlib import Path

import pytest

from funnel.cli import main
from funnel.store import Store
from tests.faults.hostile import visits
from tests.house import ROOT

TEXT = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"\bfunnel(?:\.exe)? ((?:import|pack|backup|restore) .+?)(?= &&|\"|  +#|$)", re.MULTILINE)
PLACES = {
    "/srv/funnel/store": "store", "C:/funnel/store": "store", "/srv/funnel/packs": "packs", "C:/funnel/packs": "packs",
    "/srv/backups/funnel": "backups", "D:/backups": "backups",
}  # fmt: skip


def commands(text: str, folder: Path) -> list[list[str]]:
    """The commands of every line of code, their folders below `folder`."""
    found = []
    for line in re.findall(r"^    .+", text, re.MULTILINE):
        plain = line.replace("\\", "/")
        for documented, ours in PLACES.items():
            plain = plain.replace(documented, str(folder / ours))
        found += [shlex.split(told) for told in COMMAND.findall(plain)]
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with two weeks of visits in its inbox, folders for packs and backups."""
    monkeypatch.setenv("FUNNEL_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    for name in ("packs", "backups", "store/inbox"):
        (tmp_path / name).mkdir(parents=True)
    days = [visits(100 * day, 40, f"2026-11-{day:02}").split(b"\n", 1) for day in range(2, 16)]
    told = b"\n".join((days[0][0], *(rows.strip() for _, rows in days)))
    (tmp_path / "store" / "inbox" / "visits.csv").write_bytes(told)
    return tmp_path


def test_every_command_of_the_schedule_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funnel.arrivals.inbox.STILL", 0.0)
    told = commands(TEXT, folder)
    assert {one[0] for one in told} == {"import", "pack", "backup", "restore"}
    assert len(told) >= 10
    for command in told:
        with pytest.raises(SystemExit) as stopped:
            main(command)
        assert not stopped.value.code, command
    pack = (folder / "packs" / "week.html").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "2–8 Nov 2026" in pack
    assert len(list((folder / "backups").glob("*.zip"))) >= 1
    assert (folder / "funnel.key").exists()
    assert len(Store(folder / "store").shelf.receipts()) == 1


def test_windows_is_told_to_run_what_cron_runs(folder: Path) -> None:
    cron, windows = (
        [one for line in TEXT.splitlines() if sign in line for one in commands(f"{line}\n", folder)]
        for sign in ("* ", "schtasks")
    )
    assert sorted(cron) == sorted(windows)
