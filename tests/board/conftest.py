"""Every test of the board runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from funnel.board import Board, board_of
from funnel.store import Store
from tests.postgres import running_postgres
from tests.shop import shop


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a running PostgreSQL, “{name}” standing for the database."""
    with running_postgres() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def board_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'board.db'}"
    address: str = request.getfixturevalue("postgres")
    name = f"board_{uuid4().hex}"
    server = sa.create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        connection.execute(sa.text("create database " + name))
    return address.format(name=name)


@pytest.fixture
def board_store(board_url: str, tmp_path: Path) -> Store:
    """A store whose board is that database."""
    return shop(tmp_path, board_url=board_url)


@pytest.fixture
def board(board_store: Store) -> Iterator[Board]:
    """An open, empty board."""
    opened = board_of(board_store)
    yield opened
    opened.engine.dispose()
