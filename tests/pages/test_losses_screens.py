"""The Losses and Change screens show what their answers say, for whatever their address asks."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.answers.change import ask_change
from funnel.answers.loss_question import ChangeQuestion, LossDimension, LossQuestion
from funnel.answers.losses import ask_losses
from funnel.store import Store
from funnel.terms import Kind
from funnel.words import Words
from tests.shop import published, shop

Open = Callable[..., AppTest]
DAYS = {"from_": "2026-10-12", "to": "2026-11-08"}
PERIOD = {"start": date(2026, 10, 12), "end": date(2026, 11, 8)}
WEEK = {"from_": "2026-11-02", "to": "2026-11-08"}


def said(app: AppTest) -> str:
    return " ".join([each.value for each in app.markdown] + [each.value for each in app.caption])


def test_the_sentence_holds_the_answers_total_for_a_week(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "losses", **DAYS)
    total = ask_losses(normal, LossQuestion(**PERIOD, by=(LossDimension.GROUP,))).total
    assert total.money is not None
    shown = re.search(r"about (\d[\d\s]*)", app.title[0].value)
    assert shown is not None
    assert abs(int("".join(shown[1].split())) - float(total.money.effect) / 4) <= 5


def test_every_factor_is_listed_with_its_state(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "losses", **DAYS)
    app.session_state["open-more-problems"] = True
    app.run()
    answer = ask_losses(normal, LossQuestion(**PERIOD))
    texts = said(app)
    assert all(Words().term(row.key[1]) in texts for row in answer.rows)
    assert "90 % ranges" in texts
    assert "not an experiment" in texts


def test_opening_a_line_shows_its_evidence_and_stays_in_the_address(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "losses", **DAYS)
    app.session_state["open-more-problems"] = True
    app.run().button(key="open-payment_error").click().run()
    assert not app.exception
    assert "Payment error" in [header.value for header in app.header][-1]
    assert "payment_error" in app.query_params["problem"]
    again = open_page(normal, "losses", **DAYS, problem="payment_error")
    assert "Payment error" in [header.value for header in again.header][-1]


@pytest.mark.parametrize("reference", ["previous_period", "better_segment", "target"])
def test_every_reference_has_its_screen(open_page: Open, normal: Store, reference: str) -> None:
    app = open_page(normal, "losses", **DAYS, reference=reference, target="add_to_cart.300")
    assert not app.exception
    assert app.title or app.header


def test_a_shop_of_daily_sums_is_compared_with_the_days_before_in_every_place(open_page: Open, tmp_path: Path) -> None:
    days = (date(2026, 10, 26) + timedelta(days=number) for number in range(14))
    rows = [{"day": day.isoformat(), "channel": "email", "session_start": 900, "view_item": 500} for day in days]
    store = published(shop(tmp_path), Kind.TRAFFIC_DAILY, rows, feed="report")
    app = open_page(store, "losses", **WEEK, reference="nobody_met")
    assert not app.exception
    offered = app.radio(key="reference")
    assert offered.value == "previous_period"
    assert Words().text("nobody met the problem") not in offered.options
    assert "previous_period" in app.query_params["reference"]
    assert "compared with: the comparable days before" in said(app)


@pytest.mark.parametrize(
    "address",
    [
        {"reference": "luck", "lost": "sleep", "per": "eon", "problem": "<script>", "share": "-4"},
        {"from_": "1999-01-01", "to": "1999-01-07"},
        {"device": "fridge", "channel": ["nowhere"], "target": "add_to_cart.banana"},
    ],
)
def test_a_bad_address_falls_back(open_page: Open, normal: Store, address: dict[str, str]) -> None:
    for page in ("losses", "change"):
        app = open_page(normal, page, **address)
        assert not app.exception
        assert app.title


def test_orders_and_the_whole_period_can_be_asked_for(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "losses", **DAYS, lost="orders", per="period")
    total = ask_losses(normal, LossQuestion(**PERIOD, by=(LossDimension.GROUP,))).total
    assert total.orders is not None
    assert "order" in app.title[0].value
    assert "a week" not in app.title[0].value


def test_a_change_states_its_difference_and_splits_it(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "change", **WEEK)
    answer = ask_change(normal, ChangeQuestion(date(2026, 11, 2), date(2026, 11, 8)))
    assert app.title[0].value.startswith("Fell" if answer.total.effect.effect < 0 else "Rose")
    assert "not explained" in app.title[0].value
    drilled = open_page(normal, "change", **WEEK, drill="channel_device")
    assert not drilled.exception
