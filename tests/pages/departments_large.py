"""Every list of every department over 0, 1, 100 and a million visits, with each kind of export missing in turn.

Answered, told, shown: never an error, never a zero that nobody measured, never an empty list of the whole shop.
Run as a module (`make departments`); `ARGS="--visits 10000"` for one size, `ARGS="--store DIR"` for one store.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.testing.v1 import AppTest

from funnel.answers.bring_in import bring_in_sample
from funnel.answers.departments import DEPARTMENTS
from funnel.answers.laid_losses import ask_list
from funnel.answers.listing import ListAnswer, ListQuestion, ListRule
from funnel.answers.listing_told import list_csv, list_text, lists_as_json
from funnel.errors import WrongUse
from funnel.intake import import_paths
from funnel.metrics import metric
from funnel.sample import write_sample
from funnel.store import Store
from funnel.terms import Kind
from funnel.ui.launcher import ROUTER

PAGES = Path(__file__).parents[2] / "pages"
SIZES = (0, 1, 100, 1_000_000)
WHOLE = 10_000
"""Visits from which on every list has rows when nothing is missing."""
FEEDS = {
    "ads": {Kind.AD_COSTS},
    "orders": {Kind.ORDER_LINES},
    "stock": {Kind.STOCK},
    "support": {Kind.CONTACTS},
    "traffic": {Kind.TRAFFIC_EVENTS},
}
"""Kinds of export by the folder of the sample they stand in."""
MAY_BE_EMPTY = {"marketplaces", "promotions", "promoted_products", "slow_products"}
"""The invented shop sells at no marketplace, lists are asked here without promotions, and of many visits all sells."""
SCREENS = ("funnel", "losses", "change", *DEPARTMENTS)


def complaints_of(department: str, answer: ListAnswer) -> list[str]:
    """What is wrong with an answer, however little it stands on: zeros where nothing is known, wrong sums."""
    told = []
    for place, name in enumerate(answer.metrics):
        known = [row.values[place] for row in answer.rows if row.values[place] is not None]
        whole = answer.total.values[place] if answer.total else None
        if metric(name).additive and whole is not None and abs(sum(map(float, known)) - float(whole)) > 0.01:
            told.append(f"rows of {name} do not add up")
        if answer.lacking and whole == 0 and not known:
            told.append(f"{name} is a zero that nobody measured")
    if not lists_as_json(department, [answer])["lists"] or not list_csv(answer) or not list_text(answer):
        told.append("cannot be told")
    return told


def shown(store: Store, screen: str, code: str | None = None) -> list[str]:
    """What is wrong with a screen, with the list `code` chosen."""
    os.environ["FUNNEL_STORE"] = str(store.folder)
    app = AppTest.from_file(str(ROUTER), default_timeout=600)
    if code:
        app.query_params["list"] = code
    app.switch_page(str(PAGES / f"{screen}.py"))
    app.run()
    return [str(one.value) for one in (*app.exception, *app.error)]


def _answered(store: Store, department: str, rule: ListRule, *, whole: bool) -> tuple[str, list[str]]:
    """How many rows a list has, and what is wrong with it; a question that cannot be asked here says why."""
    try:
        answer = ask_list(store, rule, ListQuestion())
    except WrongUse as why:
        return "not asked", [] if str(why) else ["no reason why it cannot be asked"]
    except Exception as fault:  # noqa: BLE001 the other lists are looked at all the same
        return "broken", [repr(fault)]
    told = complaints_of(department, answer)
    if whole and not answer.rows and not {department, rule.code} & MAY_BE_EMPTY:
        told.append("no row on the whole sample")
    return f"{len(answer.rows)} rows", told


def checked(store: Store, what: str, *, whole: bool) -> int:
    """Print every screen and list with its rows and seconds; the number of complaints."""
    broken = 0
    for screen in SCREENS:
        for rule in DEPARTMENTS.get(screen, (None,)):
            begun = time.process_time()
            rows, told = _answered(store, screen, rule, whole=whole) if rule else ("", [])
            asked = time.process_time()
            told += shown(store, screen, rule.code if rule else None)
            seconds = f"CPU: answer {asked - begun:.2f} s, screen {time.process_time() - asked:.2f} s"
            name = f"{screen} {rule.code}" if rule else screen
            print(f"{what}: {name}: {rows}, {seconds}: {'; '.join(told) or 'sound'}", flush=True)
            broken += len(told)
    return broken


def stores(folder: Path, visits: int) -> Iterator[tuple[str, Store]]:
    """A shop of so many visits: whole, then without each kind of export; one store, so each is gone after its turn."""
    exports, store = folder / f"exports-{visits}", Store(folder / f"store-{visits}")
    if not visits:
        yield "nothing", store
        return
    write_sample(exports, sessions=visits)
    bring_in_sample(store, exports)
    yield f"{visits} visits", Store(store.folder)
    for feed, kinds in FEEDS.items():
        for receipt in store.shelf.receipts():
            if receipt.kind in kinds:
                store.shelf.undo(receipt.import_id)
        store.publish()
        yield f"{visits} visits without {feed}", Store(store.folder)
        import_paths(store, sorted((exports / feed).iterdir()))


def main() -> int:
    """0 when nothing is to complain of."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, nargs="*", default=SIZES)
    parser.add_argument("--store", type=Path)
    told = parser.parse_args()
    if told.store:
        return min(checked(Store(told.store.resolve()), "the store", whole=True), 1)
    broken = 0
    with TemporaryDirectory() as folder:
        for visits in told.visits:
            for what, store in stores(Path(folder), visits):
                broken += checked(store, what, whole=visits >= WHOLE and "without" not in what)
    print(f"{broken} complaints")
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
