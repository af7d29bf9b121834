"""What the cells of a column leave open: settled by what is said now, by proof in the file, or by asking."""

from collections.abc import Callable, Mapping, Sequence

from funnel.errors import Sentence, sentence
from funnel.intake.amounts import EACH, AmountReading, MarkDoubt, read_as
from funnel.intake.asking import Asking
from funnel.intake.clocks import tidied
from funnel.intake.evidence import Evidence
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.moments import FormsDoubt, MomentReading, OrderDoubt
from funnel.intake.outcome import Question, Reading
from funnel.intake.staged import Staged
from funnel.intake.told import in_row, listed
from funnel.intake.typed import PIECES, filled

Found = AmountReading | MomentReading | MarkDoubt | OrderDoubt | FormsDoubt | Sentence
Example = tuple[int, str]
MOST_EXAMPLES = 3
DATE_START = r"^(\d{1,2})[/-](\d{1,2})[/-](\d{2,4})"
ONE_MARK = r"^[^\d]*[1-9]\d{0,2}[.,]\d{3}[^\d.,]*$"
ENDS_WITH = {
    ".": r"(\.\d{1,2}|,\d{3}\.\d*|(,\d{3}){2,})[^\d.,]*$",
    ",": r"(,\d{1,2}|\.\d{3},\d*|(\.\d{3}){2,})[^\d.,]*$",
}
PADDED = r"[.,]000\D*$"
REJECTED = "—"


class Settler:
    """Settles the open columns of one file."""

    def __init__(
        self,
        rows: Callable[[str], list[tuple[object, ...]]],
        stage: Staged,
        mapped: Mapped,
        literals: Literals,
        asking: Asking,
    ) -> None:
        self.rows, self.stage, self.mapped, self.literals, self.asking = rows, stage, mapped, literals, asking

    def settled(
        self, found: Mapping[str, Found], proven: Mapping[str, str], preamble: Sequence[str]
    ) -> dict[str, AmountReading | MomentReading]:
        """Readings of all columns that have one; what stays open is asked."""
        known = {name: one for name, one in found.items() if isinstance(one, AmountReading | MomentReading)}
        evidence = Evidence(self.rows, self.stage, self.mapped, known, proven, preamble)
        for name, one in found.items():
            if isinstance(one, OrderDoubt):
                order = self._order(name, one, evidence)
                known[name] = MomentReading(one.forms, order or "dmy", one.complete, tidied=one.tidied)
            elif isinstance(one, FormsDoubt):
                known[name] = self._forms(name, one)
            elif isinstance(one, MarkDoubt):
                mark = self._mark(name, one, evidence)
                known[name] = AmountReading(mark or ".", plain=False)
        return known

    def _order(self, column: str, doubt: OrderDoubt, evidence: Evidence) -> str | None:
        question = self._order_question(column, doubt)
        answer = self.asking.told_now(question) or evidence.order_of(column)
        return answer or self.asking.ask(question)

    def _forms(self, column: str, doubt: FormsDoubt) -> MomentReading:
        question = self._forms_question(column, doubt)
        answer = self.asking.told_now(question) or self.asking.ask(question)
        each = doubt.each
        if answer == EACH and each:
            return each
        chosen = next((family for family in doubt.families if family.name == answer), doubt.families[0])
        return chosen.reading

    def _mark(self, column: str, doubt: MarkDoubt, evidence: Evidence) -> str | None:
        question = self._mixed_question(column, doubt) if doubt.mixed else self._mark_question(column)
        if answer := self.asking.told_now(question):
            return answer
        told = None if doubt.mixed else evidence.mark_of(column, doubt.sign, apart=self._is_padded(column))
        return told or self.asking.ask(question)

    def _is_padded(self, column: str) -> bool:
        """Whether all pieces of a column end in three zeros: to some programs 5,000 is five beside prices with dots."""
        if column not in PIECES:
            return False
        others = f"not regexp_matches(cell, {self.literals(PADDED)})"
        return not self._examples_of(filled(column, self.mapped.profile, self.literals), r"\d", 1, others)

    def _header(self, column: str) -> str:
        located = self.mapped.located.get(column)
        return located.header if located else column

    def _examples(self, column: str, pattern: str, most: int = MOST_EXAMPLES) -> list[Example]:
        return self._examples_of(filled(column, self.mapped.profile, self.literals), pattern, most)

    def _examples_of(self, text: str, pattern: str, most: int, more: str = "true") -> list[Example]:
        told = self.rows(
            f"select min(record), cell from (select record, {text} as cell from {self.stage.table} "
            f"where aside is null) where regexp_matches(cell, {self.literals(pattern)}) and {more} "
            f"group by cell order by 1 limit {most}"
        )
        return [(int(str(record)), str(cell)) for record, cell in told]

    def _order_question(self, column: str, doubt: OrderDoubt) -> Question:
        parts = self.literals(DATE_START)
        first, second = (f"cast(regexp_extract(cell, {parts}, {group}) as integer)" for group in (1, 2))
        text = filled(column, self.mapped.profile, self.literals)
        text = tidied(text, self.literals) if doubt.tidied else text
        examples = self._examples_of(text, DATE_START, MOST_EXAMPLES, f"{first} <> {second}")
        header = self._header(column)
        days = {order: [(record, text, day_by(text, order)) for record, text in examples] for order in ("dmy", "mdy")}
        record, text = examples[0]
        readings = (
            Reading("dmy", sentence("“{column}”: the day first", column=header), tuple(days["dmy"])),
            Reading("mdy", sentence("“{column}”: the month first", column=header), tuple(days["mdy"])),
        )
        asked = sentence(
            "“{text}” in row {record}, column “{column}”, can be {day} or {other}; "
            "say whether the day or the month comes first.",
            text=text,
            record=record,
            column=header,
            day=days["dmy"][0][2],
            other=days["mdy"][0][2],
        )
        return Question(f"date_order:{header}", header, readings, asked)

    def _forms_question(self, column: str, doubt: FormsDoubt) -> Question:
        header = self._header(column)
        shapes = [family.shape for family in doubt.families]
        rows = sum(shape.rows for shape in shapes)
        readings = [
            Reading(
                family.name,
                sentence(
                    "“{column}”: only dates such as “{text}”; up to {rows} rows are rejected",
                    column=header,
                    text=family.shape.example,
                    rows=rows - family.shape.rows,
                ),
            )
            for family in doubt.families
        ]
        if doubt.each:
            readings.insert(0, Reading(EACH, sentence("“{column}”: each date as it is written", column=header)))
        asked = sentence(
            "Column “{column}” writes its dates in several ways ({examples}), as after a round trip through a "
            "spreadsheet; say which of them are right.",
            column=header,
            examples=listed([in_row(shape.example, shape.record) for shape in shapes[:3]]),
        )
        return Question(f"date_form:{header}", header, tuple(readings), asked)

    def _mark_question(self, column: str) -> Question:
        header, examples = self._header(column), self._examples(column, ONE_MARK)
        record, text = examples[0]
        asked = sentence(
            "“{text}” in row {record}, column “{column}”, can be {number} or {other}; "
            "say which sign stands before the decimals.",
            text=text,
            record=record,
            column=header,
            number=_number(text, "."),
            other=_number(text, ","),
        )
        readings = tuple(
            Reading(mark, told, tuple((at, cell, _number(cell, mark)) for at, cell in examples))
            for mark, told in _marks_of(header).items()
        )
        return Question(f"decimal_mark:{header}", header, readings, asked)

    def _mixed_question(self, column: str, doubt: MarkDoubt) -> Question:
        header = self._header(column)
        dots, commas = self._examples(column, ENDS_WITH["."], 2), self._examples(column, ENDS_WITH[","], 2)
        examples = sorted([*dots, *commas][:MOST_EXAMPLES]) or self._examples(column, ONE_MARK)
        asked = sentence(
            "Column “{column}” writes numbers in two ways ({examples}); say which sign stands before the decimals: "
            "numbers that cannot be read so are rejected.",
            column=header,
            examples=listed([in_row(text, record) for record, text in examples]),
        )
        rejected = {".": doubt.commas, ",": doubt.dots, EACH: doubt.open_ones}
        readings = tuple(
            Reading(
                mark,
                sentence("{reading}; up to {rows} rows are rejected", reading=told, rows=rejected[mark])
                if rejected[mark]
                else told,
                tuple((record, text, _number(text, mark)) for record, text in examples),
            )
            for mark, told in {**_each_of(header, doubt), **_marks_of(header)}.items()
        )
        return Question(f"decimal_mark:{header}", header, readings, asked)


def _marks_of(header: str) -> dict[str, Sentence]:
    return {
        ".": sentence("“{column}”: a dot before the decimals", column=header),
        ",": sentence("“{column}”: a comma before the decimals", column=header),
    }


def _each_of(header: str, doubt: MarkDoubt) -> dict[str, Sentence]:
    if doubt.open_ones is None:
        return {}
    return {EACH: sentence("“{column}”: each number as it is written", column=header)}


def _number(text: str, mark: str) -> str:
    number = read_as(text, mark)
    return REJECTED if number is None else f"{number:f}"


def day_by(text: str, order: str) -> str:
    """The ISO day of a text such as 01/10/2026 with its day or its month first."""
    first, second, rest = text.replace("-", "/").split("/", 2)
    year = rest.split(" ")[0].split(",")[0].split("T")[0]
    day, month = (first, second) if order == "dmy" else (second, first)
    return f"{year if len(year) == 4 else '20' + year}-{month:0>2}-{day:0>2}"
