"""Whatever is thrown at the program's door, it goes on and answers the next who knocks."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import TYPE_CHECKING

from tests.e2e.coaching import FIRST_STEP, SLOW_S, cramp_now, journal, programs, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.e2e.desktop import Desktop

GIVEN_UP_S = 15.0
NOBODY = 65534

HARMFUL = {
    "nothing": b"",
    "another protocol": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "garbage": bytes(range(256)) * 64,
    "no end of the first line": b"cramp-coach/1" + b" " * 100_000,
    "a length that is a lie": b"cramp-coach/1 4\n\0quit and more",
    "a length below nothing": b"cramp-coach/1 -1\n",
    "too long": b"cramp-coach/1 999999999\n" + b"\0now" * 50_000,
    "no text": b"cramp-coach/1 4\n\0\xff\xfe\xfd",
    "too deep": b"cramp-coach/1 65000\n" + b"\0" * 65000,
    "a next version": b"cramp-coach/2 4\n\0quit",
}


def door(desktop: Desktop) -> Path:
    return desktop.home / "run/cramp-coach/coach.sock"


@contextlib.contextmanager
def knocked(desktop: Desktop) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(GIVEN_UP_S)
        line.connect(str(door(desktop)))
        yield line


def answer(line: socket.socket) -> bytes:
    """Read to the end; a line that is cut is an end too."""
    got = b""
    with contextlib.suppress(ConnectionError):
        while more := line.recv(65536):
            got += more
    return got


def unharmed(desktop: Desktop, pid: int) -> None:
    assert programs(desktop) == [pid]
    assert session(desktop)["step"] == FIRST_STEP
    assert len(journal(desktop)) == 1


def test_messages_that_are_none_are_dropped(desktop: Desktop) -> None:
    cramp_now(desktop)
    (pid,) = programs(desktop)

    for what, message in HARMFUL.items():
        with knocked(desktop) as line:
            with contextlib.suppress(ConnectionError):
                line.sendall(message)
                line.shutdown(socket.SHUT_WR)
            # At most it says that this is not how one calls.
            assert answer(line)[:16] in (b"", b"cramp-coach/1 2 "), what
        unharmed(desktop, pid)


def test_a_dawdler_and_a_crowd_hold_nobody_up(desktop: Desktop) -> None:
    cramp_now(desktop)
    (pid,) = programs(desktop)

    with contextlib.ExitStack() as lines:
        slow = lines.enter_context(knocked(desktop))
        slow.sendall(b"cramp-coach/1 4\n\0qu")
        # A caller that knows how is answered meanwhile.
        unharmed(desktop, pid)
        assert answer(slow) == b""

        crowd = []
        for _ in range(200):
            # The system itself turns away those for whom there is no more room to wait.
            with contextlib.suppress(BlockingIOError):
                crowd.append(lines.enter_context(knocked(desktop)))
        assert len(crowd) > 16
        # Those that say nothing are sent away, and then there is room again.
        assert {answer(line) for line in crowd} == {b""}
        unharmed(desktop, pid)


def test_the_door_is_open_to_the_person_alone(desktop: Desktop) -> None:
    cramp_now(desktop)
    (pid,) = programs(desktop)
    for path in (door(desktop), door(desktop).parent):
        assert path.stat().st_mode & 0o077 == 0
        assert path.stat().st_uid == os.getuid()

    if os.getuid() == 0:
        # Even with every folder thrown open, a message from somebody else is none.
        for path in (desktop.home, desktop.home / "run", door(desktop).parent, door(desktop)):
            path.chmod(0o777)
        call = (
            "import socket, sys; s = socket.socket(socket.AF_UNIX); s.settimeout(15);"
            f"s.connect({str(door(desktop))!r}); print('in', flush=True);"
            r"s.sendall(b'cramp-coach/1 5\n\0quit'); print(len(s.recv(100)))"
        )
        done = desktop.run(
            "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
            "/usr/bin/python3", "-c", call,
        )  # fmt: skip
        assert done.stdout.startswith("in\n"), done.stderr
        assert done.stdout == "in\n0\n" or "Error" in done.stderr
    unharmed(desktop, pid)


def test_a_command_does_not_wait_for_a_deaf_program(desktop: Desktop) -> None:
    folder = door(desktop).parent
    folder.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(door(desktop)))
        deaf.listen()
        done = desktop.coach("status", timeout=2 * SLOW_S)
        assert done.returncode == 1
        assert "did not answer" in done.stderr
