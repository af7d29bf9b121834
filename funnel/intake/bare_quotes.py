"""Cells in quotes that hold quotes nobody doubled: "Case "Slim" black", "ООО "Ромашка""."""

import re
from functools import cache


def cells_of_bare_quotes(line: str, delimiter: str) -> list[str]:
    """The cells of a line, where a quote closes its cell before a delimiter or the end; none where one stays open."""
    cells, place = [], 0
    while place <= len(line):
        found = _cell(delimiter).match(line, place)
        if found is None:
            return []
        quoted = found["quoted"]
        cells.append(found["bare"] if quoted is None else quoted.replace('""', '"'))
        place = found.end() + len(delimiter)
    return cells


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    end = re.escape(delimiter)
    return re.compile(rf' *(?:"(?P<quoted>.*?)" *|(?P<bare>(?! *")(?:(?!{end}).)*))(?={end}|$)', re.DOTALL)
