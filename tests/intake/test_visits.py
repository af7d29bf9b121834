"""Events that belong to no visit are refused with a reason; accepted, they would count nowhere."""

from pathlib import Path

from funnel.answers.imports import rejected_rows
from funnel.intake import import_paths
from tests.intake.exports import store_at

HEADER = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n"
NAMED = "2026-10-01 10:00:00 UTC,view,1,2,shoes,acme,10.00,u1,s1\n"
NAMELESS = "2026-10-01 10:01:00 UTC,view,1,2,shoes,acme,10.00,,\n"
VISITOR_ONLY = "2026-10-01 10:02:00 UTC,view,1,2,shoes,acme,10.00,u2,\n"


def test_an_event_without_visit_and_visitor_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(HEADER + NAMED + NAMELESS + VISITOR_ONLY, encoding="utf-8")
    store = store_at(tmp_path / "store")
    (outcome,) = import_paths(store, [path])
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.rejected) == (2, 1)
    assert [(row.record, row.reason) for row in rejected_rows(store, outcome.receipt.import_id)] == [(2, "no_visit")]
