"""The journal in good and in bad days: what is written is there again, and nothing is raised."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
from typing import TYPE_CHECKING

import msgspec
import pytest

from cramp_coach.adapters import database
from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.adapters.store import SqliteStore, open_store
from cramp_coach.core.events import Act, Acted, Recorded
from tests.adapters.journals import NIGHT, REST, STARTED, episode, folders_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cramp_coach.core.ports import Store
    from cramp_coach.paths import UserFolders


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return folders_in(tmp_path)


@pytest.fixture
def store(folders: UserFolders) -> Iterator[SqliteStore]:
    store, problems = open_store(folders, NIGHT)
    assert problems == ()
    yield store
    store.close()


def reopened(folders: UserFolders) -> tuple[SqliteStore, tuple[Problem, ...]]:
    return open_store(folders, NIGHT + dt.timedelta(days=400))


def kinds(problems: tuple[Problem, ...]) -> list[Trouble]:
    return [problem.kind for problem in problems]


def raw(folders: UserFolders, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folders.database, isolation_level=None)
    rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_an_episode_is_the_same_after_a_restart(store: SqliteStore, folders: UserFolders) -> None:
    port: Store = store
    port.begin(episode(1))
    port.append(episode(1).id, REST[:2])
    port.append(episode(1).id, REST[2:])
    whole = episode(1, (STARTED, *REST))
    assert port.episodes() == [whole]
    port.close()

    again, problems = reopened(folders)
    assert problems == ()
    assert again.episodes() == [whole]
    assert again.episodes()[0].pressed_wall.isoformat() == "2026-11-23T03:12:00+01:00"
    again.close()


def test_every_kind_of_event_can_be_written(store: SqliteStore) -> None:
    written = {type(event) for event in (STARTED, *REST)}
    missing = {kind.__name__ for kind in Recorded.__args__ if kind not in written}
    assert missing == {"WentQuiet", "Reopened", "HeatOff"}, "these have no field of their own"
    quiet: tuple[Recorded, ...] = tuple(
        kind(t=1.0) for kind in Recorded.__args__ if kind.__name__ in missing
    )
    store.begin(episode(1, quiet))
    assert store.episodes()[0].events == quiet


def test_episodes_come_by_the_time_of_the_press_whatever_its_zone(store: SqliteStore) -> None:
    in_tokyo = dt.timezone(dt.timedelta(hours=9))
    walls = [
        dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC),
        dt.datetime(2026, 11, 22, 11, 0, tzinfo=in_tokyo),  # 02:00 UTC
        dt.datetime(2026, 11, 22, 2, 30, 0, 250_000, tzinfo=dt.UTC),
    ]
    for number, wall in enumerate(walls):
        store.begin(episode(number, wall=wall))
    assert [e.pressed_wall for e in store.episodes()] == sorted(walls)
    assert [e.pressed_wall for e in store.latest(2)] == sorted(walls)[1:]
    assert store.latest(0) == []
    assert len(store.latest(99)) == 3


def test_the_files_are_the_persons_alone(store: SqliteStore, folders: UserFolders) -> None:
    store.begin(episode(1))
    store.backup(NIGHT)
    for folder in (folders.data, folders.backups):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = [path for path in folders.data.rglob("*") if path.is_file()]
    assert len(files) >= 4, "database, -wal, -shm, backup"
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_an_append_is_flushed_to_the_disk_itself(store: SqliteStore) -> None:
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "user_version")
    values = [store._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert values == ["wal", 2, 1, 3000, len(database.MIGRATIONS)]


def test_an_event_of_a_newer_program_is_skipped_told_and_stays(
    store: SqliteStore, folders: UserFolders
) -> None:
    store.begin(episode(1, (STARTED, REST[0])))
    new, torn = '{"event":"massage-gun","t":7.0}', '{"event":"acted","t":'
    raw(folders, f"INSERT INTO event VALUES ('{episode(1).id}', 2, 7.0, 'massage-gun', '{new}')")
    raw(folders, f"INSERT INTO event VALUES ('{episode(1).id}', 3, 8.0, 'acted', '{torn}')")
    raw(folders, "INSERT INTO episode VALUES ('x', 'a night in May', 1.0, 'b')")
    store.append(episode(1).id, REST[1:2])

    assert store.episodes() == [episode(1, (STARTED, REST[0], REST[1]))]
    assert store.take_problems() == (Problem(Trouble.JOURNAL_SKIPPED, {"count": "3"}),)
    store.episodes()
    assert store.take_problems() == (), "told once"
    assert raw(folders, "SELECT count(*) FROM event") == [(5,)], "nothing was deleted"


def test_a_write_that_can_never_succeed_does_not_block_the_next(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.begin(episode(1))
    store.append("an episode that nobody began", REST[:1])
    store.append(episode(1).id, (Acted(t=1.0, act=Act.HELP, value="\ud800"),))
    store.append(episode(1).id, (Acted(t=float("nan"), act=Act.HELP),))
    store.begin(episode(1))
    store.append(episode(1).id, REST[:1])
    assert store.episodes() == [episode(1, (STARTED, REST[0]))]
    assert kinds(store.take_problems()) == [Trouble.JOURNAL_REFUSED]
    assert len(caplog.records) == 4
    assert store.works().state == "yes"


def test_on_a_full_disk_events_wait_are_seen_and_are_written_when_there_is_room(
    store: SqliteStore, folders: UserFolders
) -> None:
    store.begin(episode(1))
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    long = tuple(Acted(t=float(t), act=Act.RED_FLAG, value="x" * 500) for t in range(60))
    store.append(episode(1).id, long[:30])
    store.append(episode(1).id, long[30:])
    store.begin(episode(2))

    (problem,) = store.take_problems()
    assert problem == Problem(Trouble.JOURNAL_WAITING, {"detail": "database or disk is full"}), (
        "told once, not at each event"
    )
    assert (store.works().state, store.works().reason) == ("less", "waiting")
    assert store.episodes() == [episode(1, (STARTED, *long)), episode(2)]
    assert store.latest(1) == [episode(2)]
    assert raw(folders, "SELECT count(*) FROM event") == [(1,)]

    store._connection.execute("PRAGMA max_page_count = 1000000")
    store.append(episode(2).id, REST[:1])
    assert store.works().state == "yes"
    assert raw(folders, "SELECT count(*) FROM event") == [(63,)]
    assert store.episodes() == [episode(1, (STARTED, *long)), episode(2, (STARTED, REST[0]))]


def test_what_waits_is_written_at_the_latest_when_the_store_closes(
    store: SqliteStore, folders: UserFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.01)
    store.close()
    impatient, _ = open_store(folders, NIGHT)
    other = sqlite3.connect(folders.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient.begin(episode(1))
    assert kinds(impatient.take_problems()) == [Trouble.JOURNAL_WAITING]
    other.close()
    impatient.close()
    again, _ = reopened(folders)
    assert again.episodes() == [episode(1)]
    again.close()


def test_a_newer_journal_is_left_alone_and_the_session_goes_on(
    store: SqliteStore, folders: UserFolders, caplog: pytest.LogCaptureFixture
) -> None:
    store.begin(episode(1))
    store._connection.execute("PRAGMA user_version = 7")
    store._connection.execute(f"PRAGMA application_id = {database.MARK + 7}")
    store.close()
    before = folders.database.read_bytes()

    older, problems = reopened(folders)
    assert kinds(problems) == [Trouble.JOURNAL_NEWER]
    assert problems[0].fields["path"] == str(folders.database)
    older.begin(episode(2))
    older.append(episode(2).id, REST)
    older.backup(NIGHT)
    older.repair(NIGHT)
    assert older.episodes() == [episode(2, (STARTED, *REST))]
    assert (older.works().state, older.works().reason) == ("no", "newer")
    older.close()
    assert folders.database.read_bytes() == before
    assert not folders.backups.exists()
    assert len(caplog.records) == 1


def test_before_a_migration_the_journal_is_copied(
    store: SqliteStore, folders: UserFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.begin(episode(1))
    store.close()
    column = ("ALTER TABLE episode ADD COLUMN pain INTEGER",)
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, column))
    migrated = database._open(folders.database, folders.backups, begun=True)
    assert migrated.execute("SELECT id, pain FROM episode").fetchall() == [(episode(1).id, None)]
    migrated.close()
    copy = sqlite3.connect(folders.backups / "journal-before-version-2.sqlite3")
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT id FROM episode").fetchall() == [(episode(1).id,)]
    copy.close()


def test_a_migration_that_fails_changes_nothing(
    store: SqliteStore, folders: UserFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.begin(episode(1))
    store.close()
    bad = ("ALTER TABLE episode ADD COLUMN pain INTEGER", "ALTER TABLE nothing ADD COLUMN x")
    monkeypatch.setattr(database, "MIGRATIONS", (*database.MIGRATIONS, bad))
    with pytest.raises(sqlite3.OperationalError):
        database._open(folders.database, folders.backups, begun=True)
    monkeypatch.undo()
    again, problems = reopened(folders)
    assert (again.episodes(), problems) == ([episode(1)], ())
    again.close()


def test_one_backup_a_day_and_it_is_whole(store: SqliteStore, folders: UserFolders) -> None:
    store.begin(episode(1))
    made = store.backup(NIGHT)
    assert made == folders.backups / "journal-2026-11-22.sqlite3"
    store.begin(episode(2))
    assert store.backup(NIGHT + dt.timedelta(hours=9)) is None
    assert store.backup(NIGHT + dt.timedelta(days=1)) is not None
    assert sorted(path.name for path in folders.backups.iterdir()) == [
        "journal-2026-11-22.sqlite3",
        "journal-2026-11-23.sqlite3",
    ]
    copy = sqlite3.connect(made)
    assert copy.execute("SELECT id FROM episode").fetchall() == [(episode(1).id,)]
    copy.close()


def test_a_backup_of_a_damaged_journal_takes_no_good_ones_place(
    store: SqliteStore, folders: UserFolders
) -> None:
    store.begin(episode(1))
    for day in range(12):
        store.backup(NIGHT + dt.timedelta(days=day))
    good = {path.name: path.read_bytes() for path in folders.backups.iterdir()}
    store._connection.execute("PRAGMA foreign_keys = OFF")
    store._connection.execute("INSERT INTO event VALUES ('nobody', 0, 0.0, 'ended', '{}')")
    assert store.backup(NIGHT + dt.timedelta(days=13)) is None
    assert kinds(store.take_problems()) == [Trouble.JOURNAL_BACKUP_FAILED]
    assert {path.name: path.read_bytes() for path in folders.backups.iterdir()} == good


def test_a_store_in_memory_hands_over_all_it_has(
    folders: UserFolders, caplog: pytest.LogCaptureFixture
) -> None:
    folders.data.parent.mkdir(exist_ok=True)
    folders.data.write_text("a file in the place of the folder")
    memory, problems = open_store(folders, NIGHT)
    assert kinds(problems) == [Trouble.JOURNAL_NO_FOLDER]
    memory.begin(episode(1))
    memory.append(episode(1).id, REST)
    memory.begin(episode(2))
    folders.data.unlink()

    disk, problems = open_store(folders, NIGHT)
    assert (problems, disk.in_memory) == ((), None)
    disk.begin(episode(1, (STARTED, REST[0])))
    disk.take_over(memory)
    disk.take_over(memory)
    memory.close()
    assert disk.episodes() == [episode(1, (STARTED, *REST)), episode(2)]
    disk.close()
    assert len(caplog.records) == 1


def test_events_are_stored_as_plain_json(store: SqliteStore, folders: UserFolders) -> None:
    store.begin(episode(1, (STARTED, REST[1])))
    rows = raw(folders, "SELECT seq, t, kind, body FROM event")
    assert [row[:3] for row in rows] == [(0, 0.0, "started"), (1, 4.5, "acted")]
    assert msgspec.json.decode(str(rows[1][3])) == {
        "event": "acted",
        "t": 4.5,
        "act": "side",
        "value": "left",
    }
