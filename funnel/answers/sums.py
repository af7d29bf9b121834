"""Sums of one line of a list: frozen values that add up field by field, where None means “not measured”."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cache, reduce
from operator import attrgetter
from typing import Any, TypeVar

from funnel.terms import OTHER

Sums = TypeVar("Sums")
Key = tuple[str, ...]


def added(one: Sums, more: Sums) -> Sums:
    """Both lines added up; None + None stays None."""
    read = _reader(type(one))  # type: ignore[arg-type]
    return type(one)(*map(_plus, read(one), read(more)))


@cache
def _reader(kind: type) -> Callable[[object], tuple[Any, ...]]:
    """All fields of a line, in the order of its making: asked thousands of times for one list."""
    return attrgetter(*(each.name for each in fields(kind)))


def _plus(one: Any, more: Any) -> Any:
    if isinstance(one, frozenset):
        return one | more
    return more if one is None else one if more is None else one + more


def summed(lines: Sequence[Sums], nothing: Sums) -> Sums:
    """All lines added up; `nothing` when there are none."""
    return reduce(added, lines, nothing)


def within_limit(lines: Sequence[tuple[Key, Sums]], limit: int | None) -> list[tuple[Key, Sums]]:
    """The first `limit` lines; the others, and one the source itself calls “other”, are added up in a last line."""
    if limit is None or len(lines) <= limit:
        return list(lines)
    kept = [(key, sums) for key, sums in lines[:limit] if set(key) != {OTHER}]
    rest = [sums for key, sums in lines if (key, sums) not in kept]
    return [*kept, ((OTHER,) * len(lines[0][0]), reduce(added, rest))]
