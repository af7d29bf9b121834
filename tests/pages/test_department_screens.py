"""The screens of the departments show what their lists answer, for whatever store they stand on."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from funnel.answers.departments import DEPARTMENTS
from funnel.store import Store
from funnel.terms import Kind
from funnel.words import Words
from tests.shop import published, shop

Open = Callable[..., AppTest]


@pytest.mark.parametrize("code", [rule.code for rule in DEPARTMENTS["marketplaces"]])
def test_a_shop_without_marketplaces_has_their_lists_under_their_names(
    open_page: Open, normal: Store, code: str
) -> None:
    app = open_page(normal, "marketplaces", list=code)
    assert not [*app.exception, *app.warning, *app.error]
    names = {rule.code: rule.name for rule in DEPARTMENTS["marketplaces"]}
    assert Words().text(names[code]) in [header.value for header in app.header]


@pytest.mark.parametrize("language", ["ru", "pl"])
@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_department_speaks_every_language(open_page: Open, normal: Store, department: str, language: str) -> None:
    app = open_page(normal, department, lang=language)
    assert not app.exception


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_an_empty_store_and_one_of_a_single_row_have_their_screens(
    open_page: Open, empty: Store, one_row: Store, department: str
) -> None:
    for store in (empty, one_row):
        app = open_page(store, department)
        assert not app.exception
        assert not app.error


@pytest.fixture(scope="module")
def contacts_only(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with two contacts and nothing else."""
    rows = [
        {"contact_id": "1", "moment": "2026-11-10T10:00:00", "first_reply_seconds": 60, "medium": "chat"},
        {"contact_id": "2", "moment": "2026-11-12T10:00:00", "medium": "chat"},
    ]
    return published(shop(tmp_path_factory.mktemp("desk")), Kind.CONTACTS, rows)


@pytest.mark.parametrize("code", [rule.code for rule in DEPARTMENTS["service"]])
def test_contacts_alone_have_a_service_screen(open_page: Open, contacts_only: Store, code: str) -> None:
    app = open_page(contacts_only, "service", list=code)
    assert not app.exception
    assert not app.error
    names = {rule.code: rule.name for rule in DEPARTMENTS["service"]}
    assert Words().text(names[code]) in [header.value for header in app.header]


def test_the_marketplaces_screen_says_first_how_much_comes_from_where(open_page: Open, normal: Store) -> None:
    (title,) = open_page(normal, "marketplaces").title
    assert "come from the own site; nothing of a marketplace is held" in title.value
