"""The evidence of one factor: the matched comparison in plain numbers, days, files; what winning back is worth."""

from collections.abc import Sequence

import streamlit as st

from funnel.answers.loss_result import FactorEvidence, LossAnswer, StepEvidence
from funnel.maths.firmness import Firmness, Verdict
from funnel.ui import address
from funnel.ui.cards import card
from funnel.ui.downloads import file_stem
from funnel.ui.loss_cards import Listed
from funnel.ui.loss_figures import SAID, Scale
from funnel.ui.plain import label, plain
from funnel.words import Words, msgid

STRENGTH = {
    Firmness.FRAGILE: msgid("Fragile: a small hidden difference between the visits could explain it."),
    Firmness.MODERATE: msgid("Moderate: a hidden difference of middling strength could explain it."),
    Firmness.FIRM: msgid("Firm: only a strong hidden difference between the visits could explain it."),
}
WIN_BACK = 50


def show_evidence(answer: LossAnswer, line: Listed, scale: Scale, words: Words) -> None:
    """Card with the comparison on the left and "if we win back" on the right."""
    evidence = next((one for one in answer.factors if one.factor == line.code), None)
    where = [label(words, code) for code in line.where if code]
    with card("evidence", " · ".join([words.term(line.code), *where])):
        left, right = st.columns((3, 2), gap="large")
        with left:
            _show_comparison(answer, evidence, words)
        with right:
            show_win_back(answer, line, scale, words)


def _show_comparison(answer: LossAnswer, evidence: FactorEvidence | None, words: Words) -> None:
    if evidence is None:
        st.write(words.text("Known by step and period only: no visits that met a problem are compared here."))
        return
    for one in evidence.comparisons:
        st.write(plain(comparison_told(one, words)))
    if evidence.verdict in SAID:
        st.write(plain(words.text(SAID[evidence.verdict])))
    for told in _small_print(answer, evidence, words):
        st.caption(plain(told))


def comparison_told(one: StepEvidence, words: Words) -> str:
    """One step's comparison as a sentence of counts."""
    if not one.fair:
        return words.text(
            "→ {step}: {met} visits met it, {like} like visits did not: no fair comparison.",
            step=words.term(one.step),
            met=words.number(one.met),
            like=words.number(one.like),
        )
    return words.text(
        "→ {step}: of {met} visits that met it, {share} went on. Of {like} like visits (same channel, device, category "
        "and kind of visitor), {like_share} did. {comparable} of those that met it have a like visit.",
        step=words.term(one.step),
        met=words.number(one.met_with_like),
        share=words.percent(one.share_that_met),
        like=words.number(one.like),
        like_share=words.percent(one.share_of_like),
        comparable=words.percent(one.comparable, 0),
    )


def _small_print(answer: LossAnswer, evidence: FactorEvidence, words: Words) -> list[str]:
    parts = [words.text("Comparisons from {period}; 90 % ranges; visits.", period=words.period(answer.window))]
    if evidence.firmness is not None and evidence.verdict in (Verdict.SURE, Verdict.SURE_BUT_SMALL):
        parts.append(words.text(STRENGTH[evidence.firmness]))
    if evidence.second_route:
        kept, promised = (words.percent(share, 0) for share in evidence.second_route)
        told = words.text(
            "A second route differs: over the whole way, visits that met it buy {kept} as often as like visits; "
            "the steps together promise {promised}.",
            kept=kept,
            promised=promised,
        )
        parts.append(told)
    not_known = sum(one.not_measured for one in evidence.comparisons[:1])
    if not_known:
        at_risk = sum(one.at_risk for one in evidence.comparisons[:1])
        parts.append(
            words.text(
                "Of {at_risk} visits, {n} are not measured and stand in no comparison.",
                n=words.number(not_known),
                at_risk=words.number(at_risk),
            )
        )
    if evidence.lacking:
        parts.append(words.text("Missing: {what}.", what=", ".join(map(words.term, evidence.lacking))))
    feeds = evidence.feeds or answer.feeds
    if feeds:
        parts.append(words.text("From: {files}.", files=", ".join(map(words.term, feeds))))
    parts.append(
        words.text(
            "Estimate from comparison, not an experiment. A cause we do not see (weather, region, intent) may "
            "share in it."
        )
    )
    return parts


def show_win_back(answer: LossAnswer, line: Listed, scale: Scale, words: Words) -> None:
    """Slider of the share to win back, what it would be worth, and the card to take along."""
    found = scale.estimate(line.row)
    st.markdown(f"**{words.text('If we win back')}**")
    if found is None or found.effect <= 0:
        st.write(words.text("There is nothing here that could be won back by these figures."))
        return
    address.number_of("share", WIN_BACK, 0, 100)
    share = st.slider(
        words.text("Share to win back"), 0, 100, key="share", format="%d %%", label_visibility="collapsed", step=5
    )
    part = Scale(scale.measure, scale.share * share / 100, scale.currency)
    told = words.text(
        "{share} of it: {amount} ({range})",
        share=words.percent(share / 100, 0),
        amount=part.amount(found.effect, words),
        range=part.range(found, words),
    )
    week = f" {words.text('a week')}" if scale.share != 1 else ""
    st.markdown(f"**{plain(told)}{week}.**")
    st.download_button(
        words.text("Make a card"),
        data=card_text(answer, line, scale, share, words),
        file_name=f"{file_stem(f'card_{line.code}', answer.period)}.md",
        mime="text/markdown",
        on_click="ignore",
        key="make-card",
        type="primary",
    )


def card_text(answer: LossAnswer, line: Listed, scale: Scale, share: int, words: Words) -> str:
    """The hypothesis card as text, its evidence frozen: figure, range, where, days, against what, generation."""
    found = scale.estimate(line.row)
    where = ", ".join(words.term(code) for code in line.where if code) or words.text("everywhere")
    part = Scale(scale.measure, scale.share * share / 100, scale.currency)
    amount = scale.amount(found.effect, words) if found else words.number(None)
    lines: Sequence[tuple[str, str]] = (
        (words.text("Problem"), f"{words.term(line.code)} ({words.term(line.group)}), {where}"),
        (words.text("Lost"), f"{amount} ({scale.range(found, words)}), {words.period(answer.period)}"),
        (
            words.text("Expected effect"),
            f"{part.amount(found.effect, words)} ({part.range(found, words)})" if found else "",
        ),
        (
            words.text("Hypothesis"),
            words.text(
                "We believe that removing “{problem}” for {where} brings back {share} of this loss, because visits "
                "that met it went on less often than like visits.",
                problem=words.term(line.code),
                where=where,
                share=words.percent(share / 100, 0),
            ),
        ),
        (words.text("Numbers of"), f"{words.text('generation')} {answer.generation}, {', '.join(answer.feeds)}"),
    )
    return "\n".join([f"# {words.term(line.code)}", "", *(f"- **{head}**: {told}" for head, told in lines), ""])
