"""The recorder: nobody waits for the disk, everything comes in order, a quit loses nothing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QThread

from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.adapters.recorder import Recorder
from cramp_coach.adapters.store import SqliteStore, open_store
from cramp_coach.core.ports import ManualClock, StoredEpisode
from tests.adapters.journals import NIGHT, REST, STARTED, episode, folders_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from cramp_coach.paths import UserFolders


class Listener:
    """Stands in for the window; notes what it is told, and on which thread."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.loaded: list[StoredEpisode] | None = None
        self.threads: list[bool] = []

    def hear(self, problem: object) -> None:
        self.told.append(problem)
        self._note()

    def load(self, episodes: list[StoredEpisode]) -> None:
        self.loaded = episodes
        self._note()

    def _note(self) -> None:
        self.threads.append(QThread.isMainThread())


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return folders_in(tmp_path)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NIGHT)


@pytest.fixture
def recorder(qapp: object, folders: UserFolders, clock: ManualClock) -> Iterator[Recorder]:
    recorder = Recorder(folders, clock)
    yield recorder
    assert recorder.close()


@pytest.fixture
def listener(recorder: Recorder) -> Listener:
    listener = Listener()
    recorder.told.connect(listener.hear)
    return listener


def kept(folders: UserFolders) -> list[StoredEpisode]:
    store, _ = open_store(folders, NIGHT)
    found = store.episodes()
    store.close()
    return found


def test_an_evening_from_start_to_quit(
    recorder: Recorder, listener: Listener, folders: UserFolders, qtbot: QtBot
) -> None:
    assert recorder.works().state == "unknown"
    recorder.start()
    recorder.begin(episode(1))
    for event in REST:
        recorder.append(episode(1).id, (event,))
    recorder.load(listener.load)
    recorder.look()
    assert listener.threads == [], "answers come from the event loop, never from within a call"
    qtbot.waitUntil(lambda: listener.loaded is not None)
    assert listener.loaded == [episode(1, (STARTED, *REST))]
    recorder.begin(episode(2))
    recorder.load(listener.load, count=1)
    qtbot.waitUntil(lambda: listener.loaded == [episode(2)])
    assert recorder.works().state == "yes"
    assert recorder.close()
    assert listener.told == []
    assert set(listener.threads) == {True}
    assert len(kept(folders)) == 2
    assert [path.name for path in folders.backups.iterdir()] == ["journal-2026-11-22.sqlite3"]


def test_a_disk_that_takes_its_time_delays_nobody(
    recorder: Recorder, folders: UserFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = threading.Event()
    open_as_ever = SqliteStore.__init__

    def open_slowly(store: SqliteStore, folders: UserFolders, now: dt.datetime) -> None:
        ready.wait(10)
        open_as_ever(store, folders, now)

    monkeypatch.setattr(SqliteStore, "__init__", open_slowly)
    recorder.begin(episode(1))  # even before the start
    recorder.start()
    recorder.append(episode(1).id, REST[:4])
    recorder.append(episode(1).id, REST[4:])
    assert not folders.database.exists(), "all of this has returned while nothing is open yet"
    ready.set()
    assert recorder.close()
    assert kept(folders) == [episode(1, (STARTED, *REST))]


def test_a_quit_does_not_wait_for_ever(
    qapp: object,
    folders: UserFolders,
    clock: ManualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stuck = threading.Event()
    monkeypatch.setattr(SqliteStore, "begin", lambda *_: stuck.wait(10))
    recorder = Recorder(folders, clock)
    recorder.begin(episode(1))
    assert recorder.close(timeout=0.05) is False
    stuck.set()
    assert recorder.close(), "a second quit is no quit"
    recorder.append(episode(1).id, REST)
    assert [record.getMessage() for record in caplog.records] == [
        "the journal could not be closed in 0.05 s",
        "the journal is closed already",
    ]


@pytest.mark.usefixtures("caplog")
def test_damage_is_found_mended_and_told_once(
    recorder: Recorder, listener: Listener, folders: UserFolders, qtbot: QtBot
) -> None:
    store, _ = open_store(folders, NIGHT)
    for number in range(30):
        store.begin(episode(number, (STARTED, *REST)))
    store.backup(NIGHT)
    store.close()
    with folders.database.open("r+b") as file:
        file.seek(5 * 4096)
        file.write(bytes(4096))  # deep inside, where no start looks

    recorder.start()
    recorder.look()
    recorder.look()
    qtbot.waitUntil(lambda: bool(listener.told))
    recorder.load(listener.load)
    qtbot.waitUntil(lambda: listener.loaded is not None)
    assert len(listener.loaded or ()) == 30
    (problem,) = listener.told
    assert isinstance(problem, Problem)
    assert problem.kind is Trouble.JOURNAL_RESTORED
    assert set(listener.threads) == {True}


@pytest.mark.usefixtures("caplog")
def test_once_the_disk_is_there_again_all_goes_to_it(
    recorder: Recorder, listener: Listener, folders: UserFolders, qtbot: QtBot
) -> None:
    folders.data.write_text("in the way")
    recorder.start()
    recorder.begin(episode(1))
    recorder.look()
    recorder.load(listener.load)
    qtbot.waitUntil(lambda: listener.loaded == [episode(1)])
    assert (recorder.works().state, recorder.works().reason) == ("no", "no_folder")

    folders.data.unlink()
    recorder.look()
    recorder.append(episode(1).id, REST)
    recorder.load(listener.load)
    qtbot.waitUntil(lambda: listener.loaded == [episode(1, (STARTED, *REST))])
    assert recorder.works().state == "yes"
    assert [p.kind for p in listener.told if isinstance(p, Problem)] == [Trouble.JOURNAL_NO_FOLDER]
    assert recorder.close()
    assert kept(folders) == [episode(1, (STARTED, *REST))]


@pytest.mark.usefixtures("caplog")
def test_a_quit_is_the_last_chance_to_reach_the_disk(
    recorder: Recorder, folders: UserFolders
) -> None:
    folders.data.write_text("in the way")
    opened = threading.Event()
    recorder.load(lambda _: None)
    recorder.begin(episode(1))
    recorder._do(lambda _: opened.set())
    assert opened.wait(10)
    folders.data.unlink()
    assert recorder.close()
    assert kept(folders) == [episode(1)]


def test_a_mistake_of_ours_is_told_and_the_next_entry_is_kept(
    recorder: Recorder,
    listener: Listener,
    folders: UserFolders,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def mistaken(*_: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(SqliteStore, "latest", mistaken)
    recorder.load(listener.load, count=1)
    recorder.begin(episode(1))
    qtbot.waitUntil(lambda: bool(listener.told))
    assert listener.told == [Problem(Trouble.JOURNAL_REFUSED, {"detail": "a mistake"})]
    assert recorder.close()
    assert kept(folders) == [episode(1)]
    assert len(caplog.records) == 1


def test_the_next_day_has_its_own_backup(
    recorder: Recorder, clock: ManualClock, folders: UserFolders
) -> None:
    for _hour in range(30):
        recorder.look()
        done = threading.Event()
        recorder._do(lambda _, done=done: done.set())  # type: ignore[misc]
        assert done.wait(10)
        clock.pass_awake(3600)
    names = sorted(path.name for path in folders.backups.iterdir())
    assert names == ["journal-2026-11-22.sqlite3", "journal-2026-11-23.sqlite3"]
