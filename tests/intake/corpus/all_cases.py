"""Every case of the corpus, by group."""

from collections.abc import Callable, Iterator, Mapping

from tests.intake.corpus.cases import Case
from tests.intake.corpus.faults import structure_cases
from tests.intake.corpus.odd import odd_cases
from tests.intake.corpus.packed import packed_cases
from tests.intake.corpus.plain import plain_cases
from tests.intake.corpus.sheets import sheet_cases
from tests.intake.corpus.values import value_cases

GROUPS: Mapping[str, Callable[[int], Iterator[Case]]] = {
    "plain": plain_cases,
    "structure": structure_cases,
    "values": value_cases,
    "packed": packed_cases,
    "sheets": sheet_cases,
    "odd": odd_cases,
}


def cases_of(group: str, seed: int) -> Iterator[Case]:
    """Cases of one group, of all groups in a fixed order for ""."""
    for name, made in GROUPS.items():
        if group in ("", name):
            yield from made(seed)
