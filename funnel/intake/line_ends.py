"""Carriage returns that stand alone among line feeds: ends of rows that another program wrote, or breaks in a cell."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, pairwise

from funnel.intake.sniff import DELIMITERS

FEED = re.compile(r"(?<=\n)")
RETURNS_AND_FEED = re.compile(r"\r+\n")
QUOTED = re.compile(r'"[^"]*"')
OPENED = re.compile(r'"[^"]*$')
Counts = frozenset[tuple[str, int]]


@dataclass
class LineEnds:
    """Turns them into line feeds or blanks, piece by piece.

    A return ends a row where what stands before and behind it has as many delimiters as the rows so far; where most
    rows end in returns (`mostly`), what stands behind it decides. Any other is a break in a cell. `open_quote` says
    whether the text so far ends inside quotes, `held` is its unfinished line.
    """

    mostly: bool = False
    open_quote: bool = False
    held: str = ""
    usual: set[tuple[str, int]] = field(default_factory=set)

    def told(self, piece: str, *, last: bool = False) -> str:
        """The next piece up to its last line feed, together with what the one before left."""
        text = self.held + piece
        end = len(text) if last else text.rfind("\n") + 1
        self.held = text[end:]
        return self._ended(RETURNS_AND_FEED.sub("\n", text[:end]))

    def _ended(self, text: str) -> str:
        if "\r" in text or not self.usual:
            return "".join(map(self._line, FEED.split(text)))
        self.open_quote ^= text.count('"') % 2 == 1
        return text

    def _line(self, line: str) -> str:
        was_open = self.open_quote
        rows = self._rows(line)
        counts = [_counts(row) for row in rows]
        whole = counts[int(was_open) : len(counts) - int(self.open_quote)]
        self.usual = self.usual or _most_common(whole)
        fits = [bool(told & self.usual) for told in counts]
        fits[0] |= was_open or self.mostly
        fits[-1] |= self.open_quote
        ends = ("\n" if before and after else " " for before, after in pairwise(fits))
        return rows[0] + "".join(chain.from_iterable(zip(ends, rows[1:], strict=True)))

    def _rows(self, line: str) -> list[str]:
        """The line cut at the returns outside its quotes; those inside are blanks."""
        rows: list[str] = []
        for part in line.split("\r"):
            if rows and self.open_quote:
                rows[-1] += " " + part
            else:
                rows.append(part)
            self.open_quote ^= part.count('"') % 2 == 1
        return rows


def _counts(row: str) -> Counts:
    bare = OPENED.sub("", QUOTED.sub("", row))
    return frozenset((one, bare.count(one)) for one in DELIMITERS if one in bare)


def _most_common(rows: list[Counts]) -> set[tuple[str, int]]:
    told = Counter(chain.from_iterable(rows))
    most = max(told.values(), default=0)
    return {count for count, seen in told.items() if seen == most}
