"""What an import would do, shown before it: the very same run, stopped before anything is kept."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from time import time

from funnel.errors import WrongUse, sentence
from funnel.intake.attempt import held, held_before, outcome_of, request_of
from funnel.intake.load import Request, loaded
from funnel.intake.outcome import Outcome, Preview, RejectedRow, rejects_of
from funnel.intake.receipt import Understood
from funnel.intake.watch import Watch
from funnel.store import Receipt, Store
from funnel.store.shelf import ACCEPTED, REJECTED

ROWS = 20
PREFIX = "preview-"
AN_HOUR = 3600
NO_KEY = bytes(32)
"""Nothing of a preview is kept, so its keys need no secret."""


def preview_path(
    store: Store,
    path: Path,
    *,
    source: str | None = None,
    mapping: Path | None = None,
    answers: Mapping[str, str] | None = None,
    watch: Watch | None = None,
) -> Preview:
    """What importing the file at `path` would do; the store is left as it is.

    Raises WrongUse for an unknown source, mapping or path, ImportCancelled when `watch` was cancelled. A file that
    cannot be loaded raises nothing: its outcome says why.
    """
    if not path.is_file():
        raise WrongUse(sentence("There is no file “{path}”.", path=path))
    watch = watch or Watch()
    watch.file(path.name)
    request = request_of(store, NO_KEY, source, mapping, answers)
    request = replace(request, watch=watch)
    folder = _working_folder(store)
    shown: list[Preview] = []

    def finish(found: Understood) -> Outcome:
        shown.append(_shown(store, found, folder, request))
        return shown[0].outcome

    try:
        outcome = outcome_of(path, folder, request, finish)
        request.heard.check(request.answers)
        return shown[0] if shown else Preview(outcome)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _working_folder(store: Store) -> Path:
    # On the store's own disk, where there is room for a large file; a shop without a store gets none for this.
    place = store.folder if store.folder.is_dir() else None
    for left in place.glob(f"{PREFIX}*") if place else ():
        if time() - left.stat().st_mtime > AN_HOUR:
            shutil.rmtree(left, ignore_errors=True)
    return Path(mkdtemp(dir=place, prefix=PREFIX))


def _shown(store: Store, found: Understood, folder: Path, request: Request) -> Preview:
    parts = folder / "parts"
    parts.mkdir()
    receipt = loaded(found, folder, parts, request)
    outcome = (held_before if store.shelf.has(receipt.import_id) else held)(receipt, found.text.file_name)
    columns, rows = _first_rows(parts)
    return Preview(outcome, columns, rows, _rejects(parts, receipt))


def _first_rows(parts: Path) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    import pyarrow.parquet  # noqa: PLC0415  half a second that only a preview needs

    table = pyarrow.parquet.ParquetFile(parts / ACCEPTED)
    if not table.metadata.num_rows:
        return (), ()
    first = next(table.iter_batches(batch_size=ROWS)).slice(0, ROWS)
    told = {name: column.to_pylist() for name, column in zip(first.schema.names, first.columns, strict=True)}
    filled = {name: values for name, values in told.items() if any(value is not None for value in values)}
    return tuple(filled), tuple(zip(*filled.values(), strict=True))


def _rejects(parts: Path, receipt: Receipt) -> tuple[RejectedRow, ...]:
    import pyarrow.parquet  # noqa: PLC0415

    told = pyarrow.parquet.read_table(parts / REJECTED, columns=["record", "column", "value", "reason"])
    return rejects_of(told.to_pydict(), receipt)
