"""Check 30: days are days of the shop on a machine of any zone: midnights and both nights of the clock change."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.faults.ground import PATIENCE, Result, run
from tests.house import ROOT

SHOPS = ("Europe/Warsaw", "Europe/Moscow")
MACHINES = ("UTC", "Asia/Tokyo", "America/New_York")
LOCAL_MIDNIGHTS = ("2026-03-28", "2026-03-29", "2026-03-30", "2026-09-02", "2026-10-25", "2026-10-26")
"""Their midnights, a millisecond before them, and the hours around the clock changes of Warsaw."""
AROUND = ("2026-03-29 00:59:59.999", "2026-03-29 01:00:00", "2026-10-25 00:30:00", "2026-10-25 01:30:00")
COLUMNS = "event_date,event_timestamp,event_name,user_pseudo_id,ga_session_id,session_source,session_medium"
COUNT = """
import json, sys
from pathlib import Path
from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.reconcile import reconcile
from funnel.intake import import_paths
from funnel.store import Store
from funnel.store.digests import table_digests
from funnel.terms import Dimension
found = {}
for zone in sys.argv[2].split("|"):
    store = Store(Path(sys.argv[1]) / zone.replace("/", "-"))
    store.folder.mkdir(parents=True)
    (store.folder / "key").write_bytes(b"k" * 32)
    (store.folder / "settings.toml").write_text(f'zone = "{zone}"')
    outcomes = import_paths(store, [Path(path) for path in sys.argv[3:]])
    assert {outcome.verdict for outcome in outcomes} == {"loaded"}, outcomes
    answer = ask_funnel(store, FunnelQuestion(by=(Dimension.DAY,), compare=False))
    book = reconcile(store, answer.period.start, answer.period.end)
    found[zone] = {
        "visits": {row.key[0]: row.steps[0].count for row in answer.rows},
        "book": {line.day.isoformat(): line.book_orders for line in book.by_day if line.book_orders},
        "tables": {name: list(told) for name, told in table_digests(store.folder, store.generation()).items()},
    }
print(json.dumps(found))
"""


def count_in_zones(folder: Path, machines: tuple[str, ...] = MACHINES) -> Result:
    """Visits and orders by day are those of Python's own calendar, the same tables on machines of any zone."""
    result = Result("zones (check 30)")
    files = _exports(folder)
    found = {machine: _counted(folder / machine.replace("/", "-"), files, machine) for machine in machines}
    for zone in SHOPS:
        wanted = Counter(moment.astimezone(ZoneInfo(zone)).date().isoformat() for moment in _moments())
        for machine in machines:
            told = found[machine][zone]
            for what in ("visits", "book"):
                result.expect(told[what] == wanted, f"{zone} on {machine}: {what} {told[what]} instead of {wanted}")
                result.count("days compared", len(wanted))
            result.expect(told["tables"] == found[machines[0]][zone]["tables"], f"{zone} on {machine}: other tables")
    result.count("moments", len(_moments()))
    result.count("zones of machines", len(machines))
    return result


def _moments() -> list[datetime]:
    found = {datetime.fromisoformat(text).replace(tzinfo=UTC) for text in AROUND}
    for zone in (*SHOPS, "UTC"):
        for day in LOCAL_MIDNIGHTS:
            midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
            found |= {midnight, datetime.fromtimestamp(midnight.timestamp() - 0.001, UTC)}
    return sorted(found)


def _exports(folder: Path) -> list[Path]:
    """The moments as GA4's microseconds, and as orders written with offsets of +05:00 and of +03:00."""
    names = (ROOT / "tests/exports/shopify_orders/orders.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    events, orders = [COLUMNS], [",".join(names)]
    for number, moment in enumerate(_moments()):
        micros = round(moment.timestamp() * 1_000_000)
        events.append(f"{moment:%Y%m%d},{micros},session_start,v{number},{number},google,cpc")
        there = moment.astimezone(ZoneInfo("Asia/Yekaterinburg" if number % 2 else "Europe/Moscow"))
        told = {
            "Name": f"#{number + 1}", "Financial Status": "paid", "Currency": "PLN", "Total": "10.00",
            "Lineitem quantity": "1", "Lineitem name": "Tee", "Lineitem price": "10.00",
            "Created at": f"{there:%Y-%m-%d %H:%M:%S %z}",
        }  # fmt: skip
        orders.append(",".join(told.get(name, "") for name in names))
    (folder / "ga4.csv").write_text("\n".join(events), encoding="utf-8")
    (folder / "orders.csv").write_text("\n".join(orders), encoding="utf-8")
    return [folder / "ga4.csv", folder / "orders.csv"]


def _counted(folder: Path, files: list[Path], machine: str) -> dict[str, dict[str, dict[str, object]]]:
    told = subprocess.run(
        [sys.executable, "-c", COUNT, str(folder), "|".join(SHOPS), *map(str, files)],
        cwd=ROOT, env={**os.environ, "TZ": machine}, capture_output=True, text=True, check=False, timeout=4 * PATIENCE,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return dict(json.loads(told.stdout))


if __name__ == "__main__":
    sys.exit(run([count_in_zones], [count_in_zones]))
