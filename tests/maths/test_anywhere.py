"""Flags raised anywhere in the visit, by hand."""

import numpy as np
import pytest

from funnel.maths.anywhere import without_common_gain
from funnel.maths.ratios import Ratio


def _ratio(log_ratio: float, *, fair: bool = True) -> Ratio:
    return Ratio(np.array([log_ratio, log_ratio + 0.01]), 0.02, 1000, 1000 * fair, 500, 500, 5000, 0, 9000)


def test_where_most_are_gains_what_a_step_has_in_common_is_taken_off() -> None:
    ratios = tuple(_ratio(own) for own in (0.5, 0.4, 0.1, 0.3, 0.2))
    told, error = without_common_gain([0, 0, 0, 1, 1], ratios)
    assert [ratio.log_ratio[0] for ratio in told] == pytest.approx([0.1, 0.0, -0.3, 0.05, -0.05])
    assert told[2].log_ratio[1] == pytest.approx(-0.29)
    assert error == pytest.approx(((0.01 + 0.09 + 0.0025 + 0.0025) / 5) ** 0.5)


@pytest.mark.parametrize("logs", [(0.5, 0.4, -0.1, 0.02), (0.5, 0.4, 0.3)])
def test_half_of_them_or_few_are_no_sign(logs: tuple[float, ...]) -> None:
    ratios = tuple(_ratio(own) for own in logs)
    assert without_common_gain([0] * len(logs), ratios) == (ratios, 0.0)


def test_what_may_not_speak_is_no_sign_and_stays() -> None:
    ratios = tuple(_ratio(own, fair=own < 1) for own in (0.5, 0.4, 0.3, 0.2, 9.0))
    told, _ = without_common_gain([0] * 5, ratios)
    assert told[4].log_ratio[0] == 9.0
    assert told[0].log_ratio[0] == pytest.approx(0.15)
