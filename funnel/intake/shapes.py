"""SQL that counts the shapes in which the cells of one column are written: shape, rows, the first cell, its record."""

from collections.abc import Callable, Sequence

from funnel.intake.amounts import Shape
from funnel.intake.clocks import fits, tidied
from funnel.intake.literals import Literals
from funnel.intake.moments import Form, forms

YEAR, FIRST_YEAR = r"\d{4}", 2000
WITH_YEAR = frozenset({"iso", "zoned", "dots", "slashes", "dashes", "year_slashes", "year_dots"})
"""Families of moments in which a number of four digits stands, and the first such is the year."""


def shapes_of_rows(text: str, cases: str, table: str) -> str:
    """Every row is looked at; `cases` names the shape of its text."""
    return (
        f"select shape, count(*), arg_min(cell, record), min(record) from (select record, {text} as cell, "
        f"{cases} as shape from {table} where aside is null) where cell is not null group by shape"
    )


def moment_cases(text: str, known: Sequence[Form], otherwise: str, literals: Literals) -> str:
    """SQL of the name of the first form a text has."""
    cases = " ".join(f"when {fits(text, form, literals)} then '{form.name}'" for form in known)
    return f"case {cases} else {otherwise} end"


def moment_shapes_of_cells(text: str, table: str, literals: Literals) -> str:
    """By all forms: a cell that has none of the common ones is looked at once, however many rows hold it.

    Patterns of month names and zones are large: a mistyped word in every thousandth row costs more than all the rest.
    """
    quick = moment_cases("cell", [form for form in forms() if not form.spelled], "null", literals)
    slow = moment_cases("odd", [form for form in forms() if form.spelled], "'unreadable'", literals)
    cells = f"select record, {text} as cell from {table} where aside is null"
    shaped = f"select record, cell, {quick} as quick from ({cells}) where cell is not null"
    odd = "case when quick is null then cell end"
    counted = (
        f"select quick, {odd} as odd, count(*) as number, min(record) as first, arg_min(cell, record) as example "
        f"from ({shaped}) group by quick, {odd}"
    )
    named = f"select *, coalesce(quick, {slow}) as shape from ({counted})"
    return f"select shape, sum(number), arg_min(example, first), min(first) from ({named}) group by shape"


def readable_once_tidied(text: str, table: str, literals: Literals) -> str:
    """SELECT of how many cells without a common form have any form once less usual spellings are made usual."""
    common = moment_cases("cell", [form for form in forms() if not form.spelled], "null", literals)
    cells = f"select {text} as cell from {table} where aside is null"
    odd = f"select distinct cell from ({cells}) where cell is not null and {common} is null"
    told = f"select {tidied('cell', literals)} as cell from ({odd})"
    return f"select count(*) from ({told}) where {moment_cases('cell', forms(), 'null', literals)} is not null"


def possible(
    known: dict[str, Shape],
    text: str,
    table: str,
    rows: Callable[[str], list[tuple[object, ...]]],
    literals: Literals,
) -> dict[str, Shape]:
    """Where there are several forms, those of years an order can be of; what else there is counts as unreadable.

    An empty moment of a database, 0000-00-00 or 1970-01-01, is no other way of writing days.
    """
    dated = [form for form in forms() if form.name in known and form.family in WITH_YEAR]
    if not dated or len({form.family for form in forms() if form.name in known}) < 2:
        return known
    year = f"try_cast(regexp_extract(cell, {literals(YEAR)}) as integer)"
    cells = f"select {text} as cell from {table} where aside is null"
    shaped = f"select {moment_cases('cell', dated, 'null', literals)} as form, {year} as year from ({cells})"
    told = rows(
        f"select form from ({shaped}) where form is not null group by form "
        f"having max(case when year between {FIRST_YEAR} and year(current_date) + 1 then 1 else 0 end) = 0"
    )
    gone = {str(name) for (name,) in told}
    if not gone or gone >= known.keys() - {"unreadable"}:
        return known
    odd = known.get("unreadable") or known[min(gone)]
    return {**{name: shape for name, shape in known.items() if name not in gone}, "unreadable": odd}
