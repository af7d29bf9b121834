"""The event log of an independent reference: every event arrives, and nothing but exact repeats is left out."""

from pathlib import Path

import duckdb

from tests.intake.exports import EXPORTS, imported

EVENTS = EXPORTS / "generic_events" / "ecom_events.csv.gz"


def test_events_of_the_reference_log(tmp_path: Path) -> None:
    store, outcome = imported(EVENTS, tmp_path / "store")
    assert outcome.receipt is not None, outcome.problems
    receipt = outcome.receipt
    assert (receipt.source, receipt.recognised_by, receipt.rows_in) == ("generic_events", "header", 31_106)
    assert (receipt.accepted, receipt.duplicate, receipt.rejected, receipt.set_aside) == (31_076, 30, 0, 0)
    part = str(store.shelf.part(receipt.import_id, "accepted.parquet"))
    sessions = "select count(distinct session_id) from read_parquet(?)"
    assert duckdb.connect().execute(sessions, [part]).fetchone() == (3605,)
    alone = dict(
        duckdb.connect()
        .execute("select event, count(distinct session_id) from read_parquet(?) group by event", [part])
        .fetchall()
    )
    steps = ("view_item", "add_to_cart", "add_shipping_info", "add_payment_info", "purchase")
    assert [alone[step] for step in steps] == [2868, 1213, 798, 632, 470]
    devices = "select device, count(distinct session_id) from read_parquet(?) group by device order by device"
    assert duckdb.connect().execute(devices, [part]).fetchall() == [
        ("desktop", 1890),
        ("mobile", 1295),
        ("tablet", 420),
    ]
