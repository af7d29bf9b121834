"""Generations: what is published is whole, the same from any order of imports, and can be built again."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import permutations
from pathlib import Path
from threading import Event

import duckdb
import pytest

from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer
from funnel.errors import OtherRelease, StoreProblem, WrongUse
from funnel.store import Store, slices
from funnel.store.digests import digests_of_file, table_digests
from funnel.store.generations import build_generation, generation_file
from funnel.terms import Kind, Step
from tests.house import ROOT
from tests.shop import order_line, published, shelve, shop, visit

EVENTS = Kind.TRAFFIC_EVENTS
FIRST = visit("2026-09-01 10:00:00", "s1", "view_item", "add_to_cart", "purchase", order_id="1", visitor_key="anna")
SECOND = visit("2026-09-02 10:00:00", "s2", "view_item", visitor_key="anna", source="google", medium="cpc")
DAILY = [{"day": "2026-09-01", "session_start": 7, "purchase": 1}]
NEWER = [{"day": "2026-09-01", "session_start": 9, "purchase": 2}]
ADS = [{"day": "2026-09-01", "source": "google", "medium": "cpc", "clicks": 5, "cost": "2.50"}]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return shop(tmp_path)


def visits(answer: FunnelAnswer) -> int | None:
    found = answer.total.step(Step.SESSION_START)
    return found.count if found else None


def test_nothing_is_published_before_the_first_import(store: Store) -> None:
    assert store.generation() == 0
    with pytest.raises(WrongUse, match="Nothing is imported yet"), store.reading():
        pass


def test_each_publish_is_the_next_generation_and_old_files_go(store: Store) -> None:
    shelve(store, EVENTS, FIRST)
    assert [store.publish() for _ in range(3)] == [1, 2, 3]
    assert sorted(path.stem for path in (store.folder / "generations").glob("*.duckdb")) == ["2", "3"]


def test_a_reader_stays_with_its_generation_while_others_are_published(store: Store) -> None:
    published(store, EVENTS, FIRST)
    with store.reading() as reader:
        before = reader.ask("answers/funnel_whole", _everything())
        for number in range(3):
            published(store, EVENTS, visit(f"2026-09-0{number + 2} 09:00:00", f"n{number}"))
        assert reader.ask("answers/funnel_whole", _everything()) == before
    assert visits(ask_funnel(store, FunnelQuestion())) == 4


def _everything() -> dict[str, object]:
    lists = ("channels", "devices", "visitors", "campaigns", "sources", "feed")
    flags = ("channel", "device", "visitor", "campaign", "source", "week", "day")
    return {
        "start": date(2000, 1, 1), "end": date(2999, 1, 1), "kept_until": date(2999, 1, 1),
        **dict.fromkeys(lists), **{f"by_{flag}": False for flag in flags},
    }  # fmt: skip


BUILD_IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from funnel.terms import Kind
from tests.shop import published, shop, visit

store = shop(Path(sys.argv[1]))
for number in range(3):
    more = [row for twin in "ab" for row in visit(f"2026-09-1{number} 09:00:00", f"n{number}{twin}", "view_item")]
    with store.shelf.writing():
        published(store, Kind.TRAFFIC_EVENTS, more)
"""


def test_readers_see_whole_generations_only_while_another_process_publishes(store: Store) -> None:
    published(store, EVENTS, [*FIRST, *SECOND])
    finished = Event()
    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(_read_until, store.folder, finished) for _ in range(2)]
        building = [sys.executable, "-c", BUILD_IN_ANOTHER_PROCESS, str(store.folder)]
        told = subprocess.run(building, cwd=ROOT, capture_output=True, text=True, check=False)
        finished.set()
        seen = {pair for reader in readers for pair in reader.result()}
    assert told.returncode == 0, told.stderr
    assert seen <= {(number, 2 * number, 2 * number) for number in range(1, 5)}
    assert (4, 8, 8) in seen
    assert len(seen) > 2


def _read_until(folder: Path, finished: Event) -> set[tuple[int, int | None, int | None]]:
    """(generation, visits, visits that saw a product) of every answer; each import adds two of both."""
    seen, store, last = set(), shop(folder), False
    while not last:
        last = finished.wait(0.05)
        answer = ask_funnel(store, FunnelQuestion(compare=False))
        views = answer.total.step(Step.VIEW_ITEM)
        seen.add((answer.generation, visits(answer), views.count if views else None))
    return seen


def test_an_undone_import_leaves_the_tables_of_before(store: Store) -> None:
    published(store, EVENTS, FIRST)
    before = table_digests(store.folder, 1)
    receipt = shelve(store, EVENTS, SECOND)
    store.publish()
    assert table_digests(store.folder, 2) != before
    store.shelf.undo(receipt.import_id)
    store.publish()
    assert table_digests(store.folder, 3) == before


def test_any_order_of_imports_gives_the_same_tables(tmp_path: Path) -> None:
    imports = (
        (EVENTS, FIRST, "web", None),
        (EVENTS, [*FIRST[2:], *SECOND], "web", None),
        (Kind.TRAFFIC_DAILY, DAILY, "ga4", "2026-09-01 01:00:00"),
        (Kind.TRAFFIC_DAILY, NEWER, "ga4", "2026-09-02 01:00:00"),
        (Kind.ORDER_LINES, [order_line("1", "2026-09-01", "10.00", status="pending")], "shop", "2026-09-01 20:00:00"),
        (Kind.ORDER_LINES, [order_line("1", "2026-09-01", "10.00")], "shop", "2026-09-20 20:00:00"),
        (Kind.AD_COSTS, ADS, "ads", None),
    )
    orders = [*permutations(range(len(imports)), len(imports))][:: 5040 // 3][:3]
    digests = []
    for place, order in enumerate(orders):
        store = shop(tmp_path / str(place))
        for number in order:
            kind, rows, feed, until = imports[number]
            shelve(store, kind, rows, feed=feed, until=until)
        store.publish()
        digests.append(table_digests(store.folder, 1))
    assert all(digest == digests[0] for digest in digests)
    assert len(digests[0]) > 10


def test_a_rebuild_gives_the_same_tables(store: Store) -> None:
    published(store, EVENTS, [*FIRST, *SECOND])
    built = build_generation(store.folder, 2, store.shelf, store.settings)
    assert digests_of_file(built) == table_digests(store.folder, 1)


def test_visits_taken_some_after_others_give_the_same_tables(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [row for place in range(9) for row in visit(f"2026-09-0{1 + place} 10:00:00", f"v{place}", "view_item")]
    shelve(store, EVENTS, [*FIRST, *SECOND, *many])
    session = {"session_id": "w1", "moment": "2026-09-03 10:00:00", "view_item": 1, "add_to_cart": 1}
    shelve(store, Kind.TRAFFIC_SESSIONS, [session], feed="visits")
    whole = table_digests(store.folder, store.publish(anew=True))
    monkeypatch.setattr(slices, "SHARE", min(slices.BYTES_A_VISIT.values()) * 3 / 2e9)
    connection = duckdb.connect(str(generation_file(store.folder, store.generation())), read_only=True)
    with connection:
        connection.execute("create temp view visit_events as select visit from sessions")
        found = slices.visits_at_most(connection, "2GB", rows=100)
        assert all(slices.slices_needed(connection, "2GB", found, fact) > 2 for fact in slices.BYTES_A_VISIT)
    assert table_digests(store.folder, store.publish(anew=True)) == whole


def test_nothing_published_needs_the_shelf(store: Store) -> None:
    published(store, EVENTS, FIRST)
    (store.folder / "imports").rename(store.folder / "elsewhere")
    assert visits(ask_funnel(store, FunnelQuestion())) == 1


def test_a_build_that_fails_leaves_the_published_numbers(store: Store) -> None:
    published(store, EVENTS, FIRST)
    receipt = shelve(store, EVENTS, SECOND)
    (store.shelf.imports / receipt.import_id / "accepted.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(StoreProblem):
        store.publish()
    assert store.generation() == 1
    assert visits(ask_funnel(store, FunnelQuestion())) == 1


def test_a_damaged_generation_is_told_in_a_sentence_and_a_rebuild_repairs_it(store: Store) -> None:
    published(store, EVENTS, FIRST)
    generation_file(store.folder, 1).write_bytes(b"not a database")
    with pytest.raises(StoreProblem, match="rebuild"):
        ask_funnel(shop(store.folder), FunnelQuestion())
    store.publish()
    assert visits(ask_funnel(store, FunnelQuestion())) == 1


def test_the_dashboard_publishes_what_a_crash_left(store: Store) -> None:
    shelve(store, EVENTS, FIRST)
    assert not store.is_current()
    store.catch_up()
    assert (store.is_current(), store.generation()) == (True, 1)
    store.catch_up()
    assert store.generation() == 1


def test_another_store_made_in_the_same_place_shows_its_own_numbers(tmp_path: Path) -> None:
    told = []
    for rows in (FIRST, [*FIRST, *SECOND]):
        shutil.rmtree(tmp_path / "store", ignore_errors=True)
        store = published(shop(tmp_path / "store"), EVENTS, rows)
        told.append((store.generation(), store.edition(), visits(ask_funnel(store, FunnelQuestion()))))
    (first, second) = told
    assert first[0] == second[0] == 1
    assert first[1] != second[1]
    assert (first[2], second[2]) == (1, 2)


def test_numbers_of_another_release_are_built_anew_before_they_are_read(tmp_path: Path) -> None:
    store = published(shop(tmp_path), Kind.TRAFFIC_EVENTS, FIRST)
    store.close()
    with duckdb.connect(str(generation_file(tmp_path, 1))) as connection:
        connection.execute("update generation set shape = 'older'")
    with pytest.raises(OtherRelease, match="another release"), store.reading():
        pass
    store.catch_up()
    assert store.generation() == 2
    assert store.is_current()
