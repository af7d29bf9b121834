"""A funnel question out of the words a person typed."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from funnel.answers.question import FunnelQuestion
from funnel.errors import WrongUse, near_match
from funnel.terms import Counting, Dimension, Step, Unit

Word = TypeVar("Word", bound=StrEnum)


def question_from_words(
    *, start: date | None, end: date | None, by: str, where: Sequence[str], counting: str, steps: str | None,
    unit: str, window_days: int, feed: str | None,
) -> FunnelQuestion:  # fmt: skip
    """The question these words ask; raises WrongUse with a near match for a word that does not exist."""
    return FunnelQuestion(
        start=start,
        end=end,
        steps=tuple(_known(word, Step, "step") for word in _words(steps)) or None,
        counting=Counting(counting),
        unit=Unit(unit),
        window_days=window_days,
        by=tuple(dict.fromkeys(_known(word, Dimension, "dimension") for word in _words(by))),
        where=_filters(where),
        feed=feed,
    )


def _filters(where: Sequence[str]) -> tuple[tuple[Dimension, tuple[str, ...]], ...]:
    allowed: dict[Dimension, tuple[str, ...]] = {}
    for word in where:
        name, separator, codes = word.partition("=")
        if not separator or not _words(codes):
            raise WrongUse(f"“{word}” is no filter; write it like channel=email.")
        dimension = _known(name.strip(), Dimension, "dimension")
        if dimension in (Dimension.WEEK, Dimension.DAY):
            raise WrongUse("Days and weeks are asked for with --from and --to.")
        allowed[dimension] = (*allowed.get(dimension, ()), *_words(codes))
    return tuple(allowed.items())


def _words(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip()]


def _known(word: str, words: type[Word], what: str) -> Word:
    known = [item.value for item in words]
    if word not in known:
        raise WrongUse(f"There is no {what} “{word}”; there are {', '.join(known)}.", near_match(word, known))
    return words(word)
