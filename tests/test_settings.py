"""Settings come from the environment, the store's file and the defaults, in that order; nothing unknown passes."""

from pathlib import Path

import pytest

from funnel.errors import UnknownSetting, WrongUse
from funnel.settings import Settings, read_settings


def told(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    folder = told(tmp_path, 'zone = "Europe/Moscow"\nlate_days = 3\n')
    found = read_settings(folder, {"FUNNEL_ZONE": "Asia/Tokyo", "FUNNEL_STORE": "elsewhere", "HOME": "x"})
    assert (found.zone, found.late_days) == ("Asia/Tokyo", 3)


@pytest.mark.parametrize(("text", "near"), [('zonee = "UTC"', "zone"), ("late_day = 1", "late_days")])
def test_an_unknown_key_is_refused_with_the_nearest(tmp_path: Path, text: str, near: str) -> None:
    with pytest.raises(UnknownSetting, match=f"“{near}”") as caught:
        read_settings(told(tmp_path, text), {})
    assert caught.value.near == near


def test_an_unknown_variable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownSetting, match="curency"):
        read_settings(tmp_path, {"FUNNEL_CURENCY": "PLN"})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('zone = "Europe/Warszawa"', "no time zone"),
        ('zone = ""', "no time zone"),
        ('zone = "../etc/passwd"', "no time zone"),
        ('language = "de"', "no language"),
        ("late_days = -1", "below 0"),
        ("kept_days = 99999999", "above 3650"),
        ('late_days = "two"', "whole number"),
        ("late_days = 1.5", "whole number"),
        ("late_days = true", "whole number"),
        ("zone = 5", "is a text"),
        ("zone = ", "cannot be read"),
        ('memory_limit = "a lot"', "memory_limit"),
        ('currency = "zloty"', "currency"),
        ('service_hours = "9-18"', "like 09:00-18:00"),
        ('service_hours = "18:00-09:00"', "like 09:00-18:00"),
        ('service_hours = "09:00-24:01"', "like 09:00-18:00"),
        ('service_hours = ""', "like 09:00-18:00"),
        ('service_days = "mon-frei"', "like mon-fri"),
        ('service_days = "mon-wed-fri"', "like mon-fri"),
        ('service_days = ""', "like mon-fri"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(WrongUse, match=sentence):
        read_settings(told(tmp_path, text), {})


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b'shop = "\xff\xfe"')
    with pytest.raises(WrongUse, match="cannot be read"):
        read_settings(tmp_path, {})


def test_numbers_from_the_environment_are_numbers(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {"FUNNEL_KEPT_DAYS": "30"}).kept_days == 30
