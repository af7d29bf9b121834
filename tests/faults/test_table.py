"""The table of docs/safety.md names tests and scripts that exist, and leaves no check out."""

import re

from tests.faults.__main__ import LONG_FORMS
from tests.house import ROOT

TEXT = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
CHECKS = {*range(1, 12), *range(20, 31)}


def test_every_check_names_tests_that_exist() -> None:
    assert {int(number) for number, _, _ in LINES} >= CHECKS
    for number, _, told in LINES:
        tests = re.findall(r"`([\w/]+\.py)::(\w+)`", told)
        scripts = re.findall(r"`python -m ([\w.]+)", told)
        assert tests or scripts, number
        for file, test in tests:
            assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), (number, file, test)
        for script in scripts:
            assert (ROOT / f"{script.replace('.', '/')}.py").exists(), (number, script)


def test_every_long_form_stands_in_the_table() -> None:
    assert [name for name, (module, *_) in LONG_FORMS.items() if f"`python -m {module}" not in TEXT] == []
