"""Check 5: backups while another process imports; each comes back as the ledger of its moment."""

import sys
import time
from pathlib import Path

from funnel.store import Store
from funnel.store.digests import table_digests
from funnel.upkeep.backup import Backup, write_backup
from funnel.upkeep.restore import restore
from tests.faults.ground import Result, empty_store, run, worker, write_events

AT_ONCE = 5


def back_up_while_importing(folder: Path, imports: int = 50, backups: int = 10) -> Result:
    """Every backup opens, matches a moment of the ledger, and is restored by one command with equal tables."""
    result = Result("backups under imports (check 5)")
    store = empty_store(folder / "store")
    files = [write_events(folder / f"{number}.csv", number, visits=9) for number in range(imports)]
    made: list[Backup] = []
    with worker() as hand:
        for first in range(0, imports, AT_ONCE):
            hand.begin("command", store, files[first : first + AT_ONCE])
            while len(made) < backups * (first + AT_ONCE) // imports:
                time.sleep(0.2 * (len(made) % 3))
                made.append(write_backup(Store(store), folder / f"{len(made)}.zip"))
            told = hand.end()
            while "ImportRunning" in str(told.get("problem", "")):  # the backup was first
                hand.begin("command", store, files[first : first + AT_ONCE])
                told = hand.end()
            result.expect(set(told.get("verdicts", ())) == {"loaded"}, f"an import beside a backup: {told}")
    whole = [(line.action, line.import_id) for line in Store(store).shelf.ledger_lines()]
    for number, one in enumerate(made):
        _comes_back(result, one, folder / f"restored{number}", store, whole)
    return result


def _comes_back(result: Result, made: Backup, folder: Path, store: Path, whole: list[tuple[str, str]]) -> None:
    result.count("backups")
    done = restore(folder, made.path, key_file=store / "key")
    found = Store(folder)
    lines = [(line.action, line.import_id) for line in found.shelf.ledger_lines()]
    result.expect(lines == whole[: len(lines)], f"{made.path.name} holds a ledger of no moment")
    result.expect(found.shelf.told_by_ledger() == {one.import_id for one in found.shelf.receipts()}, "ledger ≠ shelf")
    result.expect(done.imports == made.imports, f"{made.path.name}: {done.imports} of {made.imports} imports")
    result.count("restored", done.imports == made.imports)
    result.count("imports in them", done.imports)
    if done.imports == len(whole):
        found.catch_up()  # a backup between the last import and its publish holds older numbers, or none
        same = table_digests(folder, found.generation()) == table_digests(store, Store(store).generation())
        result.expect(same, "the last backup gave other tables")
    found.close()


if __name__ == "__main__":
    sys.exit(run([back_up_while_importing], [lambda folder: back_up_while_importing(folder, 10, 4)]))
