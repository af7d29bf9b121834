"""STORE/log/funnel.log: what happened and when, without anything a file or a person told.

A record keeps the words of its message and, of its values, only numbers, moments, codes of ours and ids of imports;
of an error its class and the lines of code it passed, never its text: a database quotes the cell it stumbled over.
"""

import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

from funnel.errors import FunnelError, Sentence
from funnel.settings import Settings, read_settings

FOLDER, FILE = "log", "funnel.log"
BYTES: Final = 1_000_000
OLDER: Final = 5
OURS: Final = "funnel"
HIDDEN: Final = "…"
IMPORT_ID: Final = re.compile(r"[0-9a-f]{16}")


def start_log(store_folder: Path, level: str) -> None:
    """Write the log of this process to the store from now on; the file is made by the first record."""
    stop_log()
    handler = _Log(store_folder / FOLDER / FILE)
    handler.setLevel(level.upper())
    logging.getLogger().addHandler(handler)
    logging.getLogger(OURS).setLevel(min(logging.INFO, handler.level))


def level_of_log(store_folder: Path) -> str:
    """Level of the store's log; the usual one where its settings cannot be read."""
    try:
        return read_settings(store_folder).log_level
    except (FunnelError, OSError):
        return Settings().log_level


def stop_log() -> None:
    """Let go of the file."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Log)]:
        root.removeHandler(handler)
        handler.close()


class _Log(RotatingFileHandler):
    """Ours from INFO on, what others warn of; never in the way of the work it tells of."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=BYTES, backupCount=OLDER, encoding="utf-8", delay=True)
        self.setFormatter(_Plain())

    def filter(self, record: logging.LogRecord) -> bool:
        return is_ours(record) or record.levelno >= logging.WARNING

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the library's name
        """A full disk or a folder that went must stop nobody."""


def is_ours(record: logging.LogRecord) -> bool:
    """Whether one of our modules wrote the record: only then are its words known to hold no data."""
    return record.name == OURS or record.name.startswith(f"{OURS}.")


class _Plain(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        told = message(record) if is_ours(record) else f"{record.module}, line {record.lineno}"
        lines = [f"{at} {record.levelname} {record.name}: {told}"]
        if record.exc_info and record.exc_info[1]:
            lines += passed(record.exc_info[1])
        return "\n".join(lines)


def message(record: logging.LogRecord) -> str:
    """The record's own words, filled with what is safe to keep."""
    args = record.args or ()
    values = args if isinstance(args, Mapping) else tuple(safe(value) for value in args)
    return str(record.msg) % values if values else str(record.msg)


def safe(value: object) -> object:
    """The value where it can hold nothing personal, else a mark in its place."""
    if isinstance(value, FunnelError):
        return value.told.text if isinstance(value.told, Sentence) else type(value).__name__
    if isinstance(value, int | float | date | Enum):
        return value
    return value if isinstance(value, str) and IMPORT_ID.fullmatch(value) else HIDDEN


def passed(problem: BaseException) -> list[str]:
    """Class and lines of code of an error and of what caused it."""
    lines = [f"  {type(problem).__module__}.{type(problem).__name__}"]
    for frame in traceback.extract_tb(problem.__traceback__):
        lines.append(f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}")
    cause = problem.__cause__ or problem.__context__
    return lines + (passed(cause) if cause else [])
