"""The frame of a department's screen: filters, the group's losses and their culprits, then its lists, one at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from funnel.answers.listing import ListAnswer, ListQuestion, ListRule, Promotion
from funnel.answers.result import ShopState
from funnel.board.annotations import Happening
from funnel.errors import WrongUse
from funnel.periods import Period
from funnel.terms import Dimension, Group
from funnel.ui import address
from funnel.ui.cached import list_answer
from funnel.ui.corner import show_corner
from funnel.ui.culprit_cards import show_group_losses
from funnel.ui.filters import (
    FunnelFilters,
    settle_filters,
    settle_period,
    show_days_and_values,
    show_period_choice,
)
from funnel.ui.happened import happened
from funnel.ui.here import Here, show_address
from funnel.ui.listing import show_list
from funnel.ui.loss_filters import losses_of_days
from funnel.ui.segment_choice import show_segments
from funnel.ui.states import cannot_be_asked

PRESET = "last_13_weeks"
"""Problems come and go: a quarter shows what each has cost, also those that stopped."""


def settle_department(here: Here, shop: ShopState) -> FunnelFilters:
    """Draw the filter row, then what the department loses; it looks at 13 weeks unless the reader chose others."""
    filters = settle_filters(shop, preferred=PRESET)
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        show_days_and_values(filters, shop, here.words)
        show_segments(here, shop, filters.chosen)
        show_corner(shop, here.words)
    show_address(filters.days_and_values())
    _show_losses(here, filters.preset, filters.period, filters.chosen)
    return filters


def settle_days(here: Here, shop: ShopState) -> ListQuestion:
    """Draw the choice of days alone, for lists whose rows are not visits."""
    preset, period = settle_period(shop, PRESET)
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(here.words.period(period), key="open-period"):
            show_period_choice(preset, shop, here.words)
        show_corner(shop, here.words)
    show_address({"from": period.start.isoformat(), "to": period.end.isoformat()})
    _show_losses(here, preset, period, {})
    return ListQuestion(period.start, period.end)


def _show_losses(here: Here, preset: str, period: Period, chosen: Mapping[Dimension, tuple[str, ...]]) -> None:
    """What the department of this screen loses; the days are those that traffic is held for."""
    if here.page not in set(Group) or here.shop is None:
        return
    asked = losses_of_days(preset, period, chosen, here.shop, here.store.settings.late_days)
    show_group_losses(here, asked, Group(here.page))


def question_of(filters: FunnelFilters) -> ListQuestion:
    """What the filters ask of a list."""
    where = tuple((dimension, codes) for dimension, codes in filters.chosen.items() if codes)
    return ListQuestion(filters.period.start, filters.period.end, where)


def show_lists(here: Here, department: str, rules: Sequence[ListRule], question: ListQuestion) -> ListAnswer | None:
    """A choice of lists, and the one chosen; only that one is asked. None when it cannot be asked."""
    named = {rule.code: rule for rule in rules}
    chosen = address.one_of("list", tuple(named), rules[0].code)
    st.segmented_control(
        here.words.text("List"),
        tuple(named),
        format_func=lambda code: here.words.text(named[code].name),
        key="list",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    show_address({"list": chosen})
    try:
        answer = list_answer(here.store, department, chosen, _promoted(here, named[chosen], question))
    except WrongUse as problem:
        cannot_be_asked(problem, here.words, "list")
        return None
    show_list(here, department, named[chosen], answer)
    return answer


def _promoted(here: Here, rule: ListRule, question: ListQuestion) -> ListQuestion:
    """The question with the promotions the team has noted, where the list asks for them."""
    if not rule.of_promotions:
        return question
    held = happened(here)
    noted = [Promotion(one.text, one.day, one.till) for one in held if one.kind is Happening.PROMOTION]
    return replace(question, promotions=tuple(noted))
