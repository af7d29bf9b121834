"""What the looks stand on: the sample shop with a board in use, a shop of long names and large sums, nothing."""

import csv
import gzip
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

from funnel.answers.bring_in import bring_in_sample
from funnel.answers.snapshot import take_snapshot
from funnel.arrivals.waiting import Waiting
from funnel.board import Board, board_of
from funnel.board.card import Draft
from funnel.board.cards import comment_on, make_card
from funnel.board.experiments import Plan, end_with_case, plan_experiment
from funnel.board.meetings import Decision, decide, freeze_meeting
from funnel.board.records import FinishedCase
from funnel.places import app_folder
from funnel.store import Store
from funnel.terms import Stage
from tests.board.cards import LOST, from_loss
from tests.browser.test_mapping import visits_log
from tests.small_sample import sample_store, write_exports

DAY = date(2026, 11, 16)
TITLES = ("Faster landing pages", "Payment by Blik again", "Restock the lamps", "Answer chats in the evening")
LONG = " of hand-made, mouth-blown and twice-inspected Überraschungsqualität für Großabnehmer (second choice)"
NAMED = ("session_campaign", "session_source", "item_name", "item_category", "title", "category", "Title")
MONEY = ("price", "purchase_revenue", "Subtotal", "Total", "Lineitem price", "cost", "competitor_price")
TIMES = 12_345


def full_shop(folder: Path) -> Store:
    """The sample shop; cards in every column, an experiment, a mini-case, a meeting, a file that waits."""
    store = Store(folder)
    bring_in_sample(store, app_folder() / "data" / "sample")
    fill_board(store)
    return store


def small_shop(folder: Path, exports: Path) -> Store:
    """The same over a few thousand visits."""
    store = sample_store(folder, exports)
    fill_board(store)
    return store


def long_shop(folder: Path, aside: Path) -> Store:
    """A shop whose names are long and whose sums are large."""
    exports = write_exports(aside / "exports")
    for file in [*exports.rglob("*.csv"), *exports.rglob("*.csv.gz")]:
        if file.parent.name in ("traffic", "orders", "stock"):
            _lengthen(file)
    store = sample_store(folder, exports)
    fill_board(store, LONG)
    return store


def _lengthen(file: Path) -> None:
    packed = file.suffix == ".gz"
    text = gzip.decompress(file.read_bytes()).decode() if packed else file.read_text(encoding="utf-8")
    read = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.DictWriter(out, read.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _longer(name, value) for name, value in row.items()} for row in read)
    told = out.getvalue().encode()
    file.write_bytes(gzip.compress(told) if packed else told)


def _longer(name: str, value: str) -> str:
    if name in NAMED and value and not value.startswith("("):
        return value + LONG
    return f"{float(value) * TIMES:.2f}" if name in MONEY and value else value


def fill_board(store: Store, longer: str = "") -> None:
    """A board as it looks after a month of use."""
    board = board_of(store)
    cards = [
        make_card(board, from_loss(title=title + longer, owner_role="it", effort_days=3), "Anna", title)
        for title in TITLES
    ]
    for stage, title in zip(Stage, TITLES, strict=True):
        make_card(board, Draft(origin="idea", title=f"{title}, again{longer}", stage=stage), "Boris", f"{stage}")
    comment_on(board, cards[0], "The supplier answers on Friday." + longer, "Chen", "said")
    _experiments(board, cards[1], longer)
    snapshot = json.loads(json.dumps(take_snapshot(store, datetime(2026, 11, 16, 9, tzinfo=UTC))))
    meeting = freeze_meeting(board, snapshot, DAY, "Anna", "frozen")
    decide(
        board, Decision(0, meeting, None, "losses", "Mend the payment page" + longer, "it", "Olga", DAY), "Anna", "d"
    )
    board.engine.dispose()


def _experiments(board: Board, card: int, longer: str) -> None:
    setup = {"control": "control", "treatment": "one_page"}
    plan = Plan("One-page checkout" + longer, "split", setup, date(2026, 10, 26), date(2026, 11, 15), card=card)
    plan_experiment(board, plan, "Anna", "runs")
    done = plan_experiment(board, plan, "Anna", "done")
    case = FinishedCase("site", "One page" + longer, "One page", "Split test", LOST, LOST, "PLN", DAY, card, done, {})
    end_with_case(board, (done, 1), case, "Anna")


def waiting_file(store: Store, aside: Path) -> str:
    """Token of a file nobody knows that waits to be mapped."""
    file = visits_log(aside / "visits.csv", 9, 30)
    with Waiting(store.folder).arrival(file.name) as arrival:
        arrival.write(file.read_bytes())
        return arrival.finish().token
