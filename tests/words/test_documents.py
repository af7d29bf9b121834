"""What documents quote is said by the product, and the modules the method names exist."""

import re

import pytest

from tests.house import ROOT
from tests.words.said import plurals_said, texts_said

READERS = ("guide", "using", "operation", "deploy", "backlog", "departments", "experiments")
NOT_SAID = {"+psycopg", "We believe … for … will … because …", "anywhere in the visit", "checkout begun"}
"""Quoted for another reason: a part of an address, a sentence to fill in, what a thing is not."""


@pytest.mark.parametrize("name", READERS)
def test_words_a_document_quotes_stand_on_a_screen(name: str) -> None:
    said = "\n".join([*texts_said(), *(form for pair in plurals_said() for form in pair)]).lower()
    quoted = re.findall("“([^”]{3,60})”", (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"))
    assert [words for words in quoted if words.lower().rstrip(".,…") not in said and words not in NOT_SAID] == []


def test_the_method_names_modules_that_exist() -> None:
    heads = re.findall(r"^## .*?\((.+)\)$", (ROOT / "docs" / "method.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = [name for head in heads for name in re.findall("`([a-z]+)`", head)]
    assert len(named) > 10
    assert [name for name in named if not (ROOT / "funnel" / "maths" / f"{name}.py").exists()] == []
