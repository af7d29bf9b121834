"""The sentence on top says what the numbers say, and a change only when chance does not explain it."""

from datetime import date

import pytest

from funnel.terms import Dimension, Step, Unit
from funnel.ui.takeaway import real_steps, standout, subtitle, takeaway
from funnel.words import Words
from tests.ui.answers import answer, line


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


FELL = line((), (10_000, 2_000, 1_500, 800), (10_000, 2_000, 1_500, 950))
DESKTOP = line(("desktop",), (5_000, 1_000, 750, 460), (5_000, 1_000, 750, 475))
MOBILE = line(("mobile",), (5_000, 1_000, 750, 340), (5_000, 1_000, 750, 475))
BY_DEVICE = answer(FELL, (DESKTOP, MOBILE), (Dimension.DEVICE,))


def test_it_names_the_segment_that_carries_the_change() -> None:
    whole = answer(FELL)
    said = plain(takeaway(whole, standout(whole, BY_DEVICE), Words()))
    assert (
        said == "Of 10 000 visits, 800 ended in a payment (8.00 %). Mobile checkout → payment fell from 63 % to 45 %."
    )


def test_it_speaks_of_the_whole_when_all_segments_moved() -> None:
    both = tuple(line((code,), (5_000, 1_000, 750, 400), (5_000, 1_000, 750, 475)) for code in ("desktop", "mobile"))
    change = standout(answer(FELL), answer(FELL, both, (Dimension.DEVICE,)))
    assert change is not None
    assert change.name == ("purchase",)


def test_it_says_nothing_of_a_change_within_chance() -> None:
    same = answer(line((), (1000, 200, 150, 80), (1000, 200, 150, 84)))
    assert standout(same, answer(same.total, (), (Dimension.DEVICE,))) is None
    assert plain(takeaway(same, None, Words())) == "Of 1 000 visits, 80 ended in a payment (8.00 %)."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "Из 1 визита 1 закончился оплатой (100,00 %)."),
        ("pl", "Z 1 wizyty 1 zakończyła się płatnością (100,00 %)."),
    ],
)
def test_grammar_follows_the_count(language: str, said: str) -> None:
    assert plain(takeaway(answer(line((), (1, 1, 1, 1))), None, Words(language))) == said


def test_visitors_are_called_visitors() -> None:
    told = answer(line((), (50, 20, 10, 5)), unit=Unit.VISITOR, window_days=7)
    assert plain(takeaway(told, None, Words())).startswith("Of 50 visitors, 5 ended in a payment")
    assert "followed for 7 days" in plain(subtitle(told, Words()))


def test_a_hole_at_the_start_or_end_is_named_by_its_steps() -> None:
    told = answer(line((), (None, 200, 150, 80)))
    assert plain(takeaway(told, None, Words())).startswith("“add to cart”: 200; “payment”: 80")


def test_nothing_measured_is_said_so() -> None:
    assert "Too few steps" in takeaway(answer(line((), (5, None, None, None))), None, Words())


def test_subtitle_states_immature_days_and_comparison() -> None:
    said = plain(subtitle(answer(FELL, immature_from=date(2026, 11, 14)), Words()))
    assert "Days from 14 Nov on are still filling up" in said
    assert "Compared with 2–8 Nov 2026." in said


def test_real_steps_are_those_outside_chance() -> None:
    assert set(real_steps(answer(FELL))) == {Step.PURCHASE}
