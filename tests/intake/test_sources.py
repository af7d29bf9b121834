"""Every fixture fits one profile best, every real header is recognised, and the page of sources is current."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from funnel.intake.header import normalised
from funnel.intake.judged import Setting
from funnel.intake.load import Request, understood
from funnel.intake.profile import profiles
from funnel.intake.recognise import fits, rank
from tests.intake.exports import fixtures
from tests.intake.sources_page import PAGE, sources_markdown

REQUEST = Request(Setting("Europe/Warsaw", "", datetime.now(UTC)), b"k" * 32, "256MB")
SMALL = [path for path in fixtures() if path.name != "ecom_events.csv.gz"]

HEADERS = Path(__file__).parents[1] / "headers"
SOURCE_OF = {
    "freshdesk_tickets_export.csv": "freshdesk",
    "ga4_exploration_freeform.csv": "ga4_report",
    "ga4_ui_traffic_acquisition.csv": "ga4_report",
    "meta_ads.csv": "meta_ads",
    "meta_ads_fr_semicolon.csv": "meta_ads",
    "prom_1c_stock.csv": "one_c_stock",
    "shopify_inventory_export_by_location_columns.csv": "shopify_inventory_by_location",
    "shopify_inventory_export_new.csv": "shopify_inventory",
    "shopify_orders_export.csv": "shopify_orders",
    "woocommerce_analytics_orders.csv": "woocommerce_orders",
    "yandex_direct_report.csv": "yandex_direct",
    "yandex_metrica_logs_visits.tsv": "yandex_metrica_visits",
    "yandex_metrica_ui_sources.csv": "yandex_metrica_report",
    "zendesk_view_export_header.csv": "zendesk",
}

Renamed = Callable[[str], str]
RENAMINGS: dict[str, Renamed] = {
    "capitals": str.upper,
    "no-break blanks": lambda name: f"\u00a0 {name.replace(' ', chr(0xA0))} ",
    "quotes": lambda name: f'"{name}"',
    "e for ё": lambda name: name.replace("ё", "е").replace("Ё", "Е"),
}


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _header(path: Path, folder: Path) -> tuple[str, ...]:
    folder = folder / path.parent.name / path.stem
    folder.mkdir(parents=True)
    return understood(path, folder, REQUEST).table.header


@pytest.mark.parametrize("fixture", SMALL, ids=_named)
def test_one_profile_fits_best(fixture: Path, tmp_path: Path) -> None:
    names = [normalised(cell) for cell in _header(fixture, tmp_path)]
    ranked = sorted(((rank(one, names), one.id) for one in profiles() if fits(one, names)), reverse=True)
    assert ranked[0][1] == fixture.parent.name
    assert len(ranked) == 1 or ranked[0][0] > ranked[1][0], ranked


@pytest.mark.parametrize("name", SOURCE_OF)
def test_real_headers_are_recognised(name: str, tmp_path: Path) -> None:
    found = understood(HEADERS / name, tmp_path, REQUEST).recognition
    assert found.profile.id == SOURCE_OF[name]
    assert found.by == ("alias" if name == "meta_ads_fr_semicolon.csv" else "header")


@pytest.mark.parametrize("renamed", RENAMINGS)
def test_headers_are_known_however_they_are_written(renamed: str, tmp_path: Path) -> None:
    for fixture in SMALL:
        names = [normalised(RENAMINGS[renamed](cell)) for cell in _header(fixture, tmp_path)]
        fitting = [one for one in profiles() if fits(one, names)]
        best = max(fitting, key=lambda one: rank(one, names), default=None)
        assert best is not None, fixture.name
        assert best.id == fixture.parent.name


def test_the_page_of_sources_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == sources_markdown()
