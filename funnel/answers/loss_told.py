"""Questions to losses and changes out of the words a person typed."""

from collections.abc import Sequence
from datetime import date

from funnel.answers.loss_question import ChangeQuestion, LossDimension, LossQuestion, LossUnit, Reference
from funnel.answers.told import filters_from_words, known_word, words_of
from funnel.errors import WrongUse, sentence
from funnel.maths.losses import Measure
from funnel.terms import Step


def losses_from_words(
    *, start: date | None, end: date | None, by: str, where: Sequence[str], unit: str, measure: str, reference: str,
    target: Sequence[str],
) -> LossQuestion:  # fmt: skip
    """The question these words ask; raises WrongUse with a near match for a word that does not exist."""
    return LossQuestion(
        start=start,
        end=end,
        by=_dimensions(by),
        where=filters_from_words(where),
        unit=LossUnit(unit),
        measure=Measure(measure),
        reference=Reference.TARGET if target else Reference(reference),
        targets=tuple(_target(word) for word in target),
    )


def change_from_words(
    *, start: date | None, end: date | None, before: date | None, by: str, where: Sequence[str], unit: str, measure: str
) -> ChangeQuestion:  # fmt: skip
    """The question these words ask; raises WrongUse with a near match for a word that does not exist."""
    return ChangeQuestion(
        start, end, before, _dimensions(by), filters_from_words(where), LossUnit(unit), Measure(measure)
    )


def _dimensions(by: str) -> tuple[LossDimension, ...]:
    return tuple(dict.fromkeys(known_word(word, LossDimension, sentence("dimension")) for word in words_of(by)))


def _target(word: str) -> tuple[Step, float]:
    name, _, share = word.partition("=")
    try:
        value = float(share.replace("%", "")) / (100 if share.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise WrongUse(sentence("“{word}” is no target; write it like add_to_cart=25%.", word=word))
    return known_word(name.strip(), Step, sentence("step")), value
