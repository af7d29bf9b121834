"""The cards of the Experiments screen: each experiment with what it says now, and the way to a mini-case."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import streamlit as st

from funnel.answers.earned import earned_by_split, earned_by_stage
from funnel.answers.experiment_result import Reading, Reads, SplitAnswer, StagedAnswer
from funnel.answers.experiments_told import split_as_json, staged_as_json
from funnel.answers.result import Note
from funnel.board import Board
from funnel.board.cards import card_of
from funnel.board.experiments import Experiment, end_with_case
from funnel.board.records import FinishedCase
from funnel.errors import FunnelError
from funnel.maths.priority import Spread, expected
from funnel.report.slide import signed_percent
from funnel.ui.cached import experiment_answer
from funnel.ui.cards import card
from funnel.ui.experiment_figure import Point, lift_figure, lift_table, points_of_split, points_of_stage, told
from funnel.ui.experiment_setup import question_of
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.plain import plain
from funnel.ui.said_after import say_after
from funnel.ui.signed_in import may_write
from funnel.ui.theme import narrow, paint
from funnel.ui.twin import Twin, show_figure
from funnel.words import Words

Answer = SplitAnswer | StagedAnswer


def takeaway(ended: int, running: int, words: Words) -> str:
    """How many experiments there are."""
    if not ended and not running:
        return words.text("No experiment is running, and none has ended.")
    return words.text(
        "{finished} ended, {running} running.", finished=words.number(ended), running=words.number(running)
    )


def show_experiment(here: Here, board: Board, one: Experiment) -> None:
    """One experiment: its verdict in a sentence, the picture, what to be careful of, and its end."""
    words = here.words
    days = " – ".join(words.day(day, year=True) for day in (one.starts, one.stops) if day)
    hint = " · ".join(part for part in (words.term(one.design), days, _state(one, words)) if part)
    with card(f"experiment-{one.number}", plain(one.title), plain(hint)):
        try:
            answer = experiment_answer(here.store, question_of(one))
        except FunnelError as problem:
            st.write(plain(words.said(problem.told)))
            return
        show_reading(one.number, answer, words)
        if not one.ended and may_write():
            _show_end(here, board, one, answer)


def _state(one: Experiment, words: Words) -> str:
    return words.text("ended, result kept") if one.ended else words.term("still_running")


def show_reading(number: int, answer: Answer, words: Words) -> None:
    """Sentence, picture, warnings."""
    points = points_of_split(answer, words) if isinstance(answer, SplitAnswer) else points_of_stage(answer, words)
    st.markdown(f"**{plain(verdict_told(answer, points, words))}**")
    if points:
        alt = "; ".join(f"{point.name}: {told(point, words)}" for point in points)
        show_figure(
            lift_figure(points, words, paint(), phone=narrow()),
            Twin(alt, lambda: lift_table(points, words)),
            words,
            key=f"lift-{number}",
            stem=f"experiment_{number}",
        )
    st.caption(_how_to_read(answer, words))
    for note in answer.warnings:
        st.warning(plain(_warning(note, answer, words)), icon=":material/error:")


def _warning(note: Note, answer: Answer, words: Words) -> str:
    """The warning; that of one dear order with what the mean order is with it and without."""
    told = words.note(note.code, tuple((name, _written(name, value, answer, words)) for name, value in note.values))
    if note.code != "one_order_matters" or not isinstance(answer, SplitAnswer) or not answer.without:
        return told
    both = [_mean_order(readings) for readings in (answer.readings, answer.without[0].readings)]
    if None in both:
        return told
    whole, kept = (signed_percent(one, words) for one in both)
    return f"{told} {words.text('Mean order {whole}; without it {kept}.', whole=whole, kept=kept)}"


def _written(name: str, value: str, answer: Answer, words: Words) -> str:
    return words.money(Decimal(value), answer.currency) if name == "value" else value


def _mean_order(readings: Sequence[Reading]) -> float | None:
    return next((one.lift.relative for one in readings if one.reads is Reads.MEAN_ORDER), None)


def _how_to_read(answer: Answer, words: Words) -> str:
    if isinstance(answer, StagedAnswer):
        return words.text("Change of the segments with the fix beyond that of the others; 95 % ranges.")
    if answer.finished:
        return words.text("Against the control; 95 % ranges, read once, at the planned end.")
    return words.text("Against the control; 95 % ranges, which may be looked at on any day.")


def verdict_told(answer: Answer, points: Sequence[Point], words: Words) -> str:
    """The verdict with the figures it rests on."""
    verdict = words.term(answer.verdict)
    if not points:
        return verdict
    parts = [f"{point.name} {told(point, words)}" for point in points if not point.quiet]
    return f"{verdict[:1].upper()}{verdict[1:]}: {', '.join(parts)}."


def _show_end(here: Here, board: Board, one: Experiment, answer: Answer) -> None:
    words = here.words
    with st.expander(words.text("End it and write the mini-case")):
        earned = earned_of(answer)
        currency = answer.currency
        st.write(plain(_earned_told(earned, currency, words)))
        did = st.text_area(words.text("What we did"), key=f"did-{one.number}", max_chars=2000)
        if st.button(words.text("Keep the result"), type="primary", key=f"end-{one.number}"):
            _end(here, board, one, (answer, did))


def earned_of(answer: Answer) -> Spread:
    """Money a week."""
    return earned_by_split(answer) if isinstance(answer, SplitAnswer) else earned_by_stage(answer)


def _earned_told(earned: Spread, currency: str, words: Words) -> str:
    if earned.mid is None:
        return words.text("What it earns cannot be told in money.")
    return words.text(
        "It earns {earned} a week ({low} … {high}), if everybody gets it.",
        earned=words.money(earned.mid, currency),
        low=words.money(earned.low, currency),
        high=words.money(earned.high, currency),
    )


def _end(here: Here, board: Board, one: Experiment, result: tuple[Answer, str]) -> None:
    try:
        end_with_case(board, (one.number, one.revision), _case(board, one, result, here.words), who())
    except FunnelError as problem:
        st.warning(plain(here.words.said(problem.told)))
        return
    say_after(here.words.text("The mini-case is kept."))
    st.rerun()


def _as_json(answer: Answer) -> dict[str, Any]:
    return split_as_json(answer) if isinstance(answer, SplitAnswer) else staged_as_json(answer)


def _case(board: Board, one: Experiment, result: tuple[Answer, str], words: Words) -> FinishedCase:
    answer, did = result
    held = card_of(board, one.card) if one.card is not None else None
    promised = expected(held.lost, held.win_back_percent) if held else Spread()
    return FinishedCase(
        group=held.group if held else "",
        title=one.title,
        what_we_did=did,
        measured_how=measured_how(answer, words),
        promised=promised,
        earned=earned_of(answer),
        currency=answer.currency,
        finished_on=date.today() if answer.period is None else answer.period.end,  # noqa: DTZ011
        card=one.card,
        experiment=one.number,
        snapshot=_as_json(answer),
    )


def measured_how(answer: Answer, words: Words) -> str:
    """How it was measured, in one sentence."""
    if isinstance(answer, StagedAnswer):
        return f"{words.term(answer.design)}, {words.period(answer.period)}"
    counts = [words.number(arm.visitors) for arm in (answer.control, answer.treatment)]
    return words.text(
        "Split test, {period}: {control} and {treatment} visitors.",
        period=words.period(answer.period),
        control=counts[0],
        treatment=counts[1],
    )


def new_token() -> str:
    """A token for one form; the same until it is sent."""
    token: str = st.session_state.setdefault("_experiment_token", uuid4().hex)
    return token
