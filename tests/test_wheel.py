"""The wheel carries the whole app and runs it from a folder that is not the checkout."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house import ROOT

FUNNEL = (sys.executable, "-m", "funnel")
DEPLOY = ROOT / "docs" / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
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
    assert "import" in _told([*FUNNEL, "--help"], tmp_path, installed)


def test_installed_dashboard_starts_from_any_folder(installed: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    _told(
        [*FUNNEL, "import", str(min((ROOT / "data" / "sample" / "orders").glob("*.csv"))), "--store", store],
        tmp_path,
        installed,
    )
    address = f"http://127.0.0.1:{_free_port()}"
    server = subprocess.Popen(
        [*FUNNEL, "--store", store, "--headless", "--port", address.rpartition(":")[2]],
        cwd=tmp_path,
        env=_environment(installed),
        stdout=subprocess.DEVNULL,
    )
    try:
        assert "<title>Click to payment</title>" in _page(address, server)
        told = {**_environment(installed), "FUNNEL_STORE": store}
        assert _health_of_the_container(address.rpartition(":")[2], told) == 0
        assert _health_of_the_container(str(_free_port()), told) != 0
        below = told | {"FUNNEL_PUBLIC_URL": "http://127.0.0.1/kpi"}
        assert _health_of_the_container(address.rpartition(":")[2], below) != 0, "asked beside the base path"
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_the_container_is_handed_all_that_the_wheel_is_made_of(wheel: Path, tmp_path: Path) -> None:
    """What the Dockerfile copies, less what its ignore file holds back, makes the same wheel."""
    told = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert told[0] == "**"
    for name in (line.removeprefix("!") for line in told if line.startswith("!")):
        for path in _files(ROOT / name):
            target = tmp_path / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    assert (tmp_path / "requirements.lock").exists()
    _told([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "made")], tmp_path)
    assert _names(next((tmp_path / "made").glob("*.whl"))) == _names(wheel)


def test_the_container_listens_for_others_only_when_told_so(installed: Path, tmp_path: Path) -> None:
    started = re.search(r"^CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    assert started
    program, *options = json.loads(started[1])
    assert program.endswith("/funnel")
    refused = subprocess.run(
        [*FUNNEL, *options, "--store", str(tmp_path)], cwd=tmp_path, env=_environment(installed),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (refused.returncode, "--public-without-login" in refused.stderr) == (2, True)


def _health_of_the_container(port: str, environment: dict[str, str]) -> int:
    """What the health check of the Dockerfile answers for a dashboard on this port, with these settings."""
    told = re.search(r'CMD \["/venv/bin/python", "-c", "(.+)"\]', DOCKERFILE)
    assert told
    command = [sys.executable, "-c", told[1].replace("8501", port)]
    return subprocess.run(command, env=environment, check=False, timeout=60, capture_output=True).returncode


def _page(address: str, server: subprocess.Popen[bytes]) -> str:
    """The first answer of the server; fails when it stops before it answers, waits a minute at most."""
    for _ in range(240):
        assert server.poll() is None, "The server stopped at its start."
        with suppress(OSError), urlopen(address, timeout=30) as answer:  # noqa: S310  the address is ours
            return str(answer.read().decode("utf-8"))
        time.sleep(0.25)
    pytest.fail("The server did not answer within a minute.")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _environment(packages: Path | None) -> dict[str, str]:
    return os.environ | ({"PYTHONPATH": str(packages)} if packages else {})


def _told(command: list[str], folder: Path, packages: Path | None = None) -> str:
    told = subprocess.run(
        command, cwd=folder, env=_environment(packages), capture_output=True, text=True, check=False, timeout=120
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def _names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def _files(place: Path) -> list[Path]:
    found = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return [path for path in found if "__pycache__" not in path.parts]
