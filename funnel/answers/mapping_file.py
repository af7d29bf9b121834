"""A mapping as a file for `--mapping`: the columns suggested, and in comments what the file holds and what it lacks."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from funnel.answers.gains import gains_of
from funnel.errors import Sentence, sentence
from funnel.intake.contract import stated_with
from funnel.intake.drafts import Draft, Remarks, comment, drafted, quoted, text_of
from funnel.intake.glance import Glance, glanced
from funnel.intake.mapping import headers_taken
from funnel.intake.profile import Profile
from funnel.intake.saved import saved_mappings, slug
from funnel.intake.suggest import Proposal, fields_of, is_asked, is_required
from funnel.store import Store
from funnel.terms import Kind
from funnel.words import Words
from funnel.words.fields import column_label


@dataclass(frozen=True)
class Lack:
    """A field no column of the file fills: whether rows are lost without it, and what it would have made visible."""

    column: str
    required: bool
    gains: tuple[Sentence, ...]


@dataclass(frozen=True)
class MappingFile:
    """What `funnel map` tells of a file. `recognised` is the profile that reads it already, None when none does."""

    glance: Glance
    kind: Kind
    columns: dict[str, str]
    proposal: Proposal | None
    recognised: Profile | None
    lacks: tuple[Lack, ...]
    unused: tuple[int, ...]
    text: str


def mapping_file(store: Store, path: Path, words: Words, kind: Kind | None = None) -> MappingFile:
    """The mapping of the file at `path`: its profile's when it is recognised, else what is suggested.

    `kind` says what the file is instead. Raises RefusedFile for a file that is no table.
    """
    saved = saved_mappings(store.folder)
    with TemporaryDirectory() as aside:
        glance = glanced(path, Path(aside), [one.profile for one in saved])
    if glance.recognition is not None and kind is None:
        texts = {one.profile.id: one.path.read_text(encoding="utf-8") for one in saved}
        return _of_profile(glance, glance.recognition.profile, texts, words)
    proposal = glance.proposals[0] if kind is None else glance.proposal(kind)
    others = [one.kind for one in glance.proposals if one is not proposal]
    return _of_proposal(glance, proposal, others[:2], words)


def lacking(kind: Kind, columns: Sequence[str]) -> tuple[Lack, ...]:
    """The fields of a kind that none of `columns` fills."""
    stated = stated_with(columns)
    told = [field for field in fields_of(kind) if field.name not in stated]
    return tuple(
        Lack(field.name, is_required(field) and not is_asked(field, kind), gains_of(kind, field.name)) for field in told
    )


def unused(glance: Glance, headers: Sequence[str]) -> tuple[int, ...]:
    """Places of the file's columns that are none of `headers`."""
    used = {part for header in headers for part in (header, *header.split(" + "))}
    return tuple(place for place, cell in enumerate(glance.header) if cell.strip() and cell.strip() not in used)


def _of_proposal(glance: Glance, proposal: Proposal, others: Sequence[Kind], words: Words) -> MappingFile:
    draft = drafted(glance, proposal, slug(Path(glance.file_name).stem))
    lacks, left = lacking(draft.kind, tuple(draft.columns)), unused(glance, tuple(draft.columns.values()))
    remarks = Remarks(
        top=_top(glance, draft, others, words),
        keys=_keys(draft, words),
        columns={one.column: _remark(glance, one.place, words.said(one.reason)) for one in proposal.fields},
        lacking=_lacking(lacks, draft.kind, words),
        end=_unused(glance, left, words),
    )
    text = text_of(draft, remarks)
    return MappingFile(glance, draft.kind, dict(draft.columns), proposal, None, lacks, left, text)


def _of_profile(glance: Glance, profile: Profile, saved: dict[str, str], words: Words) -> MappingFile:
    columns = headers_taken(profile, glance.header)
    given = {*columns, *profile.constants, *profile.items.get("columns", "").split(), *profile.unpivot.values()}
    lacks, left = lacking(profile.kind, tuple(given)), unused(glance, tuple(columns.values()))
    written = saved.get(profile.id) or _shipped(profile.id)
    told = sentence(
        "{file} is recognised as {source}; an import of it needs no mapping. This is how it is read.",
        file=glance.file_name,
        source=profile.name,
    )
    identity = [] if "id" in tomllib.loads(written) else [f"id = {quoted(profile.id)}"]
    places = {column: place for column, header in columns.items() if (place := glance.place(header)) is not None}
    found = [f"{column} ← {_remark(glance, place, glance.header[place].strip())}" for column, place in places.items()]
    lines = [*_lines([words.said(told)]), *identity, written.rstrip()]
    lines += ["", *_lines(found), *_lacking(lacks, profile.kind, words), *_unused(glance, left, words)]
    return MappingFile(glance, profile.kind, columns, None, profile, lacks, left, "\n".join(lines) + "\n")


def _shipped(identity: str) -> str:
    return (files("funnel.intake") / "sources" / f"{identity}.toml").read_text(encoding="utf-8")


def _top(glance: Glance, draft: Draft, others: Sequence[Kind], words: Words) -> list[str]:
    told = [
        words.said(
            sentence(
                "{file} as {kind}. It could also be {first} or {second}: “funnel map --kind”.",
                file=glance.file_name,
                kind=Sentence(column_label(draft.kind)),
                first=Sentence(column_label(others[0])),
                second=Sentence(column_label(others[1])),
            )
        ),
        words.said(sentence("Check every line, then import the file with --mapping and this one.")),
    ]
    return _lines(told)


def _keys(draft: Draft, words: Words) -> list[str]:
    """The keys that are asked once, as comments to be uncommented."""
    told = (
        ("zone", "Europe/Warsaw", sentence("zone of times that state none; without it the shop's")),
        ("currency", "PLN", sentence("currency of all amounts, where the file does not say")),
        ("decimal_mark", ",", sentence("“,” or “.”; without it the column decides, or you are asked")),
        ("date_order", "dmy", sentence("“dmy” or “mdy” for days like 01/02/2026; without it the column decides")),
    )
    return [
        f"# {key} = {quoted(usual)}  # {comment(words.said(why))}"
        for key, usual, why in told
        if not getattr(draft, key)
    ]


def _remark(glance: Glance, place: int, reason: str) -> str:
    examples = " · ".join(glance.columns[place].examples)
    return comment(f"{examples}  ({reason})" if examples else f"({reason})")


def _lacking(lacks: Sequence[Lack], kind: Kind, words: Words) -> list[str]:
    if not lacks:
        return []
    lines = ["", *_lines([words.said(sentence("Not found in the file. Name a column to add one:"))])]
    for lack in lacks:
        said = [words.text(column_label(lack.column, kind))]
        said += [words.said(sentence("REQUIRED"))] if lack.required else []
        said += (
            [words.said(sentence("would show: {what}", what=", ".join(map(words.said, lack.gains))))]
            if lack.gains
            else []
        )
        lines.append(f'# {lack.column} = ""  # {comment("; ".join(said))}')
    return lines


def _unused(glance: Glance, left: Sequence[int], words: Words) -> list[str]:
    if not left:
        return []
    lines = ["", *_lines([words.said(sentence("Columns of the file that are not used; nothing of them is kept:"))])]
    return lines + [
        f"# {comment(quoted(glance.header[place]))}: {comment(' · '.join(glance.columns[place].examples))}"
        for place in left
    ]


def _lines(told: Sequence[str]) -> list[str]:
    return [f"# {comment(one)}" for one in told]
