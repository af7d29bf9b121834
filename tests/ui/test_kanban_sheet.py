"""What the browser is told of the board: with what it was told before it can always draw the whole."""

from collections.abc import Mapping
from typing import Any

from funnel.ui.kanban_sheet import MOST_TOLD, Sheet, told

Json = dict[str, Any]
FRAME: Json = {"words": {"help": "h"}}


def sheet(columns: Mapping[str, list[int]], faces: Mapping[int, Json], frame: Json = FRAME) -> Sheet:
    return Sheet(frame, {stage: {"stage": stage, "ids": ids} for stage, ids in columns.items()}, faces)


def faces(count: int) -> dict[int, Json]:
    return {number: {"id": number, "rev": 1} for number in range(1, count + 1)}


def test_the_first_time_everything_is_told() -> None:
    data, _ = told(sheet({"backlog": [1, 2]}, faces(2)), None)
    assert data["whole"] == 1
    assert [face["id"] for face in data["faces"]] == [1, 2]
    assert data["columns"] == [{"stage": "backlog", "ids": [1, 2]}]


def test_a_move_tells_two_columns_and_one_face() -> None:
    drawn = faces(3)
    _, known = told(sheet({"backlog": [1, 2], "test": [3], "done": []}, drawn), None)
    moved = {**drawn, 1: {"id": 1, "rev": 2}}
    data, still = told(sheet({"backlog": [2], "test": [1, 3], "done": []}, moved), known)
    assert still is known
    assert data == {
        "since": 1,
        "columns": [{"stage": "backlog", "ids": [2]}, {"stage": "test", "ids": [1, 3]}],
        "faces": [{"id": 1, "rev": 2}],
    }


def test_changes_count_from_the_whole_so_that_one_may_be_missed() -> None:
    drawn = faces(2)
    _, known = told(sheet({"backlog": [1, 2]}, drawn), None)
    once = {**drawn, 1: {"id": 1, "rev": 2}}
    told(sheet({"backlog": [1, 2]}, once), known)
    data, _ = told(sheet({"backlog": [1, 2]}, {**once, 2: {"id": 2, "rev": 2}}), known)
    assert [face["id"] for face in data["faces"]] == [1, 2]


def test_other_words_or_too_many_changes_tell_everything_again() -> None:
    drawn = faces(MOST_TOLD + 1)
    _, known = told(sheet({"backlog": list(drawn)}, drawn), None)
    polish, _ = told(sheet({"backlog": list(drawn)}, drawn, {"words": {"help": "p"}}), known)
    other, _ = told(sheet({"backlog": list(drawn)}, faces(MOST_TOLD + 1)), known)
    assert [polish["whole"], other["whole"]] == [2, 2]
    assert len(other["faces"]) == MOST_TOLD + 1
