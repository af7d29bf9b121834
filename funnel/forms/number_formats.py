"""What a spreadsheet shows of a number beyond its digits: the currency, the zeros in front, the percent sign."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from funnel.forms.plain_cells import number_text

PART = "xl/styles.xml"
BRACKET = re.compile(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]")
TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(.)', re.DOTALL)
MARKS = "0#?.,/eE+"
PLACE = "\0"
BUILT_IN = {9: "0%", 10: "0.00%"}
LONGEST = 40
"""Digits in front of the mark a format may ask for."""


@dataclass(frozen=True)
class Shown:
    """How numbers of one format are shown: with a `sign` of currency, in percent, or as a `template` of digits.

    A template holds PLACE for each digit it asks for, and whatever stands around and between them.
    """

    sign: str = ""
    percent: bool = False
    template: str = ""

    def __bool__(self) -> bool:
        """Whether the format says more than the digits do."""
        return bool(self.sign or self.percent or self.template)

    def text_of(self, value: float) -> str:
        """The number as it is shown; a template says nothing of numbers with decimals or below zero."""
        if self.percent:
            return number_text(float(Decimal(repr(float(value))) * 100)) + "%"
        text = number_text(value)
        if self.template and text.isdigit():
            return _filled(self.template, text)
        return f"{text} {self.sign}" if self.sign else text


def _filled(template: str, digits: str) -> str:
    """A template with its places filled from the right; digits it has no place for stand in its first one."""
    places = template.count(PLACE)
    told = digits.zfill(places)
    over = len(told) - places
    parts = [told[: over + 1], *told[over + 1 :]]
    return "".join(parts.pop(0) if one == PLACE else one for one in template)


def shown_by(code: str, currencies: frozenset[str]) -> Shown:
    """What a format code says; `currencies` are the signs and words, in small letters, that name one."""
    code = code.split(";", maxsplit=1)[0]
    told = [found.strip() for found in BRACKET.findall(code)]
    marks, literals = "", [""]
    for quoted, escaped, bare in TOKEN.findall(BRACKET.sub("", code)):
        is_mark = bool(bare) and bare in MARKS
        marks += bare if is_mark else ""
        literals = [*literals, ""] if is_mark else [*literals[:-1], literals[-1] + (quoted or escaped or bare)]
    told += [text.strip() for text in literals]
    sign = next((word for word in told if word.lower() in currencies), "")
    if sign or "%" in told:
        return Shown(sign) if sign else Shown(percent=True)
    if set(marks) == {"0"} and 1 < len(marks) <= LONGEST:
        return Shown(template=PLACE.join(literals).strip())
    return Shown()


def formats_of(archive: zipfile.ZipFile, currencies: frozenset[str]) -> tuple[Shown, ...]:
    """What each cell style of a workbook says, by its number; styles without a format say nothing."""
    if PART not in archive.namelist():
        return ()
    root = ElementTree.fromstring(archive.read(PART))  # noqa: S314  entities refused before
    codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {node.get("numFmtId", ""): node.get("formatCode", "") for node in _named(root, "numFmt")}
    lists = _named(root, "cellXfs")
    styles = _named(lists[0], "xf") if lists else []
    return tuple(shown_by(_code_of(style, codes), currencies) for style in styles)


def _code_of(style: ElementTree.Element, codes: Mapping[str, str]) -> str:
    return codes.get(style.get("numFmtId", "0"), "")


def _named(node: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [one for one in node.iter() if one.tag.rpartition("}")[2] == name]
