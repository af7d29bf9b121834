"""The wheel carries the whole app and runs it from a folder that is not the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house import ROOT

INTO_APP = ("app.py", "pages", ".streamlit/config.toml", "data/sample")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with the locked hatchling and no network."""
    folder = tmp_path_factory.mktemp("wheel")
    _told([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content alone."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    wanted = {path.relative_to(ROOT).as_posix() for path in _files(ROOT / "funnel")}
    assert wanted - _names(wheel) == set()


def test_wheel_carries_launcher_pages_theme_and_sample(wheel: Path) -> None:
    wanted = {path.relative_to(ROOT).as_posix() for place in INTO_APP for path in _files(ROOT / place)}
    inside = {name.removeprefix("funnel/_app/") for name in _names(wheel)}
    assert len(wanted) > len(INTO_APP)
    assert wanted - inside == set()


def test_wheel_carries_nothing_else(wheel: Path) -> None:
    foreign = [name for name in _names(wheel) if not name.startswith(("funnel/", "click_to_payment-"))]
    assert foreign == []


def test_installed_command_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = "import funnel, sys; print(funnel.__file__)"
    assert _told([sys.executable, "-c", where], tmp_path, installed).startswith(str(installed))
    assert "import" in _told([sys.executable, "-m", "funnel", "--help"], tmp_path, installed)


def _told(command: list[str], folder: Path, packages: Path | None = None) -> str:
    environment = os.environ | ({"PYTHONPATH": str(packages)} if packages else {})
    told = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def _names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def _files(place: Path) -> list[Path]:
    found = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return [path for path in found if "__pycache__" not in path.parts]
