"""The tree of errors; imports nothing of ours.

FunnelError
├── WrongUse            the person asked for something that does not exist (exit 2)
│   └── UnknownSetting  a setting no release knows
├── RefusedFile         a file we will not load, with every problem found in it
├── StoreProblem        the store on disk cannot be read or written
│   ├── ImportRunning   another import holds the lock
│   ├── NoRoom          the disk is full; nothing was changed
│   ├── DamagedNumbers  the published numbers are damaged or gone; the imports they are built from are not
│   ├── OtherRelease    the published numbers were built by another release
│   └── NewerStore      the store was written by a newer release
├── ImportCancelled     somebody stopped the import; nothing of it is kept
├── EditedMeanwhile     somebody else changed the same thing first; nothing was saved
├── NotAllowed          the role of the person who asks does not reach so far
├── BrokenInvariant     `funnel check` found numbers that do not add up
└── QuestionTooLong     a query passed its time limit
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class Sentence(str):
    """A sentence for the person: reads as its English text, and keeps what another language needs to say it.

    `text` is the message with {names}; `values` fill them and may be sentences themselves.
    """

    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, values: Mapping[str, object] | None = None) -> "Sentence":
        """The sentence `text`, its {names} filled from `values`."""
        made = super().__new__(cls, text.format(**values) if values else text)
        made.text, made.values = text, dict(values or {})
        return made

    def __reduce__(self) -> tuple[type["Sentence"], tuple[str, Mapping[str, object]]]:
        """Copies keep what the sentence was made of."""
        return Sentence, (self.text, self.values)


def sentence(text: str, /, **values: object) -> Sentence:
    """The sentence `text`, which the catalogues translate, with its {names} filled."""
    return Sentence(text, values)


class FunnelError(Exception):
    """Base of everything we raise on purpose; the message tells the reader what to do next, in any language."""

    def __init__(self, told: Sentence) -> None:
        super().__init__(told)
        self.told = told


class WrongUse(FunnelError):
    """The request itself cannot be answered; `near` is the spelling that was probably meant."""

    def __init__(self, message: Sentence, near: str | None = None) -> None:
        super().__init__(sentence("{message} Did you mean “{near}”?", message=message, near=near) if near else message)
        self.near = near


class UnknownSetting(WrongUse):
    """A key in settings.toml or a FUNNEL_ variable that no release knows."""


class RefusedFile(FunnelError):
    """A file that was not loaded; `problems` lists all that is wrong with it, one sentence each.

    `source` is the profile or mapping that was found for it, None when none was.
    """

    def __init__(self, file_name: str, problems: Iterable[Sentence]) -> None:
        self.file_name = file_name
        self.source: str | None = None
        self.problems = tuple(problems)
        named = {f"problem{place}": problem for place, problem in enumerate(self.problems)}
        blanks = " ".join(f"{{{name}}}" for name in named)
        super().__init__(Sentence("{file}: " + blanks, {"file": file_name, **named}))


class StoreProblem(FunnelError):
    """The store cannot be read or written."""


class OtherRelease(StoreProblem):
    """What is published was built by other queries than this release asks; a rebuild mends it."""


class ImportRunning(StoreProblem):
    """Another import is being written; only one runs at a time."""


class NoRoom(StoreProblem):
    """The disk is full; nothing was changed."""


class DamagedNumbers(StoreProblem):
    """The published numbers are damaged or gone; a rebuild from the imports mends it."""


class NewerStore(StoreProblem):
    """The folder was written by a newer release; this one neither reads nor changes it."""


class ImportCancelled(FunnelError):
    """Somebody stopped the import; nothing of it is kept."""


class EditedMeanwhile(FunnelError):
    """Somebody else changed the same thing first; the message holds both versions and nothing was saved."""


class NotAllowed(FunnelError):
    """The role of the person who asks does not reach so far; nothing was changed."""


class BrokenInvariant(FunnelError):
    """Numbers that must agree do not."""


class QuestionTooLong(FunnelError):
    """A question was stopped at its time limit."""


def near_match(word: str, known: Iterable[str]) -> str | None:
    """The known spelling closest to `word`, or None when nothing is close (difflib ratio ≥ 0.6)."""
    matches = get_close_matches(word, list(known), n=1)
    return matches[0] if matches else None
