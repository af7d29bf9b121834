"""The cards of the Losses screen: the sentence on top, groups × steps, what to fix first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from funnel.answers.loss_question import LossDimension, Reference
from funnel.answers.loss_result import LossAnswer, LossRow
from funnel.board import board_of
from funnel.board.owners import Owner, owner_among, owners
from funnel.maths.firmness import Verdict
from funnel.ui import address, loss_table
from funnel.ui.cached import losses_answer
from funnel.ui.cards import card
from funnel.ui.downloads import csv_button, file_stem
from funnel.ui.here import Here
from funnel.ui.loss_figures import Scale, hedged, what_is_said
from funnel.ui.loss_filters import REFERENCES, LossFilters
from funnel.ui.me import person
from funnel.ui.plain import label, plain, under
from funnel.ui.tables import Column, Kind, Table
from funnel.ui.theme import paint
from funnel.ui.twin import Twin, show_figure
from funnel.words import Words, msgid

SHOWN = 8
AMOUNT = 170
"""Pixels of the column of amounts."""
CARRIES = 0.7
"""Share of a factor's loss one channel or device must carry to be named beside it."""
BADGES = {"traffic": "blue", "site": "violet", "assortment": "orange", "service": "green"}
SUBTITLES = {
    Reference.NOBODY_MET: msgid(
        "Estimated by comparing visits that met a problem with like visits that did not. "
        "An estimate, not an experiment. Overlaps are shared, so the groups add up."
    ),
    Reference.PREVIOUS: msgid(
        "Against the comparable days before: what is lost, or won, since then. "
        "“Not explained” is by step only and belongs to no group."
    ),
    Reference.BETTER_SEGMENT: msgid(
        "By step, not by cause: each channel and device against the best device of the same channel. "
        "Weaker evidence than a measured problem, and never added to it."
    ),
    Reference.TARGET: msgid(
        "By step, not by cause: against the shares you set. Weaker evidence than a measured problem, "
        "and never added to it."
    ),
}


@dataclass(frozen=True)
class Listed:
    """One line of the ranked list: a factor (or step) with where most of it is lost."""

    row: LossRow
    group: str
    code: str
    where: tuple[str, ...]
    owner: str = ""
    """Who answers for it, in the reader's words, in Markdown; "" while the team has named nobody for anything."""


def scale_of(filters: LossFilters, answer: LossAnswer) -> Scale:
    """How this screen shows figures."""
    return Scale(filters.measure, filters.scale, answer.currency)


def listed(here: Here, filters: LossFilters) -> tuple[Listed, ...]:
    """Factors in the order of what they cost, each with the channel or device that carries most of it."""
    what = LossDimension.FACTOR
    found = losses_answer(here.store, filters.losses(LossDimension.GROUP, what))
    if not any(row.key[1] for row in found.rows):
        what = LossDimension.STEP
        found = losses_answer(here.store, filters.losses(LossDimension.GROUP, what))
    parts = {
        dimension: losses_answer(here.store, filters.losses(what, dimension)).rows
        for dimension in (LossDimension.DEVICE, LossDimension.CHANNEL)
    }
    scale, held = scale_of(filters, found), owners(board_of(here.store))
    return tuple(
        Listed(
            row,
            row.key[0],
            row.key[1],
            tuple(_carrier(row, rows, scale) for rows in parts.values()),
            _owner_told(owner_among(held, row.key[0], row.key[1]), here.words) if held else "",
        )
        for row in found.rows
        if row.key[1]
    )


def _owner_told(owner: Owner | None, words: Words) -> str:
    return plain(owner.name or person(owner.role, words)) if owner else f":orange[{words.text('no owner')}]"


def _carrier(row: LossRow, parts: Sequence[LossRow], scale: Scale) -> str:
    """Code of the part that carries most of a loss, "" where none does."""
    whole = scale.estimate(row)
    if whole is None or whole.effect <= 0:
        return ""
    own = [(scale.estimate(part), part.key[1]) for part in parts if part.key[0] == row.key[1]]
    carried = [(found.effect, code) for found, code in own if found is not None]
    most = max(carried, default=None)
    return most[1] if most and len(carried) > 1 and float(most[0] / whole.effect) >= CARRIES else ""


def show_takeaway(
    answer: LossAnswer, filters: LossFilters, lines: Sequence[Listed], scale: Scale, words: Words
) -> None:
    """The sentence on top and how the figures came about."""
    parts = [words.text(SUBTITLES[answer.reference]), _basis(answer, words), *left_out(filters, words)]
    with st.container(key="takeaway"):
        st.title(takeaway(answer, lines, scale, words).replace("$", r"\$"), anchor=False)
        st.caption(" ".join(parts))


def left_out(filters: LossFilters, words: Words) -> list[str]:
    """Says which days of the period are not counted, when some are not."""
    if filters.counted == filters.period:
        return []
    first = filters.counted.end + timedelta(days=1)
    return [words.text("Days from {day} on are still filling up and are left out.", day=words.day(first))]


def takeaway(answer: LossAnswer, lines: Sequence[Listed], scale: Scale, words: Words) -> str:
    """What all of it costs, and the largest that is outside noise."""
    total = scale.estimate(answer.total)
    sure = [line for line in lines if line.row.verdict is Verdict.SURE]
    if total is None:
        return words.text("What problems cost is not measured yet.")
    if answer.reference is Reference.NOBODY_MET and not sure:
        return words.text("No problem we can see stands out from the noise in these days.")
    amount, ends = scale.amount(total.effect, words), scale.range(total, words)
    told = {
        Reference.NOBODY_MET: words.text(
            "Problems we can see cost about {amount} ({range})", amount=amount, range=ends
        ),
        Reference.PREVIOUS: words.text(
            "Against the days before, about {amount} less ({range})", amount=amount, range=ends
        ),
    }.get(answer.reference, words.text("Short of it by about {amount} ({range})", amount=amount, range=ends))
    week = f" {words.text('a week')}" if scale.share != 1 else ""
    return f"{told}{week}." + (f" {_largest(sure[0], words)}" if sure else "")


def _largest(line: Listed, words: Words) -> str:
    where = ", ".join(label(words, code) for code in line.where if code)
    name = words.term(line.code)
    if not where:
        return words.text("The largest: {problem}.", problem=name)
    return words.text("The largest: {problem} ({where}).", problem=name, where=where)


def _basis(answer: LossAnswer, words: Words) -> str:
    parts = [words.text("Comparisons from {period}; 90 % ranges; visits.", period=words.period(answer.window))]
    if answer.compared_with is not None:
        parts.append(words.text("Compared with {period}.", period=words.period(answer.compared_with)))
    if answer.provisional_from is not None:
        told = words.text("Orders from {day} on can still be cancelled or returned: provisional.",
                          day=words.day(answer.provisional_from))  # fmt: skip
        parts.append(told)
    return " ".join(parts)


def show_table(here: Here, filters: LossFilters, scale: Scale) -> None:
    """Card groups × steps; a click on a cell opens its largest factor."""
    words = here.words
    dimensions = ((LossDimension.GROUP, LossDimension.STEP), (LossDimension.GROUP,), (LossDimension.STEP,))
    answers = [losses_answer(here.store, filters.losses(*by)) for by in dimensions]
    table = loss_table.group_table(*answers)
    with card("loss-table", words.text("Where it is lost, and whose it is"), _unit(filters, answers[0], words)):
        show_figure(
            loss_table.group_figure(table, scale, words, paint()),
            Twin(loss_table.group_alt(table, scale, words), lambda: _csv_table(answers[0], scale, words)),
            words,
            key="loss-table",
            stem=file_stem("losses", filters.period),
            on_select=_cell_clicked,
        )
        lacking = sorted({code for row in answers[1].rows for code in row.not_measured})
        if lacking:
            st.caption(
                words.text("Without, because not measured: {factors}.", factors=", ".join(map(words.term, lacking)))
            )
        csv_button(_csv_table(answers[0], scale, words), words, file_stem("losses", filters.period), key="csv-losses")


def _unit(filters: LossFilters, answer: LossAnswer, words: Words) -> str:
    unit = answer.currency if scale_of(filters, answer).measure == "money" else words.term("lost_orders")
    against = words.text("compared with: {what}", what=words.text(REFERENCES[answer.reference]))
    return f"{plain(unit)} · {words.term(f'per_{filters.per}')} · {against}"


def _csv_table(answer: LossAnswer, scale: Scale, words: Words) -> Table:
    rows = [*answer.rows, answer.total]
    found = [scale.estimate(row) for row in rows]
    heads = (words.text("group"), words.text("step"))
    keys = [
        Column(head, Kind.TEXT, tuple(words.term(row.key[place]) if row.key else words.text("all") for row in rows))
        for place, head in enumerate(heads)
    ]
    figures = [
        Column(
            scale.head(words.text(head), words),
            scale.kind,
            tuple(scale.shown(getattr(one, name)) if one else None for one in found),
        )
        for name, head in (("effect", msgid("lost")), ("low", msgid("from")), ("high", msgid("to")))
    ]
    return Table((*keys, *figures), answer.currency)


def _cell_clicked() -> None:
    points = st.session_state.get("loss-table", {}).get("selection", {}).get("points", [])
    if points:
        st.session_state["cell"] = str(points[0]["customdata"])


def settle_opened(lines: Sequence[Listed]) -> str:
    """Code of the factor whose evidence is open: clicked, told by the address, else the first."""
    codes = [line.code for line in lines]
    group, _, _ = str(st.session_state.pop("cell", "")).partition("|")
    clicked = next((line.code for line in lines if line.group == group), None)
    if clicked:
        st.session_state["problem"] = clicked
    return address.one_of("problem", codes, codes[0]) if codes else ""


def show_list(lines: Sequence[Listed], scale: Scale, opened: str, words: Words) -> None:
    """Card of the ranked list; each line opens its evidence."""
    with card("loss-list", words.text("What to fix first"), words.text("Largest first. Open a line for its evidence.")):
        for line in lines[:SHOWN]:
            _show_line(line, scale, opened, words)
        if len(lines) > SHOWN:
            rest = words.plural("{n} more problem", "{n} more problems", len(lines) - SHOWN)
            below = any(line.code == opened for line in lines[SHOWN:])
            fold = st.expander(rest, below, key="open-more-problems", on_change="rerun")
            if fold.open:
                with fold:
                    for line in lines[SHOWN:]:
                        _show_line(line, scale, opened, words)


def _show_line(line: Listed, scale: Scale, opened: str, words: Words) -> None:
    found = scale.estimate(line.row)
    with st.container(key=f"line-{line.code}", horizontal=True, vertical_alignment="center", gap="small"):
        where = " · ".join(label(words, code) for code in line.where if code) or words.text("everywhere")
        badge = f":{BADGES.get(line.group, 'gray')}[■]"
        told = " · ".join(part for part in (words.term(line.group), where, line.owner) if part)
        st.markdown(f"{badge} **{plain(words.term(line.code))}**{under(told)}", width="stretch")
        figure = hedged(line.row, scale.figure(found.effect, words), words) if found else words.number(None)
        said = " · ".join(part for part in (scale.range(found, words), what_is_said(line.row, words)) if part)
        amount = f"**{plain(figure)}**{under(plain(said))}"
        st.markdown(amount, text_alignment="right", width=AMOUNT)
        st.button(
            words.text("open"),
            key=f"open-{line.code}",
            type="primary" if line.code == opened else "secondary",
            on_click=_open,
            args=(line.code,),
        )


def _open(code: str) -> None:
    st.session_state["problem"] = code
