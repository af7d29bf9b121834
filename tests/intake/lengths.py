"""How long the property tests of imports are: short in the suite, long where somebody asks for it.

`make test ARGS="--hypothesis-profile=long --timeout=0 tests/intake/test_any_table.py"` is the long form.
"""

from hypothesis import settings

LONG = "long"


def examples(short: int, long: int) -> int:
    """Examples of one property: `long` of them under the profile of that name."""
    return long if settings.get_current_profile_name() == LONG else short
