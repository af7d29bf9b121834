"""The tables of docs/safety.md name tests and scripts that exist, and leave no check and no promise out."""

import re

from tests.faults.__main__ import LONG_FORMS
from tests.house import ROOT

TEXT = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
PROMISES = re.findall(r"^\| ([A-Z][^|]+?) \| (.+?) \|$", TEXT, re.MULTILINE)
AREAS = ("Languages", "Login", "Network", "Access", "Looks", "Operation", "Docs", "No crash", "Twenty viewers")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
CHECKS = {*range(1, 12), *range(20, 31)}


def test_every_check_names_tests_that_exist() -> None:
    assert {int(number) for number, _, _ in LINES} >= CHECKS
    for number, told in [*((number, told) for number, _, told in LINES), *PROMISES]:
        tests = re.findall(r"`([\w/]+\.py)::(\w+)`", told)
        scripts = re.findall(r"`python -m ([\w.]+)", told)
        assert tests or scripts, number
        for file, test in tests:
            assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), (number, file, test)
        for script in scripts:
            place = ROOT / script.replace(".", "/")
            assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), (number, script)


def test_every_make_target_that_is_named_exists() -> None:
    named = set(re.findall(r"`make (\w+)", TEXT))
    assert {"test", "faults", "corpus"} <= named <= TARGETS


def test_every_promise_stands_in_the_table() -> None:
    assert [area for area in AREAS if not any(promise.startswith(area) for promise, _ in PROMISES)] == []


def test_every_long_form_stands_in_the_table() -> None:
    assert [name for name, (module, *_) in LONG_FORMS.items() if f"`python -m {module}" not in TEXT] == []
