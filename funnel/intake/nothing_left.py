"""A file none of whose rows can be loaded: refused, with every reason and the first row it stands in."""

from functools import reduce
from pathlib import Path

from funnel.errors import RefusedFile, Sentence, sentence
from funnel.intake.accounted import Account
from funnel.intake.receipt import REASONS, Understood
from funnel.intake.recognise import named, together
from funnel.intake.staged import quoted
from funnel.store.door import Connection


def refuse_if_nothing_is_left(connection: Connection, account: Account, found: Understood, rejected: Path) -> None:
    """Raises RefusedFile when rows were rejected and none is left; `rejected` is their part."""
    if account.accepted or not account.rejected:
        return
    query = (
        'select reason, count(*), min(record), arg_min("column", record) '
        f"from read_parquet({quoted(rejected)}) group by reason order by reason"
    )
    told = connection.execute(query).fetchall()
    problem = sentence(
        "None of the {rows} rows can be loaded as {source}, check the export: {reasons}.",
        rows=account.rows_in,
        source=named(found.recognition.profile),
        reasons=reduce(together, [_told(found, *one) for one in told]),
    )
    raise RefusedFile(found.text.file_name, [problem])


def _told(found: Understood, reason: str, rows: int, record: int, column: str | None) -> Sentence:
    said = REASONS.get(reason, Sentence(reason))
    located = found.mapped.located.get(column or "")
    if located is None:
        return sentence("{reason} ({rows} rows, the first is row {record})", reason=said, rows=rows, record=record)
    return sentence(
        "{reason} ({rows} rows, the first is row {record}, column “{column}”)",
        reason=said,
        rows=rows,
        record=record,
        column=located.header,
    )
