"""Rows of counts grouped: numbers for combinations of keys, and sums by number."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]

LARGEST_CODE = 2**62
DENSE = 16
"""Numbers are looked up instead of sorted while their span is at most so many times their count."""


def numbered(*keys: Whole) -> Whole:
    """Numbers from 0 of the distinct combinations, in lexical order."""
    return distinct(coded(keys))[1]


def distinct(code: Whole) -> tuple[Whole, Whole]:
    """The distinct numbers of `code` in rising order, and the place among them of every entry."""
    least = int(code.min(initial=0))
    span = int(code.max(initial=0)) - least + 1
    if span > DENSE * len(code):
        values, place = np.unique(code, return_inverse=True)
        return values, place
    own = code - least if least else code
    seen = np.zeros(span, dtype=bool)
    seen[own] = True
    values = np.flatnonzero(seen)
    place = np.empty(span, dtype=np.int64)
    place[values] = np.arange(len(values))
    return values + least, place[own]


def runs_of(*keys: Whole) -> tuple[Whole, Whole]:
    """The first entry of every run of neighbours alike in all `keys`, and how many there are of it."""
    begins = np.ones(len(keys[0]), dtype=bool)
    begins[1:] = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    first = np.flatnonzero(begins)
    return first, np.diff(first, append=len(begins))


def firsts(place: Whole, size: int) -> Whole:
    """One entry of every number from 0 to `size` − 1 in `place`."""
    first = np.zeros(size, dtype=np.int64)
    first[place] = np.arange(len(place))
    return first


def coded(keys: Sequence[Whole]) -> Whole:
    """One number for each combination of `keys`, in lexical order; small while that costs little."""
    code, size = np.zeros(len(keys[0]), dtype=np.int64), 1
    for key in keys:
        own = key - key.min(initial=0)
        span = int(own.max(initial=0)) + 1
        if size * span > DENSE * len(code):
            code = distinct(code)[1]
            size = int(code.max(initial=0)) + 1
            if size == len(code):  # all told apart: no further key changes their order
                return code
        if size * span > LARGEST_CODE:
            own = distinct(own)[1]
            span = int(own.max(initial=0)) + 1
        code, size = code * span + own, size * span
    return code


def summed(place: Whole, values: Numbers, size: int) -> Numbers:
    """Rows of `values` added up by their `place`; the result has `size` rows."""
    if values.shape[1] == 1:
        return np.asarray(np.bincount(place, values[:, 0], size), dtype=np.float64)[:, None]
    sums = np.zeros((size, values.shape[1]))
    if len(place):
        if np.any(place[1:] < place[:-1]):
            order = np.argsort(place, kind="stable")
            place, values = place[order], values[order]
        starts = np.flatnonzero(np.diff(place, prepend=-1))
        sums[place[starts]] = np.add.reduceat(values, starts, axis=0)
    return sums


def short_pattern(masks: Whole, bits: tuple[int, ...]) -> Whole:
    """The bits of `masks` alone, moved together."""
    known, place = distinct(masks)
    return sum(((known >> bit & 1) << at for at, bit in enumerate(bits)), np.zeros_like(known))[place]
