"""Mappings kept in the store: made once for a source of the shop's own, used again without a click.

A saved mapping is a profile in STORE/mappings/<id>.toml whose signature is the whole header it was made for, so that it
never reads a file of another shape.
"""

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from funnel.errors import StoreProblem, WrongUse, near_match, sentence
from funnel.intake.header import normalised
from funnel.intake.profile import Profile, profile_from, profiles
from funnel.intake.recognise import fits
from funnel.rights import Access, need

FOLDER = "mappings"
LONGEST_ID = 40


@dataclass(frozen=True)
class Saved:
    """One saved mapping and the file it stands in."""

    profile: Profile
    path: Path


def saved_mappings(store: Path) -> tuple[Saved, ...]:
    """Every mapping saved in the store folder, sorted by id; raises WrongUse for one that cannot be read."""
    return tuple(Saved(_read(path), path) for path in _paths(store))


def saved_profiles(store: Path) -> tuple[Profile, ...]:
    """Profiles of the saved mappings, which recognition asks before those that ship."""
    return tuple(saved.profile for saved in saved_mappings(store))


def saved_fitting(saved: Sequence[Saved], header: Sequence[str]) -> Saved | None:
    """The saved mapping made for a header of this shape, the most telling one; None without one."""
    names = [normalised(cell) for cell in header]
    fitting = [one for one in saved if fits(one.profile, names)]
    return max(fitting, key=lambda one: len(one.profile.signature), default=None)


def save_mapping(store: Path, text: str, identity: str) -> Saved:
    """Keep a mapping under `identity`, in place of one of that name; raises WrongUse when it cannot be meant."""
    need(Access.EDIT)
    profile = profile_from(text, identity)
    if profile.id != identity or identity != slug(identity):
        raise WrongUse(sentence("“{id}” is no name of a mapping; “{better}” is.", id=profile.id, better=slug(identity)))
    if identity in {shipped.id for shipped in profiles()}:
        raise WrongUse(sentence("“{id}” is a source that ships; give your mapping another name.", id=identity))
    if not profile.signature:
        raise WrongUse(sentence("{name}.toml: without a signature no file is recognised by it.", name=identity))
    folder = store / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{identity}.toml"
    aside = folder / f".{identity}.{os.getpid()}"
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
    return Saved(profile, path)


def remove_mapping(store: Path, identity: str) -> None:
    """Forget a saved mapping; what it brought in stays. Raises WrongUse when there is none of that name."""
    need(Access.ADMIN)
    known = {path.stem: path for path in _paths(store)}
    if identity not in known:
        raise WrongUse(sentence("There is no saved mapping “{id}”.", id=identity), near_match(identity, known))
    known[identity].unlink(missing_ok=True)


def slug(name: str) -> str:
    """A name as an id: small letters and digits of any alphabet, joined by underscores."""
    letters = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"[^\w]+|_+", "_", letters).strip("_")[:LONGEST_ID].strip("_") or "mapping"


def free_id(store: Path, name: str) -> str:
    """An id made of `name` that no source and no saved mapping has."""
    taken = {path.stem for path in _paths(store)} | {profile.id for profile in profiles()}
    first = slug(name)
    return next(one for one in (first, *(f"{first}_{place}" for place in range(2, len(taken) + 3))) if one not in taken)


def _paths(store: Path) -> list[Path]:
    return sorted(path for path in (store / FOLDER).glob("*.toml") if not path.name.startswith("."))


def _read(path: Path) -> Profile:
    try:
        return profile_from(path.read_text(encoding="utf-8"), path.stem)
    except (OSError, UnicodeDecodeError) as cause:
        raise StoreProblem(sentence("The saved mapping {name} cannot be read.", name=path.stem)) from cause
