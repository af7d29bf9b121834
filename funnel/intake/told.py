"""Pieces of the sentences about a file: examples with their rows, and lists of them."""

from collections.abc import Sequence
from functools import reduce

from funnel.errors import Sentence, sentence


def in_row(text: str, record: int) -> Sentence:
    """A text, and where it stands."""
    return sentence("“{text}” in row {record}", text=text, record=record)


def listed(told: Sequence[Sentence]) -> Sentence:
    """Pieces one behind the other."""
    return reduce(lambda first, second: sentence("{first}, {second}", first=first, second=second), told)
