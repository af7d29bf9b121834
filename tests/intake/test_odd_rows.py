"""Odd rows of a large file are found by their numbers, however its lines end and wherever its quotes stand."""

from pathlib import Path

import numpy as np
import pytest

from funnel.intake.lines import copied_lines, whole_lines
from tests.intake.test_direct import _events, _same_both_ways, _usual

FILES = {
    "no quotes": [[*_usual(9)[:3], "soon", *_usual(9)[4:]]],
    "an empty cell in quotes": [[*_usual(9)[:1], "", *_usual(9)[2:]], [*_usual(9)[:3], "soon", *_usual(9)[4:]]],
    "a comma in quotes": [[*_usual(9)[:6], "Shoes, new"], [*_usual(9)[:3], "soon", *_usual(9)[4:]]],
    "a line end in quotes": [[*_usual(9)[:6], "Shoes\nnew"], [*_usual(9)[:3], "soon", *_usual(9)[4:]]],
    "an odd row twice": [[*_usual(9)[:3], "9.99 zł", *_usual(9)[4:]]] * 2,
    "an unreadable row twice": [[*_usual(9)[:3], "soon", *_usual(9)[4:]]] * 2,
    "a usual row three times, an odd one beside": [_usual(9), _usual(9), ["2026-02-30 10:00:00", *_usual(9)[1:]]],
}


@pytest.mark.parametrize("ended", [True, False], ids=["last line ended", "last line open"])
@pytest.mark.parametrize("name", FILES)
def test_odd_rows_come_to_the_same_wherever_they_stand(name: str, ended: bool, tmp_path: Path) -> None:
    rows = [_usual(number) for number in range(300)]
    path = _events(tmp_path, [*FILES[name], *rows[:150], *FILES[name], *rows[150:], *FILES[name]])
    if not ended:
        path.write_bytes(path.read_bytes().removesuffix(b"\n"))
    _, taken = _same_both_ways(path, tmp_path)
    assert taken


def test_pieces_of_a_text_end_where_its_lines_do(tmp_path: Path) -> None:
    text = b"one\ntwo and three\n\nfour"
    pieces = [text[place : place + 4] for place in range(0, len(text), 4)]
    whole = list(whole_lines(pieces))
    assert b"".join(whole) == text + b"\n"
    assert all(piece.endswith(b"\n") for piece in whole)
    assert copied_lines(pieces, np.array([0, 1, 3]), tmp_path / "few") == 4
    assert (tmp_path / "few").read_bytes() == b"one\ntwo and three\nfour\n"
