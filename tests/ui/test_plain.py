"""Data never becomes markup, in a label, a figure or a spreadsheet."""

import csv
import io
from decimal import Decimal

import pytest

from funnel.ui.downloads import csv_bytes, safe_text
from funnel.ui.plain import figure_text, label, plain
from funnel.ui.tables import Column, Kind, Table
from funnel.words import Words

NASTY = [
    "![x](http://host/pixel)",
    "[a](javascript:alert(1))",
    "**bold** _i_ `code` :red[x] $x$ ~~s~~ # head | cell",
    "<img src=x onerror=alert(1)>",
    "a\nb\r\n- list",
]


@pytest.mark.parametrize("text", NASTY)
def test_markdown_signs_are_escaped(text: str) -> None:
    said = plain(text)
    assert "\n" not in said
    for place, sign in enumerate(said):
        if sign in "*_[]()!<>`#|~$:":
            assert said[place - 1] == "\\"


def test_a_number_is_not_torn_at_the_end_of_a_line() -> None:
    assert plain(" 1\u00a0234\u00a0zł \n\t a\u2028week ") == "1\u00a0234\u00a0zł a week"


def test_figures_show_tags_as_text_and_cut_long_names() -> None:
    assert figure_text("<a href='x'>a</a>", 80) == "&lt;a href='x'&gt;a&lt;/a&gt;"
    assert len(figure_text("x" * 100)) == 28


def test_labels_of_ours_are_left_alone_and_words_of_the_source_escaped() -> None:
    assert label(Words(), "paid_search") == "paid search"
    assert label(Words(), "*evil*") == r"\*evil\*"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\0=1", " =1", "\N{NO-BREAK SPACE}=1", "＝1", "＋1", "－1", "＠x"],
)
def test_formulas_are_disarmed(text: str) -> None:
    assert safe_text(text) == "'" + text


def test_harmless_text_is_left_alone() -> None:
    assert safe_text("a=1") == "a=1"
    assert safe_text("2026-11-09") == "2026-11-09"


TABLE = Table(
    (
        Column("=head", Kind.TEXT, ("=cmd", "ok")),
        Column("n", Kind.COUNT, (-7, None)),
        Column("share", Kind.SHARE, (0.5, None)),
        Column("money", Kind.MONEY, (Decimal("-12.30"), Decimal("12345678901234.56"))),
    ),
    "PLN",
)


@pytest.mark.parametrize(
    ("language", "sign", "lines"),
    [
        (
            "en",
            ",",
            [
                ["'=head", "n", "share", "money"],
                ["'=cmd", "-7", "0.500000", "-12.30"],
                ["ok", "", "", "12345678901234.56"],
            ],
        ),
        (
            "pl",
            ";",
            [
                ["'=head", "n", "share", "money"],
                ["'=cmd", "-7", "0,500000", "-12,30"],
                ["ok", "", "", "12345678901234,56"],
            ],
        ),
    ],
)
def test_csv_keeps_numbers_and_disarms_texts(language: str, sign: str, lines: list[list[str]]) -> None:
    written = csv_bytes(TABLE, language)
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=sign)) == lines
