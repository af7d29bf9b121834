"""A small export, and waiting for what a job makes of it."""

import time

from funnel.arrivals.jobs import Importer, Job

EVENTS = (
    "timestamp,event,session_id,user_id,page\n"
    "2026-10-01T10:00:00Z,session_start,s1,u1,/\n"
    "2026-10-01T10:01:00Z,view_item,s1,u1,/p\n"
)
PATIENCE = 60


def ended(importer: Importer) -> tuple[Job, ...]:
    """The jobs once all of them ended and what follows them is done."""
    end = time.monotonic() + PATIENCE
    while importer.busy() or importer.at_work():
        assert time.monotonic() < end, "the jobs did not end"
        time.sleep(0.02)
    return importer.jobs()
