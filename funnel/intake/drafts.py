"""A mapping being made: what a person chose, or what was suggested, as TOML the importer reads."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from funnel.intake.contract import staged_columns
from funnel.intake.covered import OF_A_MOMENT
from funnel.intake.glance import Glance
from funnel.intake.header import currency_beside, normalised, without_unit
from funnel.intake.meanings import closed_list, meaning_of
from funnel.intake.suggest import SURE_ENOUGH, Proposal
from funnel.intake.units import DURATIONS
from funnel.intake.vocabulary import currency_named
from funnel.terms import Kind

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
TEXT_KEYS = ("feed", "zone", "currency", "decimal_mark", "date_order", "snapshot")


@dataclass(frozen=True)
class Draft:
    """A mapping: contract column → header, word meanings, units; an empty text is not stated."""

    kind: Kind
    name: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    currency: str = ""
    decimal_mark: str = ""
    date_order: str = ""
    snapshot: str = ""
    feed: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def drafted(glance: Glance, proposal: Proposal, name: str) -> Draft:
    """The draft a proposal makes of a file: what is sure enough, with the words and units of its columns."""
    chosen = {one.column: one.place for one in proposal.fields if one.confidence >= SURE_ENOUGH}
    return draft_with(glance, proposal.kind, name, chosen)


def draft_with(glance: Glance, kind: Kind, name: str, chosen: Mapping[str, int]) -> Draft:
    """A draft with these places of the file's columns, its words and units suggested."""
    order = [column.name for column in staged_columns(kind) if column.name in chosen]
    words = {column: suggested_words(glance, kind, column, chosen[column]) for column in order}
    units = {column: glance.columns[chosen[column]].unit for column in order if column in DURATIONS}
    return Draft(
        kind,
        name,
        tuple(cell.strip() for cell in glance.header if cell.strip()),
        {column: glance.header[chosen[column]].strip() for column in order},
        {column: told for column, told in words.items() if told},
        units,
        currency=currency_stated(glance, kind, chosen),
        snapshot="file" if kind in OF_A_MOMENT and "moment" not in chosen else "",
    )


def currency_stated(glance: Glance, kind: Kind, chosen: Mapping[str, int]) -> str:
    """The currency that the headers of the amounts state, "" when they state none or several."""
    money = [column.name for column in staged_columns(kind) if column.is_money and column.name in chosen]
    names = [normalised(glance.header[chosen[column]]) for column in money]
    stated = {code for name in names if (code := currency_named(without_unit(name)[1]) or currency_beside(name))}
    return stated.pop() if len(stated) == 1 else ""


def suggested_words(glance: Glance, kind: Kind, column: str, place: int) -> dict[str, str]:
    """Word of the file → its likely meaning, for a column whose meanings are a closed list; "" where nobody knows."""
    if not closed_list(kind, column):
        return {}
    return {word: meaning_of(kind, column, word) or "" for word in glance.columns[place].words}


@dataclass(frozen=True)
class Remarks:
    """Comments of a mapping file: on top, under the keys, behind each column, under the columns, at the end."""

    top: Sequence[str] = ()
    keys: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    lacking: Sequence[str] = ()
    end: Sequence[str] = ()


def text_of(draft: Draft, remarks: Remarks | None = None) -> str:
    """The draft as TOML, with its comments."""
    said = remarks or Remarks()
    lines = [*said.top, f"kind = {quoted(draft.kind.value)}", f"name = {quoted(draft.name)}"]
    lines += [f"{key} = {quoted(value)}" for key in TEXT_KEYS if (value := str(getattr(draft, key)))]
    lines += [*said.keys, f"signature = {_list(draft.header)}", "", "[columns]"]
    for column, header in draft.columns.items():
        remark = said.columns.get(column, "")
        lines.append(f"{column} = {quoted(header)}" + (f"  # {remark}" if remark else ""))
    lines += said.lacking
    lines += _table("units", draft.units) + _table("constants", draft.constants) + _table("answers", draft.answers)
    for column, meanings in draft.words.items():
        lines += _table(f"words.{column}", _by_meaning(meanings)) + _unknown_words(meanings)
    return "\n".join([*lines, *said.end]) + "\n"


def _unknown_words(words: Mapping[str, str]) -> list[str]:
    return [f"# {comment(quoted(word.lower()))}" for word, meaning in words.items() if not meaning]


def comment(text: str) -> str:
    """A text of a file as one line of a comment."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _by_meaning(words: Mapping[str, str]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for word, meaning in words.items():
        if meaning:
            told.setdefault(meaning, []).append(word.lower())
    return told


def _table(name: str, values: Mapping[str, str] | Mapping[str, list[str]]) -> list[str]:
    if not values:
        return []
    told = [
        f"{_key(key)} = {quoted(value) if isinstance(value, str) else _list(value)}" for key, value in values.items()
    ]
    return ["", f"[{name}]", *told]


def _key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else quoted(key)


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(map(quoted, values)) + "]"


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
