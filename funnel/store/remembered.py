"""What people answered once about a source's files, used again for the next ones: STORE/answers.json.

It holds what identifies a column and how to read it, never data of a file.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from funnel.errors import StoreProblem, WrongUse, near_match, sentence

FILE = "answers.json"


@dataclass(frozen=True)
class Remembered:
    """One answer: to which question of which source (profile or saved mapping), and when it was given (ISO day)."""

    source: str
    id: str
    answer: str
    day: str


def remembered_answers(store: Path) -> tuple[Remembered, ...]:
    """Every answer kept, by source and question; raises StoreProblem when the file cannot be read."""
    path = store / FILE
    if not path.exists():
        return ()
    try:
        return tuple(_told(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as cause:
        raise StoreProblem(sentence("The remembered answers ({file}) cannot be read.", file=FILE)) from cause


def _told(kept: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Iterator[Remembered]:
    for source, answers in sorted(kept.items()):
        for question, told in sorted(answers.items()):
            yield Remembered(source, question, str(told["answer"]), str(told["day"]))


def remember(store: Path, source: str, answers: Mapping[str, str], day: date) -> None:
    """Keep answers for the next files of a source; an answer that was given before keeps its day."""
    known = {(one.source, one.id): one for one in remembered_answers(store)}
    for question, answer in answers.items():
        earlier = known.get((source, question))
        if earlier is None or earlier.answer != answer:
            known[source, question] = Remembered(source, question, answer, day.isoformat())
    _write(store, tuple(known.values()))


def forget(store: Path, question: str, source: str | None = None) -> tuple[Remembered, ...]:
    """Drop the answers to a question, of one source or of all; raises WrongUse when there is none."""
    known = remembered_answers(store)
    dropped = tuple(one for one in known if one.id == question and source in (None, one.source))
    if not dropped:
        told = sentence("No answer to “{id}” is remembered.", id=question)
        raise WrongUse(told, near_match(question, [one.id for one in known]))
    _write(store, tuple(one for one in known if one not in dropped))
    return dropped


def _write(store: Path, known: tuple[Remembered, ...]) -> None:
    told: dict[str, dict[str, dict[str, str]]] = {}
    for one in sorted(known, key=lambda one: (one.source, one.id)):
        told.setdefault(one.source, {})[one.id] = {"answer": one.answer, "day": one.day}
    store.mkdir(parents=True, exist_ok=True)
    aside = store / f".{FILE}.{os.getpid()}"
    aside.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    aside.replace(store / FILE)
