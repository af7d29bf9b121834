"""Marketplaces from the command line."""

from datetime import date
from pathlib import Path

import click

from funnel.answers.marketplace_result import By
from funnel.answers.marketplaces import MarketplacesQuestion, ask_marketplaces
from funnel.answers.marketplaces_told import marketplaces_as_json, marketplaces_csv, marketplaces_text
from funnel.answers.told import known_word, words_of
from funnel.commands.options import DONE, as_text, json_option, period_options, store_option
from funnel.store import Store


@click.command("marketplaces")
@period_options
@click.option("--by", default=By.MARKETPLACE.value, help=f"Break down by one or more of {', '.join(By)}.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@store_option
@json_option
def show_marketplaces(  # noqa: PLR0917  one argument an option
    folder: Path, as_json: bool, as_csv: bool, by: str, start: date | None, end: date | None
) -> int:
    """From card open to buyout, in each marketplace's own unit; orders and money beside it."""
    dimensions = tuple(dict.fromkeys(known_word(word, By, "dimension") for word in words_of(by)))
    answer = ask_marketplaces(Store(folder), MarketplacesQuestion(start, end, dimensions))
    if as_csv:
        click.echo(marketplaces_csv(answer), nl=False)
    else:
        click.echo(as_text(marketplaces_as_json(answer)) if as_json else marketplaces_text(answer))
    return DONE
