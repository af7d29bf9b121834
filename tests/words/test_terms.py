"""One term, one word: words that were once used beside the term of the glossary stay away."""

import re

import pytest

from funnel.words.catalogue import catalogue

AVOIDED = {
    "ru": {
        r"колонк(?!е «\{column\})": "столбец; a column of the board alone is «колонка»",
        r"(?<!\w)импорт": "загрузка",
        r"(?<!боковую )(?<!Боковая )(?<!\w)панел": "дашборд",
        r"(?<!со)(?<!\w)зрел": "созревший",
        r"сесси": "визит",
        r"страниц\w+ входа": "посадочная страница",
        r"отсутствующ\w+ страниц": "несуществующая страница",
        r"сплит": "A/B-тест",
        r"открыти\w+ карточ": "переход в карточку",
        r"(?<![\w-])кейс": "мини-кейс",
    },
    "pl": {
        r"(?i)(?<!\w)krok": "etap",
        r"(?i)(?<!\w)pulpit": "panel",
        r"(?i)księg": "system zamówień",
        r"(?i)odwiedzając": "użytkownik",
        r"(?i)sesj[aięą](?! się)(?!\w)": "wizyta",
        r"(?i)refundacj": "zwrot pieniędzy",
        r"rozpoczęt\w+ kas": "przejście do kasy",
        r"\d+ ?%?-?\w* zakres": "przedział",
        r"(?i)obejrze(?!niem produktów)(?!niem produktu)\w*": "wyświetlenie",
        r"przypadk\w+ (przyni|earn)": "mini-case",
    },
}
"""Pattern of what is not said, and what is."""


def _said(language: str) -> list[str]:
    found = catalogue(language)
    return [*found.texts.values(), *(form for forms in found.plurals.values() for form in forms)]


@pytest.mark.parametrize("language", AVOIDED)
def test_a_term_has_one_word(language: str) -> None:
    wrong = [
        f"{text} (say: {better})"
        for pattern, better in AVOIDED[language].items()
        for text in _said(language)
        if re.search(pattern, text)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", AVOIDED)
def test_texts_are_written_as_the_language_writes(language: str) -> None:
    straight = [text for text in _said(language) if re.search(r"(?<!=)\"(?!\{|.*settings)", text)]
    assert [text for text in straight if "currency = " not in text] == []
    assert [text for text in _said(language) if "  " in text or re.search(r" [,.;:!?](?:\s|$)", text)] == []
