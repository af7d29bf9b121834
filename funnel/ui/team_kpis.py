"""The one shared number, and beside it what each role answers for, all reckoned from the data, a week."""

from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from funnel.answers.listing import ListAnswer, ListQuestion, Value
from funnel.answers.loss_result import LossRow
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer
from funnel.metrics import metric
from funnel.periods import WEEK, Period
from funnel.terms import Group, Role, Step
from funnel.ui.cached import funnel_answer, list_answer
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.loss_figures import hedged, what_is_said
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.ui.team_losses import TeamLosses
from funnel.words import Words

LOSSES_OF = (
    (Role.IT, Group.SITE, ""),
    (Role.PRODUCT, Group.ASSORTMENT, ""),
    (Role.LOGISTICS, Group.SERVICE, "late_delivery"),
    (Role.CUSTOMER_SERVICE, Group.SERVICE, ""),
)
"""Role, group and factor ("" for the whole group) of losses a role answers for."""


@dataclass(frozen=True)
class Kpi:
    """One figure of one role, as it is written; `ends` is its range, "" where it is a count."""

    role: Role
    name: str
    figure: str
    ends: str = ""


def show_kpis(here: Here, losses: TeamLosses) -> None:
    """Card with the shared number and the figures of the roles."""
    words, days = here.words, losses.by_problem.period
    funnel = funnel_answer(here.store, FunnelQuestion(start=days.start, end=days.end))
    channels = list_answer(here.store, "traffic", "channels", ListQuestion(days.start, days.end))
    hint = words.text(
        "A week, of {period}. A loss may stand under two roles; figures of roles are not added.",
        period=words.period(days),
    )
    with card("kpis", words.text("One shared number, and each role’s own"), hint):
        name, amount = shared_number(funnel)
        about = metric(name)
        figure = words.money(_a_week(amount, days), funnel.currency)
        st.metric(words.text(about.name), figure, help=words.text(about.definition))
        found = (*_of_marketing(funnel, channels, words), *_of_losses(losses, words), *_of_others(funnel, words))
        alt = words.text("Table: {name}.", name=words.text("One shared number, and each role’s own"))
        show_table(kpi_table(found, words), words, key="kpis", alt=alt)


def shared_number(answer: FunnelAnswer) -> tuple[str, Decimal | None]:
    """Metric and amount: paid by the order book; where there is none, revenue by analytics."""
    if answer.total.money.paid_revenue is not None:
        return "paid_revenue", answer.total.money.paid_revenue
    return "revenue", answer.total.money.revenue


def kpi_table(found: tuple[Kpi, ...], words: Words) -> Table:
    """Role, its figure, and what it is a week with its range."""
    columns = (
        (words.text("role"), [words.term(one.role) for one in found]),
        (words.text("figure"), [one.name for one in found]),
        (words.text("a week"), [f"{one.figure} ({one.ends})" if one.ends else one.figure for one in found]),
    )
    return Table(tuple(Column(head, Kind.TEXT, tuple(values)) for head, values in columns))


def _of_marketing(funnel: FunnelAnswer, channels: ListAnswer, words: Words) -> tuple[Kpi, ...]:
    visits = funnel.total.step(Step.SESSION_START)
    count = visits.count if visits else None
    return (
        Kpi(Role.MARKETING, words.text(metric("visits").name), words.number(_a_week(count, funnel.period))),
        Kpi(Role.MARKETING, words.text(metric("roas").name), words.number(_total(channels, "roas"), 2)),
    )


def _of_losses(losses: TeamLosses, words: Words) -> tuple[Kpi, ...]:
    found = []
    for role, group, factor in LOSSES_OF:
        row = losses.of_problem(factor) if factor else losses.of_group(group)
        code = factor or str(group)
        found.append(_of_loss(role, words.text("losses: {what}", what=words.term(code)), row, losses, words))
    return tuple(found)


def _of_loss(role: Role, name: str, row: LossRow | None, losses: TeamLosses, words: Words) -> Kpi:
    if row is None or row.money is None:
        return Kpi(role, name, (what_is_said(row, words) if row else "") or words.number(None))
    figure = hedged(row, losses.scale.amount(row.money.effect, words), words)
    return Kpi(role, name, figure, losses.scale.range(row.money, words))


def _of_others(funnel: FunnelAnswer, words: Words) -> tuple[Kpi, ...]:
    money = funnel.total.money
    matched = money.matched_orders / money.orders if money.matched_orders is not None and money.orders else None
    return (
        Kpi(
            Role.SALES, words.text(metric("paid_orders").name), words.number(_a_week(money.paid_orders, funnel.period))
        ),
        Kpi(Role.ANALYST, words.text(metric("match_rate").name), words.percent(matched)),
    )


def _a_week(whole: int | Decimal | None, days: Period) -> Decimal | None:
    return None if whole is None else Decimal(whole) * WEEK / days.days


def _total(answer: ListAnswer, name: str) -> Value:
    return answer.total.values[answer.metrics.index(name)] if answer.total else None
