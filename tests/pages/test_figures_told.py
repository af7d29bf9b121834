"""Every figure of every screen has its sentence for who cannot see it and the same figures as a table; Plotly knows all
it is told.
"""

import json
from collections.abc import Callable, Iterator
from shutil import copytree
from urllib.parse import parse_qsl

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from funnel.answers.departments import list_named
from funnel.answers.laid_losses import ask_list
from funnel.answers.listing import ListQuestion
from funnel.store import Store
from funnel.ui.list_figures import FIGURES as OF_LISTS
from funnel.ui.theme import LIGHT
from funnel.words import Words
from tests.house import named, sources
from tests.looks import OPENED, PLACES
from tests.looks.ground import fill_board

Open = Callable[..., AppTest]
DRAWS = {"funnel/ui/twin.py", "funnel/ui/list_figures.py", "funnel/ui/slide_view.py"}
"""What may put a figure on a screen: with a table folded under it, or in the card of its table."""
FIGURES = {"funnel": 3, "losses": 1, "change": 1, "experiments": 2, "slide-numbers": 1, "slide-losses": 1}
"""Figures of the screens that always have some."""
FOLDS = (
    ("funnel", "bars"),
    ("funnel", "heat"),
    ("funnel", "trend-figure"),
    ("losses", "loss-table"),
    ("change", "waterfall"),
)
TABLES = ("arrow_data_frame", "dataframe")


@pytest.fixture(scope="module")
def used(normal: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small shop with a board in use."""
    folder = tmp_path_factory.mktemp("used") / "store"
    copytree(normal.folder, folder)
    fill_board(Store(folder))
    return Store(folder)


def parts(block: Block) -> Iterator[Element | Block]:
    """Everything inside, blocks and elements."""
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from parts(child)


def figures(block: Block) -> list[str]:
    """What each figure inside says of itself."""
    return [str(one.proto.alt) for one in drawn(block)]


def drawn(block: Block) -> list[Element]:
    """The figures inside."""
    return [one for one in parts(block) if one.type == "plotly_chart"]


def tables(block: Block) -> int:
    """Number of tables inside, and of folds that hold one."""
    return sum(one.type in TABLES or "-twin-" in getattr(one.proto, "id", "") for one in parts(block))


def cards(app: AppTest) -> list[Block]:
    """The framed blocks of the screen."""
    return [one for one in parts(app.main) if isinstance(one, Block) and "-card-" in getattr(one.proto, "id", "")]


@pytest.mark.parametrize("name", [*PLACES, *OPENED])
def test_every_figure_is_told_and_has_its_table(open_page: Open, used: Store, name: str) -> None:
    page, _, query = (PLACES | OPENED)[name].partition("?")
    app = open_page(used, page or "funnel", **dict(parse_qsl(query)))
    assert not app.exception
    told = figures(app.main)
    assert [alt for alt in told if len(alt) < 15] == []
    assert len(told) == FIGURES.get(name, len(told))
    assert sum(len(figures(card)) for card in cards(app)) == len(told)
    assert [figures(card) for card in cards(app) if len(figures(card)) > tables(card)] == []
    for one in drawn(app.main):
        go.Figure(json.loads(one.proto.spec))  # raises where a property is none of Plotly's


@pytest.mark.parametrize("code", OF_LISTS)
def test_every_figure_of_a_list_is_plotlys(normal: Store, code: str) -> None:
    department, _, name = code.partition("_")
    answer = ask_list(normal, list_named(department, name), ListQuestion())
    if OF_LISTS[code].can(answer):
        OF_LISTS[code].draw(answer, Words(), LIGHT).checked()


@pytest.mark.parametrize(("name", "key"), FOLDS)
def test_a_fold_holds_the_figures_as_a_table(open_page: Open, used: Store, name: str, key: str) -> None:
    app = open_page(used, name)
    before = len(app.dataframe)
    app.session_state[f"twin-{key}"] = True
    app.run()
    assert not app.exception
    assert len(app.dataframe) == before + 1
    assert all(len(each.value) >= 4 for each in app.dataframe)


def test_figures_are_drawn_where_their_table_is_thought_of() -> None:
    draws = {named(path) for path in sources("funnel", "pages") if "plotly_chart(" in path.read_text(encoding="utf-8")}
    assert draws == DRAWS
