"""Wordings of one engine: few, and next to the portable file in everything but the words that engine lacks."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.house import SQL, named

OWN = sorted(path for engine in ("spark", "clickhouse") for path in SQL.rglob(f"*.{engine}.sql"))
LETTERS = {"upperUTF8(": "upper(", "lowerUTF8(": "lower("}


@pytest.mark.parametrize("path", OWN, ids=named)
def test_a_wording_differs_in_a_few_lines(path: Path) -> None:
    portable = path.with_name(path.name.partition(".")[0] + ".sql").read_text(encoding="utf-8").splitlines()
    ours = path.read_text(encoding="utf-8").splitlines()
    other = [part for part in SequenceMatcher(None, portable, ours, autojunk=False).get_opcodes() if part[0] != "equal"]
    assert sum(max(part[2] - part[1], part[4] - part[3]) for part in other) <= 7


@pytest.mark.parametrize("path", sorted(SQL.rglob("facts/**/*.sql")), ids=named)
def test_clickhouse_is_never_asked_for_letters_it_cannot_change(path: Path) -> None:
    """Its upper and lower leave every letter but a to z as it is."""
    if ".clickhouse." in path.name or path.with_name(f"{path.name.partition('.')[0]}.clickhouse.sql").exists():
        return
    text = path.read_text(encoding="utf-8")
    assert "upper(" not in text
    assert "lower(" not in text.replace("lower(trim(leading '/' from s.page))", "")


def test_few_files_have_a_wording_of_their_own() -> None:
    assert len(OWN) <= 17
