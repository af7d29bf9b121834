"""One sample shop of middling size for all tests of what it says."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from funnel.sample import SampleShop, write_sample

Rows = list[dict[str, str]]


def text_of(path: Path) -> bytes:
    """What a file holds, unzipped: the bytes of a gzip file may differ with the release of zlib."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def rows_of(path: Path) -> Rows:
    return list(csv.DictReader(io.StringIO(text_of(path).decode("utf-8"))))


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> SampleShop:
    return write_sample(tmp_path_factory.mktemp("shop"), sessions=20_000)


@pytest.fixture(scope="session")
def events(shop: SampleShop) -> Rows:
    return [row for path in sorted((shop.folder / "traffic").iterdir()) for row in rows_of(path)]


@pytest.fixture(scope="session")
def order_lines(shop: SampleShop) -> Rows:
    return [row for path in sorted((shop.folder / "orders").iterdir()) for row in rows_of(path)]


@pytest.fixture(scope="session")
def tickets(shop: SampleShop) -> Rows:
    return rows_of(shop.folder / "support" / "zendesk_tickets.csv")


@pytest.fixture(scope="session")
def feed(shop: SampleShop) -> Rows:
    return rows_of(shop.folder / "stock" / "product_feed.csv.gz")


@pytest.fixture(scope="session")
def truth(shop: SampleShop) -> dict[str, Any]:
    return json.loads((shop.folder / "truth.json").read_text(encoding="utf-8"))
