"""The lists of traffic over the sample shop without one kind of export: a designed state, never a zero."""

import pytest

from funnel.answers.departments import DEPARTMENTS
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.errors import WrongUse
from funnel.store import Store
from tests.small_sample import store_without

KINDS = ("traffic", "orders", "support", "stock", "ads")
OF_ADS = {"ad_cost", "ad_clicks", "ad_impressions", "landing_cost", "roas", "missing_page_cost", "sold_out_cost"}
OF_ORDERS = {"kept_orders", "kept_revenue"}
OF_STOCK = {"sold_out_visits", "sold_out_share", "sold_out_cost"}


@pytest.fixture(scope="module", params=KINDS)
def holed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Store]:
    return request.param, store_without(tmp_path_factory, request.param)


def known(answer: ListAnswer) -> set[str]:
    lines = [*answer.rows, *([answer.total] if answer.total else [])]
    return {
        name for place, name in enumerate(answer.metrics) if any(line.values[place] is not None for line in lines)
    }  # fmt: skip


def test_what_is_missing_is_named_and_never_a_zero(holed: tuple[str, Store]) -> None:
    kind, store = holed
    for rule in DEPARTMENTS["traffic"]:
        if kind == "traffic" and rule.code != "cohorts":
            with pytest.raises(WrongUse):
                rule.ask(store, ListQuestion())
            continue
        answer = rule.ask(store, ListQuestion())
        assert answer.rows or answer.lacking, rule.code
        gone = {"ads": OF_ADS, "orders": OF_ORDERS, "stock": OF_STOCK}.get(kind, set())
        assert not known(answer) & gone, rule.code
