"""The terminal itself: keys one by one, signals as things to wait for, and all put back at the end.

Windows has none of this in the same form; there the plain lines are what a terminal gets.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
from collections import deque
from typing import TYPE_CHECKING

from cramp_coach.terminal import keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


def _those_here(*names: str) -> tuple[signal.Signals, ...]:
    """Return the signals that this system has."""
    return tuple(getattr(signal, name) for name in names if hasattr(signal, name))


INTERRUPT = _those_here("SIGINT")
ENDING = _those_here("SIGTERM", "SIGHUP", "SIGQUIT")
"""Asked to go: the terminal is put back, what was recorded stays as it is."""
STOPPING = _those_here("SIGTSTP")
GOING_ON = _those_here("SIGCONT")
_HEARD = (*INTERRUPT, *ENDING, *STOPPING, *GOING_ON, *_those_here("SIGWINCH"))
_ESCAPE_S = 0.05
"""Escape alone, or the beginning of an arrow? A terminal sends the rest at once."""


class Bell:
    """Wakes the loop: by a signal, or by another thread."""

    def __init__(self) -> None:
        self._caught: deque[int] = deque()
        self._reading, self._writing = socket.socketpair()  # Windows waits for nothing else
        self._reading.setblocking(False)
        self._writing.setblocking(False)
        self._open = True

    def ring(self) -> None:
        """Wake the loop; may be called from any thread, also when all is over."""
        if self._open:
            with contextlib.suppress(OSError):  # full: then it is awake anyway
                self._writing.send(b"!")

    @contextlib.contextmanager
    def hearing(self, signals: tuple[signal.Signals, ...] = _HEARD) -> Iterator[None]:
        """Catch `signals` until the end of the block."""
        before = {one: signal.signal(one, self._catch) for one in signals}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)
            self._open = False
            self._reading.close()
            self._writing.close()

    def wait(self, handles: list[int], seconds: float | None) -> set[int]:
        """Wait until one of `handles` can be read, the bell rings, or `seconds` are over."""
        if self._caught:
            return set()
        bell = self._reading.fileno()
        ready, _, _ = select.select([bell, *handles], [], [], seconds)
        if bell in ready:
            with contextlib.suppress(BlockingIOError):
                self._reading.recv(4096)
        return set(ready) - {bell}

    def caught(self) -> Iterator[int]:
        """Yield the signals that came, oldest first."""
        while self._caught:
            yield self._caught.popleft()

    def _catch(self, number: int, _frame: FrameType | None) -> None:
        self._caught.append(number)
        self.ring()


if sys.platform != "win32":
    import termios
    import tty as modes

    class Keyboard:
        """Standard input, key by key and unseen. Ctrl-C and Ctrl-Z stay signals."""

        def __init__(self, handle: int) -> None:
            self.handle = handle
            self._before = termios.tcgetattr(handle)

        def take(self) -> None:
            """Take the keys."""
            modes.setcbreak(self.handle, termios.TCSANOW)

        def give_back(self) -> None:
            """Let the terminal be as it was, and forget keys that nobody read."""
            with contextlib.suppress(termios.error, OSError):  # it may be gone
                termios.tcsetattr(self.handle, termios.TCSAFLUSH, self._before)

        def read(self) -> list[str] | None:
            """Return the keys that wait to be read; None if there will never be any more."""
            try:
                got = os.read(self.handle, 1024)
                while got.endswith((b"\x1b", b"\x1b[", b"\x1bO")):
                    if not select.select([self.handle], [], [], _ESCAPE_S)[0]:
                        break
                    got += os.read(self.handle, 1024)
            except OSError:
                return None
            return keys.names(got) if got else None


def stop_here() -> None:
    """Stop as Ctrl-Z asks for, and go on when the shell says so."""
    for one in STOPPING:
        before = signal.signal(one, signal.SIG_DFL)
        os.kill(os.getpid(), one)
        signal.signal(one, before)
