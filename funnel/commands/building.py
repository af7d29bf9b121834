"""`funnel build`: the published numbers made anew, here or on another engine over the same files."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import click

from funnel.commands.options import DONE, as_text, json_option, store_option
from funnel.errors import WrongUse, sentence
from funnel.store import Store

DUCKDB, SPARK, CLICKHOUSE = "duckdb", "spark", "clickhouse"
HERE = "local[*]"
OWNERS = {"master": SPARK, "scratch": SPARK, "url": CLICKHOUSE}


@click.command("build")
@click.option(
    "--engine",
    type=click.Choice((DUCKDB, SPARK, CLICKHOUSE)),
    default=DUCKDB,
    show_default=True,
    help="What builds.",
)
@click.option("--master", help=f"Spark: its master, like spark://host:7077 (default: {HERE}).")
@click.option("--scratch", help="Spark: folder or URL that driver and executors share (default: inside the store).")
@click.option("--url", help="ClickHouse: a server, like https://user@host:8443 (default: in this process).")
@store_option
@json_option
def build(*, folder: Path, engine: str, as_json: bool, **told: str | None) -> int:
    """Build the published numbers anew, on another engine where one machine is too small."""
    for option, owner in OWNERS.items():
        if told[option] and owner != engine:
            raise WrongUse(sentence("--{option} is for --engine {owner}.", option=option, owner=owner))
    store = Store(folder)
    with store.shelf.writing():
        number = store.publish(anew=True) if engine == DUCKDB else _publish_elsewhere(store, engine, told)
    answer = {"generation": number, "engine": engine}
    click.echo(as_text(answer) if as_json else f"Generation {number} is published.")
    return DONE


def _publish_elsewhere(store: Store, engine: str, told: dict[str, str | None]) -> int:
    from funnel.engines.build import publish_with  # noqa: PLC0415  Arrow takes half a second to import

    return publish_with(_spark(told) if engine == SPARK else _clickhouse(told["url"]), store, _tell)


def _spark(told: dict[str, str | None]) -> Callable[[Path], AbstractContextManager[Any]]:
    from funnel.engines.spark import Spark  # noqa: PLC0415  as above

    @contextmanager
    def opened(own: Path) -> Iterator[Spark]:
        engine = Spark(told["master"] or HERE, told["scratch"] or str(own / SPARK))
        try:
            yield engine
        finally:
            engine.close()

    return opened


def _clickhouse(url: str | None) -> Callable[[Path], AbstractContextManager[Any]]:
    from funnel.engines.clickhouse import ClickHouse, Door, InProcess, Server  # noqa: PLC0415  as above

    @contextmanager
    def opened(own: Path) -> Iterator[ClickHouse]:
        door: Door = Server(url, f"funnel_{token_hex(6)}") if url else InProcess(own)
        engine = ClickHouse(door, own)
        try:
            yield engine
        finally:
            engine.close()

    return opened


def _tell(step: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{step}", nl=False, err=True)
