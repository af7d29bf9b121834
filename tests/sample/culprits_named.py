"""Whether the culprits of the planted faults are named where their department looks; also for shops of other seeds.

Run as a module (`make culprits`) it invents a shop a seed, imports it and says what is not named.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from funnel.answers.bring_in import bring_in_sample
from funnel.answers.culprit_result import CulpritAnswer, CulpritQuestion, CulpritRow
from funnel.answers.culprits import ask_culprits
from funnel.answers.shop import shop_state
from funnel.factors import BY_CODE
from funnel.periods import full_days
from funnel.sample import write_sample
from funnel.store import Store
from funnel.terms import Group
from funnel.ui.department import PRESET
from funnel.ui.filters import preset_period

FIRST = 3
SEEDS = (20261115, 1, 2, 3)
"""The bundled sample's own and three others."""
PLANTED = {
    "click_lost": {"prospecting_home"},
    "ad_mismatch": {"autumn_lights"},
    "slow_page": {"mobile"},
    "payment_error": {"mobile"},
    "checkout_error": {"desktop"},
    "out_of_stock": {"Birch Lamp", "Birch Kettle", "Birch Throw", "Linen Lamp", "Linen Throw"},
    "empty_search": {"desk lamp"},
    "price_above": {"kitchen"},
    "chat_slow": {"18-24"},
    "late_delivery": {"furniture", "decor"},
}
"""What a fault was planted in: one of these must stand first among what it is laid to (funnel/sample/faults.py)."""


def ask_whole(store: Store, group: Group) -> CulpritAnswer:
    """What the screen of a department asks at first: its newest 13 weeks, without the days still filling up."""
    state = shop_state(store)
    assert state.first_day
    assert state.newest_day
    period = preset_period(PRESET, state.first_day, state.newest_day)
    assert period
    days = full_days(period, state.newest_day, store.settings.late_days)
    return ask_culprits(store, CulpritQuestion(days.start, days.end, group))


def not_named(answer: CulpritAnswer) -> list[str]:
    """Planted faults of the group that are not among its first lines, or not laid to what they were planted in."""
    first = {factor.factor: factor for factor in answer.factors[:FIRST]}
    planted = [code for code in PLANTED if BY_CODE[code].group is answer.group]
    unplanted = [line.factor for line in answer.factors[: len(planted)] if line.factor not in PLANTED]
    missing = [f"{code} is not in the first {FIRST}" for code in planted if code not in first]
    wrong = [f"{code} by {_top(line.rows)}" for code, line in first.items() if not _is_laid(code, _top(line.rows))]
    return [*(f"{code} stands above" for code in unplanted), *missing, *wrong]


def faults_of(folder: Path) -> list[str]:
    """Faults planted in the exports at `folder`."""
    return [fault["id"] for fault in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["faults"]]


def _top(rows: Sequence[CulpritRow]) -> str:
    return next((row.title or row.culprit for row in rows), "nobody")


def _is_laid(code: str, culprit: str) -> bool:
    return code not in PLANTED or culprit in PLANTED[code]


def main(seeds: Sequence[int] = SEEDS) -> int:
    """0 when every fault is named in the shops of all seeds."""
    broken = 0
    for seed in seeds:
        with TemporaryDirectory() as folder:
            exports, store = Path(folder) / "exports", Path(folder) / "store"
            write_sample(exports, seed=seed)
            bring_in_sample(Store(store), exports)
            told = [f"{group}: {each}" for group in Group for each in not_named(ask_whole(Store(store), group))]
            Store(store).close()
        broken += bool(told)
        print(f"seed {seed}: {'; '.join(told) or 'every fault is named'}")
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main([int(word) for word in sys.argv[1:]] or SEEDS))
