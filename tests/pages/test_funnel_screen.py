"""The Funnel screen shows what the answer says, for whatever its address asks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.store import Store
from funnel.terms import Counting, Dimension, Kind, Step, Unit
from funnel.ui.cached import funnel_answer
from funnel.words import Words
from tests.shop import published, shop

Open = Callable[..., AppTest]
MOBILE = ((Dimension.DEVICE, ("mobile",)),)
WEEK = {"start": date(2026, 11, 9), "end": date(2026, 11, 15)}


def ended(store: Store, question: FunnelQuestion) -> str:
    """The first sentence these numbers make."""
    total, words = ask_funnel(store, question).total, Words()
    visits, paid = total.step(Step.SESSION_START), total.step(Step.PURCHASE)
    assert visits is not None
    assert paid is not None
    return f"Of {words.number(visits.count)} visits, {words.number(paid.count)} ended in a payment"


def test_it_opens_on_the_last_full_week(open_page: Open, normal: Store) -> None:
    app = open_page(normal)
    assert app.title[0].value.startswith(ended(normal, FunnelQuestion(**WEEK)))
    assert app.session_state["period"] == "last_week"


def test_an_address_opens_the_same_numbers(open_page: Open, normal: Store) -> None:
    app = open_page(normal, from_="2026-10-12", to="2026-11-01", device="mobile", counting="closed")
    question = FunnelQuestion(
        start=date(2026, 10, 12),
        end=date(2026, 11, 1),
        counting=Counting.CLOSED,
        where=((Dimension.DEVICE, ("mobile",)),),
    )
    assert app.title[0].value.startswith(ended(normal, question))
    assert app.session_state["period"] == "custom"


def test_days_that_are_a_preset_are_called_by_it(open_page: Open, normal: Store) -> None:
    app = open_page(normal, from_="2026-10-19", to="2026-11-15")
    assert app.session_state["period"] == "last_4_weeks"


@pytest.mark.parametrize(
    "address",
    [
        {"from_": "yesterday", "to": "2026-13-45"},
        {"from_": "2026-11-15", "to": "2026-11-09"},
        {"from_": "1999-01-01", "to": "1999-01-07"},
        {"channel": ["nowhere", "<script>"], "device": "fridge"},
        {"counting": "lucky", "unit": "horse", "window": "-3", "compare": "maybe"},
        {"step": ["click", "nonsense"], "by": ["soul"], "measure": "rate.nonsense"},
    ],
)
def test_bad_values_in_the_address_fall_back(open_page: Open, normal: Store, address: dict[str, str]) -> None:
    app = open_page(normal, **address)
    assert not app.exception
    assert not app.warning
    assert app.title[0].value.startswith(ended(normal, FunnelQuestion(**WEEK)))


def test_a_choice_is_written_to_the_address(open_page: Open, normal: Store) -> None:
    app = open_page(normal)
    app.session_state["device"] = ["mobile"]
    app.run()
    assert app.query_params["device"] in ("mobile", ["mobile"])
    assert app.query_params["from"] in ("2026-11-09", ["2026-11-09"])


def test_a_filter_that_leaves_nothing_says_so(open_page: Open, tmp_path: Path) -> None:
    visits = [("s1", "email", "mobile"), ("s2", "direct", "desktop")]
    rows = [
        {
            "moment": "2026-11-10T10:00:00",
            "event": "view_item",
            "session_id": each,
            "channel": channel,
            "device": device,
        }
        for each, channel, device in visits
    ]
    store = published(shop(tmp_path), Kind.TRAFFIC_EVENTS, rows)
    assert open_page(store, channel="email", device="desktop").header[0].value == "No visits match these filters"


def test_visitors_can_be_counted(open_page: Open, normal: Store) -> None:
    app = open_page(normal, unit="visitor", window="3")
    assert app.title[0].value.startswith("Of ")
    assert "visitors" in app.title[0].value
    assert any("followed for 3" in caption.value for caption in app.caption)


def test_two_dimensions_make_a_table_that_adds_up(open_page: Open, normal: Store) -> None:
    app = open_page(normal, by=["channel", "device"])
    frame = next(each.value for each in app.dataframe if len(each.value) > 12)
    visits = frame[3] if frame[2].dtype == float and frame[3].dtype == float else frame[2]
    assert visits.iloc[:-1].sum() == visits.iloc[-1]


def test_the_empty_store_leads_to_imports(open_page: Open, empty: Store) -> None:
    app = open_page(empty)
    assert app.header[0].value == "Nothing to show yet"
    app.button[0].click().run()
    assert app.title[0].value == "From your exports to the funnel"


def test_one_row_is_a_funnel_of_one(open_page: Open, one_row: Store) -> None:
    assert (
        open_page(one_row).title[0].value.replace("\N{NO-BREAK SPACE}", " ")
        == "“visit”: 1; “product view”: 1 (100.00 %)."
    )


def test_both_counts_of_orders_are_set_side_by_side_by_day_and_channel(open_page: Open, normal: Store) -> None:
    app = open_page(normal)
    app.session_state["open-reconcile"] = True
    app.run()
    by_channel = app.dataframe[-1].value
    app.session_state["reconcile-by"] = [Dimension.CHANNEL, Dimension.DAY]
    app.run()
    by_day_and_channel = app.dataframe[-1].value
    assert by_day_and_channel.shape[1] == by_channel.shape[1] + 1
    assert len(by_day_and_channel) > len(by_channel)
    # Both end in the same sums, after the column or the two columns that say what a line stands for.
    assert list(by_day_and_channel.iloc[-1])[2:] == list(by_channel.iloc[-1])[1:]


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("by", [(), (Dimension.DEVICE,), (Dimension.DEVICE, Dimension.CHANNEL)])
def test_tallies_shared_by_a_screen_make_the_answers_asked_for(
    normal: Store, unit: Unit, by: tuple[Dimension, ...]
) -> None:
    asked = FunnelQuestion(date(2026, 11, 2), date(2026, 11, 15), unit=unit, by=by, where=MOBILE)
    for question in (asked, replace(asked, where=(), counting=Counting.ORDERED, compare=False)):
        assert funnel_answer(normal, question) == ask_funnel(normal, question)
