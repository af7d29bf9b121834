"""Planning an experiment: design, arms or segments, days, what it takes; and what a kept plan asks of the answers."""

from datetime import date, timedelta

import streamlit as st

from funnel.answers.experiment_plan import days_needed
from funnel.answers.experiment_result import Design, SplitQuestion, StagedQuestion
from funnel.answers.experiments import arms_held
from funnel.answers.result import ShopState
from funnel.board import Board
from funnel.board.card import Card
from funnel.board.cards import all_cards
from funnel.board.experiments import Experiment, Plan, plan_experiment
from funnel.errors import FunnelError
from funnel.terms import Dimension, Stage
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.plain import label, plain
from funnel.ui.signed_in import may_write
from funnel.words import Words

HOPED = 10
USUAL_LENGTH = timedelta(days=27)


def question_of(one: Experiment) -> SplitQuestion | StagedQuestion:
    """The question a kept plan asks."""
    setup = one.setup
    if one.design == Design.SPLIT:
        return SplitQuestion(setup.get("control"), setup.get("treatment"), one.starts, one.stops, one.stops)
    fixed = tuple((Dimension(name), tuple(codes)) for name, codes in dict(setup.get("fixed") or {}).items())
    return StagedQuestion(one.starts or date.min, end=one.stops, fixed=fixed)


def show_plan(here: Here, board: Board, shop: ShopState, token: str) -> None:
    """Card with the form of a new experiment, for who may write."""
    if not may_write():
        return
    words = here.words
    with card("plan", words.text("Plan an experiment"), words.text("The strongest evidence stands first.")):
        design = st.segmented_control(
            words.text("Design"), tuple(Design), format_func=words.term, key="design", required=True,
            default=Design.SPLIT,
        )  # fmt: skip
        title = st.text_input(words.text("What is tried"), max_chars=120, key=f"title-{token}")
        chosen = _choose_card(board, words, token)
        setup = _arms(here, words, token) if design == Design.SPLIT else _segments(shop, words, token, design)
        starts, stops = _days(here, words, token, design)
        _show_needed(here, words, token)
        if setup is not None and st.button(words.text("Plan it"), type="primary", key=f"plan-{token}"):
            plan = Plan(title, str(design), setup, starts, stops, card=chosen.number if chosen else None)
            _keep(here, board, plan, token)


def _keep(here: Here, board: Board, plan: Plan, token: str) -> None:
    try:
        plan_experiment(board, plan, who(), token)
    except FunnelError as problem:
        st.warning(plain(here.words.said(problem.told)))
        return
    st.session_state.pop("_experiment_token", None)
    st.rerun()


def _choose_card(board: Board, words: Words, token: str) -> Card | None:
    cards = [one for one in all_cards(board) if one.stage is not Stage.DONE]
    return st.selectbox(
        words.text("Card it belongs to"),
        cards,
        index=None,
        format_func=lambda one: f"{one.number} · {one.title or words.term(one.factor)}",
        placeholder=words.text("none"),
        key=f"of-{token}",
    )


def _arms(here: Here, words: Words, token: str) -> dict[str, object] | None:
    held = [code for code, *_ in arms_held(here.store)]
    if len(held) < 2:
        st.write(
            words.text("Not measured, because this is missing: {what}.", what=words.term("traffic_events.variant"))
        )
        return None
    left, right = st.columns(2)
    control = left.selectbox(words.text("Control"), held, key=f"control-{token}")
    others = [code for code in held if code != control]
    treatment = right.selectbox(words.text("Treatment"), others, key=f"treatment-{token}")
    return {"control": control, "treatment": treatment}


def _segments(shop: ShopState, words: Words, token: str, design: str | None) -> dict[str, object] | None:
    if design == Design.BEFORE_AFTER:
        st.caption(words.text("Weak: whatever else changes that day is in it."))
        return {"fixed": {}}
    dimension = st.segmented_control(
        words.text("Segments told apart by"), (Dimension.DEVICE, Dimension.CHANNEL), format_func=words.term,
        key="fixed-by", required=True, default=Dimension.DEVICE,
    )  # fmt: skip
    codes = st.pills(
        words.text("Segments that get the fix"),
        list(shop.values.get(Dimension(dimension or Dimension.DEVICE), ())),
        selection_mode="multi",
        format_func=lambda code: label(words, code),
        key=f"fixed-{dimension}-{token}",
    )
    return {"fixed": {str(dimension): list(codes)}} if codes else None


def _days(here: Here, words: Words, token: str, design: str | None) -> tuple[date, date | None]:
    """First day and planned last day; a split test has both from the start, so that its reading is fixed."""
    left, right = st.columns(2)
    split = design == Design.SPLIT
    first = _first_day(here, split=split)
    told = words.text("First day") if split else words.text("Day of the fix")
    starts = left.date_input(told, value=first, format=words.typed_day, key=f"starts-{design}-{token}")
    planned = starts + USUAL_LENGTH if split else None
    stops = right.date_input(
        words.text("Planned last day"), value=planned, format=words.typed_day, key=f"stops-{design}-{token}"
    )
    return starts, stops or planned


def _first_day(here: Here, *, split: bool) -> date:
    """The first day both arms were seen; else the newest day held."""
    arms = arms_held(here.store) if split else ()
    if len(arms) > 1:
        return max(first for _, first, _, _ in arms)
    return (here.shop.newest_day if here.shop else None) or date.today()  # noqa: DTZ011


def _show_needed(here: Here, words: Words, token: str) -> None:
    hoped = st.number_input(words.text("Change of orders per visit hoped for, %"), 1, 200, HOPED, key=f"hoped-{token}")
    needed = days_needed(here.store, hoped / 100)
    if needed.days is None:
        st.caption(words.text("How long it takes cannot be told without visits and orders of the last four weeks."))
        return
    st.caption(
        words.text(
            "To see it four times of five: {visits} visits in two arms, {days} at today’s traffic.",
            visits=words.number(needed.visits),
            days=words.plural("{n} day", "{n} days", needed.days),
        )
    )
