"""Texts fit their places in the language with the longest words, on a laptop and a phone; Tab reaches every control."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Server
from tests.looks import NAMES, PLACES, misfits, out_of_reach, reader_of, shown, shown_next

pytestmark = pytest.mark.browser
OWN_DAYS = ("change", NAMES[0])
"""Screens loaded anew, over the days they choose themselves; the others follow over the days of the last of these."""


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_every_text_fits_its_place(sample_server: Server, browser: Browser, size: str) -> None:
    context = browser.new_context(**reader_of(size))
    try:
        page = context.new_page()
        found = {name: misfits(shown(page, sample_server.address, PLACES[name], "ru")) for name in OWN_DAYS}
        found |= {name: misfits(shown_next(page, PLACES[name], "ru")) for name in PLACES if name not in OWN_DAYS}
    finally:
        context.close()
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("name", ["losses", "backlog", "imports"])
def test_every_control_is_reached_by_tab(sample_server: Server, browser: Browser, name: str) -> None:
    context = browser.new_context(**reader_of("laptop"))
    try:
        assert out_of_reach(shown(context.new_page(), sample_server.address, PLACES[name], "en")) == []
    finally:
        context.close()
