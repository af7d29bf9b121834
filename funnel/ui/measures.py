"""What a cell of the heat table can show: a step's rate, a count, orders or money, now and before."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from funnel.answers.result import Segment, StepCount
from funnel.maths.differences import FLOOR
from funnel.terms import Step
from funnel.words import Words
from funnel.words.forms import NBSP

MONEY = ("orders", "revenue", "revenue_per_visit")


class Form(StrEnum):
    """How a measure is written."""

    SHARE = "share"
    COUNT = "count"
    MONEY = "money"


@dataclass(frozen=True)
class Reading:
    """One figure. None is not measured; `base` below the floor means: cannot tell."""

    value: float | Decimal | None
    before: float | Decimal | None
    base: int | None
    form: Form
    compared: float | None = None
    """The value on full days only: what may be set against `before`."""

    @property
    def can_tell(self) -> bool:
        """Whether enough visits stand behind the figure."""
        return self.form is Form.COUNT or self.base is None or self.base >= FLOOR

    @property
    def difference(self) -> float | None:
        """Shares: points now less before. Amounts: relative change. None when it cannot be said."""
        now = self.compared if self.compared is not None else self.value
        if now is None or self.before is None or not self.can_tell:
            return None
        if self.form is Form.SHARE:
            return float(now) - float(self.before)
        return float(now) / float(self.before) - 1 if self.before else None


def measure_codes(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Codes of every measure these steps allow; the last transition first, for it is the default."""
    rates = [f"rate.{step}" for step in steps[1:]]
    whole = [f"all.{steps[-1]}"] if len(steps) > 2 else []
    return (*reversed(rates), *whole, *(f"count.{step}" for step in steps), *MONEY)


def measure_name(code: str, steps: tuple[Step, ...], words: Words) -> str:
    """Name of a measure, its base stated."""
    kind, _, name = code.partition(".")
    if kind == "rate":
        before = steps[steps.index(Step(name)) - 1]
        return f"{words.term(before)} → {words.term(name)}"
    if kind == "all":
        return f"{words.term(steps[0])} → {words.term(name)}"
    if kind == "count":
        return words.text("{step}: how many", step=words.term(name))
    return words.term(code)


def reading(segment: Segment, code: str) -> Reading:
    """The figure of `code` on one line of a breakdown."""
    kind, _, name = code.partition(".")
    if kind in ("rate", "all", "count"):
        found = segment.step(Step(name))
        return _of_step(kind, found, segment.steps[0]) if found else Reading(None, None, None, Form.COUNT)
    return _of_money(code, segment)


def _of_step(kind: str, step: StepCount, first: StepCount) -> Reading:
    if kind == "rate":
        return Reading(step.of_previous, step.of_previous_before, step.base, Form.SHARE, step.comparable)
    if kind == "all":
        before = step.count_before / first.count_before if step.count_before and first.count_before else None
        return Reading(step.of_first, before, first.count, Form.SHARE)
    return Reading(step.count, step.count_before, step.count, Form.COUNT)


def _of_money(code: str, segment: Segment) -> Reading:
    money, visits = segment.money, segment.steps[0].count
    if code == "orders":
        return Reading(money.orders, None, visits, Form.COUNT)
    if code == "revenue" or money.revenue is None or not visits:
        return Reading(money.revenue if code == "revenue" else None, None, visits, Form.MONEY)
    return Reading(money.revenue / visits, None, visits, Form.MONEY)


def reading_text(found: Reading, words: Words, currency: str) -> str:
    """The figure as it is written in a cell."""
    if found.value is None:
        return words.number(None)
    if not found.can_tell:
        return words.text("cannot tell")
    if found.form is Form.SHARE:
        share = float(found.value)
        return words.percent(share, 0 if share >= 0.1 else 1)
    if found.form is Form.MONEY:
        return words.money(found.value, currency, 2 if abs(float(found.value)) < 100 else 0)
    return words.number(found.value)


def difference_text(found: Reading, words: Words) -> str:
    """The change beside the figure: points for shares, percent for amounts; empty when there is none to state."""
    if found.difference is None or round(found.difference * 100) == 0:
        return ""
    points = words.signed(found.difference * 100)
    return points if found.form is Form.SHARE else f"{points}{NBSP}%"
