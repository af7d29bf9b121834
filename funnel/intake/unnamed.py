"""Texts of rejected cells as they may be kept: what could be a name, a telephone or an e-mail is taken out.

A row whose cells are shifted puts any of them into a column of days or amounts.
"""

import re

from funnel.intake.literals import Literals
from funnel.intake.private import EMAIL, MASK, PHONE
from funnel.intake.vocabulary import vocabulary

HARMLESS = ("true", "false", "ref", "value", "div", "name", "num", "nan", "inf", "infinity", "total", "soon", "sum")
"""Words of spreadsheets and programs."""
LETTERS = r"\pL{3,}"


def unnamed(text: str, literals: Literals) -> str:
    """SQL of a text without people in it: null for e-mails and telephones, words we do not know masked."""
    people = literals(f"{EMAIL.pattern}|{PHONE.pattern}")
    known = literals(rf"(?:(?:{_known_words()})?[^\pL]+)*(?:{_known_words()})?")
    masked = f"regexp_replace({text}, {literals(LETTERS)}, {literals(MASK)}, 'g')"
    kept = f"when regexp_full_match(lower({text}), {known}) then {text}"
    return f"case when not regexp_matches({text}, {people}) then case {kept} else {masked} end end"


def _known_words() -> str:
    told = vocabulary()
    words = {*told.months, *told.weekdays, *told.currencies, *told.zones, *told.nulls, *told.text_nulls, *HARMLESS}
    letters = {part for word in words for part in re.findall(r"[^\W\d_]+", word) if len(part) > 2}
    return "|".join([r"\pL{1,2}", *sorted(letters, key=len, reverse=True)])
