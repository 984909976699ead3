"""Writes an episode down without ever holding the coaching up: a thread owns the store."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from cramp_coach.adapters.lock import Lock, is_taken
from cramp_coach.core.ports import Past
from cramp_coach.paths import make_runtime

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.adapters.problems import Problem
    from cramp_coach.adapters.store import SqliteStore
    from cramp_coach.core.events import Recorded
    from cramp_coach.core.ports import Clock, StoredEpisode
    from cramp_coach.paths import UserFolders

log = logging.getLogger(__name__)

CLOSE_S = 4.0
"""A little more than the store waits for a lock."""
COACHING = "terminal.lock"
"""Held in the runtime folder while an episode goes on in a terminal."""


class ThreadDiary:
    """The `Diary` port. Everything is done in the order it was asked for."""

    def __init__(self, folders: UserFolders, clock: Clock, told: Callable[[], None]) -> None:
        """Begin to read; `told` is called from another thread when `past` is there."""
        self._folders = folders
        self._clock = clock
        self._store: SqliteStore | None = None
        self._lock: Lock | None = None
        self._problems: tuple[Problem, ...] = ()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._past = self._executor.submit(self._open)
        self._past.add_done_callback(lambda _done: told())

    def past(self, timeout: float = 0.0) -> Past | None:
        """Return what was read, waiting `timeout` seconds for it; None if it is not there yet."""
        try:
            return self._past.result(timeout)
        except TimeoutError:
            return None
        except Exception:
            # A mistake of ours in there must not take the coaching away.
            log.exception("the journal cannot be read")
            return Past(episodes=(), mine=False)

    def begin(self, episode: StoredEpisode) -> None:
        """Have a new episode written down."""
        self._do(lambda store: store.begin(episode))

    def append(self, episode_id: str, events: tuple[Recorded, ...]) -> None:
        """Have events written down, in the order they happened."""
        self._do(lambda store: store.append(episode_id, events))

    def close(self) -> tuple[Problem, ...]:
        """Write out what waits; return what went wrong since the beginning."""
        finished: Future[tuple[Problem, ...]] = self._executor.submit(self._finish)
        self._executor.shutdown(wait=False)
        try:
            return finished.result(CLOSE_S)
        except TimeoutError:
            log.error("the journal could not be closed in %s s", CLOSE_S)
            return ()

    # ----------------------------------------------------------------- on the journal's thread

    def _open(self) -> Past:
        from cramp_coach.adapters.store import open_store

        self._store, self._problems = open_store(self._folders, self._clock.wall())
        return Past(episodes=tuple(self._store.episodes()), mine=self._is_ours())

    def _is_ours(self) -> bool:
        runtime = self._folders.runtime
        if any(is_taken(one / "lock") for one in (runtime, self._folders.spare_runtime)):
            return False
        try:
            make_runtime(runtime)
            self._lock = Lock(runtime / COACHING)
            return self._lock.acquire()
        except OSError:
            return True  # nobody can hold a lock here, so nobody does

    def _do(self, job: Callable[[SqliteStore], None]) -> None:
        self._executor.submit(self._run, job)

    def _run(self, job: Callable[[SqliteStore], None]) -> None:
        if self._store is None:
            return
        try:
            job(self._store)
        except Exception:  # as in `past`
            log.exception("the journal: a mistake in the program")

    def _finish(self) -> tuple[Problem, ...]:
        if self._store is not None:
            self._store.close()
            self._problems += self._store.take_problems()
        if self._lock is not None:
            self._lock.release()
        return self._problems
