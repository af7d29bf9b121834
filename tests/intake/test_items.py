"""Several items in one cell, as WooCommerce lists them, after a spreadsheet or an encoding changed the sign between."""

from pathlib import Path

import pytest

from funnel.intake import import_paths
from tests.intake.exports import accepted_text, store_at

HEADER = "Date,Order #,N. Revenue (formatted),Status,Product(s),Items sold,Net Sales\n"


def _pieces(folder: Path, items: str, encoding: str = "utf-8") -> tuple[str | None, list[str]]:
    """The sum of pieces, and the products with their pieces."""
    rows = "".join(f'2026-10-{day} 10:00,{day},$20.50,completed,"{items}",3,20.50\n' for day in (14, 15))
    (folder / "orders.csv").write_bytes((HEADER + rows).encode(encoding, "replace"))
    store = store_at(folder / "store", 'currency = "USD"')
    (outcome,) = import_paths(store, [folder / "orders.csv"])
    assert outcome.receipt is not None, outcome
    lines = [line.split(",") for line in accepted_text(store, outcome).splitlines()]
    places = [lines[0].index(name) for name in ("product", "quantity")]
    return outcome.receipt.control.get("quantity"), [":".join(line[place] for place in places) for line in lines[1:3]]


@pytest.mark.parametrize("sign", ["× ", "×", "x ", "X ", "х ", "* ", "? ", "Ã— ", "Г— ", "&times; "])
def test_pieces_are_read_whatever_became_of_the_sign_behind_them(sign: str, tmp_path: Path) -> None:
    assert _pieces(tmp_path, f"2{sign}Tee 3x3 cm red, 1{sign}Mug") == (
        "6",
        ["Tee 3x3 cm red:2", "Mug:1"],
    )


def test_a_sign_an_encoding_lacks_costs_no_pieces(tmp_path: Path) -> None:
    assert _pieces(tmp_path, "2× Чайник, 1× Mug", "cp1251") == ("6", ["Чайник:2", "Mug:1"])


@pytest.mark.parametrize("items", ["", "Tee and Mug", "three of them"])
def test_pieces_of_the_whole_order_count_where_no_items_are_listed(items: str, tmp_path: Path) -> None:
    assert _pieces(tmp_path, items) == ("6", [":3", ":3"])
