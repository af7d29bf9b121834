"""`funnel show traffic`, `site`, `assortment` and `service`: the lists of a department's screen."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from funnel.answers.departments import DEPARTMENTS, list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.answers.listing_told import list_csv, list_text, lists_as_json
from funnel.answers.told import filters_from_words
from funnel.commands.options import DONE, as_text, json_option, period_options, store_option
from funnel.store import Store


def show_department(name: str) -> click.Command:
    """The command that prints the lists of one department."""
    codes = [rule.code for rule in DEPARTMENTS[name]]

    @click.command(name, help=f"The lists of the {name} screen: {', '.join(codes)}.")
    @period_options
    @click.option("--list", "lists", multiple=True, metavar="NAME", help="Only this list. Repeatable.")
    @click.option("--where", multiple=True, metavar="K=V", help="Only these: channel=email. Repeatable.")
    @click.option("--limit", type=click.IntRange(1), help="Rows of a list; the rest is summed.")
    @click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
    @store_option
    @json_option
    def show(  # noqa: PLR0917  one argument an option
        folder: Path,
        as_json: bool,
        as_csv: bool,
        limit: int | None,
        where: tuple[str, ...],
        lists: tuple[str, ...],
        start: date | None,
        end: date | None,
    ) -> int:
        question = ListQuestion(start, end, filters_from_words(where), limit)
        store = Store(folder)
        answers = [list_named(name, code).ask(store, question) for code in lists or codes]
        return print_lists(name, answers, as_json=as_json, as_csv=as_csv)

    return show


def print_lists(department: str, answers: Sequence[ListAnswer], *, as_json: bool, as_csv: bool) -> int:
    """Lists as JSON, as CSV or as text; exit code."""
    if as_json:
        click.echo(as_text(lists_as_json(department, answers)))
        return DONE
    told: Callable[[ListAnswer], str] = list_csv if as_csv else list_text
    click.echo("\n".join(told(answer) for answer in answers), nl=False)
    return DONE
