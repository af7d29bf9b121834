"""Sums of the arms of a split test, from which single orders can be taken out, and what compares them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Any

from funnel.answers.experiment_result import Per, Reading, Reads
from funnel.maths.lift import ArmSums, always_valid, lift_of, relative_of

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """How the arms are looked at: what they are divided by, and how much of the plan is seen (1.0: all of it)."""

    per: Per
    share_of_plan: float


class ArmTotals:
    """Sums of one arm that single orders can be taken out of."""

    def __init__(self, row: Row) -> None:
        self.code = row["variant"]
        self.units = int(row["units"])
        self.at = {name: float(value) for name, value in row.items() if name != "variant"}

    def leave_out(self, orders: Sequence[Row]) -> None:
        """Take single orders out; a visitor of several keeps the rest of them."""
        left: dict[str, tuple[float, float]] = {}
        for order in orders:
            visits, value = float(order["visits"]), float(order["value"])
            bought, spent = left.get(order["unit"], (float(order["orders"]), float(order["revenue"])))
            left[order["unit"]] = (bought - 1, spent - value)
            self.at["orders"] -= 1
            self.at["revenue"] -= value
            self.at["orders_squared"] += (bought - 1) ** 2 - bought**2
            self.at["revenue_squared"] += (spent - value) ** 2 - spent**2
            self.at["orders_by_visits"] -= visits
            self.at["revenue_by_visits"] -= value * visits
            self.at["revenue_by_orders"] += (spent - value) * (bought - 1) - spent * bought

    def of(self, reads: Reads, per: Per) -> ArmSums:
        """What one comparison needs."""
        at = self.at
        if reads is Reads.MEAN_ORDER:
            return ArmSums(
                self.units,
                at["revenue"],
                at["orders"],
                at["revenue_squared"],
                at["orders_squared"],
                at["revenue_by_orders"],
            )
        name = "orders" if reads is Reads.ORDERS else "revenue"
        if per is Per.VISITOR:
            units = float(self.units)
            return ArmSums(self.units, at[name], units, at[f"{name}_squared"], units, at[name])
        return ArmSums(
            self.units, at[name], at["visits"], at[f"{name}_squared"], at["visits_squared"], at[f"{name}_by_visits"]
        )


def readings_of(arms: Sequence[ArmTotals], look: Look) -> tuple[Reading, ...]:
    """Every comparison of control and treatment that can be made."""
    found = (_reading(reads, arms, look) for reads in Reads)
    return tuple(one for one in found if one is not None)


def _reading(reads: Reads, arms: Sequence[ArmTotals], look: Look) -> Reading | None:
    control, treatment = (arm.of(reads, look.per) for arm in arms)
    lift = lift_of(control, treatment)
    if lift is None or lift.relative is None:
        return None
    looked = lift.relative_range
    if look.share_of_plan < 1:
        looked = relative_of(always_valid(lift, look.share_of_plan), lift.control)
    return Reading(reads, lift, looked) if looked is not None else None


def sample_ratio_p(units: Sequence[int], share_of_treatment: float) -> float:
    """Chance of two arms at least as unequal as these: Pearson's χ² with one degree of freedom."""
    total = sum(units)
    meant = (total * (1 - share_of_treatment), total * share_of_treatment)
    statistic = sum((found - one) ** 2 / one for found, one in zip(units, meant, strict=True) if one)
    return erfc(sqrt(statistic / 2))
