"""Keeping the store: `funnel backup`, `funnel restore`, `funnel rebuild`, `funnel doctor`."""

from pathlib import Path

import click

from funnel.board.copied import BoardCopy
from funnel.commands.options import DONE, NOTHING_DONE, as_text, json_option, store_option
from funnel.errors import FunnelError, WrongUse, sentence
from funnel.store import Store
from funnel.upkeep.backup import Backup, save_key, write_backup
from funnel.upkeep.doctor import examine
from funnel.upkeep.restore import restore
from funnel.words import Words

FILE = click.Path(path_type=Path)
HELD_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("target", type=FILE)
@click.option("--key", "key_file", type=FILE, help="Also copy the key to this file; keep it elsewhere.")
@click.option("--keep", type=click.IntRange(1), help="TARGET is a folder: keep only so many backups there.")
@store_option
@json_option
def backup(target: Path, key_file: Path | None, keep: int | None, folder: Path, as_json: bool) -> int:
    """Copy the whole store to one file, while it is in use; a folder gets a dated one."""
    store = Store(folder)
    if keep and not target.is_dir():
        raise WrongUse(sentence("--keep needs a folder; “{path}” is none.", path=target))
    made = write_backup(store, target, keep=keep or 0)
    if key_file:
        save_key(store, key_file)
    told = {
        "file": str(made.path), "imports": made.imports, "bytes": made.bytes, "board": made.board.value,
        "key_file": str(key_file) if key_file else None, "removed": [str(path) for path in made.removed],
    }  # fmt: skip
    words = Words(store.settings.language)
    click.echo(as_text(told) if as_json else "\n".join(words.said(line) for line in _told(made, key_file)))
    return DONE


def _told(made: Backup, key_file: Path | None) -> list[str]:
    lines: list[str] = [
        sentence("Saved to {path}, read again and whole. Imports in it: {n}.", n=made.imports, path=made.path)
    ]
    if made.board is BoardCopy.ELSEWHERE:
        lines.append(sentence("The board is in a database of its own, not in this file: save it with pg_dump."))
    if key_file is None:
        lines.append(sentence("The key is not in this file: save it once with --key, and keep it elsewhere."))
    return lines


@click.command("restore")
@click.argument("file", type=HELD_FILE)
@click.option(
    "--key", "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Copy of the key."
)
@click.option("--without-key", is_flag=True, help="Go on without the key; new files get a new one.")
@store_option
@json_option
def restore_backup(file: Path, key_file: Path | None, without_key: bool, folder: Path, as_json: bool) -> int:
    """Put a backup in place of the store; what was there is kept beside it."""
    done = restore(folder, file, key_file=key_file, without_key=without_key)
    told = {
        "imports": done.imports, "generation": done.generation, "made_at": done.made_at, "board": done.board,
        "before": str(done.before) if done.before else None,
    }  # fmt: skip
    lines = [
        sentence("The store is back as it was on {made_at}. Imports in it: {n}.", n=done.imports, made_at=done.made_at)
    ]
    if done.before:
        kept = sentence("What was here before lies in {path}; remove it when you need it no more.", path=done.before)
        lines.append(kept)
    words = Words(Store(folder).settings.language)
    click.echo(as_text(told) if as_json else "\n".join(words.said(line) for line in lines))
    return DONE


@click.command("rebuild")
@store_option
@json_option
def rebuild(folder: Path, as_json: bool) -> int:
    """Build the published numbers anew from the imports."""
    store = Store(folder)
    with store.shelf.writing():
        store.shelf.check()
        number = store.publish(anew=True)
    said = Words(store.settings.language).said(sentence("Generation {n} is published.", n=number))
    click.echo(as_text({"generation": number}) if as_json else said)
    return DONE


@click.command("doctor")
@store_option
@json_option
def doctor(folder: Path, as_json: bool) -> int:
    """Say what is wrong with this installation, and what to do."""
    store = Store(folder)
    found = examine(store)
    grave = any(complaint.grave for complaint in found)
    words = Words(_language(store))
    rows = [{"code": each.code, "grave": each.grave, "sentence": str(each.told)} for each in found]
    lines = [words.said(each.told) for each in found] or [words.said(sentence("Nothing is wrong."))]
    click.echo(as_text({"healthy": not grave, "rows": rows}) if as_json else "\n".join(lines))
    return NOTHING_DONE if grave else DONE


def _language(store: Store) -> str:
    try:
        return store.settings.language
    except FunnelError:
        return "en"
