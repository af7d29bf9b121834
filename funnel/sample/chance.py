"""Numbers by chance that depend only on seed, name of the draw and place: no state, no order of calls.

The same visit draws the same numbers with a fault switched on and off, whatever the size of a chunk and
whatever the release of numpy: this is what makes every byte of the sample and its truth repeatable.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_STEP = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Chance:
    """Draws named by words, one number a place."""

    seed: int

    def uniform(self, name: str, places: Ints) -> Floats:
        """One number in [0, 1) for each place; shape of `places`."""
        key = np.uint64(self._key(name))
        words = _scattered(_scattered(places.astype(np.uint64) * _STEP + key) ^ key)
        return (words >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def normal(self, name: str, places: Ints) -> Floats:
        """One number of the standard normal distribution for each place."""
        radius = np.sqrt(-2.0 * np.log(1.0 - self.uniform(name + ":radius", places)))
        return radius * np.cos(2.0 * np.pi * self.uniform(name + ":angle", places))

    def whole(self, name: str, places: Ints, low: int, high: int) -> Ints:
        """One whole number from low to high, both included, for each place."""
        return low + np.floor(self.uniform(name, places) * (high - low + 1)).astype(np.int64)

    def choice(self, name: str, places: Ints, weights: Floats) -> Ints:
        """Index of one weight, drawn in proportion to it, for each place."""
        return drawn(self.uniform(name, places), weights)

    def _key(self, name: str) -> int:
        digest = hashlib.blake2b(f"{self.seed}:{name}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "little")


def drawn(numbers: Floats, weights: Floats) -> Ints:
    """Index of the weight each number in [0, 1) falls on."""
    bounds = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(bounds, numbers, side="right"), len(weights) - 1).astype(np.int64)


def _scattered(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))
