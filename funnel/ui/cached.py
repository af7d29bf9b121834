"""Answers kept between runs: by store, edition and question, so that an import never shows an old number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from funnel.answers.after_import import AfterImport, Link, after_import, links
from funnel.answers.change import change_on, split_for
from funnel.answers.counting import Counts, count_period, gathered
from funnel.answers.coverage import CoverageLine, coverage
from funnel.answers.culprit_result import CulpritAnswer, CulpritQuestion
from funnel.answers.culprits import Met, culprits_on, factors_asked, losses_asked, met_in, nothing_measured
from funnel.answers.departments import list_named
from funnel.answers.discounts import DiscountAnswer, ask_discounts
from funnel.answers.experiment_plan import Needed, days_to_win_back
from funnel.answers.experiment_result import SplitAnswer, SplitQuestion, StagedAnswer, StagedQuestion
from funnel.answers.experiments import ask_split
from funnel.answers.funnel import Standing, ask_funnel, funnel_counted
from funnel.answers.ground import check_feed, check_problem, stand_on
from funnel.answers.laid_losses import losses_of_rows, with_losses
from funnel.answers.listing import ListAnswer, ListQuestion, Where
from funnel.answers.loss_ground import LossGround, ground_of
from funnel.answers.loss_pieces import Pieces
from funnel.answers.loss_question import ChangeQuestion, LossQuestion, Reference
from funnel.answers.loss_result import ChangeAnswer, LossAnswer
from funnel.answers.losses import Reckoning, losses_on, reckoned_for, references_of
from funnel.answers.market_ground import days_of_store
from funnel.answers.product_ground import days_of_products
from funnel.answers.question import FunnelQuestion
from funnel.answers.reconcile import Reconciliation, of_days, reconcile
from funnel.answers.result import FunnelAnswer, ShopState
from funnel.answers.service_reply_lists import service_days
from funnel.answers.shop import shop_state, today_of
from funnel.answers.staged import ask_staged
from funnel.errors import WrongUse
from funnel.maths.losses import Measure
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Dimension

KEPT = 256
WRITTEN: dict[str | type[Any], Callable[[Any], Any]] = dict.fromkeys(
    (
        FunnelQuestion,
        LossQuestion,
        ChangeQuestion,
        CulpritQuestion,
        ListQuestion,
        SplitQuestion,
        StagedQuestion,
        Period,
    ),
    repr,
)
"""Questions are told apart by what they say: Streamlit would take each to pieces, which takes ten times as long."""
FINE = (Dimension.CHANNEL, Dimension.DEVICE)


@st.cache_data(max_entries=KEPT, show_spinner=False, hash_funcs=WRITTEN)
def _funnel(folder: str, edition: str, question: FunnelQuestion) -> FunnelAnswer:
    """Tallies are counted once by channel and device, and added up for whatever asks for less of them."""
    store = Store(Path(folder))
    if not set(question.by) <= set(FINE):
        return ask_funnel(store, question)
    standing = _standing(folder, edition)
    check_feed(question, standing.ground)
    fine = FunnelQuestion(
        unit=question.unit,
        window_days=question.window_days,
        by=FINE,
        where=question.where,
        feed=question.feed,
        problem=question.problem,
    )
    return funnel_counted(
        question, standing, lambda days: gathered(_counts(folder, edition, fine, days), FINE, question.by)
    )


@st.cache_resource(max_entries=2, show_spinner=False)
def _standing(folder: str, edition: str) -> Standing:  # noqa: ARG001
    store = Store(Path(folder))
    with store.reading() as reader:
        return Standing(stand_on(reader), reader.generation, store.settings.late_days)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=WRITTEN)
def _counts(folder: str, edition: str, question: FunnelQuestion, period: Period | None) -> Counts:
    with Store(Path(folder)).reading() as reader:
        check_problem(question, reader)
        return count_period(reader, question, period, _standing(folder, edition).ground)


@st.cache_data(max_entries=16, show_spinner=False)
def _shop(folder: str, edition: str, today: date | None) -> ShopState:  # noqa: ARG001
    return shop_state(Store(Path(folder)), today)


@st.cache_data(max_entries=16, show_spinner=False)
def _coverage(folder: str, edition: str) -> tuple[CoverageLine, ...]:  # noqa: ARG001
    return coverage(Store(Path(folder)))


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _after_import(folder: str, edition: str, import_id: str) -> AfterImport:  # noqa: ARG001
    return after_import(Store(Path(folder)), import_id)


@st.cache_data(max_entries=16, show_spinner=False)
def _links(folder: str, edition: str) -> tuple[Link, ...]:  # noqa: ARG001
    return links(Store(Path(folder)))


@st.cache_resource(max_entries=2, show_spinner=False)
def _reconciled(folder: str, edition: str) -> Reconciliation:  # noqa: ARG001
    """Of all days of traffic: they are few lines, but every visit is looked at for them."""
    return reconcile(Store(Path(folder)))


@st.cache_resource(max_entries=2, show_spinner=False)
def _loss_ground(folder: str, edition: str) -> LossGround:  # noqa: ARG001
    return ground_of(Store(Path(folder)))


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=WRITTEN)
def _losses(folder: str, edition: str, question: LossQuestion) -> LossAnswer:
    where = question.where if question.reference is Reference.PREVIOUS else ()
    whole = replace(question, by=(), where=where, measure=Measure.MONEY)
    return losses_on(_loss_ground(folder, edition), question, _reckoned(folder, edition, whole))


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=WRITTEN)
def _reckoned(folder: str, edition: str, question: LossQuestion) -> Reckoning:
    return reckoned_for(_loss_ground(folder, edition), question)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=WRITTEN)
def _split(folder: str, edition: str, question: ChangeQuestion) -> Pieces:
    return split_for(_loss_ground(folder, edition), question)


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=WRITTEN)
def _change(folder: str, edition: str, question: ChangeQuestion) -> ChangeAnswer:
    whole = replace(question, by=(), measure=Measure.MONEY)
    return change_on(_loss_ground(folder, edition), question, _split(folder, edition, whole))


@st.cache_data(max_entries=KEPT, show_spinner=False, hash_funcs=WRITTEN)
def _list(folder: str, edition: str, department: str, code: str, question: ListQuestion) -> ListAnswer:  # noqa: ARG001
    return list_named(department, code).ask(Store(Path(folder)), question)


@st.cache_data(max_entries=16, show_spinner=False, hash_funcs=WRITTEN)
def _discounts(folder: str, edition: str, period: Period) -> DiscountAnswer:  # noqa: ARG001
    return ask_discounts(Store(Path(folder)), period)


@st.cache_data(max_entries=16, show_spinner=False)
def _days_of_service(folder: str, edition: str) -> Period | None:  # noqa: ARG001
    return service_days(Store(Path(folder)))


@st.cache_data(max_entries=16, show_spinner=False)
def _days_of_products(folder: str, edition: str) -> Period | None:  # noqa: ARG001
    return days_of_products(Store(Path(folder)))


def days_known_of_products(store: Store) -> Period | None:
    """The days products are known on."""
    return _days_of_products(str(store.folder), store.edition())


def days_of_service(store: Store) -> Period | None:
    """Days with contacts, or with orders where there are none."""
    return _days_of_service(str(store.folder), store.edition())


@st.cache_data(max_entries=16, show_spinner=False)
def _days_held(folder: str, edition: str) -> Period | None:  # noqa: ARG001
    return days_of_store(Store(Path(folder)))


def days_held(store: Store) -> Period | None:
    """First to newest day of visits, orders and marketplaces; None when there is none."""
    return _days_held(str(store.folder), store.edition())


def list_answer(store: Store, department: str, code: str, question: ListQuestion) -> ListAnswer:
    """One list of a department with the losses laid to its rows, on the published generation."""
    rule = list_named(department, code)
    answer = _list(str(store.folder), store.edition(), department, code, question)
    if rule.laid is None:
        return answer
    asked = losses_of_rows(rule.laid, answer, question, shop(store).newest_day, store.settings.late_days)
    try:
        return answer if asked is None else with_losses(answer, rule.laid, question, culprit_answer(store, asked))
    except WrongUse:
        return answer


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=WRITTEN)
def _met(folder: str, edition: str, period: Period, codes: tuple[str, ...]) -> Met:  # noqa: ARG001
    return met_in(Store(Path(folder)), period, codes)


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=WRITTEN)
def _culprits(folder: str, edition: str, question: CulpritQuestion) -> CulpritAnswer:
    ground = _loss_ground(folder, edition)
    if not ground.cells.factors:
        return nothing_measured(ground, question)
    asked = losses_asked(question)
    losses = _losses(folder, edition, asked)
    whole = _reckoned(folder, edition, replace(asked, by=(), where=(), measure=Measure.MONEY))
    met = _met(folder, edition, losses.period, factors_asked(question))
    return culprits_on(ground, question, met, whole, losses)


@st.cache_data(max_entries=KEPT, show_spinner=False, hash_funcs=WRITTEN)
def _experiment(folder: str, edition: str, question: SplitQuestion | StagedQuestion) -> SplitAnswer | StagedAnswer:  # noqa: ARG001
    store = Store(Path(folder))
    return ask_split(store, question) if isinstance(question, SplitQuestion) else ask_staged(store, question)


@st.cache_data(max_entries=KEPT, show_spinner=False)
def _to_win_back(folder: str, edition: str, orders_a_day: float, where: Where) -> Needed:  # noqa: ARG001
    return days_to_win_back(Store(Path(folder)), orders_a_day, where)


def needed_to_win_back(store: Store, orders_a_day: float, where: Where) -> Needed:
    """What a split test takes to see so many orders more a day, at the traffic of the published generation."""
    return _to_win_back(str(store.folder), store.edition(), orders_a_day, where)


def experiment_answer(store: Store, question: SplitQuestion | StagedQuestion) -> SplitAnswer | StagedAnswer:
    """What an experiment says on the published generation."""
    return _experiment(str(store.folder), store.edition(), question)


def losses_answer(store: Store, question: LossQuestion) -> LossAnswer:
    """The losses asked for, on the published generation; its cells are read once an edition."""
    return _losses(str(store.folder), store.edition(), question)


def references_offered(store: Store) -> tuple[Reference, ...]:
    """What losses can be measured against in this store, the usual one first."""
    try:
        return references_of(_loss_ground(str(store.folder), store.edition()))
    except WrongUse:  # the answer says what is lacking
        return tuple(Reference)


def change_answer(store: Store, question: ChangeQuestion) -> ChangeAnswer:
    """The split of a difference, on the published generation."""
    return _change(str(store.folder), store.edition(), question)


def culprit_answer(store: Store, question: CulpritQuestion) -> CulpritAnswer:
    """What the losses of a group can be laid to, on the published generation."""
    return _culprits(str(store.folder), store.edition(), question)


def discount_answer(store: Store, period: Period) -> DiscountAnswer:
    """Discounts and margin of the orders of these days."""
    return _discounts(str(store.folder), store.edition(), period)


def funnel_answer(store: Store, question: FunnelQuestion) -> FunnelAnswer:
    """The funnel asked for, on the published generation."""
    return _funnel(str(store.folder), store.edition(), question)


def shop(store: Store) -> ShopState:
    """What the corner of every screen states."""
    return _shop(str(store.folder), store.edition(), today_of(store))


def coverage_lines(store: Store) -> tuple[CoverageLine, ...]:
    """What each screen can show from what was imported."""
    return _coverage(str(store.folder), store.edition())


def changed_by(store: Store, import_id: str) -> AfterImport:
    """What one import made visible and what it contradicts."""
    return _after_import(str(store.folder), store.edition(), import_id)


def links_held(store: Store) -> tuple[Link, ...]:
    """How well the imported files join."""
    return _links(str(store.folder), store.edition())


def reconciliation(store: Store, start: date, end: date) -> Reconciliation:
    """Paid by analytics against paid by the order book."""
    return of_days(_reconciled(str(store.folder), store.edition()), Period(start, end))
