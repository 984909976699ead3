"""Keeps the journal from ever delaying a frame: one thread of its own does all that touches disk.

Everything is done in the order it was asked for, so what is recorded before the store is open just
waits its turn. What comes back (an answer, a problem) arrives on the Qt thread.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.core.ports import StoredEpisode, Works

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.adapters.store import SqliteStore
    from cramp_coach.core.events import Recorded
    from cramp_coach.core.ports import Clock
    from cramp_coach.paths import UserFolders

    Loaded = Callable[[list[StoredEpisode]], None]

log = logging.getLogger(__name__)

CLOSE_S = 4.0
"""How long a quit waits for the disk: a little more than the store waits for a lock."""


class _Answer(NamedTuple):
    callback: Loaded
    episodes: list[StoredEpisode]


class Recorder(QObject):
    """The store as the shells use it: every method returns at once, `close` alone waits."""

    told = Signal(object)
    """A `Problem` to tell the person; always on the Qt thread."""
    _arrived = Signal(object)

    def __init__(self, folders: UserFolders, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self._clock = clock
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._store: SqliteStore | None = None
        self._checked = False
        self._closed = False
        self._works = Works(part="journal", state="unknown", reason="opening")
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to open the store."""
        self._do(lambda store: None)

    def begin(self, episode: StoredEpisode) -> None:
        """Have a new episode written down."""
        self._do(lambda store: store.begin(episode))

    def append(self, episode_id: str, events: tuple[Recorded, ...]) -> None:
        """Have events written down, in the order they happened."""
        self._do(lambda store: store.append(episode_id, events))

    def load(self, callback: Loaded, count: int | None = None) -> None:
        """Call `callback` on the Qt thread with all episodes, or the newest `count` of them."""

        def read(store: SqliteStore) -> None:
            found = store.episodes() if count is None else store.latest(count)
            self._arrived.emit(_Answer(callback, found))

        self._do(read)

    def look(self) -> None:
        """Look after the journal: once an hour, and after the first load.

        Checks the whole file the first time, tries again to get from memory to disk, and makes
        today's backup if there is none.
        """
        self._do(self._look_after)

    def works(self) -> Works:
        """Say whether cramps are kept, as far as is known."""
        return self._works

    def close(self, timeout: float = CLOSE_S) -> bool:
        """Write out all that waits and let go of the file; False if that took over `timeout` s."""
        if self._closed:
            return True
        done = self._executor.submit(self._finish)
        self._closed = True
        self._executor.shutdown(wait=False)
        try:
            done.result(timeout)
        except TimeoutError:
            log.error("the journal could not be closed in %s s", timeout)
            return False
        return True

    # ------------------------------------------------------------------ on the Qt thread again

    def _deliver(self, what: object) -> None:
        if isinstance(what, Problem):
            self.told.emit(what)
        elif isinstance(what, _Answer) and not self._closed:
            what.callback(what.episodes)

    # --------------------------------------------------------------- on the thread of the store

    def _do(self, job: Callable[[SqliteStore], None]) -> None:
        if self._closed:
            log.error("the journal is closed already")
            return
        self._executor.submit(self._run, job)

    def _run(self, job: Callable[[SqliteStore], None]) -> None:
        try:
            store = self._opened()
            job(store)
            self._report(store)
        except Exception as mistake:  # a mistake of ours in here must not silence the journal
            log.exception("the journal: a mistake in the program")
            self._arrived.emit(Problem(Trouble.JOURNAL_REFUSED, {"detail": str(mistake)}))

    def _opened(self) -> SqliteStore:
        if self._store is None:
            # SQLite is imported here, so that it costs the window nothing.
            from cramp_coach.adapters.store import open_store

            self._store, problems = open_store(self._folders, self._clock.wall())
            self._tell(problems)
        return self._store

    def _look_after(self, store: SqliteStore) -> None:
        now = self._clock.wall()
        store = self._on_disk_again(store)
        if not self._checked and not store.check_integrity():
            store.repair(now)
        self._checked = True
        store.backup(now)
        self._report(store)

    def _on_disk_again(self, store: SqliteStore) -> SqliteStore:
        """Return a store on disk with all that `store` had, if that has become possible."""
        if store.in_memory in (None, Trouble.JOURNAL_NEWER):
            return store
        from cramp_coach.adapters.store import open_store

        fresh, _known_already = open_store(self._folders, self._clock.wall())
        if fresh.in_memory is not None:
            fresh.close()
            return store
        fresh.take_over(store)
        store.close()
        self._store = fresh
        return fresh

    def _finish(self) -> None:
        if self._store is not None:
            self._on_disk_again(self._store).close()

    def _report(self, store: SqliteStore) -> None:
        self._tell(store.take_problems())
        self._works = store.works()

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            self._arrived.emit(problem)
