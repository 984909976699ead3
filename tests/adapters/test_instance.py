"""The door of the running program lets the user in, and nobody and nothing else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication

from cramp_coach import door, paths
from cramp_coach.adapters import instance as subject
from cramp_coach.adapters.instance import Instance, Request
from cramp_coach.adapters.lock import Lock
from cramp_coach.adapters.seat import CALLERS, AlreadyRunning, Seat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a socket of the file system")


class Door:
    """A running program, and the calls that are made to it."""

    def __init__(self, folders: paths.UserFolders, qtbot: QtBot) -> None:
        self.folders = folders
        self.qtbot = qtbot
        self.seat = Seat.take(folders)
        self.instance = Instance(self.seat)
        self.instance.open()
        self.requests: list[Request] = []
        self.instance.asked.connect(self.requests.append)
        self.lines: list[socket.socket] = []

    def call(self, sent: bytes = b"") -> socket.socket:
        assert self.instance.address
        line = socket.socket(socket.AF_UNIX)
        line.connect(self.instance.address)
        line.settimeout(5.0)
        line.sendall(sent)
        self.lines.append(line)
        return line

    def request(self, sent: bytes) -> tuple[socket.socket, Request]:
        before = len(self.requests)
        line = self.call(sent)
        self.qtbot.waitUntil(lambda: len(self.requests) > before)
        return line, self.requests[-1]

    def closed(self, line: socket.socket) -> bool:
        """Wait until the program has hung up, and say whether it did so without a word."""
        line.setblocking(False)
        got = []

        def over() -> bool:
            try:
                got.append(line.recv(4096))
            except BlockingIOError:
                return False
            except ConnectionResetError:
                got.append(b"")
            return not got[-1]

        self.qtbot.waitUntil(over)
        return got == [b""]

    def still_answers(self) -> bool:
        line, request = self.request(door.message(["status"]))
        request.reply(0, "well", "")
        answer = line.recv(4096)
        return answer.endswith(b"well") and request.arguments == ("status",)

    def end(self) -> None:
        for line in self.lines:
            line.close()
        self.instance.close()


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[Door]:
    opened = Door(paths.user_folders(tmp_path / "data"), qtbot)
    yield opened
    opened.end()


# ------------------------------------------------------------------------------------ a good call


def test_a_command_comes_in_and_its_answer_goes_back(opened: Door) -> None:
    line, request = opened.request(door.message(["now", "--muscle", "calf"], token="t1"))
    assert request.arguments == ("now", "--muscle", "calf")
    assert request.token == "t1"
    request.reply(3, "tëxt\n", "oh\n")
    assert line.recv(4096) == b"cramp-coach/1 3 6 3\nt\xc3\xabxt\noh\n"
    assert line.recv(4096) == b""


def test_no_arguments_at_all_are_a_command_too(opened: Door) -> None:
    assert opened.request(door.message([]))[1].arguments == ()


def test_it_may_come_in_pieces_and_be_answered_late(opened: Door, qtbot: QtBot) -> None:
    whole = door.message(["next"])
    line = opened.call(whole[:3])
    for byte in whole[3:]:
        line.sendall(bytes([byte]))
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: bool(opened.requests))
    assert opened.still_answers()  # while the first one waits
    opened.requests[0].reply(0, "late", "")
    assert line.recv(4096).endswith(b"late")


def test_only_the_first_answer_counts(opened: Door) -> None:
    line, request = opened.request(door.message(["next"]))
    request.reply(0, "one", "")
    request.reply(1, "two", "")
    assert line.recv(4096).endswith(b"one")
    assert line.recv(4096) == b""


def test_a_long_answer_arrives_whole(opened: Door, qtbot: QtBot) -> None:
    line, request = opened.request(door.message(["journal"]))
    text = "cramp " * 500_000
    request.reply(0, text, "")
    line.setblocking(False)
    got = bytearray()

    def whole() -> bool:
        try:
            got.extend(line.recv(1 << 20))
        except BlockingIOError:
            return False
        return len(got) >= len(text)

    qtbot.waitUntil(whole)
    assert got.endswith(text.encode())


def test_only_the_user_may_open_the_folder_and_the_socket(opened: Door) -> None:
    assert opened.instance.address == str(opened.folders.socket)
    assert opened.folders.socket.stat().st_mode & 0o077 == 0
    assert opened.folders.runtime.stat().st_mode & 0o777 == 0o700


# ------------------------------------------------------------------------------------- bad calls


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"\n", "malformed"),
        (b"GET / HTTP/1.1\r\n\r\n", "malformed"),
        (b"x" * 100, "malformed"),
        (b"cramp-coach/2 1\nx", "malformed"),
        (b"cramp-coach/1\nx", "malformed"),
        (b"cramp-coach/1 -5\nx", "malformed"),
        (b"cramp-coach/1 1e3\nx", "malformed"),
        (b"cramp-coach/1 1\nxy", "malformed"),
        (b"cramp-coach/1 3\n\0\xff\xfe", "malformed"),
        (b"cramp-coach/1 999999\nx", "too long"),
        (b"cramp-coach/1 65536\nx", "too long"),
        (b"cramp-coach/1 99999999999999999999999\nx", "malformed"),
    ],
)
def test_what_is_no_message_is_dropped_and_logged_once(
    opened: Door, sent: bytes, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert opened.closed(opened.call(sent))
    assert opened.closed(opened.call(sent))
    assert [why in record.getMessage() for record in caplog.records] == [True]
    assert not opened.requests
    assert opened.still_answers()


def test_a_message_that_does_not_come_to_its_end_is_dropped(
    opened: Door, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "WHOLE_MS", 50)
    assert opened.closed(opened.call(b"cramp-coach/1 10\nabc"))
    assert opened.closed(opened.call())
    assert "too slow" in caplog.text
    assert opened.still_answers()


def test_who_never_takes_the_answer_is_let_go(
    opened: Door, qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "TAKEN_MS", 50)
    _, request = opened.request(door.message(["journal"]))
    request.reply(0, "x" * 10_000_000, "")
    qtbot.waitUntil(lambda: "nobody takes" in caplog.text)
    assert opened.still_answers()


def test_who_hangs_up_early_does_no_harm(opened: Door, qtbot: QtBot) -> None:
    line = opened.call(b"cramp-coach/1 10\nabc")
    line.close()
    line, request = opened.request(door.message(["now"]))
    line.close()
    assert opened.still_answers()
    request.reply(0, "too late", "")
    assert opened.still_answers()


def test_who_closes_half_the_line_before_the_end_is_dropped(opened: Door) -> None:
    line = opened.call(b"cramp-coach/1 10\nabc")
    line.shutdown(socket.SHUT_WR)
    assert opened.closed(line)
    assert opened.still_answers()


def test_too_many_callers_at_once_are_refused_and_the_others_served(
    opened: Door, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = [opened.request(door.message(["now"])) for _ in range(CALLERS)]
    assert opened.closed(opened.call(door.message(["next"])))
    assert "too many" in caplog.text
    for line, request in waiting:
        request.reply(0, "ok", "")
        assert line.recv(100).endswith(b"ok")
        line.close()
    assert opened.still_answers()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=st.binary(max_size=300) | st.binary(max_size=100).map(b"cramp-coach/1 ".__add__))
def test_no_garbage_harms_it(opened: Door, caplog: pytest.LogCaptureFixture, sent: bytes) -> None:
    asked = len(opened.requests)
    line = opened.call(sent)
    line.close()
    opened.lines.remove(line)
    assert opened.still_answers()
    for request in opened.requests[asked:]:
        request.reply(0, "", "")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_another_user_is_refused_even_where_the_folder_is_open(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    call = (
        "import socket, sys; s = socket.socket(socket.AF_UNIX); s.settimeout(5)\n"
        "try: s.connect(sys.argv[1]); s.sendall(b'cramp-coach/1 5\\n\\0next'); print(s.recv(9))\n"
        "except PermissionError: print('locked')"
    )

    def stranger(path: str) -> subprocess.Popen[bytes]:
        command = ["/usr/bin/python3", "-c", call, path]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, user=65534, group=65534, extra_groups=[]
        )

    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        opened = Door(paths.user_folders(Path(name) / "d"), qtbot)
        opened.folders.data.chmod(0o755)
        with stranger(str(opened.folders.socket)) as first:
            qtbot.waitUntil(lambda: first.poll() is not None)
            assert first.stdout
            assert first.stdout.read() == b"locked\n"
        opened.folders.runtime.chmod(0o755)
        opened.folders.socket.chmod(0o666)
        with stranger(str(opened.folders.socket)) as second:
            qtbot.waitUntil(lambda: second.poll() is not None)
            assert second.stdout
            assert b"cramp" not in second.stdout.read()
        assert "another user" in caplog.text
        assert not opened.requests
        assert opened.still_answers()
        opened.end()


# ------------------------------------------------------------------------------- one, and its place


def test_there_is_one_program(opened: Door) -> None:
    with pytest.raises(AlreadyRunning):
        Seat.take(opened.folders)
    assert opened.still_answers()


def test_the_next_one_may_begin_when_it_has_ended(opened: Door) -> None:
    opened.instance.close()
    assert not opened.folders.socket.exists()
    Seat.take(opened.folders).leave()
    assert not opened.folders.socket.exists()


def test_who_calls_before_the_program_can_answer_waits(tmp_path: Path, qtbot: QtBot) -> None:
    folders = paths.user_folders(tmp_path)
    seat = Seat.take(folders)
    assert folders.socket.stat().st_mode & 0o777 == 0o600
    with socket.socket(socket.AF_UNIX) as early:
        early.connect(str(folders.socket))
        early.sendall(door.message(["status"]))
        instance = Instance(seat)
        requests: list[Request] = []
        instance.asked.connect(requests.append)
        instance.open()
        qtbot.waitUntil(lambda: len(requests) == 1)
        assert requests[0].arguments == ("status",)
        instance.close()


def test_what_a_killed_program_left_is_no_hindrance(tmp_path: Path, qtbot: QtBot) -> None:
    folders = paths.user_folders(tmp_path)
    paths.make_runtime(folders.runtime)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(folders.socket))
    (folders.runtime / "lock").touch()
    opened = Door(folders, qtbot)
    assert opened.still_answers()
    opened.end()


def test_a_folder_with_a_long_name_gets_its_socket_elsewhere(tmp_path: Path, qtbot: QtBot) -> None:
    folders = paths.user_folders(tmp_path / ("long" * 50))
    opened = Door(folders, qtbot)
    assert opened.instance.address is not None
    assert len(opened.instance.address) < 100
    assert folders.runtime.stat().st_mode & 0o777 == 0o700
    assert opened.still_answers()
    opened.end()
    (folders.runtime / "lock").unlink()
    folders.runtime.rmdir()


def test_the_longest_path_that_is_used_still_fits(qtbot: QtBot) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        rest = door._MAX_PATH - len(f"{name}//run/{door.SOCKET}")
        folders = paths.user_folders(Path(name) / ("x" * rest))
        assert folders.runtime.parent == folders.data
        assert len(str(folders.socket)) == door._MAX_PATH
        opened = Door(folders, qtbot)
        assert opened.instance.address == str(folders.socket)
        opened.end()


def test_where_the_folder_cannot_be_made_another_place_serves(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").touch()
    folders = paths.user_folders(tmp_path / "file")
    opened = Door(folders, qtbot)
    assert opened.instance.address is not None
    assert opened.instance.address.startswith(str(folders.spare_runtime))
    assert opened.still_answers()
    with pytest.raises(AlreadyRunning):
        Seat.take(folders)
    opened.end()
    (folders.spare_runtime / "lock").unlink()
    folders.spare_runtime.rmdir()


def test_with_no_place_at_all_the_program_runs_without_a_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, qtbot: QtBot
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(door, "spare", lambda _data: str(tmp_path / "file" / "spare"))
    alone = Instance(Seat.take(paths.user_folders(tmp_path / "file")))
    alone.open()
    assert alone.address is None
    assert "commands cannot reach" in caplog.text
    alone.close()


def test_a_place_that_somebody_else_prepared_is_not_used(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (tmp_path / "trap").symlink_to(mine)
    with pytest.raises(PermissionError):
        paths.make_runtime(tmp_path / "trap")
    if os.getuid() == 0:
        os.chown(mine, 65534, 65534)
        with pytest.raises(PermissionError):
            paths.make_runtime(mine)


def test_the_lock_is_let_go_when_its_holder_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    hold = (
        "import sys; from pathlib import Path; from cramp_coach.adapters.lock import Lock\n"
        "lock = Lock(Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"True\n"
        assert not Lock(path).acquire()
        holder.kill()
        holder.wait()
        mine = Lock(path)
        assert mine.acquire()
        mine.release()
