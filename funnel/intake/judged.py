"""Seventh stage, put together: every staged row with its typed values and its first problem, as one SELECT."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from funnel.intake.amounts import AmountReading
from funnel.intake.captions import caption_problems
from funnel.intake.clocks import clock_time, tidied
from funnel.intake.contract import MONEY_OF_KIND, Column, contract_of
from funnel.intake.impossible import impossible_problems
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.moments import MomentReading
from funnel.intake.signs import code_of
from funnel.intake.staged import Staged
from funnel.intake.typed import (
    FIRST_MOMENT,
    Typed,
    array_amounts,
    array_items,
    currency_text,
    duration,
    filled,
    looked_up,
    number,
    raw,
    text_value,
    with_digits,
    with_numbers,
)
from funnel.intake.vocabulary import currencies_of_cells
from funnel.intake.zones import HAS_TIME, local_sql, stated_sql, utc_sql
from funnel.store.door import Connection
from funnel.terms import Kind

CRUDE_YEARS = (1999, 2101)
AHEAD = timedelta(days=1)  # A clock of another zone may be ahead of ours.
CHECKED_TIMES = frozenset({"moment", "day", "day_to"})


@dataclass(frozen=True)
class Setting:
    """What the shop decided: its zone, its currency, and the moment of the import."""

    zone: str
    currency: str
    now: datetime


@dataclass(frozen=True)
class Judge:
    """Composes the SELECT of typed rows: record, part, row_hash, aside, raw cells, contract columns, problem.

    `signed` are columns whose amounts are in several currencies, each with its own sign.
    """

    mapped: Mapped
    stage: Staged
    readings: Mapping[str, AmountReading | MomentReading]
    setting: Setting
    literals: Literals
    years: tuple[int, int] = CRUDE_YEARS
    signed: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The contract's columns."""
        return contract_of(self.mapped.kind)

    def source_zone(self, column: str) -> str:
        """Zone of the clock times of one column."""
        zone = self.mapped.zone_of(column)
        return {"shop": self.setting.zone, "utc": "UTC"}.get(zone, zone)

    def query(self) -> str:
        """The whole SELECT."""
        typed = self._made()
        values = ", ".join(f'{one.value} as "{name}"' for name, one in typed.items())
        told = ["record", "part", "row_hash", "aside", *map(raw, self._raw_columns())]
        told += [*(f"number_{name}" for name in self._spelled()), *self._beside()]
        inner = f"select {', '.join(told)}, {values} from {self._source()}"
        derived = [f"{self._problem(typed)} as problem"]
        if "day" not in typed:
            derived.append(f"cast({local_sql('moment', self.setting.zone, self.years)} as date) as day")
        return f"select *, {', '.join(derived)} from ({inner})"

    def _made(self) -> dict[str, Typed]:
        typed = {column.name: self._typed(column) for column in self.columns if self._is_made(column)}
        self._reckon_more(typed)
        return typed

    def blank_columns(self) -> frozenset[str]:
        """Columns of texts and numbers that nothing in this file fills."""
        made = self._made()
        blank = (column for column in self.columns if column.name in made and not column.is_time)
        return frozenset(one.name for one in blank if made[one.name].value == f"cast(null as {one.type})")

    def years_in(self, connection: Connection) -> list[int]:
        """First and last years of the moments of a file, so that only these years' clock changes are looked at."""
        spans = [self._span_query(name, reading) for name, reading in self._clocks().items()]
        found = [year for span in spans for year in connection.execute(span, self.literals.of(span)).fetchone()]
        return [year for year in found if year is not None]

    def _span_query(self, column: str, reading: MomentReading) -> str:
        if reading.bare and reading.forms and reading.forms[0].name.startswith("iso"):
            text = raw(column)
            ends = f"try_cast(left(min({text}), 4) as integer), try_cast(left(max({text}), 4) as integer)"
            return f"select {ends} from {self.stage.table} where aside is null"
        clocks = f"select {self._clock(column, reading)} as clock from {self.stage.table} where aside is null"
        return f"select cast(year(min(clock)) as integer), cast(year(max(clock)) as integer) from ({clocks})"

    def _source(self) -> str:
        """Staged rows with the numbers and clock times of their texts, each cut out once and used often."""
        spelled = self._spelled()
        texts = {name: filled(name, self.mapped.profile, self.literals) for name in spelled}
        numbers = with_numbers(with_digits(self._filled_down(), texts, self.literals), spelled, self.literals)
        clocks = [f"{self._clock(name, one)} as clock_{name}" for name, one in self._clocks().items()]
        return f"(select *, {', '.join(clocks)} from {numbers})" if clocks else numbers

    def _clocks(self) -> dict[str, MomentReading]:
        return {name: reading for name, reading in self.readings.items() if isinstance(reading, MomentReading)}

    def _clock(self, column: str, reading: MomentReading) -> str:
        return clock_time(self._moment_text(column, reading), reading, self.literals)

    def _moment_text(self, column: str, reading: MomentReading) -> str:
        text = raw(column) if reading.bare else filled(column, self.mapped.profile, self.literals)
        return tidied(text, self.literals) if reading.tidied else text

    def impossible_replies(self) -> str:
        """SELECT of how many contacts state a first reply before they began."""
        told = ["first_reply_at < moment"] if "first_reply_at" in self.stage.columns else []
        if "first_reply_seconds" in self.stage.columns:
            told.append(f"regexp_matches(trim({raw('first_reply_seconds')}), {self.literals('^[-−–] *[0-9]')})")
        return f"select count(*) from ({self.query()}) where aside is null and ({' or '.join(told) or 'false'})"

    def _filled_down(self) -> str:
        down = [name for name in self.mapped.profile.fill_down if name in self.stage.columns]
        if not down:
            return self.stage.table
        filled_down = ", ".join(
            f"coalesce({raw(name)}, last_value({raw(name)} ignore nulls) over (order by record)) as {raw(name)}"
            for name in down
        )
        return f"(select * replace ({filled_down}) from {self.stage.table})"

    def _raw_columns(self) -> list[str]:
        return [name for name in self.stage.columns if not name.endswith("_key")]

    def _beside(self) -> list[str]:
        return []  # Columns of the source that problems are told from, besides the texts.

    def _is_made(self, column: Column) -> bool:
        if column.name in ("record", "line"):
            return False
        derived = column.name == "day" and "day" not in self.stage.columns and "day" not in self.mapped.constants
        return not derived

    def _typed(self, column: Column) -> Typed:
        name = column.name
        if name == "currency":
            return self._currency()
        if name not in self.stage.columns:
            return Typed(self._constant(column), "null")
        if name in self.mapped.profile.arrays:
            return self._array(column)
        if column.is_key:
            return Typed(f"nullif(lower(trim({raw(name)})), '')", "null")
        if column.is_time or column.is_number:
            return self._time(column) if column.is_time else self._number(column)
        return text_value(column, self.mapped.profile, self.literals)

    def _constant(self, column: Column) -> str:
        told = self.mapped.constants.get(column.name)
        if column.name == "day_to" and told is None and "day" in self.mapped.constants:
            told = self.mapped.constants["day"]
        if column.name == "moment" and told is None and "day" in self.mapped.constants:
            start = f"cast(cast({self.literals(self.mapped.constants['day'])} as date) as timestamp)"
            return utc_sql(start, self.setting.zone, self.years)
        value = "null" if told is None else self.literals(told)
        return f"cast({value} as {column.type})"

    def _currency(self) -> Typed:
        amounts = [one.name for one in self.columns if one.is_money and one.name in self.stage.columns]
        if not amounts:
            return Typed("cast(null as varchar)", "null")
        stands = f"coalesce({', '.join(raw(name) for name in amounts)}) is not null"
        usual = f"case when {stands} then {self._usual_currency()} end"
        if self.signed:
            value = f"coalesce({', '.join(code_of(name, self.literals) for name in self.signed)}, {usual})"
            told = '"currency"'
        elif "currency" in self.stage.columns:
            text = currency_text(self.mapped.profile, self.literals)
            known = looked_up(text, currencies_of_cells(), self.literals)
            value = told = f"case when {text} is null then {usual} else coalesce({known}, upper({text})) end"
        else:
            return Typed(usual, "null")
        return Typed(value, f"case when {told} <> {self.literals(self.setting.currency)} then 'other_currency' end")

    @property
    def stated_currency(self) -> str:
        """Currency of amounts that name none themselves, empty when nothing states one."""
        return self.mapped.profile.currency or self.mapped.header_currency or self.setting.currency

    def _usual_currency(self) -> str:
        return f"nullif({self.literals(self.stated_currency)}, '')"

    def _time(self, column: Column) -> Typed:
        reading = self.readings[column.name]
        assert isinstance(reading, MomentReading)  # noqa: S101
        text, clock = self._moment_text(column.name, reading), f"clock_{column.name}"
        if column.type == "date":
            # A day stated as an instant is the day of the shop's zone, not of UTC.
            local = local_sql(clock, self.setting.zone, self.years) if reading.zoned else clock
            value = f"cast({local} as date)"
        else:
            zones = self.source_zone(column.name), self.setting.zone
            value = clock if reading.zoned else stated_sql(clock, text, zones, self.years, self.literals(HAS_TIME))
        latest = (self.setting.now + AHEAD).replace(tzinfo=None, microsecond=0)
        own = f'"{column.name}"'
        problem = f"when {text} is not null and {own} is null then 'unreadable_date'"
        if column.name in CHECKED_TIMES:
            problem += (
                f" when {own} < timestamp '{FIRST_MOMENT}' or {own} > timestamp '{latest}' then 'date_out_of_range'"
            )
        return Typed(value, f"case {problem} end")

    def _number(self, column: Column) -> Typed:
        name, unit = column.name, self.mapped.unit_of(column.name)
        text = filled(name, self.mapped.profile, self.literals)
        if unit == "hh:mm:ss":
            return duration(column, text, self.literals)
        if name in self._spelled():
            return number(column, f"number_{name}", unit, text)
        return number(column, raw(name), unit, raw(name))

    def _spelled(self) -> dict[str, AmountReading]:
        """Number columns that hold more than plain numbers."""
        readings = self.readings.items()
        return {name: one for name, one in readings if isinstance(one, AmountReading) and not one.plain}

    def _array(self, column: Column) -> Typed:
        items = array_items(raw(column.name), self.literals)
        if not column.is_money:
            return Typed(f"nullif(array_to_string({items}, chr(10)), '')", "null")
        amounts = array_amounts(raw(column.name), self.literals)
        ids = array_items(raw("order_ids"), self.literals)
        value = f"list_sum({amounts})"
        problem = (
            f"case when len({items}) <> len({ids}) then 'unequal_lists' "
            f"when list_count({amounts}) <> len({items}) then 'unreadable_number' end"
        )
        return Typed(value, problem)

    def _reckon_more(self, typed: dict[str, Typed]) -> None:
        if "day_to" in typed and "day_to" not in self.stage.columns and "day" in self.stage.columns:
            typed["day_to"] = Typed('"day"', "null")
        if self.mapped.kind is Kind.CONTACTS:
            stated = typed["first_reply_seconds"].value
            seconds = "date_diff('second', moment, first_reply_at)"
            by_times = f"case when first_reply_at >= moment then {seconds} end"
            value = f"coalesce({by_times}, case when {stated} >= 0 then {stated} end)"
            # A duration below zero cannot be: the contact stands without it, and the receipt counts how many.
            typed["first_reply_seconds"] = Typed(
                value, f"case when {stated} is null then {typed['first_reply_seconds'].problem} end"
            )
        if "order_ids" in self.mapped.profile.arrays and "order_ids" in self.stage.columns:
            count = f"len({array_items(raw('order_ids'), self.literals)})"
            typed["orders"] = Typed(f"coalesce({count}, 0)", "null")
            typed["purchase"] = Typed(f"case when {count} > 0 then 1 else 0 end", "null")

    def _problem(self, typed: Mapping[str, Typed]) -> str:
        branches = []
        for column in self.columns:
            one = typed.get(column.name)
            if one is None:
                continue
            if one.problem != "null":
                at = self.signed[0] if self.signed and column.name == "currency" else column.name
                branches.append(f"when {one.problem} is not null then '{at}|' || {one.problem}")
            if column.required:
                branches.append(f"when \"{column.name}\" is null then '{column.name}|missing'")
        if self.mapped.kind is Kind.ORDER_LINES and "moment" in self.stage.columns:
            # An order without a day would be counted nowhere; the line that states its total states its day too.
            branches.append(f"when moment is null and {self._states_order()} then 'moment|missing'")
        branches += [*caption_problems(self.mapped, self.stage), *impossible_problems(self.stage.columns)]
        if self.mapped.kind is Kind.TRAFFIC_EVENTS:
            # Such an event belongs to no visit and would be accepted and counted nowhere.
            branches.append("when session_id is null and visitor_key is null then 'session_id|no_visit'")
        return f"case {' '.join(branches)} end" if branches else "cast(null as varchar)"

    def _states_order(self) -> str:
        return "(order_total is not null or max(moment) over (partition by order_id) is null)"

    @property
    def money(self) -> str | None:
        """The column whose control sum the receipt states, None when this file has none."""
        name = MONEY_OF_KIND[self.mapped.kind]
        return name if name in self.stage.columns else None
