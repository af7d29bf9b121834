"""The rows of a text read plainly: the judge of usual rows, over the reader itself instead of staged text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from funnel.intake.amounts import AmountReading
from funnel.intake.contract import Column
from funnel.intake.cut import Rows
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.moments import MomentReading
from funnel.intake.quick import Quick
from funnel.intake.row_hash import NOTHING
from funnel.intake.staged import Staged, reader, staged_texts
from funnel.intake.typed import SCIENTIFIC, Typed, raw
from funnel.store.door import Connection
from funnel.terms import Kind

MOST_WORDS = 5000
"""Words of one column worth a table; others are judged where they stand."""
NEARLY_ALL = 0.99


@dataclass(frozen=True)
class Plain(Staged):
    """The rows of a text as the reader gives them, with the meaning of words beside them.

    `beside` is SQL of a hash of the cells nobody asked for.
    """

    rows: Rows | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    worded: tuple[str, ...] = ()
    beside: str = NOTHING

    @property
    def table(self) -> str:
        """SQL that reads the rows."""
        assert self.rows is not None  # noqa: S101
        texts = ", ".join(f"{text} as {raw(name)}" for name, text in self.texts.items())
        bare = (
            f"(select row_number() over () as record, 1 as part, {self.beside} as row_hash, "
            f"cast(null as varchar) as aside, {texts} from {reader(self.rows)})"
        )
        told = [f"words_{name}.value as word_{name}, words_{name}.fault as fault_{name}" for name in self.worded]
        told += [f"words_{name}.known as known_{name}" for name in self.worded]
        joins = [f"left join words_{name} on words_{name}.word = bare.{raw(name)}" for name in self.worded]
        return f"(select {', '.join(['bare.*', *told])} from {bare} as bare {' '.join(joins)})"


def plain_stage(rows: Rows, mapped: Mapped, literals: Literals) -> Plain:
    """The rows of a table that was left where it stands."""
    return Plain(rows.path, tuple(mapped.located), False, rows, staged_texts(mapped, 0, literals))


def is_worded(column: Column, mapped: Mapped) -> bool:
    """Whether a column holds text whose meaning can be looked up in a table of words."""
    return column.name in mapped.located and not (column.is_key or column.is_number or column.is_time)


def repeats_words(connection: Connection, column: Column, judge: Judge) -> bool:
    """Whether the words of one half of a sample are nearly all that the other half says, so that they are few."""
    halves = f"(select {raw(column.name)} as word, ntile(2) over () as half from {judge.stage.table})"
    heard = f"select distinct word from {halves} where half = 1 and word is not null"
    query = (
        f"select (select count(*) from ({heard})), count(word), count(*) filter (word in ({heard})) "
        f"from {halves} where half = 2"
    )
    words, said, known = connection.execute(query).fetchone()
    return column.name == "currency" or bool(words <= MOST_WORDS and known >= NEARLY_ALL * said > 0)


def plain_identity(column: Column, mapped: Mapped) -> str:
    """SQL of whether a text is its own identity: nothing around it to take away, and no word that means nothing.

    A key may be such a word: what is said of it is that trimming it or making it small changes no more than its case.
    """
    text, is_bare = raw(column.name), "strlen({0}) = length({0}) and {0} < '~' and not suffix({0}, ' ')"
    longest = max(len(word) for word in ("\\n", *mapped.profile.nulls))
    start = f"{text} >= '!'" if column.is_key else f"strlen({text}) > {longest} and {text} >= '('"
    return f"({start} and {is_bare.format(text)})"


def has_plain_identities(connection: Connection, column: Column, judge: Judge) -> bool:
    """Whether nearly all texts of a column are their own identities, among the rows `judge` stands on."""
    text = raw(column.name)
    fine = plain_identity(column, judge.mapped)
    query = f"select count({text}), count(*) filter ({fine}) from {judge.stage.table}"
    filled, own = connection.execute(query).fetchone()
    return bool(own >= NEARLY_ALL * filled)


def patiently(judge: Judge, name: str) -> Typed:
    """Value and problem of a column as they are judged where every cell is looked at."""
    column = next(one for one in judge.columns if one.name == name)
    return Judge._typed(judge, column)


def learn_words(connection: Connection, name: str, judge: Judge) -> None:
    """Make words_<column>: value and problem of every word of that column among the rows `judge` stands on.

    Texts become values of the type spoken_<column>: moving and writing them costs a fraction of what texts cost.
    """
    made = patiently(judge, name)
    text = raw(name)
    statement = (
        f"create temp table words_{name} as "
        f"select {text} as word, any_value({made.value}) as value, any_value({made.problem}) as fault, true as known "
        f"from {judge.stage.table} where trim({text}) <> '' group by {text} limit {MOST_WORDS}"
    )
    connection.execute(statement, judge.literals.of(statement))
    if next(column for column in judge.columns if column.name == name).type == "varchar":
        make_spoken(
            connection, name, f"select distinct value from words_{name} where value is not null", judge.literals
        )
        retyped = f"alter table words_{name} alter value type spoken_{name}"
        connection.execute(retyped)


def code_of_word(name: str) -> str:
    """SQL of the number of a word among those of its type: a file keeps a type as texts, and numbers cost less."""
    return f'enum_code("{name}")'


def word_of_code(name: str) -> str:
    """SQL of the word under such a number."""
    return f'cast(enum_range(null::spoken_{name}) as spoken_{name}[])["{name}" + 1]'


def make_spoken(connection: Connection, name: str, values: str, literals: Literals) -> None:
    """Make the type spoken_<column> of the texts that the SELECT `values` finds."""
    statement = f"create type spoken_{name} as enum ({values})"
    connection.execute(statement, literals.of(statement))


@dataclass(frozen=True)
class PlainJudge(Judge):
    """Judges rows whose cells are all written the usual way; says of a row when they are not."""

    quick: Mapping[str, Quick] = field(default_factory=dict)
    plain_ids: frozenset[str] = frozenset()

    @classmethod
    def like(cls, judge: Judge, stage: Plain, quick: Mapping[str, Quick], plain_ids: frozenset[str]) -> "PlainJudge":
        """A judge of the rows of `stage` that reads them as `judge` reads others."""
        bare = {
            name: replace(one, bare=True) if isinstance(one, MomentReading) else one
            for name, one in judge.readings.items()
        }
        return cls(
            judge.mapped, stage, bare, judge.setting, judge.literals, judge.years, quick=quick, plain_ids=plain_ids
        )

    def usual_cells(self, *, valued: bool = False) -> list[str]:
        """SQL of what holds of every cell that is written usually, the empty ones included; their values may be known.

        With `valued` it is said of rows with their values beside the texts.
        """
        fitting = {
            name: (one if valued else replace(one, bytes=None)).fits(raw(name), self._known_value(name), self.literals)
            for name, one in self.quick.items()
        }
        identities = (column for column in self.columns if column.name in self.plain_ids)
        fitting |= {column.name: plain_identity(column, self.mapped) for column in identities}
        own = [f"({raw(name)} is null or {fits})" for name, fits in fitting.items()]
        # Words of the sample were looked at already.
        worded = self.stage.worded if isinstance(self.stage, Plain) else ()
        for column in self.columns:
            if (column.is_id or column.is_key) and column.name in set(self.stage.columns) - set(worded):
                text = raw(column.name)
                # Two tests that cost little before the one that costs more: digits lost to 1.69E+19, 1,69e19 or 1E+19.
                scaled = f"{text} >= '0' and {text} < ':' and substr({text}, 2, 1) in ('.', ',', 'e', 'E')"
                own.append(
                    f"case when {scaled} then not regexp_full_match({text}, {self.literals(SCIENTIFIC)}) else true end"
                )
        return own

    def usual_rows(self) -> list[str]:
        """SQL of what else holds of usual rows: times near those of the sample, and words that it says."""
        first, last = f"timestamp '{self.years[0] - 1}-02-01'", f"timestamp '{self.years[1] + 1}-12-01'"
        own = [
            f'("{name}" is null or "{name}" between {first} and {last})'
            for name in self.quick
            if isinstance(self.readings[name], MomentReading)
        ]
        worded = self.stage.worded if isinstance(self.stage, Plain) else ()
        return [*own, *(f"({raw(name)} is null or known_{name})" for name in worded)]

    def filled_columns(self) -> list[str]:
        """Columns that are more than nothing in every row."""
        made = self._made()
        filled = [name for name, one in made.items() if not one.value.startswith("cast(null as ")]
        return filled if "day" in made else [*filled, "day"]

    @property
    def spoken(self) -> frozenset[str]:
        """Columns whose values are those of a type of their own."""
        worded = self.stage.worded if isinstance(self.stage, Plain) else ()
        texts = {column.name for column in self.columns if column.name in worded and column.type == "varchar"}
        return frozenset(texts | ({"currency"} if self.speaks_of_currency else set()))

    @property
    def speaks_of_currency(self) -> bool:
        """Whether all amounts are in the one currency that is stated elsewhere."""
        return "currency" not in self.stage.columns and self.stated_currency != ""

    @property
    def head_of_order(self) -> str:
        """SQL of whether a row is the first of its order, as those are that state what belongs to the whole order."""
        told = [name for name in ("order_total", "moment") if name in self.stage.columns]
        return f"{raw(told[0])} is not null" if self.mapped.kind is Kind.ORDER_LINES and told else "true"

    def _beside(self) -> list[str]:
        worded = self.stage.worded if isinstance(self.stage, Plain) else ()
        keys = [raw(name) for name in self.stage.columns if name.endswith("_key")]
        clocks = [f"clock_{name}" for name in self._clocks()]
        return [*keys, *clocks, *(f"{part}_{name}" for name in worded for part in ("known", "fault"))]

    def _states_order(self) -> str:
        return "true"  # A row without its day is odd, whatever others of its order say.

    def _known_value(self, name: str) -> str:
        return f"clock_{name}" if name in self._clocks() else f'"{name}"'

    def _usual_currency(self) -> str:
        usual = super()._usual_currency()
        return f"cast({usual} as spoken_currency)" if self.speaks_of_currency else usual

    def _spelled(self) -> dict[str, AmountReading]:
        return {}

    def _clock(self, column: str, reading: MomentReading) -> str:
        _ = reading
        return self.quick[column].value(raw(column))

    def _typed(self, column: Column) -> Typed:
        name, stage = column.name, self.stage
        if name not in stage.columns or not isinstance(stage, Plain):
            return super()._typed(column)
        if name in stage.worded:
            told = patiently(self, name).problem != "null"
            return Typed(f"word_{name}", f"fault_{name}" if told else "null")
        if column.is_key and name not in self.plain_ids:
            return Typed(f"nullif(lower(trim({raw(name)})), '')", "null")
        if name in self.quick and column.is_number:
            return Typed(self.quick[name].value(raw(name)), "null")
        return Typed(raw(name), "null") if name in self.plain_ids else super()._typed(column)
