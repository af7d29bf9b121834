"""Every figure of an independent reckoning (pandas) over a public event log that the funnel can answer.

`reference_ecom.json` was computed apart from this product; the file is imported with nothing said about it.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer
from funnel.intake import import_paths
from funnel.store import Store
from funnel.terms import Counting, Dimension, Step, Unit
from tests.house import ROOT
from tests.shop import shop

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "reference_ecom.json").read_text(encoding="utf-8")
)["ecom_events.csv.gz"]  # fmt: skip
STEPS = (
    Step.SESSION_START,
    Step.VIEW_ITEM,
    Step.ADD_TO_CART,
    Step.ADD_SHIPPING_INFO,
    Step.ADD_PAYMENT_INFO,
    Step.PURCHASE,
)
COUNTINGS = {Counting.ALONE: "any", Counting.CLOSED: "closed", Counting.ORDERED: "ordered"}
DIMENSIONS = {
    "by_platform": Dimension.DEVICE,
    "by_acquisition_channel": Dimension.CHANNEL,
    "by_user_lifecycle": Dimension.VISITOR,
}
DAY_ZERO = date(2024, 1, 1)
WINDOWS = {
    "viral_article_day59_62": (59, 62),
    "checkout_bug_day99_130": (99, 130),
    "payment_incident_day139_159": (139, 159),
}
DEVICES = ("desktop", "mobile", "tablet")
NOT_ANSWERABLE_YET = {"dialogs"}  # a chat inside a visit is an event of its own word: no step, no contact


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = shop(tmp_path_factory.mktemp("reference"))
    outcomes = import_paths(store, [ROOT / "tests" / "exports" / "generic_events" / "ecom_events.csv.gz"])
    assert [outcome.verdict for outcome in outcomes] == ["loaded"]
    return store


def ask(store: Store, counting: Counting, **asked: Any) -> FunnelAnswer:
    return ask_funnel(store, FunnelQuestion(**{"counting": counting, "steps": STEPS, "compare": False, **asked}))


def figures(answer: FunnelAnswer) -> dict[str, list[int | None]]:
    """Counts at the steps, of the whole as `all` and of every line."""
    lines = {"all": answer.total, **{line.key[-1]: line for line in answer.rows}}
    return {name: [step.count for step in line.steps] for name, line in lines.items()}


@pytest.mark.parametrize("counting", COUNTINGS)
def test_whole_file(store: Store, counting: Counting) -> None:
    assert figures(ask(store, counting))["all"] == REFERENCE["overall_session"][COUNTINGS[counting]]


@pytest.mark.parametrize("counting", COUNTINGS)
def test_steps_the_store_shows_by_itself_read_checkout_from_shipping(store: Store, counting: Counting) -> None:
    answer = ask(store, counting, steps=None)
    assert figures(answer)["all"] == REFERENCE["overall_session"][COUNTINGS[counting]]
    assert Step.BEGIN_CHECKOUT in answer.steps


@pytest.mark.parametrize("counting", COUNTINGS)
def test_visitors_over_the_whole_file(store: Store, counting: Counting) -> None:
    answer = ask(store, counting, unit=Unit.VISITOR, window_days=400)
    assert figures(answer)["all"] == REFERENCE["overall_user"][COUNTINGS[counting]]


@pytest.mark.parametrize("counting", COUNTINGS)
@pytest.mark.parametrize("block", DIMENSIONS)
def test_by_one_dimension(store: Store, block: str, counting: Counting) -> None:
    found = figures(ask(store, counting, by=(DIMENSIONS[block],)))
    found.pop("all")
    assert found == {name: told[COUNTINGS[counting]] for name, told in REFERENCE[block].items()}


@pytest.mark.parametrize("counting", COUNTINGS)
@pytest.mark.parametrize("window", WINDOWS)
def test_days_of_an_incident(store: Store, window: str, counting: Counting) -> None:
    start, end = (DAY_ZERO + timedelta(days=day) for day in WINDOWS[window])
    by_device = figures(ask(store, counting, start=start, end=end, by=(Dimension.DEVICE,)))
    by_channel = figures(ask(store, counting, start=start, end=end, by=(Dimension.CHANNEL,)))
    found = {**by_channel, **by_device}
    for name, told in REFERENCE[window].items():
        assert found[name] == told[COUNTINGS[counting]], name


@pytest.mark.parametrize("counting", COUNTINGS)
def test_days_without_incidents(store: Store, counting: Counting) -> None:
    answer = ask(store, counting, by=(Dimension.DAY, Dimension.DEVICE))
    calm = [line for line in answer.rows if _is_calm(date.fromisoformat(line.key[0]))]
    for name in ("all", *DEVICES):
        lines = [line for line in calm if name in ("all", line.key[1])]
        sums = [sum(step.count or 0 for step in column) for column in zip(*(line.steps for line in lines), strict=True)]
        assert sums == REFERENCE["calm_days"][name][COUNTINGS[counting]], name


def test_abandoned_carts(store: Store) -> None:
    cart, bought = ask(store, Counting.CLOSED, steps=(Step.ADD_TO_CART, Step.PURCHASE)).total.steps
    assert cart.count - bought.count == REFERENCE["abandoned_cart_sessions"]


def test_size_of_the_file(store: Store) -> None:
    receipt = store.shelf.receipts()[0]
    assert receipt.rows_in == REFERENCE["rows"]
    assert (receipt.first_day, receipt.last_day) == (REFERENCE["min"][:10], REFERENCE["max"][:10])


def test_nothing_of_the_reference_is_passed_over() -> None:
    tested = {"rows", "sessions", "users", "min", "max", "overall_session", "overall_user", "calm_days"}
    tested |= {"abandoned_cart_sessions", *DIMENSIONS, *WINDOWS}
    assert tested | NOT_ANSWERABLE_YET == set(REFERENCE)
    assert {step for block in _blocks(REFERENCE) for step in block} == {tuple(REFERENCE["overall_session"]["steps"])}


def _blocks(told: Any) -> Iterator[set[tuple[str, ...]]]:
    if isinstance(told, dict):
        if "steps" in told:
            yield {tuple(told["steps"])}
        for inner in told.values():
            yield from _blocks(inner)


def _is_calm(day: date) -> bool:
    number = (day - DAY_ZERO).days
    return not any(start <= number <= end for start, end in WINDOWS.values())
