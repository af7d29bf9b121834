"""Numbers, shares, money and days as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal

from funnel.errors import sentence
from funnel.periods import Period
from funnel.terms import Dimension
from funnel.words import Words
from funnel.words.forms import MINUS, NBSP, number_text


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "number", "share", "money"),
    [
        ("en", "48 210", "2.38 %", "1 234.50 zł"),
        ("ru", "48 210", "2,38 %", "1 234,50 zł"),
        ("pl", "48 210", "2,38 %", "1 234,50 zł"),
    ],
)
def test_figures(language: str, number: str, share: str, money: str) -> None:
    words = Words(language)
    assert plain(words.number(48210)) == number
    assert plain(words.percent(0.0238, 2)) == share
    assert plain(words.money(Decimal("1234.5"), "PLN", 2)) == money


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_numbers_are_rounded_and_parted_as_babel_does(language: str) -> None:
    values = (0, -0.2, 0.5, 1.5, 2.675, 1.005, -1234.5, 999.995, 1e15, 1e-9, Decimal("1.005"), Decimal("-0.004"), 10**9)
    for value in values:
        for digits, pattern in ((0, "#,##0"), (1, "#,##0.0"), (2, "#,##0.00")):
            told = format_decimal(value, format=pattern, locale=language)
            told = told.replace(",", NBSP) if language == "en" else told
            assert number_text(value, language, digits) == told.replace("-", MINUS)


def test_four_digits_are_grouped_in_polish_too() -> None:
    assert plain(Words("pl").number(1146)) == "1 146"


def test_unknown_is_a_dash_never_zero() -> None:
    words = Words()
    assert {words.number(None), words.percent(None), words.money(None, "EUR"), words.day(None)} == {"—"}
    assert words.number(0) == "0"


def test_differences_carry_a_true_minus() -> None:
    assert plain(Words().points(-0.0712)) == "−7.1 pp"
    assert plain(Words("ru").points(0.008)) == "+0,8 п. п."
    assert Words().signed(-0.0001, 1) == "0.0"


def test_money_of_a_large_sum_keeps_its_cents() -> None:
    assert plain(Words().money(Decimal("12345678901234.56"), "EUR", 2)) == "12 345 678 901 234.56 €"


def test_a_currency_without_a_sign_keeps_its_code() -> None:
    assert plain(Words().money(Decimal(5), "AED")) == "5 AED"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 11, 9), date(2026, 11, 15), "9–15 Nov 2026"),
        (date(2026, 9, 28), date(2026, 10, 4), "28 Sep – 4 Oct 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 Dec 2025 – 4 Jan 2026"),
        (date(2026, 11, 9), date(2026, 11, 9), "9 Nov 2026"),
    ],
)
def test_periods_say_what_both_ends_share_once(start: date, end: date, said: str) -> None:
    assert plain(Words().period(Period(start, end))) == said


def test_a_dimension_and_a_unit_of_the_same_code_have_their_own_labels() -> None:
    assert Words().term(Dimension.VISITOR) == "kind of visitor"
    assert Words().term("visitor") == "visitors"


def test_notes_fill_in_terms_days_and_numbers() -> None:
    said = Words("ru").note("hole", (("feed", "ga4_events"), ("step", "add_to_cart")))
    assert said == "Шаг «корзина» не измеряется (GA4, события): это пробел, а не ноль."
    assert plain(Words().note("kept_until", (("day", "2026-11-01"),))).startswith(
        "Kept orders are known up to 1 Nov 2026"
    )


def test_an_unknown_note_is_shown_not_swallowed() -> None:
    assert Words().note("new_code", (("feed", "x"),)) == "new code feed: x"


def test_a_sentence_made_elsewhere_is_said_with_its_values() -> None:
    told = sentence("Nothing {what}", what=sentence("missing"))
    assert Words("en").said(told) == "Nothing missing"
    assert Words("ru").said(sentence("missing")) == Words("ru").text("missing")
    assert Words("pl").said("a word of the source's own") == "a word of the source's own"
