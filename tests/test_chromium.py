"""The browser is found, or brought by the machine's own installer, on machines that are not this one."""

from pathlib import Path

import pytest

from tests import chromium

WORKS = "#!/bin/sh\necho Chromium 1\n"
BROKEN = "#!/bin/sh\necho install the snap first >&2\nexit 1\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The programs folder of a machine with a shell, no browser and a Playwright that has none either."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "env", "cp", "chmod"):
        (programs / name).symlink_to(chromium.shutil.which(name) or name)
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "none"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "MAC_PLACES", ())
    return programs


def _program(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_bare_machine_has_none(machine: Path) -> None:
    assert chromium.find_chromium() is None


def test_the_systems_own_is_found(machine: Path) -> None:
    own = _program(machine / "google-chrome", WORKS)
    assert chromium.find_chromium() == own


def test_an_empty_shell_is_passed_over(machine: Path) -> None:
    _program(machine / "chromium-browser", BROKEN)
    assert chromium.find_chromium() is None


def test_the_one_named_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(machine / "chromium", WORKS)
    mine = _program(machine / "mine", WORKS)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert chromium.find_chromium() == mine


def test_debian_installs_its_package(machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    ready = _program(tmp_path / "ready", WORKS)
    _program(machine / "apt-get", f'#!/bin/sh\n[ "$2" = install ] && cp {ready} {machine}/chromium\nexit 0\n')
    assert chromium.main() == 0
    assert chromium.find_chromium() == machine / "chromium"


def test_others_ask_playwright(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(chromium, "_run", asked.append)
    assert chromium.main() == 1
    assert [command[1:] for command in asked] == [["-m", "playwright", "install", "chromium"]]


def test_root_is_asked_for_by_sudo(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(chromium, "_run", asked.append)
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    _program(machine / "apt-get", WORKS)
    _program(machine / "sudo", WORKS)
    chromium.install_chromium()
    assert [command[0] for command in asked[:2]] == ["sudo", "sudo"]
