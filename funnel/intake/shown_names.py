"""Which cells of a first line a sentence may repeat: names of columns, never what could be the name of a person.

A table without a line of names begins with data, and nothing in it proves that a word is not somebody.
"""

from collections.abc import Sequence
from functools import cache

from funnel.errors import Sentence, sentence
from funnel.intake.aliases import aliases_of, bare
from funnel.intake.contract import contract_of
from funnel.intake.header import known_names
from funnel.terms import Kind


def names_a_column(cell: str) -> bool:
    """Whether every word of a cell stands in some column's name."""
    words = bare(cell).split()
    return bool(words) and all(word in _words() for word in words)


def shown(header: Sequence[str], *, proven: bool = False) -> list[Sentence]:
    """The names of columns as a sentence may say them: in quotation marks, or by their place where they may be data.

    A `proven` header holds no data.
    """
    return [
        sentence("“{column}”", column=cell.strip())
        if proven or names_a_column(cell)
        else sentence("column {number}", number=place)
        for place, cell in enumerate(header, 1)
        if cell.strip()
    ]


@cache
def _words() -> frozenset[str]:
    told = [alias.name for kind in Kind for column in contract_of(kind) for alias in aliases_of(kind, column.name)]
    return frozenset(word for name in (*told, *known_names()) for word in bare(name).split())
