"""Profiles are data: unknown keys and columns are refused, and every key is documented."""

from pathlib import Path

import pytest

from funnel.errors import WrongUse
from funnel.intake.contract import contract_of
from funnel.intake.header import currency_in, known_names, matches, normalised
from funnel.intake.profile import KEYS, UNITS, profile_from, profiles
from funnel.intake.recognise import fits
from funnel.intake.vocabulary import currency_named
from funnel.terms import Kind

DOCUMENT = Path(__file__).parents[2] / "docs" / "adding-a-source.md"


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_documented(key: str) -> None:
    assert f"`{key}`" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_documented(unit: str) -> None:
    assert f"`{unit}`" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind = 'order_line'", "order_lines"),
        ("kind = 'stock'\ncolunms = 1", "columns"),
        ("kind = 'stock'\n[columns]\nprize = 'x'", "price"),
        ("kind = 'stock'\ndecimal_mark = ';'", "one of"),
        ("kind = 'stock'\nzone = 'Europe/Warsav'", "Europe/Warsaw"),
        ("kind = 'contacts'\n[units]\nfirst_reply_seconds = 'minute'", "minutes"),
        ("kind = 'stock'\n[columns]\nprice = { from = 'a', pattern = '(' }", "regular expression"),
        ("kind = ", "not TOML"),
        ("kind = 'stock'\nfill_down = ['skuu']", "no column"),
    ],
)
def test_what_cannot_be_meant_is_said(text: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        profile_from(text, "mapping")


def test_every_contract_is_read_whole() -> None:
    assert all(contract_of(kind)[0].name == "record" for kind in Kind)
    assert {column.name for column in contract_of(Kind.CONTACTS) if column.required} == {
        "record",
        "contact_id",
        "moment",
        "day",
    }


def test_headers_are_compared_without_what_may_differ() -> None:
    assert normalised("\ufeff Расход\u00a0 (РУБ.) ") == "расход (руб.)"
    assert matches("Amount spent ({currency})", normalised("Amount spent (PLN)"))
    assert not matches("Amount spent ({currency})", normalised("Amount spent (all)"))
    assert currency_named("zł") == "PLN"
    assert "lineitem quantity" in known_names()


@pytest.mark.parametrize(
    ("header", "bare", "currency"),
    [
        ("Остаток, шт.", "Остаток", None),
        ("Total (PLN)", "Total", "PLN"),
        ("Сумма [руб.]", "Сумма", "RUB"),
        ("Wartość, zł", "Wartość", "PLN"),
    ],
)
def test_a_unit_behind_a_name_is_no_part_of_it(header: str, bare: str, currency: str | None) -> None:
    assert matches(bare, normalised(header))
    assert currency_in(bare, normalised(header)) == currency


@pytest.mark.parametrize(
    ("header", "name"), [("Length (ft)", "Length"), ("Kosten (%)", "Kosten"), ("Net (all)", "Net")]
)
def test_what_is_no_unit_we_know_is_part_of_the_name(header: str, name: str) -> None:
    assert not matches(name, normalised(header))


def test_a_number_in_a_name_stands_for_any() -> None:
    assert matches("orderId (actionDetails {n})", normalised("orderId (actionDetails 12)"))
    assert not matches("orderId (actionDetails {n})", normalised("orderId (actionDetails)"))


def test_no_two_profiles_fit_the_same_header() -> None:
    for profile in profiles():
        names = [normalised(group[0].replace("{currency}", "PLN")) for group in profile.signature]
        fitting = [other for other in profiles() if fits(other, names)]
        best = max(fitting, key=lambda one: len(one.signature))
        assert best.id == profile.id, [one.id for one in fitting]
