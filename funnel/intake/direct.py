"""The short way of a large, well-formed table: its usual rows go from the text to typed rows without being staged.

How columns are written is decided from a sample; one pass over the text then proves it of every row. Rows that are odd
in any way, and rows that may be duplicates, are staged and judged patiently, together with what the sample showed.
Whatever cannot be proved to give the same as the patient way sends the whole file there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from funnel.intake import account
from funnel.intake.amounts import AmountReading
from funnel.intake.contract import contract_of
from funnel.intake.cut import Rows
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.mapping import Mapped
from funnel.intake.moments import MomentReading
from funnel.intake.plainly import (
    PlainJudge,
    has_plain_identities,
    is_worded,
    learn_words,
    make_spoken,
    plain_stage,
    repeats_words,
)
from funnel.intake.quick import Quick, quick_amount, quick_moments
from funnel.intake.staged import NOT_NAMING, Staged, quoted, reader, stage_query
from funnel.intake.typed import raw
from funnel.intake.vocabulary import vocabulary
from funnel.intake.watch import Watched
from funnel.terms import Kind

DIRECT_OPTIONS = (
    "set disabled_optimizers = 'type_pushdown,build_side_probe_side'",
    "set preserve_insertion_order = true",
    "set threads = 1",
)
"""DuckDB 2.0 pushes a try_cast into the reader as a hard cast, and may hold the whole file beside a table of words.

Rows stay in the order of the file, which a join keeps only while the file is the side it reads past, on one thread.
"""
SAMPLE_PIECES, SAMPLE_BYTES, SAMPLE_ROWS = 16, 128 * 1024, 30_000
MOST_PIECES, BYTES_A_PIECE = 32, 2**24
"""A word of a large file that its sample lacks costs a second reading of the whole file: so its sample is larger."""
MOST_ODD = 0.1
"""Share of odd rows beyond which the patient way is the shorter one."""

JudgeOf = Callable[[Staged], tuple[Judge, list[str]]]


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

    @property
    def table(self) -> str:
        """SQL that reads the rows."""
        own = f"(select * from read_parquet({quoted(self.path)}))"
        return (
            own if self.sample is None else f"(select * from {own} union all by name select * from {self.sample.table})"
        )


@dataclass(frozen=True)
class Looked:
    """What one pass over all rows proved: how usual ones are read, which rows are odd or may be duplicates."""

    judge: PlainJudge
    odd: int
    doubtful: int
    lines: str
    sample: Sampled


def is_direct(rows: Rows, mapped: Mapped) -> bool:
    """Whether a table has the size and shape for the short way."""
    profile, columns = mapped.profile, contract_of(mapped.kind)
    special = mapped.explodes or profile.arrays or profile.fill_down or mapped.asides
    measured = any(mapped.unit_of(column.name) is not None for column in columns if column.name in mapped.located)
    numbered = any(column.name == "line" for column in columns) and mapped.kind is not Kind.ORDER_LINES
    ours = not rows.numbered and not numbered and mapped.kind not in (Kind.TRAFFIC_SESSIONS, Kind.CONTACTS)
    return ours and rows.records >= account.LARGE and not special and not measured


def sampled(connection: Watched, rows: Rows, mapped: Mapped, *, folder: Path, literals: Literals) -> Sampled:
    """Some rows from everywhere in the file, staged."""
    path = folder / "sample.parquet"
    pieces = folder / "pieces"
    taken = _pieces_of(rows, pieces)
    query = stage_query(replace(rows, path=pieces, skip=0) if taken else rows, mapped, literals)
    limited = query if taken else f"{query} limit {SAMPLE_ROWS}"
    statement = f"copy ({limited}) to {quoted(path)} (format parquet)"
    connection.execute(statement, literals.of(query))
    return Sampled(path, tuple(mapped.located), numbered=False)


def _pieces_of(rows: Rows, target: Path) -> bool:
    """Whole lines from everywhere in the file; False when a quote could hide where a row begins."""
    size = rows.path.stat().st_size
    if size < 2 * SAMPLE_PIECES * SAMPLE_BYTES:
        return False
    pieces = pieces_of(size)
    with rows.path.open("rb") as file, target.open("wb") as out:
        for place in range(pieces):
            file.seek(place * (size - SAMPLE_BYTES) // (pieces - 1))
            piece = file.read(SAMPLE_BYTES)
            if b'"' in piece:
                return False
            # The first lines of a file may be its header or stand above it.
            lines = piece.split(b"\n")[rows.skip if place == 0 else 1 : -1]
            out.write(b"\n".join(lines) + b"\n")
    return True


def pieces_of(size: int) -> int:
    """From how many places a sample is taken out of so many bytes."""
    return min(max(SAMPLE_PIECES, size // BYTES_A_PIECE), MOST_PIECES)


class Direct:
    """Looks at every row of one table once."""

    def __init__(self, connection: Watched, rows: Rows, mapped: Mapped, literals: Literals) -> None:
        self.connection, self.rows, self.mapped, self.literals = connection, rows, mapped, literals

    def looked(self, sample: Sampled, judge: Judge) -> Looked:
        """What one pass over all rows proves when they are read as `judge` reads the sample; raises TheLongWay."""
        quick = {name: self._quick(name, reading, judge, sample) for name, reading in judge.readings.items()}
        stage = plain_stage(self.rows, self.mapped, self.literals)
        texts = [column for column in judge.columns if is_worded(column, self.mapped)]
        worded = [column for column in texts if repeats_words(self.connection, column, judge)]
        for column in worded:
            learn_words(self.connection, column.name, judge)
        ids = frozenset(
            column.name
            for column in texts
            if column.is_id and column not in worded and has_plain_identities(self.connection, column, judge)
        )
        plain = PlainJudge.like(judge, replace(stage, worded=tuple(one.name for one in worded)), quick, ids)
        if plain.speaks_of_currency:
            stated = self.literals(plain.stated_currency)
            make_spoken(self.connection, "currency", f"select {stated}", self.literals)
        self._look(plain)
        odd, doubtful = self._find_few()
        usual = " and ".join(["aside is null", *plain.usual_cells()])
        return Looked(plain, odd, doubtful, self._lines(odd), replace(sample, usual=usual))

    def _run(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, self.literals.of(query)).fetchall()

    def _quick(self, name: str, reading: AmountReading | MomentReading, judge: Judge, sample: Sampled) -> Quick:
        if isinstance(reading, AmountReading):
            return quick_amount(next(column for column in judge.columns if column.name == name), reading)
        ways = quick_moments(reading, self.literals) if reading.forms else ()
        if not ways:
            raise TheLongWay
        counts = [f"count(*) filter (regexp_full_match({raw(name)}, {self.literals(way.pattern)}))" for way in ways]
        fitting = self._run(f"select {', '.join(counts)} from {sample.table}")[0]
        return ways[max(range(len(ways)), key=lambda place: (fitting[place], -place))]

    def _look(self, plain: PlainJudge) -> None:
        """Make the table looked of all rows typed, in the order of the file: the text is read this once."""
        usual = [*plain.usual_cells(), *plain.usual_rows(), "problem is null", self._anchor(plain)]
        told = ["record", "row_hash", f"case when {' and '.join(usual)} then false else true end as is_odd"]
        if self.mapped.kind is Kind.ORDER_LINES:
            told += ['case when "order_id" is not null then hash("order_id") end as order_hash']
            told.append(f"{plain.head_of_order} as is_head")
        told += [f'"{name}"' for name in plain.filled_columns()]
        self._run(f"create temp table looked as select {', '.join(told)} from ({plain.query()})")

    def _anchor(self, plain: PlainJudge) -> str:
        """SQL of whether one cell proves its row to be one of the table: no blank, no total, no second header."""
        located = {
            column.name: self.mapped.located[column.name]
            for column in plain.columns
            if column.name in self.mapped.located and not column.is_number and column.name not in NOT_NAMING
        }
        times = [name for name in ("moment", "day") if name in located and not located[name].pattern]
        if times:
            stated = f"{raw(times[0])} is not null"
            return f"{stated} and {self._is_no_totals_word('order_id')}" if "order_id" in located else stated
        ids = [column.name for column in plain.columns if column.is_id and column.name in located]
        if not ids or located[ids[0]].pattern:
            raise TheLongWay
        return self._is_no_total(raw(ids[0]), located[ids[0]].header)

    def _is_no_totals_word(self, name: str) -> str:
        """SQL of whether a cell holds none of the words of a total, as they are mostly written."""
        words = vocabulary().totals
        told = {
            f"{turned}{end}"
            for word in words
            for turned in (word, word.capitalize(), word.title(), word.upper())
            for end in ("", ":")
        }
        return f"coalesce({raw(name)} not in {self.literals.many(sorted(told))}, true)"

    def _is_no_total(self, text: str, header: str) -> str:
        words = vocabulary()
        low = f"lower(trim({text}))"
        said = self.literals.many([*words.totals, *words.nulls, "", header.strip().lower()])
        starts = " or ".join(f"starts_with({low}, {self.literals(start)})" for start in words.total_starts)
        return f"coalesce({low} not in {said} and not ({starts}), false)"

    def _find_few(self) -> tuple[int, int]:
        """Make the table few of odd records and of those whose hash stands twice; how many there are of each."""
        hashes = self._hashes("row_hash")
        twins = _standing_twice(hashes)
        counts = "count(*) filter (is_odd), count(*) filter (record <> rowid + 1)"
        odd, misplaced = self._run(f"select {counts} from looked")[0]
        if misplaced or len(hashes) != self.rows.records or odd + len(twins) > MOST_ODD * self.rows.records:
            raise TheLongWay
        self._run("create temp table twins (row_hash ubigint)")
        if len(twins):
            query = "insert into twins select unnest($hashes::ubigint[])"
            self.connection.execute(query, {"hashes": twins.tolist()})
        place = "0"
        if self.mapped.kind is Kind.ORDER_LINES:
            # Two equal lines below one order head are two lines; the same order a second time is a duplicate.
            head = "case when is_head then record end"
            place = f"record - max({head}) over (rows between unbounded preceding and current row)"
        some = "true" if odd or len(twins) else "false"
        self._run(
            f"create temp table few as select record, place, is_odd from (select *, {place} as place from "
            f"looked where {some}) "
            "where is_odd or row_hash in (select row_hash from twins)"
        )
        return odd, len(twins)

    def _hashes(self, column: str, source: str = "looked") -> "np.ndarray":
        query = f"select {column} as found from {source} where {column} is not null"
        found = self.connection.columns(query, self.literals.of(query))["found"]
        return np.sort(np.asarray(found))

    def _lines(self, odd: int) -> str:
        """How the lines of orders are numbered: "one" line each, "runs" of rows, or "anywhere" in the file."""
        if self.mapped.kind is not Kind.ORDER_LINES or not len(_standing_twice(self._hashes("order_hash"))):
            return "one"
        if odd:
            return "anywhere"
        first = '"order_id" is distinct from lag("order_id") over ()'
        starts = f"(select case when {first} then order_hash end as start from looked)"
        return "anywhere" if len(_standing_twice(self._hashes("start", starts))) else "runs"

    def few(self, found: Looked, folder: Path) -> Few:
        """The odd rows and the suspects, staged with their record numbers."""
        path = folder / "few.parquet"
        numbered = f"(select *, row_number() over () as record from {reader(self.rows)})"
        chosen = f"(select * from {numbered} where record in (select record from few))"
        empty = "" if found.odd or found.doubtful else " limit 0"
        query = stage_query(self.rows, self.mapped, self.literals, numbered_source=chosen) + empty
        self._run(f"copy ({query}) to {quoted(path)} (format parquet)")
        return Few(path, tuple(self.mapped.located), False, found.sample)


def _standing_twice(ordered: "np.ndarray") -> "np.ndarray":
    """Values that stand more than once among the ordered ones."""
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return again[np.append(again[1:] != again[:-1], True)] if len(again) else again


def agrees(first: Judge, later: Judge) -> bool:
    """Whether what the odd rows add changes nothing in how the usual ones are read."""
    return first.setting == later.setting and all(
        _same_way(reading, later.readings.get(name)) for name, reading in first.readings.items()
    )


def _same_way(one: AmountReading | MomentReading, other: AmountReading | MomentReading | None) -> bool:
    if isinstance(one, AmountReading):
        return isinstance(other, AmountReading) and one.mark == other.mark
    same = isinstance(other, MomentReading) and one.order == other.order and one.zoned == other.zoned
    return same and isinstance(other, MomentReading) and one.forms[0] in other.forms
