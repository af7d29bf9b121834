"""Seventh stage, before the SQL: how each number and time column is written, asked of the whole column."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from funnel.errors import Sentence, sentence
from funnel.intake.amounts import SHAPES, AmountReading, MarkDoubt, Shape, decided
from funnel.intake.asking import Asking
from funnel.intake.clocks import fits, tidied
from funnel.intake.contract import Column, contract_of
from funnel.intake.currency import InRows, Where
from funnel.intake.header import MANY_AT_ONCE, is_in_cents, normalised
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.moments import (
    MANY,
    Form,
    FormsDoubt,
    Halves,
    MomentReading,
    OrderDoubt,
    decided_moments,
    forms,
    several_ways,
    told_from,
)
from funnel.intake.settle import Found, Settler
from funnel.intake.shapes import moment_cases, moment_shapes_of_cells, possible, readable_once_tidied, shapes_of_rows
from funnel.intake.signs import Signs, in_a_column
from funnel.intake.staged import Staged
from funnel.intake.taxes import with_and_without_tax
from funnel.intake.typed import PIECES, PLAIN, PLAIN_WHOLE, SCIENTIFIC, currency_text, filled, raw, with_digits
from funnel.intake.vocabulary import currency_named
from funnel.store.door import Connection

Shapes = dict[str, Shape]
FEW_SLIPS, TIMES_AS_MANY = 2, 10
"""So many impossible months are slips of a hand where ten times as many days prove the usual order."""
YEAR_FIRST = r"^\d{4}-\d{1,2}-(\d{1,2})"


class Reader:
    """Asks the staged rows how their columns are written."""

    def __init__(self, connection: Connection, stage: Staged, mapped: Mapped, literals: Literals) -> None:
        self.connection, self.stage, self.mapped, self.literals = connection, stage, mapped, literals
        self.signs = Signs(stage, mapped, literals)
        self.named: InRows | None = None
        self.problems: list[Sentence] = []
        self.notes: list[Sentence] = []
        self.proven: dict[str, str] = {}

    def readings(self, asking: Asking, preamble: Sequence[str]) -> dict[str, AmountReading | MomentReading]:
        """A reading for every staged number and time column; what is open is asked, what is wrong is in `problems`."""
        found = {
            column.name: self._reading(column)
            for column in contract_of(self.mapped.kind)
            if column.name in self.stage.columns and self._is_read(column)
        }
        self._look_for_destroyed_ids()
        self._look_at_currencies()
        self.problems += [one for one in found.values() if isinstance(one, Sentence)]
        settler = Settler(self._rows, self.stage, self.mapped, self.literals, asking)
        return settler.settled(found, self.proven, preamble)

    def _is_read(self, column: Column) -> bool:
        special = column.name in self.mapped.profile.arrays or self.mapped.unit_of(column.name) == "hh:mm:ss"
        return (column.is_number or column.is_time) and not special

    def _reading(self, column: Column) -> Found:
        return self._moments_of(column) if column.is_time else self._amounts_of(column)

    def _header(self, column: str) -> str:
        located = self.mapped.located.get(column)
        return located.header if located else column

    def _rows(self, query: str) -> list[tuple[object, ...]]:
        return list(self.connection.execute(query, self.literals.of(query)).fetchall())

    def _shapes(self, text: str, cases: str) -> Shapes:
        return self._shapes_told(shapes_of_rows(text, cases, self.stage.table))

    def _shapes_told(self, query: str) -> Shapes:
        told = self._rows(query)
        return {
            str(shape): Shape(int(str(number)), str(example), int(str(record)))
            for shape, number, example, record in told
        }

    def _amounts_of(self, column: Column) -> AmountReading | MarkDoubt | Sentence:
        text = raw(column.name)
        quick = f"when regexp_full_match({text}, {self.literals(PLAIN_WHOLE)}) then 'plain_whole'"
        if column.type not in ("bigint", "integer"):
            quick += f" when regexp_full_match({text}, {self.literals(PLAIN)}) then 'plain'"
        shapes = self._shapes(text, f"case {quick} else 'other' end")
        plain = "other" not in shapes
        if not plain:
            shapes = self._slow_shapes(column, quick)
        told_of = self.stage.table, raw(column.name), self._header(column.name)
        if not plain and column.is_money and (mixed := with_and_without_tax(self._rows, *told_of, self.literals)):
            return mixed
        whole = column.name not in PIECES and self.mapped.unit_of(column.name) not in MANY_AT_ONCE
        counts_only = column.type in ("bigint", "integer") and whole
        self._tell_of_many_at_once(column.name)
        reading = decided(shapes, self.mapped.stated_mark(), counts_only)
        if isinstance(reading, AmountReading) and column.type not in ("bigint", "integer") and _has_decimals(shapes):
            self.proven[column.name] = reading.mark
        return replace(reading, plain=plain) if isinstance(reading, AmountReading) else reading

    def _tell_of_many_at_once(self, column: str) -> None:
        header, unit = self._header(column), self.mapped.unit_of(column)
        if unit == "thousands":
            self.notes.append(sentence("The numbers of “{column}” were read as thousands.", column=header))
        if unit == "millions":
            self.notes.append(sentence("The numbers of “{column}” were read as millions.", column=header))
        if unit == "cents" and is_in_cents(normalised(header)):
            self.notes.append(sentence("The numbers of “{column}” were read as hundredths.", column=header))

    def _slow_shapes(self, column: Column, quick: str) -> Shapes:
        text = filled(column.name, self.mapped.profile, self.literals)
        slow = " ".join(
            f"when regexp_matches(digits_{column.name}, {self.literals(shape)}) then '{name}'" for name, shape in SHAPES
        )
        source = with_digits(self.stage.table, {column.name: text}, self.literals)
        parts = f"parts_{column.name}"
        told = self._rows(
            f"select shape, sign, count(*), arg_min(cell, record), min(record) as first from (select record, {text} as "
            f"cell, case {quick} {slow} else 'unreadable' end as shape, {parts}.sign || {parts}.sign_after as sign "
            f"from {source} where aside is null) where cell is not null group by shape, sign order by first"
        )
        shapes: Shapes = {}
        for shape, sign, number, example, first in told:
            one = Shape(int(str(number)), str(example), int(str(first)))
            seen = shapes.get(str(shape), one._replace(rows=0))
            shapes[str(shape)] = seen._replace(rows=seen.rows + one.rows)
            if column.is_money and shape != "unreadable":
                self.signs.note(column.name, currency_named(str(sign)) if sign else None, one)
        return shapes

    def _moments_of(self, column: Column) -> MomentReading | OrderDoubt | FormsDoubt | Sentence:
        bare, clean = raw(column.name), filled(column.name, self.mapped.profile, self.literals)
        # Patterns of month names are large: they are only looked at where nothing else fits.
        common = tuple(form for form in forms() if not form.spelled)
        text, known = bare, self._moment_shapes(bare, common)
        if "unreadable" in known:
            text, known = clean, self._moment_shapes_of_cells(clean)
        if "unreadable" in known:
            text, known = self._tidied(clean, known)
        if found := self._year_first(text, known):
            return sentence(
                "Column “{column}” writes years in two digits, perhaps before the month (“{example}” in row {record}). "
                "Export it again with years of four digits.",
                column=self._header(column.name),
                example=found[0],
                record=found[1],
            )
        if swapped := self._day_in_place_of_month(column.name, text):
            return swapped
        known = possible(known, text, self.stage.table, self._rows, self.literals)
        halves = self._halves(text, known)
        reading = decided_moments(self._header(column.name), known, self.mapped.order_of(column.name, known), halves)
        if isinstance(reading, MomentReading) and halves and max(halves.first, halves.second) > 12:
            self.proven[column.name] = reading.order
        if isinstance(reading, FormsDoubt) and self._is_half_swapped(text, reading):
            return several_ways(self._header(column.name), [family.shape for family in reading.families])
        return told_from(reading, bare=text == bare, tidied=text not in (bare, clean))

    def _tidied(self, clean: str, known: Shapes) -> tuple[str, Shapes]:
        """The text and its shapes once less usual spellings are made usual, where that makes more of it readable."""
        named = any(form.spelled for form in forms() if form.name in known)
        if not named and not self._rows(readable_once_tidied(clean, self.stage.table, self.literals))[0][0]:
            return clean, known
        text = tidied(clean, self.literals)
        told = self._moment_shapes_of_cells(text)
        left = told["unreadable"].rows if "unreadable" in told else 0
        return (text, told) if left < known["unreadable"].rows else (clean, known)

    def _is_half_swapped(self, text: str, doubt: FormsDoubt) -> bool:
        """Whether a spreadsheet may have taken for dates only those it could read with the month first.

        It writes them year first, and none of them then shows a day over 12.
        """
        year_first = [form for family in doubt.families for form in family.reading.forms if form.family == "iso"]
        if not year_first:
            return False
        fitting = " or ".join(fits("cell", form, self.literals) for form in year_first)
        day = f"try_cast(regexp_extract(cell, {self.literals(YEAR_FIRST)}, 1) as integer)"
        told = self._rows(
            f"select max({day}) from (select {text} as cell from {self.stage.table} where aside is null) "
            f"where {fitting}"
        )
        return told[0][0] is None or int(str(told[0][0])) <= 12

    def _moment_shapes(self, text: str, known: tuple[Form, ...]) -> Shapes:
        return self._shapes(text, moment_cases(text, known, "'unreadable'", self.literals))

    def _moment_shapes_of_cells(self, text: str) -> Shapes:
        return self._shapes_told(moment_shapes_of_cells(text, self.stage.table, self.literals))

    def _year_first(self, text: str, known: Mapping[str, object]) -> tuple[str, int] | None:
        """An example, and its row, of a column whose first number stays as years do, its last running as days do."""
        short = [form for form in forms() if form.name in known and form.name in ("dots_short", "slashes_short")]
        if not short:
            return None
        these = " or ".join(fits("cell", form, self.literals) for form in short)
        parts = self.literals(r"^(\d{1,2})[./]\d{1,2}[./](\d{2})")
        first, last = (f"cast(regexp_extract(cell, {parts}, {group}) as integer)" for group in (1, 2))
        told = self._rows(
            f"select arg_min(cell, record), min(record) from "
            f"(select record, {text} as cell from {self.stage.table} where aside is null) where {these} "
            f"having min({first}) >= 15 and max({first}) - min({first}) <= 1 "
            f"and (max({last}) - min({last}) > 3 or max({last}) < 15)"
        )
        return (str(told[0][0]), int(str(told[0][1]))) if told else None

    def _day_in_place_of_month(self, column: str, text: str) -> Sentence | None:
        """What is wrong with dates such as 2026/20/08 or 08.20.2026, whose order the form of all others states."""
        day, month = r"(?:1[3-9]|2\d|3[01])", r"(?:0?[1-9]|1[0-2])"
        orders = rf"^\d{{4}}[-/.]{day}[-/.]{month}(?:\D|$)|^{month}\.{day}\.\d\d"
        usual = rf"^\d{{4}}[-/.]{month}[-/.]{day}(?:\D|$)|^{day}\.{month}\.\d\d"
        told = self._rows(
            f"select count(*), arg_min(cell, record), min(record) from (select record, {text} as cell from "
            f"{self.stage.table} where aside is null) where regexp_matches(cell, {self.literals(orders)})"
        )
        rows, example, record = told[0]
        if not rows:
            return None
        fine = self._rows(
            f"select count(*) from (select {text} as cell from {self.stage.table} where aside is null) "
            f"where regexp_matches(cell, {self.literals(usual)})"
        )[0][0]
        if int(str(rows)) <= max(MANY * int(str(fine)), min(FEW_SLIPS, int(str(fine)) / TIMES_AS_MANY)):
            return None
        return sentence(
            "Column “{column}” holds days where months should stand (“{example}” in row {record}). Export it again "
            "with dates such as 2026-09-30.",
            column=self._header(column),
            example=example,
            record=record,
        )

    def _halves(self, text: str, known: Mapping[str, object]) -> Halves | None:
        open_forms = [form for form in forms() if form.unordered and form.name in known]
        if not open_forms:
            return None
        open_ones = " or ".join(fits("cell", form, self.literals) for form in open_forms)
        parts = self.literals(r"^(\d{1,2})[/-](\d{1,2})")
        first, second = (f"cast(regexp_extract(cell, {parts}, {group}) as integer)" for group in (1, 2))
        told = self._rows(
            f"select max({first}), max({second}), coalesce(bool_or({first} <> {second}), false), "
            f"arg_max(record, {first}), arg_max(record, {second}) "
            f"from (select record, {text} as cell from {self.stage.table} where aside is null) where {open_ones}"
        )
        first_half, second_half, differ, *records = told[0]
        rows = (int(str(records[0])), int(str(records[1])))
        return Halves(int(str(first_half)), int(str(second_half)), bool(differ), rows)

    def _look_for_destroyed_ids(self) -> None:
        for column in contract_of(self.mapped.kind):
            if column.name not in self.stage.columns or not (column.is_id or column.is_key):
                continue
            text = raw(column.name)
            told = self._rows(
                f"select min(record), arg_min({text}, record) from {self.stage.table} "
                f"where aside is null and contains(lower({text}), 'e') "
                f"and regexp_full_match(trim({text}), {self.literals(SCIENTIFIC)})"
            )
            record, first = told[0]
            if record is not None:
                problem = sentence(
                    "The ids in column “{column}” were destroyed by a spreadsheet (“{text}” in row {record}). "
                    "Export the file again and do not open it in a spreadsheet before importing it.",
                    column=self._header(column.name),
                    text=str(first),
                    record=int(str(record)),
                )
                self.problems.append(problem)

    def _look_at_currencies(self) -> None:
        if "currency" in self.stage.columns:
            text = currency_text(self.mapped.profile, self.literals)
            self.named = in_a_column(self._rows, self.stage.table, text, self._header("currency"))
        else:
            self.named = self.signs.in_rows(self._rows, self.problems)

    def stated(self) -> dict[str, Where]:
        """Currencies the amounts show by signs, other than row by row, and where each of them stands first."""
        return {} if self.signs.apart else self.signs.first()


def _has_decimals(shapes: Shapes) -> bool:
    """Whether some number of a column shows its decimal mark beyond doubt."""
    return bool({"plain", "dot_marks", "comma_marks"} & shapes.keys())
