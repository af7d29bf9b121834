"""The import law, read from the source by import-linter and seen again in running Python."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from tests.house import BIN, ROOT, sources

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


def test_every_package_imported_is_a_dependency_of_ours() -> None:
    extras = [need for name in ("spark", "clickhouse") for need in _project()["optional-dependencies"][name]]
    declared = {re.split(r"[^\w-]", need)[0].lower() for need in [*_project()["dependencies"], *extras]}
    own = {"funnel", "pages", *sys.stdlib_module_names}
    distributions = packages_distributions()
    undeclared = {
        name
        for path in sources("funnel", "pages")
        for name in _packages_imported(path) - own
        if not declared & {distribution.lower() for distribution in distributions.get(name, ())}
    }
    assert undeclared == set()


def _packages_imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    chosen = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in plain | chosen}


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project
