"""How many lines of a text are not UTF-8, counted in one go as line by line; what one read of its bytes counts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from funnel.errors import RefusedFile
from funnel.intake.asking import Asking
from funnel.intake.first_read import read_once
from funnel.intake.letters import _may_hold_utf8, best_encoding, mostly_utf8
from funnel.intake.outcome import AskedFile
from funnel.intake.watch import Watch

BUSY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LINES = [b"plain", "Заказ".encode(), "Заказ".encode("cp1251"), "\ufffd".encode(), b"\xed\xa0\x80", b"\xd0", b""]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@BUSY
@given(lines=some.lists(some.sampled_from(LINES), min_size=1, max_size=40))
def test_broken_lines_are_counted_as_one_by_one(lines: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("letters") / "text"
    path.write_bytes(b"\n".join(lines))
    high = [line for line in lines if not line.isascii()]
    broken = sum(not _is_utf8(line) for line in high)
    expected = len(high) > broken and broken <= max(1, 0.1 * len(high))
    assert mostly_utf8(path, len(lines)) == expected


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
def test_letters_russian_is_made_of_decide_between_two_encodings(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"id;name\n" + "1;кружка\n2;тарелка\n3;ложка\n".encode(encoding) * 5)
    assert best_encoding(tmp_path / "text", frozenset(), "text", Asking({})) == encoding


AMOUNTS = {"iso8859_15": "12,50 €", "cp1252": "£12.50", "cp1250": "12,50 Kč", "cp1251": "12,50 руб."}


@pytest.mark.parametrize(("encoding", "amount"), AMOUNTS.items())
def test_currencies_beside_amounts_decide_where_nothing_else_is_written(
    encoding: str, amount: str, tmp_path: Path
) -> None:
    lines = f"id;sum\n1;{amount}\n2;{amount}\n"
    (tmp_path / "text").write_bytes(lines.encode(encoding))
    found = best_encoding(tmp_path / "text", frozenset(), "text", Asking({}))
    assert (tmp_path / "text").read_bytes().decode(found) == lines


@BUSY
@given(
    lines=some.lists(some.sampled_from([*LINES, "😀".encode(), "№".encode()]), min_size=1), before=some.integers(0, 3)
)
def test_a_file_without_any_letter_of_utf8_is_told(
    lines: list[bytes], before: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("letters") / "text"
    path.write_bytes(b"x" * (2**18 - before) + b"\n".join(lines))
    if any(_is_utf8(line) and not line.isascii() for line in lines):
        assert _may_hold_utf8(path)


def test_russian_words_in_an_old_encoding_are_no_letters_of_utf8(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes("Заказ;Дата\nОплачен;Отменён\n".encode("cp1251"))
    assert not _may_hold_utf8(path)


@BUSY
@given(
    text=some.lists(some.sampled_from([b"a", b'"', b"\n", b"\r", b"\r\n", b"\0", "ж".encode()]), max_size=30),
    before=some.sampled_from([0, 2**18 - 1, 2**18 - 2]),
)
def test_bytes_are_counted_across_pieces(
    text: list[bytes], before: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, whole = tmp_path_factory.mktemp("bytes") / "text", b"x" * before + b"".join(text)
    path.write_bytes(whole)
    found = read_once(path, Watch())
    assert (found.size, found.nuls, found.line_feeds) == (len(whole), whole.count(0), whole.count(b"\n"))
    assert (found.carriage_returns, found.pairs) == (whole.count(b"\r"), whole.count(b"\r\n"))
    lines = (b"\n" + whole).replace(b"\r\n", b"\n")
    plain = b'"' not in whole and b"\n\n" not in lines
    assert (found.lines is not None) == plain


def test_words_without_any_plain_letter_are_of_no_western_language(tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes("IE_XML_ID;IC_GROUP0\n1;Одежда\n2;Одежда\n".encode("cp1251"))
    assert best_encoding(path, frozenset(), path.name, Asking({})) == "cp1251"


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("iso8859_5", "кружка ложка тарелка"),
        ("mac_roman", "Gesichtsöl Türstopper Fußmatte Müsli"),
    ],
)
def test_rare_encodings_are_read_where_all_letters_fit(encoding: str, words: str, tmp_path: Path) -> None:
    text = "id;name\n" + "".join(f"{n};{word}\n" for n, word in enumerate(words.split() * 9))
    (tmp_path / "text").write_bytes(text.encode(encoding))
    found = best_encoding(tmp_path / "text", frozenset(), "text", Asking({}))
    assert (tmp_path / "text").read_bytes().decode(found) == text


def test_a_single_word_that_two_encodings_read_well_is_asked(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"id;name\n1;cup\n2;" + "Ёлка".encode("cp1251"))
    with pytest.raises(AskedFile):
        best_encoding(tmp_path / "text", frozenset(), "text", Asking({}))


def test_letters_that_no_encoding_reads_as_words_refuse_the_file(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes("id;name\n1;商品甲\n2;商品乙\n3;商品丙\n4;商品丁\n".encode("gbk"))
    with pytest.raises(RefusedFile, match="no encoding we know"):
        best_encoding(tmp_path / "text", frozenset(), "text", Asking({}))


def test_no_letter_stands_between_the_digits_of_a_number(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"id;sum\n1;1\xa0935,50\n2;2\xa0100,00\n")
    found = best_encoding(tmp_path / "text", frozenset(), "text", Asking({}))
    assert (tmp_path / "text").read_bytes().decode(found) == "id;sum\n1;1\u00a0935,50\n2;2\u00a0100,00\n"
