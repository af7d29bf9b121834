"""Files into the store, from wherever they come; the invented shop gives way to the first real file."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from funnel.answers.shop import is_sample
from funnel.intake import Outcome, import_paths
from funnel.intake.watch import Watch
from funnel.store import Store
from funnel.store.shelf import SAMPLE_MARK

SETTINGS, SAMPLE_SETTINGS = "settings.toml", "settings.sample.toml"


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
    settings = sample / SETTINGS
    if settings.exists() and not (store.folder / SETTINGS).exists():
        (store.folder / SETTINGS).write_bytes(settings.read_bytes())
    fresh = Store(store.folder)
    exports = sorted(path for path in sample.rglob("*") if path.is_file() and path.parent != sample)
    outcomes = import_paths(fresh, exports, watch=watch)
    ids = [outcome.receipt.import_id for outcome in outcomes if outcome.receipt]
    (store.folder / SAMPLE_MARK).write_text(json.dumps(ids), encoding="utf-8")
    return outcomes


def _without_sample_settings(store: Store) -> Store:
    with suppress(FileNotFoundError):
        (store.folder / SETTINGS).replace(store.folder / SAMPLE_SETTINGS)
    return Store(store.folder)


def _settle(store: Store, *, gives_way: bool) -> None:
    if gives_way:
        _forget_sample(store)
        return
    with suppress(FileNotFoundError):
        (store.folder / SAMPLE_SETTINGS).replace(store.folder / SETTINGS)


def _forget_sample(store: Store) -> None:
    """The sample leaves the shelf; the numbers just published are already without it."""
    mark = store.folder / SAMPLE_MARK
    with store.shelf.writing():
        for import_id in sorted(store.shelf.sample_imports()):
            if store.shelf.has(import_id):
                store.shelf.undo(import_id)
        mark.unlink()
    (store.folder / SAMPLE_SETTINGS).unlink(missing_ok=True)
