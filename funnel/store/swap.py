"""A whole store takes the place of another in the same folder: planned, then finished, whatever happens in between."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from funnel.store.disk import replace_synced, sync

ASIDE: Final = "restoring"
NEW: Final = "new"
PLAN: Final = "plan.json"


def new_store(folder: Path) -> Path:
    """An empty folder for the store to come, on the same disk."""
    shutil.rmtree(folder / ASIDE, ignore_errors=True)
    path = folder / ASIDE / NEW
    path.mkdir(parents=True)
    return path


def take_its_place(folder: Path, names: Iterable[str], before: str) -> None:
    """Everything named moves to `before`, and what was prepared moves in; a crash is made good by `finish`."""
    sync(folder / ASIDE / NEW)
    coming = sorted(path.name for path in (folder / ASIDE / NEW).iterdir())
    told = {"before": before, "names": sorted({*names, *coming}), "coming": coming}
    replace_synced(folder / ASIDE / PLAN, json.dumps(told))
    finish(folder)


def finish(folder: Path) -> None:
    """Do what is left of a plan; what was prepared without one goes."""
    plan = folder / ASIDE / PLAN
    if plan.exists():
        told = json.loads(plan.read_text(encoding="utf-8"))
        (folder / told["before"]).mkdir(exist_ok=True)
        for name in told["names"]:
            _swap(folder, name, folder / told["before"], comes=name in told["coming"])
        sync(folder)
    shutil.rmtree(folder / ASIDE, ignore_errors=True)


def _swap(folder: Path, name: str, before: Path, *, comes: bool) -> None:
    new, old = folder / ASIDE / NEW / name, folder / name
    if comes and not new.exists():
        return  # done before the crash
    if old.exists():
        old.replace(before / name)
    if comes:
        new.replace(old)
