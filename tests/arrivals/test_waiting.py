"""Uploaded files wait under safe names, and nothing unfinished or old stays."""

import os
from pathlib import Path

import pytest

from funnel.arrivals.waiting import A_DAY, Waiting, safe_name


@pytest.fixture
def waiting(tmp_path: Path) -> Waiting:
    return Waiting(tmp_path)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("../../etc/..\\passwd", "passwd"),
        ("C:\\exports\\orders.csv", "orders.csv"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("..", "file"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("con.csv", "_con.csv"),
        ("заказы ё.csv", "заказы ё.csv"),
        ("evil\u202evsc.exe", "evilvsc.exe"),
        ("a.csv. ", "a.csv"),
    ],
)
def test_a_name_is_never_a_path(told: str, kept: str) -> None:
    assert safe_name(told) == kept


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    name = safe_name("ж" * 300 + ".csv.gz")
    assert len(name.encode()) <= 120
    assert name.endswith("ж.csv.gz")


def test_a_finished_file_waits_under_its_own_name(waiting: Waiting) -> None:
    with waiting.arrival("../orders.csv") as arrival:
        arrival.write(b"a,b\n")
        arrival.write(b"1,2\n")
        file = arrival.finish()
    assert (file.name, file.path.read_bytes()) == ("orders.csv", b"a,b\n1,2\n")
    assert waiting.file(file.token) == waiting.at(file.path) == file
    assert waiting.files() == (file,)
    waiting.let_go(file.token)
    assert waiting.files() == ()
    assert not file.path.parent.exists()


def test_an_unfinished_file_leaves_nothing(waiting: Waiting) -> None:
    with waiting.arrival("orders.csv") as arrival:
        arrival.write(b"a,b\n")
        assert waiting.files() == ()
    assert not list(waiting.folder.iterdir())


@pytest.mark.parametrize("token", ["", "..", "../imports", "0" * 15, "G" * 16, "0123456789abcdef"])
def test_only_a_token_names_a_file(waiting: Waiting, token: str) -> None:
    assert waiting.file(token) is None
    waiting.let_go(token)


def test_letting_go_touches_nothing_elsewhere(waiting: Waiting, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("a")
    waiting.let_go_of(mine)
    assert waiting.at(mine) is None
    assert mine.exists()


def test_what_waits_too_long_is_let_go(waiting: Waiting) -> None:
    for name in ("old.csv", "new.csv"):
        with waiting.arrival(name) as arrival:
            arrival.write(b"a")
            arrival.finish()
    old = next(file for file in waiting.files() if file.name == "old.csv")
    os.utime(old.path, (0, 0))
    os.utime(old.path.parent, (0, 0))
    waiting.clear(older_than=A_DAY)
    assert [file.name for file in waiting.files()] == ["new.csv"]
    waiting.clear()
    assert waiting.files() == ()


def test_a_file_elsewhere_can_wait_beside_and_stays_where_it_is(waiting: Waiting, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("a")
    beside = waiting.beside(mine)
    assert waiting.file(beside.token) == beside
    waiting.let_go(beside.token)
    assert mine.read_text() == "a"
