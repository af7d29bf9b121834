"""Currencies that rows name themselves: in a column of currencies, or by a sign or cell format beside the amount."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from funnel.errors import Sentence, sentence
from funnel.intake.amounts import Shape
from funnel.intake.currency import InRows, Stated, Where
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.staged import Staged
from funnel.intake.told import listed
from funnel.intake.typed import filled, looked_up, raw, with_digits
from funnel.intake.vocabulary import currencies_of_cells, vocabulary

Rows = Callable[[str], list[tuple[object, ...]]]
FIRST = "list({'record': record, 'text': cell} order by record)[:3]"
"""SQL of the first three rows of a group."""


def in_a_column(rows: Rows, table: str, text: str, header: str) -> InRows:
    """The currencies a column names, whose cells in small letters are the SQL `text`."""
    told = rows(
        f"select cell, count(*), {FIRST} from (select record, {text} as cell from {table} where aside is null) "
        "where cell <> '' group by cell order by cell limit 100"
    )
    known = currencies_of_cells()
    named = ((known.get(str(cell).strip()) or str(cell).upper(), count, first) for cell, count, first in told)
    return InRows(header, _gathered(named))


def code_of(column: str, literals: Literals) -> str:
    """SQL of the currency whose sign stands beside the amount of a column, null without any."""
    parts = f"parts_{column}"
    return looked_up(f"({parts}.sign || {parts}.sign_after)", vocabulary().currencies, literals)


@dataclass
class Signs:
    """The currencies beside the amounts of a file, by column, and the first record of each.

    Once looked at row by row, `apart` are the columns whose rows are in several.
    """

    stage: Staged
    mapped: Mapped
    literals: Literals
    seen: dict[str, dict[str, int]] = field(default_factory=dict)
    apart: tuple[str, ...] = ()
    counted: dict[str, dict[bool, Shape]] = field(default_factory=dict)

    def note(self, column: str, code: str | None, one: Shape) -> None:
        """So many amounts of a column are in this currency, or name none, from a record on."""
        sides = self.counted.setdefault(column, {})
        seen = sides.get(code is not None, one._replace(rows=0))
        sides[code is not None] = seen._replace(rows=seen.rows + one.rows, record=min(one.record, seen.record))
        if code:
            known = self.seen.setdefault(column, {})
            known[code] = min(one.record, known.get(code, one.record))

    def _few(self) -> int:
        """How many amounts name no currency, where only a few between them do; else 0.

        A sign on the first amount alone speaks for all below it, as in a bank's tables.
        """
        told = [(sides[True], sides.get(False)) for sides in self.counted.values() if True in sides]
        few = [
            bare.rows for signed, bare in told if bare and 2 * signed.rows < bare.rows and bare.record < signed.record
        ]
        return max(few) if few and len(few) == len(told) else 0

    def first(self) -> dict[str, Where]:
        """Every currency, and where it stands first."""
        told = [(record, column, code) for column, codes in self.seen.items() for code, record in codes.items()]
        return {code: Where(self._header(column), record) for record, column, code in sorted(told, reverse=True)}

    def in_rows(self, rows: Rows, problems: list[Sentence]) -> InRows | None:
        """The rows of each currency where there are several; a row in two of them is a problem."""
        unnamed = self._few() if len(self.first()) == 1 else 0
        if len(self.first()) < 2 and not unnamed:
            return None
        columns = tuple(self.seen)
        clash = rows(f"select min(record) from {self._coded(columns)} where len(list_distinct(codes)) > 1")[0][0]
        if clash is not None:
            problems.append(self._clash(rows, columns, int(str(clash))))
            return None
        self.apart = columns
        told = rows(
            f"select code, count(*), {FIRST} from (select record, cell, list_any_value(codes) as code "
            f"from {self._coded(columns)}) where code is not null group by code order by code"
        )
        gathered = _gathered((str(code), count, first) for code, count, first in told)
        return InRows(self._header(columns[0]), gathered, unnamed)

    def _coded(self, columns: tuple[str, ...]) -> str:
        """SQL of record, cell and codes: the currency of each amount of a row."""
        texts = {name: filled(name, self.mapped.profile, self.literals) for name in columns}
        codes = ", ".join(code_of(name, self.literals) for name in columns)
        source = with_digits(self.stage.table, texts, self.literals)
        cell = f"coalesce({', '.join(map(raw, columns))})"
        return f"(select record, {cell} as cell, [{codes}] as codes from {source} where aside is null)"

    def _clash(self, rows: Rows, columns: tuple[str, ...], record: int) -> Sentence:
        codes = rows(f"select codes from {self._coded(columns)} where record = {record} limit 1")[0][0]
        assert isinstance(codes, list)  # noqa: S101
        told = [
            sentence("“{column}” in {currency}", column=self._header(column), currency=code)
            for column, code in zip(columns, codes, strict=True)
            if code
        ]
        return sentence(
            "Row {record} holds amounts in several currencies ({columns}); amounts of different currencies are never "
            "added. Export them in one.",
            record=record,
            columns=listed(told),
        )

    def _header(self, column: str) -> str:
        located = self.mapped.located.get(column)
        return located.header if located else column


def _gathered(told: Iterable[tuple[str, object, object]]) -> dict[str, Stated]:
    found: dict[str, Stated] = {}
    for code, count, first in told:
        assert isinstance(first, list)  # noqa: S101
        seen = found.get(code, Stated(0, ()))
        examples = sorted([*seen.examples, *((int(one["record"]), str(one["text"]).strip()) for one in first)])
        found[code] = Stated(seen.rows + int(str(count)), tuple(examples[:3]))
    return found
