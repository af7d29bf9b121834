"""Files nobody knows: `funnel map` proposes how to read one, `funnel mappings` keeps what was decided."""

from pathlib import Path
from typing import Any

import click

from funnel.answers.mapping_file import MappingFile, mapping_file
from funnel.commands.options import DONE, as_text, json_option, store_option
from funnel.errors import WrongUse, sentence
from funnel.intake.profile import profile_from
from funnel.intake.saved import Saved, remove_mapping, save_mapping, saved_mappings, slug
from funnel.store import Store
from funnel.terms import Kind
from funnel.words import Words
from funnel.words.fields import column_label


@click.command("map")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="What the file is, when that is known.")
@store_option
@json_option
def map_file(path: Path, kind: str | None, folder: Path, as_json: bool) -> int:
    """Print how a file could be read, as a mapping for `funnel import --mapping`."""
    store = Store(folder)
    words = Words(store.settings.language)
    found = mapping_file(store, path, words, Kind(kind) if kind else None)
    click.echo(as_text(_as_json(found, store, words)) if as_json else found.text, nl=as_json)
    lost = [words.text(column_label(lack.column, found.kind)) for lack in found.lacks if lack.required]
    if lost:
        told = sentence("No row can be loaded before these are named: {columns}.", columns=", ".join(lost))
        click.echo(words.said(told), err=True)
    return DONE


def _as_json(found: MappingFile, store: Store, words: Words) -> dict[str, Any]:
    glance, suggested = found.glance, found.proposal.fields if found.proposal else ()
    why = {one.column: (one.confidence, words.said(one.reason)) for one in suggested}
    rows = []
    for column, header in found.columns.items():
        confidence, reason = why.get(column, (None, None))
        rows.append({"column": column, "header": header, "confidence": confidence, "reason": reason})
    return {
        "question": "map",
        "generation": store.generation(),
        "file_name": glance.file_name,
        "kind": found.kind.value,
        "source": found.recognised.id if found.recognised else None,
        "rows": rows,
        "lacking": [
            {"column": lack.column, "required": lack.required, "would_show": [words.said(gain) for gain in lack.gains]}
            for lack in found.lacks
        ],
        "unused": [
            {"header": glance.header[place], "examples": list(glance.columns[place].examples)} for place in found.unused
        ],
        "mapping": found.text,
        "total": {"columns": len(rows), "lacking": len(found.lacks), "unused": len(found.unused)},
        "notes": [],
    }


@click.command("mappings")
@click.option(
    "--add",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Keep this mapping: files of its header are read by it from now on.",
)
@click.option("--remove", metavar="ID", help="Forget this mapping; what it brought in stays.")
@store_option
@json_option
def list_mappings(add: Path | None, remove: str | None, folder: Path, as_json: bool) -> int:
    """List, keep or forget the mappings of this shop, which files of the same header are read by."""
    store = Store(folder)
    if add:
        _add(store, add)
    if remove:
        remove_mapping(store.folder, remove)
    saved = saved_mappings(store.folder)
    click.echo(as_text(_mappings_as_json(saved, store)) if as_json else _printed(saved, Words(store.settings.language)))
    return DONE


def _add(store: Store, path: Path) -> None:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise WrongUse(sentence("The mapping {name} cannot be read.", name=path.name)) from cause
    identity = profile_from(text, slug(path.stem)).id
    save_mapping(store.folder, text, identity)


def _mappings_as_json(saved: tuple[Saved, ...], store: Store) -> dict[str, Any]:
    rows = [
        {
            "id": one.profile.id,
            "name": one.profile.name,
            "kind": one.profile.kind.value,
            "columns": {column: list(cell.spellings()) for column, cell in one.profile.columns.items()},
            "signature": [list(group) for group in one.profile.signature],
        }
        for one in saved
    ]
    return {
        "question": "mappings",
        "generation": store.generation(),
        "rows": rows,
        "total": {"mappings": len(rows)},
        "notes": [],
    }


def _printed(saved: tuple[Saved, ...], words: Words) -> str:
    if not saved:
        return words.said(sentence("No mapping is kept in this store."))
    return "\n".join(f"{one.profile.id}  {words.term(one.profile.kind.value)}  {one.profile.name}" for one in saved)
