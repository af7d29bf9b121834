"""Sessions somebody logged out of, until their cookie would have ended by itself; kept over a restart of the server."""

import json
import logging
import time
from pathlib import Path
from threading import Lock
from typing import Final

LOG: Final = logging.getLogger("funnel")
FILE: Final = "ended_sessions.json"


class EndedSessions:
    """Digests of cookies that stand for nobody any more, each with the moment (Unix time) it may be forgotten."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._file: Path | None = None
        self._lock = Lock()

    def keep_in(self, folder: Path) -> None:
        """Take up what was ended before this start, and keep what ends from now on in `folder`."""
        with self._lock:
            self._file = folder / FILE
            try:
                told = json.loads(self._file.read_text(encoding="utf-8"))
                self._until |= {str(name): float(until) for name, until in told.items()}
            except FileNotFoundError:
                return
            except (OSError, ValueError, AttributeError, TypeError):
                LOG.warning("The list of ended sessions cannot be read; logouts before this start are forgotten")

    def end(self, name: str, until: float) -> None:
        """From now on this session stands for nobody; a full disk does not undo that before the next restart."""
        with self._lock:
            now = time.time()
            self._until = {one: end for one, end in self._until.items() if end > now} | {name: until}
            try:
                self._write()
            except OSError:
                LOG.warning("The list of ended sessions cannot be kept; this logout holds until the next restart")

    def __contains__(self, name: str) -> bool:
        return name in self._until

    def forget(self) -> None:
        """Know of no session any more: tests only."""
        with self._lock:
            self._until, self._file = {}, None

    def _write(self) -> None:
        if self._file is None:
            return
        aside = self._file.with_suffix(".new")
        aside.write_text(json.dumps(self._until), encoding="utf-8")
        aside.chmod(0o600)
        aside.replace(self._file)
