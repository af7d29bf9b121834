"""Split tests out of the variant column of a traffic export: orders and money per visit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from funnel.answers.counting import filters_as_asked
from funnel.answers.experiment_result import (
    Arm,
    Reading,
    SplitAnswer,
    SplitQuestion,
    WithoutLargest,
)
from funnel.answers.experiment_sums import ArmTotals, Look, readings_of, sample_ratio_p
from funnel.answers.experiment_verdict import UNEQUAL, one_order_matters, verdict_of
from funnel.answers.ground import Ground, stand_on
from funnel.answers.result import Note
from funnel.errors import WrongUse, near_match, sentence
from funnel.paths import steps_counted
from funnel.periods import WEEK, Period
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import STEP_LETTER, Counting, Step

Row = Mapping[str, Any]
DEAREST = 0.01
"""Share of the orders that must not decide alone."""
MOST_ORDERS = 20_000


def arms_held(store: Store) -> tuple[tuple[str, date, date, int], ...]:
    """Arms the traffic exports name: code, first and last day, visits."""
    with store.reading() as reader:
        rows = reader.ask("answers/experiment_spans")
    return tuple((row["variant"], row["first_day"], row["last_day"], row["visits"]) for row in rows)


def ask_split(store: Store, question: SplitQuestion) -> SplitAnswer:
    """Read a split test; raises WrongUse when no export names its arms."""
    with store.reading() as reader:
        ground = stand_on(reader)
        asked = _settled(question, reader.ask("answers/experiment_spans"))
        return _Split(reader, ground, asked).answer()


def _settled(question: SplitQuestion, spans: Sequence[Row]) -> SplitQuestion:
    """The question with its arms and days told."""
    held = [row["variant"] for row in spans]
    if len(held) < 2:
        raise WrongUse(sentence("No traffic export here names two arms of a split test in its variant column."))
    control = _arm(question.control, held) or next((one for one in held if one.lower() in CONTROLS), held[0])
    treatment = _arm(question.treatment, held) or next(one for one in held if one != control)
    mine = [row for row in spans if row["variant"] in (control, treatment)]
    return replace(
        question,
        control=control,
        treatment=treatment,
        start=question.start or max(row["first_day"] for row in mine),
        end=question.end or max(row["last_day"] for row in mine),
    )


CONTROLS = frozenset({"control", "a", "baseline", "original", "0", "контроль", "kontrola"})


def _arm(code: str | None, held: Sequence[str]) -> str | None:
    if code is not None and code not in held:
        told = sentence("No visit names the arm “{code}”; there are {known}.", code=code, known=", ".join(held))
        raise WrongUse(told, near_match(code, list(held)))
    return code


class _Split:
    """One settled question on one generation."""

    def __init__(self, reader: Reader, ground: Ground, question: SplitQuestion) -> None:
        if question.start is None or question.end is None:
            raise WrongUse(sentence("A split test needs its first and its last day."))
        self.reader, self.ground, self.question = reader, ground, question
        self.period = Period(question.start, min(question.end, ground.newest))
        self.asked = {"start": self.period.start, "end": self.period.end, **filters_as_asked(question.where)}
        found = {row["variant"]: row for row in reader.ask("answers/experiment_arms", self.asked)}
        self.rows = [self._found(found, code) for code in (question.control, question.treatment)]

    def answer(self) -> SplitAnswer:
        mixed = self.reader.ask("answers/experiment_mixed", self.asked)[0]
        readings = readings_of([ArmTotals(row) for row in self.rows], self.look)
        without = self._without_largest()
        unequal = sample_ratio_p([row["units"] for row in self.rows], self.question.share_of_treatment)
        warnings = self._warnings(mixed, without, readings, unequal)
        return SplitAnswer(
            period=self.period,
            planned_end=self.question.planned_end,
            finished=self.finished,
            per=self.question.per,
            control=self._told(self.rows[0]),
            treatment=self._told(self.rows[1]),
            readings=readings,
            without=without,
            sample_ratio_p=unequal,
            visitors_in_both=int(mixed["visitors_in_both"]),
            buyers_in_both=int(mixed["buyers_in_both"]),
            nameless_visits=sum(int(row["nameless"]) for row in self.rows),
            days=self._days(),
            verdict=verdict_of(readings, without, unequal, finished=self.finished),
            warnings=warnings,
            zone=self.ground.zone,
            currency=self.ground.currency,
            generation=self.reader.generation,
        )

    @property
    def finished(self) -> bool:
        """Whether the planned last day is behind; a test without a plan is read once, as it is."""
        return self.question.planned_end is None or self.period.end >= self.question.planned_end

    @property
    def look(self) -> Look:
        """What orders and money are divided by, and the share of the planned days seen so far."""
        planned = self.question.planned_end or self.period.end
        return Look(self.question.per, self.period.days / max(self.period.days, (planned - self.period.start).days + 1))

    def _found(self, found: Mapping[str, Row], code: str | None) -> Row:
        if code is None or code not in found:
            raise WrongUse(sentence("No visit of these days and filters is of the arm “{code}”.", code=code or ""))
        return found[code]

    def _told(self, row: Row) -> Arm:
        return Arm(
            row["variant"],
            int(row["units"]),
            int(row["visits"]),
            int(row["orders"]),
            int(row["buyers"]),
            Decimal(row["revenue"]),
            self._steps_of(row["variant"]),
        )

    def _steps_of(self, arm: str) -> tuple[tuple[Step, int], ...]:
        paths = [row for row in self.reader.ask("answers/experiment_paths", self.asked) if row["variant"] == arm]
        feeds = {row["feed"] for row in paths}
        steps = tuple(
            step for step in STEP_LETTER if all(self.ground.measured.counted(feed, (step,)) for feed in feeds)
        )
        counts = dict.fromkeys(steps, 0)
        for row in paths:
            for step, counted in zip(steps, steps_counted(row["path"], steps, Counting.REACHED), strict=True):
                counts[step] += row["visits"] * counted
        return tuple(counts.items())

    def _days(self) -> tuple[tuple[date, str, int, int, Decimal | None], ...]:
        rows = self.reader.ask("answers/experiment_days", self.asked)
        arms = (self.question.control, self.question.treatment)
        return tuple(
            (row["day"], row["variant"], int(row["visits"]), int(row["orders"]), row["revenue"])
            for row in rows
            if row["variant"] in arms
        )

    def _without_largest(self) -> tuple[WithoutLargest, ...]:
        orders = sum(int(row["orders"]) for row in self.rows)
        most = min(MOST_ORDERS, ceil(orders * DEAREST))
        if not most:
            return ()
        arms = {row["variant"] for row in self.rows}
        largest = self.reader.ask("answers/experiment_largest", {**self.asked, "most": MOST_ORDERS})
        mine = [row for row in largest if row["variant"] in arms][:most]
        return tuple(self._left_out(mine[:count]) for count in dict.fromkeys((1, most)) if mine)

    def _left_out(self, orders: Sequence[Row]) -> WithoutLargest:
        sums = [ArmTotals(row) for row in self.rows]
        for arm in sums:
            arm.leave_out([order for order in orders if order["variant"] == arm.code])
        return WithoutLargest(
            len(orders), sum((one["value"] for one in orders), Decimal(0)), readings_of(sums, self.look)
        )

    def _warnings(
        self, mixed: Row, without: Sequence[WithoutLargest], readings: Sequence[Reading], unequal: float
    ) -> tuple[Note, ...]:
        found = [Note("arms_unequal", (("p", f"{unequal:.2g}"),))] if unequal < UNEQUAL else []
        if not self.finished and self.question.planned_end is not None:
            found.append(Note("test_running", (("day", self.question.planned_end.isoformat()),)))
        if self.period.days < WEEK:
            found.append(Note("test_short", (("days", str(self.period.days)),)))
        if mixed["buyers_in_both"]:
            found.append(Note("buyers_in_both", (("n", str(int(mixed["buyers_in_both"]))),)))
        if without and one_order_matters(readings, without[0].readings):
            found.append(Note("one_order_matters", (("value", str(round(without[0].money))),)))
        nameless = sum(int(row["nameless"]) for row in self.rows)
        return (*found, *([Note("visits_without_visitor", (("n", str(nameless)),))] if nameless else []))
