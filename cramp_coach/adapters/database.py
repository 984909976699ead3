"""The journal's SQLite file: opened, brought up to date, copied, and mended when it is damaged.

How it is kept safe: WAL with synchronous=FULL, so that what is committed outlives a power cut;
copies by SQLite's own backup, checked before they get their name; a damaged file keeps its content
under a second name while a sound one is built beside it, from the newest good backup and all that
can still be read, and only then do the two change places.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cramp_coach.adapters import backups, private_files, rows
from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.paths import make_private

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from cramp_coach.paths import UserFolders

    Opened = tuple[sqlite3.Connection, Problem | None]

log = logging.getLogger(__name__)

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE episode (id TEXT PRIMARY KEY NOT NULL, pressed_wall TEXT NOT NULL,"
        " pressed_boot REAL NOT NULL, boot_id TEXT NOT NULL)",
        "CREATE TABLE event (episode_id TEXT NOT NULL REFERENCES episode (id),"
        " seq INTEGER NOT NULL, t REAL NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,"
        " PRIMARY KEY (episode_id, seq))",
    ),
)
"""What takes a database from version n to n + 1, n being the place in this list."""

MARK = int.from_bytes(b"cra\0", "big")
"""With the version added it is the application_id: the version stands in the file twice, so that
one damaged bit is not taken for a newer program."""

BUSY_S = 3.0
"""How long to wait for another process that is writing."""

COMPANIONS = ("-wal", "-shm")
"""What SQLite adds to the name of a database for the two files beside it."""

_SURROUNDINGS: dict[int, Trouble | None] = {
    sqlite3.SQLITE_FULL: Trouble.JOURNAL_FULL,
    sqlite3.SQLITE_READONLY: Trouble.JOURNAL_READ_ONLY,
    sqlite3.SQLITE_BUSY: Trouble.JOURNAL_LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.JOURNAL_LOCKED,
    sqlite3.SQLITE_PROTOCOL: Trouble.JOURNAL_LOCKED,
    sqlite3.SQLITE_PERM: Trouble.JOURNAL_NO_PERMISSION,
    sqlite3.SQLITE_CANTOPEN: None,
    sqlite3.SQLITE_IOERR: None,
    sqlite3.SQLITE_NOMEM: None,
    sqlite3.SQLITE_NOLFS: None,
    sqlite3.SQLITE_INTERRUPT: None,
}
"""SQLite's complaints about what surrounds the file, not about the file (None: it does not say)."""

Connection = sqlite3.Connection

Refused = sqlite3.IntegrityError
"""What is written does not belong there, and never will."""


class Newer(Exception):
    """The database belongs to a newer program."""


class Broken(Exception):
    """The file is a database, but not a sound one of ours."""


FAILURES = (sqlite3.Error, UnicodeDecodeError, Broken)
"""All that SQLite answers when it does not work; a damaged file can have text that is none, and
Python stumbles over it even in the message of an error."""


# ------------------------------------------------------------------------------------- opening


def connect(path: Path | str) -> sqlite3.Connection:
    """Connect to a database that may be damaged: text that is none is read all the same."""
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Write all that is done in here, or nothing; on disk when this is left."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back when the disk is full
            connection.execute("ROLLBACK")
        raise


def open_or_mend(folders: UserFolders, now: dt.datetime) -> Opened:
    """Open the journal, or make it; mend it if it is damaged or gone.

    Raises:
        Newer: and the file is untouched.
        OSError, FAILURES: the surroundings do not allow it (see `trouble`).
    """
    path = folders.database
    try:
        make_private(folders.data)
    except OSError:
        if not folders.data.is_dir():  # else: not ours to close, and still of use, perhaps
            raise
    begun = bool(backups.found(folders.backups, now.date()))
    try:
        if _has_content(path) or not begun:
            return _open(path, folders.backups, begun=begun), None
    except FAILURES as problem:
        if not means_broken(problem, path):
            raise
    return mend(folders, now)


def set_up(connection: sqlite3.Connection) -> None:
    """Bring an empty or older database up to date."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    if _version(connection) == len(MIGRATIONS):
        return  # and nothing was written: damage found later is kept as it was
    with transaction(connection):
        for migration in MIGRATIONS[_version(connection) :]:  # another may have been quicker
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute(f"PRAGMA application_id = {MARK + len(MIGRATIONS)}")


def is_sound(connection: sqlite3.Connection) -> bool:
    """Look through the whole database; FAILURES if it cannot even be looked at."""
    verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return verdict == ("ok",) and not connection.execute("PRAGMA foreign_key_check").fetchall()


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 1  # SQLite takes a single byte for nothing


def _open(path: Path, safety: Path, *, begun: bool) -> sqlite3.Connection:
    """Open a database, or make it unless it is known to have been begun.

    Before a migration of one with content it is copied to `safety`.
    """
    _touch(path)
    _expect_formats(path)
    connection = connect(path)
    try:
        version = _version(connection)
        if begun and version == 0:
            raise Broken("empty")
        if 0 < version < len(MIGRATIONS):
            make_private(safety)
            save_copy(connection, safety / f"journal-before-version-{version + 1}.sqlite3")
        set_up(connection)
        _expect_tables(connection)
    except BaseException:
        connection.close()
        raise
    private_files.sync_folder(path.parent)
    return connection


def _touch(path: Path) -> None:
    """Make a file, or find it, and close it to others; SQLite makes its companions likewise."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with contextlib.suppress(OSError):
        path.chmod(0o600)


def _expect_formats(path: Path) -> None:
    """Refuse a file that, by damage, claims a format which SQLite would read but never write."""
    with path.open("rb") as file:
        formats = file.read(20)[18:]
    if any(number > 2 for number in formats):  # fileformat2.html, 1.3.3: 1 legacy, 2 WAL
        raise Broken(f"formats {formats.hex()}")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    mark: int = connection.execute("PRAGMA application_id").fetchone()[0]
    if version and mark != MARK + version:
        raise Broken(f"version {version}, marked {mark:#x}")
    if version > len(MIGRATIONS):
        raise Newer(f"version {version}")
    return version


def _expect_tables(connection: sqlite3.Connection) -> None:
    with closing(connect(":memory:")) as model:
        set_up(model)
        missing = _tables(model) - _tables(connection)
    if missing:
        raise Broken(f"not our tables: {missing}")


def _tables(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


# ------------------------------------------------------------------------------ what went wrong


def means_broken(problem: Exception, path: Path) -> bool:
    """Say whether an error comes from a damaged file, not from what surrounds it."""
    if isinstance(problem, (sqlite3.ProgrammingError, sqlite3.InterfaceError)):
        return False  # our own mistake; no file is to suffer for it
    if not isinstance(problem, sqlite3.Error):
        return isinstance(problem, FAILURES)
    code = _code(problem)
    if code == sqlite3.SQLITE_READONLY:  # damage can make a file call itself read-only
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return code not in _SURROUNDINGS


def trouble(problem: Exception, folder: Path) -> Trouble:
    """Say what in the surroundings makes the journal in `folder` unusable."""
    if isinstance(problem, sqlite3.Error):
        known = _SURROUNDINGS.get(_code(problem))
        if known is not None:
            return known
        try:  # SQLite often says no more than "disk I/O error"
            private_files.try_folder(folder)
        except OSError as cause:
            problem = cause
    if isinstance(problem, OSError):
        return Trouble(f"journal_{private_files.obstacle(problem)}")
    return Trouble.JOURNAL_FAILED


def _code(problem: sqlite3.Error) -> int:
    return getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


# -------------------------------------------------------------------------- copying and mending


def save_copy(source: sqlite3.Connection, target: Path) -> None:
    """Copy a database to `target`, all at once, and only if the copy is sound.

    Raises:
        OSError, FAILURES: what was at `target` is as it was.
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _touch(part)
        with closing(connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with no companions
            if not is_sound(copy):
                raise Broken("the copy is not sound")
        private_files.sync_file(part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    private_files.sync_folder(target.parent)


def mend(folders: UserFolders, now: dt.datetime) -> Opened:
    """Build a sound database beside the damaged or missing one, then let them change places.

    Until the last moment nothing is changed, so that it may fail, or be killed, anywhere.

    Raises:
        Newer, OSError, FAILURES: as `open_or_mend`; the damaged file is where it was.
    """
    path = folders.database
    guard = folders.data / "journal.lock"
    _touch(guard)
    with closing(connect(guard)) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # of two processes that find the damage, one mends
        mended_by_another = _open_sound(path, folders.backups)
        if mended_by_another is not None:
            return mended_by_another, None
        with tempfile.TemporaryDirectory(prefix=".mend-", dir=folders.data) as work:
            new = Path(work) / path.name
            day = _copy_newest_good(folders.backups, now.date(), new)
            with closing(_open(new, Path(work), begun=False)) as target:
                rescued = rescue(path, target)
                target.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file
            private_files.sync_file(new)
            problem = Problem(Trouble.JOURNAL_WAS_MISSING, {"day": day})
            if not day:
                problem = Problem(Trouble.JOURNAL_LOST)
            if _has_content(path):
                stamp = now.strftime("%Y-%m-%dT%H-%M-%S")
                broken = private_files.keep_aside(path, stamp, ("", *COMPANIONS)).name
                fields = {"broken": broken, "day": day, "rescued": str(rescued)}
                kind = Trouble.JOURNAL_RESTORED if day else Trouble.JOURNAL_RESTARTED
                problem = Problem(kind, fields)
            _remove_companions(path)  # a log left here would be played into the new file
            private_files.sync_folder(folders.data)
            new.replace(path)
        return _open(path, folders.backups, begun=True), problem


def _open_sound(path: Path, safety: Path) -> sqlite3.Connection | None:
    """Open a database and look through it; None if it is missing or damaged."""
    if not _has_content(path):
        return None
    try:
        connection = _open(path, safety, begun=True)
        with contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            if is_sound(connection):
                stack.pop_all()
                return connection
    except FAILURES as problem:
        if not means_broken(problem, path):
            raise
    return None


def _copy_newest_good(folder: Path, today: dt.date, target: Path) -> str:
    """Copy the newest backup that is whole to `target`; return its day, or "" if there is none."""
    for backup in backups.found(folder, today):
        try:
            content = backup.read_bytes()
        except OSError:
            continue
        target.write_bytes(content)  # no room for this one: then not for an older one either
        with contextlib.suppress(Newer):
            copy = _open_sound(target, target.parent)
            if copy is not None:
                copy.close()
                return str(backups.day_of(backup))
        log.warning("the backup %s is of no use", backup.name)
        target.unlink()
        _remove_companions(target)
    return ""


def _remove_companions(path: Path) -> None:
    for ending in COMPANIONS:
        Path(f"{path}{ending}").unlink(missing_ok=True)


def rescue(broken: Path, target: sqlite3.Connection) -> int:
    """Add what `target` lacks and can be read from a copy of `broken`; return how many episodes.

    Raises:
        OSError, FAILURES: the file cannot be copied, or `target` cannot take it.
    """
    count = "SELECT count(*) FROM episode"
    before: int = target.execute(count).fetchone()[0]
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / broken.name
        for ending in ("", "-wal"):
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{broken}{ending}", f"{copy}{ending}")
        with closing(connect(copy)) as source, transaction(target):
            _copy_rows(source, target)
    after: int = target.execute(count).fetchone()[0]
    return after - before


def _copy_rows(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    for row in _readable(source, "SELECT id, pressed_wall, pressed_boot, boot_id FROM episode"):
        if rows.header(row) is not None:
            target.execute("INSERT OR IGNORE INTO episode VALUES (?, ?, ?, ?)", row)
    for row in _readable(source, "SELECT episode_id, seq, t, kind, body FROM event"):
        if rows.is_entry(row[-1]):
            target.execute(
                "INSERT OR IGNORE INTO event SELECT ?, ?, ?, ?, ?"
                " WHERE EXISTS (SELECT 1 FROM episode WHERE id = ?)",
                (*row, row[0]),
            )


def _readable(source: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows up to the damage, from the front and then from the back."""
    for order in ("ASC", "DESC"):
        with contextlib.suppress(*FAILURES):
            yield from source.execute(f"{query} ORDER BY rowid {order}")
