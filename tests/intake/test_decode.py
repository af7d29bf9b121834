"""Texts of every encoding become UTF-8; what can be read in two ways is asked."""

from pathlib import Path

import pytest

from funnel.intake.decode import decoded
from funnel.intake.header import known_names
from funnel.intake.line_ends import LineEnds
from funnel.intake.outcome import AskedFile

DIRECT = "Дата;Кампания;Показы;Клики;Расход (руб.)\n01.10.2026;Осень;1;2;3,50\n"
WOO = "Order #;Data;Status;Produkt(y)\n1;2026-10-01;W trakcie realizacji;Żółta łódź\n"


def test_marks_of_files_put_behind_each_other_are_taken_away(tmp_path: Path) -> None:
    given = tmp_path / "export.csv"
    given.write_bytes(b"\xef\xbb\xbfid,note\nA,x\n\xef\xbb\xbfB,in\xef\xbb\xbfside\n")
    found = decoded(given, tmp_path, frozenset())
    assert found.path.read_text(encoding="utf-8") == "id,note\nA,x\nB,in\ufeffside\n"


def _text(content: bytes, folder: Path, encoding: str | None = None) -> tuple[str, str]:
    given = folder / "given.csv"
    given.write_bytes(content)
    work = folder / "work"
    work.mkdir()
    found = decoded(given, work, known_names(), encoding)
    return found.path.read_text(encoding="utf-8"), found.encoding


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (DIRECT, "utf-8", "utf-8"),
        (DIRECT, "utf-8-sig", "utf-8-sig"),
        (DIRECT, "utf-16", "utf-16"),
        (DIRECT, "utf-16-le", "utf-16-le"),
        (DIRECT, "cp1251", "cp1251"),
        (DIRECT, "koi8_r", "koi8_r"),
        (DIRECT, "cp866", "cp866"),
        (WOO, "cp1250", "cp1250"),
        (WOO, "iso8859_2", "iso8859_2"),
    ],
)
def test_text_is_the_same_in_every_encoding(text: str, encoding: str, named: str, tmp_path: Path) -> None:
    assert _text(text.encode(encoding), tmp_path) == (text, named)


@pytest.mark.parametrize("ends", ["\r", "\r\n"])
def test_line_ends_become_line_feeds_where_they_are_odd(ends: str, tmp_path: Path) -> None:
    text, _ = _text(("a,b" + ends + "1,2" + ends + "3,4\n").encode(), tmp_path)
    assert text.split() == ["a,b", "1,2", "3,4"]


def test_an_even_file_is_not_copied(tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_bytes(b"a,b\r\n1,2\r\n")
    (tmp_path / "work").mkdir()
    found = decoded(given, tmp_path / "work", known_names())
    assert not found.rewritten
    assert found.path.read_bytes() == given.read_bytes()


def test_letters_that_can_be_read_twice_are_asked(tmp_path: Path) -> None:
    with pytest.raises(AskedFile) as asked:
        _text("name,sum\nñ,1\n".encode("cp1252"), tmp_path)
    (question,) = asked.value.questions
    assert "more than one way" in question.sentence
    assert len(question.tokens) == 2


def test_a_stated_encoding_is_taken(tmp_path: Path) -> None:
    assert _text("name,sum\nñ,1\n".encode("cp1252"), tmp_path, "cp1252")[0] == "name,sum\nñ,1\n"


def test_nul_bytes_are_dropped_and_said(tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_bytes(b"a,b\n1,2\n" + bytes(100))
    (tmp_path / "work").mkdir()
    found = decoded(given, tmp_path / "work", known_names())
    assert found.path.read_text() == "a,b\n1,2\n"
    assert "NUL" in found.notes[0]


def test_a_run_of_nul_bytes_between_others_breaks_its_line(tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_bytes(b"a,b\n1,2\n3" + bytes(70_000) + b",5\n6,\x007\n" + bytes(70_000))
    (tmp_path / "work").mkdir()
    found = decoded(given, tmp_path / "work", known_names())
    assert found.path.read_text(encoding="utf-8") == "a,b\n1,2\n3\ufffd,5\n6,7\n"
    assert found.broken_text


@pytest.mark.parametrize("size", [7, 64, 10_000])
def test_lone_returns_end_rows_and_break_cells(size: int) -> None:
    text = 'a,b,c\r1,2,3\n4,5,6\r\r\n7,"8\rx\ny",9\r4,4,4\r\n1,2\r2,3\r\n"x\r1,2,3",2,3\n'
    ends = LineEnds()
    pieces = [text[place : place + size] for place in range(0, len(text), size)]
    told = "".join(map(ends.told, pieces)) + ends.told("", last=True)
    assert told == 'a,b,c\n1,2,3\n4,5,6\n7,"8 x\ny",9\n4,4,4\n1,2 2,3\n"x 1,2,3",2,3\n'
