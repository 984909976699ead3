"""Whatever is typed becomes a command, or one clear sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cramp_coach import commands, paths
from cramp_coach.commands import Answer, Do, Journal, Now, Parsed, Practise, Quit, Show, Status
from cramp_coach.core.content import Muscle, Side, load_words
from cramp_coach.core.events import Act

WORDS = load_words(paths.assets() / "content" / "en", ("cli.toml",))


def read(line: str) -> Parsed | Answer:
    return commands.parse(line.split(), WORDS)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", Show()),
        ("now", Now()),
        (
            "now --muscle front-thigh --side left --started-ago 120",
            Now(muscle=Muscle.FRONT_THIGH, side=Side.LEFT, started_ago=120.0),
        ),
        ("now --terminal", Now(terminal=True)),
        ("practise", Practise(speed=10.0)),
        ("practise --speed 60 --terminal", Practise(speed=60.0, terminal=True)),
        ("stopped", Do(act=Act.STOPPED)),
        ("back-again", Do(act=Act.CAME_BACK)),
        ("next", Do(act=Act.NEXT)),
        ("previous", Do(act=Act.PREVIOUS)),
        ("helping", Do(act=Act.HELPING)),
        ("worse", Do(act=Act.WORSE)),
        ("help-now", Do(act=Act.HELP)),
        ("status --json", Status(json=True)),
        ("journal", Journal()),
        ("journal --json", Journal(json=True)),
        ("check", commands.Check()),
        ("quit", Quit()),
    ],
)
def test_every_command_is_understood(line: str, command: commands.Command) -> None:
    assert read(line) == Parsed(command=command, data_dir=None)


@pytest.mark.parametrize(
    "line",
    [
        "--data-dir /x now",
        "now --data-dir /x",
        "now --data-dir=/x",
        "--data-dir /y now --data-dir /x",
    ],
)
def test_the_folder_may_be_named_before_or_after_the_command(line: str) -> None:
    assert read(line) == Parsed(command=Now(), data_dir="/x")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "nonsense"),
        ("now --muscle arm", "“arm” is none of calf"),
        ("now --side up", "“up” is neither left nor right"),
        ("now --started-ago soon", "“soon” is not a number"),
        ("now --started-ago -1", "-1 is not between 0 and 86400"),
        ("now --started-ago 86401", "86401 is not between"),
        ("now --started-ago nan", "nan is not between"),
        ("now --started-ago inf", "inf is not between"),
        ("practise --speed 0.5", "0.5 is not between 1 and 1000"),
        ("practise --speed 1e9", "1e9 is not between"),
        ("now --mus calf", "--mus"),
        ("now now", "now"),
        ("stopped --side left", "--side"),
        ("now --muscle", "--muscle"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(line: str, said: str) -> None:
    answer = read(line)
    assert isinstance(answer, Answer)
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    assert answer.err.startswith("cramp-coach: ")
    assert answer.err.count("\n") == 1


def test_a_folder_without_a_name_is_not_the_folder_we_happen_to_be_in() -> None:
    answer = commands.parse(["--data-dir", "", "now"], WORDS)
    assert isinstance(answer, Answer)
    assert answer.code == 2


def test_bytes_that_are_no_text_are_refused() -> None:
    answer = commands.parse(["now", "--muscle", "\udcff"], WORDS)
    assert isinstance(answer, Answer)
    assert answer.code == 2
    assert "not text" in answer.err


def test_help_names_every_command_and_the_exit_codes() -> None:
    answer = read("--help")
    assert isinstance(answer, Answer)
    assert answer.code == 0
    for name in ("now", *commands.ACTS, "practise", "status", "journal", "check", "quit"):
        assert f"\n    {name} " in answer.out
    assert "--data-dir" in answer.out
    assert "3 nothing is running" in answer.out


@pytest.mark.parametrize("command", ["now", "stopped", "practise", "status", "check", "quit"])
def test_every_command_has_help_of_its_own(command: str) -> None:
    answer = read(f"{command} --help")
    assert isinstance(answer, Answer)
    assert answer.code == 0
    assert "--data-dir" in answer.out


def test_the_version() -> None:
    answer = read("--version")
    assert isinstance(answer, Answer)
    assert answer.out.startswith("cramp-coach 0.")


KNOWN = ["now", "practise", "stopped", "status", "--json", "--speed", "--muscle", "--data-dir"]
KNOWN += [
    "--",
    "-h",
    "--terminal",
    "--started-ago",
    "calf",
    "-1",
    "5",
    "@/etc/passwd",
    "\x1b[2J",
    "",
]


@given(st.lists(st.sampled_from(KNOWN) | st.text() | st.just("\udc80"), max_size=6))
def test_no_garbage_breaks_it(arguments: list[str]) -> None:
    answer = commands.parse(arguments, WORDS)
    if isinstance(answer, Answer):
        assert answer.code in (0, 2)
        assert answer.out or answer.err
        assert answer.err.removesuffix("\n").isprintable()
        assert len(answer.err) < 400
