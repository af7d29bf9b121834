"""The top of a department's screen: what it loses and by whom, each problem with its range, and what to do about it."""

from dataclasses import replace

import streamlit as st

from funnel.answers.culprit_result import CulpritAnswer, CulpritQuestion, CulpritRow, FactorCulprits
from funnel.errors import WrongUse
from funnel.maths.firmness import Verdict
from funnel.maths.losses import Measure
from funnel.terms import Culprit, Group
from funnel.ui import address
from funnel.ui.cached import culprit_answer
from funnel.ui.cards import card
from funnel.ui.culprit_names import culprit_name
from funnel.ui.culprit_table import show_actions, show_culprits
from funnel.ui.here import Here, show_address
from funnel.ui.lacking import lacking_text
from funnel.ui.loss_cards import AMOUNT, BADGES, left_out
from funnel.ui.loss_figures import Scale, hedged, what_is_said
from funnel.ui.loss_filters import LossFilters
from funnel.ui.notes import show_notes
from funnel.ui.plain import plain, under
from funnel.ui.states import cannot_be_asked
from funnel.words import Words

SURE = (Verdict.SURE, Verdict.SURE_BUT_SMALL)
NAMED = 2
"""Culprits told beside a problem in the list of problems."""
CARRIES = 0.6
"""Share of a loss from which on the culprits named first bear “most of it”."""


def show_group_losses(here: Here, asked: LossFilters, group: Group) -> None:
    """Sentence, the group's problems by what they cost, and what the opened one can be laid to."""
    question = CulpritQuestion(asked.counted.start, asked.counted.end, group, where=asked.where, measure=asked.measure)
    try:
        answer = culprit_answer(here.store, question)
    except WrongUse as problem:
        cannot_be_asked(problem, here.words, "culprits")
        return
    scale = Scale(asked.measure, asked.scale, answer.currency)
    show_takeaway(answer, asked, scale, here.words)
    told = [factor for factor in answer.factors if factor.rows]
    if not told:
        _show_unmeasured(answer, here.words)
        return
    opened = address.one_of("factor", [factor.factor for factor in told], told[0].factor)
    show_address({"factor": opened})
    factor = next(one for one in told if one.factor == opened)
    left, right = st.columns((5, 6), gap="medium")
    with left:
        _show_problems(answer, scale, opened, here.words)
    with right:
        row = _show_laid(here, asked, replace(question, factor=opened), factor, scale)
    with left:
        show_actions(here, asked, row, scale)
    show_notes(answer.notes, here.words, key="notes-losses")


def show_takeaway(answer: CulpritAnswer, asked: LossFilters, scale: Scale, words: Words) -> None:
    """What the department loses most by, and by whom; then how the figures came about."""
    with st.container(key="takeaway"):
        st.title(takeaway(answer, scale, words).replace("$", r"\$"), anchor=False)
        st.caption(" ".join(_basis(answer, asked, scale, words)))


def takeaway(answer: CulpritAnswer, scale: Scale, words: Words) -> str:
    """The largest loss that is outside noise, with its culprit and range."""
    sure = next((factor for factor in answer.factors if factor.verdict in SURE), None)
    if not any(factor.money or factor.orders for factor in answer.factors):
        return words.text("What problems cost here is not measured yet.")
    found = scale.estimate(sure.as_loss) if sure else None
    if sure is None or found is None:
        return words.text("No problem we can see here stands out from the noise in these days.")
    name = words.term(sure.factor)
    amount, ends = hedged(sure.as_loss, scale.amount(found.effect, words), words), scale.range(found, words)
    amount += f" {words.text('a week')}" if scale.share != 1 else ""
    told = {"problem": name, "amount": amount, "range": ends, "culprits": leading(sure, words)}
    if not told["culprits"]:
        return words.text("{problem}: {amount} lost ({range})", problem=name, amount=amount, range=ends) + "."
    if carries(sure):
        return words.text("{problem}: {amount} lost ({range}), most of it by {culprits}", **told) + "."
    return words.text("{problem}: {amount} lost ({range}), above all by {culprits}", **told) + "."


def leading(factor: FactorCulprits, words: Words) -> str:
    """The culprit that carries most of a loss by itself, else the two largest; "" where the files name none."""
    rows = factor.named[:1] if factor.named and (factor.named[0].share or 0) >= CARRIES else factor.named[:NAMED]
    return ", ".join(culprit_name(row.kind, row.culprit, words, row.title) for row in rows)


def carries(factor: FactorCulprits) -> bool:
    """Whether the culprits named first carry most of the loss."""
    return sum(row.share or 0.0 for row in factor.named[:NAMED]) >= CARRIES


def _basis(answer: CulpritAnswer, asked: LossFilters, scale: Scale, words: Words) -> list[str]:
    whole = answer.total_money if asked.measure is Measure.MONEY else answer.total_orders
    parts = []
    if whole is not None:
        amount, ends = scale.amount(whole.effect, words), scale.range(whole, words)
        parts.append(words.text("All problems of this department: {amount} ({range}).", amount=amount, range=ends))
    parts.append(words.text("Comparisons from {period}; 90 % ranges; visits.", period=words.period(answer.window)))
    if answer.provisional_from is not None:
        day = words.day(answer.provisional_from)
        parts.append(words.text("Orders from {day} on can still be cancelled or returned: provisional.", day=day))
    return [*parts, *left_out(asked, words)]


def _show_problems(answer: CulpritAnswer, scale: Scale, opened: str, words: Words) -> None:
    """Card of the group's problems; each opens what it can be laid to."""
    order = words.text("What is outside noise first, then the largest. Open one to see by whom.")
    hint = f"{scale_told(scale, words)}. {order}"
    with card("group-losses", words.text("What is lost here"), hint):
        for factor in answer.factors:
            _show_problem(factor, scale, opened, words)
        _told_unmeasured(answer, words)


def _show_problem(factor: FactorCulprits, scale: Scale, opened: str, words: Words) -> None:
    row = factor.as_loss
    found = scale.estimate(row)
    with st.container(key=f"laid-{factor.factor}", horizontal=True, vertical_alignment="center", gap="small"):
        badge = f":{BADGES.get(factor.group, 'gray')}[■]"
        st.markdown(
            f"{badge} **{plain(words.term(factor.factor))}**{under(plain(_laid_to(factor, words)))}", width="stretch"
        )
        figure = hedged(row, scale.figure(found.effect, words), words) if found else words.number(None)
        said = " · ".join(part for part in (scale.range(found, words), what_is_said(row, words)) if part)
        amount = f"**{plain(figure)}**{under(plain(said))}"
        st.markdown(amount, text_alignment="right", width=AMOUNT)
        st.button(
            words.text("open"),
            key=f"open-laid-{factor.factor}",
            type="primary" if factor.factor == opened else "secondary",
            on_click=_open,
            args=(factor.factor,),
            disabled=not factor.rows,
        )


def _laid_to(factor: FactorCulprits, words: Words) -> str:
    named = factor.named[:NAMED]
    if not named:
        return words.term(factor.kind)
    told = [
        f"{culprit_name(row.kind, row.culprit, words, row.title)} {words.percent(row.share, 0) if row.share else ''}"
        for row in named
    ]
    return f"{words.term(factor.kind)}: {', '.join(each.strip() for each in told)}"


def _open(code: str) -> None:
    st.session_state["factor"] = code


def _show_laid(
    here: Here, asked: LossFilters, question: CulpritQuestion, factor: FactorCulprits, scale: Scale
) -> CulpritRow:
    """Card of one problem's culprits, by the kind chosen; the chosen row."""
    words = here.words
    with card("laid", f"{words.term(factor.factor)}: {words.text('what it can be laid to')}", scale_told(scale, words)):
        kind = _kind_chosen(factor, words)
        laid = factor
        if kind is not factor.kind:
            (laid,) = culprit_answer(here.store, replace(question, kind=kind)).factors
        return show_culprits(asked, laid, scale, words)


def scale_told(scale: Scale, words: Words) -> str:
    """Unit and stretch of time of the figures."""
    unit = plain(scale.currency) if scale.measure is Measure.MONEY else words.term("lost_orders")
    return f"{unit} · {words.term('per_period' if scale.share == 1 else 'per_week')}"


def _kind_chosen(factor: FactorCulprits, words: Words) -> Culprit:
    kinds = [str(kind) for kind in factor.kinds]
    chosen = Culprit(address.one_of("laid", kinds, kinds[0]))
    show_address({"laid": str(chosen)})
    if len(kinds) > 1:
        st.segmented_control(
            words.text("laid to"), kinds, format_func=words.term, key="laid", required=True,
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
    return chosen


def _show_unmeasured(answer: CulpritAnswer, words: Words) -> None:
    with card("group-losses", words.text("What is lost here")):
        if not answer.not_measured:
            st.write(words.text("No visit of these days met a problem of this department."))
        _told_unmeasured(answer, words)


def _told_unmeasured(answer: CulpritAnswer, words: Words) -> None:
    for one in answer.not_measured:
        what = ", ".join(lacking_text(code, words) for code in one.lacking) or words.text("not in the files held")
        told = words.text("{problem}: not measured, because this is missing: {what}.", problem=words.term(one.factor),
                          what=what)  # fmt: skip
        st.caption(plain(told))
