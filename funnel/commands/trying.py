"""`funnel show experiment`: what a split test, a staged fix or a look before and after says."""

from datetime import date
from pathlib import Path

import click

from funnel.answers.experiment_result import Per, SplitQuestion, StagedQuestion
from funnel.answers.experiments import ask_split
from funnel.answers.experiments_told import experiment_text, split_as_json, staged_as_json
from funnel.answers.staged import ask_staged
from funnel.answers.told import filters_from_words
from funnel.commands.options import DONE, as_text, json_option, period_options, remark_on_filters, store_option
from funnel.store import Store

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("experiment")
@period_options
@click.option("--control", help="Arm everybody had before (default: the one called control or A).")
@click.option("--treatment", help="Arm with the fix (default: the other one).")
@click.option("--planned-end", type=DAY, help="Last day planned before the start; until then ranges stand daily looks.")
@click.option("--per", type=click.Choice([per.value for per in Per]), default=Per.VISIT.value, show_default=True)
@click.option("--share", default=50.0, show_default=True, help="Percent of the visitors meant for the treatment.")
@click.option("--since", type=DAY, help="First day of a fix without arms: staged with --fixed, else before and after.")
@click.option("--fixed", multiple=True, metavar="K=V", help="Segments that got it: device=mobile. The others compare.")
@click.option("--where", multiple=True, metavar="K=V", help="Only these: channel=email. Repeatable.")
@store_option
@json_option
def show_experiment(  # noqa: PLR0917  one argument an option
    folder: Path,
    as_json: bool,
    where: tuple[str, ...],
    fixed: tuple[str, ...],
    since: date | None,
    share: float,
    per: str,
    planned_end: date | None,
    treatment: str | None,
    control: str | None,
    start: date | None,
    end: date | None,
) -> int:
    """Whether a fix brought orders and money: a split test, or with --since a staged fix."""
    remark_on_filters(folder, where, fixed)
    store, filters = Store(folder), filters_from_words(where)
    if since is not None:
        staged = StagedQuestion(_day(since), start, end, filters_from_words(fixed), filters)
        told = staged_as_json(ask_staged(store, staged))
    else:
        until = _day(planned_end) if planned_end else None
        asked = SplitQuestion(control, treatment, start, end, until, filters, Per(per), share / 100)
        told = split_as_json(ask_split(store, asked))
    click.echo(as_text(told) if as_json else experiment_text(told))
    return DONE


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)
