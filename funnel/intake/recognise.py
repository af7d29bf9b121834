"""Fourth stage: which source a table is from, by its header, never by the file's name."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from funnel.errors import Sentence, near_match, sentence
from funnel.intake.asking import Asking
from funnel.intake.header import matches, normalised, spellings_of
from funnel.intake.outcome import Question, Reading
from funnel.intake.profile import Names, Profile, profile_named, profiles
from funnel.intake.shown_names import shown
from funnel.intake.told import listed
from funnel.words.labels import SOURCES

NEAR = 0.5
"""Share of a signature that must be there, or nearly, before a source is named as the nearest."""
MOST_NEAR = 3
MOST_SHOWN = 6


@dataclass(frozen=True)
class Recognition:
    """The profile of a table and how it was found: "header", "alias", "saved", "mapping" or "named"."""

    profile: Profile
    by: str


def recognised(
    header: Sequence[str], file_name: str, asking: Asking, own: Sequence[Profile] = (), *, proven: bool = False
) -> Recognition:
    """The source of a table: one of the shop's `own` first, then those that ship.

    A `proven` header holds names of columns for sure, which may be shown as they are.
    Raises AskedFile when none fits, naming the nearest and its misspelt columns, or two fit equally well.
    """
    names = [normalised(cell) for cell in header]
    made_for_it = [profile for profile in own if fits(profile, names)]
    if made_for_it:
        return Recognition(max(made_for_it, key=lambda profile: len(profile.signature)), "saved")
    fitting = [profile for profile in profiles() if fits(profile, names)]
    if not fitting:
        return _chosen(_unknown(header, proven), names, file_name, asking)
    highest = max(rank(profile, names) for profile in fitting)
    best = [profile for profile in fitting if rank(profile, names) == highest]
    if len(best) > 1:
        return _chosen(_several(best), names, file_name, asking)
    by_header = best[0].evidence == "header" and _by_first_names(best[0], names)
    return Recognition(best[0], "header" if by_header else "alias")


def _chosen(question: Question, names: Sequence[str], file_name: str, asking: Asking) -> Recognition:
    # The answer holds for files of these columns, whichever source they are of.
    asking.kept_as[question.id] = f"{question.id}:{shape_of(names)}"
    return Recognition(profile_named(asking.settle(question, file_name)), "named")


def shape_of(names: Sequence[str]) -> str:
    """Twelve hex digits that are the same for the same columns in any order."""
    return hashlib.sha256("\n".join(sorted(name for name in names if name)).encode()).hexdigest()[:12]


def _several(best: Sequence[Profile]) -> Question:
    first, second = best[0], best[1]
    return Question(
        "source",
        None,
        tuple(Reading(profile.id, sentence("a file of {source}", source=named(profile))) for profile in best),
        sentence(
            "The columns fit {source} and {other} equally well; say which of them it is.",
            source=named(first),
            other=named(second),
        ),
    )


def named(profile: Profile) -> Sentence:
    """The name of a source, as the reader's language has it."""
    return Sentence(SOURCES[profile.id]) if profile.id in SOURCES else Sentence(profile.name)


def rank(profile: Profile, names: Sequence[str]) -> tuple[int, int]:
    """How well a fitting profile fits: groups of its signature, then header names it knows."""
    return len(profile.signature), _known(profile, names)


def fits(profile: Profile, names: Sequence[str]) -> bool:
    """Whether every group of the profile's signature has a spelling among the header names."""
    if not profile.signature or any(_holds((spelling,), names) for spelling in profile.absent):
        return False
    return all(_holds(group, names) for group in profile.signature)


def _holds(group: Names, names: Sequence[str]) -> bool:
    return any(matches(spelling, name) for spelling in group for name in names)


def _by_first_names(profile: Profile, names: Sequence[str]) -> bool:
    return all(_holds(group[:1], names) for group in profile.signature)


def _known(profile: Profile, names: Sequence[str]) -> int:
    return sum(any(matches(spelling, name) for spelling in spellings_of(profile)) for name in names)


def _unknown(header: Sequence[str], proven: bool) -> Question:
    told = {normalised(cell): cell.strip() for cell in header if cell.strip()}
    names = list(told)
    near = sorted(profiles(), key=lambda one: (_found_groups(one, names), _known(one, names)), reverse=True)[:MOST_NEAR]
    near = [profile for profile in near if _found_groups(profile, names) >= NEAR]
    readings = tuple(
        Reading(profile.id, sentence("{source}, although {lack}", source=named(profile), lack=_lacks(profile, told)))
        for profile in near
    )
    if near:
        asked = sentence(
            "The columns are nearest to {source}, but {lack}. Export it again with these columns, or say what each of "
            "them means.",
            source=named(near[0]),
            lack=_lacks(near[0], told),
        )
    else:
        columns = listed(shown(header, proven=proven)[:MOST_SHOWN]) if told else ""
        asked = sentence("No known source has these columns ({columns}); say what they mean.", columns=columns)
    return Question("source", None, readings, asked)


def _lacks(profile: Profile, told: Mapping[str, str]) -> Sentence:
    names = list(told)
    lacking = [group[0] for group in profile.signature if not _holds(group, names)]
    spellings = spellings_of(profile)
    free = {name: cell for name, cell in told.items() if not _holds(spellings, [name])}
    return reduce(together, [_lack(spelling, free) for spelling in lacking[:MOST_NEAR]])


def together(first: Sentence, second: Sentence) -> Sentence:
    """Two sentences as one."""
    return sentence("{first}; {second}", first=first, second=second)


def _found_groups(profile: Profile, names: Sequence[str]) -> float:
    held = sum(
        1.0 if _holds(group, names) else 0.5 * (near_match(normalised(group[0]), names) is not None)
        for group in profile.signature
    )
    return held / max(len(profile.signature), 1)


def _lack(spelling: str, told: Mapping[str, str]) -> Sentence:
    near = near_match(normalised(spelling), told)
    if near is None:
        return sentence("“{column}” is missing", column=spelling)
    return sentence("“{column}” is missing (“{near}” looks like it)", column=spelling, near=told[near])
