"""The language of a request that no screen answers."""

from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from starlette.types import Scope

from funnel.words import LANGUAGES

LANGUAGE_COOKIE: Final = "funnel_language"


def language_asked(scope: Scope, otherwise: str = "en") -> str:
    """Language of a request: of its address, else of its cookie, else the shop's."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    if asked in LANGUAGES:
        return asked
    cookies = SimpleCookie()
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            cookies.load(value.decode("latin-1"))
    found = cookies.get(LANGUAGE_COOKIE)
    return found.value if found and found.value in LANGUAGES else otherwise
