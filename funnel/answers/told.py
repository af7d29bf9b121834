"""A funnel question out of the words a person typed."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from funnel.answers.met_problem import MetProblem, problem_from_word
from funnel.answers.question import FunnelQuestion
from funnel.errors import Sentence, WrongUse, near_match, sentence
from funnel.terms import Counting, Dimension, Step, Unit

Word = TypeVar("Word", bound=StrEnum)
PROBLEM = "problem="


def question_from_words(
    *, start: date | None, end: date | None, by: str, where: Sequence[str], counting: str, steps: str | None,
    unit: str, window_days: int, feed: str | None,
) -> FunnelQuestion:  # fmt: skip
    """The question these words ask; raises WrongUse with a near match for a word that does not exist."""
    return FunnelQuestion(
        start=start,
        end=end,
        steps=tuple(known_word(word, Step, sentence("step")) for word in words_of(steps)) or None,
        counting=Counting(counting),
        unit=Unit(unit),
        window_days=window_days,
        by=tuple(dict.fromkeys(known_word(word, Dimension, sentence("dimension")) for word in words_of(by))),
        where=filters_from_words([word for word in where if not word.startswith(PROBLEM)]),
        feed=feed,
        problem=_problem([word.removeprefix(PROBLEM) for word in where if word.startswith(PROBLEM)]),
    )


def _problem(told: Sequence[str]) -> MetProblem | None:
    if len(told) > 1:
        raise WrongUse(sentence("Ask for the visits that met one problem, not several."))
    return problem_from_word(told[0]) if told else None


def filters_from_words(where: Sequence[str]) -> tuple[tuple[Dimension, tuple[str, ...]], ...]:
    """Filters out of words like channel=email,direct; raises WrongUse for what is no filter."""
    allowed: dict[Dimension, tuple[str, ...]] = {}
    for word in where:
        name, separator, codes = word.partition("=")
        if not separator or not words_of(codes):
            raise WrongUse(sentence("“{word}” is no filter; write it like channel=email.", word=word))
        dimension = known_word(name.strip(), Dimension, sentence("dimension"))
        if dimension in (Dimension.WEEK, Dimension.DAY):
            raise WrongUse(sentence("Days and weeks are asked for with --from and --to."))
        allowed[dimension] = (*allowed.get(dimension, ()), *words_of(codes))
    return tuple(allowed.items())


def words_of(text: str | None) -> list[str]:
    """The words of a list parted by commas."""
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def known_word(word: str, words: type[Word], what: Sentence) -> Word:
    """The term a word spells; raises WrongUse naming all of them and the nearest."""
    known = [item.value for item in words]
    if word not in known:
        told = sentence("There is no {what} “{word}”; there are {known}.", what=what, word=word, known=", ".join(known))
        raise WrongUse(told, near_match(word, known))
    return words(word)
