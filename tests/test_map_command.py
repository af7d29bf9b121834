"""`funnel map` writes mappings that `funnel import --mapping` takes; `funnel mappings` keeps them."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from funnel.cli import funnel
from funnel.intake import Verdict, import_paths
from funnel.store import Store
from funnel.words import Words

FILES = Path(__file__).parent / "mappings"
EXPORTS = Path(__file__).parent / "exports"
EVERY_KIND = sorted(FILES.iterdir())
RECOGNISED = (
    "shopify_orders/orders.csv",
    "zendesk/tickets.csv",
    "yandex_direct/report.csv",
    "ga4_report/exploration.csv",
)


def said(*arguments: object, ends: int = 0) -> str:
    told = CliRunner().invoke(funnel, [str(one) for one in arguments], standalone_mode=False)
    assert told.exception is None, told.exception
    assert told.return_value == ends
    return str(told.stdout)


def told(*arguments: object, ends: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(*arguments, "--json", ends=ends))
    return found


def shop(folder: Path, settings: str = "") -> Path:
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(f'zone = "Europe/Warsaw"\n{settings}', encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", EVERY_KIND, ids=lambda path: path.stem)
def test_a_printed_mapping_imports_the_file_it_was_printed_for(path: Path, tmp_path: Path) -> None:
    store = shop(tmp_path / "store")
    mapping = tmp_path / "m.toml"
    mapping.write_text(said("map", path, "--store", store), encoding="utf-8")
    row = told("import", path, "--mapping", mapping, "--store", store)["rows"][0]
    assert row["verdict"] == "loaded", row["sentence"]
    assert row["accepted"] == row["records"] > 0
    assert path.stem.startswith(row["receipt"]["kind"])


@pytest.mark.parametrize("name", RECOGNISED)
def test_the_mapping_of_a_recognised_file_reads_it_the_same(name: str, tmp_path: Path) -> None:
    path = EXPORTS / name
    settings = path.with_suffix(".toml").read_text(encoding="utf-8") if path.with_suffix(".toml").exists() else ""
    plain = shop(tmp_path / "plain", "" if "zone" in settings else settings)
    mapped = shop(tmp_path / "mapped", "" if "zone" in settings else settings)
    mapping = tmp_path / "m.toml"
    mapping.write_text(said("map", path, "--store", plain), encoding="utf-8")
    one = told("import", path, "--store", plain)["rows"][0]
    other = told("import", path, "--mapping", mapping, "--store", mapped)["rows"][0]
    own = {"receipt", "sentence"}
    assert {key: value for key, value in one.items() if key not in own} == {
        key: value for key, value in other.items() if key not in own
    }
    assert one["verdict"].startswith("loaded")


def test_comments_say_why_what_is_left_and_what_it_would_show(tmp_path: Path) -> None:
    text = said("map", FILES / "contacts_ru.csv", "--store", shop(tmp_path / "store"))
    assert "a@example.ru" not in text
    assert "Где мой заказ" not in text
    assert '# "Тема письма": •••' in text
    assert "usually means this" in text
    assert "# first_reply_at = " in text
    assert "would show: time to first reply" in text
    assert tomllib.loads(text)["units"] == {"first_reply_seconds": "minutes"}


def test_it_speaks_the_language_of_the_shop(tmp_path: Path) -> None:
    text = said("map", FILES / "stock_ru.csv", "--store", shop(tmp_path / "store", 'language = "ru"'))
    assert Words("ru").text("Not found in the file. Name a column to add one:") in text


def test_the_kind_can_be_said(tmp_path: Path) -> None:
    store = shop(tmp_path / "store")
    found = told("map", FILES / "order_lines_pl.csv", "--kind", "stock", "--store", store)
    assert found["kind"] == "stock"
    assert {row["column"]: row["header"] for row in found["rows"]}["price"] == "Cena brutto"
    assert [lack["column"] for lack in found["lacking"] if lack["required"]] == []


def test_what_follows_from_other_columns_is_not_missing(tmp_path: Path) -> None:
    contacts = tmp_path / "contacts.csv"
    rows = "".join(f"K-{day};2026-10-{day} 10:00;2026-10-{day} 10:30\n" for day in (14, 15))
    contacts.write_text("Nr sprawy;Otwarto;Pierwsza odpowiedź\n" + rows, encoding="utf-8")
    found = told("map", contacts, "--store", shop(tmp_path / "store"))
    assert {"moment", "first_reply_at"} <= {row["column"] for row in found["rows"]}
    assert "first_reply_seconds" not in [lack["column"] for lack in found["lacking"]]


def test_json_tells_the_same(tmp_path: Path) -> None:
    found = told("map", FILES / "ad_costs_pl.csv", "--store", shop(tmp_path / "store"))
    assert found["source"] is None
    assert {row["column"]: row["header"] for row in found["rows"]}["cost"] == "Wydatki brutto [PLN]"
    assert all(0 < row["confidence"] <= 1 and row["reason"] for row in found["rows"])
    assert [one["header"] for one in found["unused"]] == ["CTR"]
    assert tomllib.loads(found["mapping"])["kind"] == "ad_costs"


def test_a_kept_mapping_reads_the_next_file_without_being_asked(tmp_path: Path) -> None:
    store = shop(tmp_path / "store")
    first = FILES / "contacts_ru.csv"
    mapping = tmp_path / "helpdesk.toml"
    mapping.write_text(said("map", first, "--store", store), encoding="utf-8")
    assert told("import", first, "--store", store, ends=1)["rows"][0]["verdict"] == "question"
    kept = told("mappings", "--add", mapping, "--store", store)["rows"]
    assert [row["id"] for row in kept] == ["helpdesk"]
    second = tmp_path / "october.csv"
    second.write_text(first.read_text(encoding="utf-8").replace("T-", "U-"), encoding="utf-8")
    rows = told("import", first, second, "--store", store)["rows"]
    assert [(row["verdict"], row["source"]) for row in rows] == [("loaded", "helpdesk")] * 2
    assert told("map", second, "--store", store)["source"] == "helpdesk"
    assert told("mappings", "--remove", "helpdesk", "--store", store)["rows"] == []
    assert said("mappings", "--store", store).strip() == "No mapping is kept in this store."


def test_a_changed_mapping_reads_the_same_file_anew(tmp_path: Path) -> None:
    store = Store(shop(tmp_path / "store"))
    path, mapping = FILES / "contacts_ru.csv", tmp_path / "helpdesk.toml"
    mapping.write_text(said("map", path, "--store", store.folder), encoding="utf-8")
    said("mappings", "--add", mapping, "--store", store.folder)
    first = import_paths(store, [path])[0]
    assert first.verdict is Verdict.LOADED
    assert first.receipt is not None
    assert import_paths(store, [path])[0].verdict is Verdict.ALREADY
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('"minutes"', '"hours"'), encoding="utf-8")
    said("mappings", "--add", mapping, "--store", store.folder)
    assert import_paths(store, [path])[0].verdict is Verdict.REFUSED
    store.shelf.undo(first.receipt.import_id)
    assert import_paths(store, [path])[0].verdict is Verdict.LOADED


def test_amounts_in_cents_are_stored_in_whole(tmp_path: Path) -> None:
    path, mapping = tmp_path / "orders.csv", tmp_path / "m.toml"
    path.write_text(
        "Order id,Created at,Total\n1,2026-10-01,1999\n2,2026-10-02,5\n3,2026-10-02,7.5\n", encoding="utf-8"
    )
    store = shop(tmp_path / "store")
    text = said("map", path, "--store", store)
    mapping.write_text(f'{text}\n[units]\norder_total = "cents"\n', encoding="utf-8")
    row = told("import", path, "--mapping", mapping, "--store", store)["rows"][0]
    assert row["control"]["order_total"] == "20.04"
    assert [(reject["record"], reject["column"]) for reject in row["rejects"]] == [(3, "Total")]
