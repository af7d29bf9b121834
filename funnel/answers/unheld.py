"""Filters that nothing of a shop answers to: most are misspelt, and an empty answer would not say so."""

from collections.abc import Iterator, Sequence
from datetime import date

from funnel.answers.counting import filters_as_asked
from funnel.answers.shop import values_by_dimension
from funnel.errors import Sentence, WrongUse, near_match, sentence
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import NOT_STATED, OTHER, Dimension


def unheld_filters(store: Store, where: Sequence[tuple[Dimension, tuple[str, ...]]]) -> list[Sentence]:
    """A sentence for each code no visit and no ad report has, with the nearest that one has."""
    if not where or not store.generation():
        return []
    with store.reading() as reader:
        held = values_by_dimension(reader.ask("answers/segment_values"))
        known = {dimension: {*held.get(dimension, ()), *_of_ads(reader, dimension)} for dimension, _ in where}
    return [told for dimension, codes in where for told in _unheld(dimension, codes, known[dimension])]


def _unheld(dimension: Dimension, codes: Sequence[str], known: set[str]) -> Iterator[Sentence]:
    for code in codes:
        if known and code not in {*known, NOT_STATED, OTHER}:
            told = sentence("Nothing this shop holds has “{filter}”.", filter=f"{dimension}={code}")
            yield WrongUse(told, near_match(code, sorted(known))).told


def _of_ads(reader: Reader, dimension: Dimension) -> set[str]:
    by = {f"by_{each}": each is dimension for each in Dimension}
    asked = {"start": date.min, "end": date.max, **by, **filters_as_asked(())}
    return {row[dimension] for row in reader.ask("answers/funnel_clicks", asked)}
