"""The log tells what happened, and nothing of what files or people told."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from funnel.errors import WrongUse, sentence
from funnel.intake import import_paths
from funnel.store import Store
from funnel.upkeep.log import FILE, FOLDER, start_log, stop_log

LOG = logging.getLogger("funnel.tests")
PEOPLE = ("anna.nowak@example.com", "+48 601 234 567", "Anna Nowak", "Prosta 51")
HEADER = "user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort,user_lifecycle"


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    stop_log()


def text(folder: Path) -> str:
    path = folder / FOLDER / FILE
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_no_name_mail_or_phone_of_a_file_is_logged(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    start_log(store.folder, "debug")
    rows = [f"u{n},s{n},product_view,2026-09-01 10:00:{n:02},mobile,email,2026-09,new" for n in range(30)]
    for place, one in enumerate(PEOPLE):
        rows[place] = rows[place].replace("2026-09-01", one).replace(f"u{place}", one)
        rows[10 + place] = rows[10 + place].replace("product_view", one)
    good, bad = tmp_path / "orders of Anna Nowak.csv", tmp_path / "anna.nowak@example.com.csv"
    good.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    bad.write_text("<html>Anna Nowak, Prosta 51</html>", encoding="utf-8")
    outcomes = import_paths(store, [good, bad])
    assert {outcome.verdict for outcome in outcomes} == {"loaded_with_rejects", "refused"}
    told = text(store.folder)
    assert "accepted" in told
    assert "Generation 1 is published" in told
    assert [one for one in (*PEOPLE, "Nowak", "601") if one in told] == []


def test_values_of_errors_and_their_texts_stay_out(tmp_path: Path) -> None:
    start_log(tmp_path, "info")
    try:
        int("anna.nowak@example.com")
    except ValueError:
        LOG.exception("A screen could not be shown")
    LOG.warning("%s", WrongUse(sentence("There is no file “{path}”.", path="Anna Nowak.csv")))
    LOG.info("Read %s in %d s", "Anna Nowak.csv", 3)
    logging.getLogger("another").warning("row of Anna Nowak")
    told = text(tmp_path)
    assert "ValueError" in told
    assert "test_log.py" in told
    assert "There is no file “{path}”." in told
    assert "Read … in 3 s" in told
    assert "another" in told
    assert "Anna" not in told


def test_the_level_of_the_settings_decides_and_old_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funnel.upkeep.log.BYTES", 2_000)
    start_log(tmp_path, "warning")
    LOG.info("quiet")
    assert text(tmp_path) == ""
    for number in range(400):
        LOG.warning("loud %d", number)
    files = list((tmp_path / FOLDER).iterdir())
    assert len(files) == 6
    assert sum(path.stat().st_size for path in files) < 15_000


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file in the way", encoding="utf-8")
    start_log(tmp_path, "info")
    LOG.warning("nobody hears this")
