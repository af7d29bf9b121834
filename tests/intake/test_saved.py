"""Mappings kept in the store: found again by the header they were made for, and by no other."""

from pathlib import Path

import pytest

from funnel.errors import StoreProblem, WrongUse
from funnel.intake.saved import (
    free_id,
    remove_mapping,
    save_mapping,
    saved_fitting,
    saved_mappings,
    saved_profiles,
    slug,
)

HEADER = ("Numer", "Data sprzedaży", "Kwota")
TEXT = """
kind = "order_lines"
name = "Orders of 1C"
signature = ["Numer", "Data sprzedaży", "Kwota"]

[columns]
order_id = "Numer"
moment = "Data sprzedaży"
order_total = "Kwota"

[answers]
"date_order:Data sprzedaży" = "dmy"
"""


def test_a_saved_mapping_is_listed_until_it_is_removed(tmp_path: Path) -> None:
    saved = save_mapping(tmp_path, TEXT, "orders_of_1c")
    assert [profile.id for profile in saved_profiles(tmp_path)] == ["orders_of_1c"]
    assert saved.profile.answers == {"date_order:Data sprzedaży": "dmy"}
    assert saved.profile.feed == "orders_of_1c"
    remove_mapping(tmp_path, "orders_of_1c")
    assert saved_profiles(tmp_path) == ()
    with pytest.raises(WrongUse, match="no saved mapping"):
        remove_mapping(tmp_path, "orders_of_1c")


def test_it_reads_files_of_its_header_and_no_others(tmp_path: Path) -> None:
    save_mapping(tmp_path, TEXT, "orders_of_1c")
    saved = saved_mappings(tmp_path)
    again = saved_fitting(saved, ("kwota", "NUMER", "Data\u00a0sprzedaży", "Uwagi"))
    assert again is not None
    assert again.profile.id == "orders_of_1c"
    assert saved_fitting(saved, HEADER[:2]) is None
    assert saved_fitting(saved, ("Numer", "Data", "Kwota")) is None


def test_a_mapping_that_cannot_be_meant_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no column"):
        save_mapping(tmp_path, TEXT.replace("order_id =", "order_ident ="), "mine")
    with pytest.raises(WrongUse, match="ships"):
        save_mapping(tmp_path, TEXT, "shopify_orders")
    with pytest.raises(WrongUse, match="signature"):
        save_mapping(tmp_path, TEXT.replace("signature", "absent"), "mine")
    with pytest.raises(WrongUse, match="no name"):
        save_mapping(tmp_path, TEXT, "../mine")
    assert saved_profiles(tmp_path) == ()
    assert not list(tmp_path.rglob("*mine*"))


def test_a_saved_file_that_was_broken_by_hand_is_named(tmp_path: Path) -> None:
    save_mapping(tmp_path, TEXT, "mine").path.write_bytes(b"\xff")
    with pytest.raises(StoreProblem, match="mine"):
        saved_profiles(tmp_path)


def test_names_become_ids(tmp_path: Path) -> None:
    assert slug("  Заказы 1С: октябрь.csv ") == "заказы_1с_октябрь_csv"
    assert slug("../..") == "mapping"
    assert len(slug("x" * 200)) == 40
    assert free_id(tmp_path, "Shopify orders") == "shopify_orders_2"
    save_mapping(tmp_path, TEXT, "mine")
    assert free_id(tmp_path, "Mine") == "mine_2"


@pytest.mark.parametrize(
    "text",
    [
        'kind = "stock"\ncolumns = 5',
        'kind = "stock"\n[columns]\nproduct = {}',
        'kind = "stock"\n[columns]\nproduct = 7',
        'kind = "stock"\n[columns]\nproduct = []',
        'kind = "stock"\n[columns]\nproduct = {join = "Name"}',
        'kind = "stock"\n[words]\nproduct = "x"',
        'kind = "stock"\nsignature = [[1]]',
        'kind = "stock"\nzone = 5',
        'kind = "stock"\n[answers]\nzone = 5',
        "kind = []",
    ],
)
def test_a_mapping_of_the_wrong_shape_is_told_so(text: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        save_mapping(tmp_path, text, "mine")
