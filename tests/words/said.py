"""Every sentence the product can say, read from its source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from funnel.metrics import METRICS
from funnel.words.fields import COLUMNS_OF, MEANINGS
from funnel.words.labels import DIMENSIONS, LABELS
from funnel.words.notes import NOTES
from funnel.words.questions import QUESTIONS

ROOT = Path(__file__).parents[2]
PLACES = ("funnel/report", "funnel/ui", "funnel/words", "pages")
MADE_IN = ("funnel", "pages")


def texts_said() -> set[str]:
    """msgids of single sentences."""
    marked = {text for call in _calls() if (text := _single(call))}
    fixed = set(LABELS.values()) | set(DIMENSIONS.values()) | set(NOTES.values()) | set(QUESTIONS.values())
    fixed |= set(MEANINGS.values()) | set(COLUMNS_OF.values())
    return marked | _made() | fixed | _of_registry()


def plurals_said() -> set[tuple[str, str]]:
    """(one, many) of sentences with a number."""
    return {
        (call.args[0].value, call.args[1].value)
        for call in _calls()
        if _name(call) == "plural" and all(isinstance(each, ast.Constant) for each in call.args[:2])
    }


def _made() -> set[str]:
    """Sentences made anywhere, those of every error among them."""
    firsts = (call.args[0] for call in _calls(MADE_IN) if _name(call) == "sentence")
    return {each.value for each in firsts if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def _of_registry() -> set[str]:
    fields = ("name", "definition", "unit", "numerator", "denominator", "null_rule", "lag")
    return {getattr(each, field) for each in METRICS for field in fields} - {None}


def _calls(places: tuple[str, ...] = PLACES) -> Iterator[ast.Call]:
    for place in places:
        for path in _sources(ROOT / place):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)


def _sources(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _single(call: ast.Call) -> str | None:
    first = call.args[0]
    said = _name(call) in ("text", "msgid") and isinstance(first, ast.Constant) and isinstance(first.value, str)
    return first.value if said else None
