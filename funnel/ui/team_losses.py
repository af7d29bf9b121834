"""What the Team screen says of losses: those nobody owns, and what they cost together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from funnel.answers.loss_question import LossDimension, LossQuestion
from funnel.answers.loss_result import Estimate, LossAnswer, LossRow
from funnel.answers.pulls import summed
from funnel.board.owners import Owner, owner_among
from funnel.maths.losses import Measure
from funnel.periods import WEEK
from funnel.ui.cached import losses_answer
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.loss_figures import Scale, what_is_said
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.words import Words

BY_PROBLEM = (LossDimension.GROUP, LossDimension.FACTOR)


@dataclass(frozen=True)
class TeamLosses:
    """The losses of the four newest full weeks by group and by problem, and how they are shown: a week's share."""

    by_group: LossAnswer
    by_problem: LossAnswer

    @property
    def scale(self) -> Scale:
        """Money of one week."""
        return Scale(Measure.MONEY, WEEK / self.by_problem.period.days, self.by_problem.currency)

    def of_group(self, group: str) -> LossRow | None:
        """What a group loses; None where it is not in the answer."""
        return next((row for row in self.by_group.rows if row.key == (group,)), None)

    def of_problem(self, factor: str) -> LossRow | None:
        """What a problem costs."""
        return next((row for row in self.by_problem.rows if row.key[1] == factor), None)


def team_losses(here: Here) -> TeamLosses:
    """Both answers; raises WrongUse when losses cannot be told from what is held."""
    asked = (LossQuestion(by=(LossDimension.GROUP,)), LossQuestion(by=BY_PROBLEM))
    by_group, by_problem = (losses_answer(here.store, question) for question in asked)
    return TeamLosses(by_group, by_problem)


def unowned(found: LossAnswer, held: Iterable[Owner]) -> tuple[LossRow, ...]:
    """Problems that cost money by their middle figure and that nobody answers for, the dearest first."""
    owners = tuple(held)
    lost = [row for row in found.rows if row.key[1] and row.money is not None and row.money.effect > 0]
    return tuple(row for row in lost if owner_among(owners, *row.key) is None)


def summed_up(rows: Sequence[LossRow]) -> Estimate:
    """What several losses cost together."""
    return summed([row.money for row in rows if row.money is not None])


def takeaway(losses: TeamLosses, nobodys: Sequence[LossRow], words: Words) -> str:
    """The sentence on top: what losses without an owner cost."""
    if not nobodys:
        return words.text("Every loss that is measured has an owner")
    summed, scale = summed_up(nobodys), losses.scale
    return words.text(
        "{problems}: {money} a week ({ends})",
        problems=words.plural("{n} loss without an owner", "{n} losses without an owner", len(nobodys)),
        money=scale.amount(summed.effect, words),
        ends=scale.range(summed, words),
    )


def subtitle(losses: TeamLosses, words: Words) -> str:
    """Days and method of the figures."""
    return words.text(
        "Losses of {period}, shown a week: visits that met a problem against like visits that did not, "
        "with 90 % ranges; in sums both ends are added. An estimate, not an experiment.",
        period=words.period(losses.by_problem.period),
    )


def show_unowned(losses: TeamLosses, nobodys: Sequence[LossRow], words: Words) -> None:
    """Card with the losses nobody answers for."""
    with card("unowned", words.text("Losses without an owner")):
        if not nobodys:
            st.write(words.text("Nothing here: whatever costs money by its middle figure has an owner."))
            return
        alt = words.text("Table: {name}.", name=words.text("Losses without an owner"))
        show_table(unowned_table(losses, nobodys, words), words, key="unowned", alt=alt)


def unowned_table(losses: TeamLosses, nobodys: Sequence[LossRow], words: Words) -> Table:
    """Problem, what it costs a week with both ends, what may be said of it."""
    scale, known = losses.scale, [row for row in nobodys if row.money is not None]
    figures = [
        Column(scale.head(head, words), scale.kind, tuple(scale.shown(getattr(row.money, end)) for row in known))
        for head, end in (
            (words.text("lost a week"), "effect"), (words.text("from"), "low"), (words.text("to"), "high"),
        )
    ]  # fmt: skip
    said = tuple(_what_is_said(row, words) for row in known)
    return Table(
        (
            Column(words.text("problem"), Kind.TEXT, tuple(words.term(row.key[1]) for row in known)),
            *figures,
            Column(words.text("how sure"), Kind.TEXT, said),
        ),
        scale.currency,
    )


def _what_is_said(row: LossRow, words: Words) -> str:
    bound = words.text("at most") if row.at_most else words.text("at least") if row.at_least else ""
    return " · ".join(part for part in (what_is_said(row, words), bound) if part)
