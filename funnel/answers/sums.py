"""Sums of one line of a list: frozen values that add up field by field, where None means “not measured”."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cache, reduce
from operator import add, attrgetter, or_
from typing import Any, TypeVar

from funnel.terms import OTHER

Sums = TypeVar("Sums")
Key = tuple[str, ...]


def added(*lines: Sums) -> Sums:
    """At least one line, all added up field by field; None + None stays None."""
    kind = type(lines[0])
    return kind(*map(total_known, zip(*map(_reader(kind), lines), strict=True)))  # type: ignore[arg-type]


@cache
def _reader(kind: type) -> Callable[[object], tuple[Any, ...]]:
    """All fields of a line, in the order of its making: asked thousands of times for one list."""
    return attrgetter(*(each.name for each in fields(kind)))


def total_known(values: Sequence[Any]) -> Any:
    """What is known of `values`, added up; None when nothing is."""
    known = [one for one in values if one is not None]
    if not known:
        return None
    return reduce(or_ if isinstance(known[0], frozenset) else add, known)


def summed(lines: Sequence[Sums], nothing: Sums) -> Sums:
    """All lines added up; `nothing` when there are none."""
    return added(nothing, *lines)


def within_limit(lines: Sequence[tuple[Key, Sums]], limit: int | None) -> list[tuple[Key, Sums]]:
    """The first `limit` lines; the others, and one the source itself calls “other”, are added up in a last line."""
    if limit is None or len(lines) <= limit:
        return list(lines)
    kept = [(key, sums) for key, sums in lines[:limit] if set(key) != {OTHER}]
    rest = [sums for key, sums in lines if (key, sums) not in kept]
    return [*kept, ((OTHER,) * len(lines[0][0]), added(*rest))]
