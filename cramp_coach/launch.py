"""Starts the program in the background or here in the terminal; finds out who could see it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # the real one lies in a module that is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cramp_coach.adapters.problems import Problem
    from cramp_coach.commands import Command, Parsed
    from cramp_coach.head_start import HeadStart, Outcome
    from cramp_coach.paths import UserFolders


def start(parsed: Parsed, ahead: HeadStart | None, timeout: float) -> Outcome:
    """Start the program with a command in the background; wait for its first instruction.

    `ahead` is the head start it was given, if any; `timeout` is in seconds.
    """
    if sys.platform != "linux":
        return _start_apart(parsed.data_dir)
    import msgspec

    from cramp_coach.head_start import HeadStart

    return (ahead or HeadStart.begin()).run(msgspec.json.encode(parsed), timeout)


def _start_apart(data_dir: str | None) -> Outcome:
    import subprocess

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
    return "apart"


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
    import contextlib

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
    host, _, number = display.partition(":")
    number = number.partition(".")[0]
    if host not in ("", "unix") or not number.isdigit():
        return bool(display)  # on another computer; only the try will tell
    path = f"/tmp/.X11-unix/X{number}"
    return _answers(f"\0{path}") or _answers(path)


def _answers(address: str) -> bool:
    import _socket  # `socket` takes ten times as long

    line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        line.settimeout(1.0)
        line.connect(address)
    except (OSError, ValueError):
        return False
    finally:
        line.close()
    return True


def nobody_reads() -> bool:
    """Say whether what is printed goes nowhere."""
    try:
        out = os.fstat(1)
        return os.path.samestat(out, os.stat(os.devnull))
    except OSError:
        return True
