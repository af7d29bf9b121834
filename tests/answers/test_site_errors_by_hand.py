"""Site errors of a real-shaped event log: the matched table made by hand from the file, and the same figure by us."""

import csv
import gzip
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from funnel.answers.problem_cells import cells_of
from funnel.intake import import_paths
from funnel.maths.cells import Cells
from funnel.maths.losses import Measure
from funnel.maths.reckoning import FactorLine, factor_lines, reckon
from funnel.store import Store
from funnel.terms import Group
from tests.house import ROOT

LOG = ROOT / "tests" / "exports" / "generic_events" / "ecom_events.csv.gz"
TRIED_TO_PAY = ("payment_details", "payment_error", "purchase")


@dataclass(frozen=True)
class Tried:
    """A visit that tried to pay, read from the file alone."""

    channel: str
    device: str
    failed: bool
    bought: bool


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Cells:
    store = Store(tmp_path_factory.mktemp("store"))
    assert [outcome.verdict for outcome in import_paths(store, [LOG])] == ["loaded"]
    with store.reading() as reader:
        return cells_of(reader)


@pytest.fixture(scope="module")
def lines(cells: Cells) -> dict[str, FactorLine]:
    days = sorted(set(cells.money.day.tolist()))
    return {line.factor.code: line for line in factor_lines(reckon(cells, days, days, Measure.ORDERS))}


def test_payment_errors_cost_orders_of_the_site_at_the_payment(cells: Cells, lines: dict[str, FactorLine]) -> None:
    line = lines["payment_error"]
    assert line.factor.group is Group.SITE
    assert line.factor.steps == ("purchase",)
    assert line.verdict == "sure"
    by_hand = _by_hand()
    ratio = line.ratios[0]
    assert (ratio.met_with_like, ratio.went_on_with_like) == (by_hand.met, by_hand.bought)
    assert ratio.like == by_hand.like
    assert ratio.expected == pytest.approx(by_hand.expected)
    assert ratio.log_ratio[0] == pytest.approx(by_hand.log_ratio)
    assert line.range.effect == pytest.approx(by_hand.lost, rel=0.1)
    assert line.range.low < by_hand.lost < line.range.high


def test_checkout_errors_stand_at_the_step_before_the_payment_and_are_too_few_to_judge(
    lines: dict[str, FactorLine],
) -> None:
    line = lines["checkout_error"]
    ratio = line.ratios[0]
    assert line.factor.steps == ("add_payment_info",)
    assert (ratio.met, ratio.went_on_with_like) == (27, 5)
    assert ratio.expected > 3 * ratio.went_on_with_like
    assert line.verdict == "too_few"


def test_the_same_errors_anywhere_in_the_visit_would_look_like_a_gain() -> None:
    """Why `page_error` is raised on the first product page alone: whoever stays longer meets more and buys more."""
    visits = list(_visits().values())
    saw = [(names.count("error_page") > 0, "add_to_cart" in names or "purchase" in names) for names in _named(visits)]
    rate = {met: sum(on for was, on in saw if was is met) / sum(was is met for was, _ in saw) for met in (True, False)}
    assert rate[True] > rate[False]


def _named(visits: list[list[dict[str, str]]]) -> Iterator[list[str]]:
    for rows in visits:
        names = [row["event"] for row in rows]
        if "product_view" in names:
            yield names


@dataclass(frozen=True)
class ByHand:
    met: int
    bought: int
    like: int
    expected: float
    log_ratio: float
    lost: float


def _by_hand() -> ByHand:
    """Mantel–Haenszel over channel × device; the loss is what those who met it would have bought at the clean rate."""
    sets: dict[tuple[str, str], Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for visit in _tried():
        sets[visit.channel, visit.device][visit.failed, visit.bought] += 1
    with_it = without = expected = 0.0
    met = bought = like = 0
    for counted in sets.values():
        y1, y0 = counted[True, True], counted[False, True]
        n1, n0 = y1 + counted[True, False], y0 + counted[False, False]
        if n1 and n0:
            with_it += y1 * n0 / (n1 + n0)
            without += y0 * n1 / (n1 + n0)
            expected += n1 * y0 / n0
            met, bought, like = met + n1, bought + y1, like + n0
    log_ratio = math.log((with_it + 0.5) / (without + 0.5))
    return ByHand(met, bought, like, expected, log_ratio, expected - bought)


def _tried() -> Iterator[Tried]:
    for rows in _visits().values():
        names = [row["event"] for row in rows]
        if any(name in TRIED_TO_PAY for name in names):
            yield Tried(
                rows[0]["acquisition_channel"], rows[0]["platform"], _first_try_failed(rows), "purchase" in names
            )


def _first_try_failed(rows: list[dict[str, str]]) -> bool:
    times: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        times[row["event"]].append(row["timestamp"])
    if not times["payment_error"]:
        return False
    error = times["payment_error"][0]
    first = min(times["payment_details"] + times["purchase"], default=error)
    again = [time for time in times["payment_details"] if time > first][:1]
    return all(error <= end for end in [*times["purchase"][:1], *again])


def _visits() -> dict[str, list[dict[str, str]]]:
    """Rows of each visit, in time order."""
    visits: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(Path(LOG), "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            visits[row["session_id"]].append(row)
    return {name: sorted(rows, key=lambda row: row["timestamp"]) for name, rows in visits.items()}
