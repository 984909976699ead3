"""The journal: episodes and their events, appended as they happen (the port `Store`).

An append is one transaction and is on disk when it returns. What cannot be written waits in memory,
in order, and goes first at the next append. A database that turns out to be damaged is mended on
the way (`database.py` tells how). Where there is no disk for us, the same store works in memory.
Each of these is told once, by a `Problem`; nothing is raised.
"""

from __future__ import annotations

import contextlib
import logging
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from cramp_coach.adapters import backups, database, rows
from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.core.ports import StoredEpisode, Works
from cramp_coach.paths import make_private

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

    from cramp_coach.adapters.database import Opened
    from cramp_coach.core.events import Recorded
    from cramp_coach.paths import UserFolders

log = logging.getLogger(__name__)


class _Write(NamedTuple):
    """What waits to be written: a new episode, or more of one (then without a header)."""

    header: StoredEpisode | None
    episode_id: str
    events: tuple[Recorded, ...]


def open_store(folders: UserFolders, now: dt.datetime) -> tuple[SqliteStore, tuple[Problem, ...]]:
    """Open the journal, mend it if it is damaged, and fall back to memory if nothing else helps.

    Never raises. `now` names the files that are kept aside.
    """
    store = SqliteStore(folders, now)
    return store, store.take_problems()


class SqliteStore:
    """The `Store` port; see the module. Used from one thread."""

    def __init__(self, folders: UserFolders, now: dt.datetime) -> None:
        self._folders = folders
        self._now = now
        self._pending: deque[_Write] = deque()
        self._problems: list[Problem] = []
        self._told: set[Trouble] = set()
        self._in_memory: Trouble | None = None
        self._current: StoredEpisode | None = None
        self._connection = self._usable(database.open_or_mend)

    # ------------------------------------------------------------------------------ the port

    def begin(self, episode: StoredEpisode) -> None:
        """Write down a new episode with the events it has so far."""
        self._pending.append(_Write(episode, episode.id, episode.events))
        self._write_pending()

    def append(self, episode_id: str, events: tuple[Recorded, ...]) -> None:
        """Add events in the order they happened; on disk when this returns, or waiting."""
        self._pending.append(_Write(None, episode_id, events))
        self._write_pending()

    def episodes(self) -> list[StoredEpisode]:
        """Return all episodes, oldest first; those that wait to be written too."""
        return self._read(None)

    def latest(self, count: int) -> list[StoredEpisode]:
        """Return the newest `count` episodes, oldest first."""
        return self._read(count)

    def close(self) -> None:
        """Try once more to write what waits, and let go of the file."""
        self._write_pending()
        if self._pending:
            log.error("%d entries of the journal could not be written", len(self._pending))
        with contextlib.suppress(*database.FAILURES):
            self._connection.close()

    # -------------------------------------------------------------------------------- its care

    @property
    def in_memory(self) -> Trouble | None:
        """Why nothing is kept on disk, or None when it is."""
        return self._in_memory

    def take_problems(self) -> tuple[Problem, ...]:
        """Return what went wrong since this was asked last."""
        problems, self._problems = tuple(self._problems), []
        return problems

    def works(self) -> Works:
        """Say whether cramps are kept."""
        detail = str(self._folders.database)
        if self._in_memory is not None:
            reason = self._in_memory.value.removeprefix("journal_")
            return Works(part="journal", state="no", reason=reason, detail=detail)
        if self._pending:
            return Works(part="journal", state="less", reason="waiting", detail=detail)
        return Works(part="journal", state="yes", reason="kept", detail=detail)

    def check_integrity(self) -> bool:
        """Look through the whole database; False when it is damaged and wants `repair`."""
        try:
            return database.is_sound(self._connection)
        except database.FAILURES as problem:
            return not self._means_broken(problem)

    def repair(self, now: dt.datetime) -> None:
        """Put the newest good backup, and what can still be read, in the place of the database."""
        self._now = now
        self._repair()
        self._write_pending()

    def _repair(self) -> None:
        if self._in_memory is not None:
            return
        with contextlib.suppress(*database.FAILURES):
            self._connection.close()
        self._connection = self._usable(database.mend)
        current = self._current
        if current is not None:  # the session that runs is known by heart
            with contextlib.suppress(*database.FAILURES), database.transaction(self._connection):
                self._insert(_Write(current, current.id, current.events), 0, "INSERT OR IGNORE")

    def backup(self, now: dt.datetime) -> Path | None:
        """Make today's backup if there is none, and let go of old ones; return the new file."""
        self._now = now
        target = self._folders.backups / backups.name(now.date())
        if self._in_memory is not None or target.exists():
            return None
        try:
            make_private(self._folders.backups)
            database.save_copy(self._connection, target)
        except (OSError, *database.FAILURES) as problem:
            self._tell(Problem(Trouble.JOURNAL_BACKUP_FAILED, {"detail": str(problem)}))
            return None
        self._told.discard(Trouble.JOURNAL_BACKUP_FAILED)
        backups.prune(self._folders.backups, now.date())
        return target

    def take_over(self, other: SqliteStore) -> None:
        """Write down what `other` has kept in memory, all that is not here yet."""
        here = {stored.id: stored for stored in self._read(None)}
        for episode in other.episodes():
            known = here.get(episode.id)
            if known is None:
                self.begin(episode)
            elif len(known.events) < len(episode.events):
                self.append(episode.id, episode.events[len(known.events) :])

    # --------------------------------------------------------------------------------- writing

    def _write_pending(self) -> None:
        mended = False
        while self._pending:
            try:
                self._put(self._pending[0])
            except (database.Refused, UnicodeEncodeError, TypeError) as problem:
                # It will not be accepted the next time either, and must not block what follows.
                log.error("the journal refuses an entry: %s", problem)
                self._tell(Problem(Trouble.JOURNAL_REFUSED, {"detail": str(problem)}))
            except database.FAILURES as problem:
                if self._means_broken(problem) and not mended:
                    self._repair()
                    mended = True
                    continue
                self._tell(Problem(Trouble.JOURNAL_WAITING, {"detail": str(problem)}))
                return
            else:
                self._current = self._after(self._pending[0])
            self._pending.popleft()
        self._told.discard(Trouble.JOURNAL_WAITING)

    def _put(self, write: _Write) -> None:
        with database.transaction(self._connection) as connection:
            (first,) = connection.execute(
                "SELECT coalesce(max(seq) + 1, 0) FROM event WHERE episode_id = ?",
                (write.episode_id,),
            ).fetchone()
            self._insert(write, first)

    def _insert(self, write: _Write, first: int, insert: str = "INSERT") -> None:
        head, name, events = write
        if head is not None:
            self._connection.execute(
                f"{insert} INTO episode VALUES (?, ?, ?, ?)",
                (head.id, head.pressed_wall.isoformat(), head.pressed_boot, head.boot_id),
            )
        values = [
            (name, seq, event.t, event.__struct_config__.tag, msgspec.json.encode(event).decode())
            for seq, event in enumerate(events, first)
        ]
        self._connection.executemany(f"{insert} INTO event VALUES (?, ?, ?, ?, ?)", values)

    def _after(self, write: _Write) -> StoredEpisode | None:
        """Return the episode that was written to, as it is now."""
        current = self._current
        if write.header is not None:
            return write.header
        if current is not None and current.id == write.episode_id:
            return msgspec.structs.replace(current, events=current.events + write.events)
        with contextlib.suppress(*database.FAILURES):
            return self._read_disk(None, write.episode_id).get(write.episode_id)
        return None

    # --------------------------------------------------------------------------------- reading

    def _read(self, count: int | None) -> list[StoredEpisode]:
        found: dict[str, StoredEpisode] = {}
        for _attempt in range(2):
            try:
                found = self._read_disk(count)
                break
            except database.FAILURES as problem:
                if not self._means_broken(problem):
                    self._tell(Problem(Trouble.JOURNAL_WAITING, {"detail": str(problem)}))
                    break
                self._repair()
        for write in self._pending:
            known = write.header or found.get(write.episode_id)
            if known is not None:
                before = () if write.header else known.events
                found[known.id] = msgspec.structs.replace(known, events=before + write.events)
        ordered = sorted(found.values(), key=lambda episode: episode.pressed_wall)
        return ordered if count is None else ordered[max(0, len(ordered) - count) :]

    def _read_disk(self, count: int | None, only: str = "") -> dict[str, StoredEpisode]:
        found_rows = self._connection.execute(
            "SELECT id, pressed_wall, pressed_boot, boot_id FROM episode"
            " WHERE ? IN ('', id) ORDER BY rowid",
            (only,),
        ).fetchall()
        headers = [header for row in found_rows if (header := rows.header(row)) is not None]
        skipped = len(found_rows) - len(headers)
        headers.sort(key=lambda header: header.pressed_wall)
        if count is not None:
            headers = headers[max(0, len(headers) - count) :]
        found: dict[str, StoredEpisode] = {}
        for header in headers:
            bodies = self._connection.execute(
                "SELECT body FROM event WHERE episode_id = ? ORDER BY seq", (header.id,)
            ).fetchall()
            events = tuple(event for (body,) in bodies if (event := rows.event(body)) is not None)
            skipped += len(bodies) - len(events)
            found[header.id] = msgspec.structs.replace(header, events=events)
        if skipped:
            self._tell(Problem(Trouble.JOURNAL_SKIPPED, {"count": str(skipped)}))
        return found

    # ------------------------------------------------------------------------------- in trouble

    def _usable(self, opening: Callable[[UserFolders, dt.datetime], Opened]) -> database.Connection:
        """Return a connection by `opening`, or one in memory; tell what happened."""
        path = self._folders.database
        try:
            connection, problem = opening(self._folders, self._now)
        except database.Newer:
            self._in_memory, detail = Trouble.JOURNAL_NEWER, ""
        except (OSError, *database.FAILURES) as reason:
            self._in_memory, detail = database.trouble(reason, self._folders.data), str(reason)
        else:
            if problem is not None:
                log.error("journal: %s %s", problem.kind, problem.fields)
                self._problems.append(problem)
            return connection
        log.error("journal: %s %s", self._in_memory, detail)
        self._problems.append(Problem(self._in_memory, {"path": str(path), "detail": detail}))
        memory = database.connect(":memory:")
        database.set_up(memory)
        if self._in_memory is not Trouble.JOURNAL_NEWER:
            with contextlib.suppress(OSError, *database.FAILURES):
                database.rescue(path, memory)  # so that at least the past can be read
        return memory

    def _means_broken(self, problem: Exception) -> bool:
        return self._in_memory is None and database.means_broken(problem, self._folders.database)

    def _tell(self, problem: Problem) -> None:
        if problem.kind not in self._told:
            self._told.add(problem.kind)
            self._problems.append(problem)
