"""Damaged files: whatever has become of them, the program starts, and no byte of them is lost."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cramp_coach.adapters import database
from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.adapters.store import SqliteStore, open_store
from tests.adapters.journals import NIGHT, REST, STARTED, episode, folders_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.core.ports import StoredEpisode
    from cramp_coach.paths import UserFolders

pytestmark = pytest.mark.usefixtures("caplog")  # it is logged, as it should be

LATER = NIGHT + dt.timedelta(days=40)
FULL = (STARTED, *REST)
HARD = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@functools.cache
def a_month() -> Path:
    """A folder with 30 episodes, and backups from when there were 10 and 20.

    Beside it lies `torn`: the same as a kill leaves it, the last 10 only in the log.
    """
    root = Path(tempfile.mkdtemp())
    folders = folders_in(root)
    store, _ = open_store(folders, NIGHT)
    for number in range(20):
        store.begin(episode(number, FULL))
        if number in (9, 19):
            store.backup(NIGHT + dt.timedelta(days=number))
    store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for number in range(20, 30):
        store.begin(episode(number))
        store.append(episode(number).id, REST[:4])
        store.append(episode(number).id, REST[4:])
    shutil.copytree(folders.data, root / "torn" / "data")
    store.close()
    return root


@pytest.fixture(autouse=True, scope="module")
def _swept() -> object:
    yield
    shutil.rmtree(a_month())


def in_a_copy(check: Callable[[UserFolders], None], torn: bool = False) -> None:
    with tempfile.TemporaryDirectory() as name:
        source = a_month() / "torn" if torn else a_month()
        shutil.copytree(source / "data", Path(name) / "data")
        check(folders_in(Path(name)))


def opened_and_checked(folders: UserFolders) -> tuple[SqliteStore, list[Problem]]:
    """Do what every start does, to the end."""
    store, problems = open_store(folders, LATER)
    if not store.check_integrity():
        store.repair(LATER)
    assert store.check_integrity()
    return store, [*problems, *store.take_problems()]


def expect_alive(store: SqliteStore, folders: UserFolders) -> None:
    """A session is recorded, and is there after the next start."""
    new = episode(999, wall=LATER)
    store.begin(new)
    store.append(new.id, REST)
    assert store.latest(1) == [episode(999, FULL, LATER)]
    assert store.works().state == "yes"
    store.close()
    again, problems = opened_and_checked(folders)
    assert {problem.kind for problem in problems} <= {Trouble.JOURNAL_SKIPPED}
    assert again.latest(1) == [episode(999, FULL, LATER)]
    again.close()


def by_id(episodes: list[StoredEpisode]) -> dict[str, StoredEpisode]:
    return {episode.id: episode for episode in episodes}


Damage = tuple[str, int, bytes]


def damaged(content: bytes, damage: Damage) -> bytes:
    how, place, junk = damage
    at = place % (len(content) + 1)
    match how:
        case "cut":
            return content[:at]
        case "flip":
            at = min(at, len(content) - 1)
            return content[:at] + bytes([content[at] ^ (place % 255 + 1)]) + content[at + 1 :]
        case "write over":
            return content[:at] + junk + content[at + len(junk) :]
        case "insert":
            return content[:at] + junk + content[at:]
        case "zero a page":
            at = at // 4096 * 4096
            return content[:at] + bytes(4096) + content[at + 4096 :]
        case _:
            return junk


damages = st.tuples(
    st.sampled_from(["cut", "flip", "write over", "insert", "zero a page", "replace"]),
    st.one_of(st.integers(0, 120), st.integers(0, 1 << 20)),  # the head of the file most of all
    st.binary(min_size=1, max_size=300),
)


@HARD
@given(damages)
@example(("replace", 0, b"SQLite format 3\0"))
@example(("replace", 0, b"not a database at all"))
@example(("zero a page", 0, b"-"))
@example(("cut", 4096, b"-"))
@example(("cut", 0, b"-"))
@example(("cut", 1, b"-"))
@example(("replace", 0, b"-"))
@example(("write over", 18, b"\x63\x63"))  # a file that calls itself read-only
@example(("flip", 18, b"-"))
@example(("insert", 4088, b"-"))
@example(("flip", 41680, b"-"))  # shows only when all of it is looked through
@example(("write over", 3893, b"\0\0\0\x80"))  # a name in the schema that is no text
@example(("write over", 60, b"\0\0\0\0"))  # no version, but tables
@example(("write over", 60, b"\xff\xff\xff\xff"))
@example(("write over", 60, b"\0\0\0\7"))  # not a newer program
def test_damage_anywhere_costs_no_more_than_what_it_hit(damage: Damage) -> None:
    def check(folders: UserFolders) -> None:
        content = damaged(folders.database.read_bytes(), damage)
        folders.database.write_bytes(content)

        store, problems = opened_and_checked(folders)
        for problem in problems:
            if problem.kind is Trouble.JOURNAL_RESTORED:
                broken = folders.data / problem.fields["broken"]
                kept = broken.read_bytes()
                assert kept[100:] == content[100:], "kept, byte by byte"
                # In the head SQLite counts its writes, and it mends the kind of log by itself.
                assert kept[:18] + kept[28:92] == content[:18] + content[28:92]
                assert problem.fields["day"] == "2026-12-11", "the newest backup"
                found = by_id(store.episodes())
                for number in range(20):
                    assert found[episode(number).id] == episode(number, FULL)
                assert len(found) >= 20 + int(problem.fields["rescued"])
            else:
                assert problem.kind in (Trouble.JOURNAL_SKIPPED, Trouble.JOURNAL_WAS_MISSING)
                assert problem.kind is Trouble.JOURNAL_SKIPPED or len(content) <= 1
        skipped = [int(p.fields["count"]) for p in problems if p.kind is Trouble.JOURNAL_SKIPPED]
        assert sum(len(e.events) for e in store.episodes()) + sum(skipped) >= 20 * len(FULL)
        expect_alive(store, folders)

    in_a_copy(check)


@HARD
@given(damages)
@example(("cut", 0, b"-"))
def test_a_torn_log_leaves_a_whole_beginning(damage: Damage) -> None:
    """A power cut tears the end of the log: what came before the tear is all there, in order."""

    def check(folders: UserFolders) -> None:
        wal = Path(f"{folders.database}-wal")
        Path(f"{folders.database}-shm").unlink()
        wal.write_bytes(damaged(wal.read_bytes(), damage))
        store, problems = opened_and_checked(folders)
        assert problems == []
        found = store.episodes()
        assert len(found) >= 20
        assert found[:-1] == [episode(number, FULL) for number in range(len(found) - 1)]
        assert found[-1].events == FULL[: len(found[-1].events)]
        expect_alive(store, folders)

    in_a_copy(check, torn=True)


@settings(HARD, max_examples=40)
@given(damages, damages)
def test_a_damaged_backup_is_passed_over(damage: Damage, other: Damage) -> None:
    def check(folders: UserFolders) -> None:
        newest = folders.backups / "journal-2026-12-11.sqlite3"
        newest.write_bytes(damaged(newest.read_bytes(), other))
        folders.database.write_bytes(b"nothing of it is left" + damage[2])
        store, problems = opened_and_checked(folders)
        restored = [p for p in problems if p.kind is Trouble.JOURNAL_RESTORED]
        assert len(restored) == 1
        if restored[0].fields["day"] == "2026-12-01":
            assert store.episodes() == [episode(number, FULL) for number in range(10)]
        expect_alive(store, folders)

    in_a_copy(check)


def test_without_a_backup_all_that_can_be_read_is_saved() -> None:
    def check(folders: UserFolders) -> None:
        shutil.rmtree(folders.backups)
        content = bytearray(folders.database.read_bytes())
        content[60:64] = b"\xff\xff\xff\xff"
        folders.database.write_bytes(content)
        store, problems = opened_and_checked(folders)
        broken = "journal.broken-2027-01-01T03-12-00.sqlite3"
        fields = {"broken": broken, "day": "", "rescued": "30"}
        assert problems == [Problem(Trouble.JOURNAL_RESTARTED, fields)]
        assert store.episodes() == [episode(number, FULL) for number in range(30)]
        expect_alive(store, folders)

    in_a_copy(check)


def test_what_came_after_the_backup_is_saved_from_the_damaged_file_and_its_log() -> None:
    def check(folders: UserFolders) -> None:
        content = bytearray(folders.database.read_bytes())
        content[60:64] = b"\xff\xff\xff\xff"
        folders.database.write_bytes(content)
        store, problems = opened_and_checked(folders)
        assert [problem.kind for problem in problems] == [Trouble.JOURNAL_RESTORED]
        assert store.episodes() == [episode(number, FULL) for number in range(30)]
        assert problems[0].fields["rescued"] == "10"
        expect_alive(store, folders)

    in_a_copy(check)


def test_what_is_only_in_the_log_is_saved_too() -> None:
    def check(folders: UserFolders) -> None:
        folders.database.write_bytes(b"garbage" * 2000)
        store, problems = opened_and_checked(folders)
        assert [problem.kind for problem in problems] == [Trouble.JOURNAL_RESTORED]
        assert problems[0].fields["rescued"] == "10"
        found = store.episodes()
        assert found[:20] == [episode(number, FULL) for number in range(20)]
        assert found[21:] == [episode(number, FULL) for number in range(21, 30)]
        assert found[20].events == REST, "its first event lay on a page of the file itself"
        kept = Path(f"{folders.data / problems[0].fields['broken']}-wal")
        assert kept.stat().st_size > 4096
        expect_alive(store, folders)

    in_a_copy(check, torn=True)


def test_before_and_behind_a_hole_everything_is_saved() -> None:
    def check(folders: UserFolders) -> None:
        shutil.rmtree(folders.backups)
        content = folders.database.read_bytes()
        hole = content.rindex(b'"event":"started"') // 4096 * 4096  # a page with events in it
        folders.database.write_bytes(content[:hole] + bytes(4096) + content[hole + 4096 :])
        store, problems = opened_and_checked(folders)
        assert [problem.kind for problem in problems] == [Trouble.JOURNAL_RESTARTED]
        in_the_hole = content[hole : hole + 4096].count(b'"event":')
        assert in_the_hole > 10
        saved = sum(len(episode.events) for episode in store.episodes())
        # Python reads one row ahead, and so loses the one at either edge of the hole.
        assert saved >= 30 * len(FULL) - in_the_hole - 2
        expect_alive(store, folders)

    in_a_copy(check)


def test_a_journal_that_is_gone_comes_back() -> None:
    def check(folders: UserFolders) -> None:
        folders.database.unlink()  # and its log stays behind, and belongs to nothing
        store, problems = opened_and_checked(folders)
        assert problems == [Problem(Trouble.JOURNAL_WAS_MISSING, {"day": "2026-12-11"})]
        assert store.episodes() == [episode(number, FULL) for number in range(20)]
        expect_alive(store, folders)

    in_a_copy(check, torn=True)


def test_a_journal_that_is_gone_with_all_its_backups_is_begun_anew() -> None:
    def check(folders: UserFolders) -> None:
        folders.database.write_bytes(b"")
        for backup in folders.backups.iterdir():
            backup.write_bytes(b"-")
        store, problems = opened_and_checked(folders)
        assert problems == [Problem(Trouble.JOURNAL_LOST)]
        expect_alive(store, folders)

    in_a_copy(check)


def test_damage_that_shows_in_the_middle_of_a_session_is_mended_on_the_way() -> None:
    def check(folders: UserFolders) -> None:
        store, _ = open_store(folders, LATER)
        store.begin(episode(77, wall=LATER))
        store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = folders.database.read_bytes()
        for start in range(4096, 9 * 4096, 4096):  # in place: the store has the file open
            with folders.database.open("r+b") as file:
                file.seek(start)
                file.write(b"\xab" * 4096)
        assert len(folders.database.read_bytes()) == len(content)
        store._connection.execute("PRAGMA shrink_memory")  # it knows nothing by heart
        store.append(episode(77).id, REST)
        assert [problem.kind for problem in store.take_problems()] == [Trouble.JOURNAL_RESTORED]
        assert store.works().state == "yes", "written at once, not only with the next event"
        found = by_id(store.episodes())
        assert found[episode(77).id] == episode(77, FULL, LATER)
        assert [found[episode(number).id] for number in range(20)] == [
            episode(number, FULL) for number in range(20)
        ]
        expect_alive(store, folders)

    in_a_copy(check)


def test_a_second_damage_in_the_same_second_keeps_both_files() -> None:
    def check(folders: UserFolders) -> None:
        for junk in (b"first", b"second", b"second"):
            folders.database.write_bytes(junk)
            store, _ = open_store(folders, LATER)
            store.close()
        kept = sorted(path for path in folders.data.glob("*broken*") if path.suffix == ".sqlite3")
        assert [path.read_bytes() for path in kept] == [b"second", b"first"]

    in_a_copy(check)


@pytest.mark.parametrize("name", ["rescue", "_copy_newest_good", "_remove_companions"])
def test_a_mending_that_fails_leaves_everything_as_it_was(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    def check(folders: UserFolders) -> None:
        folders.database.write_bytes(b"damaged")
        with monkeypatch.context() as patch:
            patch.setattr(database, name, full)
            store, problems = open_store(folders, LATER)
        assert [problem.kind for problem in problems] == [Trouble.JOURNAL_FULL]
        store.begin(episode(1))
        assert len(store.episodes()) == 1
        store.close()
        assert folders.database.read_bytes() == b"damaged"

        again, problems = open_store(folders, LATER)
        assert [problem.kind for problem in problems] == [Trouble.JOURNAL_RESTORED]
        assert not list(folders.data.glob(".mend-*"))
        expect_alive(again, folders)

    in_a_copy(check)


def test_another_programs_database_is_not_mistaken_for_ours() -> None:
    def check(folders: UserFolders) -> None:
        folders.database.unlink()
        foreign = sqlite3.connect(folders.database)
        foreign.execute("CREATE TABLE event (name TEXT)")
        foreign.execute("PRAGMA user_version = 1")
        foreign.close()
        store, problems = opened_and_checked(folders)
        assert [problem.kind for problem in problems] == [Trouble.JOURNAL_RESTORED]
        expect_alive(store, folders)

    in_a_copy(check)
