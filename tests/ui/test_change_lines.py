"""A line of the change says in words what its sign says; figures of estimates carry no cents and name their unit."""

from decimal import Decimal

import pytest

from funnel.answers.loss_result import ChangeRow, Estimate
from funnel.maths.change import Cause
from funnel.maths.losses import Measure
from funnel.ui.change_cards import TOLD, line_told
from funnel.ui.loss_figures import Scale
from funnel.ui.tables import Kind
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
