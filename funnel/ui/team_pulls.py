"""The card of pairs that pull against each other: both sides in money, each with the role that is measured by it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Final, TypeVar

import streamlit as st

from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.answers.loss_question import ChangeQuestion
from funnel.answers.loss_result import ChangeAnswer
from funnel.answers.pulls import Pull, PulledOn, Side, pulls_on
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer
from funnel.errors import FunnelError, Sentence
from funnel.maths.losses import Measure
from funnel.periods import Period
from funnel.ui.cached import change_answer, discount_answer, funnel_answer, list_answer
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.listing import missing_column
from funnel.ui.loss_figures import Scale, what_is_said
from funnel.ui.plain import plain
from funnel.ui.team_losses import TeamLosses
from funnel.words import Words, msgid

Answer = TypeVar("Answer", ListAnswer, ChangeAnswer)
WIDTHS: Final = (5, 4, 4)
HINTS: Final = {
    "pull_traffic": msgid("More visits are easily bought where visits earn little. Against as many weeks before."),
    "pull_discount": msgid("A discount sells more pieces and leaves less of each."),
    "pull_stock": msgid("Less stock ties up less money and runs out more often."),
    "pull_choice": msgid("A wider choice answers more searches and leaves more on the shelf."),
    "pull_promise": msgid("A shorter promise loses fewer buyers and is broken more often."),
    "pull_returns": msgid("Orders that are pressed for come back more often. Of the newest weeks old enough to judge."),
    "pull_reply": msgid("Quick replies leave less time to solve what was asked."),
    "pull_staff": msgid("More people answer sooner and cost more."),
}
SIGNED: Final = frozenset({"more_visits", "better_visits"})


def show_pulls(here: Here, losses: TeamLosses) -> None:
    """Every pair with its two sides, or with why a side is not measured."""
    words, days = here.words, losses.by_problem.period
    hint = words.text(
        "Whoever improves one side alone makes the other worse. Money a week, of {period}; stock as it stood at their "
        "end. Two sides are not added and need not be equal.",
        period=words.period(days),
    )
    with card("pulls", words.text("Figures that pull against each other"), plain(hint)):
        for pull in pulls_on(_pulled_on(here, losses)):
            _show_pull(pull, losses.scale, words)


def _pulled_on(here: Here, losses: TeamLosses) -> PulledOn:
    days = losses.by_problem.period
    asked = ListQuestion(days.start, days.end)
    judged = _judged(here, days)
    return PulledOn(
        losses=losses.by_problem,
        change=_had(lambda: change_answer(here.store, ChangeQuestion(days.start, days.end))),
        stock=_had(lambda: list_answer(here.store, "assortment", "overstock", asked)),
        slow=_had(lambda: list_answer(here.store, "assortment", "slow_products", asked)),
        gone=_had(lambda: list_answer(here.store, "service", "reasons", ListQuestion(judged.start, judged.end))),
        paid=_paid(here, judged),
        discounts=discount_answer(here.store, days),
    )


def _had(ask: Callable[[], Answer]) -> Answer | Sentence:
    try:
        return ask()
    except FunnelError as problem:
        return problem.told


def _paid(here: Here, days: Period) -> FunnelAnswer:
    return funnel_answer(here.store, FunnelQuestion(start=days.start, end=days.end, compare=False))


def _judged(here: Here, days: Period) -> Period:
    """As many days, that end with the last one whose orders are old enough to be cancelled or returned."""
    until = _paid(here, days).kept_until
    back = max(timedelta(0), days.end - until) if until else timedelta(0)
    return Period(days.start - back, days.end - back)


def _show_pull(pull: Pull, scale: Scale, words: Words) -> None:
    with st.container(key=f"pull-{pull.code}", border=False):
        name, left, right = st.columns(WIDTHS, gap="medium", vertical_alignment="top")
        with name:
            st.markdown(f"**{plain(words.term(pull.code))}**")
            st.caption(plain(words.text(HINTS[pull.code])))
        for place, side in ((left, pull.left), (right, pull.right)):
            with place:
                _show_side(side, scale, words)


def _show_side(side: Side, scale: Scale, words: Words) -> None:
    st.caption(plain(f"{words.term(side.code)} · {words.term(side.role)}"))
    shown = scale if side.a_week else Scale(Measure.MONEY, 1.0, scale.currency)
    st.markdown(f"**{plain(figure_of(side, shown, words))}**")
    told = under(side, shown, words)
    if told:
        st.caption(plain(told))


def figure_of(side: Side, scale: Scale, words: Words) -> str:
    """The amount, exact where it was counted; else why there is none, in a word."""
    if side.money is not None and not side.money.effect and _said(side, words):
        return _said(side, words)
    if side.money is None:
        return words.text("not measured")
    exact = side.money.effect * Decimal(repr(scale.share))
    amount = words.money(exact, scale.currency) if side.counted else scale.amount(side.money.effect, words)
    told = f"+{amount}" if side.code in SIGNED and side.money.effect > 0 else amount
    return words.text("{money} a week", money=told) if side.a_week else told


def under(side: Side, scale: Scale, words: Words) -> str:
    """What stands under an amount: its range and how sure it is, or why there is none."""
    if side.money is None:
        return _why(side, words)
    if side.counted:
        return words.text("counted, not estimated")
    said = _said(side, words)
    if said and not side.money.effect:
        return ""
    unknown = [words.term(row.key[-1]) for row in side.of if row.money is None]
    without = words.text("without: {names}", names=", ".join(unknown)) if unknown else ""
    return " · ".join(part for part in (scale.range(side.money, words), said, without) if part)


def _said(side: Side, words: Words) -> str:
    """What may be said of a figure that is one loss."""
    return what_is_said(side.of[0], words) if len(side.of) == 1 else ""


def _why(side: Side, words: Words) -> str:
    if side.why:
        return words.said(side.why)
    if side.lacking:
        what = ", ".join(missing_column(one, words) for one in side.lacking)
        return words.text("because this is missing: {what}", what=what)
    said = {what_is_said(row, words) for row in side.of} - {words.text("not measured")}
    return " · ".join(sorted(said))
