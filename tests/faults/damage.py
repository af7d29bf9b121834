"""Check 3, and a power cut: flipped bits, cut ends and files that went are noticed, named, and mended by a rebuild."""

import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from funnel.board.copied import check_board
from funnel.board.place import board_of
from funnel.errors import DamagedNumbers, StoreProblem
from funnel.intake import import_paths
from funnel.store import Store
from funnel.store.digests import digests_of_file, table_digests
from funnel.store.generations import SEAL, generation_file
from tests.faults.ground import Result, empty_store, flip_a_bit, run, write_events


def flip_bits(folder: Path, rounds: int = 20, seed: int = 3, *, rebuilds: int = 20) -> Result:
    """Each flipped bit of the published numbers and of the kept rows is noticed at the next start, and named."""
    result, chance = Result("flipped bits and cut files (check 3)"), random.Random(seed)
    store = _made(folder)
    number = store.generation()
    wanted = table_digests(store.folder, number)
    store.close()
    for place in range(rounds):
        damaged = Store(shutil.copytree(store.folder, folder / f"numbers{place}"))
        flip_a_bit(generation_file(damaged.folder, number), chance)
        _notices_numbers(result, damaged, wanted, rebuild=place < rebuilds)
    for place in range(rounds):
        damaged = Store(shutil.copytree(store.folder, folder / f"rows{place}"))
        _notices_rows(result, damaged, lambda path: flip_a_bit(path, chance), chance)
    for harm in (_cut, _remove):
        damaged = Store(shutil.copytree(store.folder, folder / f"numbers-{harm.__name__}"))
        harm(generation_file(damaged.folder, number))
        _notices_numbers(result, damaged, wanted, rebuild=True)
        damaged = Store(shutil.copytree(store.folder, folder / f"rows-{harm.__name__}"))
        _notices_rows(result, damaged, harm, chance)
    _notices_a_lost_ledger(result, Store(shutil.copytree(store.folder, folder / "ledger")), wanted)
    _notices_the_board(result, Store(shutil.copytree(store.folder, folder / "board")))
    return result


def _made(folder: Path) -> Store:
    store = Store(empty_store(folder / "store"))
    import_paths(store, [write_events(folder / f"{number}.csv", number) for number in range(3)])
    return store


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _remove(path: Path) -> None:
    path.unlink()


def _notices_numbers(result: Result, store: Store, wanted: object, *, rebuild: bool) -> None:
    result.count("damages to the published numbers")
    noticed = not store.is_whole()
    result.count("noticed", noticed)
    result.expect(noticed, "damage to the published numbers was not noticed")
    if rebuild and noticed:
        store.catch_up()
        result.count("rebuilt with equal tables", table_digests(store.folder, store.generation()) == wanted)
        result.expect(table_digests(store.folder, store.generation()) == wanted, "a rebuild gave other tables")
    store.close()


def _notices_rows(result: Result, store: Store, harm: Callable[[Path], object], chance: random.Random) -> None:
    files = sorted(path for path in store.shelf.imports.glob("*/*") if path.is_file())
    harmed = chance.choice(files)
    harm(harmed)
    result.count("damages to kept rows")
    try:
        store.shelf.check()
    except StoreProblem as problem:
        result.count("named in a sentence", str(problem).count(".") >= 1)
    else:
        result.broken.append(f"damage to {harmed.name} was not noticed")
    store.close()


def _notices_a_lost_ledger(result: Result, store: Store, wanted: object) -> None:
    """Without its ledger the shelf speaks for itself: nothing is lost, and the ledger is written anew."""
    store.shelf.ledger.write_bytes(store.shelf.ledger.read_bytes()[:50])
    with store.shelf.writing():
        held = {receipt.import_id for receipt in store.shelf.receipts()}
        result.expect(store.shelf.told_by_ledger() == held, "the ledger was not written anew")
        store.publish()
    result.expect(table_digests(store.folder, store.generation()) == wanted, "a lost ledger changed the tables")
    result.count("ledgers cut and written anew")


def _notices_the_board(result: Result, store: Store) -> None:
    engine = board_of(store).engine
    engine.dispose()
    path = store.folder / "board.db"
    path.write_bytes(path.read_bytes()[:-4096] + b"\0" * 4096)
    try:
        check_board(store)
    except StoreProblem:
        result.count("damaged boards noticed")
    else:
        result.broken.append("a zeroed page of the board was not noticed")


def cut_the_power(folder: Path) -> Result:
    """Every state a power cut can leave of a publish comes back with equal tables at the next start."""
    result = Result("power cut while numbers are published")
    store = _made(folder)
    wanted = table_digests(store.folder, 1)
    store.publish()
    store.close()
    for pointer in (b"", b"1", b"2", b"\0\0", b"7"):
        for harm in (None, _cut, _remove, _zero):
            for sealed in (True, False):
                state = Store(shutil.copytree(store.folder, folder / "state"))
                (state.folder / "generations" / "current").write_bytes(pointer)
                newest = generation_file(state.folder, 2)
                if harm:
                    harm(newest)
                if not sealed:
                    newest.with_suffix(SEAL).unlink()
                _comes_back(result, state, wanted, told=f"pointer {pointer!r}, {harm}, sealed {sealed}")
                shutil.rmtree(state.folder)
    return result


def _zero(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


def _comes_back(result: Result, state: Store, wanted: object, *, told: str) -> None:
    result.count("states")
    try:
        result.count("needed a rebuild", state.catch_up())
        path = generation_file(state.folder, state.generation())
        result.expect(digests_of_file(path) == wanted, f"{told}: other tables")
    except DamagedNumbers as problem:
        result.broken.append(f"{told}: {problem}")
    state.close()


if __name__ == "__main__":
    sys.exit(run([flip_bits, cut_the_power], [lambda folder: flip_bits(folder, rebuilds=2), cut_the_power]))
