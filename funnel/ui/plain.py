"""Data never becomes markup: every string of the shop's own goes through here before Streamlit or Plotly shows it."""

import html
import re

from funnel.words import Words

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&^=])")
_BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")
SHOWN_AT_MOST = 80


def plain(text: str) -> str:
    """`text` with every Markdown sign escaped, line breaks made spaces, and no number torn at the end of a line."""
    return _MARKDOWN.sub(r"\\\1", _BREAKABLE.sub(" ", text).strip())


def shortened(text: str, at_most: int = SHOWN_AT_MOST) -> str:
    """`text` cut to `at_most` characters, the cut marked."""
    return text if len(text) <= at_most else text[: at_most - 1] + "…"


def figure_text(text: str, at_most: int = 28) -> str:
    """`text` for a Plotly label: cut, without markup, no live link."""
    return html.escape(shortened(text, at_most), quote=False)


def under(told: str) -> str:
    """`told` (Markdown) as small print on a line of its own within a text; nothing for nothing."""
    return f"  \n:small[{told}]" if told else ""


def label(words: Words, code: str) -> str:
    """Label of a code for Markdown places: ours as it is, the source's own word escaped."""
    return words.term(code) if words.known(code) else plain(shortened(words.term(code)))
