"""The few rows of a large table that are judged patiently: odd ones, and those that may stand in it twice.

Two usual rows may be one where what they say in words and times is the same; so may an odd and a usual one. Whether
they are is told from their cells (twice.py), as where every row is judged patiently.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from funnel.intake.contract import contract_of
from funnel.intake.cut import Rows
from funnel.intake.judged import Judge
from funnel.intake.lines import copied_lines
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.plainly import PlainJudge
from funnel.intake.row_hash import is_compared_as_number
from funnel.intake.staged import Staged, quoted, reader, stage_query
from funnel.intake.watch import Watched
from funnel.terms import Kind

MOST_ODD = 0.1
"""Share of odd rows beyond which the patient way is the shorter one."""
IS_ODD = "record in (select record from few where is_odd)"


class TheLongWay(Exception):
    """This file is not for the short way."""


@dataclass(frozen=True)
class Sampled(Staged):
    """Rows staged from here and there in a file, only the usual ones of them where `usual` says so."""

    usual: str = "true"

    @property
    def table(self) -> str:
        """SQL that reads the rows."""
        numbered = f"read_parquet({quoted(self.path)}, file_row_number = true)"
        return f"(select *, file_row_number + 1 as record from {numbered} where {self.usual})"


@dataclass(frozen=True)
class Few(Staged):
    """The odd rows of a file and those that may be duplicates; with `sample` the usual rows of a sample as well."""

    sample: Sampled | None = None
    chosen: str = "true"

    @property
    def table(self) -> str:
        """SQL that reads the rows."""
        own = f"(select * from read_parquet({quoted(self.path)}) where {self.chosen})"
        return (
            own if self.sample is None else f"(select * from {own} union all by name select * from {self.sample.table})"
        )

    @property
    def odd_alone(self) -> "Few":
        """The same without usual rows that may be duplicates: how those are written was proved of every one."""
        return replace(self, chosen=IS_ODD)


@dataclass(frozen=True)
class Looked:
    """What one pass over all rows proved: how usual ones are read, which rows are odd or may be duplicates."""

    judge: PlainJudge
    odd: int
    doubtful: int
    lines: str
    sample: Sampled


class Finder:
    """Finds the few among the rows of one table that were looked at once."""

    def __init__(self, connection: Watched, rows: Rows, mapped: Mapped, literals: Literals) -> None:
        self.connection, self.rows, self.mapped, self.literals = connection, rows, mapped, literals
        # The currency of a row without an amount is none, whatever its cell says.
        columns = [
            one.name for one in contract_of(mapped.kind) if one.name in mapped.located and one.name != "currency"
        ]
        self.compared = tuple(name for name in columns if not is_compared_as_number(name, mapped))

    def run(self, query: str) -> list[tuple[Any, ...]]:
        """The rows a query finds."""
        return self.connection.execute(query, self.literals.of(query)).fetchall()

    def find_few(self) -> tuple[int, int]:
        """Make the table few of odd records and of those whose hash stands twice; how many there are of each."""
        hashes = self.hashes("row_hash")
        twins = standing_twice(hashes)
        counts = "count(*) filter (is_odd), count(*) filter (record <> place_in_file)"
        odd, misplaced = self.run(f"select {counts} from looked")[0]
        if misplaced or len(hashes) != self.rows.records or odd + len(twins) > MOST_ODD * self.rows.records:
            raise TheLongWay
        self.run("create temp table twins (row_hash ubigint)")
        if len(twins):
            query = "insert into twins select unnest($hashes::ubigint[])"
            self.connection.execute(query, {"hashes": twins.tolist()})
        some = "true" if odd or len(twins) else "false"
        placed = f"select record, place, is_odd from (select *, {self._place()} as place from looked where {some})"
        self.run(f"create temp table few as {placed} where is_odd or row_hash in (select row_hash from twins)")
        return odd, len(twins)

    def _place(self) -> str:
        if self.mapped.kind is not Kind.ORDER_LINES:
            return "0"
        # Two equal lines below one order head are two lines; the same order a second time is a duplicate.
        head = "case when is_head then record end"
        return f"record - max({head}) over (rows between unbounded preceding and current row)"

    def hashes(self, column: str, source: str = "looked") -> "np.ndarray":
        """All values of a column of hashes, in order."""
        query = f"select {column} as found from {source} where {column} is not null"
        found = np.asarray(self.connection.columns(query, self.literals.of(query))["found"])
        found.sort()
        return found

    def few(self, found: Looked, judge: Judge, folder: Path) -> Few:
        """The few, staged with their record numbers; `judge` judged the sample. Raises TheLongWay if they are many."""
        few = self._staged_few(found, folder)
        if found.odd and self._find_likes(found.judge, replace(judge, stage=replace(few, sample=None))):
            few = self._staged_few(found, folder)
        return few

    def _staged_few(self, found: Looked, folder: Path) -> Few:
        path = folder / "few.parquet"
        source = self._source(folder / "few.csv", empty=not (found.odd or found.doubtful))
        query = stage_query(self.rows, self.mapped, self.literals, numbered_source=source)
        self.run(f"copy ({query}) to {quoted(path)} (format parquet)")
        return Few(path, tuple(self.mapped.located), False, found.sample)

    def _source(self, lines: Path, *, empty: bool) -> str:
        """SQL of the cells of the few and their record numbers."""
        numbered = "select *, row_number() over () as {} from {}"
        if not empty and self._lines_copied(lines):
            text = numbered.format("nth", reader(replace(self.rows, path=lines, skip=0)))
            places = "select record, row_number() over (order by record) as nth from few"
            return f"(select text.* exclude (nth), record from ({text}) as text inner join ({places}) using (nth))"
        chosen = "false" if empty else "record in (select record from few)"
        return f"(select * from ({numbered.format('record', reader(self.rows))}) where {chosen})"

    def _lines_copied(self, target: Path) -> bool:
        """Copy the lines of the few; False where a row may be more than one line, so that the reader has to count."""
        asked = "select record from few order by record"
        wanted = np.asarray(self.connection.columns(asked)["record"]) + (self.rows.skip - 1)
        lines = copied_lines(self.connection.pieces(self.rows.path), wanted, target)
        return lines == self.rows.skip + self.rows.records

    def _find_likes(self, plain: PlainJudge, judge: Judge) -> int:
        """Add to the few the usual rows that say in words and times what an odd one says; how many there are."""
        spoken = {name: f"cast(looked.{name} as varchar)" for name in plain.spoken}
        spoken |= {name: f"lower(looked.{name})" for name in self.compared if name.endswith("_key")}
        told = ((spoken.get(name, f"looked.{name}"), f"odd.{name}") for name in self.compared)
        same = " and ".join(f"{usual} is not distinct from {odd}" for usual, odd in told) or "true"
        odd = f"select * from ({judge.query()}) inner join (select record from few where is_odd) using (record)"
        self.run(
            "create temp table likes as select distinct looked.record from looked "
            f"inner join ({odd} where aside is null) as odd on {same} "
            "where looked.record not in (select record from few)"
        )
        likes, all_few = self.run("select (select count(*) from likes), (select count(*) from few)")[0]
        if likes + all_few > MOST_ODD * self.rows.records:
            raise TheLongWay
        if likes:
            placed = f"select *, {self._place()} as place from looked"
            chosen = "where record in (select record from likes)"
            self.run(f"insert into few select record, place, is_odd from ({placed}) {chosen}")
        return int(likes)


def standing_twice(ordered: "np.ndarray") -> "np.ndarray":
    """Values that stand more than once among the ordered ones."""
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return again[np.append(again[1:] != again[:-1], True)] if len(again) else again
