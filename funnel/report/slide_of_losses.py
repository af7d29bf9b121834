"""The slide of losses: groups and steps, what to fix first, for one week."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from funnel.periods import WEEK
from funnel.report.for_presenter import of_losses
from funnel.report.slide import Bar, Cell, Chart, Slide, SlideTable, Written, period_of
from funnel.terms import Step
from funnel.words import Words, msgid
from funnel.words.forms import rounded_estimate

Json = Mapping[str, Any]
MOST_LINES = 8
HEADS = (msgid("problem"), msgid("group"), msgid("lost"), msgid("range"), msgid("how sure"))
STEP_ORDER = {step.value: place for place, step in enumerate(Step)}


class Weekly:
    """Losses of several weeks shown for one week, rounded as on the Losses screen."""

    def __init__(self, snapshot: Json, words: Words) -> None:
        self.words, self.currency = words, snapshot["currency"]
        self.weeks = period_of(snapshot["losses"]["period"]).days / WEEK

    def figure(self, value: str | None) -> Decimal | None:
        """An amount for one week."""
        return None if value is None else rounded_estimate(Decimal(value) / Decimal(repr(self.weeks)))

    def cell(self, value: str | None) -> Cell:
        """The same as a cell."""
        figure = self.figure(value)
        return Cell(self.words.number(figure), figure, Written.MONEY)

    def range(self, row: Json) -> str:
        """Both ends in small type."""
        low, high = self.figure(row["low"]), self.figure(row["high"])
        return "" if low is None or high is None else f"{self.words.number(low)} … {self.words.number(high)}"


def losses_slide(snapshot: Json, words: Words) -> Slide:
    """Losses of the snapshot's weeks, scaled to one week as on the Losses screen."""
    told, title = snapshot["losses"], words.text("Where money is lost")
    if told is None:
        return Slide("losses", title, words.text("Nothing held tells where orders are lost."))
    scale = Weekly(snapshot, words)
    lines = [row for row in told["by_factor"]["rows"] if row["effect"] is not None and row["factor"]]
    shown = sorted(lines, key=lambda row: -Decimal(row["effect"]))[:MOST_LINES]
    groups = {row["group"]: row for row in told["by_group"]["rows"] if row["effect"] is not None}
    period = words.period(period_of(told["period"]))
    return Slide(
        "losses",
        title,
        _losses_lead(told["by_group"]["total"], groups, scale, words),
        (_groups_by_steps(told, scale, words), _ranked(shown, scale, words)),
        Chart(
            words.text("Lost a week, by group"),
            snapshot["currency"],
            tuple(_loss_bar(group, row, scale, words) for group, row in groups.items()),
        ),
        words.text(
            "{period}, for one week, {currency}. Visits that met a problem against like visits that did not; "
            "an estimate, not an experiment. 90 % ranges.",
            period=period,
            currency=snapshot["currency"],
        ),
        of_losses(
            [_said_of(row, scale, words) for row in shown[:3]], [one["factor"] for one in told["not_measured"]], words
        ),
    )


def _losses_lead(total: Json, groups: Mapping[str, Json], scale: Weekly, words: Words) -> str:
    figure = scale.figure(total["effect"])
    if figure is None or not groups:
        return words.text("No loss could be measured in these weeks.")
    group, most = max(groups.items(), key=lambda item: Decimal(item[1]["effect"]))
    return words.text(
        "About {total} a week ({range}); most of it with {group}: {part}.",
        total=words.money(figure, scale.currency),
        range=scale.range(total),
        group=words.term(group),
        part=words.money(scale.figure(most["effect"]), scale.currency),
    )


def _loss_bar(group: str, row: Json, scale: Weekly, words: Words) -> Bar:
    effect, low, high = (float(scale.figure(row[name]) or 0) for name in ("effect", "low", "high"))
    return Bar(words.term(group), 0.0, effect, words.number(effect), low, high, group)


def _groups_by_steps(told: Json, scale: Weekly, words: Words) -> SlideTable:
    cells = {(row["group"], row["step"]): row["effect"] for row in told["by_step"]["rows"]}
    steps = sorted({step for _, step in cells}, key=lambda step: STEP_ORDER.get(step, len(STEP_ORDER)))
    groups = list(dict.fromkeys(row["group"] for row in told["by_group"]["rows"]))
    whole = {row["group"]: row["effect"] for row in told["by_group"]["rows"]}
    rows = [
        (Cell(words.term(group)), *(scale.cell(cells.get((group, step))) for step in steps), scale.cell(whole[group]))
        for group in groups
    ]
    heads = (words.text("group"), *(words.term(step) for step in steps), words.text("all steps"))
    return SlideTable(words.text("Groups and steps"), heads, tuple(rows))


def _ranked(rows: Sequence[Json], scale: Weekly, words: Words) -> SlideTable:
    told = tuple(
        (
            Cell(words.term(row["factor"])),
            Cell(words.term(row["group"])),
            scale.cell(row["effect"]),
            Cell(scale.range(row)),
            Cell(words.text("sure") if row["sure"] else words.text("within noise")),
        )
        for row in rows
    )
    return SlideTable(words.text("What to fix first"), tuple(map(words.text, HEADS)), told)


def _said_of(row: Json, scale: Weekly, words: Words) -> str:
    amount = words.money(scale.figure(row["effect"]), scale.currency)
    return f"{words.term(row['factor'])}: {amount} ({scale.range(row)})"
