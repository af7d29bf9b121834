"""Marketplaces from the command line."""

from datetime import date
from pathlib import Path

import click

from funnel.answers.departments import DEPARTMENTS, list_named
from funnel.answers.listing import ListQuestion
from funnel.answers.marketplace_result import By
from funnel.answers.marketplaces import MarketplacesQuestion, ask_marketplaces
from funnel.answers.marketplaces_told import marketplaces_as_json, marketplaces_csv, marketplaces_text
from funnel.answers.told import known_word, words_of
from funnel.commands.departments import print_lists
from funnel.commands.options import DONE, as_text, json_option, period_options, store_option
from funnel.errors import sentence
from funnel.store import Store

CODES = tuple(rule.code for rule in DEPARTMENTS["marketplaces"])


@click.command("marketplaces")
@period_options
@click.option("--by", default=By.MARKETPLACE.value, help=f"Break down by one or more of {', '.join(By)}.")
@click.option("--list", "lists", multiple=True, metavar="NAME", help=f"Lists of the screen: {', '.join(CODES)}.")
@click.option("--limit", type=click.IntRange(1), help="With --list: rows of a list; the rest is summed.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@store_option
@json_option
def show_marketplaces(  # noqa: PLR0917  one argument an option
    folder: Path,
    as_json: bool,
    as_csv: bool,
    limit: int | None,
    lists: tuple[str, ...],
    by: str,
    start: date | None,
    end: date | None,
) -> int:
    """From card open to buyout, in each marketplace's own unit; orders and money beside it."""
    if lists:
        question = ListQuestion(start, end, limit=limit)
        answers = [list_named("marketplaces", code).ask(Store(folder), question) for code in lists]
        return print_lists("marketplaces", answers, as_json=as_json, as_csv=as_csv)
    dimensions = tuple(dict.fromkeys(known_word(word, By, sentence("dimension")) for word in words_of(by)))
    answer = ask_marketplaces(Store(folder), MarketplacesQuestion(start, end, dimensions))
    if as_csv:
        click.echo(marketplaces_csv(answer), nl=False)
    else:
        click.echo(as_text(marketplaces_as_json(answer)) if as_json else marketplaces_text(answer))
    return DONE
