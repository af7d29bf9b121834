"""Where the house stands and what it is made of, for the tests that read its source."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SQL = ROOT / "funnel" / "sql"


def sources(*folders: str) -> list[Path]:
    """Every Python file of the folders, and app.py when the product is asked for."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    launcher = ROOT / "app.py"
    return [*found, launcher] if "pages" in folders and launcher.exists() else found


def named(path: Path) -> str:
    """The path as a reader of the repository writes it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines, net of the docstring, of every function in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{named(path)}:{node.lineno} {node.name}", _length(node)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    docstring = first if ast.get_docstring(node, clean=False) is not None else None
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)
