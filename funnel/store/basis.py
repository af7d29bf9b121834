"""What a generation rests on besides its imports: only on the same basis can the next one take over its rows."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from funnel.channels import RULES_FILE
from funnel.store.building import COMMENT, OF_DAYS, PARAMETER, Building
from funnel.store.queries import SQL, shape_of_facts

SOURCES: Final = ("channels.py", "factor.py", "factors.py", "paths.py", "terms.py", "store/follows.py", RULES_FILE)
"""What numbers are made by outside the queries."""


@dataclass(frozen=True)
class Basis:
    """Fingerprint of queries, settings and rules; whether any visit was cut from events without visit ids."""

    fingerprint: str
    gaps: bool


def basis_of(building: Building, folder: Path, *, gaps: bool) -> Basis:
    """The basis of what is being built."""
    told = sha256()
    for part in (shape_of_facts(), str(building.kept_until), *_settings(building), *_sources(folder)):
        told.update(part.encode() + b"\n")
    return Basis(told.hexdigest(), gaps)


def _settings(building: Building) -> Iterator[str]:
    texts = [COMMENT.sub("", path.read_text(encoding="utf-8")) for path in sorted(Path(str(SQL / "facts")).rglob("*"))
             if path.is_file()]  # fmt: skip
    asked = sorted({name for text in texts for name in PARAMETER.findall(text)} - {"kept_until"})
    yield from (f"{name}={getattr(building.settings, name)}" for name in [*asked, "zone", "currency"])


def _sources(folder: Path) -> Iterator[str]:
    yield from (files("funnel").joinpath(name).read_text(encoding="utf-8") for name in SOURCES)
    own = folder / RULES_FILE
    yield own.read_text(encoding="utf-8") if own.exists() else ""


def note_basis(connection: Any, basis: Basis) -> None:
    """Keep it in the generation."""
    connection.execute("create or replace table of_days.basis (fingerprint varchar, gaps boolean)")
    connection.execute("insert into of_days.basis values (?, ?)", list(astuple(basis)))


def noted_basis(connection: Any) -> Basis | None:
    """What was kept; None in a generation that another engine or an earlier release made."""
    held = connection.execute(
        "select 1 from duckdb_tables() where schema_name = ? and table_name = 'basis'", [OF_DAYS]
    ).fetchone()
    return Basis(*connection.execute("select fingerprint, gaps from of_days.basis").fetchone()) if held else None
