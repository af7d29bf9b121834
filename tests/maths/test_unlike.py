"""Problems that weigh otherwise on another device: each device at its own ratio; alike where chance explains it."""

from dataclasses import replace

import numpy as np
import pytest

from funnel.maths.cells import Cells, Factor
from funnel.maths.losses import Measure
from funnel.maths.reckoning import Reckoned, reckon
from funnel.maths.uneven import unlike
from funnel.maths.unlike import ByDevice
from funnel.terms import Group
from tests.maths.rows import counts_of, money_of

SLOW = Factor("slow_page", Group.SITE, ("view_item",))
DEVICES = np.array([0, 1])


def _shop(on_computers: int, on_phones: int) -> Cells:
    """A thousand visits a device met it, and so many of them went on; of a thousand like visits 500 did."""
    met = [(0, 1, place, place, 1, 0, 1000, went_on) for place, went_on in enumerate((on_computers, on_phones))]
    like = [(0, 1, place, place, 0, 0, 1000, 500) for place in (0, 1)]
    orders = [on_computers + 500, on_phones + 500]
    money = money_of([(1, place, 2000, count, count, float(count)) for place, count in enumerate(orders)])
    names = ("direct/desktop", "direct/mobile")
    return Cells(("view_item",), 1, (SLOW,), names, counts_of([*met, *like]), money, devices=DEVICES)


def _reckoned(cells: Cells) -> Reckoned:
    return reckon(cells, [1], [1], Measure.MONEY)


def test_each_device_loses_at_its_own_ratio() -> None:
    cells = _shop(450, 250)
    apart, together = _reckoned(cells), _reckoned(replace(cells, devices=None))
    assert apart.losses.loss[0, :, 0] == pytest.approx([50, 250], rel=0.1)
    assert together.losses.loss[0, 0, 0] > 100
    assert set(apart.ratios.by_device.at) == {(0, 0)}


def test_devices_that_differ_by_chance_alone_stay_together() -> None:
    cells = _shop(440, 460)
    apart, together = _reckoned(cells), _reckoned(replace(cells, devices=None))
    assert not apart.ratios.by_device.at
    assert apart.losses.loss == pytest.approx(together.losses.loss)


def test_differences_in_standard_errors() -> None:
    visits, like = np.full(2, 1000.0), np.full(2, 500.0)
    assert unlike((visits, np.array([450.0, 450.0]), visits, like), DEVICES) == 0
    assert unlike((visits, np.array([450.0, 250.0]), visits, like), DEVICES) > 5
    assert unlike((visits, np.array([450.0, 250.0]), visits, like), np.zeros(2, dtype=np.int64)) == 0


def test_the_error_of_a_sum_over_devices_by_hand() -> None:
    found = _reckoned(_shop(450, 250))
    own = found.ratios.by_device.at[0, 0]
    each = [50 * own[0].standard_error / own[0].log_ratio[0], 250 * own[1].standard_error / own[1].log_ratio[0]]
    told = ByDevice(DEVICES, {(0, 0): own}).relative_error((0, 0), np.array([50.0, 250.0]), 9.0)
    assert told == pytest.approx(np.hypot(*each) / 300)
    assert ByDevice(DEVICES).relative_error((0, 0), np.array([50.0, 250.0]), 9.0) == 9.0
