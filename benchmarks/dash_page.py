"""The lists that have a figure, once more as a page of Dash: `python -m benchmarks.dash_page STORE PORT`.

The same answers, the same figures and the same tables come from the same functions as on our screens, from caches that
are kept alike; what a changed first day costs beyond them is the framework's. Nothing else of our screens is on it: no
cards of losses, no notes, no downloads.
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from dash import Dash, Input, Output, dash_table, dcc, html

from funnel.answers.listing import ListQuestion
from funnel.store import Store
from funnel.ui.cached import list_answer
from funnel.ui.list_figures import FIGURES
from funnel.ui.listing import list_table
from funnel.ui.tables import Table, written
from funnel.ui.theme import LIGHT
from funnel.words import Words

WORDS = Words("en")
PAGES = {code: tuple(code.split("_", 1)) for code in FIGURES if not code.startswith("marketplaces")}
"""Department and list of every page."""


def page_over(store: Store) -> Dash:
    """One address a list; its first and last day stand in the address and in two fields."""
    app = Dash("lists", update_title="")
    app.layout = html.Div([
        dcc.Location(id="asked"),
        dcc.Input(id="first", type="text", debounce=True),
        dcc.Graph(id="figure"),
        dash_table.DataTable(id="table", page_size=20),
        html.Div(id="answered"),
    ])  # fmt: skip

    @app.callback(
        Output("figure", "figure"),
        Output("table", "data"),
        Output("table", "columns"),
        Output("answered", "children"),
        Input("asked", "pathname"),
        Input("asked", "search"),
        Input("first", "value"),
        prevent_initial_call=True,
    )
    def answer(path: str, search: str, first: str | None) -> tuple[Any, ...]:
        start, end = search.removeprefix("?").split("..")
        asked = ListQuestion(date.fromisoformat(first or start), date.fromisoformat(end))
        return _shown(store, path.strip("/"), asked)

    return app


def _shown(store: Store, code: str, asked: ListQuestion) -> tuple[Any, ...]:
    department, name = PAGES[code]
    found, picture = list_answer(store, department, name, asked), FIGURES[code]
    figure = picture.draw(found, WORDS, LIGHT).to_plotly_json() if picture.can(found) else {}
    table = list_table(found, WORDS) if found.rows else Table(())
    columns = [{"name": column.head, "id": str(place)} for place, column in enumerate(table.columns)]
    rows = [
        {str(place): written(column.values[line], column.kind, WORDS, table.currency)
         for place, column in enumerate(table.columns)}
        for line in range(len(table))
    ]  # fmt: skip
    return figure, rows, columns, f"{code} {asked.start}"


if __name__ == "__main__":
    page_over(Store(Path(sys.argv[1]))).run(port=int(sys.argv[2]), debug=False)
