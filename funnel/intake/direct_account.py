"""Accounts of the short way: usual rows are written from the text, the few others as the patient way judges them."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from funnel.intake.account import Account, Accountant
from funnel.intake.cut import Rows
from funnel.intake.direct import Few, Looked, TheLongWay
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.plainly import Plain, PlainJudge
from funnel.intake.staged import quoted, reader
from funnel.intake.typed import keyed, raw
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
        self._refuse_gaps_in_orders()
        self._find_duplicates(keep_duplicates)
        self._run("create temp table rejects (record bigint, problem varchar, told varchar, money decimal(18, 2))")
        self._find_rejects()
        self._write_accepted(large=True)
        if self._has_other_totals():
            raise TheLongWay
        self._write_rejected(rows)
        return self._checked(self._counted(rows), file_name)

    def _refuse_gaps_in_orders(self) -> None:
        # Where a row that is none stands inside an order, its lines are not where they seem.
        asides = f"select count(*) from {self.stage.table} where aside is not null"
        if self.kind is Kind.ORDER_LINES and self.found.doubtful and self._one(asides)[0]:
            raise TheLongWay

    def _find_duplicates(self, keep: bool) -> None:
        key = ", ".join(["row_hash", "place", *(raw(name) for name in self.stage.columns)])
        suspects = (
            f"select staged.*, few.place from {self.stage.table} as staged inner join few using (record) "
            f"where aside is null and row_hash in (select row_hash from twins) and {'false' if keep else 'true'}"
        )
        self._run(
            "create temp table duplicates as select record from (select record, row_number() over "
            f"(partition by {key} order by record) as nth from ({suspects})) where nth > 1"
        )
        self._run(
            "create temp table left_out as select record from few where is_odd union select record from duplicates"
        )

    def _fine(self) -> str:
        return f"{super()._fine()} and record in (select record from few where is_odd)"

    def _rows_to_accept(self, large: bool) -> str:
        usual = self._usual_rows()
        if not self.found.odd:
            return usual
        odd = super()._rows_to_accept(large)
        if self.found.lines == "one" or self.kind is not Kind.ORDER_LINES:
            return f"{usual} union all by name {odd}"
        raise TheLongWay

    def _usual_rows(self) -> str:
        plain = self._keyed()
        columns = [
            self._line() if column.name == "line" else f'cast("{column.name}" as {column.type}) as "{column.name}"'
            for column in self._columns(large=True)
        ]
        rows = f"select * from ({plain.query()})"
        if self._one("select count(*) from left_out")[0]:
            rows += " where record not in (select record from left_out)"
        return f"select {', '.join(columns)} from {self._in_runs(rows)}"

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

    def _keyed(self) -> PlainJudge:
        plain = self.found.judge
        stage = plain.stage
        assert isinstance(stage, Plain)  # noqa: S101
        assert stage.rows is not None  # noqa: S101
        names = tuple(column.name for column in plain.columns if column.is_key and column.name in stage.columns)
        for name in names:
            code = keyed("lower(trim(word))", self.key)
            words = f"select distinct {stage.texts[name]} as word from {reader(stage.rows)}"
            self._run(
                f"create temp table keys_{name} as select word, {code} as code from ({words}) where trim(word) <> ''"
            )
        return replace(plain, stage=replace(stage, keyed=names))

    def _money_adds_up(self, account: Account) -> bool:
        money = self.judge.money
        if money is None:
            return True
        odd = self._sum(self._sum_judged(money, "record in (select record from few where is_odd)"))
        whole = odd + self._sum("select sum(money) from looked where not is_odd")
        written = self._sum(f'select sum("{money}") from read_parquet({quoted(self.parts / ACCEPTED)})')
        return whole == written + Decimal(account.money["rejected"]) + Decimal(account.money["duplicate"])


def of_few(judge: Judge, few: Few) -> Judge:
    """The judge of the few alone, without the sample that only showed how columns are written."""
    return replace(judge, stage=replace(few, sample=None))
