"""`funnel show traffic`, `site`, `assortment` and `service`: the lists of a department's screen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from funnel.answers.departments import DEPARTMENTS, list_named
from funnel.answers.laid_losses import ask_list
from funnel.answers.listing import ListAnswer, ListQuestion, ListRule, Promotion
from funnel.answers.listing_told import list_csv, list_text, lists_as_json
from funnel.answers.shop import is_sample
from funnel.answers.told import filters_from_words
from funnel.board import board_of
from funnel.board.annotations import Happening
from funnel.board.happenings import happened_between
from funnel.commands.options import DONE, as_text, json_option, period_options, remark_on_filters, store_option
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
        remark_on_filters(folder, where)
        question = ListQuestion(start, end, filters_from_words(where), limit)
        store = Store(folder)
        rules = [list_named(name, code) for code in lists or codes]
        answers = [ask_list(store, rule, promoted(store, rule, question)) for rule in rules]
        return print_lists(name, answers, as_json=as_json, as_csv=as_csv)

    return show


def promoted(store: Store, rule: ListRule, question: ListQuestion) -> ListQuestion:
    """The question with the promotions the team has noted, where the list asks for them."""
    if not rule.of_promotions:
        return question
    held = happened_between(board_of(store), date.min, date.max, in_sample=is_sample(store))
    noted = [Promotion(one.text, one.day, one.till) for one in held if one.kind is Happening.PROMOTION]
    return replace(question, promotions=tuple(noted))


def print_lists(department: str, answers: Sequence[ListAnswer], *, as_json: bool, as_csv: bool) -> int:
    """Lists as JSON, as CSV or as text; exit code."""
    if as_json:
        click.echo(as_text(lists_as_json(department, answers)))
        return DONE
    told: Callable[[ListAnswer], str] = list_csv if as_csv else list_text
    click.echo("\n".join(told(answer) for answer in answers), nl=False)
    return DONE
