"""Fourth stage: which source a table is from, by its header, never by the file's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funnel.errors import RefusedFile, near_match
from funnel.intake.header import matches, normalised, spellings_of
from funnel.intake.profile import Names, Profile, profiles

NEAR = 0.5
"""Share of a signature that must be there, or nearly, before a source is named as the nearest."""


@dataclass(frozen=True)
class Recognition:
    """The profile of a table and how it was found: "header", "alias", "saved", "mapping" or "named"."""

    profile: Profile
    by: str


def recognised(header: Sequence[str], file_name: str, own: Sequence[Profile] = ()) -> Recognition:
    """The source of a table, one of the shop's `own` before those that ship.

    Raises RefusedFile naming the nearest source and misspelt columns.
    """
    names = [normalised(cell) for cell in header]
    made_for_it = [profile for profile in own if fits(profile, names)]
    if made_for_it:
        return Recognition(max(made_for_it, key=lambda profile: len(profile.signature)), "saved")
    told = {normalised(cell): cell.strip() for cell in header}
    fitting = [profile for profile in profiles() if fits(profile, names)]
    if not fitting:
        raise RefusedFile(file_name, [_nearest(told, file_name)])
    best = max(fitting, key=lambda profile: rank(profile, names))
    return Recognition(best, "header" if best.evidence == "header" and _by_first_names(best, names) else "alias")


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


def _nearest(told: Mapping[str, str], file_name: str) -> str:
    names = list(told)
    best = max(profiles(), key=lambda profile: (_found_groups(profile, names), _known(profile, names)))
    advice = f"give a mapping file (funnel import {file_name} --mapping FILE)."
    if _found_groups(best, names) < NEAR:
        shown = ", ".join(f"“{told[name]}”" for name in names[:6])
        return f"No known source has these columns ({shown}). Say what they mean: {advice}"
    lacking = [group[0] for group in best.signature if not _holds(group, names)]
    misses = "; ".join(_lack(spelling, told) for spelling in lacking)
    return f"The columns are nearest to {best.name}, but {misses}. Export it again with these columns, or {advice}"


def _found_groups(profile: Profile, names: Sequence[str]) -> float:
    held = sum(
        1.0 if _holds(group, names) else 0.5 * (near_match(normalised(group[0]), names) is not None)
        for group in profile.signature
    )
    return held / max(len(profile.signature), 1)


def _lack(spelling: str, told: Mapping[str, str]) -> str:
    near = near_match(normalised(spelling), told)
    return f"“{spelling}” is missing" + (f" (“{told[near]}” looks like it)" if near else "")
