"""The second shell: the same engine in a terminal, where there is no display or none is wanted.

It has no voice of its own; it shows what would be said, and rings the terminal's bell when help is
due. It needs no Qt.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

from cramp_coach import commands
from cramp_coach.core import journal
from cramp_coach.core.events import Started
from cramp_coach.core.help_lines import sign_to_heed
from cramp_coach.core.settings import is_night
from cramp_coach.terminal import guide as guides
from cramp_coach.terminal.coach import Coach
from cramp_coach.terminal.shell import Leave, LiveShell, PlainShell, Start, choose
from cramp_coach.terminal.tty import Bell

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.core.ports import Clock, Diary
    from cramp_coach.core.settings import Settings
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.terminal.guide import Guide
    from cramp_coach.terminal.tty import Keyboard

JOURNAL_S = 0.2
"""The journal may take so long before the first instruction; later it is heeded all the same."""


def run(
    command: commands.Command,
    settings: Settings,
    clock: Clock,
    open_diary: Callable[[Callable[[], None]], Diary],
) -> int:
    """Coach here until it is over; return the exit code.

    `open_diary` is called once it is certain that there is something to write down, with what to
    call, from any thread, when the diary has been read.

    Raises:
        ContentError: a file that came with the program is damaged.
    """
    guide = guides.load(settings)
    out = Console(file=_output(), highlight=False, markup=False, emoji=False)
    keyboard = _keyboard(out)
    bell = Bell()
    with bell.hearing():
        if keyboard is not None and isinstance(command, commands.Show):
            match choose(guide, clock, bell, out, keyboard):
                case Start.LEAVE:
                    return 0
                case Start.PRACTICE:
                    command = commands.Practise()
                case Start.CRAMP:
                    pass
        diary = None if isinstance(command, commands.Practise) else open_diary(bell.ring)
        coach = _begin(command, settings, guide, clock, diary)
        night = is_night(settings.screen, clock.wall().time())
        return _coach(coach, guide, clock, bell, diary, out, keyboard, night=night)


def _begin(
    command: commands.Command, settings: Settings, guide: Guide, clock: Clock, diary: Diary | None
) -> Coach:
    """Return the session that the command asks for, begun."""
    asked = command if isinstance(command, commands.Now) else commands.Now()
    practise = command if isinstance(command, commands.Practise) else None
    past = diary.past(JOURNAL_S) if diary is not None else None
    folded = [one for stored in (past.episodes if past else ()) if (one := journal.episode(stored))]
    started = Started(
        t=0.0,
        kind="practice" if practise else "relief",
        muscle=asked.muscle or settings.last.muscle,
        muscle_assumed=asked.muscle is None,
        side=asked.side or settings.last.side,
        facts=settings.health.facts(),
        favourite=journal.favourite(folded, guide.library.routines),
        onset=-asked.started_ago,
    )
    speed = practise.speed if practise else 1.0
    return Coach(started, guide.library, guide.spoken, clock, speed=speed, diary=diary)


def _coach(
    coach: Coach,
    guide: Guide,
    clock: Clock,
    bell: Bell,
    diary: Diary | None,
    out: Console,
    keyboard: Keyboard | None,
    *,
    night: bool,
) -> int:
    shell: LiveShell | PlainShell
    if keyboard is None:
        shell = PlainShell(coach, guide, clock, bell, diary, out)
    else:
        shell = LiveShell(coach, guide, clock, bell, diary, out, keyboard, night=night)
    code = 0
    try:
        shell.run()
    except Leave as leave:
        code = leave.code
    except OSError:
        code = 1  # the terminal, or the one who read, has gone
    with contextlib.suppress(OSError):
        out.file.write(_summary(coach.snapshot(), guide) + "\n")
        out.file.flush()
        return code
    # Python would try to write once more at its end, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 1


def _summary(snapshot: Snapshot, guide: Guide) -> str:
    """Return what is left to say when the page has gone."""
    if snapshot.kind == "practice":
        return guide.words("terminal.practice_over")
    if snapshot.stopped_after_s is not None:
        after = guide.clock(snapshot.stopped_after_s)
        said = guide.words("terminal.stopped", time=after, step=snapshot.eased)
        flags = guide.library.red_flags
        heed = sign_to_heed(snapshot.red_flag, flags, guide.notices, guide.lines)
        return f"{said} {heed}".rstrip()
    return guide.words("terminal.unknown" if not snapshot.open else "terminal.left")


def _output() -> TextIO:
    """Return standard output, or what takes its place where there is none."""
    # It may have been closed before we began.
    out: TextIO | None = sys.stdout
    if out is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="replace")  # a terminal that knows few letters
    return out


def _keyboard(out: Console) -> Keyboard | None:
    """Return the keys, if there is a terminal on both sides on which a page can stand still."""
    if sys.platform == "win32" or sys.stdin is None or not out.is_terminal or out.is_dumb_terminal:
        return None
    from cramp_coach.terminal.tty import Keyboard

    return Keyboard(sys.stdin.fileno()) if sys.stdin.isatty() else None
