"""A day is a day of the shop's zone: midnight, both nights of the clock change, any zone of the machine."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.house import ROOT

MOMENTS = [
    "2026-03-28 22:59:59.999", "2026-03-28 23:00:00.000", "2026-03-29 00:59:59.999", "2026-03-29 01:00:00.000",
    "2026-03-29 21:59:59.999", "2026-03-29 22:00:00.000", "2026-09-01 20:59:59.999", "2026-09-01 21:00:00.000",
    "2026-09-01 21:59:59.999", "2026-09-01 22:00:00.000", "2026-09-01 23:59:59.999", "2026-09-02 00:00:00.000",
    "2026-10-24 21:59:59.999", "2026-10-24 22:00:00.000", "2026-10-25 00:30:00.000", "2026-10-25 01:30:00.000",
    "2026-10-25 22:59:59.999", "2026-10-25 23:00:00.000",
]  # fmt: skip
SHOPS = ("Europe/Warsaw", "Europe/Moscow")
COUNT_BY_DAY = """
import json, sys
from pathlib import Path
from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.reconcile import reconcile
from funnel.intake import import_paths
from funnel.store import Store
from funnel.terms import Dimension
found = {}
for zone in sys.argv[3:]:
    store = Store(Path(sys.argv[1]) / zone.replace("/", "-"))
    store.folder.mkdir()
    (store.folder / "settings.toml").write_text(f'zone = "{zone}"')
    outcomes = import_paths(store, [Path(path) for path in sys.argv[2].split("|")])
    assert {outcome.verdict for outcome in outcomes} == {"loaded"}, outcomes
    answer = ask_funnel(store, FunnelQuestion(by=(Dimension.DAY,), compare=False))
    book = reconcile(store, answer.period.start, answer.period.end)
    found[zone] = {
        "visits": {row.key[0]: row.steps[0].count for row in answer.rows},
        "book": {line.day.isoformat(): line.book_orders for line in book.by_day if line.book_orders},
    }
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Visits at the moments (microseconds of UTC), and orders at the same moments written with an offset of +05:00."""
    folder = tmp_path_factory.mktemp("exports")
    events = ["event_date,event_timestamp,event_name,user_pseudo_id,ga_session_id,session_source,session_medium"]
    names = (ROOT / "tests/exports/shopify_orders/orders.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    orders = [",".join(names)]
    for number, text in enumerate(MOMENTS):
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        micros = round(moment.timestamp() * 1_000_000)
        events.append(f"{moment:%Y%m%d},{micros},session_start,v{number},{number},google,cpc")
        there = moment.astimezone(ZoneInfo("Asia/Yekaterinburg"))
        told = {
            "Name": f"#{number + 1}",
            "Financial Status": "paid",
            "Currency": "PLN",
            "Total": "10.00",
            "Lineitem quantity": "1",
            "Lineitem name": "Tee",
            "Lineitem price": "10.00",
            "Created at": f"{there:%Y-%m-%d %H:%M:%S} +0500",
        }
        orders.append(",".join(told.get(name, "") for name in names))
    (folder / "ga4.csv").write_text("\n".join(events), encoding="utf-8")
    (folder / "orders.csv").write_text("\n".join(orders), encoding="utf-8")
    return folder / "ga4.csv", folder / "orders.csv"


@pytest.mark.parametrize("machine", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_days_are_days_of_the_shop(exports: tuple[Path, Path], tmp_path: Path, machine: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", COUNT_BY_DAY, str(tmp_path), "|".join(map(str, exports)), *SHOPS],
        cwd=ROOT, env={**os.environ, "TZ": machine}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    for zone in SHOPS:
        moments = [datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for text in MOMENTS]
        expected = Counter(moment.date().isoformat() for moment in moments)
        assert found[zone] == {"visits": expected, "book": expected}, zone
