"""Brings the tables of a board up to this release in one transaction; two servers that start at once take turns."""

from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, RevisionStep
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from funnel.errors import StoreProblem, sentence

MIGRATIONS: Final = Path(__file__).parent / "migrations"
LOCK: Final = 7_201_611_420


def migrations() -> ScriptDirectory:
    """The migrations of this release, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def bring_up_to_date(engine: sa.Engine) -> None:
    """Run what is missing; raises StoreProblem for a board that a newer release wrote."""
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        scripts = migrations()
        if MigrationContext.configure(connection).get_current_revision() == scripts.get_current_head():
            return
        _upgrade(connection, scripts)


def _upgrade(connection: sa.Connection, scripts: ScriptDirectory) -> None:
    def missing(revision: str, _context: MigrationContext) -> list[RevisionStep]:
        return list(scripts._upgrade_revs("head", revision))

    try:
        with EnvironmentContext(Config(), scripts, fn=missing) as environment:
            environment.configure(connection=connection)
            environment.run_migrations()
    except CommandError as cause:
        raise StoreProblem(
            sentence("This board was written by a newer release. Start that release, or restore a backup.")
        ) from cause
