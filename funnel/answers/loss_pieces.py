"""Pieces of a loss or a change: what every line is added up from, by factor and step, over segments."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from funnel.answers.loss_question import LossDimension
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range, range_of_sum

Mask = NDArray[np.bool_]
RangeOf = Callable[[Mask, Mask], Range]
"""Range of the pieces (mask) in the segments (mask), added up."""

Chosen = Callable[["SegmentName"], bool]
"""Whether a segment passes the filters."""

NO_CAUSE = "not_explained"
"""In place of a group where a piece is known by its step only."""


@dataclass(frozen=True)
class PieceName:
    """Codes of one piece; "" where it has none."""

    group: str
    factor: str
    step: str
    cause: str = ""


@dataclass(frozen=True)
class SegmentName:
    """Codes of one segment."""

    channel: str
    device: str
    marketplace: str = ""
    product: str = ""


def everything(_segment: SegmentName) -> bool:
    """No filter."""
    return True


@dataclass(frozen=True)
class Pieces:
    """Pieces × segments that can be added up in any choice, with a range, in one or both measures."""

    names: tuple[PieceName, ...]
    segments: tuple[SegmentName, ...]
    range_of: Mapping[Measure, RangeOf]


@dataclass(frozen=True)
class Line:
    """What one line of an answer is made of; `parts` are added as independent of each other."""

    key: tuple[str, ...]
    parts: tuple[tuple[Pieces, Mask, Mask], ...] = field(repr=False)

    def range(self, measure: Measure) -> Range | None:
        """Its range; None where no part knows this measure."""
        known = [
            pieces.range_of[measure](own, segments)
            for pieces, own, segments in self.parts
            if measure in pieces.range_of
        ]
        return range_of_sum(known) if known else None

    @property
    def cause(self) -> str:
        """Cause of its first piece: of all of them where causes were kept apart."""
        return self.names[0].cause

    @property
    def names(self) -> tuple[PieceName, ...]:
        """All pieces it holds."""
        return tuple(pieces.names[place] for pieces, own, _ in self.parts for place in np.flatnonzero(own))


def lines_of(
    sources: Sequence[Pieces],
    by: Sequence[LossDimension],
    chosen: Chosen,
    *,
    causes_apart: bool = False,
) -> tuple[Line, ...]:
    """One line for every combination of codes that occurs, each piece and chosen segment in exactly one of them.

    With `causes_apart`, pieces of different causes never share a line.
    """
    parts: dict[tuple[str, tuple[str, ...]], list[tuple[Pieces, Mask, Mask]]] = {}
    for pieces in sources:
        allowed = np.array([chosen(segment) for segment in pieces.segments], dtype=bool)
        named = [(name.cause if causes_apart else "", _codes(name, by)) for name in pieces.names]
        own = _masks(named, np.ones(len(named), dtype=bool))
        segments = _masks([_codes(segment, by) for segment in pieces.segments], allowed)
        for ((cause, codes), mask), (places, held) in product(own.items(), segments.items()):
            parts.setdefault((cause, _key(codes, places, by)), []).append((pieces, mask, held))
    return tuple(Line(key, tuple(held)) for (_, key), held in parts.items())


def whole_of(sources: Sequence[Pieces], chosen: Chosen) -> Line:
    """Everything in one line."""
    return next(iter(lines_of(sources, (), chosen)), Line((), ()))


Codes = tuple[tuple[LossDimension, str], ...]
Code = TypeVar("Code", bound=Hashable)


def _codes(name: PieceName | SegmentName, by: Sequence[LossDimension]) -> Codes:
    return tuple((dimension, getattr(name, dimension.value)) for dimension in by if hasattr(name, dimension.value))


def _masks(codes: Sequence[Code], allowed: Mask) -> dict[Code, Mask]:
    masks: dict[Code, Mask] = {}
    for place, code in enumerate(codes):
        if allowed[place]:
            masks.setdefault(code, np.zeros(len(codes), dtype=bool))[place] = True
    return masks


def _key(own: Codes, segment: Codes, by: Sequence[LossDimension]) -> tuple[str, ...]:
    found = dict((*own, *segment))
    return tuple(found[dimension] for dimension in by)
