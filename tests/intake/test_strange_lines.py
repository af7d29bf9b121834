"""Lines in other letters than the rest of a file are asked about; odd words of one encoding are not."""

from pathlib import Path

import pytest

from funnel.intake.strange_lines import LOOKED_AT, question_of_a_strange_line

RUSSIAN = ("Стул дубовый", "Чашка чайная", "Кружка синяя", "Лампа настольная")
POLISH = ("Półka ścienna", "Źródło światła", "Kosz łąkowy", "Zegar ścienny")


def _file(folder: Path, *parts: tuple[tuple[str, ...], str], times: int = 5) -> Path:
    lines = [f"{number};{name};5,00\n".encode(letters) for names, letters in parts for number, name in enumerate(names)]
    (folder / "text.csv").write_bytes(b"id;goods;sum\n" + b"".join(lines * times if len(parts) == 1 else lines))
    return folder / "text.csv"


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("cp1251", "koi8_r", RUSSIAN),
        ("koi8_r", "cp1251", RUSSIAN),
        ("cp866", "cp1251", RUSSIAN),
        ("cp1251", "cp866", RUSSIAN),
        ("cp1251", "utf-8", RUSSIAN),
        ("cp1250", "iso8859_2", POLISH),
        ("iso8859_2", "cp1250", POLISH),
        ("cp1250", "utf-8", POLISH),
    ],
)
def test_two_files_put_together_are_asked_about(
    first: str, second: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    question = question_of_a_strange_line(_file(tmp_path, (names, first), (names[:2], second)), first)
    assert question is not None
    assert (question.id, question.tokens) == ("letters", ("as_it_stands",))
    assert "Line 6" in question.sentence
    assert names[0].split()[0] in question.sentence


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (("КАБЕЛЬ 10 кВ", "ЖКиХ", "Чехол для iPhone®", "Лампа 5 мВт", "МВД", "Бумага А4 №5 «Снег»"), "cp1251"),
        (("Kosz ±5 cm", "Zegar ° ścienny", "LEGO® Świat"), "cp1250"),
        (("Box 2 m³", "Café crème", "Größe ½", "Señor µg"), "cp1252"),
    ],
)
def test_odd_words_of_one_encoding_are_its_own(names: tuple[str, ...], letters: str, tmp_path: Path) -> None:
    assert question_of_a_strange_line(_file(tmp_path, (names, letters)), letters) is None


def test_the_end_of_a_large_file_is_looked_at_and_its_lines_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    line = "1;Стул дубовый;5,00\n".encode("cp1251")
    count = 4 * LOOKED_AT // len(line)
    path.write_bytes(line * count + "2;Стул дубовый;5,00\n".encode("koi8_r"))
    question = question_of_a_strange_line(path, "cp1251")
    assert question is not None
    assert f"Line {count + 1} " in question.sentence
