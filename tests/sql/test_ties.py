"""Nothing in a generation is left to chance: what is picked among equals is picked by a rule."""

import re
from pathlib import Path

import pytest

from tests.house import SQL, named

LEFT_TO_CHANCE = re.compile(r"\b(any_value|arbitrary|first|last|mode|random|uuid|now|current_timestamp)\s*\(|\blimit\b")
PICKED = re.compile(r"\barg_(?:min|max)(?:_null)?\((?:\{[^}]*\}|[^,{]+),\s*(?P<key>.)", re.DOTALL)
FACTS = sorted(SQL.rglob("facts/**/*.sql"))


@pytest.mark.parametrize("path", FACTS, ids=named)
def test_a_fact_leaves_nothing_to_chance(path: Path) -> None:
    told = "\n".join(line.partition("--")[0] for line in path.read_text(encoding="utf-8").splitlines())
    assert not LEFT_TO_CHANCE.search(told)
    # The key of what is picked is a row of several values: one alone, such as a moment, often ties.
    assert all(found["key"] == "(" for found in PICKED.finditer(told))


def test_a_single_key_would_be_found() -> None:
    assert [found["key"] for found in PICKED.finditer("arg_min(a, (m, a)), arg_min_null({'a': b, 'c': d}, m)")] == [
        "(",
        "m",
    ]
    assert LEFT_TO_CHANCE.search("select any_value(product)")
