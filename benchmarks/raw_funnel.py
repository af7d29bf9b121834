"""The ordered funnel asked of raw events: our way on DuckDB beside others, same file, same answer, CPU seconds.

Visits reach view → cart → checkout → purchase in the order of time, by channel and device. The events stand in the
order a log has them, one in twenty written late, in the proportions of a shop. Every one runs in a process of its own,
start included; one that is not installed is named and left out. Retentioneering knows no segments: its totals are held
against ours.
`python -m benchmarks.raw_funnel --events 10000000 --check` exits 1 naming the ratio that is not held.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

STEPS = ("view", "cart", "checkout", "purchase")
ASKED = {"chdb": 2.5, "polars": 3.0, "pandas": 8.0, "retentioneering": 10.0}
"""How many times the CPU of ours each must need at least."""
PER_VISIT = 8
Rows = list[tuple[str, str, int, int, int, int]]

EVENTS = """
select
    cast(md5(cast(s as varchar)) as uuid)::varchar as visit,
    timestamp '2026-01-01' + interval (s % 7776000) second + interval (j * 37) second
    - case when hash(s, j, 1) % 20 = 0 then interval (hash(s, j, 2) % 190 * 37 + 11 + j) second
        else interval 0 second end as moment,
    case
        when hash(s, j) % 100 < 90 then 'view' when hash(s, j) % 100 < 96 then 'cart'
        when hash(s, j) % 100 < 98 then 'checkout' else 'purchase'
    end as event,
    'channel ' || (hash(s, 3) % 8)::varchar as channel,
    'device ' || (hash(s, 4) % 4)::varchar as device
from range({visits}) as v(s), range({per_visit}) as e(j)
order by moment, visit
"""
"""No two events of a visit share a moment: whoever breaks ties otherwise must still come to the same."""

OURS = """
with a as (
    select visit, min(channel) as channel, min(device) as device,
        min(moment) filter (event = 'view') as t1,
        list(moment) filter (event = 'cart') as l2,
        list(moment) filter (event = 'checkout') as l3,
        max(moment) filter (event = 'purchase') as last4
    from '{path}' group by visit
),
b as (select *, case when l2 is not null then list_min(list_filter(l2, lambda x: x >= t1)) end as t2 from a),
c as (
    select *, case when l3 is not null and t2 is not null then list_min(list_filter(l3, lambda x: x >= t2)) end as t3
    from b
),
d as (
    select *, last4 >= t3 as t4 from c
)
select channel, device, count(t1), count(t2), count(t3), count(*) filter (t4) from d group by all order by all
"""
"""Of the last step it is asked only whether it came at all, so its last moment will do."""

CHDB = """
select channel, device, countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4)
from (
    select min(channel) as channel, min(device) as device,
        windowFunnel(100000000)(
            toDateTime(moment), event = 'view', event = 'cart', event = 'checkout', event = 'purchase'
        ) as level
    from file('{path}', 'Parquet') group by visit
)
group by channel, device order by channel, device
"""


def ours(path: Path) -> Rows:
    """Minima and short lists in one pass over the events."""
    import duckdb  # noqa: PLC0415  each runs in a process of its own

    with duckdb.connect() as connection:
        return connection.execute(OURS.format(path=path)).fetchall()


def by_chdb(path: Path) -> Rows:
    """ClickHouse's own aggregate for funnels."""
    import chdb  # noqa: PLC0415  as above

    told = str(chdb.query(CHDB.format(path=path), "JSONCompactEachRow"))
    return [(row[0], row[1], *map(int, row[2:])) for row in map(json.loads, told.splitlines())]


def by_polars(path: Path) -> Rows:
    """Each step joined to the one before it: the cheapest form we found."""
    import polars as pl  # noqa: PLC0415  as above

    events = pl.scan_parquet(path)
    whole = events.group_by("visit").agg(pl.col("channel").min(), pl.col("device").min())
    for place, step in enumerate(STEPS):
        of_step = events.filter(pl.col("event") == step).select("visit", "moment")
        if place:
            before = whole.select("visit", f"t{place - 1}").drop_nulls()
            of_step = of_step.join(before, on="visit").filter(pl.col("moment") >= pl.col(f"t{place - 1}"))
        firsts = of_step.group_by("visit").agg(pl.col("moment").min().alias(f"t{place}"))
        whole = whole.join(firsts, on="visit", how="left").collect().lazy()
    counts = [pl.col(f"t{place}").count() for place in range(len(STEPS))]
    return whole.group_by("channel", "device").agg(counts).sort("channel", "device").collect().rows()


def by_pandas(path: Path) -> Rows:
    """The same with merges."""
    import pandas as pd  # noqa: PLC0415  as above

    events = pd.read_parquet(path)
    whole = events.groupby("visit")[["channel", "device"]].min()
    for place, step in enumerate(STEPS):
        of_step = events.loc[events["event"] == step, ["visit", "moment"]]
        if place:
            of_step = of_step.merge(whole[[f"t{place - 1}"]].dropna(), left_on="visit", right_index=True)
            of_step = of_step[of_step["moment"] >= of_step[f"t{place - 1}"]]
        whole[f"t{place}"] = of_step.groupby("visit")["moment"].min()
    told = whole.groupby(["channel", "device"])[[f"t{place}" for place in range(len(STEPS))]].count()
    return [(*key, *map(int, row)) for key, row in zip(told.index, told.to_numpy(), strict=True)]


def by_retentioneering(path: Path) -> Rows:
    """Its own funnel of all visits."""
    os.environ["RETENTIONEERING_NO_TRACK"] = "1"
    import pandas as pd  # noqa: PLC0415  as above
    from retentioneering.eventstream.eventstream import Eventstream  # noqa: PLC0415

    events = pd.read_parquet(path, columns=["visit", "moment", "event"])
    names = {"path_cols": ["visit"], "event_col": "event", "timestamp_col": "moment"}
    told = Eventstream(events, schema=names).funnel_data(steps=list(STEPS))
    return [("", "", *(int(step["unique_paths"]) for step in told["steps"]))]  # type: ignore[list-item]


RIVALS: dict[str, Callable[[Path], Rows]] = {
    "ours": ours,
    "chdb": by_chdb,
    "polars": by_polars,
    "pandas": by_pandas,
    "retentioneering": by_retentioneering,
}
TOTALS_ONLY = {"retentioneering"}


def digest(rows: Rows) -> str:
    """The same for the same counts."""
    return sha256(json.dumps([list(row) for row in rows]).encode()).hexdigest()[:12]


def totals(rows: Rows) -> Rows:
    """One row of all visits."""
    first, second, third, fourth = (sum(counts) for counts in list(zip(*rows, strict=True))[2:])
    return [("", "", first, second, third, fourth)]


def measured(name: str, path: Path) -> tuple[float, list[str]]:
    """CPU seconds of a process that answers once, digests of its rows and of their totals; none when it cannot run."""
    before = _children()
    command = [sys.executable, "-m", "benchmarks.raw_funnel", "--answer", name, "--file", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600, env=dict(os.environ))
    if told.returncode:
        print(f"{name}: not run: {(told.stderr.strip().splitlines() or ['?'])[-1]}")
        return 0.0, []
    return _children() - before, told.stdout.split()[-2:]


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def write_events(path: Path, events: int) -> None:
    """The same file for the same number."""
    import duckdb  # noqa: PLC0415  as above

    with duckdb.connect() as connection:
        query = EVENTS.format(visits=events // PER_VISIT, per_visit=PER_VISIT)
        connection.sql(query).write_parquet(str(path), compression="zstd")


def main() -> int:
    """Prints CPU seconds, ratio to ours and digest of each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=10_000_000)
    options.add_argument("--check", action="store_true")
    options.add_argument("--answer", choices=RIVALS)
    options.add_argument("--file", type=Path)
    told = options.parse_args()
    if told.answer:
        rows = RIVALS[told.answer](told.file)
        print(digest(rows), digest(totals(rows)))
        return 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        write_events(path, told.events)
        spent = {name: measured(name, path) for name in RIVALS}
    return _told(spent, check=told.check)


def _told(spent: dict[str, tuple[float, list[str]]], *, check: bool) -> int:
    base, answer = spent["ours"]
    failed = []
    for name, (seconds, found) in spent.items():
        if found:
            asked = f", asked ≥ {ASKED[name]}" if name in ASKED else ""
            held = 1 if name in TOTALS_ONLY else 0
            print(f"{name:16} {seconds:7.2f} CPU s  {seconds / base:5.1f} × ours{asked}  answer {found[held]}")
            if found[held] != answer[held] or seconds / base < ASKED.get(name, 0):
                failed.append(name)
    if check and failed:
        print(f"Not held: {', '.join(failed)}.")
    return 1 if check and failed else 0


if __name__ == "__main__":
    sys.exit(main())
