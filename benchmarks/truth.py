"""What each problem really cost: the same visits in expectation, with problems switched off in every combination."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.simulator import PAIRS, PROBLEMS, STEPS, Shop, chance_of_going_on

Array = NDArray[np.float64]


def true_losses(shop: Shop, period: int = 1) -> tuple[Array, float]:
    """Pairs × segments: exact Shapley share of the expected money lost; and the expected money as it was.

    The multilinear extension is a polynomial along the diagonal, so a few Gauss–Legendre nodes are exact.
    """
    rows = np.flatnonzero(shop.period == period)
    going = [_combinations(shop, step, rows) for step in range(len(STEPS))]
    as_it_was = shop.worth[rows] * np.prod([chances[0] for chances, _, _ in going], axis=0)
    nodes, weights = np.polynomial.legendre.leggauss(5)
    shares = np.zeros((len(PAIRS), len(rows)))
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        for pair, slope in _slopes(going, node):
            shares[pair] += weight * slope
    segments = shop.segment[rows]
    lost = np.stack([np.bincount(segments, weights=share * shop.worth[rows], minlength=10) for share in shares])
    return lost, float(as_it_was.sum())


def _combinations(shop: Shop, step: int, rows: NDArray[np.intp]) -> tuple[Array, NDArray[np.int64], list[int]]:
    """Chance of passing `step` with every combination of harmful problems off; the combinations; the problems."""
    own = [place for at, place in PAIRS if at == step and shop.strength[step, place] > 0]
    removed = np.array(list(product([0, 1], repeat=len(own))), dtype=np.int64).reshape(2 ** len(own), len(own))
    met = shop.met[np.ix_(rows, own)] if own else np.zeros((len(rows), 0), dtype=bool)
    chances = [chance_of_going_on(shop, met & (off == 0), step, rows, own) for off in removed]
    return np.stack(chances), removed, own


def _slopes(going: list[tuple[Array, NDArray[np.int64], list[int]]], node: float) -> Iterator[tuple[int, Array]]:
    """Each pair with the slope of the expected chance of a kept order, every pair being off with chance `node`."""
    passed = [_weights(removed, node) @ chances for chances, removed, _ in going]
    for step, (chances, removed, own) in enumerate(going):
        rest = np.prod([other for place, other in enumerate(passed) if place != step], axis=0)
        for column, problem in enumerate(own):
            yield PAIRS.index((step, problem)), rest * (_slope_weights(removed, column, node) @ chances)


def _weights(removed: NDArray[np.int64], node: float) -> Array:
    return np.prod(np.where(removed == 1, node, 1 - node), axis=1)


def _slope_weights(removed: NDArray[np.int64], column: int, node: float) -> Array:
    others = np.delete(removed, column, axis=1)
    return _weights(others, node) * np.where(removed[:, column] == 1, 1.0, -1.0)


def by_problem(pairs: Array) -> Array:
    """Problems, from pairs on the first axis."""
    total = np.zeros((len(PROBLEMS), *pairs.shape[1:]))
    for (_, problem), share in zip(PAIRS, pairs, strict=True):
        total[problem] += share
    return total
