"""Marketplaces: their own unit, outcomes of orders old enough, the right sign, nothing counted twice, any order."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from funnel.answers.check_marketplaces import marketplace_findings
from funnel.answers.funnel import ask_funnel
from funnel.answers.marketplace_result import Basis, By, MarketplacesAnswer
from funnel.answers.marketplaces import MarketplacesQuestion, ask_marketplaces
from funnel.answers.question import FunnelQuestion
from funnel.answers.reconcile import reconcile
from funnel.cli import funnel
from funnel.errors import WrongUse
from funnel.intake import import_paths
from funnel.store import Store
from funnel.store.digests import table_digests
from funnel.terms import Kind
from tests.house import ROOT
from tests.shop import order_line, shelve, shop, visit

EXPORTS = ROOT / "tests" / "exports"
NM_HEAD = (
    "nmID,dt,openCardCount,addToCartCount,ordersCount,ordersSumRub,"
    "buyoutsCount,buyoutsSumRub,cancelCount,cancelSumRub\n"
)


def card(day: str, **more: Any) -> dict[str, Any]:
    return {"day": day, "day_to": day, "marketplace": "wildberries", "product": "A", **more}


def booked(order: str, day: str, status: str, pieces: int = 1, **more: Any) -> dict[str, Any]:
    told = {"order_id": order, "line": 1, "moment": f"{day} 12:00:00", "status": status, "quantity": pieces}
    return {"marketplace": "ozon", "product": "B", "price": "10.00", **told, **more}


def held(folder: Path, *cards: dict[str, Any], **settings: Any) -> Store:
    store = shop(folder, buyout_days=7, **settings)
    shelve(store, Kind.CARD_DAILY, cards, feed="wb")
    store.publish()
    return store


def asked(store: Store, *by: By, **days: Any) -> MarketplacesAnswer:
    return ask_marketplaces(store, MarketplacesQuestion(by=by or (By.MARKETPLACE,), **days))


def test_a_store_without_marketplaces_says_so(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    store.publish()
    with pytest.raises(WrongUse, match="No marketplace"):
        asked(store)


def test_a_step_nobody_states_is_a_hole_and_the_next_is_set_against_the_last_stated(tmp_path: Path) -> None:
    store = held(tmp_path, card("2026-10-01", card_opens=200, orders=10), card("2026-10-02", card_opens=100, orders=5))
    (line,) = asked(store).rows
    assert (line.cards.impressions, line.cards.add_to_cart) == (None, None)
    assert line.cards.of_previous == {"add_to_cart": None, "orders": 0.05}
    holes = {dict(note.values)["step"] for note in asked(store).notes if note.code == "card_hole"}
    assert holes == {"impressions", "add_to_cart"}


def test_buyouts_are_never_divided_by_the_orders_of_their_day(tmp_path: Path) -> None:
    rows = [
        card("2026-10-01", orders=10, buyouts=90, cancelled=10),
        card("2026-10-05", orders=0, buyouts=6, cancelled=2),
        card("2026-10-08", orders=50, buyouts=2, cancelled=0),
    ]
    (line,) = asked(held(tmp_path, *rows)).rows
    assert (line.cards.orders, line.cards.buyouts) == (60, 98)
    outcome = line.outcome
    assert (outcome.until.isoformat(), outcome.basis) == ("2026-10-01", Basis.SETTLED)
    assert (outcome.bought, outcome.pieces) == (98, 110)


def test_young_orders_are_not_judged(tmp_path: Path) -> None:
    store = held(tmp_path, *(card(f"2026-10-0{day}", orders=10, buyouts=5, cancelled=1) for day in range(1, 8)))
    (line,) = asked(store).rows
    assert (line.outcome.until, line.outcome.buyout_rate) == (None, None)
    assert [note.code for note in asked(store).notes if "outcome" in note.code] == ["no_outcome_yet"]


def test_a_report_that_follows_the_pieces_ordered_is_believed_before_what_was_settled(tmp_path: Path) -> None:
    rows = [
        card("2026-10-01", orders=10, buyouts=99, cancelled=1, orders_bought=7, orders_cancelled=2, orders_returned=1),
        card("2026-10-20", orders=10, orders_bought=0, orders_cancelled=0, orders_returned=0),
    ]
    (line,) = asked(held(tmp_path, *rows)).rows
    assert line.outcome.basis is Basis.FOLLOWED
    assert (line.outcome.pieces, line.outcome.bought, line.outcome.cancelled, line.outcome.returned) == (10, 6, 2, 1)


def test_the_fate_of_single_orders_is_the_best_evidence_and_young_ones_stay_out(tmp_path: Path) -> None:
    store = shop(tmp_path, buyout_days=7)
    rows = [
        booked("1", "2026-10-01", "delivered", 2),
        booked("2", "2026-10-01", "cancelled"),
        booked("3", "2026-10-02", "returned"),
        booked("4", "2026-10-12", "open", 5),
    ]
    shelve(store, Kind.MARKETPLACE_ORDERS, rows, feed="ozon_postings")
    store.publish()
    (line,) = asked(store).rows
    assert (line.booked.orders, line.booked.pieces, line.booked.undecided) == (4, 9, 5)
    outcome = line.outcome
    assert (outcome.basis, outcome.pieces, outcome.bought, outcome.cancelled, outcome.returned) == (
        Basis.ORDERS, 4, 2, 1, 1,
    )  # fmt: skip
    assert (outcome.buyout_rate, outcome.return_rate) == (0.5, 0.25)


def test_marketplaces_stand_side_by_side_and_share_orders_and_money_only(tmp_path: Path) -> None:
    store = held(tmp_path, card("2026-10-01", card_opens=100, orders=4, ordered_money="40.00"))
    other = card("2026-10-01", card_opens=50, orders=1, ordered_money="5.50", marketplace="ozon")
    shelve(store, Kind.CARD_DAILY, [other], feed="oz")
    store.publish()
    answer = asked(store)
    assert [line.key for line in answer.rows] == [("wildberries",), ("ozon",)]
    assert answer.total.cards.card_opens is None
    assert (answer.total.cards.orders, answer.total.cards.ordered_money) == (5, Decimal("45.50"))
    assert answer.total.outcome.buyout_rate is None


def test_the_site_is_the_same_with_marketplaces_and_without(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a", "view_item", "purchase", order_id="1"))
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "9.99")], feed="book", until="2026-10-30 00:00:00")
    store.publish()
    before = ask_funnel(store, FunnelQuestion()), reconcile(store)
    shelve(store, Kind.CARD_DAILY, [card("2026-12-01", card_opens=900, orders=9)], feed="wb")
    shelve(store, Kind.MARKETPLACE_ORDERS, [booked("1", "2026-12-01", "delivered")], feed="ozon_postings")
    stock = {"moment": "2026-12-01 00:00:00", "marketplace": "ozon", "product": "B", "available": 0}
    shelve(store, Kind.MARKETPLACE_STOCK, [stock], feed="ozon_products")
    store.publish()
    funnel_now, found = ask_funnel(store, FunnelQuestion()), reconcile(store)
    assert (funnel_now.total, funnel_now.period, funnel_now.kept_until) == (
        before[0].total, before[0].period, before[0].kept_until,
    )  # fmt: skip
    assert (found.total, found.match_rate) == (before[1].total, before[1].match_rate)


def test_products_and_days_add_up_to_the_whole(tmp_path: Path) -> None:
    rows = [
        card(f"2026-10-0{day}", product=product, card_opens=day * 10, orders=day, ordered_money=f"{day}.50")
        for day in range(1, 9)
        for product in "AB"
    ]
    store = held(tmp_path, *rows)
    for by in (By.PRODUCT, By.DAY, By.WEEK):
        answer = asked(store, by)
        assert sum(line.cards.card_opens for line in answer.rows) == answer.total.cards.card_opens == 720
        assert sum(line.cards.ordered_money for line in answer.rows) == answer.total.cards.ordered_money
    assert [line.key for line in asked(store, By.WEEK, By.PRODUCT).rows][:2] == [
        ("wildberries", "2026-09-28", "A"), ("wildberries", "2026-09-28", "B"),
    ]  # fmt: skip
    assert all(not broken for _, broken in marketplace_findings(store))
    with pytest.raises(WrongUse):
        asked(store, By.DAY, By.WEEK)


def test_a_sum_of_days_stands_in_no_day_and_the_notes_say_so(tmp_path: Path) -> None:
    store = held(tmp_path, card("2026-10-01", day_to="2026-10-07", card_opens=70), card("2026-10-02", card_opens=9))
    assert [line.cards.card_opens for line in asked(store).rows] == [70]
    by_day = asked(store, By.DAY)
    assert [line.cards.card_opens for line in by_day.rows] == [9]
    left = next(note for note in by_day.notes if note.code == "card_sum_left_out")
    assert dict(left.values) == {"feed": "wb", "start": "2026-10-01", "end": "2026-10-07"}


def test_a_broken_sum_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [card("2026-10-01", orders=3, ordered_money="30.00")]
    store = held(tmp_path, *rows)
    for orders, broken in (("3", []), ("4", ["wb"])):
        receipt = replace(store.shelf.receipts()[0], control={"orders": orders, "ordered_money": "30.00"})
        monkeypatch.setattr(store.shelf, "shown", lambda told=receipt: [told])
        assert dict(marketplace_findings(store))["cards held = control sums of their files"] == broken


def nm_report(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text(NM_HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def overlapping(tmp_path: Path) -> list[Path]:
    """Two exports that share a day, which the later one states anew, and orders exported twice."""
    first = nm_report(
        tmp_path, "a.csv", "1,2026-10-01,100,30,10,1000,,,,", "1,2026-10-02,90,20,5,500,1,100,0,0",
        "2,2026-10-02,8,1,1,50,0,0,0,0",
    )  # fmt: skip
    second = nm_report(
        tmp_path, "b.csv", "1,2026-10-02,95,21,6,600,4,400,1,100", "1,2026-10-03,80,10,4,400,5,500,2,200"
    )
    orders = [EXPORTS / "ozon_postings" / name for name in ("fbo_old_headers.csv", "fbs_resaved.csv")]
    return [first, second, *orders]


def built(folder: Path, files: Iterator[Path] | list[Path], *, at_once: bool = True) -> Store:
    """A store with these files, imported in their order; published once, or after each."""
    folder.mkdir()
    (folder / "key").write_bytes(b"k" * 32)
    (folder / "settings.toml").write_text('currency = "RUB"\nzone = "Europe/Moscow"\n', encoding="utf-8")
    store = Store(folder)
    for together in [list(files)] if at_once else [[path] for path in files]:
        import_paths(store, together)
    return store


def test_any_order_of_imports_gives_the_same_tables(tmp_path: Path, overlapping: list[Path]) -> None:
    digests = [
        table_digests(store.folder, store.generation())
        for place, files in enumerate(permutations(overlapping))
        if place % 5 == 0
        for store in [built(tmp_path / f"store{place}", list(files), at_once=place > 0)]
    ]
    assert len(digests) > 4
    assert all(one == digests[0] for one in digests)


def test_the_later_export_of_a_day_and_card_counts(tmp_path: Path, overlapping: list[Path]) -> None:
    store = built(tmp_path / "store", reversed(overlapping))
    line = next(line for line in asked(store).rows if line.key == ("wildberries",))
    assert (line.cards.card_opens, line.cards.orders, line.cards.ordered_money) == (283, 21, Decimal(2050))
    assert (line.cards.buyouts, line.cards.buyout_money) == (9, Decimal(900))


def test_of_two_exports_up_to_the_same_day_the_one_written_later_counts(tmp_path: Path) -> None:

    late = nm_report(tmp_path, "late.csv", "1,2026-10-01,100,30,12,1200,,,,")
    early = nm_report(tmp_path, "early.csv", "1,2026-10-01,100,30,10,1000,,,,")
    os.utime(early, (1_790_000_000, 1_790_000_000))
    os.utime(late, (1_790_086_400, 1_790_086_400))
    for name, files in (("one", [early, late]), ("other", [late, early])):
        assert asked(built(tmp_path / name, files)).total.cards.orders == 12


def test_returns_are_subtracted_from_what_was_sold(tmp_path: Path) -> None:
    store = built(tmp_path / "store", [EXPORTS / "wb_realisation" / "realisation.csv"])
    (line,) = asked(store).rows
    settled = line.settled
    assert (settled.sold, settled.returned, settled.net_money) == (3, 1, Decimal("5581.00"))
    assert (settled.payout, settled.charges) == (Decimal("4200.50"), Decimal("908.55"))


def test_the_same_week_in_both_forms_of_a_settlement_counts_once(tmp_path: Path) -> None:
    files = [EXPORTS / "wb_realisation" / name for name in ("realisation.csv", "weekly_detail.xlsx")]
    assert asked(built(tmp_path / "store", files)).total.settled.sold == 3


def test_the_command_line_tells_it_as_json_and_as_csv(tmp_path: Path) -> None:
    store = built(tmp_path / "store", [EXPORTS / "wb_nm_report" / "detail_history.csv"])
    command = ["show", "marketplaces", "--store", str(store.folder), "--by", "product,day"]
    told = json.loads(CliRunner().invoke(funnel, [*command, "--json"]).output)
    assert told["unit"] == "card_open"
    assert told["total"]["steps"] == {"impressions": None, "card_opens": 270, "add_to_cart": 80, "orders": 28}
    assert told["total"]["ordered_money"] == "42000.00"
    assert {row["product"] for row in told["rows"]} == {"12345", "67890"}
    assert told["rows"][0]["outcome"]["buyout_rate"] is None
    lines = CliRunner().invoke(funnel, [*command, "--csv"]).output.splitlines()
    assert len(lines) == 5
    assert lines[-1].startswith("total,,,")
    assert "wildberries" in CliRunner().invoke(funnel, command).output
