"""Amounts that say beside them whether they hold the tax: one column never holds both."""

from collections.abc import Callable

from funnel.errors import Sentence, sentence
from funnel.intake.amounts import WITH_TAX, WITHOUT_TAX
from funnel.intake.literals import Literals
from funnel.intake.told import in_row, listed

Rows = Callable[[str], list[tuple[object, ...]]]


def with_and_without_tax(rows: Rows, table: str, text: str, header: str, literals: Literals) -> Sentence | None:
    """What is wrong where some amounts of a column say that they hold the tax and others that they do not."""
    either, tax = (literals(rf"[0-9].* (?:{told})$") for told in (f"{WITH_TAX}|{WITHOUT_TAX}", WITH_TAX))
    cells = f"select record, lower(trim({text})) as cell from {table} where aside is null"
    told = (
        f"select record, cell, regexp_matches(cell, {tax}) as taxed from ({cells}) where regexp_matches(cell, {either})"
    )
    found = rows(f"select taxed, arg_min(cell, record), min(record) from ({told}) group by taxed order by taxed")
    if len(found) < 2:
        return None
    return sentence(
        "Column “{column}” mixes amounts with tax and without ({examples}). Export them in one of the two.",
        column=header,
        examples=listed([in_row(str(cell), int(str(record))) for _, cell, record in found]),
    )
