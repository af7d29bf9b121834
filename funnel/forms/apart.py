"""Readers run in a child process: a damaged or hostile file can end or swell the process that opens it."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from funnel.errors import RefusedFile, Sentence, sentence

SECONDS = 300
MOST_MEMORY = 4 * 2**30


class Form(StrEnum):
    """Forms of file a child process reads; the value names the module that does."""

    WORKBOOK = "workbook"
    OPEN_SHEETS = "open_sheets"
    PARQUET = "parquet"
    RECORDS = "records"
    PAGE = "page"
    OLD_SHEETS = "old_sheets"


@dataclass(frozen=True)
class TextTable:
    """A table written as comma-separated UTF-8 text at `path`; `name` is its sheet, "" where there is none."""

    name: str
    path: Path


@dataclass(frozen=True)
class Told:
    """What a reader says of the tables it wrote."""

    tables: tuple[str, ...]
    notes: tuple[Sentence, ...] = ()


class Refused(Exception):
    """A file that is not read, with the sentence that says why; crosses the border of the process."""

    def __init__(self, problem: Sentence) -> None:
        super().__init__(str(problem))
        self.problem = problem


def tables_of(
    form: Form, source: Path, folder: Path, file_name: str, currencies: frozenset[str] = frozenset()
) -> tuple[list[TextTable], tuple[Sentence, ...]]:
    """Every filled table of a file, written into `folder` as table0, table1 …, and notes on the reading.

    `currencies` are the signs and words, in small letters, that name a currency in the format of a spreadsheet's cell.
    Raises RefusedFile when the file is damaged, hostile, holds no table or cannot be opened in time.
    """
    command = [sys.executable, "-m", f"funnel.forms.{form.value}", str(source), str(folder), *sorted(currencies)]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as cause:
        raise RefusedFile(
            file_name, [sentence("The file takes too long to open. Save the table as CSV and import that.")]
        ) from cause
    if ended.returncode != 0 or not ended.stdout:
        raise RefusedFile(
            file_name, [sentence("The file is damaged or too large to open. Save the table as CSV and import that.")]
        )
    told = json.loads(ended.stdout.decode("utf-8"))
    if "problem" in told:
        raise RefusedFile(file_name, [_sentence_from(told["problem"])])
    tables = [TextTable(name, folder / f"table{place}") for place, name in enumerate(told["tables"])]
    return tables, tuple(map(_sentence_from, told["notes"]))


def run(reader: Callable[[Path, Path, frozenset[str]], Told]) -> None:
    """Main of a reader's module: limits first, then the file named on the command line; the answer is JSON."""
    _limit_memory()
    try:
        told = reader(Path(sys.argv[1]), Path(sys.argv[2]), frozenset(sys.argv[3:]))
        answer: dict[str, Any] = {"tables": told.tables, "notes": [_parts_of(note) for note in told.notes]}
    except Refused as refusal:
        answer = {"problem": _parts_of(refusal.problem)}
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8"))


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):
        return


def _parts_of(said: Sentence) -> Mapping[str, Any]:
    return {"text": said.text, "values": {name: str(value) for name, value in said.values.items()}}


def _sentence_from(told: Mapping[str, Any]) -> Sentence:
    return Sentence(told["text"], told["values"])
