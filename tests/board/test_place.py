"""The board opens anywhere, once, with the tables the code declares; what cannot be meant is told in a sentence."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from funnel.board import Board, board_of
from funnel.board import place as place_of_boards
from funnel.board.migrate import bring_up_to_date, migrations
from funnel.board.tables import METADATA
from funnel.errors import StoreProblem, WrongUse
from funnel.store import Store
from tests.shop import shop


def test_migrations_make_exactly_the_tables_declared(board: Board) -> None:
    with board.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == migrations().get_current_head()


def test_two_servers_that_start_at_once_make_the_tables_once(board_url: str, tmp_path: Path) -> None:
    engines = [place_of_boards._made(board_url).execution_options(**{place_of_boards.WRITES: True}) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(bring_up_to_date, engines))
    with engines[0].connect() as connection:
        assert connection.execute(sa.text("select count(*) from alembic_version")).scalar() == 1
    for engine in engines:
        engine.dispose()


def test_a_board_of_a_newer_release_is_refused_and_left_alone(board: Board, board_store: Store) -> None:
    with board.writing() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    place_of_boards._ENGINES.clear()
    with pytest.raises(StoreProblem, match="newer release"):
        board_of(board_store)


def test_the_board_is_a_file_of_the_store_unless_told_otherwise(tmp_path: Path) -> None:
    store = shop(tmp_path / "store")
    with board_of(store).reading() as connection:
        assert connection.execute(sa.text("pragma journal_mode")).scalar() == "wal"
        assert connection.execute(sa.text("pragma foreign_keys")).scalar() == 1
    assert (tmp_path / "store" / "board.db").exists()


def test_a_board_file_taken_away_is_made_anew(tmp_path: Path) -> None:
    store = shop(tmp_path / "store")
    board_of(store)
    for path in (tmp_path / "store").glob("board.db*"):
        path.unlink()
    with board_of(store).reading() as connection:
        assert connection.execute(sa.text("select count(*) from cards")).scalar() == 0


@pytest.mark.parametrize("address", ["nonsense", "oracel://somewhere/board"])
def test_an_address_that_cannot_be_meant_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="board_url"):
        board_of(shop(tmp_path, board_url=address))


def test_a_database_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="cannot be reached") as problem:
        board_of(shop(tmp_path, board_url="postgresql+psycopg://anna:secret@127.0.0.1:9/board"))
    assert "secret" not in str(problem.value)
