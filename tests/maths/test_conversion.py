"""Counts and shares across feeds that do not all measure the same steps."""

from funnel.maths.conversion import (
    FeedCounts,
    StepShare,
    count_across,
    counts_of_paths,
    measured_before,
    share_across,
)
from funnel.terms import Counting, Step

START, VIEW, CART, CHECKOUT = Step.SESSION_START, Step.VIEW_ITEM, Step.ADD_TO_CART, Step.BEGIN_CHECKOUT
FULL = FeedCounts("web", {START: 100, VIEW: 60, CART: 20})
WITHOUT_VIEWS = FeedCounts("app", {START: 50, CART: 5})


def test_a_count_sums_the_feeds_that_measure_the_step() -> None:
    assert count_across([FULL, WITHOUT_VIEWS], START) == 150
    assert count_across([FULL, WITHOUT_VIEWS], VIEW) == 60
    assert count_across([FULL, WITHOUT_VIEWS], CHECKOUT) is None
    assert count_across([], START) is None


def test_a_share_is_over_the_feeds_that_measure_both_steps() -> None:
    share = share_across([FULL, WITHOUT_VIEWS], VIEW, CART)
    assert (share.count, share.passed, share.base) == (25, 20, 60)
    assert share.share == 20 / 60


def test_a_share_of_nothing_is_unknown_and_not_zero() -> None:
    assert StepShare(0, 0, 0).share is None
    assert StepShare(5).share is None
    assert StepShare(0, 0, 10).share == 0.0
    assert share_across([WITHOUT_VIEWS], VIEW, CART) == StepShare(5)
    assert share_across([FULL], None, START) == StepShare(100)


def test_the_step_before_is_the_nearest_that_some_feed_measures() -> None:
    steps = (START, VIEW, CART)
    assert measured_before([WITHOUT_VIEWS], steps, 2) is START
    assert measured_before([FULL, WITHOUT_VIEWS], steps, 2) is VIEW
    assert measured_before([FULL], steps, 0) is None


def test_counts_of_paths_by_counting() -> None:
    visits = {"s": 4, "sva": 3, "sa|sv": 2}
    steps = (START, VIEW, CART)
    assert counts_of_paths(visits, steps, Counting.REACHED) == {START: 9, VIEW: 5, CART: 5}
    assert counts_of_paths(visits, steps, Counting.ORDERED) == {START: 9, VIEW: 5, CART: 3}
    assert counts_of_paths(visits, (), Counting.CLOSED) == {}


def test_a_stand_in_is_read_in_place_of_its_step() -> None:
    visits = {"svh": 2, "sv": 1}
    read = {CHECKOUT: Step.ADD_SHIPPING_INFO}
    assert counts_of_paths(visits, (VIEW, CHECKOUT), Counting.CLOSED, read) == {VIEW: 3, CHECKOUT: 2}
    assert counts_of_paths(visits, (VIEW, CHECKOUT), Counting.CLOSED) == {VIEW: 3, CHECKOUT: 0}
