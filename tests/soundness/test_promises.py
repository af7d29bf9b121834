"""The table of README.md beside this file names tests that exist, and every promise has one."""

import re
from pathlib import Path

from tests.house import ROOT

LINES = re.findall(
    r"^\| (.+?) \| (.*?) \|$", (Path(__file__).parent / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)
PROMISES = [(promise, tests) for promise, tests in LINES if promise not in ("invariant", "---")]


def test_every_promise_names_tests_that_exist() -> None:
    assert len(PROMISES) > 15
    for promise, tests in PROMISES:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
        assert named, promise
        for file, test in named:
            assert f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), (promise, test)
