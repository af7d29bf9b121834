"""Texts handed to SQL as named parameters, never written into it."""

import re

NAME = re.compile(r"\$(t\d+)\b")


class Literals:
    """Collects texts; each gets a name like $t3."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The parameter that stands for `text`."""
        return "$" + self._names.setdefault(text, f"t{len(self._names)}")

    def many(self, texts: tuple[str, ...] | list[str]) -> str:
        """A bracketed list of parameters."""
        return "(" + ", ".join(self(text) for text in texts) + ")"

    def of(self, query: str) -> dict[str, str]:
        """The parameters a query uses."""
        used = set(NAME.findall(query))
        return {name: text for text, name in self._names.items() if name in used}
