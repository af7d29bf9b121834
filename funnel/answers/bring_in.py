"""Files into the store, from wherever they come; the invented shop gives way to the first real file."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from funnel.answers.shop import is_sample
from funnel.errors import ImportRunning
from funnel.intake import Outcome, import_paths
from funnel.intake.watch import Watch
from funnel.store import Store
from funnel.store.disk import replace_synced
from funnel.store.shelf import SAMPLE_MARK

SETTINGS, SAMPLE_SETTINGS = "settings.toml", "settings.sample.toml"
OF_SAMPLE = "settings.sample.sha256"
"""Checksum of the settings the sample shop came with: others are the person's own, and stay."""
FILLING = "sample.filling"
"""Checksums of the sample's files while they are imported: until its mark stands it would pass for a real shop."""


def bring_in(
    store: Store,
    paths: Sequence[Path],
    *,
    source: str | None = None,
    mapping: Path | None = None,
    answers: Mapping[str, str] | None = None,
    keep_duplicates: bool = False,
    watch: Watch | None = None,
) -> tuple[Outcome, ...]:
    """Import the files; once one is loaded, the sample shop and its settings are gone.

    Raises ImportRunning when another import holds the store, ImportCancelled when `watch` was cancelled.
    """
    into = partial(
        import_paths,
        paths=paths,
        source=source,
        mapping=mapping,
        answers=answers,
        keep_duplicates=keep_duplicates,
        watch=watch,
    )
    if not is_sample(store):
        return into(store)
    settle(store)
    own = _without_sample_settings(store)
    outcomes: tuple[Outcome, ...] = ()
    try:
        outcomes = into(own)
    finally:
        _settle(own, gives_way=any(outcome.verdict.is_new for outcome in outcomes))
    return outcomes


def bring_in_sample(store: Store, sample: Path, watch: Watch | None = None) -> tuple[Outcome, ...]:
    """Fill an empty store with the invented shop in `sample`, settings included, and mark it as sample."""
    store.folder.mkdir(parents=True, exist_ok=True)
    exports = sorted(path for path in sample.rglob("*") if path.is_file() and path.parent != sample)
    filling = store.folder / FILLING
    replace_synced(filling, json.dumps([sha256(path.read_bytes()).hexdigest() for path in exports]))
    settings = sample / SETTINGS
    if settings.exists():
        replace_synced(store.folder / OF_SAMPLE, sha256(settings.read_bytes()).hexdigest())
        if not (store.folder / SETTINGS).exists():
            (store.folder / SETTINGS).write_bytes(settings.read_bytes())
    fresh = Store(store.folder)
    outcomes = import_paths(fresh, exports, watch=watch)
    ids = [outcome.receipt.import_id for outcome in outcomes if outcome.receipt]
    replace_synced(store.folder / SAMPLE_MARK, json.dumps(ids))
    filling.unlink()
    return outcomes


def settle(store: Store) -> None:
    """Make good what a crash cut short in the store: imports and undos, and the sample shop's coming or going."""
    with suppress(ImportRunning), store.shelf.writing():
        _settle_sample(store)


def _settle_sample(store: Store) -> None:
    """The sample shop was coming or going when the process died; the lock is held."""
    sample = store.shelf.sample_imports()
    real = [one for one in store.shelf.receipts() if one.import_id not in sample]
    if (store.folder / FILLING).exists() and not is_sample(store):
        _forget_half_a_sample(store)
    elif is_sample(store) and real:
        _remove_sample(store)
    elif is_sample(store):
        _bring_back_settings(store)


def _forget_half_a_sample(store: Store) -> None:
    """A sample shop that never came whole would pass for a real one."""
    filling = store.folder / FILLING
    written = set(json.loads(filling.read_text(encoding="utf-8")))
    for receipt in store.shelf.receipts():
        if receipt.file_sha256 in written:
            store.shelf.undo(receipt.import_id)
    if _are_of_sample(store):
        (store.folder / SETTINGS).unlink(missing_ok=True)
    filling.unlink()


def _are_of_sample(store: Store) -> bool:
    """Whether the settings are those the sample came with, or nothing says what it came with."""
    mark, own = store.folder / OF_SAMPLE, store.folder / SETTINGS
    return not mark.exists() or (own.exists() and sha256(own.read_bytes()).hexdigest() == mark.read_text("utf-8"))


def _without_sample_settings(store: Store) -> Store:
    if _are_of_sample(store):
        with suppress(FileNotFoundError):
            (store.folder / SETTINGS).replace(store.folder / SAMPLE_SETTINGS)
    return Store(store.folder)


def _settle(store: Store, *, gives_way: bool) -> None:
    if gives_way:
        with store.shelf.writing():
            _remove_sample(store)
    else:
        _bring_back_settings(store)


def _bring_back_settings(store: Store) -> None:
    if not (store.folder / SETTINGS).exists():
        with suppress(FileNotFoundError):
            (store.folder / SAMPLE_SETTINGS).replace(store.folder / SETTINGS)


def _remove_sample(store: Store) -> None:
    """The sample leaves the shelf; the numbers just published are already without it."""
    for import_id in sorted(store.shelf.sample_imports()):
        if store.shelf.has(import_id):
            store.shelf.undo(import_id)
    (store.folder / SAMPLE_MARK).unlink(missing_ok=True)
    (store.folder / SAMPLE_SETTINGS).unlink(missing_ok=True)
    (store.folder / OF_SAMPLE).unlink(missing_ok=True)
