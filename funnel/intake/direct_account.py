"""Accounts of the short way: usual rows are written from the text, the few others as the patient way judges them."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from funnel.intake.account import Accountant
from funnel.intake.accounted import Account
from funnel.intake.amounts import AmountReading
from funnel.intake.contract import Column
from funnel.intake.cut import Rows
from funnel.intake.few import IS_ODD, Few, Looked, TheLongWay
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.moments import MomentReading
from funnel.intake.staged import quoted
from funnel.intake.twice import duplicates_among, has_likes
from funnel.intake.typed import keyed
from funnel.store.door import Connection
from funnel.store.shelf import ACCEPTED
from funnel.terms import Kind

PLACES = "rows between unbounded preceding and current row"


class DirectAccountant(Accountant):
    """Accounts for a table most of whose rows are usual; `judge` judges the few others."""

    def __init__(
        self, connection: Connection, found: Looked, judge: Judge, literals: Literals, *, key: bytes, parts: Path
    ) -> None:
        super().__init__(connection, judge, literals, key, parts)
        self.found = found
        self.left_out = 0

    def account(self, rows: Rows, file_name: str, keep_duplicates: bool) -> Account:
        """As of the patient way; raises TheLongWay where it cannot be proved to come to the same."""
        self._find_duplicates(keep_duplicates)
        self._run("create temp table rejects (record bigint, problem varchar, told varchar, money decimal(18, 2))")
        if self.found.odd:
            self._find_rejects()
        self._write_accepted(large=True)
        if self._has_other_totals():
            raise TheLongWay
        self._write_rejected(rows)
        return self._checked(self._counted(rows), file_name)

    def _find_duplicates(self, keep: bool) -> None:
        few = (
            f"select staged.*, few.place from {self.stage.table} as staged inner join few using (record) "
            f"where aside is null and {'false' if keep else 'true'}"
        )
        self._refuse_gaps_in_orders(few)
        self._run(f"create temp table duplicates as {duplicates_among(self.judge, few)}")
        self._run(
            "create temp table left_out as select record from few where is_odd union select record from duplicates"
        )

    def _refuse_gaps_in_orders(self, few: str) -> None:
        # Where a row that is none stands inside an order, its lines are not where they seem.
        asides = f"select 1 from {self.stage.table} where aside is not null limit 1"
        if self.kind is Kind.ORDER_LINES and self._run(asides) and self._run(has_likes(self.judge, few)):
            raise TheLongWay

    def _sound(self) -> str:
        return f"{super()._sound()} and {IS_ODD}"

    def _rows_to_accept(self, large: bool) -> str:
        usual = self._usual_rows()
        if not self.found.odd:
            return usual
        if self.found.lines != "one" and self.kind is Kind.ORDER_LINES:
            raise TheLongWay
        self._run(f"create temp table odd as {super()._rows_to_accept(large)}")
        return f"{usual} union all by name {self._odd_rows()}"

    def _odd_rows(self) -> str:
        """SELECT of the odd rows; a column all of whose words usual rows say too is of the type of theirs."""
        names = sorted(self.found.judge.spoken)
        if not names:
            return "select * from odd"
        fits = [f"count({name}) = count(try_cast({name} as spoken_{name}))" for name in names]
        known = [name for name, fit in zip(names, self._one(f"select {', '.join(fits)} from odd"), strict=True) if fit]
        typed = ", ".join(f"cast({name} as spoken_{name}) as {name}" for name in known)
        return f"select * replace ({typed}) from odd" if typed else "select * from odd"

    def _usual_rows(self) -> str:
        keys = [column.name for column in self._columns(large=True) if self._is_keyed(column)]
        for name in keys:
            self._make_usual_keys(name)
        columns = [self._usual_value(column) for column in self._columns(large=True)]
        rows = "select * from looked"
        if self._one("select count(*) from left_out")[0]:
            rows += " where record not in (select record from left_out)"
        joins = [f"left join keys_{name} on keys_{name}.text = told.{name}" for name in keys]
        return f"select {', '.join(columns)} from {self._in_runs(rows)} as told {' '.join(joins)}"

    def _usual_value(self, column: Column) -> str:
        name, plain = column.name, self.found.judge
        if name == "line":
            return self._line()
        if self._is_keyed(column):
            return f"keys_{name}.code as {name}"
        if name in plain.spoken:
            return f'told."{name}"'
        told = f'told."{name}"' if name in ("record", *plain.filled_columns()) else "null"
        return f'cast({told} as {column.type}) as "{name}"'

    def _is_keyed(self, column: Column) -> bool:
        return column.is_key and column.name in self.found.judge.stage.columns

    def _make_usual_keys(self, name: str) -> None:
        texts = f"select distinct {name} as text from looked where {name} is not null"
        self._run(
            f"create temp table keys_{name} as select text, {keyed('lower(text)', self.key)} as code from ({texts})"
        )

    def _line(self) -> str:
        if self.found.lines == "anywhere":
            return "cast(row_number() over (partition by order_id order by record) as integer) as line"
        return (
            "cast(1 as integer) as line" if self.found.lines == "one" else "cast(place - head + 1 as integer) as line"
        )

    def _in_runs(self, rows: str) -> str:
        if self.found.lines != "runs":
            return f"({rows})"
        first = "order_id is distinct from lag(order_id) over ()"
        placed = f"select *, row_number() over () as place, {first} as is_first from ({rows})"
        return f"(select *, max(case when is_first then place end) over ({PLACES}) as head from ({placed}))"

    def _money_adds_up(self, account: Account) -> bool:
        money = self.judge.money
        if money is None:
            return True
        odd = self._sum(self._sum_judged(money, "record in (select record from few where is_odd)"))
        whole = odd + self._sum(f'select sum("{money}") from looked where not is_odd')
        written = self._sum(f'select sum("{money}") from read_parquet({quoted(self.parts / ACCEPTED)})')
        return whole == written + Decimal(account.money["rejected"]) + Decimal(account.money["duplicate"])


def of_few(judge: Judge, few: Few) -> Judge:
    """The judge of the few alone, without the sample that only showed how columns are written."""
    told = {name: _of_any_mark(reading) for name, reading in judge.readings.items()}
    return replace(judge, stage=replace(few, sample=None), readings=told)


def _of_any_mark(reading: AmountReading | MomentReading) -> AmountReading | MomentReading:
    # Rows that were not judged may hold a decimal comma, even if no other does.
    if isinstance(reading, AmountReading) and reading.mark == ",":
        return replace(reading, plain=False)
    return reading
