"""What a cell of the heat table can show: a step's rate, a count, orders or money, now and before."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from funnel.answers.result import Segment
from funnel.maths.differences import FLOOR, Change, enough
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
    full: float | Decimal | None = None
    """The value on full days only: what may be set against `before`."""
    full_base: int | None = None
    base_before: int | None = None

    @property
    def can_tell(self) -> bool:
        """Whether enough visits stand behind the figure."""
        return self.form is Form.COUNT or self.base is None or self.base >= FLOOR

    @property
    def difference(self) -> float | None:
        """Shares: points now less before. Amounts: relative change. None when it cannot be said."""
        now = self.full
        if now is None or self.before is None or not self.can_tell or not enough(self.full_base, self.base_before):
            return None
        if self.form is Form.SHARE:
            return float(now) - float(self.before)
        return float(now) / float(self.before) - 1 if self.before else None


def measure_codes(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Codes of every measure these steps allow: the whole way, transitions from the end, counts, orders and money."""
    walked = tuple(step for step in steps if step not in (Step.CLICK, Step.KEPT))
    whole = [f"all.{walked[-1]}"] if len(walked) > 1 else []
    return (*whole, *(f"rate.{step}" for step in reversed(steps[1:])), *(f"count.{step}" for step in steps), *MONEY)


def measure_name(code: str, steps: tuple[Step, ...], words: Words) -> str:
    """Name of a measure, its base stated."""
    kind, _, name = code.partition(".")
    if kind == "rate":
        before = steps[steps.index(Step(name)) - 1]
        return f"{words.term(before)} → {words.term(name)}"
    if kind == "all":
        first = next(step for step in steps if step is not Step.CLICK)
        return f"{words.term(first)} → {words.term(name)}"
    if kind == "count":
        return words.text("{step}: how many", step=words.term(name))
    return words.term(code)


@dataclass(frozen=True)
class Sides:
    """One line of a breakdown three times: all days, full days only, and the days those are compared with."""

    now: Segment
    full: Segment | None = None
    before: Segment | None = None


def reading(sides: Sides, code: str) -> Reading:
    """The figure of `code`, and what may be set against each other."""
    kind, _, name = code.partition(".")
    value, base = _measured(sides.now, kind, name)
    form = Form.SHARE if kind in ("rate", "all") else Form.COUNT if kind in ("count", "orders") else Form.MONEY
    full, full_base = _measured(sides.full, kind, name) if sides.full else (None, None)
    before, base_before = _measured(sides.before, kind, name) if sides.before else (None, None)
    return Reading(value, before, base, form, full, full_base, base_before)


def change_of(found: Reading, name: tuple[str, ...]) -> Change | None:
    """A share's change as something chance can be asked about; None for amounts and where nothing is compared."""
    if found.form is not Form.SHARE or found.difference is None or not found.full_base or not found.base_before:
        return None
    counts = (round(float(found.full or 0) * found.full_base), round(float(found.before or 0) * found.base_before))
    return Change(name, counts[0], found.full_base, counts[1], found.base_before)


def _measured(line: Segment, kind: str, name: str) -> tuple[float | Decimal | None, int | None]:
    """Value and base of one measure on one line."""
    money, visits = line.money, _first_walked(line)
    if kind in ("rate", "all", "count"):
        found = line.step(Step(name))
        if found is None:
            return None, None
        by_kind = {"rate": (found.of_previous, found.base), "all": (found.of_first, visits)}
        return by_kind.get(kind, (found.count, found.count))
    if kind == "revenue_per_visit":
        return (money.revenue / visits if money.revenue is not None and visits else None), visits
    return (money.orders if kind == "orders" else money.revenue), visits


def _first_walked(line: Segment) -> int | None:
    return next((each.count for each in line.steps if each.step is not Step.CLICK and each.count is not None), None)


def reading_text(found: Reading, words: Words, currency: str) -> str:
    """The figure as it is written in a cell."""
    if found.value is None:
        return words.number(None)
    if not found.can_tell:
        return words.text("cannot tell")
    if found.form is Form.SHARE:
        share = float(found.value)
        return words.percent(share, 0 if share >= 0.1 or not share else 1 if share >= 0.01 else 2)
    if found.form is Form.MONEY:
        return words.money(found.value, currency, 2 if abs(float(found.value)) < 100 else 0)
    return words.number(found.value)


def difference_text(found: Reading, words: Words) -> str:
    """The change beside the figure: points for shares, percent for amounts; empty when there is none to state."""
    if found.difference is None:
        return ""
    digits = 1 if found.form is Form.SHARE and abs(float(found.value or 0)) < 0.1 else 0
    if round(found.difference * 100, digits) == 0:
        return ""
    points = words.signed(found.difference * 100, digits)
    return points if found.form is Form.SHARE else f"{points}{NBSP}%"
