"""The questions of one file and who answers them: the person now, a mapping, or what was answered before."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime

from funnel.errors import Sentence, WrongUse, near_match, sentence
from funnel.intake.header import normalised
from funnel.intake.outcome import AskedFile, Question
from funnel.store.remembered import Remembered

ABOUT_COLUMNS = ("date_order", "date_form", "decimal_mark", "currency")
KINDS = (
    *ABOUT_COLUMNS,
    "sheet",
    "table",
    "day",
    "days",
    "encoding",
    "letters",
    "decimals",
    "columns",
    "means",
    "lacks",
    "cut_number",
    "source",
)
"""What can be asked; an id is one of them, or one of them, a colon and a header of the file."""
PASSING = frozenset({"day", "days", "table", "source", "letters"})
"""Questions whose answer says something about one file only, so that it is not remembered under their id."""
ABOUT_A_PART = frozenset({"sheet", "table"})
"""Questions which part of a file is meant: the same file may be given again for another part."""
WRITTEN = "written"
"""The answer to “day” that is a rule rather than a day: the day the file was last written."""


class WrongAnswer(WrongUse):
    """An answer to something that was not asked, or that is none of the readings offered."""


@dataclass
class Heard:
    """What all files of one call were asked, the columns they have, and the answers worth keeping, by source.

    `unread` counts the files that could not be read as far as their header.
    """

    ids: set[str] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    unread: int = 0
    learned: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, header: Iterable[str]) -> None:
        """A file was read as far as its header."""
        self.unread -= 1
        self.headers |= {normalised(cell): cell.strip() for cell in header if cell.strip()}

    def check(self, given: Mapping[str, str]) -> None:
        """Raises WrongAnswer for an answer about a column that no file has."""
        known = [*self.ids, *self.headers.values()]
        for question in () if self.unread else given:
            _, _, where = question.partition(":")
            if where and question not in self.ids and normalised(where) not in self.headers:
                told = sentence("No file has a column “{column}” to answer for.", column=where)
                raise WrongAnswer(told, near_match(where, self.headers.values()) or near_match(question, known))


def checked_answers(given: Mapping[str, str]) -> dict[str, str]:
    """The answers, once each is about something that can be asked; raises WrongAnswer."""
    for question in given:
        what, _, _ = question.partition(":")
        if what not in KINDS:
            raise WrongAnswer(sentence("No file is ever asked “{id}”.", id=question), near_match(what, KINDS))
    return dict(given)


@dataclass
class Asking:
    """Answers to the questions of one file.

    `earlier` are those of an import that holds this very file; `kept_as` is the id an answer is remembered under where
    that is not the question's, which comes up before the source is known. `used` are those it needed, `notes` what the
    receipt says of them, `open` the questions nobody answered.
    """

    given: Mapping[str, str]
    remembered: tuple[Remembered, ...] = ()
    heard: Heard = field(default_factory=Heard)
    stated: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    earlier: Mapping[str, str] = field(default_factory=dict)
    kept_as: dict[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    early: list[tuple[Question, str]] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    open: list[Question] = field(default_factory=list)

    def told_now(self, question: Question) -> str | None:
        """What the person or the mapping says now; raises WrongAnswer when it is none of the readings."""
        self.heard.ids.add(question.id)
        token = self.given.get(question.id)
        if token is not None and not _answers(question, token):
            told = sentence("“{answer}” does not answer “{id}”.", answer=token, id=question.id)
            raise WrongAnswer(told, near_match(token, question.tokens))
        token = token if token is not None else self.stated.get(question.id)
        if token is None or not _answers(question, token):
            return None
        return self._taken(question, token, sentence("{reading}, as you said.", reading=_reading(question, token)))

    def told_before(self, question: Question) -> str | None:
        """What was answered for an earlier file of the same source, None when that is none of the readings."""
        kept = self.kept_as.get(question.id, question.id)
        known = {one for one in self.remembered if one.id == kept and self.source in (None, one.source)}
        if len({one.answer for one in known}) != 1:
            return None
        one = min(known, key=lambda each: each.day)
        if not _answers(question, one.answer):
            return None
        if self.source is None and question.id not in self.kept_as:
            self.early.append((question, one.source))
        told = sentence("{reading}, as you said on {day}.", reading=_reading(question, one.answer), day=one.day)
        return self._taken(question, one.answer, told)

    def told_of_twin(self, question: Question) -> str | None:
        """What was answered when this very file was imported, which it still is."""
        token = None if question.id in ABOUT_A_PART else self.earlier.get(question.id)
        if token is None or not _answers(question, token):
            return None
        return self._taken(question, token, sentence("{reading}, as you said.", reading=_reading(question, token)))

    def _told(self, question: Question) -> str | None:
        return self.told_now(question) or self.told_before(question) or self.told_of_twin(question)

    def settle(self, question: Question, file_name: str) -> str:
        """The answer to a question; raises AskedFile when it is open."""
        answer = self._told(question)
        if answer is None:
            raise AskedFile(file_name, [question])
        return answer

    def ask(self, question: Question) -> str | None:
        """The answer to a question, None when it is open; an open one is asked together with all others."""
        answer = self._told(question)
        if answer is None:
            self.open.append(question)
        return answer

    def drop(self, ids: AbstractSet[str]) -> None:
        """These questions need no answer after all."""
        self.open = [question for question in self.open if question.id not in ids]

    def _taken(self, question: Question, token: str, note: Sentence) -> str:
        if question.id not in self.used:
            self.notes.append(note)
        self.used[question.id] = token
        return token

    def recognised_as(self, source: str, stated: Mapping[str, str], file_name: str) -> None:
        """From now on the source is known, and the answers its mapping states.

        Raises AskedFile for what was answered before, but about another source.
        """
        self.source, self.stated = source, stated
        foreign = [question for question, of in self.early if of != source]
        if foreign:
            raise AskedFile(file_name, foreign)

    def agrees(self, answers: Mapping[str, str], source: str) -> bool:
        """Whether these are the answers it would give now."""
        kept = {one.id: one.answer for one in self.remembered if one.source == source}
        told = {**self.earlier, **kept, **self.stated, **self.given}
        return all(told.get(question) == answer for question, answer in answers.items())

    def to_remember(self) -> dict[str, str]:
        """Answers worth using for the next file of this source."""
        return {
            self.kept_as.get(question, question): answer
            for question, answer in self.used.items()
            if self.given.get(question) == answer
            and (question not in PASSING or question in self.kept_as or answer == WRITTEN)
        }


def _answers(question: Question, token: str) -> bool:
    if token in question.tokens:
        return True
    free = any(not reading.answer for reading in question.readings)
    return free and ((question.id == "day" and _is_moment(token)) or (question.id == "days" and _is_period(token)))


def _is_period(text: str) -> bool:
    try:
        first, last = period_of(text)
    except ValueError:
        return False
    return first <= last


def period_of(text: str) -> tuple[date, date]:
    """First and last day of an answer like 2026-10-01..2026-10-07 or 2026-10-01; raises ValueError."""
    first, _, last = text.partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _reading(question: Question, token: str) -> Sentence:
    told = (reading.sentence for reading in question.readings if reading.answer == token)
    return next(told, sentence("{id}: {answer}", id=question.id, answer=token))
