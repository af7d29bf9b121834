"""Rows of counts grouped: numbers for combinations of keys, and sums by number."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]

LARGEST_CODE = 2**62


def numbered(*keys: Whole) -> Whole:
    """Numbers from 0 of the distinct combinations, in lexical order."""
    return np.unique(coded(keys), return_inverse=True)[1]


def coded(keys: Sequence[Whole]) -> Whole:
    """One number for each combination of `keys`, in lexical order."""
    code, size = np.zeros(len(keys[0]), dtype=np.int64), 1
    for key in keys:
        own = key - key.min(initial=0)
        if size * (int(own.max(initial=0)) + 1) > LARGEST_CODE:
            code, own = (np.unique(one, return_inverse=True)[1] for one in (code, own))
            size = int(code.max(initial=0)) + 1
        span = int(own.max(initial=0)) + 1
        code, size = code * span + own, size * span
    return code


def summed(place: Whole, values: Numbers, size: int) -> Numbers:
    """Rows of `values` added up by their `place`; the result has `size` rows."""
    sums = np.zeros((size, values.shape[1]))
    if len(place):
        order = np.argsort(place, kind="stable")
        sorted_places = place[order]
        starts = np.flatnonzero(np.diff(sorted_places, prepend=-1))
        sums[sorted_places[starts]] = np.add.reduceat(values[order], starts, axis=0)
    return sums
