"""Every sentence is said in every language, and none is kept that nobody says."""

import string

import pytest

from funnel.words import LANGUAGES, Words
from funnel.words.catalogue import catalogue
from tests.words.said import plurals_said, texts_said

TRANSLATED = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_unused(language: str) -> None:
    assert set(catalogue(language).texts) == texts_said()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_has_all_its_forms(language: str) -> None:
    found = catalogue(language)
    assert set(found.plurals) == {one for one, _ in plurals_said()}
    assert all(len(forms) == 3 and all(forms) for forms in found.plurals.values())


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_empty(language: str) -> None:
    found = catalogue(language)
    assert [msgid for msgid, text in (found.texts | found.streamlit).items() if not text.strip()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_name_the_same_values(language: str) -> None:
    wrong = [msgid for msgid, text in catalogue(language).texts.items() if _values(msgid) != _values(text)]
    assert wrong == []


def test_streamlits_own_strings_are_the_same_in_all_languages() -> None:
    assert catalogue("ru").streamlit.keys() == catalogue("pl").streamlit.keys()


def test_a_word_nobody_translated_stays_as_it_is() -> None:
    assert Words("ru").text("no such sentence") == "no such sentence"


def test_plural_forms_follow_the_language() -> None:
    said = [Words("ru").plural("within {n} day", "within {n} days", number) for number in (1, 2, 5, 21)]
    assert said == ["за 1 день", "за 2 дня", "за 5 дней", "за 21 день"]
    said = [Words("pl").plural("{n} ended in a payment", "{n} ended in a payment", number) for number in (1, 3, 12)]
    assert said == ["1 zakończyła się płatnością", "3 zakończyły się płatnością", "12 zakończyło się płatnością"]


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
