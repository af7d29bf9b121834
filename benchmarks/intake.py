"""What an import costs against DuckDB's plain read_csv of the same file into a table, in CPU seconds of this process.

Two files are written: an event log (UTF-8, commas, ISO times) and an order book (cp1251, semicolons, decimal commas,
dd.mm.yyyy). DuckDB reads a UTF-8 copy of the second, which it cannot read as it is. The import is measured to the
shelf: parsed, checked, accounted for, kept. What publishing costs is stated apart. Peak memory is the process's own.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, process_time

import duckdb

from funnel.intake import import_paths
from funnel.store import Store
from funnel.store.door import Opened, as_it_is

MOST = {"events": 2.0, "orders": 3.0}
"""Ratio of CPU seconds each file may cost at most."""
MOST_MEGABYTES = 1024
SETTINGS = 'zone = "Europe/Warsaw"\ncurrency = "PLN"\nmemory_limit = "512MB"\n'
MAPPING = """kind = "order_lines"
[columns]
order_id = "Заказ"
moment = "Дата"
status = "Статус"
order_total = "Сумма"
product = "Товар"
quantity = "Штук"
"""
EVENTS = """
select strftime(timestamp '2026-07-01' + to_seconds(cast(i * 7776000.0 / {rows} as bigint)), '%Y-%m-%d %H:%M:%S')
    as timestamp, (['view', 'view', 'view', 'cart', 'checkout', 'purchase'])[1 + cast(hash(i) % 6 as integer)] as event,
    md5(cast(i // 8 as varchar)) as session_id, 'u' || (hash(i // 8) % ({rows} // 20 + 1)) as user_id,
    'SKU-' || lpad(cast(hash(i * 3) % 50000 as varchar), 6, '0') as product_id,
    'category-' || (hash(i * 5) % 240) as category,
    printf('%d.%02d', cast(5 + hash(i * 7) % 500 as integer), cast(hash(i * 11) % 100 as integer)) as price,
    (['mobile', 'desktop', 'tablet'])[1 + cast(hash(i // 8) % 3 as integer)] as device,
    (['google', 'email', 'direct'])[1 + cast(hash(i // 8 + 1) % 3 as integer)] as utm_source
from range({rows}) t(i)
"""
ORDERS = """
select 'Z-' || lpad(cast(i as varchar), 8, '0') as "Заказ",
    strftime(timestamp '2026-01-01' + to_minutes(cast(i * 400000.0 / {rows} as bigint)), '%d.%m.%Y %H:%M') as "Дата",
    (['Оплачен', 'Отменён', 'Доставлен'])[1 + cast(hash(i) % 3 as integer)] as "Статус",
    printf('%d,%02d', cast(100 + hash(i * 7) % 50000 as integer), cast(hash(i * 11) % 100 as integer)) as "Сумма",
    'Товар ' || (hash(i * 13) % 3000) as "Товар", cast(1 + hash(i * 17) % 3 as varchar) as "Штук"
from range({rows}) t(i)
"""
HINTS = {"events": "", "orders": ", delim = ';', decimal_separator = ',', timestampformat = '%d.%m.%Y %H:%M'"}


@dataclass(frozen=True)
class Cost:
    """CPU seconds, rows a second and peak memory of one file."""

    file: str
    rows: int
    megabytes: float
    duckdb_seconds: float
    import_seconds: float
    publish_seconds: float
    rows_per_second: float
    peak_megabytes: float
    ratio: float
    most: float


class Quiet(Store):
    """A store that publishes only when told to."""

    def publish(self, opened: Opened = as_it_is) -> int:
        """Nothing is published."""
        _ = opened
        return 0


def written(folder: Path, name: str, rows: int) -> tuple[Path, Path]:
    """The file to import, and the file DuckDB reads."""
    plain, query = folder / f"{name}.utf8.csv", {"events": EVENTS, "orders": ORDERS}[name].format(rows=rows)
    mark = {"events": ",", "orders": ";"}[name]
    # A child process: what writing the file takes is not the import's memory.
    _apart(_copy_out, query, str(plain), mark)
    if name == "events":
        return plain, plain
    target = folder / f"{name}.csv"
    with plain.open(encoding="utf-8", newline="") as source, target.open("w", encoding="cp1251", newline="") as out:
        while piece := source.read(2**22):
            out.write(piece)
    return target, plain


def _copy_out(query: str, target: str, mark: str) -> None:
    duckdb.connect().execute(f"copy ({query}) to '{target}' (header, delimiter '{mark}', quote '')")


def _apart(work: object, *told: object) -> object:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, told)  # type: ignore[arg-type]


def plain_seconds(path: Path, name: str, folder: Path) -> float:
    """CPU seconds of read_csv into a table on disk."""
    started = process_time()
    connection = duckdb.connect(str(folder / "plain.duckdb"))
    connection.execute(f"create table plain as select * from read_csv('{path}'{HINTS[name]})")
    connection.close()
    return process_time() - started


def import_seconds(path: Path, name: str, folder: Path) -> tuple[float, float, float]:
    """CPU seconds and wall seconds of the import, and its peak memory in megabytes."""
    store = Quiet(folder / "store")
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    started, began = process_time(), perf_counter()
    (outcome,) = import_paths(store, [path], mapping=mapping if name == "orders" else None)
    if outcome.receipt is None or not outcome.receipt.accepted:
        raise SystemExit(f"{path.name} was not loaded: {outcome.problems}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return process_time() - started, perf_counter() - began, peak


def publish_seconds(folder: Path) -> float:
    """CPU seconds of publishing what is on the shelf."""
    started = process_time()
    Store(folder / "store").publish()
    return process_time() - started


def cost_of(name: str, rows: int, publishes: bool) -> Cost:
    """What one file costs."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "store").mkdir()
        (folder / "store" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        ours, plain = written(folder, name, rows)
        megabytes = ours.stat().st_size / 2**20
        own, wall, peak = _apart(import_seconds, ours, name, folder)  # type: ignore[misc]
        theirs = _apart(plain_seconds, plain, name, folder)
        publishing = _apart(publish_seconds, folder) if publishes else 0.0
        told = [round(float(one), 2) for one in (megabytes, theirs, own, publishing)]  # type: ignore[arg-type]
        ratio = round(told[2] / told[1], 2)
        return Cost(name, rows, *told, round(rows / wall), round(peak), ratio, MOST[name])


def misses_of(cost: Cost) -> list[str]:
    """What a file does not hold."""
    found = [f"{cost.file}: {cost.ratio} times DuckDB, at most {cost.most}"] if cost.ratio > cost.most else []
    memory = f"{cost.file}: {cost.peak_megabytes} MB, at most {MOST_MEGABYTES}"
    return [*found, *([memory] if cost.peak_megabytes > MOST_MEGABYTES else [])]


def main() -> int:
    """Print the costs; 1 when --check finds one that does not hold."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--rows", type=int, default=2_000_000)
    options.add_argument("--json", action="store_true")
    options.add_argument("--check", action="store_true", help="exit 1 naming the ratio that is not held")
    options.add_argument("--publish", action="store_true", help="also publish, and state what that costs")
    told = options.parse_args()
    costs = [cost_of(name, told.rows, told.publish) for name in MOST]
    if told.json:
        print(json.dumps([asdict(cost) for cost in costs], indent=2))
    else:
        for cost in costs:
            print(
                f"{cost.file}: {cost.rows:,} rows, {cost.megabytes:,.0f} MB · CPU import {cost.import_seconds:.1f} s ÷ "
                f"DuckDB {cost.duckdb_seconds:.1f} s = {cost.ratio:.2f} (at most {cost.most:g}) · "
                f"{cost.rows_per_second:,.0f} rows/s · peak {cost.peak_megabytes:,.0f} MB"
                + (f" · publishing apart: {cost.publish_seconds:.1f} s" if told.publish else "")
            )
    misses = [miss for cost in costs for miss in misses_of(cost)] if told.check else []
    for miss in misses:
        print(miss, file=sys.stderr)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
