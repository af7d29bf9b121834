"""The lines of a text one after the other, some of them once more."""

from collections import deque
from collections.abc import Iterator


class Closing(str):
    """A line in which a quote ends that another row opened: which of its cells are whole nobody can tell."""


class Lines:
    """Lines of a text that can be put back; `read` counts the signs of those read, `ended` is of the last of them."""

    def __init__(self, file: Iterator[str], skip: int) -> None:
        self.file = file
        self.back: deque[str] = deque()
        self.read, self.ended = 0, True
        for _ in range(skip):
            next(file, None)

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.back:
            return self.back.popleft()
        line = next(self.file)
        self.read += len(line)
        self.ended = line.endswith("\n")
        return line.rstrip("\r\n")
