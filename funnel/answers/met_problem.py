"""A problem that visits met, and what it can be laid to: a filter of the funnel.

Written `code`, `code:culprit` or `code.kind:culprit`; without a kind it is the first one the factor is laid to.
"""

from dataclasses import dataclass

from funnel.errors import WrongUse, near_match, sentence
from funnel.factors import BY_CODE, VISIT_FACTORS
from funnel.terms import Culprit


@dataclass(frozen=True)
class MetProblem:
    """Only visits that met this factor, by this culprit (None: by any)."""

    factor: str
    culprit: str | None = None
    kind: Culprit | None = None
    """None: the factor's first kind."""

    @property
    def laid_to(self) -> Culprit:
        """The kind of culprit meant."""
        return self.kind or BY_CODE[self.factor].culprits[0]

    @property
    def word(self) -> str:
        """How it is written in addresses and commands."""
        kind = f".{self.kind}" if self.kind and self.kind is not BY_CODE[self.factor].culprits[0] else ""
        return f"{self.factor}{kind}" + (f":{self.culprit}" if self.culprit is not None else "")


def problem_from_word(word: str) -> MetProblem:
    """What `word` spells; raises WrongUse for a factor no visit meets and a culprit it cannot be laid to."""
    named, _, culprit = word.partition(":")
    code, _, kind = named.partition(".")
    known = [rule.code for rule in VISIT_FACTORS]
    if code not in known:
        told = sentence("No visit can meet “{code}”; there are {codes}.", code=code, codes=", ".join(known))
        raise WrongUse(told, near_match(code, known))
    kinds = BY_CODE[code].culprits
    if kind and kind not in kinds:
        told = sentence("“{code}” is laid to {kinds}, not to “{kind}”.", code=code, kinds=", ".join(kinds), kind=kind)
        raise WrongUse(told, near_match(kind, list(kinds)))
    return MetProblem(code, culprit or None, Culprit(kind) if kind else None)
