"""SQL that counts the shapes in which the cells of one column are written: shape, rows, the first cell, its record."""

from collections.abc import Sequence

from funnel.intake.clocks import fits
from funnel.intake.literals import Literals
from funnel.intake.moments import Form, forms


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
