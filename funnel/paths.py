"""A visit's way through the steps as a short word, and what that word says about any list of steps.

A *sequence* is what happened, in time order: first the letter of the visit's first event (`.` when that event is
no step), then the letters of its later step events. A *path* is all that step counting needs to know of it: the
largest sets of steps that can be walked in order, joined by `|`. `sva|vap` reads: visit → view → cart can be walked,
and so can view → cart → payment data, but not both in one walk. The first event opens the visit and is used up by
that: one event never stands for two steps.

Many sequences share a path, so paths can be counted in cells, and every counting of every list of steps is
answered from them.
"""

from collections.abc import Sequence
from functools import lru_cache

from funnel.terms import STEP_LETTER, Counting, Step

LETTERS = "".join(STEP_LETTER.values())
_BIT = {letter: 1 << place for place, letter in enumerate(LETTERS)}
_START = _BIT[STEP_LETTER[Step.SESSION_START]]


def path_of(sequence: str) -> str:
    """Path of a sequence such as `.vvao`; raises KeyError on a letter no step has."""
    first, later = sequence[0], [_BIT[letter] for letter in sequence[1:]]
    walks = _walks_from(_START, later)
    if first not in (".", STEP_LETTER[Step.SESSION_START]):
        walks |= _walks_from(_BIT[first], later)
    return "|".join(sorted((_letters(walk) for walk in _largest(walks)), key=lambda walk: (-len(walk), walk)))


def _walks_from(start: int, later: Sequence[int]) -> set[int]:
    walks = {start}
    for bit in later:
        walks |= {walk | bit for walk in walks if walk < bit}
    return walks


def _largest(walks: set[int]) -> list[int]:
    return [walk for walk in walks if not any(walk != other and walk & other == walk for other in walks)]


def _letters(walk: int) -> str:
    return "".join(letter for letter in LETTERS if walk & _BIT[letter])


@lru_cache(maxsize=65_536)
def steps_counted(path: str, steps: tuple[Step, ...], counting: Counting) -> tuple[bool, ...]:
    """For each of `steps` (in GA4 order, no clicks, no kept orders), whether a visit of this path counts there."""
    letters = [STEP_LETTER[step] for step in steps]
    if counting is Counting.ALONE:
        return tuple(letter in path for letter in letters)
    if counting is Counting.REACHED:
        furthest = max(LETTERS.index(letter) for letter in path if letter != "|")
        return tuple(LETTERS.index(letter) <= furthest for letter in letters)
    walks = [path.replace("|", "")] if counting is Counting.CLOSED else path.split("|")
    return tuple(any(set(letters[: place + 1]) <= set(walk) for walk in walks) for place in range(len(letters)))
