"""Every figure of a department's screen is also printed by `funnel show … --json`, and equals it."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from funnel.answers.departments import DEPARTMENTS
from funnel.cli import funnel
from funnel.maths.losses import Measure
from funnel.metrics import metric
from funnel.store import Store
from funnel.terms import Group
from funnel.ui.loss_figures import Scale
from funnel.words import Words
from tests.market_shop import market_store

Open = Callable[..., AppTest]
Row = Mapping[str, Any]
LISTS = [(department, rule.code) for department, rules in DEPARTMENTS.items() for rule in rules]
ENDS = ("effect", "low", "high")


@pytest.fixture(scope="module")
def markets(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The invented shop sells at no marketplace; this one does."""
    return market_store(tmp_path_factory.mktemp("markets"))


@pytest.fixture
def store(request: pytest.FixtureRequest, department: str) -> Store:
    """The store whose screen is looked at."""
    held: Store = request.getfixturevalue("markets" if department == "marketplaces" else "normal")
    return held


def printed(store: Store, *asked: str) -> dict[str, Any]:
    """What `funnel show` prints as JSON."""
    result = CliRunner().invoke(funnel, ["show", *asked, "--store", str(store.folder), "--json"])
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def days_of(app: AppTest) -> tuple[str, ...]:
    """The days on the screen as the command line is asked for them."""
    return tuple(word for end in ("from", "to") for word in (f"--{end}", str(app.query_params[end])))


def columns_of(table: Any) -> list[dict[str, Any]]:
    """Headings and tooltips of a table on the screen."""
    told = json.loads(table.proto.columns)
    return [told[str(place)] for place in range(len(table.value.columns))]


def figures_of(told: Sequence[Row], name: str) -> list[list[Any]]:
    """A metric's columns as the command line prints them: the figure and, where any row has a range, both its ends."""
    ends = [f"{name}_{end}" for end in ("low", "high")]
    shown = [name, *(ends if any(ends[0] in row for row in told) else [])]
    return [[row.get(one) for row in told] for one in shown]


def same(shown: Any, printed: Any) -> bool:
    """Whether a cell is the figure printed; what is unknown is unknown in both."""
    if printed is None:
        return shown is None or shown != shown  # noqa: PLR0124 a missing figure in a frame is not equal to itself
    return math.isclose(float(shown), float(printed), rel_tol=1e-12, abs_tol=1e-12)


def heads_of(metrics: Sequence[str]) -> list[tuple[str, str]]:
    """Name and definition of each, as the registry of metrics has them."""
    return [(metric(name).name, metric(name).definition) for name in metrics]


@pytest.mark.parametrize(("department", "code"), LISTS)
def test_a_list_shows_what_the_command_line_prints(open_page: Open, store: Store, department: str, code: str) -> None:
    app = open_page(store, department, list=code)
    assert not [*app.exception, *app.warning, *app.error]
    names = {rule.code: rule.name for rule in DEPARTMENTS[department]}
    assert names[code] in [header.value for header in app.header]
    told = printed(store, department, "--list", code, *days_of(app))["lists"][0]
    table = next((one for one in app.dataframe if one.key == f"table-{department}-{code}"), None)
    if table is None:
        assert told["rows"] == []
        return
    lines = [*told["rows"], *([told["total"]] if told["total"] else [])]
    expected = [column for name in told["metrics"] for column in figures_of(lines, name)]
    first = len(table.value.columns) - len(expected)
    assert first == len(told["by"]) + any("title" in row for row in told["rows"])
    for place, column in enumerate(expected, first):
        pairs = list(zip(table.value.iloc[:, place], column, strict=True))
        assert [pair for pair in pairs if not same(*pair)] == []
    shown = [(one["label"], one.get("help")) for one in columns_of(table)[first:] if one.get("help")]
    assert shown == heads_of(told["metrics"])


@pytest.mark.parametrize("group", Group)
def test_losses_on_top_are_those_the_command_line_prints(open_page: Open, normal: Store, group: Group) -> None:
    words, app = Words(), open_page(normal, group.value, from_="2026-10-05", to="2026-11-13")
    days = ("--from", "2026-10-05", "--to", "2026-11-13")
    told = printed(normal, "culprits", "--group", group.value, *days)
    scale = Scale(Measure.MONEY, 7 / 40, told["currency"])
    shown = " ".join(one.value for one in (*app.title, *app.markdown, *app.caption)).replace("\\", "")
    known = [line for line in told["factors"] if line["money"]["effect"] is not None]
    if not known:
        assert "What problems cost here is not measured yet." in shown
        return
    for line in known:
        effect, low, high = (scale.figure(Decimal(line["money"][end]), words) for end in ENDS)
        assert f"{effect}**" in shown, line["factor"]
        assert f"{low}–{high}" in shown or f"{low} … {high}" in shown, line["factor"]
    assert f"All problems of this department: {scale.amount(Decimal(told['total']['money']['effect']), words)}" in shown
    _title_is_of(app, told, scale)
    opened = app.query_params["factor"]
    laid = [row for row in told["rows"] if row["factor"] == opened]
    whole = next(line for line in told["factors"] if line["factor"] == opened)
    table = next(one for one in app.dataframe if str(one.key).startswith(f"culprits-{opened}-"))
    first = 1 + (whole["visits"] is not None)
    for place, end in enumerate(ENDS, first):
        expected = [row["money"][end] for row in (*laid, whole)]
        cells = zip(table.value.iloc[:, place], expected, strict=True)
        assert [one for one, amount in cells if not same(one, amount and scale.shown(Decimal(amount)))] == []
    definitions = {metric(name).definition for name in ("visits_met", "laid_loss", "laid_share")}
    assert {one["help"] for one in columns_of(table)[1:]} <= definitions


def _title_is_of(app: AppTest, told: Row, scale: Scale) -> None:
    """The sentence on top names the dearest loss outside noise, its range and who bears it, as they are printed."""
    (title,), words = app.title, Words()
    said = title.value.replace("\\", "")
    sure = next((line for line in told["factors"] if line["verdict"].startswith("sure")), None)
    if sure is None:
        assert "stands out from the noise" in said
        return
    effect, low, high = (Decimal(sure["money"][end]) for end in ENDS)
    assert f"{words.term(sure['factor'])}: " in said
    assert f"{scale.amount(effect, words)} a week lost ({scale.figure(low, words)}–{scale.figure(high, words)})" in said
    named = [row for row in told["rows"] if row["factor"] == sure["factor"]]
    assert named[0]["title"] or named[0]["culprit"] in said


def test_the_sentence_on_marketplaces_is_of_the_figures_printed(open_page: Open, markets: Store) -> None:
    app = open_page(markets, "marketplaces")
    rows = printed(markets, "marketplaces", "--list", "side_by_side", *days_of(app))["lists"][0]["rows"]
    sold = {row["place_of_sale"]: float(row["sold_money"]) for row in rows if row["sold_money"] is not None}
    share = 1 - sold.get("own_site", 0.0) / sum(sold.values())
    (title,) = app.title
    assert title.value.replace("\xa0", " ").startswith(f"{Words().percent(share, 0)} of ".replace("\xa0", " "))
