"""Gzip files whose bytes depend on nothing but their text."""

import gzip
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO


@dataclass
class GzipText:
    """A gzip file of UTF-8 text that bears neither name nor time, so equal text makes equal bytes."""

    path: Path
    _raw: IO[bytes] = field(init=False)
    _text: TextIOWrapper = field(init=False)

    def __post_init__(self) -> None:
        self._raw = self.path.open("wb")
        zipped = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=self._raw, mtime=0)
        self._text = TextIOWrapper(zipped, encoding="utf-8", newline="")

    def write(self, text: str) -> None:
        """Appends text as it is."""
        self._text.write(text)

    def close(self) -> None:
        """Finishes the file."""
        self._text.close()
        self._raw.close()
