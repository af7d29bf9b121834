"""Last stage: one file from its bytes to the parts and the receipt of an import, or to a refusal."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.account import Account, Accountant
from funnel.intake.control import control_sums
from funnel.intake.currency import currency_of_file
from funnel.intake.cut import Rows, rows_as_they_stand, rows_rewritten
from funnel.intake.decode import Decoded, decoded
from funnel.intake.header import is_known, known_names, matches, normalised, spellings_of
from funnel.intake.judged import CRUDE_YEARS, Judge, Setting
from funnel.intake.literals import Literals
from funnel.intake.mapping import mapped
from funnel.intake.profile import Profile, mapping_at, profile_named
from funnel.intake.readings import Reader
from funnel.intake.receipt import REASONS, Understood, receipt_of
from funnel.intake.recognise import Recognition, recognised
from funnel.intake.saved import Saved
from funnel.intake.sniff import found_table
from funnel.intake.staged import Staged, staged
from funnel.intake.watch import CHECKING, FINDING, KEEPING, STAGING, Watch
from funnel.store import Receipt
from funnel.store.door import Connection, DatabaseError, staging_connection
from funnel.store.shelf import ACCEPTED
from funnel.terms import Kind


@dataclass(frozen=True)
class Request:
    """How the files of one call are to be read."""

    setting: Setting
    key: bytes
    memory_limit: str
    source: str | None = None
    mapping: Path | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    keep_duplicates: bool = False
    watch: Watch = field(default_factory=Watch)
    saved: tuple[Saved, ...] = ()

    def stated_profile(self) -> Recognition | None:
        """The profile the person named, None when the header decides; raises WrongUse when it does not exist."""
        if self.mapping is not None:
            return Recognition(mapping_at(self.mapping), "mapping")
        if self.source is not None:
            return Recognition(profile_named(self.source), "named")
        return None


def understood(path: Path, folder: Path, request: Request) -> Understood:
    """The table of a file and what its columns mean; `folder` takes temporary files. Raises RefusedFile."""
    stated = request.stated_profile()
    own = [stated.profile] if stated else [one.profile for one in request.saved]
    names = known_names() | {normalised(name) for profile in own for name in spellings_of(profile)}
    text = decoded(path, folder, frozenset(names), stated.profile.encoding if stated else None, request.watch)
    table = found_table(text.path, text.file_name, _expected(stated, own), ours=text.ours)
    recognition = stated or recognised(table.header, text.file_name, own)
    try:
        found = mapped(recognition.profile, table.header, table.preamble, text.inner_name, text.modified)
    except RefusedFile as refusal:
        refusal.source = recognition.profile.id
        raise
    return Understood(text, table, recognition, found)


def _expected(stated: Recognition | None, own: Sequence[Profile]) -> Callable[[str], bool]:
    spellings = [spelling for profile in own for spelling in spellings_of(profile)]

    def is_ours(name: str) -> bool:
        return any(matches(spelling, name) for spelling in spellings)

    return is_ours if stated else lambda name: is_known(name) or is_ours(name)


def import_id_of(text: Decoded, request: Request, recognition: Recognition) -> str:
    """16 hex digits that are the same for the same content read in the same way."""
    kept = {one.profile.id: one.path for one in request.saved} if recognition.by == "saved" else {}
    written = request.mapping or kept.get(recognition.profile.id)
    told = written.read_bytes() if written else recognition.profile.id.encode()
    parts = (text.sha256, hashlib.sha256(told).hexdigest(), request.setting.zone)
    flags = "keep_duplicates" if request.keep_duplicates else ""
    return hashlib.sha256("\n".join((*parts, flags)).encode()).hexdigest()[:16]


def loaded(found: Understood, folder: Path, parts: Path, request: Request, import_id: str) -> Receipt:
    """Write the parts of an import into `parts` and return its receipt; raises RefusedFile, leaving no promise."""
    literals = Literals()
    rows, stage = _staged(found, folder, request, literals)
    with staging_connection(folder, request.memory_limit) as opened:
        connection = request.watch.over(opened)
        request.watch.stage(CHECKING)
        judge, notes = _judge(connection, stage, found, request, literals)
        rows.notes += [*notes, *_impossible_replies(connection, judge, literals)]
        request.watch.stage(KEEPING)
        accountant = Accountant(connection, judge, literals, request.key, parts)
        account = accountant.account(rows, found.text.file_name, request.keep_duplicates)
        control = control_sums(connection, parts / ACCEPTED, found.mapped.kind)
    _refuse_if_nothing_is_left(account, found)
    return receipt_of(found, rows, account, control, judge.setting, import_id)


def _staged(found: Understood, folder: Path, request: Request, literals: Literals) -> tuple[Rows, Staged]:
    request.watch.stage(FINDING)
    rows = None if found.mapped.explodes else rows_as_they_stand(found.text, found.table, request.watch)
    if rows is not None:
        # Rows the reader stumbles over, or counts otherwise than we do, are written anew one by one.
        with suppress(DatabaseError, RefusedFile):
            return rows, _stage(found, rows, folder, request, literals)
    request.watch.stage(FINDING)
    rows = rows_rewritten(found.text, found.table, folder, request.watch)
    try:
        return rows, _stage(found, rows, folder, request, literals)
    except DatabaseError as cause:
        problem = "The rows of this file cannot be read as one table. Export it again as CSV."
        raise RefusedFile(found.text.file_name, [problem]) from cause


def _stage(found: Understood, rows: Rows, folder: Path, request: Request, literals: Literals) -> Staged:
    request.watch.rows_expected(rows.records)
    request.watch.stage(STAGING)
    with staging_connection(folder, request.memory_limit) as opened:
        connection = request.watch.over(opened)
        return staged(connection, rows, found.mapped, folder=folder, literals=literals, file_name=found.text.file_name)


def _judge(
    connection: Connection, stage: Staged, found: Understood, request: Request, literals: Literals
) -> tuple[Judge, list[str]]:
    reader = Reader(connection, stage, found.mapped, literals)
    readings = reader.readings(found.text.file_name)
    profile = found.recognition.profile
    stated = {profile.currency, found.mapped.header_currency if not profile.currency else None, *reader.currencies}
    currency = currency_of_file(
        request.setting.currency, {code for code in stated if code}, reader.currency_column, found.text.file_name
    )
    judge = Judge(found.mapped, stage, readings, replace(request.setting, currency=currency), literals)
    days = [int(day[:4]) for name, day in found.mapped.constants.items() if name in ("day", "moment")]
    years = [*judge.years_in(connection), *days] or [found.text.modified.year]
    span = (max(CRUDE_YEARS[0], min(years)), min(CRUDE_YEARS[1], max(years)))
    return replace(judge, years=span), reader.notes


def _impossible_replies(connection: Connection, judge: Judge, literals: Literals) -> list[str]:
    if judge.mapped.kind is not Kind.CONTACTS:
        return []
    query = judge.impossible_replies()
    (rows,) = connection.execute(query, literals.of(query)).fetchone()
    told = sentence(
        "{rows} contacts state a first reply before they began; their reply time was left empty.", rows=rows
    )
    return [told] if rows else []


def _refuse_if_nothing_is_left(account: Account, found: Understood) -> None:
    if account.accepted or not account.rejected:
        return
    told = account.reject_reasons.items()
    reasons = ", ".join(f"{REASONS.get(reason, reason)} ({rows} rows)" for reason, rows in told)
    name = found.recognition.profile.name
    raise RefusedFile(found.text.file_name, [f"None of the {account.rows_in} rows can be loaded as {name}: {reasons}."])
