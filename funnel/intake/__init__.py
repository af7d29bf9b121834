"""Files in: decode → sniff → recognise → map → cut → stage → type → account → load. Each file is one import."""

import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from funnel.errors import FunnelError, ImportCancelled, StoreProblem, WrongUse, sentence
from funnel.intake.attempt import held, held_before, held_earlier, outcome_of, refuse_another_reading, request_of
from funnel.intake.load import Request, loaded
from funnel.intake.outcome import Outcome, Preview, Question, Reading, RejectedRow, Verdict, rejects_of
from funnel.intake.preview import preview_path
from funnel.intake.receipt import Understood
from funnel.intake.watch import Watch
from funnel.store import Store
from funnel.store.remembered import remember

LOG = logging.getLogger(__name__)

__all__ = [
    "Outcome",
    "Preview",
    "Question",
    "Reading",
    "RejectedRow",
    "Verdict",
    "import_paths",
    "notes_beside",
    "preview_path",
    "rejects_of",
]


NOTES = frozenset({".md", ".rst", ".toml", ".ini", ".cfg", ".yaml", ".yml", ".log"})
NOTE_NAMES = frozenset({"readme", "license", "licence", "changelog", "truth"})
"""Names of files beside exports; an invented shop says in truth.json what was planted in it."""
TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".jsonl", ".gz", ".zip"})
"""Endings of files that are read whatever they are called."""


def import_paths(
    store: Store,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    mapping: Path | None = None,
    answers: Mapping[str, str] | None = None,
    keep_duplicates: bool = False,
    watch: Watch | None = None,
) -> tuple[Outcome, ...]:
    """Import files, and all files of folders, each on its own; then publish once.

    `answers` settle questions of the files, by the question's id; those of known sources are remembered for next time.

    Raises WrongUse for an unknown source, mapping, path or answer, ImportRunning while another import runs, and
    whatever publishing raises, after every import of this call was taken back; so does ImportCancelled when `watch` was
    cancelled. A file that cannot be loaded raises nothing: its outcome says why.
    """
    watch = watch or Watch()
    request = request_of(store, store.shelf.hmac_key(), source, mapping, answers)
    request = replace(request, keep_duplicates=keep_duplicates, watch=watch)
    files = files_at(paths)
    outcomes: list[Outcome] = []
    with store.shelf.writing():
        _clear_leftovers(store)
        try:
            for path in files:
                watch.file(path.name)
                outcomes.append(_outcome_of(store, path, request))
                _note(outcomes[-1])
                request = _with_currency_of(outcomes[-1], request)
            request.heard.check(request.answers)
            _publish(store, outcomes, watch)
        except BaseException:
            _take_back(store, outcomes)
            raise
        for known, learned in request.heard.learned.items():
            remember(store.folder, known, learned, request.setting.now.date())
    return tuple(outcomes)


def files_at(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and the files in the folders named, sorted; raises WrongUse for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise WrongUse(sentence("There is no file “{path}”.", path=path))
        found += [item for item in _inside(path) if not is_note(item)] if path.is_dir() else [path]
    return tuple(found)


def _inside(folder: Path) -> list[Path]:
    return sorted(item for item in folder.rglob("*") if item.is_file() and not item.name.startswith("."))


def notes_beside(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Files in the folders named that `files_at` leaves alone: notes and settings beside the exports."""
    return tuple(item for path in paths if path.is_dir() for item in _inside(path) if is_note(item))


def is_note(path: Path) -> bool:
    """Whether a file of a folder is called as notes and settings are; one that is named itself is always read."""
    ending = path.suffix.lower()
    return ending in NOTES or (path.stem.lower() in NOTE_NAMES and ending not in TABLES)


def _with_currency_of(outcome: Outcome, request: Request) -> Request:
    """A shop that set no currency counts in the first one a file of its states."""
    if request.setting.currency or outcome.receipt is None or outcome.receipt.currency is None:
        return request
    return replace(request, setting=replace(request.setting, currency=outcome.receipt.currency))


def _clear_leftovers(store: Store) -> None:
    # Nobody else stages while we hold the lock: what lies here is from an import that was cut short.
    shutil.rmtree(store.shelf.folder / "aside", ignore_errors=True)


def _outcome_of(store: Store, path: Path, request: Request) -> Outcome:
    folder = store.shelf.staging_folder()
    try:
        return outcome_of(path, folder, request, lambda found: _imported(store, found, folder, request))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _imported(store: Store, found: Understood, folder: Path, request: Request) -> Outcome:
    earlier = held_earlier(store, found, request)
    if earlier:
        return held_before(earlier, found.text.file_name)
    parts = folder / "parts"
    parts.mkdir()
    receipt = loaded(found, folder, parts, request)
    if store.shelf.has(receipt.import_id):
        return held_before(store.shelf.receipt(receipt.import_id), found.text.file_name)
    refuse_another_reading(store, receipt)
    request.watch.at(1.0)
    store.shelf.keep(receipt, parts)
    if found.recognition.by != "mapping":
        request.heard.learned.setdefault(receipt.source, {}).update(found.asking.to_remember())
    return held(receipt, found.text.file_name)


def _publish(store: Store, outcomes: Sequence[Outcome], watch: Watch) -> None:
    if not any(outcome.verdict.is_new for outcome in outcomes) and store.is_current():
        return
    watch.publishing()
    try:
        store.publish(watch.over)
        watch.done()
    except ImportCancelled:
        raise
    except FunnelError:
        raise
    except OSError:
        raise
    except Exception as cause:
        raise StoreProblem(
            sentence("The new numbers could not be built from these files; nothing was imported.")
        ) from cause


def _note(outcome: Outcome) -> None:
    held = outcome.receipt
    if held is None:
        LOG.info("A file was not imported: %s", outcome.verdict)
    else:
        counts = (held.rows_in, held.accepted, held.rejected, held.duplicate, held.set_aside)
        told = "Import %s %s: %d rows = %d accepted + %d rejected + %d duplicate + %d set aside"
        LOG.info(told, held.import_id, outcome.verdict, *counts)


def _take_back(store: Store, outcomes: Sequence[Outcome]) -> None:
    for outcome in reversed(outcomes):
        if outcome.verdict.is_new and outcome.receipt:
            store.shelf.undo(outcome.receipt.import_id)
