"""Owners, targets, annotations and saved segments: kept, found where they apply, never overwritten in silence."""

from dataclasses import replace
from datetime import date

import pytest

from funnel.board import Board
from funnel.board.annotations import Annotation, Happening, annotations_between, keep_annotation, remove_annotation
from funnel.board.history import changes_of
from funnel.board.owners import Owned, Owner, owner_among, owners, set_owner
from funnel.board.segments import SavedSegment, keep_segment, remove_segment, saved_segments
from funnel.board.targets import Target, remove_target, set_target, target_on, targets, targets_for
from funnel.errors import EditedMeanwhile, WrongUse

MOBILE = (("device", ("mobile", "tablet")), ("channel", ("email",)))


def test_a_problem_is_its_owners_else_its_groups(board: Board) -> None:
    set_owner(board, Owner(0, 0, Owned.GROUP, "site", "it", ""), "Anna")
    set_owner(board, Owner(0, 0, Owned.FACTOR, "slow_page", "marketing", " Olga "), "Anna")
    held = owners(board)
    own, groups, nobody = (owner_among(held, *asked) for asked in (("site", "slow_page"), ("site", "x"), ("service",)))
    assert own is not None
    assert groups is not None
    assert (own.role, own.name, groups.role, nobody) == ("marketing", "Olga", "it", None)


def test_an_owner_named_twice_at_once_is_told(board: Board) -> None:
    first = Owner(0, 0, Owned.GROUP, "site", "it", "")
    set_owner(board, first, "Anna")
    with pytest.raises(EditedMeanwhile):
        set_owner(board, first, "Boris")
    held = owners(board)[0]
    set_owner(board, replace(held, role="sales"), "Anna")
    with pytest.raises(EditedMeanwhile, match="from “it” to “sales”"):
        set_owner(board, replace(held, role="product_team"), "Boris")
    with pytest.raises(WrongUse):
        set_owner(board, replace(first, role="king"), "")


def test_a_target_is_changed_but_not_onto_the_day_of_another(board: Board) -> None:
    days = date(2026, 1, 1), date(2026, 7, 1)
    for day in days:
        set_target(board, Target("conversion", (), 0.02, day), "")
    first, second = targets(board)
    set_target(board, replace(second, value=0.04), "Anna")
    with pytest.raises(WrongUse, match="another target already"):
        set_target(board, replace(first, valid_from=days[1]), "Boris")
    with pytest.raises(EditedMeanwhile, match="Anna"):
        set_target(board, replace(second, value=0.05), "Boris")
    assert [(one.value, one.valid_from) for one in targets(board)] == [(0.02, days[0]), (0.04, days[1])]


def test_a_target_holds_for_its_segment_until_the_next(board: Board) -> None:
    for value, day in ((0.03, date(2026, 1, 1)), (0.04, date(2026, 7, 1))):
        set_target(board, Target("conversion", MOBILE, value, day), "Anna")
    set_target(board, Target("conversion", (), 0.05, date(2026, 1, 1)), "Anna")
    other_way_round = (("channel", ("email",)), ("device", ("tablet", "mobile")))
    held = targets_for(board, "conversion", other_way_round)
    assert [one.value for one in held] == [0.03, 0.04]
    found = [target_on(held, day) for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))]
    assert [one and one.value for one in found] == [None, 0.03, 0.04]
    assert len(targets(board)) == 3
    remove_target(board, held[0], "Anna")
    assert len(targets_for(board, "conversion", MOBILE)) == 1
    assert len(changes_of(board, "targets", held[0].number)) > 1
    with pytest.raises(WrongUse):
        set_target(board, Target("conversion", (), float("nan"), date(2026, 1, 1)), "")


def test_annotations_are_found_by_any_day_they_cover(board: Board) -> None:
    sale = Annotation(date(2026, 11, 9), date(2026, 11, 15), Happening.PROMOTION, "sale")
    keep_annotation(board, sale, "Anna")
    keep_annotation(board, Annotation(date(2026, 11, 1), date(2026, 11, 1), Happening.OUTAGE, "down"), "Anna")
    assert [one.text for one in annotations_between(board, date(2026, 11, 15), date(2026, 11, 30))] == ["sale"]
    assert [one.text for one in annotations_between(board, date(2026, 11, 1), date(2026, 11, 9))] == ["down", "sale"]
    assert annotations_between(board, date(2026, 11, 2), date(2026, 11, 8)) == ()
    held = annotations_between(board, sale.day, sale.day)[0]
    keep_annotation(board, replace(held, text="big sale"), "Anna")
    with pytest.raises(EditedMeanwhile):
        remove_annotation(board, held, "Boris")
    remove_annotation(board, annotations_between(board, sale.day, sale.day)[0], "Boris")
    for wrong in (replace(sale, text=" "), replace(sale, till=date(2026, 11, 1))):
        with pytest.raises(WrongUse):
            keep_annotation(board, wrong, "")


def test_a_segments_name_is_taken_once(board: Board) -> None:
    keep_segment(board, SavedSegment(" Phones ", MOBILE), "Anna")
    with pytest.raises(EditedMeanwhile):
        keep_segment(board, SavedSegment("Phones", (("device", ("mobile",)),)), "Boris")
    held = saved_segments(board)[0]
    assert (held.name, held.where) == ("Phones", tuple(sorted(MOBILE)))
    remove_segment(board, held, "Anna")
    assert saved_segments(board) == ()
    with pytest.raises(WrongUse):
        keep_segment(board, SavedSegment("All", ()), "")
