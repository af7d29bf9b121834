"""Every list of every department over a million visits: answered, told, shown, and never an empty screen without a why.

Run as a module (`make departments`); `ARGS="--visits 10000"` for fewer, `ARGS="--store DIR"` for a store already made.
"""

import argparse
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.testing.v1 import AppTest

from funnel.answers.bring_in import bring_in_sample
from funnel.answers.departments import DEPARTMENTS
from funnel.answers.laid_losses import ask_list
from funnel.answers.listing import ListAnswer, ListQuestion, ListRule
from funnel.answers.listing_told import list_csv, list_text, lists_as_json
from funnel.metrics import metric
from funnel.sample import write_sample
from funnel.store import Store
from funnel.ui.launcher import ROUTER

PAGES = Path(__file__).parents[2] / "pages"
VISITS = 1_000_000
NOT_IN_THE_SAMPLE = {"marketplaces", "promotions", "promoted_products"}
"""The invented shop sells at no marketplace and its team has noted no promotion."""


def complaints_of(department: str, rule: ListRule, answer: ListAnswer) -> list[str]:
    """What is wrong with an answer: no rows and no reason, or zeros where nothing is known."""
    told = []
    if not answer.rows and not answer.lacking:
        told.append("no row, and not why")
    if not answer.rows and not {department, rule.code} & NOT_IN_THE_SAMPLE:
        told.append("no row on the sample")
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


def shown(store: Store, department: str, code: str) -> list[str]:
    """What is wrong with the screen of a list."""
    os.environ["FUNNEL_STORE"] = str(store.folder)
    app = AppTest.from_file(str(ROUTER), default_timeout=300)
    app.query_params["list"] = code
    app.switch_page(str(PAGES / f"{department}.py"))
    app.run()
    return [str(one.value) for one in (*app.exception, *app.error)]


def checked(store: Store) -> int:
    """Print every list with its rows and seconds; the number of complaints."""
    broken = 0
    for department, rules in DEPARTMENTS.items():
        for rule in rules:
            begun = time.monotonic()
            answer = ask_list(store, rule, ListQuestion())
            asked = time.monotonic()
            told = [*complaints_of(department, rule, answer), *shown(store, department, rule.code)]
            seconds = f"answer {asked - begun:.2f} s, screen {time.monotonic() - asked:.2f} s"
            print(
                f"{department} {rule.code}: {len(answer.rows)} rows, {seconds}: {'; '.join(told) or 'sound'}",
                flush=True,
            )
            broken += len(told)
    return broken


def main() -> int:
    """0 when nothing is to complain of."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--store", type=Path)
    told = parser.parse_args()
    if told.store:
        return min(checked(Store(told.store.resolve())), 1)
    with TemporaryDirectory() as folder:
        exports, store = Path(folder) / "exports", Store(Path(folder) / "store")
        print(f"{write_sample(exports, sessions=told.visits).visits} visits", flush=True)
        bring_in_sample(store, exports)
        return min(checked(Store(store.folder)), 1)


if __name__ == "__main__":
    sys.exit(main())
