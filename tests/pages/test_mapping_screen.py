"""The Mapping screen: suggestions are chosen, the rest is said, what is decided is kept and reads the next file."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.arrivals.jobs import Importer, importer_of
from funnel.arrivals.waiting import Waiting
from funnel.intake import Verdict, import_paths
from funnel.intake.saved import saved_mappings
from funnel.store import Store

Open = Callable[..., AppTest]
FILES = Path(__file__).parents[1] / "mappings"
PATIENCE = 60


@pytest.fixture
def importer(empty: Store) -> Iterator[Importer]:
    """The importer of the empty store."""
    found = importer_of(empty.folder)
    yield found
    found.stop()


def waiting(store: Store, name: str, content: bytes | None = None) -> str:
    with Waiting(store.folder).arrival(name) as arrival:
        arrival.write((FILES / name).read_bytes() if content is None else content)
        return arrival.finish().token


def field(app: AppTest, place: int) -> str:
    return str(app.selectbox(key=f"field-{place}").value)


def told(app: AppTest) -> str:
    assert not app.exception
    return " ".join(each.value for kind in (app.markdown, app.caption, app.warning) for each in kind)


def held(app: AppTest, name: str) -> list[str]:
    value = app.query_params[name]
    return [value] if isinstance(value, str) else list(value)


def verdicts(importer: Importer) -> list[Verdict]:
    end = time.monotonic() + PATIENCE
    while importer.busy():
        assert time.monotonic() < end
        time.sleep(0.02)
    return [outcome.verdict for job in importer.jobs() for outcome in job.outcomes]


def test_suggestions_are_chosen_with_their_reason_and_personal_data_is_not_shown(open_page: Open, empty: Store) -> None:
    app = open_page(empty, "mapping", file=waiting(empty, "contacts_ru.csv"))
    assert app.selectbox(key="kind").value == "contacts"
    assert [field(app, place) for place in range(10)] == [
        "contact_id",
        "moment",
        "medium",
        "first_reply_seconds",
        "resolved_at",
        "agent_group",
        "satisfaction",
        "",
        "customer_key",
        "order_id",
    ]
    shown = told(app)
    for each in ("T\\-1", "usually means this", r"3 rows \= 3 accepted", "time to first reply, by the clock"):
        assert each in shown
    assert "example" not in shown
    assert "Где мой заказ" not in shown
    assert app.selectbox(key="unit-first_reply_seconds").value == "minutes"
    assert app.selectbox(key="word-medium.0").value == "chat"


def test_personal_columns_are_offered_keys_and_numbers_only(open_page: Open, empty: Store) -> None:
    app = open_page(empty, "mapping", file=waiting(empty, "contacts_ru.csv"))
    offered = app.selectbox(key="field-8").options
    assert "customer (kept as a code)" in offered
    assert "topic" not in offered
    assert "topic" in app.selectbox(key="field-0").options


def test_what_is_decided_is_kept_imports_the_file_and_reads_the_next_one(
    open_page: Open, empty: Store, importer: Importer
) -> None:
    token = waiting(empty, "order_lines_ru.csv")
    app = open_page(empty, "mapping", file=token)
    app.button(key="save-mapping").click().run()
    assert verdicts(importer) == [Verdict.LOADED]
    assert [one.profile.id for one in saved_mappings(empty.folder)] == ["order_lines_ru"]
    assert Waiting(empty.folder).file(token) is None
    (receipt,) = empty.shelf.receipts()
    assert (receipt.recognised_by, receipt.currency, receipt.money["accepted"]) == ("saved", "RUB", "7898.00")
    again = Waiting(empty.folder).file(waiting(empty, "next.csv", (FILES / "order_lines_ru.csv").read_bytes() + b"\n"))
    assert again is not None
    importer.submit([again.path])
    assert verdicts(importer)[-1].is_held


def test_what_follows_from_two_moments_is_not_called_missing(open_page: Open, empty: Store) -> None:
    rows = "".join(f"K-{day};2026-10-{day} 10:00;2026-10-{day} 10:30\n" for day in (14, 15))
    token = waiting(empty, "talks.csv", ("Nr sprawy;Otwarto;Pierwsza odpowiedź\n" + rows).encode())
    shown = told(open_page(empty, "mapping", file=token, kind="contacts"))
    assert "**visit id**" in shown
    assert "**time to first reply**" not in shown


def test_a_missing_required_field_is_named_and_nothing_can_be_saved_before(open_page: Open, empty: Store) -> None:
    token = waiting(empty, "orders.csv", b"A,B,C\nx,2026-10-01,19.90\ny,2026-10-02,5.00\n")
    app = open_page(empty, "mapping", file=token, kind="order_lines", field=["0."])
    assert "Still needed: order id." in told(app)
    assert app.button(key="save-mapping").disabled
    app.selectbox(key="field-0").select("order_id").run()
    assert "Still needed" not in told(app)
    assert not app.button(key="save-mapping").disabled


def test_a_field_is_of_one_column_only(open_page: Open, empty: Store) -> None:
    app = open_page(empty, "mapping", file=waiting(empty, "order_lines_pl.csv"))
    assert field(app, 0) == "order_id"
    app.selectbox(key="field-6").select("order_id").run()
    assert (field(app, 0), field(app, 6)) == ("", "order_id")


def test_the_address_holds_what_differs_from_the_suggestions(open_page: Open, empty: Store) -> None:
    token = waiting(empty, "order_lines_pl.csv")
    app = open_page(empty, "mapping", file=token)
    app.selectbox(key="field-9").select("").run()
    app.selectbox(key="word-status.0").select("pending").run()
    app.selectbox(key="zone").select("Europe/Moscow").run()
    assert [held(app, name) for name in ("field", "word")] == [["9."], ["status.0.pending"]]
    address = {name: held(app, name) for name in ("field", "word", "zone", "kind")}
    other = open_page(empty, "mapping", file=token, **address)
    assert field(other, 9) == ""
    assert other.selectbox(key="word-status.0").value == "pending"
    assert other.selectbox(key="zone").value == "Europe/Moscow"


@pytest.mark.parametrize(
    "address",
    [
        {"kind": "nonsense", "zone": "Mars/Base", "currency": "XXX", "mark": ";", "order": "ymd", "amounts": "dozens"},
        {"field": ["99.order_id", "0.nonsense", "x", "8.topic", "."], "word": ["status.99.paid", "x", "medium.0.fish"]},
        {"file": "../../etc"},
        {"file": "0123456789abcdef", "import_": "nothing"},
    ],
)
def test_bad_addresses_fall_back(open_page: Open, empty: Store, address: dict[str, str]) -> None:
    app = open_page(empty, "mapping", **{"file": waiting(empty, "contacts_ru.csv"), **address})
    assert not app.exception
    assert not app.error
    assert app.title


def test_an_order_of_days_that_nothing_decides_is_said_once(open_page: Open, empty: Store, importer: Importer) -> None:
    token = waiting(empty, "orders.csv", b"Order no,When,Total\n1,01/02/2026,19.90\n2,03/02/2026,5.00\n")
    app = open_page(empty, "mapping", file=token)
    assert app.button(key="save-mapping").disabled
    app.session_state["order"] = "dmy"
    app.run()
    assert not app.button(key="save-mapping").disabled
    app.button(key="save-mapping").click().run()
    assert verdicts(importer) == [Verdict.LOADED]
    assert empty.shelf.receipts()[0].first_day == "2026-02-01"


def test_an_import_is_read_differently_and_the_earlier_reading_is_taken_back(
    open_page: Open, empty: Store, importer: Importer
) -> None:
    content = b"Order number,Created at,Total,Fee\n1,2026-10-01,19.90,2.00\n"
    mapping = empty.folder.parent / "first.toml"
    mapping.write_text(
        'kind = "order_lines"\n[columns]\norder_id = "Order number"\nmoment = "Created at"\norder_total = "Fee"\n',
        encoding="utf-8",
    )
    path = empty.folder.parent / "orders.csv"
    path.write_bytes(content)
    earlier = import_paths(empty, [path], mapping=mapping)[0].receipt
    assert earlier is not None
    app = open_page(empty, "mapping", import_=earlier.import_id)
    assert "no copy of it was kept" in told(app)
    app = open_page(empty, "mapping", import_=earlier.import_id, file=waiting(empty, "orders.csv", content))
    assert field(app, 3) == "order_total"
    app.selectbox(key="field-2").select("order_total").run()
    app.button(key="save-mapping").click().run()
    assert verdicts(importer) == [Verdict.LOADED]
    (receipt,) = empty.shelf.receipts()
    assert (receipt.money["accepted"], receipt.feed) == ("19.90", earlier.feed)


def test_orders_without_a_status_may_all_be_paid(open_page: Open, empty: Store, importer: Importer) -> None:
    token = waiting(empty, "orders.csv", b"Order number,Created at,Total\n1,2026-10-01,1990\n")
    app = open_page(empty, "mapping", file=token, amounts="cents")
    app.toggle(key="all-paid").set_value(True).run()
    app.text_input(key="mapping-name").set_value("My ERP").run()
    app.button(key="save-mapping").click().run()
    assert verdicts(importer) == [Verdict.LOADED]
    (saved,) = saved_mappings(empty.folder)
    assert (saved.profile.id, saved.profile.name) == ("my_erp", "My ERP")
    assert saved.profile.constants == {"status": "paid"}
    assert empty.shelf.receipts()[0].money["accepted"] == "19.90"


def test_a_file_can_be_let_go_of(open_page: Open, empty: Store) -> None:
    token = waiting(empty, "contacts_ru.csv")
    app = open_page(empty, "mapping", file=token)
    app.button(key="drop-mapping").click().run()
    assert Waiting(empty.folder).file(token) is None


def test_a_kept_mapping_is_listed_and_forgotten(open_page: Open, empty: Store, importer: Importer) -> None:
    app = open_page(empty, "mapping", file=waiting(empty, "contacts_ru.csv"))
    app.button(key="save-mapping").click().run()
    assert verdicts(importer) == [Verdict.LOADED]
    app = open_page(empty, "imports")
    assert any(header.value == "Your own mappings" for header in app.header)
    app.session_state["saved-mappings"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.button(key="forget-yes").click().run()
    assert saved_mappings(empty.folder) == ()
    assert empty.shelf.receipts()


def test_a_file_that_is_no_table_says_so(open_page: Open, empty: Store) -> None:
    app = open_page(empty, "mapping", file=waiting(empty, "x.csv", b"%PDF-1.4"))
    assert "PDF" in told(app)
