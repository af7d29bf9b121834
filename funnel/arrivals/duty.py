"""What one server does for a store while it runs: tidy up after a killed one, watch the inbox, let go of old files."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from filelock import FileLock, Timeout

from funnel.answers.bring_in import settle
from funnel.arrivals.inbox import InboxWatch
from funnel.arrivals.jobs import importer_of
from funnel.arrivals.waiting import A_DAY, Waiting
from funnel.errors import FunnelError, ImportRunning
from funnel.store import Store
from funnel.upkeep.health import note_trouble, trouble_of

LOG = logging.getLogger(__name__)
TIDYING = 60.0
"""Seconds between two looks when the inbox is not watched."""


class Duty:
    """Held by the first server of a store; a second one serves its pages and leaves the rest to the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(folder / "serving.lock", timeout=0)
        self._stop = Event()
        self._thread: Thread | None = None
        self._tried = ""
        self._looked = monotonic()

    def start(self) -> bool:
        """Take the duty; False when another server has it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout:
            return False
        Waiting(self.folder).clear()
        self._thread = Thread(target=self._serve, name="duty", daemon=True)
        self._thread.start()
        return True

    def stop(self) -> None:
        """End it: the running import is stopped and leaves nothing, and no upload stays behind."""
        self._stop.set()
        importer_of(self.folder).stop()
        if self._thread:
            self._thread.join(timeout=30)
            Waiting(self.folder).clear()
            self._lock.release()

    def _serve(self) -> None:
        self._calmly(self._tidy_up)
        store = Store(self.folder)
        try:
            seconds = store.settings.inbox_seconds
        except FunnelError:
            seconds = 0  # the screens say what is wrong with the settings
        watch = InboxWatch(store, importer_of(self.folder)) if seconds else None
        if watch:
            watch.inbox.folder.mkdir(exist_ok=True)
        while not self._stop.wait(seconds or TIDYING):
            self._calmly(lambda: Waiting(self.folder).clear(older_than=A_DAY))
            self._calmly(self._mend)
            if watch:
                self._calmly(watch.look)

    def _tidy_up(self) -> None:
        store = Store(self.folder)
        settle(store)
        store.catch_up()
        store.shelf.check()
        note_trouble(self.folder, "")

    def _mend(self) -> None:
        """Numbers that a page found damaged are built anew, once; what was wrong before is looked at again."""
        store = Store(self.folder)
        if trouble_of(self.folder) and monotonic() - self._looked > TIDYING:
            self._looked = monotonic()
            self._tidy_up()
        edition = store.edition()
        if edition != self._tried and store.damage_met():
            try:
                store.catch_up()
            except ImportRunning:
                raise  # it builds them anew; should it be refused, the next look does
            except Exception:
                self._tried = edition
                raise

    def _calmly(self, work: Callable[[], None]) -> None:
        try:
            work()
        except ImportRunning as problem:
            LOG.info("%s", problem)
        except FunnelError as problem:
            LOG.warning("%s", problem)
            note_trouble(self.folder, problem.told)
        except OSError:
            LOG.warning("The store folder could not be looked at", exc_info=True)
        except Exception:  # whatever it is, the next look must come
            LOG.exception("The server could not look after its store")
