"""The short way of a large, well-formed table: its usual rows go from the text to typed rows without being staged.

How columns are written is decided from a sample; one pass over the text then proves it of every row. Rows that are odd
in any way, and rows that may be duplicates, are staged and judged patiently, together with what the sample showed.
Whatever cannot be proved to give the same as the patient way sends the whole file there.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from funnel.intake import account
from funnel.intake.amounts import AmountReading
from funnel.intake.contract import contract_of
from funnel.intake.cut import Rows
from funnel.intake.few import Finder, Looked, Sampled, TheLongWay, standing_twice
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.moments import MomentReading
from funnel.intake.plainly import (
    Plain,
    PlainJudge,
    code_of_word,
    has_plain_identities,
    is_worded,
    learn_words,
    make_spoken,
    plain_stage,
    repeats_words,
    word_of_code,
)
from funnel.intake.quick import Quick, quick_amount, quick_moments
from funnel.intake.row_hash import hash_beside
from funnel.intake.staged import CALLED, NOT_NAMING, Staged, quoted, stage_query
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
MOST_ALIKE = 0.02
"""Share of rows that say the same in all words and times asked for, beyond which the other cells tell rows apart."""

JudgeOf = Callable[[Staged], tuple[Judge, list[str]]]


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


class Direct(Finder):
    """Looks at every row of one table once."""

    def looked(self, sample: Sampled, judge: Judge, folder: Path) -> Looked:
        """What one pass over all rows proves when they are read as `judge` reads the sample; raises TheLongWay.

        The typed rows are kept in `folder`.
        """
        quick = {name: self._quick(name, reading, judge, sample) for name, reading in judge.readings.items()}
        stage = self._stage(sample)
        texts = [column for column in judge.columns if is_worded(column, self.mapped)]
        worded = [column for column in texts if repeats_words(self.connection, column, judge)]
        for column in worded:
            learn_words(self.connection, column.name, judge)
        keys = [column for column in judge.columns if column.is_key and column.name in self.mapped.located]
        named = [column for column in texts if column.is_id and column not in worded]
        ids = frozenset(
            column.name for column in (*named, *keys) if has_plain_identities(self.connection, column, judge)
        )
        plain = PlainJudge.like(judge, replace(stage, worded=tuple(one.name for one in worded)), quick, ids)
        if plain.speaks_of_currency:
            stated = self.literals(plain.stated_currency)
            make_spoken(self.connection, "currency", f"select {stated}", self.literals)
        self._look(plain, folder / "looked.parquet")
        odd, doubtful = self.find_few()
        usual = " and ".join(["aside is null", *plain.usual_cells()])
        return Looked(plain, odd, doubtful, self._lines(odd), replace(sample, usual=usual))

    def _stage(self, sample: Sampled) -> Plain:
        """All rows; the cells nobody asked for are looked at too where many rows say the same in all others."""
        stage = plain_stage(self.rows, self.mapped, self.literals)
        words = ", ".join(["part", *map(raw, self.compared)])
        counts = f"count(*) - count(distinct hash({words})), count(*)"
        alike, rows = self.run(f"select {counts} from {sample.table} where aside is null")[0]
        if alike <= MOST_ALIKE * rows:
            return stage
        return replace(stage, beside=hash_beside(self.mapped, len(self.rows.header), self.literals))

    def _quick(self, name: str, reading: AmountReading | MomentReading, judge: Judge, sample: Sampled) -> Quick:
        if isinstance(reading, AmountReading):
            return quick_amount(next(column for column in judge.columns if column.name == name), reading)
        ways = quick_moments(reading, self.literals) if reading.forms else ()
        if not ways:
            raise TheLongWay
        counts = [f"count(*) filter (regexp_full_match({raw(name)}, {self.literals(way.pattern)}))" for way in ways]
        fitting = self.run(f"select {', '.join(counts)} from {sample.table}")[0]
        return ways[max(range(len(ways)), key=lambda place: (fitting[place], -place))]

    def _look(self, plain: PlainJudge, path: Path) -> None:
        """Make the view looked of all rows typed, in the order of the file: the text is read this once.

        They stand in a file: of a table that is larger than the memory, DuckDB puts parts aside again at every reading.
        """
        usual = [*plain.usual_cells(valued=True), *plain.usual_rows(), "problem is null", self._anchor(plain)]
        said = ", ".join(["row_hash", *(f'"{name}"' for name in self.compared)])
        told = ["record", f"hash({said}) as row_hash"]
        told += [f"case when {' and '.join(usual)} then false else true end as is_odd"]
        if self.mapped.kind is Kind.ORDER_LINES:
            told += ['case when "order_id" is not null then hash("order_id") end as order_hash']
            told.append(f"{plain.head_of_order} as is_head")
        told += [
            f'{code_of_word(name)} as "{name}"' if name in plain.spoken else f'"{name}"'
            for name in plain.filled_columns()
        ]
        typed = f"select {', '.join(told)} from ({plain.query()})"
        self.run(f"copy ({typed}) to {quoted(path)} (format parquet, {account.WORDS_KEPT_ONCE})")
        rows = f"read_parquet({quoted(path)}, file_row_number = true)"
        words = ", ".join(f'{word_of_code(name)} as "{name}"' for name in sorted(plain.spoken))
        all_told = f"* replace ({words})" if words else "*"
        self.run(f"create temp view looked as select {all_told}, file_row_number + 1 as place_in_file from {rows}")

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
            goods = f" and {raw('product')} is not null" if "product" in located else ""
            called = CALLED.get(self.mapped.kind, "")
            return f"{stated} and {self._is_no_totals_word(called)}{goods}" if called in located else stated
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

    def _lines(self, odd: int) -> str:
        """How the lines of orders are numbered: "one" line each, "runs" of rows, or "anywhere" in the file."""
        if self.mapped.kind is not Kind.ORDER_LINES or not len(standing_twice(self.hashes("order_hash"))):
            return "one"
        if odd:
            return "anywhere"
        first = '"order_id" is distinct from lag("order_id") over ()'
        starts = f"(select case when {first} then order_hash end as start from looked)"
        return "anywhere" if len(standing_twice(self.hashes("start", starts))) else "runs"


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
