"""Last stage: one file from its bytes to the parts and the receipt of an import, or to a refusal."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from funnel.errors import RefusedFile, Sentence, sentence
from funnel.intake.account import Accountant
from funnel.intake.asking import Asking, Heard
from funnel.intake.broken_header import with_header_on_one_line
from funnel.intake.choices import Choices
from funnel.intake.contract import MONEY_OF_KIND, contract_of
from funnel.intake.control import control_sums
from funnel.intake.currency import InRows, Where, currency_of_file, stated_currencies
from funnel.intake.cut import Rows, rows_as_they_stand
from funnel.intake.cut_numbers import look_for_cut_numbers
from funnel.intake.dated_totals import says_totals, with_totals_aside
from funnel.intake.decimals import with_decimals_settled
from funnel.intake.decode import decoded
from funnel.intake.direct import DIRECT_OPTIONS, Direct, agrees, is_direct, sampled
from funnel.intake.direct_account import DirectAccountant, of_few
from funnel.intake.few import TheLongWay
from funnel.intake.fraction_ids import ids_as_fractions, with_whole_ids
from funnel.intake.guarded import refuse_personal
from funnel.intake.header import is_known, known_names, matches, normalised, spellings_of
from funnel.intake.judged import CRUDE_YEARS, Judge, Setting
from funnel.intake.literals import Literals
from funnel.intake.located import Mapped
from funnel.intake.mapping import mapped
from funnel.intake.meant import with_meant_columns
from funnel.intake.not_known import with_unknown_as_nothing
from funnel.intake.nothing_left import refuse_if_nothing_is_left
from funnel.intake.outcome import AskedFile
from funnel.intake.plainly import plain_stage
from funnel.intake.profile import Profile, mapping_at, profile_named
from funnel.intake.readings import Reader
from funnel.intake.receipt import Understood, receipt_of
from funnel.intake.recognise import Recognition, recognised
from funnel.intake.rewritten import rows_rewritten
from funnel.intake.said_above import currencies_above
from funnel.intake.saved import Saved
from funnel.intake.sniff import found_table
from funnel.intake.stacked import ask_about_tables_below, one_of_several
from funnel.intake.staged import Staged, has_blank_rows, staged
from funnel.intake.stock_totals import says_all_places, with_all_places_aside
from funnel.intake.unsaid_totals import has_numbers_without_a_name, with_unsaid_totals_aside
from funnel.intake.watch import CHECKING, FINDING, KEEPING, STAGING, Watch
from funnel.store import Receipt
from funnel.store.door import Connection, DatabaseError, staging_connection
from funnel.store.remembered import Remembered
from funnel.store.shelf import ACCEPTED, REJECTED
from funnel.terms import Kind

OF_ROWS = frozenset({"day", "days"})
"""Questions about rows, which a file without any need not answer."""


@dataclass(frozen=True)
class Request:
    """How the files of one call are to be read; `held` are the answers that files of the store were imported with."""

    setting: Setting
    key: bytes
    memory_limit: str
    source: str | None = None
    mapping: Path | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    keep_duplicates: bool = False
    watch: Watch = field(default_factory=Watch)
    saved: tuple[Saved, ...] = ()
    remembered: tuple[Remembered, ...] = ()
    heard: Heard = field(default_factory=Heard)
    held: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def stated_profile(self) -> Recognition | None:
        """The profile the person named, None when the header decides; raises WrongUse when it does not exist."""
        if self.mapping is not None:
            return Recognition(mapping_at(self.mapping), "mapping")
        if self.source is not None:
            own = next((one.profile for one in self.saved if one.profile.id == self.source), None)
            return Recognition(own or profile_named(self.source), "named")
        return None


def understood(path: Path, folder: Path, request: Request) -> Understood:
    """The table of a file and what its columns mean; `folder` takes temporary files. Raises RefusedFile."""
    stated = request.stated_profile()
    asking = Asking(request.answers, request.remembered, request.heard)
    if stated:
        asking.source, asking.stated = stated.profile.id, stated.profile.answers
    own = [stated.profile] if stated else [one.profile for one in request.saved]
    names = known_names() | {normalised(name) for profile in own for name in spellings_of(profile)}
    encoding = stated.profile.encoding if stated else None
    text = decoded(path, folder, frozenset(names), encoding, request.watch, asking=asking)
    asking.earlier = request.held.get(text.sha256, {})
    expected = _expected(stated, own)
    text = with_header_on_one_line(text, expected, folder)
    table = found_table(text.path, text.file_name, expected, ours=text.ours)
    whole, text = text, one_of_several(text, table, asking, folder)
    if text is not whole:
        table = found_table(text.path, text.file_name, expected, ours=text.ours)
    request.heard.of(table.header)
    recognition = stated or recognised(table.header, text.file_name, asking, own, proven=table.proven)
    profile = recognition.profile
    asking.recognised_as(profile.id, profile.answers, text.file_name)
    choices = Choices(asking, text.path, table, text.modified, request.setting.zone)
    try:
        if recognition.by not in ("mapping", "saved"):
            profile = with_meant_columns(profile, table, choices)
        found = mapped(profile, table, (text.inner_name, text.file_name), choices)
        if recognition.by in ("mapping", "saved"):
            refuse_personal(found, text.path, table, text.file_name)
        look_for_cut_numbers(found, text.path, table, text.file_name, asking)
    except RefusedFile as refusal:
        refusal.source = profile.id
        raise
    return Understood(text, table, recognition, found, asking)


def _expected(stated: Recognition | None, own: Sequence[Profile]) -> Callable[[str], bool]:
    spellings = [spelling for profile in own for spelling in spellings_of(profile)]

    def is_ours(name: str) -> bool:
        return any(matches(spelling, name) for spelling in spellings)

    return is_ours if stated else lambda name: is_known(name) or is_ours(name)


def import_id_of(found: Understood, request: Request, answers: Mapping[str, str]) -> str:
    """16 hex digits that are the same for the same content read in the same way, with the same answers."""
    kept = {one.profile.id: one.path for one in request.saved} if found.recognition.by == "saved" else {}
    written = request.mapping or kept.get(found.recognition.profile.id)
    told = written.read_bytes() if written else found.recognition.profile.id.encode()
    parts = [found.text.sha256, hashlib.sha256(told).hexdigest(), request.setting.zone]
    parts.append("keep_duplicates" if request.keep_duplicates else "")
    if answers:
        parts.append(json.dumps(dict(sorted(answers.items()))))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def loaded(found: Understood, folder: Path, parts: Path, request: Request) -> Receipt:
    """Write the parts of an import into `parts` and return its receipt; raises RefusedFile, leaving no promise."""
    rows = _standing(found, request)
    if rows is not None and is_direct(rows, found.mapped):
        with suppress(TheLongWay, RefusedFile, DatabaseError):
            return _loaded_directly(found, rows, folder, parts, request)
    literals = Literals()
    rows, stage = _staged(found, rows, folder, request, literals)
    if not rows.records:
        found.asking.drop(OF_ROWS)
    with staging_connection(folder, request.memory_limit) as opened:
        connection = request.watch.over(opened)
        request.watch.stage(CHECKING)
        if rows.set_aside["blank"] or has_blank_rows(connection, stage):
            ask_about_tables_below(found.text, found.table)
        stage, fractions = with_whole_ids(connection, stage, found.mapped, literals)
        judge, notes = _judge(connection, stage, found, request, literals)
        judge = with_totals_aside(connection, judge, literals)
        judge = with_all_places_aside(connection, judge, literals)
        judge = with_unsaid_totals_aside(connection, judge, literals)
        rows.notes += [*fractions, *notes, *_impossible_replies(connection, judge, literals)]
        request.watch.stage(KEEPING)
        accountant = Accountant(connection, judge, literals, request.key, parts)
        account = accountant.account(rows, found.text.file_name, request.keep_duplicates)
        control = control_sums(connection, parts / ACCEPTED, found.mapped.kind)
        refuse_if_nothing_is_left(connection, account, found, parts / REJECTED)
    import_id = import_id_of(found, request, found.asking.used)
    return receipt_of(found, rows, account, control, judge.setting, import_id)


def _standing(found: Understood, request: Request) -> Rows | None:
    """The rows where they stand, when the text is well-formed enough for that."""
    request.watch.stage(FINDING)
    return None if found.mapped.explodes else rows_as_they_stand(found.text, found.table, request.watch)


def _loaded_directly(found: Understood, rows: Rows, folder: Path, parts: Path, request: Request) -> Receipt:
    literals, watch = Literals(), request.watch
    watch.rows_expected(rows.records)
    watch.stage(CHECKING)
    with staging_connection(folder, request.memory_limit) as opened:
        connection = watch.over(opened)
        for option in DIRECT_OPTIONS:
            connection.execute(option)
        asked = (connection, plain_stage(rows, found.mapped, literals), found.mapped, literals)
        if says_totals(*asked) or says_all_places(*asked):
            raise TheLongWay
        sample = sampled(connection, rows, found.mapped, folder=folder, literals=literals)
        if ids_as_fractions(connection, sample, found.mapped, literals):
            raise TheLongWay
        first, notes = _judge_unasked(connection, sample, found, request, literals)
        direct = Direct(connection, rows, found.mapped, literals)
        looked = direct.looked(sample, first, folder)
        few, later = direct.few(looked, first, folder), first
        if looked.odd:
            later, notes = _judge_unasked(connection, few.odd_alone, found, request, literals)
        judge = of_few(later, few)
        if not agrees(first, later) or (looked.odd and has_numbers_without_a_name(connection, judge, literals)):
            raise TheLongWay
        watch.stage(KEEPING)
        accountant = DirectAccountant(connection, looked, judge, literals, key=request.key, parts=parts)
        account = accountant.account(rows, found.text.file_name, request.keep_duplicates)
        control = control_sums(connection, parts / ACCEPTED, found.mapped.kind)
        refuse_if_nothing_is_left(connection, account, found, parts / REJECTED)
    told = replace(rows, notes=[*rows.notes, *notes])
    import_id = import_id_of(found, request, found.asking.used)
    return receipt_of(found, told, account, control, judge.setting, import_id)


def _judge_unasked(
    connection: Connection, stage: Staged, found: Understood, request: Request, literals: Literals
) -> tuple[Judge, list[Sentence]]:
    """A judge who had nothing to ask: what a part of the rows leaves open, the whole file may well say."""
    own = found.asking
    asking = replace(own, used=dict(own.used), notes=list(own.notes), open=list(own.open), early=list(own.early))
    judge = _judge(connection, stage, replace(found, asking=asking), request, literals)
    if asking.used != own.used or judge[0].mapped is not found.mapped:
        raise TheLongWay
    return judge


def _staged(
    found: Understood, rows: Rows | None, folder: Path, request: Request, literals: Literals
) -> tuple[Rows, Staged]:
    if rows is not None:
        # Rows the reader stumbles over, or counts otherwise than we do, are written anew one by one.
        with suppress(DatabaseError, RefusedFile):
            return rows, _stage(found, rows, folder, request, literals)
    request.watch.stage(FINDING)
    rows = rows_rewritten(found.text, found.table, folder, request.watch, _needed(found.mapped))
    try:
        return rows, _stage(found, rows, folder, request, literals)
    except DatabaseError as cause:
        problem = sentence("The rows of this file cannot be read as one table. Export it again as CSV.")
        raise RefusedFile(found.text.file_name, [problem]) from cause


def _needed(found: Mapped) -> frozenset[int]:
    """Places a row must reach: a row cut short before its id, day or amount is not one with an empty amount."""
    wanted = {column.name for column in contract_of(found.kind) if column.required}
    wanted |= {"day", "moment", MONEY_OF_KIND[found.kind] or ""}
    return frozenset(min(part) for name in wanted & set(found.located) for part in found.located[name].parts)


def _stage(found: Understood, rows: Rows, folder: Path, request: Request, literals: Literals) -> Staged:
    request.watch.rows_expected(rows.records)
    request.watch.stage(STAGING)
    with staging_connection(folder, request.memory_limit) as opened:
        connection = request.watch.over(opened)
        return staged(connection, rows, found.mapped, folder=folder, literals=literals, file_name=found.text.file_name)


def _judge(
    connection: Connection, stage: Staged, found: Understood, request: Request, literals: Literals
) -> tuple[Judge, list[Sentence]]:
    meant, asking = with_unknown_as_nothing(connection, stage, found.mapped, literals), found.asking
    reader = Reader(connection, stage, meant, literals)
    readings = reader.readings(asking, found.table.preamble)
    above = {code: Where() for code in currencies_above(found.table.preamble)} if found.mapped.counts_money else {}
    stated = {**above, **reader.stated(), **stated_currencies(found.mapped, found.table.header)}
    named = reader.named or InRows()
    currency = currency_of_file(request.setting.currency, stated, named, asking, reader.problems)
    setting = replace(request.setting, currency=currency)
    judge = Judge(meant, stage, readings, setting, literals, signed=reader.signs.apart)
    _stop_at_open_ends(found, reader.problems)
    judge, notes = with_decimals_settled(connection, judge, asking)
    _stop_at_open_ends(found, [])
    days = [int(day[:4]) for name, day in found.mapped.constants.items() if name in ("day", "moment")]
    years = [*judge.years_in(connection), *days] or [found.text.modified.year]
    span = (max(CRUDE_YEARS[0], min(years)), min(CRUDE_YEARS[1], max(years)))
    return replace(judge, years=span), [*notes, *reader.notes]


def _impossible_replies(connection: Connection, judge: Judge, literals: Literals) -> list[Sentence]:
    if judge.mapped.kind is not Kind.CONTACTS:
        return []
    query = judge.impossible_replies()
    (rows,) = connection.execute(query, literals.of(query)).fetchone()
    told = sentence(
        "{rows} contacts state a first reply before they began; their reply time was left empty.", rows=rows
    )
    return [told] if rows else []


def _stop_at_open_ends(found: Understood, problems: list[Sentence]) -> None:
    """Raises AskedFile with all open questions, RefusedFile with all problems, whichever there are."""
    if problems:
        raise RefusedFile(found.text.file_name, problems)
    # While it is open which of two columns is meant, what the first one holds is beside the point.
    doubtful = {question.column for question in found.asking.open if question.id.startswith("columns:")}
    asked = [
        question
        for question in found.asking.open
        if question.id.startswith("columns:") or question.column not in doubtful
    ]
    if asked:
        raise AskedFile(found.text.file_name, asked)
