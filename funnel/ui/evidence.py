"""The evidence of one factor: the matched comparison in plain numbers, days, files; what winning back is worth."""

import streamlit as st

from funnel.answers.loss_result import Estimate, FactorEvidence, LossAnswer, StepEvidence
from funnel.board.card import Compared, Evidence
from funnel.maths.firmness import Firmness, Verdict
from funnel.maths.priority import Spread
from funnel.ui import address
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.loss_cards import Listed
from funnel.ui.loss_figures import SAID, Scale
from funnel.ui.loss_filters import LossFilters
from funnel.ui.make_card import make_card_button
from funnel.ui.plain import label, plain
from funnel.words import Words, msgid

STRENGTH = {
    Firmness.FRAGILE: msgid("Fragile: a small hidden difference between the visits could explain it."),
    Firmness.MODERATE: msgid("Moderate: a hidden difference of middling strength could explain it."),
    Firmness.FIRM: msgid("Firm: only a strong hidden difference between the visits could explain it."),
}


def show_evidence(here: Here, filters: LossFilters, answer: LossAnswer, line: Listed, scale: Scale) -> None:
    """Card with the comparison on the left and "if we win back" on the right."""
    words = here.words
    evidence = next((one for one in answer.factors if one.factor == line.code), None)
    where = [label(words, code) for code in line.where if code]
    with card("evidence", " · ".join([words.term(line.code), *where])):
        left, right = st.columns((3, 2), gap="large")
        with left:
            _show_comparison(answer, evidence, words)
        with right:
            show_win_back(here, frozen_loss(filters, answer, line), line, scale)


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


def show_win_back(here: Here, loss: Evidence, line: Listed, scale: Scale) -> None:
    """Slider of the share to win back, what it would be worth, and the card to make."""
    found, words = scale.estimate(line.row), here.words
    st.markdown(f"**{words.text('If we win back')}**")
    if found is None or found.effect <= 0:
        st.write(words.text("There is nothing here that could be won back by these figures."))
        return
    address.number_of("share", here.store.settings.win_back_percent, 0, 100)
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
    make_card_button(here, loss, win_back=share)


def frozen_loss(filters: LossFilters, answer: LossAnswer, line: Listed) -> Evidence:
    """The line as it stands now, for a card: figures of the whole period, filters, comparison, files, the way back."""
    known = next((one for one in answer.factors if one.factor == line.code), None)
    row = line.row
    return Evidence(
        screen="losses",
        group=line.group,
        factor=line.code,
        start=answer.period.start,
        end=answer.period.end,
        money=_spread(row.money),
        orders=_spread(row.orders),
        currency=answer.currency,
        zone=answer.zone,
        unit=answer.unit,
        generation=answer.generation,
        steps=known.steps if known else (),
        segment=tuple((str(dimension), codes) for dimension, codes in filters.where),
        mostly=tuple(code for code in line.where if code),
        window=(answer.window.start, answer.window.end),
        reference=str(answer.reference),
        basis=str(row.basis),
        verdict=str(row.verdict or ""),
        firmness=str(row.firmness or ""),
        at_most=row.at_most,
        at_least=row.at_least,
        files=(known.feeds if known else ()) or answer.feeds,
        compared=tuple(
            Compared(one.step, one.met, one.share_that_met, one.like, one.share_of_like)
            for one in (known.comparisons if known else ())
        ),
        address=_way_back(filters, line.code),
    )


def _spread(found: Estimate | None) -> Spread:
    return Spread(found.low, found.effect, found.high) if found else Spread()


def _way_back(filters: LossFilters, code: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    state = {**filters.state(), "problem": code}
    pairs = ((name, (value,) if isinstance(value, str) else tuple(value)) for name, value in state.items())
    return tuple((name, values) for name, values in pairs if any(values))
