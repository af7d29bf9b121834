"""What others would have said of the same shop: simple dashboards, Adtributor, logistic g-computation."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulator import CATEGORIES, PROBLEMS, Shop

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Claim:
    """Money lost in the second period by problem, with a 90 % range (NaN where a method has none)."""

    loss: Array
    low: Array
    high: Array


def naive_all(shop: Shop) -> Claim:
    """Visits seen to meet the problem against all other visits."""
    return _naive(shop, lambda place: (_seen(shop, place), np.ones(len(shop.day), dtype=bool)))


def naive_at_risk(shop: Shop) -> Claim:
    """Visits that met the problem against visits that came as far and had the same chance to meet it."""

    def at_risk(place: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        return shop.flags[:, place], _reached(shop, PROBLEMS[place].harms[0]) & shop.chances[PROBLEMS[place].chance]

    return _naive(shop, at_risk)


def adtributor(shop: Shop) -> Claim:
    """Met or not met as a dimension of revenue: ranked by surprise, sized by its share of the change."""
    spent = shop.worth * shop.went_on[:, -1]
    totals = [spent[shop.period == period].sum() for period in (0, 1)]
    loss = np.zeros(len(PROBLEMS))
    for place in range(len(PROBLEMS)):
        seen = _seen(shop, place)
        shares = [np.array([spent[(shop.period == p) & (seen == one)].sum() for one in (0, 1)]) for p in (0, 1)]
        old, new = (share / total for share, total in zip(shares, totals, strict=True))
        loss[place] = _surprise(old, new) * abs(totals[1])
    nothing = np.full(len(loss), np.nan)
    return Claim(loss, nothing, nothing)


def logistic(shop: Shop) -> Claim:
    """One logistic of "order kept" a problem, at risk, with main effects; the problem switched off where it was met."""
    claims = [_logistic_claim(shop, place) for place in range(len(PROBLEMS))]
    loss, error = (np.array(column) for column in zip(*claims, strict=True))
    return Claim(loss, loss - 1.645 * error, loss + 1.645 * error)


def _naive(shop: Shop, compared: Callable[[int], tuple[NDArray[np.bool_], NDArray[np.bool_]]]) -> Claim:
    spent = shop.worth * shop.went_on[:, -1]
    loss, error = np.zeros(len(PROBLEMS)), np.zeros(len(PROBLEMS))
    for place in range(len(PROBLEMS)):
        met, among = compared(place)
        among = among & (shop.period == 1)
        with_it, without = spent[among & met], spent[among & ~met]
        if len(with_it) > 1 and len(without) > 1:
            loss[place] = (without.mean() - with_it.mean()) * len(with_it)
            error[place] = np.sqrt(with_it.var() / len(with_it) + without.var() / len(without)) * len(with_it)
    return Claim(loss, loss - 1.645 * error, loss + 1.645 * error)


def _reached(shop: Shop, step: int) -> NDArray[np.bool_]:
    return np.ones(len(shop.day), dtype=bool) if step == 0 else shop.went_on[:, step - 1]


def _seen(shop: Shop, place: int) -> NDArray[np.bool_]:
    return shop.flags[:, place] & _reached(shop, PROBLEMS[place].harms[0])


def _surprise(old: Array, new: Array) -> float:
    middle = (old + new) / 2
    both = [part * np.log(np.maximum(part, 1e-12) / np.maximum(middle, 1e-12)) for part in (old, new)]
    return float(sum(part.sum() for part in both) / 2)


def _logistic_claim(shop: Shop, place: int) -> tuple[float, float]:
    problem = PROBLEMS[place]
    rows = np.flatnonzero(_reached(shop, problem.harms[0]) & shop.chances[problem.chance])
    others = [at for at, other in enumerate(PROBLEMS) if problem.harms[0] in other.harms and at != place]
    code, covariates = _design(shop, rows, [place, *others])
    groups, place_of = np.unique(code, return_inverse=True)
    first = np.zeros(len(groups), dtype=np.int64)
    first[place_of] = np.arange(len(rows))
    design = covariates(first)
    visits = np.bincount(place_of).astype(float)
    kept = np.bincount(place_of, weights=shop.went_on[rows, -1])
    beta, variance = fitted(design, visits, kept)
    now = np.bincount(place_of, weights=shop.period[rows] * shop.worth.mean()) * design[:, 1]
    off = design.copy()
    off[:, 1] = 0
    with_it, without = (1 / (1 + np.exp(-matrix @ beta)) for matrix in (design, off))
    slope = -(now * with_it * (1 - with_it)).sum()
    value = (shop.worth * shop.went_on[:, -1]).sum() / max(shop.went_on[:, -1].sum(), 1) / shop.worth.mean()
    return float((now * (without - with_it)).sum() * value), float(abs(slope) * np.sqrt(variance) * value)


def _design(shop: Shop, rows: NDArray[np.intp], flags: list[int]) -> tuple[Array, Callable[[Array], Array]]:
    columns = [*(shop.flags[rows, at] for at in flags), shop.returning[rows], shop.promo[rows]]
    code = shop.segment[rows] * CATEGORIES + shop.category[rows]
    for column in columns:
        code = code * 2 + column

    def covariates(first: NDArray[np.int64]) -> Array:
        own = [np.ones(len(first)), *(column[first] for column in columns)]
        own += [shop.segment[rows][first] == one for one in range(1, 10)]
        own += [shop.category[rows][first] == one for one in range(1, CATEGORIES)]
        return np.stack(own, axis=1).astype(float)

    return code, covariates


def fitted(design: Array, visits: Array, kept: Array) -> tuple[Array, float]:
    """Newton steps of a binomial logistic; coefficients, and the variance of the second one."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log((kept.sum() + 0.5) / (visits.sum() - kept.sum() + 0.5))
    hessian = np.eye(design.shape[1])
    for _ in range(8):
        chance = 1 / (1 + np.exp(-design @ beta))
        hessian = (design * (visits * chance * (1 - chance))[:, None]).T @ design + 1e-3 * np.eye(len(beta))
        beta = beta + np.linalg.solve(hessian, design.T @ (kept - visits * chance))
    return beta, float(np.linalg.inv(hessian)[1, 1])
