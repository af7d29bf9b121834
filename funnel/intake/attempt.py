"""One file tried: whatever happens to it ends in an outcome, and no file stops the others."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from funnel.errors import FunnelError, ImportCancelled, NoRoom, RefusedFile, sentence
from funnel.intake.asking import WrongAnswer, checked_answers
from funnel.intake.judged import Setting
from funnel.intake.load import Request, import_id_of, understood
from funnel.intake.outcome import AskedFile, Outcome, Verdict
from funnel.intake.receipt import Understood
from funnel.intake.saved import saved_mappings
from funnel.store import Receipt, Store
from funnel.store.disk import told_when_full
from funnel.store.door import DatabaseError
from funnel.store.remembered import remembered_answers

LOG = logging.getLogger(__name__)


def request_of(
    store: Store, key: bytes, source: str | None, mapping: Path | None, answers: Mapping[str, str] | None
) -> Request:
    """How files are to be read: what the shop decided, what is stated now, what was answered and saved before.

    Raises WrongUse for a source, a mapping or an answer that does not exist.
    """
    request = Request(
        Setting(store.settings.zone, store.currency(), datetime.now(UTC)),
        key,
        store.settings.memory_limit,
        source,
        mapping,
        checked_answers(answers or {}),
        remembered=remembered_answers(store.folder),
        saved=saved_mappings(store.folder),
        held={one.file_sha256: one.answers for one in store.shelf.receipts() if one.answers},
    )
    request.stated_profile()
    return request


def outcome_of(path: Path, folder: Path, request: Request, finish: Callable[[Understood], Outcome]) -> Outcome:
    """What became of the file at `path`; `finish` loads it once it is understood, `folder` takes temporary files."""
    source: str | None = None
    request.heard.unread += 1
    try:
        with told_when_full():
            found = understood(path, folder, request)
            source = found.recognition.profile.id
            return finish(found)
    except (ImportCancelled, WrongAnswer, NoRoom):
        raise
    except AskedFile as asked:
        return Outcome(path.name, Verdict.QUESTION, None, asked.problems, asked.questions, asked.source or source)
    except RefusedFile as refusal:
        return Outcome(path.name, Verdict.REFUSED, None, refusal.problems, (), refusal.source or source)
    except Exception as problem:  # noqa: BLE001  one bad file must never stop the others
        return Outcome(path.name, Verdict.REFUSED, None, (_told(problem, path),), (), source)


def _told(problem: Exception, path: Path) -> str:
    if isinstance(problem, DatabaseError):
        return sentence("The rows of this file could not be read, so nothing was loaded; export it again.")
    if isinstance(problem, FunnelError):
        return problem.told
    LOG.info("%s could not be read", path.name, exc_info=True)
    return sentence(
        "The file could not be read to the end ({fault}), so nothing was loaded; export it again.",
        fault=type(problem).__name__,
    )


def held_earlier(store: Store, found: Understood, request: Request) -> Receipt | None:
    """The receipt of this very file, read with the answers it would be given now; None when it must be read."""
    if request.answers:
        return None  # what is said now may be another reading than the one the store holds
    for receipt in store.shelf.receipts():
        same = receipt.file_sha256 == found.text.sha256 and found.asking.agrees(receipt.answers, receipt.source)
        if same and receipt.import_id == import_id_of(found, request, receipt.answers):
            return receipt
    return None


def refuse_another_reading(store: Store, receipt: Receipt) -> None:
    """Raises RefusedFile when the same rows of the same file are on the shelf already, read in another way."""
    chosen = [receipt.answers.get(what) for what in ("sheet", "table")]
    for other in store.shelf.receipts():
        same_rows = (other.file_sha256, other.feed, other.kind) == (receipt.file_sha256, receipt.feed, receipt.kind)
        if same_rows and chosen == [other.answers.get(what) for what in ("sheet", "table")]:
            problem = sentence(
                "This file is here already, read in another way (import {import_id}). Undo that import first.",
                import_id=other.import_id,
            )
            raise RefusedFile(receipt.file_name, [problem])


def held(receipt: Receipt, file_name: str) -> Outcome:
    """The outcome of a file that was loaded."""
    verdict = Verdict.LOADED_WITH_REJECTS if receipt.rejected else Verdict.LOADED
    return Outcome(file_name, verdict, receipt, source=receipt.source)


def held_before(receipt: Receipt, file_name: str) -> Outcome:
    """The outcome of a file that is on the shelf already."""
    return Outcome(file_name, Verdict.ALREADY, receipt, source=receipt.source)
