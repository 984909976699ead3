"""The command line. A command goes to the running program, if there is one, without delay.

On that way next to nothing is imported. All else (the parser, the words, the window, the terminal
shell) is imported where it turns out to be needed.
"""

from __future__ import annotations

import os
import sys

from cramp_coach import door

TYPE_CHECKING = False  # the real one lies in a module that is slow to import
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_coach.commands import Answer, Command, Parsed
    from cramp_coach.core.content import Words
    from cramp_coach.head_start import HeadStart, Outcome
    from cramp_coach.paths import UserFolders

HERE_ONLY = frozenset({"-h", "--help", "--version", "--terminal"})
"""With one of these the command is not for the running program."""
PATIENT = frozenset({"now", "practise"})
PAINTED_S = 20.0
"""How long to wait for the first instruction."""
ANSWER_S = 5.0
_LOOK_EVERY_S = 0.02


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; return the exit code (PRODUCT.md 7)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    ahead = None
    try:
        if HERE_ONLY.isdisjoint(arguments):
            if answer := _from_the_program(arguments):
                return _told(*answer)
            ahead = _head_start(arguments)
        return _without_the_program(arguments, ahead)
    except door.Silent:
        return _without_an_answer(arguments)
    except KeyboardInterrupt:
        return 1
    finally:
        if ahead is not None:
            ahead.drop()


# ----------------------------------------------------------------------- the program that runs


def _from_the_program(arguments: list[str]) -> tuple[int, str, str] | None:
    """Return the answer of the running program; None if there is none to ask.

    Raises:
        door.Silent: there is one, and it does not answer.
    """
    data_dir = _data_dir(arguments)
    try:
        return None if data_dir == "" else door.call(data_dir, arguments, _patience(arguments))
    except (UnicodeEncodeError, door.TooLong):
        return None  # the parser finds the words for it


def _patience(arguments: list[str]) -> float:
    return ANSWER_S if arguments and PATIENT.isdisjoint(arguments) else PAINTED_S


def _data_dir(arguments: list[str]) -> str | None:
    """Return the folder that is named, without the parser."""
    found = None
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--data-dir":
            found = value if equals else "".join(arguments[place + 1 : place + 2])
    return found


def _from_the_winner(arguments: list[str]) -> tuple[int, str, str] | None:
    """Return the answer of a program that is just starting; None if none comes up."""
    import select

    for _attempt in range(int(PAINTED_S / _LOOK_EVERY_S)):
        if answer := _from_the_program(arguments):
            return answer
        select.select([], [], [], _LOOK_EVERY_S)
    return None


# ------------------------------------------------------------------------------------ alone


def _head_start(arguments: list[str]) -> HeadStart | None:
    """Begin to load the window, if it looks as if one will be needed."""
    screens = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    if sys.platform != "linux" or PATIENT.isdisjoint(arguments) or screens.isdisjoint(os.environ):
        return None
    from cramp_coach.head_start import HeadStart

    return HeadStart.begin()


def _mere_now(arguments: list[str]) -> bytes | None:
    """Return the order for `now` without any choice, which needs no parser; else None."""
    from cramp_coach.head_start import NOW
    from cramp_coach.launch import has_display

    folder = _data_dir(arguments) or ""
    named = ([f"--data-dir={folder}"], ["--data-dir", folder]) if folder.strip(" -") else ([],)
    if not any(arguments in (["now", *one], [*one, "now"]) for one in named):
        return None
    try:
        return NOW + folder.encode() if has_display() else None
    except UnicodeEncodeError:
        return None


def _without_the_program(arguments: list[str], ahead: HeadStart | None) -> int:
    outcome = None
    if ahead is not None and (order := _mere_now(arguments)):
        outcome = ahead.run(order, PAINTED_S)
        if outcome == "painted":
            return 0
    from cramp_coach import commands
    from cramp_coach.core.content import ContentError
    from cramp_coach.paths import user_folders

    try:
        words = _words()
        parsed = commands.parse(arguments, words)
        if isinstance(parsed, commands.Answer):
            return _say(parsed)
        if outcome is not None:
            return _after(outcome, parsed, user_folders(parsed.data_dir), arguments)
        return _do(parsed, arguments, words, ahead)
    except ContentError as problem:
        # The sentence for it may lie in the very file that cannot be read.
        return _told(commands.FAILED, "", f"{commands.PROGRAM}: {problem}\n")


def _without_an_answer(arguments: list[str]) -> int:
    """The program hangs. That is no reason to leave a person in pain alone."""
    from cramp_coach import commands, launch
    from cramp_coach.paths import user_folders

    words = _words()
    seconds = f"{_patience(arguments):g}"
    code = _say(commands.refusal(words, "not_answering", seconds=seconds))
    parsed = commands.parse(arguments, words)
    if isinstance(parsed, commands.Answer):
        return _say(parsed)
    if not isinstance(parsed.command, commands.Now) or launch.nobody_reads():
        return code
    return launch.coach_here(parsed.command, user_folders(parsed.data_dir))


def _do(parsed: Parsed, arguments: list[str], words: Words, ahead: HeadStart | None) -> int:
    from cramp_coach import commands, launch
    from cramp_coach.paths import user_folders

    folders = user_folders(parsed.data_dir)
    command = parsed.command
    match command:
        case commands.Now(terminal=True) | commands.Practise(terminal=True):
            return launch.coach_here(command, folders)
        case commands.Now() | commands.Practise() | commands.Show() if not launch.has_display():
            if launch.nobody_reads():
                return _say(commands.refusal(words, "no_display", commands.NO_DISPLAY))
            return launch.coach_here(command, folders)
        case commands.Now() | commands.Practise():
            outcome = launch.start(parsed, ahead, PAINTED_S)
            return _after(outcome, parsed, folders, arguments)
        case commands.Show():
            return _in_the_foreground(command, folders, arguments)
        case commands.Journal():
            from cramp_coach.status import journal_of

            return _say(journal_of(folders, command, words))
        case commands.Check():
            from cramp_coach.check import check

            return _say(check(folders))
        case commands.Do() | commands.Status() | commands.Quit():
            return _say(commands.refusal(words, "not_running", commands.NOTHING_RUNNING))


def _in_the_foreground(command: Command, folders: UserFolders, arguments: list[str]) -> int:
    """Be the program, as a desktop's launcher expects."""
    from cramp_coach.head_start import load_window

    load_window()
    from cramp_coach.adapters.seat import AlreadyRunning
    from cramp_coach.app import run
    from cramp_coach.launch import coach_here

    try:
        return run(command, folders, lambda: None)
    except AlreadyRunning:
        answer = _from_the_winner(arguments)
    return _told(*answer) if answer else coach_here(command, folders)


def _after(outcome: Outcome, parsed: Parsed, folders: UserFolders, arguments: list[str]) -> int:
    """Return the exit code for a start in the background; if it came to nothing, help here."""
    from cramp_coach.commands import refusal
    from cramp_coach.launch import coach_here

    answer = None
    match outcome:
        case "painted":
            return 0
        case "slow":
            told = {"seconds": f"{PAINTED_S:g}", "path": str(folders.log)}
            return _say(refusal(_words(), "did_not_start", **told))
        case "lost" | "apart":
            answer = _from_the_winner(arguments)
        case "died":
            pass
    # Whatever became of the window: somebody is in pain.
    return _told(*answer) if answer else coach_here(parsed.command, folders)


# ----------------------------------------------------------------------------------- words


def _words() -> Words:
    from cramp_coach.core.content import load_words
    from cramp_coach.paths import assets

    return load_words(assets() / "content" / "en", ("cli.toml",))


def _say(answer: Answer) -> int:
    return _told(answer.code, answer.out, answer.err)


def _told(code: int, out: str, err: str) -> int:
    """Print, whatever became of the one who reads; return the exit code."""
    for stream, text in ((sys.stdout, out), (sys.stderr, err)):
        if not text or stream is None:
            continue
        try:
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that knows few letters
            stream.write(text)
            stream.flush()
        except OSError:
            # Python would try again at its end, and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = code or 1
    return code
