"""Check 6: built anew from the shelf in any order of imports, every table equals the live one."""

import random
import sys
from pathlib import Path

from funnel.intake import import_paths
from funnel.store import Store
from funnel.store.digests import table_digests
from tests.faults.ground import Result, empty_store, run, write_events


def rebuild_in_any_order(folder: Path, imports: int = 30, orders: int = 3, at_once: int = 3, seed: int = 4) -> Result:
    """Live after every publish in between, and rebuilt from nothing: the same rows, sums and hashes."""
    result, chance = Result("rebuild equals live (check 6)"), random.Random(seed)
    files = [write_events(folder / f"{number}.csv", number, visits=12) for number in range(imports)]
    found = []
    for place in range(orders):
        store = Store(empty_store(folder / f"store{place}"))
        for first in range(0, imports, at_once):
            import_paths(store, files[first : first + at_once])
        live = table_digests(store.folder, store.generation())
        with store.shelf.writing():
            number = store.publish(anew=True)
        result.expect(table_digests(store.folder, number) == live, f"order {place}: a rebuild gave other tables")
        result.count("imports", len(store.shelf.receipts()))
        result.count("tables compared", len(live))
        found.append(live)
        chance.shuffle(files)
        store.close()
    result.expect(all(one == found[0] for one in found), "another order of imports gave other tables")
    result.count("orders", orders)
    return result


if __name__ == "__main__":
    sys.exit(run([rebuild_in_any_order], [lambda folder: rebuild_in_any_order(folder, 6, 2)]))
