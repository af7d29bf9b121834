"""`funnel show losses` and `funnel show change`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from funnel.answers import printed_losses as printed
from funnel.answers.change import ask_change
from funnel.answers.loss_question import LossDimension, LossUnit, Reference
from funnel.answers.loss_told import change_from_words, losses_from_words
from funnel.answers.losses import ask_losses
from funnel.answers.losses_as_json import change_as_json, change_csv, losses_as_json, losses_csv
from funnel.commands.options import DONE, Command, as_text, json_option, period_options, remark_on_filters, store_option
from funnel.maths.losses import Measure
from funnel.store import Store

DIMENSIONS = ", ".join(LossDimension)
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")


def loss_options(command: Command) -> Command:
    """Filters and measure."""
    command = click.option(
        "--measure",
        type=click.Choice([measure.value for measure in Measure]),
        default=Measure.MONEY.value,
        show_default=True,
        help="What ranks the rows and fills effect, low and high.",
    )(command)
    command = click.option(
        "--unit",
        type=click.Choice([unit.value for unit in LossUnit]),
        default=LossUnit.SESSION.value,
        show_default=True,
        help="Visits of the shop, or card opens of marketplaces (by step only).",
    )(command)
    return click.option(
        "--where", multiple=True, metavar="K=V", help="Only these: channel=email or device=mobile,tablet. Repeatable."
    )(command)


@click.command("losses")
@period_options
@loss_options
@click.option("--by", default="group,factor", show_default=True, help=f"Break down by one or more of {DIMENSIONS}.")
@click.option(
    "--reference",
    type=click.Choice([reference.value for reference in Reference]),
    default=Reference.NOBODY_MET.value,
    show_default=True,
    help="What losses are measured against.",
)
@click.option(
    "--target",
    multiple=True,
    metavar="STEP=SHARE",
    help="Measured against this share of the step before reaching STEP: add_to_cart=25%. Repeatable.",
)
@csv_option
@store_option
@json_option
def show_losses(folder: Path, as_json: bool, as_csv: bool, **asked: Any) -> int:
    """Which group and factor loses how many orders and how much money at which step."""
    remark_on_filters(folder, asked["where"])
    answer = ask_losses(Store(folder), losses_from_words(**asked))
    if as_csv:
        click.echo(losses_csv(answer), nl=False)
    else:
        click.echo(as_text(losses_as_json(answer)) if as_json else printed.losses(answer))
    return DONE


@click.command("change")
@period_options
@loss_options
@click.option("--by", default="group", show_default=True, help=f"Break down by one or more of {DIMENSIONS}.")
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _context, _option, value: value.date() if value else None,
    help="First day of the period compared with (default: the weekday-matched one before).",
)
@csv_option
@store_option
@json_option
def show_change(folder: Path, as_json: bool, as_csv: bool, before: date | None, **asked: Any) -> int:
    """Why a period differs from another: an exact split of the difference."""
    remark_on_filters(folder, asked["where"])
    answer = ask_change(Store(folder), change_from_words(before=before, **asked))
    if as_csv:
        click.echo(change_csv(answer), nl=False)
    else:
        click.echo(as_text(change_as_json(answer)) if as_json else printed.change(answer))
    return DONE
