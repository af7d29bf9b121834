"""A line of the change says in words what its sign says; figures of estimates carry no cents and name their unit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from funnel.answers.loss_result import ChangeRow, Estimate
from funnel.maths.change import Cause
from funnel.maths.losses import Measure
from funnel.ui.change_cards import TOLD, line_told
from funnel.ui.loss_figures import Scale
from funnel.ui.tables import Kind
from funnel.ui.theme import LIGHT
from funnel.ui.waterfall import Bar, waterfall_figure
from funnel.words import Words

MONEY = Scale(Measure.MONEY, 1.0, "PLN")


def row(cause: str, effect: int) -> ChangeRow:
    return ChangeRow(("", "", ""), cause, Estimate(Decimal(effect), Decimal(effect - 5), Decimal(effect + 5)), True)


def test_every_cause_has_words_for_a_fall_and_a_rise() -> None:
    assert set(TOLD) == {cause.value for cause in Cause}


@pytest.mark.parametrize(("effect", "said"), [(-40, "Fewer visits"), (40, "More visits")])
def test_the_sentence_follows_the_sign(effect: int, said: str) -> None:
    assert line_told(row("traffic_volume", effect), MONEY, Words("en")).startswith(said)


def test_a_column_of_estimates_names_its_unit_and_pretends_no_cents() -> None:
    assert (MONEY.head("effect", Words("en")), MONEY.kind) == ("effect, PLN", Kind.COUNT)
    orders = Scale(Measure.ORDERS, 1.0, "PLN")
    assert (orders.head("effect", Words("en")), orders.kind) == ("effect, orders", Kind.NUMBER)


@pytest.mark.parametrize(("said", "together"), [("−40 … 90", True), ("−11 200 000 … 23 100 000", False)])
def test_a_long_range_stands_under_its_amount(said: str, together: bool) -> None:
    bar = Bar("number of visits", Decimal(0), Decimal(5), "+5", said, "#445577", quiet=False)
    end = replace(bar, range="")
    drawn = waterfall_figure((end, bar, end), LIGHT).to_dict()
    places = {text: y for trace in drawn["data"] for text, y in zip(trace.get("text", ()), trace["y"], strict=False)}
    assert (places["+5"] == places[said]) is together
