"""The Glossary screen, from the metric registry."""

import streamlit as st

from funnel.metrics import METRICS, Good, Metric
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.words import Words, msgid

GOOD = {
    Good.UP: msgid("more is better"),
    Good.DOWN: msgid("less is better"),
    Good.NEITHER: msgid("neither way is better"),
}


def show_metrics(here: Here) -> None:
    """One card a metric, those that match what the reader looks for."""
    words = here.words
    sought = st.text_input(words.text("Look for a word"), key="sought", placeholder=words.text("for example: kept"))
    found = [each for each in METRICS if sought.casefold() in searchable(each, words)]
    for each in found:
        with card(f"metric-{each.id}", words.text(each.name)):
            st.write(words.text(each.definition))
            st.caption(" · ".join(facts(each, words)))
    if not found:
        st.caption(words.text("No such word here."))


def searchable(each: Metric, words: Words) -> str:
    """The text a search looks through."""
    return " ".join((each.id, words.text(each.name), words.text(each.definition))).casefold()


def facts(each: Metric, words: Words) -> tuple[str, ...]:
    """Formula, unit, null rule, ripening, direction, whether segments add up."""
    formula = words.text(each.numerator)
    if each.denominator:
        formula += " ÷ " + words.text(each.denominator)
    adds = words.text("segments add up to the total") if each.additive else words.text("segments do not add up")
    return (
        words.text("formula: {formula}", formula=formula),
        words.text("unit: {unit}", unit=words.text(each.unit)),
        words.text(each.null_rule),
        words.text("Ripening: {lag}", lag=words.text(each.lag)),
        words.text(GOOD[each.good]),
        adds,
    )
