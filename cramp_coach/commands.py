"""What can be asked for on the command line, as values: `parse` makes them out of arguments.

The program that runs and the one that is just being called read arguments with the same parser.
"""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cramp_coach.core.content import Words

DONE, FAILED, WRONG_USE, NOTHING_RUNNING, NO_DISPLAY = range(5)
"""The exit codes (PRODUCT.md 7)."""

STARTED_AGO_S = (0.0, 86_400.0)
"""A cramp that began more than a day ago is none."""
SPEEDS = (1.0, 1000.0)
PRACTICE_SPEED = 10.0
"""A practice is ten times faster (PRODUCT.md 2)."""
PROGRAM = "cramp-coach"
_LONGEST_COMPLAINT = 200


class Asked(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Base of all commands."""


class Show(Asked, frozen=True):
    """No command: open the window, or raise the one that is open."""


class Now(Asked, frozen=True):
    """A cramp."""

    muscle: Muscle | None = None
    side: Side | None = None
    started_ago: float = 0.0
    """Seconds before the press."""
    terminal: bool = False


class Practise(Asked, frozen=True):
    """A practice session."""

    speed: float = PRACTICE_SPEED
    terminal: bool = False


class Do(Asked, frozen=True):
    """One of the acts that the keys do, in the session that runs."""

    act: Act


class Status(Asked, frozen=True):
    """How things stand."""

    json: bool = False


class Journal(Asked, frozen=True):
    """The cramps that were written down."""

    json: bool = False


class Check(Asked, frozen=True):
    """What works on this computer."""


class Quit(Asked, frozen=True):
    """Close the running program."""


Command = Show | Now | Practise | Do | Status | Journal | Check | Quit


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A command, and where the person's files are to lie."""

    command: Command
    data_dir: str | None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What to print, and the exit code to leave with."""

    code: int
    out: str = ""
    err: str = ""


ACTS = {
    "stopped": Act.STOPPED,
    "back-again": Act.CAME_BACK,
    "next": Act.NEXT,
    "previous": Act.PREVIOUS,
    "helping": Act.HELPING,
    "worse": Act.WORSE,
    "help-now": Act.HELP,
}


def parse(arguments: Sequence[str], words: Words) -> Parsed | Answer:
    """Read arguments; an `Answer` is help, the version, or one sentence on what is wrong."""
    try:
        for argument in arguments:
            argument.encode()
    except UnicodeEncodeError:
        return refusal(words, "not_text", WRONG_USE)
    try:
        found = build_parser(words).parse_args(list(arguments))
    except _Leave as leave:
        return leave.answer
    if found.version:
        from cramp_coach import __version__

        return Answer(code=DONE, out=words("cli.say.version", version=__version__) + "\n")
    return Parsed(command=_command(found), data_dir=found.data_dir)


def build_parser(words: Words) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, with its help in `words`."""
    parser = _Parser(words)
    parser.add_argument("--version", action="store_true", help=words("cli.version"))
    commands = parser.add_subparsers(
        title=words("cli.commands"), dest="command", metavar=words("cli.metavar.command")
    )

    def add(name: str) -> _Parser:
        help_text = words("cli.command." + name.replace("-", "_"))
        added: _Parser = commands.add_parser(name, words=words, about=help_text, help=help_text)
        return added

    now = add("now")
    _choice(now, words, "muscle", Muscle)
    _choice(now, words, "side", Side)
    _option(now, words, "started-ago", type=_number(words, "--started-ago", STARTED_AGO_S))
    _flag(now, words, "terminal")
    for name in ACTS:
        add(name)
    practise = add("practise")
    _option(practise, words, "speed", type=_number(words, "--speed", SPEEDS))
    _flag(practise, words, "terminal")
    _flag(add("status"), words, "json")
    _flag(add("journal"), words, "json")
    add("check")
    add("quit")
    return parser


def refusal(words: Words, key: str, code: int = FAILED, /, **fields: str) -> Answer:
    """Return one sentence of the words below `cli.error` for the person to read."""
    return Answer(code=code, err=_sentence(words, words(f"cli.error.{key}", **fields)))


def printable(text: str) -> str:
    """Return `text` on one line, without anything that would move the cursor, and not too long."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in text)
    return plain if len(plain) <= _LONGEST_COMPLAINT else plain[:_LONGEST_COMPLAINT] + "…"


# --------------------------------------------------------------------------------------- inside


class _Leave(Exception):
    """The parser has something to say, and the command is not done."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.err)
        self.answer = answer


class _Parser(argparse.ArgumentParser):
    """Prints nothing and ends nothing: what it has to say comes as `_Leave`."""

    def __init__(self, words: Words, about: str = "", **others: Any) -> None:  # noqa: ANN401
        whole = not about
        super().__init__(
            prog=others.pop("prog", PROGRAM),
            description=about or words("cli.description"),
            epilog=words("cli.epilog") if whole else None,
            allow_abbrev=False,
            add_help=False,
            **others,
        )
        self._words = words
        self.add_argument("-h", "--help", action=_Help, help=words("cli.help"))
        # Before the command or after it; a parser that was not given one leaves the other's alone.
        default = None if whole else argparse.SUPPRESS
        _option(self, words, "data-dir", default=default, type=_folder(words))

    def error(self, message: str) -> NoReturn:
        problem = printable(message).rstrip(".")
        sentence = self._words("cli.error.wrong_use", problem=problem, command=self.prog)
        raise _Leave(Answer(code=WRONG_USE, err=_sentence(self._words, sentence)))


class _Help(argparse.Action):
    """Shows the help of a parser."""

    def __init__(self, option_strings: list[str], dest: str, help: str) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_others: object) -> NoReturn:
        raise _Leave(Answer(code=DONE, out=parser.format_help()))


def _sentence(words: Words, problem: str) -> str:
    return words("cli.error.prefix", problem=problem) + "\n"


def _option(parser: _Parser, words: Words, name: str, **how: Any) -> None:  # noqa: ANN401
    key = name.replace("-", "_")
    metavar = words(f"cli.metavar.{key}")
    parser.add_argument(f"--{name}", metavar=metavar, help=words(f"cli.option.{key}"), **how)


def _folder(words: Words) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip():
            return text
        raise _Leave(refusal(words, "missing_value", WRONG_USE, option="--data-dir"))

    return read


def _flag(parser: _Parser, words: Words, name: str) -> None:
    parser.add_argument(f"--{name}", action="store_true", help=words(f"cli.option.{name}"))


def _choice(parser: _Parser, words: Words, name: str, choices: type[Muscle] | type[Side]) -> None:
    def read(text: str) -> str:
        if text not in list(choices):
            raise _Leave(refusal(words, f"bad_{name}", WRONG_USE, value=printable(text)))
        return text

    _option(parser, words, name, type=read)


def _number(words: Words, option: str, limits: tuple[float, float]) -> Callable[[str], float]:
    low, high = limits

    def read(text: str) -> float:
        said = {"option": option, "value": printable(text)}
        try:
            number = float(text)
        except ValueError:
            raise _Leave(refusal(words, "bad_number", WRONG_USE, **said)) from None
        if not (math.isfinite(number) and low <= number <= high):
            said |= {"low": f"{low:g}", "high": f"{high:g}"}
            raise _Leave(refusal(words, "out_of_range", WRONG_USE, **said))
        return number

    return read


def _command(found: argparse.Namespace) -> Command:
    match found.command:
        case None:
            return Show()
        case "now":
            return Now(
                muscle=Muscle(found.muscle) if found.muscle else None,
                side=Side(found.side) if found.side else None,
                started_ago=found.started_ago or 0.0,
                terminal=found.terminal,
            )
        case "practise":
            return Practise(speed=found.speed or PRACTICE_SPEED, terminal=found.terminal)
        case "status":
            return Status(json=found.json)
        case "journal":
            return Journal(json=found.json)
        case "check":
            return Check()
        case "quit":
            return Quit()
        case act:
            return Do(act=ACTS[act])
