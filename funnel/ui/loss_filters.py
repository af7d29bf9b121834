"""The filter row of Losses and Change: days, what is compared with what, channels, devices, measure."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from funnel.answers.loss_question import ChangeQuestion, LossDimension, LossQuestion, Reference
from funnel.answers.result import ShopState
from funnel.maths.losses import Measure
from funnel.periods import WEEK, Period, full_days, weekday_matched_before
from funnel.terms import Dimension, Step
from funnel.ui import address
from funnel.ui.filters import (
    FILTERED,
    clear_values,
    settle_period,
    show_period_choice,
    show_value_choice,
)
from funnel.words import Words, msgid

PER = ("week", "period")
REFERENCES = {
    Reference.NOBODY_MET: msgid("nobody met the problem"),
    Reference.PREVIOUS: msgid("the comparable days before"),
    Reference.BETTER_SEGMENT: msgid("the better device of the same channel"),
    Reference.TARGET: msgid("a target of your own"),
}
TARGET_STEPS = (Step.VIEW_ITEM, Step.ADD_TO_CART, Step.BEGIN_CHECKOUT, Step.PURCHASE)


@dataclass(frozen=True)
class LossFilters:
    """What the reader chose."""

    preset: str
    period: Period
    counted: Period
    """The days of the period that are no longer filling up: the ones figures are of."""
    chosen: dict[Dimension, tuple[str, ...]]
    measure: Measure
    per: str
    reference: Reference
    offered: tuple[Reference, ...]
    """What it is chosen from."""
    targets: tuple[tuple[Step, float], ...]

    @property
    def where(self) -> tuple[tuple[Dimension, tuple[str, ...]], ...]:
        """Filters of the question."""
        return tuple((dimension, codes) for dimension, codes in self.chosen.items() if codes)

    @property
    def scale(self) -> float:
        """What figures of the whole period are multiplied by: a week's share, or 1."""
        return WEEK / self.counted.days if self.per == "week" else 1.0

    def losses(self, *by: LossDimension) -> LossQuestion:
        """The question about losses, broken down by `by`."""
        start, end = self.counted.start, self.counted.end
        return LossQuestion(
            start,
            end,
            by,
            self.where,
            measure=self.measure,
            reference=self.reference,
            targets=self.targets,
        )

    def change(self, *by: LossDimension) -> ChangeQuestion:
        """The question about the change, broken down by `by`."""
        return ChangeQuestion(self.counted.start, self.counted.end, None, by, self.where, measure=self.measure)

    def state(self) -> dict[str, str | tuple[str, ...]]:
        """Everything the address must hold for another reader to see the same."""
        return {
            "from": self.period.start.isoformat(),
            "to": self.period.end.isoformat(),
            **{str(dimension): codes for dimension, codes in self.chosen.items()},
            "lost": str(self.measure),
            "per": self.per,
            "reference": str(self.reference),
            "target": tuple(f"{step}.{round(share * 1000)}" for step, share in self.targets),
        }


def settle_loss_filters(
    shop: ShopState, late_days: int, *, default_preset: str, offered: tuple[Reference, ...] = tuple(Reference)
) -> LossFilters:
    """The filters of this run from session and address, every value checked against what the shop holds."""
    preset, period = settle_period(shop, default_preset)
    reference = Reference(address.one_of("reference", offered, offered[0]))
    return LossFilters(
        preset=preset,
        period=period,
        counted=_counted(period, shop, late_days),
        chosen={dimension: address.some_of(dimension, shop.values.get(dimension, ())) for dimension in FILTERED},
        measure=Measure(address.one_of("lost", tuple(Measure), Measure.MONEY)),
        per=address.one_of("per", PER, "week"),
        reference=reference,
        offered=offered,
        targets=_settle_targets() if reference is Reference.TARGET else (),
    )


def losses_of_days(
    preset: str, period: Period, chosen: Mapping[Dimension, tuple[str, ...]], shop: ShopState, late_days: int
) -> LossFilters:
    """The losses of a screen with a filter row of its own; measure and scale are those of the Losses screen."""
    held = period.until(shop.newest_day) if shop.newest_day else None
    return LossFilters(
        preset=preset,
        period=period,
        counted=_counted(held or period, shop, late_days),
        chosen={dimension: chosen.get(dimension, ()) for dimension in FILTERED},
        measure=Measure(address.one_of("lost", tuple(Measure), Measure.MONEY)),
        per=address.one_of("per", PER, "week"),
        reference=Reference.NOBODY_MET,
        offered=(Reference.NOBODY_MET,),
        targets=(),
    )


def _counted(period: Period, shop: ShopState, late_days: int) -> Period:
    """Full days only; a period without any is taken as it is, and the answer says so."""
    if shop.newest_day is None:
        return period
    return full_days(period, shop.newest_day, late_days)


def _settle_targets() -> tuple[tuple[Step, float], ...]:
    for code in address.told("target") or ():
        step, _, share = code.partition(".")
        if step in TARGET_STEPS and share.isascii() and share.isdigit() and 0 < int(share) <= 1000:
            st.session_state[f"target-{step}"] = int(share) / 10
    held = [(step, st.session_state.get(f"target-{step}")) for step in TARGET_STEPS]
    return tuple((step, share / 100) for step, share in held if share)


def show_loss_filters(filters: LossFilters, shop: ShopState, words: Words, *, change: bool = False) -> None:
    """Draw the row; every choice is kept in the session under its address name."""
    with st.popover(words.period(filters.period), key="open-period"):
        show_period_choice(filters.preset, shop, words)
    if change:
        st.caption(words.text("against {period}", period=words.period(weekday_matched_before(filters.counted))))
    else:
        _reference_choice(filters, words)
    for dimension in FILTERED:
        show_value_choice(dimension, filters.chosen[dimension], shop, words)
    _measure_choice(filters, words, change=change)
    if any(filters.chosen.values()):
        st.button(words.text("show all"), key="clear", type="tertiary", on_click=clear_values)


def _reference_choice(filters: LossFilters, words: Words) -> None:
    told = words.text("compared with: {what}", what=words.text(REFERENCES[filters.reference]))
    with st.popover(told, key="open-reference"):
        st.radio(
            words.text("Compare with"),
            filters.offered,
            format_func=lambda code: words.text(REFERENCES[Reference(code)]),
            key="reference",
            persist_state="session",
        )
        if filters.reference is Reference.TARGET:
            for step in TARGET_STEPS:
                st.number_input(
                    words.text("Share that should reach “{step}”, %", step=words.term(step)),
                    min_value=0.0,
                    max_value=100.0,
                    step=0.1,
                    format="%.1f",
                    key=f"target-{step}",
                    persist_state="session",
                )


def _measure_choice(filters: LossFilters, words: Words, *, change: bool) -> None:
    parts = [words.term(f"lost_{filters.measure}")] + ([] if change else [words.term(f"per_{filters.per}")])
    with st.popover(" · ".join(parts), key="open-lost"):
        st.radio(
            words.text("Measure"),
            tuple(Measure),
            format_func=lambda code: words.term(f"lost_{code}"),
            key="lost",
            horizontal=True,
            persist_state="session",
        )
        if not change:
            st.radio(
                words.text("Figures for"),
                PER,
                format_func=lambda code: words.term(f"per_{code}"),
                key="per",
                horizontal=True,
                persist_state="session",
            )
