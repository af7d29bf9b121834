"""The track record of each group: what its finished mini-cases earned of what they had promised."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from funnel.board.history import make_once
from funnel.board.place import Board
from funnel.board.tables import MINI_CASES
from funnel.maths.priority import Case, Record, Spread, record_of


@dataclass(frozen=True)
class FinishedCase:
    """A mini-case about to be kept; money a week in `currency`."""

    group: str
    title: str
    what_we_did: str
    measured_how: str
    promised: Spread
    earned: Spread
    currency: str
    finished_on: date
    card: int | None = None
    experiment: int | None = None
    snapshot: dict[str, Any] | None = None


def finish_case(board: Board, case: FinishedCase, who: str, token: str) -> int:
    """Keep a finished mini-case; gives its number, the first one's for a `token` used before."""
    with board.writing() as connection:
        return finish_case_in(connection, case, who, token)


def finish_case_in(connection: sa.Connection, case: FinishedCase, who: str, token: str) -> int:
    """The same within a transaction of the caller's: an experiment ends together with its mini-case or not at all."""
    values = {
        "token": token,
        "group_code": case.group,
        "title": case.title,
        "what_we_did": case.what_we_did,
        "measured_how": case.measured_how,
        "promised_low": case.promised.low,
        "promised": case.promised.mid,
        "promised_high": case.promised.high,
        "earned_low": case.earned.low,
        "earned": case.earned.mid,
        "earned_high": case.earned.high,
        "currency": case.currency,
        "finished_on": case.finished_on,
        "card_id": case.card,
        "experiment_id": case.experiment,
        "snapshot": case.snapshot,
    }
    return make_once(connection, MINI_CASES, values, who)


def track_records(board: Board) -> dict[str, Record]:
    """Record of each group that has finished mini-cases; a group that is not named has none yet, and counts as 1."""
    with board.reading() as connection:
        return track_records_in(connection)


def track_records_in(connection: sa.Connection) -> dict[str, Record]:
    """The same within a reading of the caller's."""
    kept = MINI_CASES.c
    query = sa.select(kept.group_code, kept.promised, kept.earned_low, kept.earned, kept.earned_high).order_by(kept.id)
    cases: dict[str, list[Case]] = {}
    for group, promised, *earned in connection.execute(query):
        if promised is not None:
            cases.setdefault(group, []).append(Case(promised, Spread(*earned)))
    return {group: record_of(held) for group, held in cases.items()}
