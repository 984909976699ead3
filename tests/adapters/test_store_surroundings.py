"""The world around the journal: a kill, a full disk, a folder that is none, another process.

The disks are real ones, small, in a mount namespace of the test's own; where the system allows
none, a limit on the size of files and the rights of the folder stand in.
"""

from __future__ import annotations

import datetime as dt
import errno
import functools
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cramp_coach.adapters import database, private_files
from cramp_coach.adapters.problems import Trouble
from cramp_coach.adapters.store import open_store
from tests.adapters.journals import NIGHT, REST, STARTED, episode, folders_in

ROOT = Path(__file__).parents[2]
HEAD = """
import json, os, sys
from pathlib import Path
from cramp_coach.adapters.private_files import folders_work
from cramp_coach.adapters.store import open_store
from cramp_coach.core.events import Act, Acted
from tests.adapters.journals import NIGHT, REST, STARTED, episode, folders_in
folders = folders_in(Path(sys.argv[1]))
"""


def python(script: str, folder: Path, *before: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, sys.executable, "-c", HEAD + script, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def said_by(process: subprocess.Popen[str]) -> list[Any]:
    out, err = process.communicate(timeout=15)
    assert process.returncode == 0, err
    said: list[Any] = json.loads(out)
    return said


# ---------------------------------------------------------------------------------- a kill

ENDLESS = """
store, problems = open_store(folders, NIGHT)
done = 0
while True:
    store.begin(episode(done))
    for place in range(40):
        print(done, place, flush=True)  # what was said to be done, is
        store.append(episode(done).id, (Acted(t=float(place), act=Act.NEXT),))
    done += 1
"""


@pytest.mark.parametrize("lines", [1, 2, 41, 90, 333])
def test_what_was_acknowledged_before_a_kill_is_there_after_it(tmp_path: Path, lines: int) -> None:
    process = python(ENDLESS, tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    said = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    said += process.stdout.readlines()
    process.stderr.close()
    process.stdout.close()
    process.wait()
    last, place = map(int, said[-1].split())

    folders = folders_in(tmp_path)
    store, problems = open_store(folders, NIGHT)
    assert problems == ()
    assert store.check_integrity()
    found = store.episodes()
    assert len(found) in (last + 1, last + 2)
    for number, kept in enumerate(found[:last]):
        assert len(kept.events) == 41, number
    ticks = [event.t for event in found[last].events[1:]]
    assert ticks == [float(t) for t in range(len(ticks))], "in order, none twice"
    assert len(ticks) in (place, place + 1), "only the one that was on its way may be missing"
    store.close()


# ----------------------------------------------------------------------- two processes at once

CROWD = """
number = int(os.environ["NUMBER"])
store, problems = open_store(folders, NIGHT)
for place in range(5):
    mine = episode(100 * number + place)
    store.begin(mine)
    for event in REST:
        store.append(mine.id, (event,))
print(json.dumps([p.kind for p in [*problems, *store.take_problems()]]))
store.close()
"""


def crowd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    processes = []
    for number in range(3):
        monkeypatch.setenv("NUMBER", str(number))
        processes.append(python(CROWD, tmp_path))
    return [said_by(process) for process in processes]


def expect_everybodys(tmp_path: Path) -> None:
    store, problems = open_store(folders_in(tmp_path), NIGHT)
    assert problems == ()
    assert {e.id: e.events for e in store.episodes()} == {
        episode(100 * number + place).id: (STARTED, *REST)
        for number in range(3)
        for place in range(5)
    }
    store.close()


def test_several_programs_at_once_lose_nothing_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert crowd(tmp_path, monkeypatch) == [[], [], []]
    expect_everybodys(tmp_path)


def test_several_programs_that_find_the_same_damage_mend_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = folders_in(tmp_path)
    folders.data.mkdir()
    folders.database.write_bytes(b"damage" * 1000)
    told = sorted(crowd(tmp_path, monkeypatch))
    assert told == [[], [], [Trouble.JOURNAL_RESTARTED]]
    assert len(list(folders.data.glob("*broken*"))) == 1
    expect_everybodys(tmp_path)


def test_a_journal_held_by_another_program_is_read_and_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    folders = folders_in(tmp_path)
    store, _ = open_store(folders, NIGHT)
    store.begin(episode(1))
    store.close()
    other = sqlite3.connect(folders.database, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM event")

    store, problems = open_store(folders, NIGHT)
    assert [problem.kind for problem in problems] == [Trouble.JOURNAL_LOCKED]
    store.begin(episode(2))
    assert store.episodes() == [episode(1), episode(2)]
    assert (store.works().state, store.works().reason) == ("no", "locked")
    store.close()
    other.close()
    assert len(caplog.records) == 1


# -------------------------------------------------------------------------- disks of our own


@functools.cache
def namespace() -> tuple[str, ...]:
    """Return what goes before a command that may mount what only it sees; nothing if forbidden."""
    for command in (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount")):
        try:
            mounts = subprocess.run(
                [*command, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True
            )
        except FileNotFoundError:
            return ()
        if mounts.returncode == 0:
            return command
    return ()


def on_a_disk(script: str, folder: Path, mount: str, instead: str) -> list[Any]:
    """Run a script with `folder` on a disk made by the shell command `mount`."""
    if not namespace():
        # Without its capabilities root is bound by the rights of a folder like everybody else.
        plain = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.getuid() == 0 else ()
        return said_by(python(instead + script, folder, *plain))
    shell = f'{mount} && exec "$@"'
    before = (*namespace(), "sh", "-ec", shell.replace("FOLDER", f"'{folder}'"), "sh")
    return said_by(python(script, folder, *before))


SMALL = "mount -t tmpfs -o size=192k,mode=700 none FOLDER"
SMALL_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, -1))\n"


def test_a_disk_that_fills_up_in_a_session(tmp_path: Path) -> None:
    script = """
store, problems = open_store(folders, NIGHT)
store.begin(episode(1))
told = list(problems)
for t in range(1, 400):
    store.append(episode(1).id, (Acted(t=float(t), act=Act.RED_FLAG, value="x" * 1000),))
    told += store.take_problems()
full = store.works()
seen = [event.t for event in store.episodes()[0].events]
print(json.dumps([[p.kind for p in told], full.state, full.reason, seen]))
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
store.close()
"""
    kinds, state, reason, seen = on_a_disk(script, tmp_path, SMALL, SMALL_FILES)
    assert (kinds, state, reason) == ([Trouble.JOURNAL_WAITING], "less", "waiting")
    assert seen == [float(t) for t in range(400)], "nothing is missing while the program runs"


def test_a_disk_that_is_full_from_the_start(tmp_path: Path) -> None:
    script = """
folders.data.mkdir(parents=True)
try:
    with open(folders.data / "films", "wb", 0) as file:
        while file.write(bytes(4096)) == 4096:
            pass
except OSError:
    pass
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
store, problems = open_store(folders, NIGHT)
store.begin(episode(1))
store.append(episode(1).id, REST)
works = folders_work(folders)
told = [p.kind for p in problems]
print(json.dumps([told, store.works().reason, len(store.latest(1)[0].events), works.reason]))
"""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, -1))\n"
    told, reason, events, folder = on_a_disk(script, tmp_path, SMALL, limit)
    assert (told, reason, events, folder) == ([Trouble.JOURNAL_FULL], "full", 8, "full")


def test_a_home_that_cannot_be_written_still_shows_its_past(tmp_path: Path) -> None:
    store, _ = open_store(folders_in(tmp_path), NIGHT)
    store.begin(episode(1))
    store.close()
    script = """
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
store, problems = open_store(folders, NIGHT)
store.begin(episode(2))
works = folders_work(folders)
told = [p.kind for p in problems]
print(json.dumps([told, store.works().reason, len(store.episodes()), works.reason]))
"""
    mount = "mount --bind FOLDER FOLDER && mount -o remount,bind,ro FOLDER"
    instead = """
os.chmod(folders.database, 0o400)
os.chmod(folders.data, 0o500)
Path.chmod = lambda *_: None  # the owner could open it again
"""
    told, reason, seen, folder = on_a_disk(script, tmp_path, mount, instead)
    if namespace():
        assert (told, reason, folder) == ([Trouble.JOURNAL_READ_ONLY], "read_only", "read_only")
    else:
        assert (reason, folder) == ("no_permission", "no_permission")
    assert seen == 2


# ----------------------------------------------------------------------- folders that are none


@pytest.mark.parametrize("place", ["data", "above"])
def test_a_file_in_the_place_of_the_folder(
    tmp_path: Path, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    folders = folders_in(tmp_path / "above")
    blocked = folders.data if place == "data" else tmp_path / "above"
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("mine")
    store, problems = open_store(folders, NIGHT)
    assert [problem.kind for problem in problems] == [Trouble.JOURNAL_NO_FOLDER]
    store.begin(episode(1))
    assert store.episodes() == [episode(1)]
    store.close()
    assert blocked.read_text() == "mine"
    assert private_files.folders_work(folders).reason == "no_folder"
    assert len(caplog.records) == 1


def test_a_folder_in_the_place_of_the_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folders = folders_in(tmp_path)
    folders.database.mkdir(parents=True)
    store, problems = open_store(folders, NIGHT)
    assert [problem.kind for problem in problems] == [Trouble.JOURNAL_FAILED]
    store.begin(episode(1))
    assert store.episodes() == [episode(1)]
    store.close()
    assert len(caplog.records) == 1


def test_the_folder_works_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    folders = folders_in(tmp_path)
    works = private_files.folders_work(folders)
    assert (works.part, works.state, works.reason) == ("folders", "yes", "private")
    assert works.detail == str(folders.data)
    assert list(folders.data.iterdir()) == []


def test_a_folder_that_others_can_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = folders_in(tmp_path)
    folders.data.mkdir(mode=0o755)
    monkeypatch.setattr(private_files, "make_private", lambda _folder: None)  # as on a USB stick
    assert private_files.folders_work(folders).reason == "open_to_others"


def test_every_obstacle_has_its_sentence() -> None:
    numbers = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOTDIR, errno.EIO)
    words = [private_files.obstacle(OSError(number, os.strerror(number))) for number in numbers]
    assert words == ["full", "read_only", "no_permission", "no_folder", "failed"]
    for word in words:
        assert Trouble(f"journal_{word}")


def test_the_stamp_of_a_kept_file_is_the_time_of_the_person(tmp_path: Path) -> None:
    folders = folders_in(tmp_path)
    folders.data.mkdir()
    folders.database.write_bytes(b"damage")
    evening = dt.datetime(2026, 11, 22, 22, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    kept = folders.data / "journal.broken-2026-11-22T22-05-09.sqlite3"
    assert private_files.keep_aside(folders.database, evening.strftime("%Y-%m-%dT%H-%M-%S")) == kept
    assert kept.read_bytes() == b"damage"
