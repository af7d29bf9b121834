"""Ids that a script or a spreadsheet wrote as fractions: 1001.0 for 1001, down a whole column.

A column of whole numbers with a blank cell in it is one of fractions to pandas and to many spreadsheets. Such ids would
match those of no other export. Where one id of a column is written in any other way, all stay as they are.
"""

from dataclasses import replace

from funnel.errors import Sentence, sentence
from funnel.intake.contract import staged_columns
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.staged import Staged
from funnel.intake.typed import raw
from funnel.store.door import Connection

FRACTION = r"\d{1,15}\.0"


def with_whole_ids(
    connection: Connection, stage: Staged, mapped: Mapped, literals: Literals
) -> tuple[Staged, list[Sentence]]:
    """The rows of a stage with whole ids where all of a column are written as fractions, and what to tell of it."""
    names = ids_as_fractions(connection, stage, mapped, literals)
    told = [
        sentence(
            "The ids in column “{column}” are whole numbers written as fractions, such as 1001.0, as scripts and "
            "spreadsheets save them; they were read as 1001.",
            column=mapped.located[name].header,
        )
        for name in names
        if name in mapped.located
    ]
    return replace(stage, fraction_ids=names), told


def ids_as_fractions(connection: Connection, stage: Staged, mapped: Mapped, literals: Literals) -> tuple[str, ...]:
    """Columns of ids or keys of these rows that hold whole numbers written as fractions, and nothing else."""
    kinds = {column.name: column for column in staged_columns(mapped.kind)}
    names = [name for name in stage.columns if name in kinds and (kinds[name].is_id or kinds[name].is_key)]
    if not names:
        return ()
    texts = [f"nullif(trim({raw(name)}), '')" for name in names]
    fits = [
        f"count({text}) > 0 and count({text}) = count(*) filter (regexp_full_match({text}, {literals(FRACTION)}))"
        for text in texts
    ]
    query = f"select {', '.join(fits)} from {stage.table} where aside is null"
    found = connection.execute(query, literals.of(query)).fetchone()
    return tuple(name for name, fit in zip(names, found, strict=True) if fit)
