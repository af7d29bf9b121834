"""Rounding that keeps sums: parts shown to the cent add up to the total shown to the cent."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


def to_cents(amount: float) -> Decimal:
    """One amount, rounded half to even."""
    return Decimal(repr(float(amount))).quantize(CENT, ROUND_HALF_EVEN) + Decimal(0)


def cents_of_parts(parts: Sequence[float], total: Decimal) -> tuple[Decimal, ...]:
    """The parts to the cent, adding up to `total`; cents left over go to the parts that rounding hurt most.

    `total` may differ from the parts' exact sum by rounding only (half a cent a part, and half for itself).
    """
    rounded = [to_cents(part) for part in parts]
    left = int((total - sum(rounded, Decimal(0))) / CENT)
    hurt = [float(Decimal(repr(float(part))) - shown) for part, shown in zip(parts, rounded, strict=True)]
    order = sorted(range(len(parts)), key=lambda place: -hurt[place] if left > 0 else hurt[place])
    for turn in range(abs(left)):
        rounded[order[turn % len(order)]] += CENT if left > 0 else -CENT
    return tuple(rounded)
