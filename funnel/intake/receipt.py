"""What the receipt of an import says."""

from dataclasses import dataclass
from datetime import UTC, datetime

from funnel.errors import Sentence, sentence
from funnel.intake.accounted import Account
from funnel.intake.asking import Asking
from funnel.intake.contract import contract_of
from funnel.intake.cut import Rows
from funnel.intake.decode import Decoded
from funnel.intake.judged import Setting
from funnel.intake.located import Mapped
from funnel.intake.recognise import Recognition
from funnel.intake.repeats import REPEATED
from funnel.intake.sniff import Table
from funnel.store import Receipt
from funnel.terms import Kind

FULL_SHEETS = frozenset({65_535, 1_048_575})

REASONS = {
    "missing": sentence("a column that must be filled is empty"),
    "no_visit": sentence("an event names neither its visit nor its visitor"),
    "unreadable_number": sentence("a number cannot be read"),
    "unreadable_date": sentence("a date cannot be read"),
    "unreadable_duration": sentence("a duration cannot be read"),
    "unreadable_flag": sentence("a yes or no cannot be read"),
    "too_many_decimals": sentence("an amount has more than two decimals"),
    "date_out_of_range": sentence("a date lies before the year 2000 or in the future"),
    "below_nothing": sentence("a count is below zero"),
    "ends_before": sentence("a period ends before it begins"),
    "other_total": sentence("the order states another total in an earlier row"),
    "other_currency": sentence("an amount is in another currency than the shop's"),
    "unequal_lists": sentence("two lists of one row differ in length"),
    "too_few_cells": sentence("the row ends before its id, day or amount"),
    "too_many_cells": sentence("the row has more cells than the header"),
    "quote_never_closed": sentence("a quote is opened and never closed"),
    "quote_of_another_row": sentence("a quote ends in this row that an earlier row opened"),
    "broken_letters": sentence("the letters are in another encoding than the rest of the file"),
}
"""What each reason code of a rejected row means."""


@dataclass(frozen=True)
class Understood:
    """A file whose table was found and recognised, before any row is loaded."""

    text: Decoded
    table: Table
    recognition: Recognition
    mapped: Mapped
    asking: Asking


def receipt_of(  # noqa: PLR0917  each is another stage
    found: Understood, rows: Rows, account: Account, control: dict[str, str], setting: Setting, import_id: str
) -> Receipt:
    """The receipt of one import."""
    profile = found.recognition.profile
    text, table, zone = found.text, found.table, found.mapped.zone_of("moment")
    money_columns = any(column.name == "currency" for column in contract_of(profile.kind))
    return Receipt(
        import_id=import_id,
        file_name=text.file_name,
        file_sha256=text.sha256,
        file_bytes=text.size,
        source=profile.id,
        feed=profile.feed or profile.id,
        kind=profile.kind.value,
        recognised_by=found.recognition.by,
        encoding=text.encoding,
        delimiter=table.dialect.delimiter,
        header_line=table.header_line + 1,
        zone={"shop": setting.zone, "utc": "UTC"}.get(zone, zone),
        currency=(setting.currency or None) if money_columns else None,
        first_day=account.first_day,
        last_day=account.last_day,
        data_until=account.data_until,
        rows_in=account.rows_in,
        accepted=account.accepted,
        rejected=account.rejected,
        duplicate=account.duplicate,
        set_aside=account.set_aside,
        set_aside_reasons=account.set_aside_reasons,
        reject_reasons=account.reject_reasons,
        money=account.money,
        columns={name: located.header for name, located in found.mapped.located.items()},
        ignored_columns=found.mapped.ignored,
        not_measured=found.mapped.not_measured,
        notes=(*found.asking.notes, *text.notes, *found.mapped.notes, *rows.notes, *_notes_on(account, profile.kind)),
        imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
        control=control,
        written_at=text.modified.isoformat(),
        answers=dict(found.asking.used),
    )


def _notes_on(account: Account, kind: Kind) -> tuple[Sentence, ...]:
    notes = []
    if account.rows_in == 0:
        notes.append(sentence("The file holds a header and no rows: an empty period."))
    if account.spans:
        notes.append(
            sentence("{rows} rows cover more than one day; their sums are not spread over days.", rows=account.spans)
        )
    if account.without_amount:
        notes.append(
            sentence("{rows} orders or ads state no amount; they count, but add no money.", rows=account.without_amount)
        )
    if account.on_several_days:
        notes.append(
            sentence(
                "Orders with rows of several days: {orders}. Each counts on the first of them.",
                orders=account.on_several_days,
            )
        )
    if account.of_several_statuses:
        notes.append(
            sentence(
                "Orders with rows of several statuses: {orders}. Check how your shop exports them.",
                orders=account.of_several_statuses,
            )
        )
    if account.repeats:
        notes.append(Sentence(REPEATED[kind].text, {"rows": account.repeats}))
    if account.rows_in in FULL_SHEETS:
        notes.append(
            sentence(
                "The file holds {rows} rows, the most a sheet can hold; it may have been cut off.", rows=account.rows_in
            )
        )
    return tuple(notes)
