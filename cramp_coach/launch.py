"""Starts the program in the background or here in the terminal; finds out who could see it."""

from __future__ import annotations

import contextlib
import enum
import os
import re
import select
import subprocess
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cramp_coach.adapters.problems import Problem
    from cramp_coach.commands import Command, Parsed
    from cramp_coach.paths import UserFolders

_LOST_LOCK = 70
"""Exit code of a start that found the program running already; never seen outside."""
_LAST_WORDS = "last-start.txt"
"""What Qt and Python printed in the last start, in the folder of the log."""


class Start(enum.Enum):
    """What became of a start."""

    PAINTED = enum.auto()
    SLOW = enum.auto()
    """Nothing was painted in time; it may still come."""
    LOST = enum.auto()
    """Another one was faster and is the program now."""
    DIED = enum.auto()
    APART = enum.auto()
    """It goes on apart from us, and is to be told by its socket what to do."""


def start(parsed: Parsed, folders: UserFolders, timeout: float) -> Start:
    """Start the program with a command in the background; wait for its first instruction.

    On Linux by a fork, which saves the start of an interpreter; elsewhere forks and windows do not
    go together. `timeout` is in seconds.
    """
    if sys.platform != "linux":
        return _start_apart(parsed.data_dir)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_program(parsed.command, folders, writing)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        ready, _, _ = select.select([pipe], [], [], timeout)
        if not ready:
            return Start.SLOW
        if pipe.read(1):
            return Start.PAINTED
    _, status = os.waitpid(child, 0)
    return Start.LOST if os.waitstatus_to_exitcode(status) == _LOST_LOCK else Start.DIED


def _be_the_program(command: Command, folders: UserFolders, writing: int) -> NoReturn:
    """Cut all ties with the one who called, and run."""
    code = 1

    def painted() -> None:
        with contextlib.suppress(OSError):  # nobody waits any more
            os.write(writing, b"p")
            os.close(writing)

    try:
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
            code = _LOST_LOCK
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


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


def _start_apart(data_dir: str | None) -> Start:
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable] if frozen else [sys.executable, "-m", "cramp_coach"]
    command += ["--data-dir", data_dir] if data_dir is not None else []
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    quiet = subprocess.DEVNULL
    subprocess.Popen(
        command,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
        creationflags=flags,
    )
    return Start.APART


# --------------------------------------------------------------------------- in the terminal


def coach_here(command: Command, folders: UserFolders) -> int:
    """Coach in this terminal; return the exit code.

    Raises:
        ContentError: a file that came with the program is damaged.
    """
    from cramp_coach import terminal
    from cramp_coach.adapters import settings_file
    from cramp_coach.adapters.clock import SystemClock
    from cramp_coach.adapters.diary import ThreadDiary

    clock = SystemClock()
    loaded = settings_file.load(folders.settings)
    diaries: list[ThreadDiary] = []

    def open_diary(told: Callable[[], None]) -> ThreadDiary:
        diaries.append(ThreadDiary(folders, clock, told))
        return diaries[0]

    try:
        return terminal.run(command, loaded.settings, clock, open_diary)
    finally:
        problems = [*loaded.problems]
        for diary in diaries:
            problems += diary.close()
        _tell(problems)


def _tell(problems: list[Problem]) -> None:
    """Say what went wrong with the person's files, once the terminal is theirs again."""
    from cramp_coach.core.content import load_words
    from cramp_coach.paths import assets

    if problems:
        words = load_words(assets() / "content" / "en")
        lines = dict.fromkeys(words(f"problems.{one.kind}", **one.fields) for one in problems)
        with contextlib.suppress(OSError, AttributeError):
            sys.stderr.write("".join(f"{line}\n" for line in lines))


# ---------------------------------------------------------------------------- who can see it


def has_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether a window can be shown: Qt would end the program if it tried in vain."""
    if sys.platform != "linux" or environ.get("QT_QPA_PLATFORM"):
        return True
    wayland = environ.get("WAYLAND_DISPLAY", "")
    if wayland and _answers(os.path.join(environ.get("XDG_RUNTIME_DIR", ""), wayland)):
        return True
    display = environ.get("DISPLAY", "")
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    if local is None:
        return bool(display)  # on another computer; only the try will tell
    path = f"/tmp/.X11-unix/X{local[1]}"
    return _answers(f"\0{path}") or _answers(path)


def _answers(address: str) -> bool:
    import socket

    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1.0)
            line.connect(address)
    except (OSError, ValueError):
        return False
    return True


def nobody_reads() -> bool:
    """Say whether what is printed goes nowhere."""
    try:
        out = os.fstat(1)
        return os.path.samestat(out, Path(os.devnull).stat())
    except OSError:
        return True
