"""One file tried: whatever happens to it ends in an outcome, and no file stops the others."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from funnel.errors import FunnelError, ImportCancelled, RefusedFile, Sentence, sentence
from funnel.intake.judged import Setting
from funnel.intake.load import Request, understood
from funnel.intake.outcome import AskedFile, Outcome, Verdict
from funnel.intake.receipt import Understood
from funnel.store import Receipt, Store
from funnel.store.door import DatabaseError

LOG = logging.getLogger(__name__)


def setting_of(store: Store) -> Setting:
    """What the shop decided, as of now."""
    return Setting(store.settings.zone, store.currency(), datetime.now(UTC))


def outcome_of(path: Path, folder: Path, request: Request, finish: Callable[[Understood], Outcome]) -> Outcome:
    """What became of the file at `path`; `finish` loads it once it is understood, `folder` takes temporary files."""
    source: str | None = None
    try:
        found = understood(path, folder, request)
        source = found.recognition.profile.id
        return finish(found)
    except ImportCancelled:
        raise
    except AskedFile as asked:
        return Outcome(path.name, Verdict.QUESTION, None, asked.problems, asked.questions, asked.source or source)
    except RefusedFile as refusal:
        return Outcome(path.name, Verdict.REFUSED, None, refusal.problems, (), refusal.source or source)
    except Exception as problem:  # noqa: BLE001  one bad file must never stop the others
        return Outcome(path.name, Verdict.REFUSED, None, (_told(problem, path),), (), source)


def _told(problem: Exception, path: Path) -> str:
    if isinstance(problem, DatabaseError):
        return sentence("The rows of this file could not be read; nothing was loaded.")
    if isinstance(problem, FunnelError):
        return said_by(problem)
    LOG.info("%s could not be read", path.name, exc_info=True)
    return sentence(
        "The file could not be read to the end ({fault}); nothing was loaded.", fault=type(problem).__name__
    )


def said_by(problem: FunnelError) -> str:
    """The sentence an error was made of, its text where it was made of none."""
    told = problem.args[0] if problem.args else ""
    return told if isinstance(told, Sentence) else str(problem)


def held(receipt: Receipt, file_name: str) -> Outcome:
    """The outcome of a file that was loaded."""
    verdict = Verdict.LOADED_WITH_REJECTS if receipt.rejected else Verdict.LOADED
    return Outcome(file_name, verdict, receipt, source=receipt.source)


def held_before(receipt: Receipt, file_name: str) -> Outcome:
    """The outcome of a file that is on the shelf already."""
    return Outcome(file_name, Verdict.ALREADY, receipt, source=receipt.source)
