"""The colours of figures hold their contrast, and who tells few colours apart still tells these apart."""

import math
import re
from itertools import combinations

import pytest

from funnel.report.as_pptx import COLOURS
from funnel.ui.theme import DARK, LIGHT, Paint
from tests.house import ROOT

Colour = tuple[float, float, float]
SEEN = {
    "by most": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "without red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "without green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "without blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""Machado, Oliveira and Fernandes (2009), full severity, on linear light."""
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175), (0.0193339, 0.119192, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
APART = 12.0
"""CIE 1976 distance of two colours that nobody takes for the same; one step just seen is 2.3."""


def linear(colour: str) -> Colour:
    """Light of a colour written as #rrggbb or rgba(r,g,b,…), each 0…1."""
    if colour.startswith("#"):
        parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    else:
        parts = [int(part) for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = ((p / 255 / 12.92) if p <= 10 else ((p / 255 + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def through(matrix: tuple[Colour, ...], colour: Colour) -> Colour:
    x, y, z = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return x, y, z


def lab(light: Colour) -> Colour:
    clipped = tuple(min(1.0, max(0.0, part)) for part in light)
    parts = [one / white for one, white in zip(through(TO_XYZ, clipped), WHITE, strict=True)]  # type: ignore[arg-type]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def contrast(one: str, other: str) -> float:
    """Ratio of the two by WCAG."""
    low, high = sorted(through(TO_XYZ, linear(each))[1] for each in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_marks_stand_out_from_the_card(colours: Paint) -> None:
    for text in (colours.text, colours.quiet, colours.worse_text, colours.better_text):
        assert contrast(text, colours.card) >= 4.5, text
    for mark in (colours.bar, colours.worse, colours.better, *colours.groups.values()):
        assert contrast(mark, colours.card) >= 3, mark


@pytest.mark.parametrize("who", SEEN)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_are_told_apart_by_everybody(colours: Paint, who: str) -> None:
    for together in (list(colours.groups.values()), [colours.worse, colours.better]):
        for one, other in combinations(together, 2):
            seen = [lab(through(SEEN[who], linear(each))) for each in (one, other)]
            assert math.dist(*seen) >= APART, f"{one} and {other} are alike {who}"


def test_the_pack_wears_the_colours_of_the_screens() -> None:
    written = (ROOT / "funnel" / "report" / "pack.css").read_text(encoding="utf-8")
    for name in LIGHT.groups:
        found = [linear(colour) for colour in re.findall(rf"--{name}: (#[0-9a-f]{{6}})", written)]
        assert found == [linear(LIGHT.groups[name]), linear(DARK.groups[name])], name
        assert linear(f"#{COLOURS[name]}") == linear(LIGHT.groups[name]), name
