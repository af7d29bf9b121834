"""From published cells to the cells of the maths: nothing is lost on the way, nothing is told twice."""

from datetime import date
from pathlib import Path

import numpy as np

from funnel.answers.problem_cells import cells_of, factor_states
from funnel.maths.cells import Cells
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import event, order_line, shelve, shop, visit


def _cells(store: Store) -> Cells:
    with store.reading() as reader:
        return cells_of(reader)


def _shop(folder: Path) -> Store:
    """Five visits of one day: two pay, one of them after a payment error; one lands on a slow page."""
    store = shop(folder)
    steps = ("view_item", "add_to_cart", "begin_checkout", "add_payment_info")
    rows = [
        *visit("2026-09-01 10:00:00", "s1", *steps, "purchase", order_id="1", product="A-1", device="mobile"),
        *visit("2026-09-01 11:00:00", "s2", *steps, "payment_error", product="A-1", device="mobile"),
        *visit("2026-09-01 12:00:00", "s3", *steps, "payment_error", "purchase", order_id="2", product="A-1"),
        *visit("2026-09-01 13:00:00", "s4", "view_item", product="B-2"),
        event("2026-09-01 14:00:00", "session_start", "s5", load_seconds="6.5"),
    ]
    shelve(store, Kind.TRAFFIC_EVENTS, rows)
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "50.00")], feed="book", until="2026-10-30 00:00:00")
    shelve(store, Kind.STOCK, [{"moment": "2026-09-01 00:00:00", "product": "B-2", "available": 0}], feed="stock")
    store.publish()
    return store


def test_every_step_is_counted_once_and_goes_on_into_the_next(tmp_path: Path) -> None:
    cells = _cells(_shop(tmp_path))
    counts = cells.counts
    at_risk = np.bincount(counts.step, counts.at_risk).tolist()
    went_on = np.bincount(counts.step, counts.went_on).tolist()
    assert cells.steps == ("view_item", "add_to_cart", "begin_checkout", "add_payment_info", "purchase", "kept")
    assert at_risk == [5, 4, 3, 3, 3, 1]
    assert went_on[:4] == at_risk[1:5]
    assert went_on[4:] == [2, 1]
    assert cells.money.visits.sum() == 5
    assert cells.money.paid.sum() == 2
    assert cells.money.value.sum() == 50
    assert set(counts.day.tolist()) == {date(2026, 9, 1).toordinal()}
    assert cells.segments == ("not_stated/mobile", "not_stated/not_stated")


def test_only_measured_factors_have_a_bit(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1", "view_item", product="A-1"))
    store.publish()
    with store.reading() as reader:
        states = {state.code: state for state in factor_states(reader)}
    assert _cells(store).factors == ()
    assert states["slow_page"].state == "not_measured"
    assert states["slow_page"].lacking == "traffic_events.load_seconds"
    assert states["out_of_stock"].lacking == "stock.available"
    assert states["payment_error"].lacking == "traffic_events.event=payment_error"


def test_met_and_not_known_stand_where_they_belong(tmp_path: Path) -> None:
    cells = _cells(_shop(tmp_path))
    codes = [factor.code for factor in cells.factors]
    counts = cells.counts
    met = {
        code: int(counts.at_risk[(counts.pattern >> bit & 1 == 1) & (counts.step == cells.steps.index(step))].sum())
        for bit, code in enumerate(codes)
        for step in cells.factors[bit].steps
    }
    assert {code: met[code] for code in ("slow_page", "payment_error", "out_of_stock")} == {
        "slow_page": 0, "payment_error": 2, "out_of_stock": 1,
    }  # fmt: skip
    bit = codes.index("out_of_stock")
    unknown = counts.at_risk[(counts.unmeasured >> bit & 1 == 1) & (counts.step == cells.steps.index("add_to_cart"))]
    assert unknown.sum() == 3  # A-1 is in no stock export: not known, which is not "in stock"
