"""`python -m funnel.sample DIR`: writes the sample shop."""

from pathlib import Path

import click

from funnel.sample import write_sample


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--sessions", default=60_000, show_default=True, help="Visits in all.")
@click.option("--weeks", default=13, show_default=True, help="Weeks up to 15 November 2026.")
@click.option("--seed", default=20261115, show_default=True, help="Another number makes another shop.")
def main(folder: Path, sessions: int, weeks: int, seed: int) -> None:
    """Write the exports of an invented shop into FOLDER."""
    shop = write_sample(folder, sessions=sessions, weeks=weeks, seed=seed)
    click.echo(f"{shop.visits} visits, {shop.events} events, {shop.orders} orders in {len(shop.files)} files")


main()
