"""Personal data in a column of a file: recognised by the column's name or by what it holds, and masked where shown."""

import re
from collections.abc import Sequence

from funnel.intake.header import normalised

EMAIL = re.compile(r"[^@\s/]+@[^@\s/]+\.[^@\s/]+")
ADDRESS_OF_MACHINE = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
PHONE = re.compile(r"\+\d[\d\s()\-]{7,}\d|\(?\d{3}\)?[\s-]\d{3}[\s-]\d{2,3}[\s-]?\d{2,3}")
WORD = re.compile(r"[^\W\d_]+")
LETTERS_ONLY = re.compile(r"[^\W\d_][^\d_]*")
MANY_WORDS = 12
SHOWN_AT_MOST = 40
MASK = "•••"
SHARE = 0.2
PERSONAL_NAMES = re.compile(
    r"e-?mail|почт|phone|телефон|telefon|mobil[ea] n|address|адрес|adres\b|adresse|street|улиц|ulica|\bzip\b|postal|"
    r"postcode|индекс|kod pocztowy|first ?name|last ?name|full ?name|surname|имя|фамил|отчеств|\bфио\b|imi[eę]|"
    r"nazwisk|customer name|client name|buyer name|nazwa klienta|контрагент|kontrahent|recipient|получател|odbiorc|"
    r"billing|requester|contact name|\bip\b|birth|рожден|urodzen|passport|паспорт|pesel|\bинн\b|\bnip\b|comment|"
    r"коммент|komentarz|note|примечан|uwagi|notatk|message|сообщени|wiadomo|subject|тема письма|temat wiadomo|body|"
    r"\btext\b|текст|tre[sś][cć]|description|описание|\bopis\b|"
    r"заказчик|плательщик|замовник|zamawiaj|kupuj[aą]c|nabywc|płatnik|besteller|käufer|empfänger|purchaser|consignee|"
    r"^(?:customer|client|buyer|клиент|покупатель|klient|kupuj[aą]cy|kunde|user ?name|login|логин)$"
)
NOT_PERSONAL = re.compile(
    r"\bids?\b|id$|номер|numer|\bcode\b|\bкод\b|cost|price|status|date|дата|data\b|url|page|страниц|strony|length|"
    r"длина|długoś|opt|consent|marketing|type|тип|typ\b|count|rate|time|sent|открыт|доставлен|method|currency"
)


def is_personal(header: str, values: Sequence[str]) -> bool:
    """Whether a column seems to hold names, addresses, numbers of people, or free text.

    Words below no name could be anybody's.
    """
    return is_personal_name(header) or holds_personal(values) or (not normalised(header) and _holds_words(values))


def _holds_words(values: Sequence[str]) -> bool:
    filled = [value for value in values if value.strip()]
    return any(LETTERS_ONLY.fullmatch(value.strip()) for value in filled)


def is_personal_name(header: str) -> bool:
    """Whether a column is called like personal data or free text."""
    name = normalised(header)
    if re.search(r"e-?mail|почт[аы]|phone|телефон|telefon", name) and not re.search(r"sent|rate|open|consent", name):
        return True
    return bool(PERSONAL_NAMES.search(name)) and not NOT_PERSONAL.search(name)


def holds_personal(values: Sequence[str]) -> bool:
    """Whether a fifth of the filled cells are e-mails, phones or addresses of machines, or free text."""
    filled = [value for value in values if value.strip()]
    found = sum(bool(_speaks_of_people(value)) for value in filled)
    return bool(filled) and found >= max(1, SHARE * len(filled))


def _speaks_of_people(value: str) -> bool:
    if EMAIL.search(value) or ADDRESS_OF_MACHINE.fullmatch(value.strip()) or PHONE.fullmatch(value.strip()):
        return True
    return "://" not in value and len(WORD.findall(value)) > MANY_WORDS


def masked(value: str, *, personal: bool) -> str:
    """A cell as it may be shown: of a personal column nothing but its form, of others without people in it."""
    text = " ".join(value.split())
    if personal:
        return _form_of(text)
    text = PHONE.sub(MASK, EMAIL.sub(MASK, text))
    text = ADDRESS_OF_MACHINE.sub(MASK, text)
    return text if len(text) <= SHOWN_AT_MOST else text[: SHOWN_AT_MOST - 1] + "…"


def _form_of(text: str) -> str:
    if not text:
        return ""
    if EMAIL.fullmatch(text):
        return f"{MASK}@{MASK}.{text.rpartition('.')[2]}" if text.rpartition(".")[2].isalpha() else f"{MASK}@{MASK}"
    return MASK
