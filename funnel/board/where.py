"""A segment as text that is equal when the segment is: dimensions and codes in order."""

import json
from collections.abc import Iterable

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Filters: (dimension, codes); () is everything."""


def written(where: Iterable[tuple[str, Iterable[str]]]) -> str:
    """The segment as text; "" for everything."""
    kept = sorted((str(dimension), sorted(set(codes))) for dimension, codes in where if tuple(codes))
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""


def read(text: str) -> Where:
    """The segment of this text."""
    return tuple((dimension, tuple(codes)) for dimension, codes in json.loads(text)) if text else ()
