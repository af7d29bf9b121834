"""Experiments of the board: planned, read while they run, ended with their result frozen; mini-cases made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from funnel.board.history import edit, make_once, row_of
from funnel.board.place import Board
from funnel.board.records import FinishedCase, finish_case_in
from funnel.board.rows import thing_of
from funnel.board.tables import EXPERIMENTS, MINI_CASES
from funnel.errors import WrongUse, sentence
from funnel.maths.priority import Spread


@dataclass(frozen=True)
class Experiment:
    """One experiment. `setup` holds what its design needs: arms, segments fixed, planned last day, effect hoped for."""

    number: int
    revision: int
    card: int | None
    title: str
    design: str
    setup: Mapping[str, Any]
    metric: str
    starts: date | None
    stops: date | None
    result: Mapping[str, Any] | None
    """The answer as JSON, kept when the experiment was ended; None while it runs."""
    result_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether its result is frozen."""
        return self.result is not None


@dataclass(frozen=True)
class Plan:
    """An experiment about to be made, or what of it can be changed while it runs."""

    title: str
    design: str
    setup: Mapping[str, Any]
    starts: date | None
    stops: date | None
    metric: str = "orders_per_visit"
    card: int | None = None


@dataclass(frozen=True)
class MiniCase:
    """A finished piece of work; money a week in `currency`."""

    number: int
    card: int | None
    experiment: int | None
    group: str
    title: str
    what_we_did: str
    measured_how: str
    promised: Spread
    earned: Spread
    currency: str
    finished_on: date
    snapshot: Mapping[str, Any] | None


def plan_experiment(board: Board, plan: Plan, who: str, token: str) -> int:
    """A new experiment; gives its number. Raises WrongUse without a title."""
    with board.writing() as connection:
        return make_once(connection, EXPERIMENTS, {"token": token, **_values(plan)}, who)


def change_experiment(board: Board, place: tuple[int, int], plan: Plan, who: str) -> int:
    """Change the experiment read at `place` = (number, revision); gives the new revision.

    Raises WrongUse when it has ended: what was measured stays as it was planned.
    """
    with board.writing() as connection:
        if row_of(connection, EXPERIMENTS, place[0])["result"] is not None:
            raise WrongUse(sentence("This experiment has ended; its plan stands as it was."))
        return edit(connection, EXPERIMENTS, place, _values(plan), who)


def end_with_case(board: Board, place: tuple[int, int], case: FinishedCase, who: str) -> int:
    """Freeze the result a mini-case holds and keep the case, together or not at all; gives the number of the case."""
    with board.writing() as connection:
        if row_of(connection, EXPERIMENTS, place[0])["result"] is not None:
            raise WrongUse(sentence("This experiment has ended; its result is kept."))
        values = {"result": dict(case.snapshot or {}), "result_at": datetime.now(UTC)}
        edit(connection, EXPERIMENTS, place, values, who)
        return finish_case_in(connection, case, who, f"experiment-{place[0]}")


def experiments(board: Board) -> tuple[Experiment, ...]:
    """All experiments, the newest first."""
    with board.reading() as connection:
        rows = connection.execute(EXPERIMENTS.select().order_by(EXPERIMENTS.c.id.desc())).mappings()
        return tuple(thing_of(Experiment, row) for row in rows)


def mini_cases(board: Board) -> tuple[MiniCase, ...]:
    """All mini-cases, the newest first."""
    with board.reading() as connection:
        rows = connection.execute(MINI_CASES.select().order_by(MINI_CASES.c.id.desc())).mappings()
        return tuple(_mini_case(row) for row in rows)


def _values(plan: Plan) -> dict[str, Any]:
    title = " ".join(plan.title.split())
    if not title:
        raise WrongUse(sentence("Give the experiment a name."))
    return {
        "card_id": plan.card,
        "title": title,
        "design": plan.design,
        "variants": dict(plan.setup),
        "metric": plan.metric,
        "starts": plan.starts,
        "stops": plan.stops,
    }


def _mini_case(row: sa.RowMapping) -> MiniCase:
    promised, earned = (Spread(row[f"{name}_low"], row[name], row[f"{name}_high"]) for name in ("promised", "earned"))
    return thing_of(MiniCase, row, promised=promised, earned=earned)
