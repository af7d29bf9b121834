"""What is wrong with an installation, each in one sentence that says what to do."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from funnel.answers.result import Age
from funnel.answers.shop import is_sample, shop_state, today_of
from funnel.board.copied import check_board
from funnel.board.place import board_of
from funnel.channels import read_rules
from funnel.errors import FunnelError, sentence
from funnel.intake.saved import saved_mappings
from funnel.store import Store
from funnel.store.key import FILE as KEY
from funnel.store.remembered import remembered_answers
from funnel.upkeep.backup import LAST

LITTLE_ROOM: Final = 500 * 10**6
A_WEEK: Final = timedelta(days=7)
PACKAGE: Final = "click-to-payment"


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong, or only worth knowing."""

    code: str
    told: str
    grave: bool = True
    """Whether the dashboard cannot be trusted, or cannot go on, until it is mended."""


def examine(store: Store) -> tuple[Complaint, ...]:
    """Everything wrong with the installation and the store, what is grave first; reads every byte the store holds."""
    found = [complaint for part in PARTS for complaint in _calmly(part, store)]
    return tuple(sorted(found, key=lambda complaint: not complaint.grave))


def _calmly(part: Callable[[Store], Iterator[Complaint]], store: Store) -> Iterator[Complaint]:
    try:
        yield from part(store)
    except FunnelError as problem:
        yield Complaint(part.__name__.strip("_"), problem.told)
    except OSError as problem:
        told = sentence("The store folder cannot be used ({fault}).", fault=problem.strerror or type(problem).__name__)
        yield Complaint(part.__name__.strip("_"), told)


def _libraries(_: Store) -> Iterator[Complaint]:
    for line in _needed():
        needed = Requirement(line)
        if needed.marker and not needed.marker.evaluate({"extra": ""}):
            continue
        try:
            held = version(needed.name)
        except PackageNotFoundError:
            held = "—"
        if held == "—" or not needed.specifier.contains(held, prereleases=True):
            told = sentence(
                "{library} {held} does not fit: {wanted} is needed. Install the locked requirements again.",
                library=needed.name,
                held=held,
                wanted=str(needed.specifier) or "any",
            )
            yield Complaint("libraries", told)


def _needed() -> list[str]:
    try:
        return requires(PACKAGE) or []
    except PackageNotFoundError:  # run from its sources: whoever does that looks after them
        return []


def _settings(store: Store) -> Iterator[Complaint]:
    _ = store.settings
    read_rules(store.folder)
    saved_mappings(store.folder)
    remembered_answers(store.folder)
    yield from ()


def _folder(store: Store) -> Iterator[Complaint]:
    store.folder.mkdir(parents=True, exist_ok=True)
    probe = store.folder / ".probe"
    probe.write_bytes(b"")
    probe.unlink()
    room = shutil.disk_usage(store.folder).free
    if room < LITTLE_ROOM:
        told = sentence("The disk has {megabytes} MB left; imports may fail.", megabytes=room // 10**6)
        yield Complaint("room", told, grave=False)


def _format(store: Store) -> Iterator[Complaint]:
    store.shelf.refuse_newer()
    yield from ()


def _imports(store: Store) -> Iterator[Complaint]:
    store.shelf.receipts()
    store.shelf.check()
    yield from ()


def _numbers(store: Store) -> Iterator[Complaint]:
    if not store.is_whole() or not store.is_current():
        told = sentence(
            "The published numbers are damaged, of another release, or do not hold every import. Start the dashboard "
            "or run “funnel rebuild”."
        )
        yield Complaint("numbers", told)


def _key(store: Store) -> Iterator[Complaint]:
    if store.shelf.receipts():
        store.shelf.hmac_key()
        if stat.S_IMODE((store.folder / KEY).stat().st_mode) & 0o077:
            yield Complaint("key", sentence("The key of this store can be read by others: its owner alone should."))


def _board(store: Store) -> Iterator[Complaint]:
    check_board(store)
    with board_of(store).reading():
        pass
    yield from ()


def _sources(store: Store) -> Iterator[Complaint]:
    if not store.generation():
        return
    state = shop_state(store, today_of(store))
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    for each in state.freshness:
        if each.age is Age.STALE:
            told = sentence(
                "{source} is stale. Days since its newest day: {days}. Import its newest export.",
                source=each.feed,
                days=each.age_days,
            )
            yield Complaint("stale", told, grave=False)
        if each.newest_day > tomorrow:
            told = sentence("{source} holds days to come. Is the clock of this machine right?", source=each.feed)
            yield Complaint("clock", told, grave=False)


def _backups(store: Store) -> Iterator[Complaint]:
    if is_sample(store) or not store.shelf.receipts():
        return
    made = _moment(store.folder / LAST)
    if made is None:
        yield Complaint("backup", sentence("No backup was ever made: “funnel backup FILE” makes one."), grave=False)
    elif datetime.now(UTC) - made > A_WEEK:
        days = (datetime.now(UTC) - made).days
        yield Complaint("backup", sentence("A backup is due. Days since the last one: {days}.", days=days), grave=False)


def _moment(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


PARTS: Final = (_libraries, _settings, _format, _folder, _imports, _numbers, _key, _board, _sources, _backups)
