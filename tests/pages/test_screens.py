"""Every screen over every store: it says something, it never shows a trace, it says it in every language."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.errors import StoreProblem
from funnel.store import Store
from funnel.ui import cached
from funnel.words import LANGUAGES, Words

PAGES = ("funnel", "losses", "change", "backlog", "team", "imports", "mapping", "glossary")
FIRST_WORDS = {
    "funnel": {"en": "Of ", "ru": "Из ", "pl": "Z "},
    "losses": {
        "en": ("Problems we", "No problem"),
        "ru": ("Видимые нам", "За эти дни ни одна"),
        "pl": ("Widoczne", "W tych dniach żaden"),
    },
    "change": {"en": ("Rose", "Fell"), "ru": ("Больше", "Меньше"), "pl": ("Wzrost", "Spadek")},
    "team": {"en": "3 losses without", "ru": "3 потери без", "pl": "3 straty bez"},
    "backlog": {"en": "0 open cards", "ru": "0 открытых карточек", "pl": "0 otwartych kart"},
}
"""What the sentence on top begins with; in a shop as small as this one little stands out from the noise."""
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", ["empty", "one_row", "normal"])
def test_a_screen_copes_with_any_store(
    page: str, kind: str, open_page: Callable[..., AppTest], request: pytest.FixtureRequest
) -> None:
    app = open_page(request.getfixturevalue(kind), page)
    assert not app.exception
    assert not app.error
    assert app.title or app.header


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_speaks_the_language_of_its_address(
    page: str, language: str, open_page: Callable[..., AppTest], normal: Store
) -> None:
    app = open_page(normal, page, lang=language)
    assert not app.exception
    titles = {
        "imports": "From your exports to the funnel",
        "mapping": "Say what the columns of a file are",
        "glossary": "What each number means",
    }
    if page in titles:
        assert app.title[0].value == Words(language).text(titles[page])
    else:
        assert app.title[0].value.startswith(FIRST_WORDS[page][language])


DAYS: dict[str, str | list[str]] = {"from": "2026-11-02", "to": "2026-11-08"}
LINKS: tuple[tuple[str, dict[str, str | list[str]]], ...] = (
    ("funnel", {**DAYS, "device": ["mobile", "desktop"], "counting": "closed", "compare": "none"}),
    ("losses", {**DAYS, "device": "mobile", "reference": "previous_period", "per": "period"}),
    ("assortment", {**DAYS, "laid": "category", "list": "out_of_stock"}),
)


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_a_link_means_the_same_in_every_language(
    page: str, link: dict[str, str | list[str]], open_page: Callable[..., AppTest], normal: Store
) -> None:
    """The address holds codes and ISO days only: whoever opens it reads the same state in the language it names."""
    written = []
    for language in LANGUAGES:
        app = open_page(normal, page, lang=language, **link)
        assert not app.exception
        state = dict(app.query_params)
        assert state.pop("lang") == language
        written.append(state)
    assert all([*written[0].get(name, "")] == [*value] for name, value in link.items())
    assert written == [written[0]] * len(written)
    assert str(written[0]).isascii()


def test_an_unknown_language_falls_back(open_page: Callable[..., AppTest], normal: Store) -> None:
    assert open_page(normal, lang="xx").title[0].value.startswith("Of ")


@pytest.mark.parametrize("page", PAGES)
def test_a_screen_run_without_the_router_shows_nothing(page: str) -> None:
    app = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60).run()
    assert not app.exception
    assert len(app.main) == 0


def test_an_error_of_ours_is_told_in_its_sentence(
    open_page: Callable[..., AppTest], normal: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_store: Store) -> None:
        raise StoreProblem("The disk is full.")

    monkeypatch.setattr(cached, "shop", broken)
    monkeypatch.setattr("funnel.ui.router.shop", broken)
    app = open_page(normal)
    assert [box.value for box in app.warning] == [r"The disk is full\."]


def test_any_other_error_is_told_neutrally_and_logged(
    open_page: Callable[..., AppTest],
    normal: Store,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("funnel.ui.cached.ask_funnel", broken)
    cached._funnel.clear()
    app = open_page(normal)
    assert "server's log" in app.error[0].value
    assert "secret" not in app.error[0].value
    assert "secret detail" in caplog.text
    cached._funnel.clear()
