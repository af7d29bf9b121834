"""What documents quote is said by the product, and the modules the method names exist."""

import re

import pytest

from tests.house import ROOT
from tests.words.said import plurals_said, texts_said

READERS = ("guide", "using", "operation", "deploy", "backlog", "departments", "experiments")
NOT_SAID = {"+psycopg", "We believe … for … will … because …", "anywhere in the visit", "checkout begun"}
"""Quoted for another reason: a part of an address, a sentence to fill in, what a thing is not."""

WITHOUT_FORMULAS = {"counts", "grouped", "like_rows", "reckoning", "step_table"}
"""Modules of the maths that only count, sort and hand on."""


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


def test_every_module_of_the_maths_stands_in_the_method() -> None:
    method = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "funnel" / "maths").glob("*.py")} - {"__init__"} - WITHOUT_FORMULAS
    assert sorted(name for name in modules if f"`{name}`" not in method) == []


def test_ten_minutes_of_the_guide_are_ten_and_have_pictures() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    assert sum(int(minutes) for minutes in re.findall(r"^## .*\((\d+) minutes?\)$", guide, re.MULTILINE)) == 10
    pictures = re.findall(r"^!\[.+\]\((.+)\)$", guide, re.MULTILINE)
    assert len(pictures) >= 5
    assert [one for one in pictures if not (ROOT / "docs" / one).is_file()] == []
