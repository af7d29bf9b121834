"""Reads the .po catalogues of this folder at run time; English is the msgid itself."""

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

HERE = Path(__file__).parent
STREAMLIT = "streamlit"
"""Context of strings that Streamlit itself writes and our script replaces in the browser."""


@dataclass(frozen=True)
class Catalogue:
    """Sentences of one language: msgid -> text, (msgid, context) apart, and the rule that picks a plural form."""

    texts: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    streamlit: dict[str, str]
    form: Callable[[int], int]

    def text(self, msgid: str) -> str:
        """The sentence in this language, or the msgid when there is none."""
        return self.texts.get(msgid) or msgid

    def plural(self, one: str, many: str, number: int) -> str:
        """The form of the sentence that goes with `number`."""
        forms = self.plurals.get(one)
        if not forms:
            return one if number == 1 else many
        return forms[self.form(number)]


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of `language`; an empty one for English."""
    path = HERE / f"{language}.po"
    if not path.exists():
        return Catalogue({}, {}, {}, lambda number: int(number != 1))
    with path.open("rb") as stream:
        found = read_po(stream, locale=language)
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    streamlit: dict[str, str] = {}
    for message in found:
        if not message.id:
            continue
        if isinstance(message.id, str):
            (streamlit if message.context == STREAMLIT else texts)[message.id] = str(message.string)
        else:
            plurals[message.id[0]] = tuple(message.string or ())
    return Catalogue(texts, plurals, streamlit, gettext.c2py(found.plural_expr))
