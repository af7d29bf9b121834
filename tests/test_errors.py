"""Errors are sentences, and a misspelling is answered with what was probably meant."""

import inspect
from copy import deepcopy

from funnel import errors
from funnel.errors import FunnelError, RefusedFile, WrongUse, near_match, sentence


def test_a_near_match_is_offered_and_a_far_one_is_not() -> None:
    assert near_match("chanel", ["channel", "device"]) == "channel"
    assert near_match("zzz", ["channel", "device"]) is None
    assert near_match("x", []) is None


def test_wrong_use_asks_what_was_meant() -> None:
    assert str(WrongUse("There is no step “cart”.", "add_to_cart")).endswith("Did you mean “add_to_cart”?")
    assert str(WrongUse("There is no step “cart”.")) == "There is no step “cart”."


def test_a_refused_file_tells_all_its_problems() -> None:
    error = RefusedFile("orders.csv", ["Column A is missing.", "Line 7 is cut short."])
    assert error.problems == ("Column A is missing.", "Line 7 is cut short.")
    assert str(error) == "orders.csv: Column A is missing. Line 7 is cut short."


def test_every_error_is_of_the_one_tree_and_says_what_it_is() -> None:
    own = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]
    classes = [kind for kind in own if issubclass(kind, Exception)]
    assert all(issubclass(kind, FunnelError) and kind.__doc__ for kind in classes)
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in classes)


def test_a_sentence_reads_as_english_and_can_be_said_in_another_language() -> None:
    inner = sentence("“{name}” looks like it.", name="Totl")
    told = sentence("The column “{name}” is missing. {near}", name="Total", near=inner)
    assert told == "The column “Total” is missing. “Totl” looks like it."
    assert (deepcopy(told).text, deepcopy(told).values["near"]) == (told.text, inner)
