"""Files in: `funnel import`, `funnel preview`, `funnel undo`."""

from collections.abc import Sequence
from pathlib import Path

import click

from funnel.answers import printed_imports
from funnel.answers.bring_in import bring_in
from funnel.answers.imported_as_json import outcomes_as_json, preview_as_json
from funnel.answers.imports import forget_answer, take_back
from funnel.answers.progress_line import watch_on_terminal
from funnel.arrivals.inbox import Inbox
from funnel.commands.options import (
    DONE,
    NOTHING_DONE,
    as_text,
    json_option,
    reading_options,
    store_option,
)
from funnel.intake import notes_beside, preview_path
from funnel.store import Store
from funnel.store.remembered import remembered_answers
from funnel.words import Words


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@reading_options
@click.option("--keep-duplicates", is_flag=True, help="Keep rows that are equal in every column.")
@store_option
@json_option
def import_files(
    *,
    paths: Sequence[Path],
    source: str | None,
    mapping: Path | None,
    answers: dict[str, str],
    keep_duplicates: bool,
    folder: Path,
    as_json: bool,
) -> int:
    """Import files or folders; the running dashboard shows them within seconds."""
    store = Store(folder)
    inbox = Inbox(store)
    files = inbox.still_files() if inbox.is_meant_by(paths) else tuple(paths)
    outcomes = bring_in(
        store,
        files,
        source=source,
        mapping=mapping,
        answers=answers,
        keep_duplicates=keep_duplicates,
        watch=watch_on_terminal(),
    )
    if inbox.is_meant_by(paths):
        inbox.put_all_away(files, outcomes)
    words = Words(store.settings.language)
    left = notes_beside(files)
    told = outcomes_as_json(outcomes, store, left) if as_json else None
    click.echo(as_text(told) if told else printed_imports.outcomes(outcomes, words, left))
    return DONE if not files or any(outcome.verdict.is_held for outcome in outcomes) else NOTHING_DONE


@click.command("preview")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@reading_options
@store_option
@json_option
def preview_file(
    *, path: Path, source: str | None, mapping: Path | None, answers: dict[str, str], folder: Path, as_json: bool
) -> int:
    """Show what importing one file would do; nothing is kept."""
    store = Store(folder)
    preview = preview_path(store, path, source=source, mapping=mapping, answers=answers)
    words = Words(store.settings.language)
    click.echo(as_text(preview_as_json(preview, store)) if as_json else printed_imports.preview(preview, words))
    return DONE if preview.outcome.verdict.is_held else NOTHING_DONE


@click.command("undo")
@click.argument("import_id")
@store_option
@json_option
def undo_import(import_id: str, folder: Path, as_json: bool) -> int:
    """Take one import back; the numbers are as they were before it."""
    store = Store(folder)
    receipt = take_back(store, import_id)
    told = {"undone": receipt.import_id, "file_name": receipt.file_name, "generation": store.generation()}
    click.echo(as_text(told) if as_json else f"Taken back: {receipt.file_name} ({receipt.accepted} rows).")
    return DONE


@click.command("answers")
@click.option("--forget", metavar="ID", help="Forget the answer to this question, like date_order:Date.")
@click.option("--source", help="Forget it for this source or mapping only.")
@store_option
@json_option
def remembered(folder: Path, forget: str | None, source: str | None, as_json: bool) -> int:
    """What was answered about the files of each source, and is used for the next ones."""
    store = Store(folder)
    dropped = forget_answer(store, forget, source) if forget else ()
    told = remembered_answers(store.folder)
    rows = {"rows": [vars(one) for one in told], "forgotten": [vars(one) for one in dropped]}
    words = Words(store.settings.language)
    click.echo(as_text({"question": "answers", **rows}) if as_json else printed_imports.answers(told, words))
    return DONE
