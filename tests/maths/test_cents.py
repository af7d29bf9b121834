"""Parts shown to the cent add up to the total shown to the cent."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from funnel.maths.cents import cents_of_parts, to_cents

AMOUNTS = st.lists(st.floats(-1e7, 1e7, allow_nan=False), min_size=1, max_size=30)


@given(AMOUNTS)
def test_parts_add_up_and_stay_near_themselves(parts: list[float]) -> None:
    total = to_cents(sum(parts))
    shown = cents_of_parts(parts, total)
    assert sum(shown) == total
    assert all(abs(float(one) - part) < 0.011 for one, part in zip(shown, parts, strict=True))


def test_thirds() -> None:
    assert cents_of_parts([1 / 3] * 3, Decimal("1.00")) == (Decimal("0.34"), Decimal("0.33"), Decimal("0.33"))


def test_nothing_is_never_minus_nothing() -> None:
    assert str(to_cents(-0.0001)) == "0.00"
