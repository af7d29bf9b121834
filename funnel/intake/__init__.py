"""Files in: decode → sniff → recognise → map → cut → stage → type → account → load. Each file is one import."""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from funnel.errors import FunnelError, ImportCancelled, RefusedFile, StoreProblem, WrongUse
from funnel.intake.judged import Setting
from funnel.intake.load import Request, import_id_of, loaded, understood
from funnel.intake.receipt import Understood
from funnel.intake.watch import Watch
from funnel.store import Receipt, Store
from funnel.store.door import DatabaseError

__all__ = ["Outcome", "import_paths"]

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one file: "loaded", "already" or "refused"; `problems` says why it was refused."""

    file_name: str
    status: str
    receipt: Receipt | None
    problems: tuple[str, ...] = ()


def import_paths(
    store: Store,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    mapping: Path | None = None,
    keep_duplicates: bool = False,
    watch: Watch | None = None,
) -> tuple[Outcome, ...]:
    """Import files, and all files of folders, each on its own; then publish once.

    Raises WrongUse for an unknown source, mapping or path, ImportRunning while another import runs, and whatever
    publishing raises, after every import of this call was taken back; so does ImportCancelled when `watch` was
    cancelled. A file that cannot be loaded raises nothing: its outcome says why.
    """
    watch = watch or Watch()
    request = replace(_request(store, source, mapping, keep_duplicates), watch=watch)
    request.stated_profile()
    files = files_at(paths)
    outcomes: list[Outcome] = []
    with store.shelf.writing():
        _clear_leftovers(store)
        try:
            for path in files:
                watch.file(path.name)
                outcomes.append(_outcome_of(store, path, request))
                request = _with_currency_of(outcomes[-1], request)
            _publish(store, outcomes, watch)
        except BaseException:
            _take_back(store, outcomes)
            raise
    return tuple(outcomes)


def files_at(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and the files in the folders named, sorted; raises WrongUse for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise WrongUse(f"There is no file “{path}”.")
        inside = sorted(item for item in path.rglob("*") if item.is_file()) if path.is_dir() else [path]
        found += [item for item in inside if path == item or not item.name.startswith(".")]
    return tuple(found)


def _request(store: Store, source: str | None, mapping: Path | None, keep_duplicates: bool) -> Request:
    settings = store.settings
    setting = Setting(settings.zone, store.currency(), datetime.now(UTC))
    return Request(setting, store.shelf.hmac_key(), settings.memory_limit, source, mapping, keep_duplicates)


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
        return _imported(store, understood(path, folder, request), folder, request)
    except ImportCancelled:
        raise
    except RefusedFile as refusal:
        return Outcome(path.name, "refused", None, refusal.problems)
    except DatabaseError:
        return Outcome(path.name, "refused", None, ("The rows of this file could not be read; nothing was loaded.",))
    except FunnelError as problem:
        return Outcome(path.name, "refused", None, (str(problem),))
    except Exception as problem:  # one bad file must never stop the others
        LOG.info("%s could not be read", path.name, exc_info=True)
        sentence = f"The file could not be read to the end ({type(problem).__name__}); nothing was loaded."
        return Outcome(path.name, "refused", None, (sentence,))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _imported(store: Store, found: Understood, folder: Path, request: Request) -> Outcome:
    import_id = import_id_of(found.text, request, found.recognition)
    if store.shelf.has(import_id):
        return Outcome(found.text.file_name, "already", store.shelf.receipt(import_id))
    parts = folder / "parts"
    parts.mkdir()
    receipt = loaded(found, folder, parts, request, import_id)
    request.watch.at(1.0)
    store.shelf.keep(receipt, parts)
    return Outcome(found.text.file_name, "loaded", receipt)


def _publish(store: Store, outcomes: Sequence[Outcome], watch: Watch) -> None:
    if not any(outcome.status == "loaded" for outcome in outcomes) and store.is_current():
        return
    watch.publishing()
    try:
        store.publish(watch.over)
        watch.done()
    except ImportCancelled:
        raise
    except FunnelError:
        raise
    except Exception as cause:
        raise StoreProblem("The new numbers could not be built from these files; nothing was imported.") from cause


def _take_back(store: Store, outcomes: Sequence[Outcome]) -> None:
    for outcome in reversed(outcomes):
        if outcome.status == "loaded" and outcome.receipt:
            store.shelf.undo(outcome.receipt.import_id)
