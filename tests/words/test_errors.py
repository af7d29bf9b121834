"""Every error carries a sentence that the catalogues translate, wherever it is raised."""

import ast
from collections.abc import Iterable, Iterator
from typing import get_type_hints

import pytest

from funnel.errors import FunnelError, RefusedFile, Sentence, WrongUse, sentence
from funnel.words import Words
from tests.words.said import ROOT

TREES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
    for place in ("funnel", "pages")
    for path in sorted((ROOT / place).rglob("*.py"))
}


def test_no_error_is_raised_with_a_bare_text() -> None:
    errors = _errors()
    bare = [
        f"{place}:{call.lineno}"
        for place, tree in TREES.items()
        for call in _calls_of(tree, errors)
        if any(_is_bare(part, tree) for part in _messages(call))
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("written", "is_bare"),
    [
        ('raise WrongUse("Nothing.")', True),
        ('raise WrongUse(f"No {thing}.")', True),
        ('raise WrongUse("No " + thing)', True),
        ('told = f"No {thing}."\nraise WrongUse(told, "near")', True),
        ('raise RefusedFile(name, ["Empty."])', True),
        ('raise WrongUse("No {}".format(thing))', True),
        ('raise WrongUse(sentence("Nothing."))', False),
        ('told = sentence("Nothing.")\nraise RefusedFile("export.csv", [told])', False),
    ],
)
def test_a_bare_text_is_found(written: str, *, is_bare: bool) -> None:
    tree = ast.parse(written)
    (call,) = _calls_of(tree, {"WrongUse", "RefusedFile"})
    assert any(_is_bare(part, tree) for part in _messages(call)) == is_bare


def test_errors_are_said_in_the_chosen_language() -> None:
    assert Words("ru").said(WrongUse(sentence("There is no metric “{name}”.", name="x")).told) == "Метрики «x» нет."
    refusal = RefusedFile("{x}.csv", [sentence("step"), sentence("group")])
    assert (str(refusal), Words("pl").said(refusal.told)) == ("{x}.csv: step group", "{x}.csv: etap grupa")


def test_what_a_variable_holds_is_judged_by_its_type() -> None:
    assert get_type_hints(FunnelError.__init__)["told"] is Sentence
    assert get_type_hints(WrongUse.__init__)["message"] is Sentence
    assert get_type_hints(RefusedFile.__init__)["problems"] == Iterable[Sentence]


def _errors() -> set[str]:
    found = {"FunnelError"}
    classes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while more := {each.name for each in classes if found & set(map(_called, each.bases))} - found:
        found |= more
    return found


def _calls_of(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node.func) in names)


def _called(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _messages(call: ast.Call) -> list[ast.expr]:
    """What the error says: the first of its texts, or of a file's refusal all after the file's name."""
    if _called(call.func) in ("RefusedFile", "AskedFile"):
        return [part for each in call.args[1:] for part in (each.elts if isinstance(each, ast.List) else [each])]
    return call.args[:1]


def _is_bare(part: ast.expr, tree: ast.AST) -> bool:
    if isinstance(part, ast.Constant | ast.JoinedStr | ast.BinOp):
        return True
    if isinstance(part, ast.Call):
        return _called(part.func) in ("str", "format", "join")
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and _names(node, part)]
    return any(isinstance(value, ast.Constant | ast.JoinedStr) for value in given)


def _names(node: ast.Assign, part: ast.expr) -> bool:
    return isinstance(part, ast.Name) and any(isinstance(one, ast.Name) and one.id == part.id for one in node.targets)
