"""The import law, read from the source by import-linter and seen again in running Python."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import BIN, ROOT

WITH_STREAMLIT = {"ui", "_app"}
WITH_DUCKDB = {"store"}
LAW = "import importlib, json, sys; [importlib.import_module(name) for name in sys.argv[1:]]; "
TELL = "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


def _rooms() -> dict[str, list[str]]:
    """Modules of each room: a folder of funnel/, or a single file of it."""
    rooms: dict[str, list[str]] = {}
    for path in sorted((ROOT / "funnel").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        if parts[1] != "__init__" and parts[-1] != "__main__":  # a __main__ runs what it imports
            rooms.setdefault(parts[1], []).append(name)
    return rooms


def _loaded_with(modules: list[str]) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", LAW + TELL, *modules], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return set(json.loads(told.stdout.splitlines()[-1]))


def test_import_law_holds() -> None:
    program = BIN / ("lint-imports.exe" if sys.platform == "win32" else "lint-imports")
    told = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("room", sorted(_rooms().keys() - WITH_STREAMLIT))
def test_room_starts_without_streamlit_and_plotly(room: str) -> None:
    assert _loaded_with(_rooms()[room]).isdisjoint({"streamlit", "plotly"})


@pytest.mark.parametrize(
    "room",
    sorted(
        _rooms().keys()
        & {
            "errors",
            "terms",
            "periods",
            "paths",
            "metrics",
            "channels",
            "places",
            "settings",
            "words",
            "maths",
            "sample",
        }
    ),
)
def test_room_starts_without_a_database(room: str) -> None:
    assert _loaded_with(_rooms()[room]).isdisjoint({"duckdb"})


def test_only_the_store_names_duckdb() -> None:
    naming = {path.relative_to(ROOT / "funnel").parts[0] for path in _files_importing("duckdb")}
    assert naming <= WITH_DUCKDB


def _files_importing(package: str) -> list[Path]:
    starts = (f"import {package}", f"from {package}")
    return [
        path
        for path in (ROOT / "funnel").rglob("*.py")
        if any(line.strip().startswith(starts) for line in path.read_text(encoding="utf-8").splitlines())
    ]
