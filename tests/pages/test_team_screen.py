"""The Team screen: an owner is named once and for all to see, nobody's losses are listed, nobody overwrites anybody."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.board import Board, board_of
from funnel.board.owners import Owned, Owner, owners, set_owner
from funnel.store import Store
from funnel.terms import Group
from funnel.words import LANGUAGES, Words

Open = Callable[..., AppTest]


@pytest.fixture
def board(normal: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    """An empty board of the small shop."""
    monkeypatch.setenv("FUNNEL_BOARD_URL", f"sqlite:///{tmp_path / 'board.db'}")
    held = board_of(Store(normal.folder))
    yield held
    held.engine.dispose()


def said(app: AppTest) -> str:
    kinds = (app.title, app.markdown, app.caption, app.warning, app.info)
    return " ".join(each.value for kind in kinds for each in kind).replace("\\", "")


def own(board: Board, kind: Owned, code: str, name: str = "") -> None:
    set_owner(board, Owner(0, 0, kind, code, "it", name), "Anna")


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_owners_every_loss_is_listed(open_page: Open, normal: Store, board: Board, language: str) -> None:
    app = open_page(normal, "team", lang=language)
    assert not app.exception
    assert not owners(board)
    assert Words(language).text("Losses without an owner") in [each.value for each in app.header]
    assert len(app.dataframe[0].value) > 0
    assert Words(language).text("Paid revenue by the order book") in [each.label for each in app.metric]


def test_an_owner_named_on_the_page_is_kept(open_page: Open, normal: Store, board: Board) -> None:
    app = open_page(normal, "team")
    next(one for one in app.selectbox if one.label == "Owner’s role").set_value("marketing")
    next(one for one in app.text_input if one.label == "Owner’s name").set_value(" Anna ")
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.exception
    assert [(one.code, one.role, one.name, one.revision) for one in owners(board)] == [
        ("traffic", "marketing", "Anna", 1)
    ]


def test_the_second_to_save_is_told_both_versions(open_page: Open, normal: Store, board: Board) -> None:
    own(board, Owned.GROUP, "traffic", "Anna")
    app = open_page(normal, "team")
    held = owners(board)[0]
    set_owner(board, Owner(held.number, held.revision, held.kind, held.code, "it", "Boris"), "Boris")
    next(one for one in app.text_input if one.label == "Owner’s name").set_value("Cecylia")
    next(one for one in app.button if one.label == "Save").click().run()
    assert "Boris changed “name” from “Anna” to “Boris”" in said(app)
    assert "“Cecylia” was not saved" in said(app)
    assert owners(board)[0].name == "Boris"


def test_a_problem_can_have_an_owner_of_its_own(open_page: Open, normal: Store, board: Board) -> None:
    app = open_page(normal, "team")
    app.selectbox(key="owner-problem").set_value("slow_page").run()
    [one for one in app.text_input if one.label == "Owner’s name"][-1].set_value("Dana")
    [one for one in app.button if one.label == "Save"][-1].click().run()
    assert not app.exception
    assert [(one.kind, one.code, one.name) for one in owners(board)] == [(Owned.FACTOR, "slow_page", "Dana")]


def test_with_an_owner_for_every_group_nothing_is_nobodys(open_page: Open, normal: Store, board: Board) -> None:
    for group in Group:
        own(board, Owned.GROUP, group)
    app = open_page(normal, "team")
    assert app.title[0].value == "Every loss that is measured has an owner"
    assert "has an owner." in said(app)


def test_what_somebody_typed_is_never_markup(open_page: Open, normal: Store, board: Board) -> None:
    own(board, Owned.GROUP, "traffic", "Anna")
    app = open_page(normal, "team")
    held = owners(board)[0]
    set_owner(board, Owner(held.number, held.revision, held.kind, held.code, "it", "**B**"), "Boris")
    app.run()
    assert any(r"\*\*B\*\*" in each.value for each in app.caption)
