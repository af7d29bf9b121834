"""From a CSV of events to published numbers, one more day, the same file again and the questions of the screens.

Everything is stated in CPU seconds of a process of its own and as a ratio to DuckDB parsing every column of the same
file in the same run. `--table FILE` puts the figures between the marks in that document.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from time import process_time
from typing import Any

import duckdb

from benchmarks.speed_data import write_events, write_last_day
from benchmarks.speed_steps import minima_seconds, step_seconds
from funnel.answers.change import ask_change
from funnel.answers.departments import DEPARTMENTS
from funnel.answers.funnel import ask_funnel
from funnel.answers.listing import ListQuestion
from funnel.answers.loss_question import ChangeQuestion, LossQuestion
from funnel.answers.losses import ask_losses
from funnel.answers.question import FunnelQuestion
from funnel.intake import import_paths
from funnel.store import Store, place
from funnel.store.digests import table_digests
from funnel.store.door import Opened, as_it_is
from funnel.store.generations import generation_file
from funnel.store.queries import named_query
from funnel.terms import Dimension

SIZES = {"1M": 1_000_000, "10M": 10_000_000, "40M": 40_000_000}
SETTINGS = 'zone = "Europe/Warsaw"\ncurrency = "PLN"\nmemory_limit = "{memory}"\n'
MOST = {
    "whole": 5.0,
    "exact_steps": 1.3,
    "one_more_day": 1 / 60,
    "same_file_again": 0.1,
    "slowest_question_ms": 50.0,
}
"""What each figure may be at most."""
PARSE = "select bit_xor(hash(columns(*))) from read_csv(?, all_varchar = true)"
MARKS = ("<!-- speed: begin -->", "<!-- speed: end -->")


@dataclass(frozen=True)
class Speed:
    """Figures of one run; seconds are of CPU."""

    events: int
    megabytes: float
    parse_seconds: float
    import_seconds: float
    publish_seconds: float
    peak_megabytes: float
    exact_seconds: float
    """Exact ordered steps of visits, a row a visit."""
    alike_seconds: float
    """Plain minima of the same steps over the same view, a row a visit."""
    kept_seconds: float
    """Steps as the build keeps them: a row a step, and from those the order of each visit."""
    minima_seconds: float
    """Plain minima of four steps from the file."""
    day_seconds: float
    again_seconds: float
    cells: int
    questions: dict[str, float] = field(default_factory=dict)
    """Slowest database time of each question in milliseconds."""
    same_with_one_thread: bool = False

    def ratios(self) -> dict[str, float]:
        """What is promised, by the names of MOST."""
        whole = self.import_seconds + self.publish_seconds
        return {
            "whole": whole / self.parse_seconds,
            "exact_steps": self.exact_seconds / self.alike_seconds,
            "one_more_day": self.day_seconds / whole,
            "same_file_again": self.again_seconds / self.publish_seconds,
            "slowest_question_ms": max(self.questions.values()),
        }


class Quiet(Store):
    """A store that publishes only when told to."""

    def publish(self, opened: Opened = as_it_is) -> int:
        """Nothing is published."""
        _ = opened
        return 0


def parse_seconds(path: Path) -> float:
    """CPU seconds of reading every column."""
    with duckdb.connect() as connection:
        started = process_time()
        connection.execute(PARSE, [str(path)]).fetchall()
        return process_time() - started


def import_seconds(folder: Path, path: Path) -> float:
    """CPU seconds until the rows are on the shelf."""
    started = process_time()
    (outcome,) = import_paths(Quiet(folder), [path])
    if outcome.receipt is None or not outcome.receipt.accepted:
        raise SystemExit(f"{path.name} was not loaded: {outcome.problems}")
    return process_time() - started


def publish_seconds(folder: Path) -> tuple[float, float]:
    """CPU seconds of building everything, peak megabytes."""
    started = process_time()
    Store(folder).publish()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return process_time() - started, peak


def again_seconds(folder: Path, path: Path) -> float:
    """CPU seconds of bringing in a file, numbers included."""
    started = process_time()
    import_paths(Store(folder), [path])
    return process_time() - started


def same_with_one_thread(folder: Path) -> bool:
    """Whether two threads and one build the same tables, to the byte."""
    store = Store(folder)
    digests = []
    for threads in (2, 1):
        number = store.publish(partial(_with_threads, threads), anew=True)
        digests.append(table_digests(folder, number))
    return digests[0] == digests[1]


def _with_threads(threads: int, connection: Any) -> Any:
    connection.execute(f"set threads = {threads}")
    return connection


def question_times(folder: Path) -> tuple[int, dict[str, float]]:
    """Cells of the funnel, and the slowest database time of every question of the screens in milliseconds."""
    store, times = Store(folder), dict[str, float]()
    ask_funnel(store, FunnelQuestion())
    for name in ("asked", "asked_columns", "asked_numbers"):
        setattr(place, name, _noting(getattr(place, name), times))
    for ask in _questions(store):
        ask()
    with duckdb.connect(str(generation_file(folder, store.generation())), read_only=True) as connection:
        (cells,) = connection.execute("select count(*) from cells").fetchone() or (0,)
    return cells, {name: round(1000 * seconds, 1) for name, seconds in times.items()}


def _questions(store: Store) -> Iterator[Callable[[], object]]:
    yield lambda: ask_funnel(store, FunnelQuestion(by=(Dimension.CHANNEL, Dimension.DEVICE)))
    yield lambda: ask_funnel(store, FunnelQuestion(by=(Dimension.CATEGORY,)))
    yield lambda: ask_losses(store, LossQuestion())
    yield lambda: ask_change(store, ChangeQuestion())
    for rule in chain.from_iterable(DEPARTMENTS.values()):
        yield partial(rule.ask, store, ListQuestion())


def _noting(ask: Callable[..., Any], times: dict[str, float]) -> Callable[..., Any]:
    def noted(cursor: Any, name: str, *parameters: Any) -> Any:
        named_query(name)
        started = process_time()
        answer = ask(cursor, name, *parameters)
        times[name] = max(times.get(name, 0.0), process_time() - started)
        return answer

    return noted


def _apart(work: Callable[..., Any], *told: object) -> Any:
    """Done in a process of its own: neither caches nor memory of one step help or hurt the next."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, told)


def speed_of(events: int, memory: str) -> Speed:
    """All figures of one size, in a folder that is removed."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "store"
        folder.mkdir()
        (folder / "settings.toml").write_text(SETTINGS.format(memory=memory), encoding="utf-8")
        log, day = Path(temporary) / "events.csv", Path(temporary) / "day.csv"
        _apart(write_events, log, events)
        _apart(write_last_day, day, events)
        parse, importing = _apart(parse_seconds, log), _apart(import_seconds, folder, log)
        publishing, peak = _apart(publish_seconds, folder)
        exact, alike, kept = _apart(step_seconds, folder)
        minima, again = _apart(minima_seconds, folder), _apart(again_seconds, folder, log)
        cells, questions = _apart(question_times, folder)
        same = _apart(same_with_one_thread, folder)
        return Speed(
            events=events,
            megabytes=round(log.stat().st_size / 2**20, 1),
            parse_seconds=round(parse, 2),
            import_seconds=round(importing, 2),
            publish_seconds=round(publishing, 2),
            peak_megabytes=round(peak),
            exact_seconds=round(exact, 3),
            alike_seconds=round(alike, 3),
            kept_seconds=round(kept, 3),
            minima_seconds=round(minima, 3),
            day_seconds=round(_apart(again_seconds, folder, day), 2),
            again_seconds=round(again, 2),
            cells=cells,
            questions=questions,
            same_with_one_thread=same,
        )


def misses_of(speed: Speed) -> list[str]:
    """What is not held."""
    missed = [
        f"{speed.events:,} events: {name} is {ratio:.3g}, at most {MOST[name]:.3g}"
        for name, ratio in speed.ratios().items()
        if ratio > MOST[name]
    ]
    return missed if speed.same_with_one_thread else [*missed, f"{speed.events:,} events: threads change the tables"]


def table_of(speeds: list[Speed]) -> str:
    """The figures as a table of a document."""
    rows = [
        ("events", *(f"{one.events:,}" for one in speeds)),
        ("---", *("--:" for _ in speeds)),
        ("CSV, MB", *(f"{one.megabytes:,.0f}" for one in speeds)),
        ("DuckDB parses all columns, CPU s", *(f"{one.parse_seconds:.2f}" for one in speeds)),
        ("import to the shelf, CPU s", *(f"{one.import_seconds:.2f}" for one in speeds)),
        ("publish, CPU s", *(f"{one.publish_seconds:.2f}" for one in speeds)),
        ("peak memory of the publish, MB", *(f"{one.peak_megabytes:,.0f}" for one in speeds)),
        ("whole path ÷ parse (asked: 5)", *(f"{one.ratios()['whole']:.1f}" for one in speeds)),
        ("exact ordered steps ÷ plain minima (asked: 1.3)", *(f"{one.ratios()['exact_steps']:.2f}" for one in speeds)),
        ("steps as kept ÷ plain minima", *(f"{one.kept_seconds / one.minima_seconds:.2f}" for one in speeds)),
        ("one more day ÷ whole path (asked: 1/60)", *(f"1/{1 / one.ratios()['one_more_day']:.1f}" for one in speeds)),
        ("same file again ÷ publish (asked: 0.1)", *(f"{one.ratios()['same_file_again']:.3f}" for one in speeds)),
        ("cells of the funnel", *(f"{one.cells:,}" for one in speeds)),
        ("slowest question of a screen, ms (asked: 50)", *(f"{max(one.questions.values()):.0f}" for one in speeds)),
        ("funnel, ms", *(f"{one.questions['answers/funnel_whole']:.0f}" for one in speeds)),
        ("funnel by category, ms", *(f"{one.questions['answers/category_paths']:.0f}" for one in speeds)),
        ("two threads and one: same tables", *("yes" if one.same_with_one_thread else "no" for one in speeds)),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def put_into(document: Path, table: str) -> None:
    """Replace what stands between the marks."""
    before, _, rest = document.read_text(encoding="utf-8").partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    document.write_text(f"{before}{MARKS[0]}\n{table}\n{MARKS[1]}{after}", encoding="utf-8")


def main() -> int:
    """Print the figures; 1 when --check finds a ratio that is not held."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--events", nargs="+", choices=sorted(SIZES), default=["1M"])
    options.add_argument("--memory", default="2GB", help="memory_limit of the store")
    options.add_argument("--json", action="store_true")
    options.add_argument("--check", action="store_true", help="exit 1 naming the ratio that is not held")
    options.add_argument("--table", type=Path, help="document to put the table into")
    told = options.parse_args()
    speeds = [speed_of(SIZES[size], told.memory) for size in told.events]
    print(json.dumps([asdict(one) for one in speeds], indent=2) if told.json else table_of(speeds))
    if told.table:
        put_into(told.table, table_of(speeds))
    misses = [miss for one in speeds for miss in misses_of(one)] if told.check else []
    for miss in misses:
        print(miss, file=sys.stderr)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
