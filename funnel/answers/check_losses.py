"""Invariants of losses and changes: parts add up to the whole to the cent, and their visits are the funnel's."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import numpy as np

from funnel.answers.change import change_on
from funnel.answers.funnel import ask_funnel
from funnel.answers.loss_ground import LossGround, ground_of
from funnel.answers.loss_question import ChangeQuestion, LossDimension, LossQuestion
from funnel.answers.losses import losses_on, reckoned_for
from funnel.answers.question import FunnelQuestion
from funnel.errors import WrongUse
from funnel.store import Store
from funnel.terms import Dimension, Step

CENT = Decimal("0.01")
Broken = tuple[str, list[str]]


def loss_findings(store: Store) -> Iterator[Broken]:
    """Each invariant with what breaks it; none where no traffic by days is held."""
    try:
        ground = ground_of(store)
    except WrongUse:
        return
    yield "visits of losses = visits of the funnel", _other_visits(store, ground)
    yield "losses: parts = whole", _uneven_losses(ground)
    yield "change: lines = difference", _uneven_changes(ground)


def _other_visits(store: Store, ground: LossGround) -> list[str]:
    held = ground.cells.money
    days = ask_funnel(store, FunnelQuestion(by=(Dimension.DAY,), compare=False)).rows
    counted = {date.fromisoformat(row.key[0]): step.count for row in days if (step := row.step(Step.SESSION_START))}
    seen = {date.fromordinal(day): int(held.visits[held.day == day].sum()) for day in np.unique(held.day).tolist()}
    return [
        f"{day}: {visits} instead of {counted.get(day)}" for day, visits in seen.items() if counted.get(day) != visits
    ]


def _uneven_losses(ground: LossGround) -> list[str]:
    try:
        reckoning = reckoned_for(ground, LossQuestion(by=()))
    except WrongUse:  # daily sums with nothing earlier to compare with
        return []
    wrong = []
    for by in LossDimension:
        answer = losses_on(ground, LossQuestion(by=(by,)), reckoning)
        parts = sum((row.money.effect for row in answer.rows if row.money), Decimal(0))
        if answer.total.money is not None and parts != answer.total.money.effect:
            wrong.append(f"{by.value}: {parts} instead of {answer.total.money.effect}")
    return wrong


def _uneven_changes(ground: LossGround) -> list[str]:
    wrong = []
    for by in LossDimension:
        try:
            answer = change_on(ground, ChangeQuestion(by=(by,)))
        except WrongUse:  # nothing earlier to compare with
            return []
        parts, difference = sum((row.effect.effect for row in answer.rows), Decimal(0)), answer.after - answer.before
        if parts != answer.total.effect.effect or abs(parts - difference) > CENT:
            wrong.append(f"{by.value}: {parts} instead of {difference}")
    return wrong
