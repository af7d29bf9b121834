"""What losses cost by the number of visits: cells built from flags in one pass, then losses with ranges from cells.

    python -m benchmarks.losses --visits 1000000 20000000 --check

Invented visits of 28 days × 8 channels × 3 devices × 5 categories × 2 kinds of visitor, each with problems of the steps
it came to; CPU seconds. Each number of visits is built in a process of its own, as the dashboard finds cells that were
built before it started; then one process reckons the losses of all of them in turn.
Exit 1 names every bar that is not held.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from funnel.answers.problem_cells import cells_of
from funnel.factors import LOSS_STEPS, VISIT_FACTORS, mask_of
from funnel.maths.losses import Measure
from funnel.maths.reckoning import factor_lines, reckon
from funnel.store.place import Reader
from funnel.store.queries import named_query

FIRST = date(2026, 9, 7)
DAYS = 28
TRIES = 60
"""Losses are reckoned so often, all numbers of visits in turn, and the quickest counts: what else runs slows most."""
BARS = (("cells_20m", 4.0), ("losses_1m", 1.0), ("growth_of_losses", 1.2))
CELLS = ("loss_groups", "loss_cells", "loss_money", "loss_parts", "loss_visits", "loss_lines", "loss_counts")
CHAIN = """
create table chain_visits as
select 'web' as feed, i as visit, date '2026-09-07' + cast(h % 28 as integer) as day,
    'channel ' || (h // 28 % 8) as channel, ['mobile', 'desktop', 'tablet'][1 + h // 224 % 3] as device,
    'category ' || (h // 672 % 5) as category, ['new', 'returning'][1 + h // 3360 % 2] as visitor,
    case when u < 0.03 then 5 when u < 0.05 then 4 when u < 0.07 then 3 when u < 0.15 then 2 when u < 0.6 then 1
        else 0 end as furthest,
    case when u < 0.03 then 1 else 0 end as judged, case when u < 0.027 then 1 else 0 end as kept,
    case when u < 0.03 then 40.0 + h % 60 else 0.0 end as paid_value,
    case when u < 0.027 then 40.0 + h % 60 else 0.0 end as value
from (select i, cast(hash(i) >> 8 as bigint) as h,
    (hash(i + 7) >> 11) / 9007199254740992.0 as u from range({visits}) t(i))
"""
PROBLEMS = """
create table visit_problems as
select feed, visit, s.chances,
    cast(hash(visit + 3) & hash(visit + 5) & hash(visit + 9) & hash(visit + 11) & hash(visit + 13) & s.chances
        as bigint) as pattern,
    cast(0 as bigint) as unmeasured
from chain_visits as c inner join
    (select place, bit_or(mask) over (order by place) as chances from loss_steps) as s on s.place = c.furthest + 1
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds for one number of visits."""

    visits: int
    flags: float
    """Joining the flags to the visits: part of every build, stated apart."""
    cells: float
    cell_rows: int
    losses: float


@dataclass(frozen=True)
class Shop:
    """A file of the cells of that many invented visits, and what they cost."""

    visits: int
    kept: Path
    flags: float
    cells: float
    cell_rows: int


def built(visits: int, folder: Path) -> Shop:
    """Build cells of that many invented visits, kept in a file of the folder."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute(CHAIN.format(visits=visits))
    connection.execute(named_query("tables/loss_steps"))
    steps = [[step.value, place, mask_of(step)] for place, step in enumerate(LOSS_STEPS, start=1)]
    connection.executemany("insert into loss_steps values (?, ?, ?)", steps)
    connection.execute(PROBLEMS)
    flags = sum(_built(connection, name) for name in ("loss_segments", "visit_flags"))
    cells = sum(_built(connection, name) for name in CELLS)
    rows = connection.execute("select count(*) from loss_cells").fetchone()
    _state_factors(connection)
    for name in ("chain_visits", "visit_problems", "visit_flags", "loss_groups"):
        connection.execute(f"drop table {name}")
    kept = folder / f"{visits}.duckdb"
    connection.execute(f"attach '{kept}' as kept")
    connection.execute("copy from database memory to kept")
    connection.close()
    return Shop(visits, kept, flags, cells, rows[0] if rows else 0)


def costs_of(asked: Iterable[int]) -> list[Cost]:
    """Build cells of every number of visits and reckon their losses."""
    with TemporaryDirectory() as folder:
        shops = [_in_a_process_of_its_own(visits, Path(folder)) for visits in asked]
        kept = [duckdb.connect(str(shop.kept), read_only=True) for shop in shops]
        seconds = [[_timed(partial(_losses, connection)) for connection in kept] for _ in range(TRIES)]
        for connection in kept:
            connection.close()
    quickest = (min(tries) for tries in zip(*seconds, strict=True))
    found = zip(shops, quickest, strict=True)
    return [Cost(shop.visits, shop.flags, shop.cells, shop.cell_rows, losses) for shop, losses in found]


def _in_a_process_of_its_own(visits: int, folder: Path) -> Shop:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        return other.submit(built, visits, folder).result()


def _built(connection: duckdb.DuckDBPyConnection, name: str) -> float:
    return _timed(lambda: connection.execute(f"create table {name} as {named_query(f'facts/{name}')}"))


def _state_factors(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(named_query("tables/factor_states"))
    for bit, rule in enumerate(VISIT_FACTORS):
        row = [rule.code, bit, "measured", 1, 1, 0, FIRST, FIRST, None]
        connection.execute("insert into factor_states values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _losses(connection: duckdb.DuckDBPyConnection) -> None:
    cells = cells_of(Reader(1, connection))
    days = range(FIRST.toordinal(), FIRST.toordinal() + DAYS)
    factor_lines(reckon(cells, list(days)[DAYS // 2 :], list(days), Measure.MONEY))


def _timed(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def figures(costs: list[Cost]) -> dict[str, float]:
    """What the bars are set on."""
    least, most = costs[0], costs[-1]
    return {
        "cells_20m": most.cells * 20_000_000 / most.visits,
        "losses_1m": least.losses,
        "growth_of_losses": most.losses / least.losses,
    }


def main() -> int:
    """Print the costs; with --check, name what is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, nargs="+", default=[1_000_000, 4_000_000])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    costs = costs_of(sorted(asked.visits))
    found = figures(costs)
    print(json.dumps({"costs": [asdict(cost) for cost in costs], **found}, indent=2) if asked.json else _told(costs))
    missed = [f"{name}: {found[name]:.2f}, at most {bar}" for name, bar in BARS if found[name] > bar]
    if asked.check and missed:
        print("\n".join(missed), file=sys.stderr)
        return 1
    return 0


def _told(costs: list[Cost]) -> str:
    lines = ["visits      flags s  cells s  rows of cells  losses s"]
    lines += [f"{c.visits:<11,} {c.flags:7.2f}  {c.cells:7.2f}  {c.cell_rows:13,}  {c.losses:8.2f}" for c in costs]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
