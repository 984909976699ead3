"""Begins to load the window in a process of its own while the command line is still read.

For Linux; elsewhere forks and windows do not go together. It imports next to nothing, so that the
two go separate ways as early as can be.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # the real one lies in a module that is slow to import
if TYPE_CHECKING:
    from typing import Literal, NoReturn

    from cramp_coach.commands import Command
    from cramp_coach.paths import UserFolders

    Outcome = Literal["painted", "slow", "lost", "died", "apart"]
    """What became of a start: "slow" may still come; "lost": another one was faster and is the
    program now; "apart": it goes on apart from us, and is to be told by its socket what to do."""

NOW = b"now"
"""The order for `now` and nothing else, with the folder of the data after it if one was named."""

LOST_LOCK = 70
"""Exit code of a start that found the program running already; never seen outside."""
_LAST_WORDS = "last-start.txt"
"""What Qt and Python printed in the last start, in the folder of the log."""


class HeadStart:
    """The process that becomes the program when it is told what for."""

    def __init__(self, child: int, order: int, news: int) -> None:
        self.child = child
        self.news = news
        """Where it tells that the first instruction is painted."""
        self._order: int | None = order

    @classmethod
    def begin(cls) -> HeadStart:
        """Fork."""
        order_end, order = os.pipe()
        news, news_end = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(order)
            os.close(news)
            _wait_for_order(order_end, news_end)
        os.close(order_end)
        os.close(news_end)
        return cls(child, order, news)

    def run(self, asked: bytes, timeout: float) -> Outcome:
        """Have it do what is asked for; wait for its first instruction, at most `timeout` seconds.

        `asked` is a `Parsed` as JSON, or begins with `NOW`.
        """
        import select

        order, self._order = self._order, None
        if order is None:
            raise ValueError("it has its order")
        try:
            os.write(order, asked)
        except BrokenPipeError:
            pass  # its end tells what became of it
        finally:
            os.close(order)
        try:
            if not select.select([self.news], [], [], timeout)[0]:
                return "slow"
            if os.read(self.news, 1):
                return "painted"
        finally:
            os.close(self.news)
        _, status = os.waitpid(self.child, 0)
        return "lost" if os.waitstatus_to_exitcode(status) == LOST_LOCK else "died"

    def drop(self) -> None:
        """Let go of it; if there was nothing to do for it, it is no more."""
        if self._order is None:
            return
        import signal

        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self._order)
        os.close(self.news)


def _wait_for_order(order: int, news: int) -> NoReturn:
    """Load what a window needs, then do what is asked for; in the child."""
    import contextlib

    with contextlib.suppress(BaseException):  # it happens again where it can be told
        load_window()
    asked = b""
    while more := os.read(order, 65536):
        asked += more
    os.close(order)
    if not asked:
        os._exit(0)
    _be_the_program(asked, news)


def load_window() -> None:
    """Import all that the first instruction needs, in the way that takes the least time.

    The collector of garbage stays off; whoever has painted the first instruction turns it on.
    """
    import builtins
    import gc

    # It would look through all that is loaded, again and again, for a fifth of the time.
    gc.disable()
    import PySide6.QtWidgets  # noqa: F401

    # For `from __feature__ import snake_case` and the like, which nobody uses here, PySide6 reads
    # the source of every module that is imported from now on.
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    import cramp_coach.app  # noqa: F401


def _be_the_program(asked: bytes, writing: int) -> NoReturn:
    """Cut all ties with the one who called, and do what is asked for.

    A byte written to `writing` tells that the first instruction is painted.
    """
    import contextlib

    code = 1

    def painted() -> None:
        with contextlib.suppress(OSError):  # nobody waits any more
            os.write(writing, b"p")
            os.close(writing)

    try:
        from cramp_coach.paths import user_folders

        command, data_dir = _read(asked)
        folders = user_folders(data_dir)
        os.setsid()
        os.umask(0o077)
        os.chdir("/")
        os.closerange(3, writing)
        os.closerange(writing + 1, 1024)
        _stand_alone(folders)
        from cramp_coach.adapters.seat import AlreadyRunning
        from cramp_coach.app import run

        try:
            code = run(command, folders, painted)
        except AlreadyRunning:
            code = LOST_LOCK
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


def _read(asked: bytes) -> tuple[Command, str | None]:
    """Return the command of an order, and the folder of the data that was named."""
    from cramp_coach.commands import Now, Parsed

    if asked.startswith(NOW):
        return Now(), asked[len(NOW) :].decode() or None
    import msgspec

    parsed = msgspec.json.decode(asked, type=Parsed)
    return parsed.command, parsed.data_dir


def _stand_alone(folders: UserFolders) -> None:
    """Read nothing; print to a file of this start only, or nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        from cramp_coach.paths import make_private

        make_private(folders.log)
        mode = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        output = os.open(folders.log / _LAST_WORDS, mode, 0o600)
    except OSError:
        output = nowhere
    os.dup2(nowhere, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
