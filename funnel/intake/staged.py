"""The rows as text, once, on disk beside nothing else: mapped columns only, so that no personal data is written."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.contract import staged_columns
from funnel.intake.cut import Rows
from funnel.intake.literals import Literals
from funnel.intake.located import Aside, Located, Mapped
from funnel.intake.row_hash import row_hash
from funnel.intake.typed import looked_up, raw
from funnel.intake.vocabulary import total_pattern, vocabulary
from funnel.store.door import Connection
from funnel.terms import Kind

MOMENT_ALWAYS = frozenset({Kind.TRAFFIC_EVENTS, Kind.TRAFFIC_SESSIONS})
NOT_NAMING = frozenset({"search_term", "title", "page", "reason", "topic", "currency"})
"""Free text and what stands in a totals row too: their words never mark a total."""

CALLED: Mapping[Kind, str] = {Kind.ORDER_LINES: "order_id", Kind.STOCK: "product"}
"""The id that nothing but a total is called Total by."""

LONGEST_LINE = 2**25
"""Bytes of the longest row; without a size stated the reader holds sixteen times as much of a file at once."""


@dataclass(frozen=True)
class Staged:
    """Rows as text in `path`: record, part, row_hash, aside and raw_<column> of every mapped column.

    `fraction_ids` are columns of whole numbers written as 1001.0, which are read without their fraction.
    """

    path: Path
    columns: tuple[str, ...]
    numbered: bool
    fraction_ids: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def table(self) -> str:
        """SQL that reads the rows."""
        whole = ", ".join(f"split_part({raw(name)}, '.', 1) as {raw(name)}" for name in self.fraction_ids)
        cells = f"* replace ({whole})" if whole else "*"
        if self.numbered:
            return f"(select {cells} from read_parquet({quoted(self.path)}))"
        numbered = f"select {cells}, file_row_number + 1 as record"
        return f"({numbered} from read_parquet({quoted(self.path)}, file_row_number = true))"


def quoted(path: Path) -> str:
    """A path of ours as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def reader(rows: Rows) -> str:
    """SQL that reads a table's cells as text c0 … cN."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(rows.header)))
    delimiter = {"\t": "\\t"}.get(rows.delimiter, rows.delimiter)
    return (
        f"read_csv({quoted(rows.path)}, auto_detect = false, header = false, skip = {rows.skip}, "
        f"delim = '{delimiter}', quote = '\"', escape = '\"', columns = {{{columns}}}, "
        f"strict_mode = true, null_padding = false, max_line_size = {LONGEST_LINE}, buffer_size = {2 * LONGEST_LINE})"
    )


def cell(located: Located, offset: int, literals: Literals) -> str:
    """SQL of the text of one contract column."""
    parts = []
    for places in located.parts:
        cells = [f"c{place + offset}" for place in places]
        parts.append(cells[0] if len(cells) == 1 else f"coalesce({', '.join(cells)})")
    return parts[0] if len(parts) == 1 else f" || {literals(located.by)} || ".join(parts)


def staged_texts(mapped: Mapped, offset: int, literals: Literals) -> dict[str, str]:
    """SQL of the text of every located contract column."""
    return {
        name: _worded(name, _text(located, offset, literals), mapped, literals)
        for name, located in mapped.located.items()
    }


def stage_query(rows: Rows, mapped: Mapped, literals: Literals, numbered_source: str | None = None) -> str:
    """SELECT of the staged rows; one row an item where one record of the file holds several.

    `numbered_source` is another source of the cells than the reader, with the record number beside them.
    """
    offset = 1 if rows.numbered else 0
    columns = staged_texts(mapped, offset, literals)
    several = _several(mapped, offset, literals)
    columns |= {name: text for name, text in several.items() if name != "part"}
    told = [
        *(["cast(c0 as bigint) as record"] if rows.numbered else ["record"] if numbered_source else []),
        f"{several.get('part', '1')} as part",
        f"{row_hash(mapped, len(rows.header) - offset, offset, literals)} as row_hash",
        f"{_aside(rows, mapped, offset, literals)} as aside",
        *(f"{text} as {raw(name)}" for name, text in columns.items()),
    ]
    return f"select {', '.join(told)} from {numbered_source or reader(rows)}"


def _text(located: Located, offset: int, literals: Literals) -> str:
    if located.otherwise:
        ways = [replace(located, otherwise=()), *located.otherwise]
        return f"coalesce({', '.join(_text(one, offset, literals) for one in ways)})"
    if located.taken in _GATHERED:
        return _GATHERED[located.taken]([f"c{place + offset}" for place in located.places()], located, literals)
    text = cell(located, offset, literals)
    if not located.pattern:
        return text
    return f"nullif(trim(regexp_extract({text}, {literals(located.pattern)}, 1)), '')"


def _flag(cells: list[str], located: Located, literals: Literals) -> str:
    told = f"concat_ws(chr(10), {', '.join(cells)})"
    stands = f"regexp_matches({told}, {literals(located.pattern)})" if located.pattern else f"trim({told}) <> ''"
    return f"case when {stands} then '1' else '0' end"


def _list(cells: list[str], _located: Located, _literals: Literals) -> str:
    filled = f"list_filter([{', '.join(cells)}], lambda one: trim(one) <> '')"
    quoted_ones = f"list_transform({filled}, lambda one: '''' || replace(one, '''', '\\''') || '''')"
    return f"nullif('[' || array_to_string({quoted_ones}, ',') || ']', '[]')"


_GATHERED: Mapping[str, Callable[[list[str], Located, Literals], str]] = {"flag": _flag, "list": _list}


def _worded(column: str, text: str, mapped: Mapped, literals: Literals) -> str:
    """A number told in words, such as a yes or an order's state, as the digits the profile gives it."""
    words = mapped.profile.words.get(column)
    numbers = {one.name for one in staged_columns(mapped.kind) if one.is_number}
    if not words or column not in numbers:
        return text
    return f"coalesce({looked_up(f'lower(trim({text}))', words, literals)}, {text})"


def _several(mapped: Mapped, offset: int, literals: Literals) -> dict[str, str]:
    if mapped.spread:
        name, value = mapped.profile.unpivot["name"], mapped.profile.unpivot["value"]
        names = ", ".join(literals(header) for _, header in mapped.spread)
        cells = ", ".join(f"c{place + offset}" for place, _ in mapped.spread)
        parts = ", ".join(str(part) for part in range(1, len(mapped.spread) + 1))
        return {name: f"unnest([{names}])", value: f"unnest([{cells}])", "part": f"unnest([{parts}])"}
    if mapped.item_place is None:
        return {}
    pattern, start = (literals(mapped.profile.items[key]) for key in ("pattern", "start"))
    text = f"c{mapped.item_place + offset}"
    between = literals(mapped.profile.items.get("between", ", "))
    split = f"string_split(regexp_replace({text}, {between} || '(' || {start} || ')', chr(10) || '\\1', 'g'), chr(10))"
    found = f"coalesce({split}, [null])"
    columns = {}
    for group, column in enumerate(mapped.profile.items["columns"].split(), 1):
        told = f"nullif(regexp_extract(one, {pattern}, {group}), '')"
        if column in mapped.located:  # what the whole order states, where its cell lists nothing we can tell apart
            whole = _text(mapped.located[column], offset, literals)
            told = f"coalesce({told}, case when len({found}) = 1 then {whole} end)"
        columns[column] = f"unnest(list_transform({found}, lambda one: {told}))"
    return {**columns, "part": f"unnest(range(1, len({found}) + 1))"}


def _aside(rows: Rows, mapped: Mapped, offset: int, literals: Literals) -> str:
    header = rows.header[offset:]
    cells = [f"c{place + offset}" for place in range(len(header))]
    repeated = " and ".join(
        f"coalesce(lower(trim({one})), '') = {literals(name.strip().lower())}"
        for one, name in zip(cells, header, strict=True)
    )
    dated = bool({"day", "moment"} & set(mapped.located))
    full = (
        f"case when trim(concat({', '.join(cells)})) = '' then 'blank' when {repeated} then 'repeated_header' "
        f"when {_is_total(_named_cells(mapped, offset), literals, dated=dated)} or "
        f"{_is_called_total(mapped, offset, literals)} or {_says_total_beside(rows, mapped, literals)} then 'total' end"
    )
    moment = mapped.located.get("moment")
    if mapped.kind in MOMENT_ALWAYS and moment:
        # A row whose moment starts with a digit is neither blank nor a header nor a total: no need to look on.
        full = f"case when left({cell(moment, offset, literals)}, 1) between '0' and '9' then null else {full} end"
    told = [_told_aside(aside, offset, literals) for aside in mapped.asides]
    return f"coalesce({', '.join([full, *told])})" if told else full


def _told_aside(aside: Aside, offset: int, literals: Literals) -> str:
    text = "coalesce(" + ", ".join(f"nullif(trim(c{place + offset}), '')" for place in aside.places) + ", '')"
    return f"case when lower({text}) in {literals.many(aside.words)} then {literals(aside.reason)} end"


def _is_total(named: list[str], literals: Literals, *, dated: bool) -> str:
    """A totals word in a named cell, and nothing else said in the others.

    Every cell stands once in each test: what stands twice, DuckDB works out for all rows before it looks at any case.
    """
    if not named:
        return "false"
    total = total_pattern(dated=dated)
    one_is = literals(f"(?is).*\n\\s*(?:{total})\\s*\n.*")
    rest_say_nothing = literals(f"(?is)(?:\n\\s*(?:{total}|{_nothing()})?\\s*\n)*")
    text = _one_a_line(named)
    return f"(regexp_full_match({text}, {one_is}) and regexp_full_match({text}, {rest_say_nothing}))"


def _nothing() -> str:
    return "|".join(map(re.escape, vocabulary().nulls))


def _one_a_line(cells: Sequence[str]) -> str:
    return " || ".join(f"chr(10) || coalesce({one}, '') || chr(10)" for one in cells)


def say_nothing(cells: Sequence[str], literals: Literals) -> str:
    """SQL of whether all of these cells are blank, or hold a word that means nothing."""
    pattern = literals(f"(?is)(?:\n\\s*(?:{_nothing()})?\\s*\n)*")
    return f"regexp_full_match({_one_a_line(cells)}, {pattern})" if cells else "true"


def _is_called_total(mapped: Mapped, offset: int, literals: Literals) -> str:
    """Whether the order or product of a row has a totals word for its id: whatever else it says, it is none."""
    if mapped.kind not in CALLED:
        return "false"
    located = mapped.located.get(CALLED[mapped.kind])
    if located is None or located.pattern:
        return "false"
    text = f"trim(coalesce({cell(located, offset, literals)}, ''))"
    called = f"regexp_full_match({text}, {literals(f'(?i){total_pattern(dated=False)}')})"
    product = mapped.located.get("product") if mapped.kind is Kind.ORDER_LINES else None
    if product is None or product.pattern or product.taken != "one":
        return called
    # "Total of Monday" beside its day: no goods were sold under that name.
    bare = f"trim(coalesce({cell(product, offset, literals)}, '')) = ''"
    return f"({called} or ({bare} and regexp_full_match({text}, {literals(f'(?i){total_pattern(dated=True)}')})))"


def _says_total_beside(rows: Rows, mapped: Mapped, literals: Literals) -> str:
    """Whether a row says nothing in its named cells, and in a column nobody asked for that it is a total."""
    offset = 1 if rows.numbered else 0
    used = {place for located in mapped.located.values() for place in located.places()}
    beside = [f"c{place + offset}" for place in range(1, len(rows.header) - offset) if place not in used]
    named = _named_cells(mapped, offset)
    if not beside or not named:
        return "false"
    nothing = f"trim(concat({', '.join(named)})) = ''"
    lines = f"chr(10) || concat_ws(chr(10) || chr(10), {', '.join(beside)}) || chr(10)"
    pattern = literals(rf"(?i)\n\s*(?:{total_pattern(dated=True)})\s*\n")
    return f"case when {nothing} then regexp_matches({lines}, {pattern}) else false end"


def _named_cells(mapped: Mapped, offset: int) -> list[str]:
    """Cells of dimensions, ids and days, whose words can mark a total, never free text; and a first cell not used."""
    kinds = {column.name: column for column in staged_columns(mapped.kind)}
    places = [
        place
        for name, located in mapped.located.items()
        if not kinds[name].is_number and not located.pattern and name not in NOT_NAMING
        for place in located.places()
    ]
    used = {place for located in mapped.located.values() for place in located.places()}
    first = [] if 0 in used else [0]
    return [f"c{place + offset}" for place in dict.fromkeys([*first, *places])]


def staged(
    connection: Connection, rows: Rows, mapped: Mapped, *, folder: Path, literals: Literals, file_name: str
) -> Staged:
    """The rows of a table as text in `folder`; raises RefusedFile when the reader and the count disagree."""
    path = folder / "staged.parquet"
    statement = f"copy ({stage_query(rows, mapped, literals)}) to {quoted(path)} (format parquet)"
    connection.execute(statement, literals.of(statement))
    counted = "count(distinct record)" if rows.numbered else "count(*)"
    counting = [f"select {counted} from read_parquet({quoted(path)})"]
    read = connection.execute(*counting).fetchone()[0]
    if read != rows.records:
        raise RefusedFile(
            file_name,
            [
                sentence(
                    "The file holds {rows} rows but {read} could be read; it may be damaged. Export it again.",
                    rows=rows.records,
                    read=read,
                )
            ],
        )
    columns = tuple(dict.fromkeys([*mapped.located, *_several(mapped, 0, literals)]))
    return Staged(path, tuple(name for name in columns if name != "part"), rows.numbered)


def has_blank_rows(connection: Connection, stage: Staged) -> bool:
    """Whether any row of a table holds nothing."""
    query = f"select count(*) from {stage.table} where aside = 'blank'"
    return bool(connection.execute(query).fetchone()[0])
