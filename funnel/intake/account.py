"""Eighth stage: every record is accepted, rejected, a duplicate or set aside; the counts and sums must agree."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.accounted import Account
from funnel.intake.contract import WHOLE_ORDERS, Column, contract_of
from funnel.intake.cut import Rows
from funnel.intake.judged import Judge
from funnel.intake.literals import Literals
from funnel.intake.repeats import REPEATED_BY, count_of_repeats
from funnel.intake.staged import quoted
from funnel.intake.stated_totals import (
    count_of_several,
    count_without_amount,
    lines_of_other_totals,
    orders_of_several_totals,
    rejects_of_other_totals,
)
from funnel.intake.twice import duplicates_among
from funnel.intake.typed import array_amounts, array_items, keyed, raw
from funnel.intake.unnamed import unnamed
from funnel.store.door import Connection
from funnel.store.shelf import ACCEPTED, REJECTED, SESSION_ORDERS
from funnel.terms import Kind

LARGE = 50_000
"""Rows from which a file is large: the short way is taken where it can be, and empty columns are not written."""

WORDS_KEPT_ONCE = "dictionary_size_limit 5000"
"""Words of a column are kept once each up to this many; more of them cost more to find than they save."""


class Accountant:
    """Writes the parts of one import and counts every record once."""

    def __init__(self, connection: Connection, judge: Judge, literals: Literals, key: bytes, parts: Path) -> None:
        self.connection, self.judge, self.literals = connection, judge, literals
        self.key, self.parts = key, parts
        self.stage, self.kind = judge.stage, judge.mapped.kind
        self.judged = f"({judge.query()}) as judged"
        self.contradicting = False

    def account(self, rows: Rows, file_name: str, keep_duplicates: bool) -> Account:
        """Write accepted.parquet, rejected.parquet (and session_orders.parquet) into the parts folder and account.

        Raises RefusedFile when records or money do not add up.
        """
        self._find_duplicates(keep_duplicates)
        self._run("create temp table rejects (record bigint, problem varchar, told varchar, money decimal(18, 2))")
        if self.judge.mapped.explodes:
            self._find_rejects()
        self._write_accepted(large=rows.records >= LARGE)
        if self._find_other_totals():
            self._write_accepted(large=rows.records >= LARGE)
        found = self._counted(rows)
        if found.rows_in != found.accounted and not self.judge.mapped.explodes:
            self._find_rejects()
        self._write_rejected(rows)
        if self.kind is Kind.TRAFFIC_SESSIONS:
            self._write_session_orders()
        return self._checked(self._counted(rows), file_name)

    def _run(self, query: str) -> list[tuple[object, ...]]:
        return list(self.connection.execute(query, self.literals.of(query)).fetchall())

    def _one(self, query: str) -> tuple[object, ...]:
        return self._run(query)[0]

    def _find_duplicates(self, keep: bool) -> None:
        none = "false" if keep else "true"
        self._run(
            "create temp table suspects as select row_hash from "
            f"{self.stage.table} where aside is null and part = 1 and {none} group by row_hash having count(*) > 1"
        )
        self._run(f"create temp table duplicates as {duplicates_among(self.judge, self._placed())}")

    def _placed(self) -> str:
        suspects = "row_hash in (select row_hash from suspects)"
        if self.kind is not Kind.ORDER_LINES or not {"order_total", "moment"} & set(self.stage.columns):
            rows = f"{self.stage.table} where aside is null and part = 1"
            return f"select *, 0 as place from {rows} and {suspects}"
        # Two equal lines below one order head are two lines; the same order a second time is a duplicate.
        head = raw("order_total" if "order_total" in self.stage.columns else "moment")
        numbered = (
            f"select *, record - max(case when {head} is not null then record end) "
            f"over (order by record) as place from {self.stage.table} where aside is null and part = 1"
        )
        return f"select * from ({numbered}) where {suspects}"

    def _sound(self) -> str:
        return "aside is null and record not in (select record from duplicates)"

    def _fine(self) -> str:
        # A record that became several rows is rejected as a whole when one of them is.
        whole = " and record not in (select record from rejects)" if self.judge.mapped.explodes else ""
        agreeing = " and record not in (select record from other_totals)" if self.contradicting else ""
        return f"problem is null and {self._sound()}{whole}{agreeing}"

    def _write_accepted(self, large: bool) -> None:
        rows = self._rows_to_accept(large)
        self._run(f"copy ({rows}) to {quoted(self.parts / ACCEPTED)} (format parquet, {WORDS_KEPT_ONCE})")

    def _columns(self, large: bool) -> list[Column]:
        # Columns of nothing cost a large file as much as filled ones; whoever reads the parts reads them as null.
        wide = self.kind in (Kind.TRAFFIC_EVENTS, Kind.ORDER_LINES)
        blank = self.judge.blank_columns() if large and wide else frozenset()
        return [column for column in contract_of(self.kind) if column.name not in blank]

    def _rows_to_accept(self, large: bool) -> str:
        columns, joins = [], []
        line = "cast(row_number() over (partition by order_id order by record, part) as integer) as line"
        for column in self._columns(large):
            if column.name == "line":
                columns.append(line)
            elif column.is_key and column.name in self.stage.columns:
                self._make_keys(column.name)
                columns.append(f"{column.name}_codes.code as {column.name}")
                joins.append(f"left join {column.name}_codes on {column.name}_codes.text = judged.{column.name}")
            elif column.name == "record":
                columns.append("record")
            else:
                columns.append(f'cast("{column.name}" as {column.type}) as "{column.name}"')
        order = " order by record, part" if self.kind is Kind.ORDER_LINES else ""
        return f"select {', '.join(columns)} from {self.judged} {' '.join(joins)} where {self._fine()}{order}"

    def _make_keys(self, column: str) -> None:
        distinct = f"select distinct nullif(lower(trim({raw(column)})), '') as text from {self.stage.table}"
        self._run(
            f"create or replace temp table {column}_codes as select text, {keyed('text', self.key)} as code "
            f"from ({distinct}) where text is not null"
        )

    def _find_rejects(self) -> None:
        values = " ".join(f"when '{name}' then {raw(name)}" for name in self.stage.columns if not name.endswith("_key"))
        value = f"case split_part(problem, '|', 1) {values} end"
        money = f'case when part = 1 then "{self.judge.money}" end' if self.judge.money else "null"
        self._run(
            "insert into rejects select record, any_value(problem order by part), any_value(told order by part), "
            f"sum(money) from (select record, part, problem, {value} as told, {money} as money from {self.judged} "
            f"where problem is not null and {self._sound()}) group by record"
        )

    def _find_other_totals(self) -> bool:
        """Reject the lines that state another total than the first line of their order; whether there are any."""
        self.contradicting = self._has_other_totals()
        if self.contradicting:
            self._run(f"create temp table other_totals as {lines_of_other_totals(self._accepted())}")
            self._run(f"insert into rejects {rejects_of_other_totals(self.judged, raw('order_total'))}")
        return self.contradicting

    def _has_several_lines(self) -> bool:
        of_orders = self.kind is Kind.ORDER_LINES
        return of_orders and bool(self._one(f"select max(line) > 1 from {self._accepted()}")[0])

    def _has_other_totals(self) -> bool:
        stated = "order_total" in self.stage.columns and self._has_several_lines()
        return stated and bool(self._run(orders_of_several_totals(self._accepted())))

    def _write_rejected(self, rows: Rows) -> None:
        self._run("create temp table refused (record bigint, reason varchar)")
        if rows.refused:
            self.connection.execute(
                "insert into refused select unnest($records), unnest($reasons)",
                {"records": [one.record for one in rows.refused], "reasons": [one.reason for one in rows.refused]},
            )
        self._run(
            "copy (select record, split_part(problem, '|', 1) as \"column\", "
            f"{unnamed('told', self.literals)} as value, split_part(problem, '|', 2) as reason from rejects "
            "union all select record, null, null, reason from refused order by record) "
            f"to {quoted(self.parts / REJECTED)} (format parquet)"
        )

    def _write_session_orders(self) -> None:
        profile = self.judge.mapped.profile
        ids = f"array[{raw('order_ids')}]" if "order_ids" in self.stage.columns else "[]"
        money = "[revenue]" if "revenue" in self.stage.columns else "[null]"
        if "order_ids" in profile.arrays and "order_ids" in self.stage.columns:
            ids = array_items(raw("order_ids"), self.literals)
            listed = "revenue" in profile.arrays and "revenue" in self.stage.columns
            money = array_amounts(raw("revenue"), self.literals) if listed else "[null]"
        pairs = f"unnest({ids}) as order_id, unnest({money}) as revenue"
        self._run(
            "copy (select record, session_id, order_id, cast(revenue as decimal(18, 2)) as revenue from "
            f"(select record, session_id, {pairs} from {self.judged} where {self._fine()}) "
            f"where order_id is not null) to {quoted(self.parts / SESSION_ORDERS)} (format parquet)"
        )

    def _counted(self, rows: Rows) -> Account:
        asides = Counter({reason: number for reason, number in rows.set_aside.items() if number})
        counted = "count(distinct record)" if self.stage.numbered else "count(*)"
        told = self._run(f"select aside, {counted} from {self.stage.table} where aside is not null group by aside")
        asides.update({str(reason): int(str(number)) for reason, number in told})
        reasons = Counter(one.reason for one in rows.refused)
        told = self._run("select split_part(problem, '|', 2), count(*) from rejects group by all")
        reasons.update({str(reason): int(str(number)) for reason, number in told})
        names = {column.name for column in contract_of(self.kind)}
        last_day, newest = max(names & {"day", "day_to"}), "max(moment)" if "moment" in names else "null"
        first, last, until, count, spans = self._one(
            f"select min(day), max({last_day}), {newest}, {counted}, count(*) filter (where {last_day} > day) "
            f"from {self._accepted()}"
        )
        return Account(
            rows_in=rows.records_in,
            accepted=int(str(count)),
            rejected=reasons.total(),
            duplicate=int(str(self._one("select count(*) from duplicates")[0])),
            set_aside_reasons=dict(sorted(asides.items())),
            reject_reasons=dict(sorted(reasons.items())),
            money=self._sums(),
            first_day=str(first) if first else None,
            last_day=str(last) if last else None,
            data_until=until.isoformat() if isinstance(until, datetime) else None,
            spans=int(str(spans)),
            without_amount=self._without_amount(),
        )

    def _without_amount(self) -> int:
        unit = {Kind.ORDER_LINES: "order_id", Kind.AD_COSTS: "record"}.get(self.kind)
        lines_only = self.kind is Kind.ORDER_LINES and "price" in self.stage.columns
        money, rows = self.judge.money or ("price" if lines_only else None), self._accepted()
        if unit and money and self._one(f'select count(*) > count("{money}") from {rows}')[0]:
            return int(str(self._one(count_without_amount(rows, unit, money))[0]))
        return 0

    def _of_several(self, account: Account) -> Account:
        if self.kind in REPEATED_BY:
            (repeats,) = self._one(count_of_repeats(self._accepted(), self.kind))
            return replace(account, repeats=int(str(repeats)))
        if not self._has_several_lines():
            return account
        status = "status" if "status" in self.stage.columns else "null"
        days, statuses = (int(str(one)) for one in self._one(count_of_several(self._accepted(), status=status)))
        return replace(account, on_several_days=days, of_several_statuses=statuses)

    def _accepted(self) -> str:
        return f"read_parquet({quoted(self.parts / ACCEPTED)})"

    def _sums(self) -> dict[str, str]:
        money = self.judge.money
        if money is None:
            return {}
        once = self._accepted()
        if self.kind in WHOLE_ORDERS and self._one(f"select max(line) > 1 from {once}")[0]:
            # A total repeated on every line of its order counts once.
            stated = f"arg_min({money}, line) filter ({money} is not null)"
            once = f"(select {stated} as {money} from {once} group by {WHOLE_ORDERS[self.kind][0]})"
        told = {
            "accepted": self._sum(f'select sum("{money}") from {once}'),
            "rejected": self._sum("select sum(money) from rejects"),
            "duplicate": self._sum(self._sum_judged(money, "record in (select record from duplicates)")),
        }
        return {name: f"{amount:.2f}" for name, amount in told.items()}

    def _sum_judged(self, money: str, where: str) -> str:
        return f'select sum(case when part = 1 then "{money}" end) from {self.judged} where aside is null and {where}'

    def _sum(self, query: str) -> Decimal:
        return Decimal(str(self._one(query)[0] or 0))

    def _money_adds_up(self, account: Account) -> bool:
        """Whether all amounts of the file are in the parts, read back from disk, or in the receipt: to the cent."""
        money = self.judge.money
        if money is None or self.judge.mapped.explodes:
            return True
        whole = self._sum(self._sum_judged(money, "true"))
        written = self._sum(f'select sum("{money}") from {self._accepted()}')
        return whole == written + Decimal(account.money["rejected"]) + Decimal(account.money["duplicate"])

    def _checked(self, account: Account, file_name: str) -> Account:
        if account.rows_in != account.accounted:
            problem = sentence(
                "The file holds {rows} rows but {accounted} are accounted for, so nothing was "
                "loaded; export it again as CSV.",
                rows=account.rows_in,
                accounted=account.accounted,
            )
            raise RefusedFile(file_name, [problem])
        if not self._money_adds_up(account):
            problem = sentence(
                "The amounts read do not add up to the file's own, so nothing was loaded; export it again as CSV."
            )
            raise RefusedFile(file_name, [problem])
        return self._of_several(account)
