"""What became of one file, and what must be answered before it can be loaded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from funnel.errors import RefusedFile, Sentence, sentence
from funnel.store import Receipt
from funnel.words.labels import SOURCES


class Verdict(StrEnum):
    """What became of one file."""

    LOADED = "loaded"
    LOADED_WITH_REJECTS = "loaded_with_rejects"
    QUESTION = "question"
    REFUSED = "refused"
    ALREADY = "already_loaded"

    @property
    def is_new(self) -> bool:
        """Whether rows came in."""
        return self in (Verdict.LOADED, Verdict.LOADED_WITH_REJECTS)

    @property
    def is_held(self) -> bool:
        """Whether the store holds the file now."""
        return self.is_new or self is Verdict.ALREADY


@dataclass(frozen=True)
class Reading:
    """One way to read what is asked.

    `answer` is the token that chooses it, "" where a free value is asked. `examples` are up to three real rows:
    record number, text in the file, how it would be read.
    """

    answer: str
    sentence: Sentence
    examples: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class Question:
    """What nothing in the file decides. `id` is "<what>:<header>" or "<what>"; `column` is the header in the file."""

    id: str
    column: str | None
    readings: tuple[Reading, ...]
    sentence: Sentence

    @property
    def tokens(self) -> tuple[str, ...]:
        """What may be answered; empty where any value of the right form may."""
        return tuple(reading.answer for reading in self.readings if reading.answer)


class AskedFile(RefusedFile):
    """A file that cannot be loaded before its questions are answered; `problems` are what else is wrong with it."""

    def __init__(self, file_name: str, questions: Iterable[Question], problems: Iterable[Sentence] = ()) -> None:
        super().__init__(file_name, problems)
        self.questions = tuple(questions)


@dataclass(frozen=True)
class RejectedRow:
    """One reason why one record was not accepted."""

    record: int
    """Number of the record in the file, from 1."""
    column: str | None
    """Header in the file; None for a fault of the whole row."""
    value: str | None
    """Raw text; None where it could name a person."""
    reason: str


def rejects_of(told: Mapping[str, Sequence[Any]], receipt: Receipt) -> tuple[RejectedRow, ...]:
    """Rejected rows from the columns of their part, in the order of the file."""
    rows = zip(told["record"], told["column"], told["value"], told["reason"], strict=True)
    return tuple(
        RejectedRow(record, receipt.columns.get(column, column), value, reason)
        for record, column, value, reason in rows
    )


@dataclass(frozen=True)
class Outcome:
    """What became of one file.

    `receipt` is there when the store holds it, `problems` say why it does not, `questions` what must be answered first.
    `source` is the profile or mapping that read it, None when none was found.
    """

    file_name: str
    verdict: Verdict
    receipt: Receipt | None = None
    problems: tuple[Sentence | str, ...] = ()
    questions: tuple[Question, ...] = ()
    source: str | None = None

    def sentence(self) -> Sentence:
        """What became of it, in one sentence."""
        if self.verdict is Verdict.QUESTION and self.questions:
            return self._first_of([question.sentence for question in self.questions])
        if self.receipt is None:
            return self._first_of(self.problems)
        return _said_of(self.verdict, self.receipt)

    def _first_of(self, told: Iterable[str]) -> Sentence:
        first, *others = (one if isinstance(one, Sentence) else Sentence(one.replace("{", "{{")) for one in told)
        if not others:
            return first
        return sentence("{first} And {others} more.", first=first, others=len(others))


@dataclass(frozen=True)
class Preview:
    """What an import would do: its outcome, the first accepted rows as they would be stored, and all rejected ones.

    `rows` hold one value for each of `columns`, which are those of the contract that hold anything.
    """

    outcome: Outcome
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    rejects: tuple[RejectedRow, ...] = ()


def _said_of(verdict: Verdict, receipt: Receipt) -> Sentence:
    named = Sentence(SOURCES[receipt.source]) if receipt.source in SOURCES else receipt.source
    told = {"source": named, "accepted": receipt.accepted, "rows": receipt.rows_in}
    if verdict is Verdict.ALREADY:
        return sentence("This file is already here as {source}; nothing changed.", source=named)
    if receipt.rejected:
        return sentence(
            "Loaded as {source}: {accepted} of {rows} rows; rejected: {rejected}, each with its reason.",
            **told,
            rejected=receipt.rejected,
        )
    if receipt.first_day is None:
        return sentence("Loaded as {source}: {accepted} of {rows} rows.", **told)
    return sentence(
        "Loaded as {source}: {accepted} of {rows} rows, {first_day} to {last_day}.",
        **told,
        first_day=receipt.first_day,
        last_day=receipt.last_day,
    )
