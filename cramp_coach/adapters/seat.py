"""The seat of the one program: its lock, and the socket at which it can be called.

Taken before the first paint, so it imports next to nothing. Whoever calls from then on waits in
the system's queue until `instance.py`, which needs Qt, begins to answer.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from typing import TYPE_CHECKING

from cramp_coach import door
from cramp_coach.adapters.lock import Lock
from cramp_coach.paths import make_runtime

if TYPE_CHECKING:
    from _socket import socket
    from pathlib import Path

    from cramp_coach.paths import UserFolders

log = logging.getLogger(__name__)

CALLERS = 16
"""So many calls at once, those that wait for their answer included."""


class AlreadyRunning(Exception):
    """Another process is the program."""


class Seat:
    """Held from `take` until `leave`, or until the process is no more."""

    def __init__(self) -> None:
        self._lock: Lock | None = None
        self._socket: socket | None = None
        self.address: str | None = None
        """Where to listen, or None if commands cannot reach this program."""

    @classmethod
    def take(cls, folders: UserFolders) -> Seat:
        """Become the one program.

        Where no seat can be had (no folder can be written) the program runs without one.

        Raises:
            AlreadyRunning: somebody else is.
        """
        seat, problems = cls(), []
        for folder in dict.fromkeys((folders.runtime, folders.spare_runtime)):
            try:
                if not seat._lock_in(folder):
                    raise AlreadyRunning(str(folder))
                seat._listen_in(folder)
            except OSError as problem:
                problems.append(str(problem))
                seat.leave()
                continue
            return seat
        log.error("commands cannot reach this program: %s", "; ".join(problems))
        return seat

    def hand_over(self) -> int | None:
        """Return the listening socket, which is the caller's to close from now on.

        None where there is none: on Windows it is `address` that is listened on.
        """
        line, self._socket = self._socket, None
        return line.detach() if line is not None else None

    def leave(self) -> None:
        """Take the socket away and let the lock go."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self.address is not None and sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.unlink(self.address)
        self.address = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _lock_in(self, folder: Path) -> bool:
        make_runtime(folder)
        lock = Lock(folder / "lock")
        if not lock.acquire():
            return False
        self._lock = lock
        return True

    def _listen_in(self, folder: Path) -> None:
        address = door.address(str(folder))
        if sys.platform != "win32":
            self._socket = _listening(address)
        self.address = address


def _listening(path: str) -> socket:
    """Return a socket that listens at `path` and that the user alone can open.

    Raises:
        OSError: there can be none.
    """
    import _socket

    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # we hold the lock: it was left by one that was killed
    line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        line.bind(path)
        line.listen(CALLERS)
    except OSError:
        line.close()
        raise
    finally:
        os.umask(before)
    return line
