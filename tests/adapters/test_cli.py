"""The command line from outside, with a stand-in for the window behind it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_coach import cli, door, launch, paths

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDIN = str(Path(__file__).with_name("standin_program.py"))
ROOT = str(Path(__file__).parents[2])


@dataclass
class Place:
    """A folder for the data of one program, and how to call it there."""

    data: Path
    env: dict[str, str] = field(default_factory=dict)

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, STANDIN, "--data-dir", str(self.data), *arguments]

    def environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": ROOT, "QT_QPA_PLATFORM": "offscreen"} | self.env

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=15,
            check=False,
        )

    def popen(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def pid(self) -> int | None:
        """Return the id of the program that runs here."""
        answered = self.run("status")
        return int(answered.stdout.split()[0]) if answered.returncode == 0 else None

    def last_words(self) -> str:
        return (self.data / "log" / "last-start.txt").read_text()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "data")
    yield place
    place.env.clear()
    place.run("quit")


# ------------------------------------------------------------------------------- nothing runs


def test_a_client_imports_neither_qt_nor_a_parser(tmp_path: Path) -> None:
    look = (
        "import sys; before = set(sys.modules)\n"
        "from cramp_coach import cli\n"
        "cli._from_the_program(['now', '--data-dir', sys.argv[1]])\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    loaded = set(done.stdout.split())
    ours = {"cramp_coach", "cramp_coach.cli", "cramp_coach.door", "__future__", "_socket"}
    assert loaded <= ours


@pytest.mark.parametrize(
    "command", [[one] for one in ("stopped", "next", "help-now", "quit")] + [["status", "--json"]]
)
def test_with_nothing_running_it_says_so(place: Place, command: list[str]) -> None:
    done = place.run(*command)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "cramp-coach: nothing is running. Start it with cramp-coach now.\n"
    assert not place.data.exists()


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["now", "--side", "up"], [b"\xff".decode(errors="surrogateescape")]]
)
def test_wrong_use_starts_nothing(place: Place, arguments: list[str]) -> None:
    done = place.run(*arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert not place.data.exists()


def test_a_message_that_would_be_too_long_is_wrong_use(place: Place) -> None:
    done = place.run("now", "--muscle", "x" * 100_000)
    assert done.returncode == 2
    assert len(done.stderr) < 500


def test_the_journal_can_be_read_without_a_program(place: Place) -> None:
    done = place.run("journal", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


# --------------------------------------------------------------------------------- a program


def test_now_starts_one_in_the_background_and_then_talks_to_it(place: Place) -> None:
    started = place.run("now", "--muscle", "foot")
    assert (started.returncode, started.stdout, started.stderr) == (0, "", "")
    pid = place.pid()
    assert pid is not None
    assert os.getsid(pid) == pid, "it would die with the terminal"
    assert "Muscle.FOOT" in place.last_words()
    again = place.run("now")
    assert again.stdout.split()[:2] == [str(pid), "Now"]
    assert place.run("next").stdout.split()[:2] == [str(pid), "Do"]


def test_it_returns_when_the_first_instruction_is_painted(place: Place) -> None:
    place.env["STANDIN"] = "slow"
    assert place.run("now").returncode == 0
    assert place.last_words().startswith("first: Now")


def test_no_command_stays_in_the_foreground_and_a_second_one_raises_it(place: Place) -> None:
    first = place.popen()
    assert first.stdout
    assert first.stdout.readline() == "first: Show()\n"
    second = place.run()
    assert second.returncode == 0
    assert second.stdout.split()[:2] == [str(first.pid), "Show"]
    assert place.run("quit").returncode == 0
    assert first.communicate(timeout=5)
    assert first.returncode == 0


def test_two_at_once_are_one_program(place: Place) -> None:
    place.env["STANDIN"] = "slow"
    both = [place.popen("now") for _ in range(3)]
    outcomes = [(one.communicate(timeout=15), one.returncode) for one in both]
    assert [code for _, code in outcomes] == [0, 0, 0], outcomes
    pid = place.pid()
    told = [out.split()[0] for (out, _), _ in outcomes if out]
    assert told == [str(pid)] * 2


def test_after_a_kill_the_next_one_starts(place: Place) -> None:
    place.run("now")
    pid = place.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert place.run("status").returncode == 3
    assert place.run("now").returncode == 0
    assert place.pid() not in (pid, None)


def test_the_running_program_refuses_wrong_use_in_the_same_words(place: Place) -> None:
    alone = place.run("practise", "--speed", "0")
    place.run("now")
    told = place.run("practise", "--speed", "0")
    assert (told.returncode, told.stderr) == (alone.returncode, alone.stderr) == (2, told.stderr)


def test_the_desktops_token_goes_with_the_command(place: Place) -> None:
    place.run("now")
    place.env["XDG_ACTIVATION_TOKEN"] = "token-7"
    assert place.run("now").stdout.split()[2] == "token-7"


def test_a_program_that_does_not_answer_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place.env["STANDIN"] = "mute"
    first = place.popen()
    assert first.stdout
    first.stdout.readline()
    monkeypatch.setattr(cli, "ANSWER_S", 0.1)
    assert cli.main(["status", "--data-dir", str(place.data)]) == 1
    assert "did not answer in 0.1 s" in capsys.readouterr().err
    first.kill()
    first.communicate()


def test_where_the_reader_has_gone_nothing_is_complained_about(place: Place) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | true', "sh", *place.command("--help")],
        env=place.environment(),
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""


def test_who_prints_to_nobody_is_told_that_there_is_no_display(place: Place) -> None:
    place.env["QT_QPA_PLATFORM"] = ""
    done = subprocess.run(
        place.command("now"),
        env=place.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "no display" in done.stderr


# --------------------------------------------------------------------------------- the place


@pytest.mark.parametrize(
    ("environ", "there"),
    [
        ({}, False),
        ({"DISPLAY": ":4711"}, False),
        ({"DISPLAY": "unix:4711.0"}, False),
        ({"DISPLAY": "elsewhere:10.0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nowhere"}, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is one")
def test_a_display_that_does_not_answer_is_none(environ: dict[str, str], there: bool) -> None:
    assert launch.has_display(environ) is there


def test_the_same_place_is_found_without_the_systems_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert door.runtime() == os.path.join(os.environ["XDG_RUNTIME_DIR"], "cramp-coach")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "relative")
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    assert door.runtime() == str(paths.user_folders().data / "run")
    assert str(paths.user_folders(tmp_path / "a").runtime) == door.runtime(str(tmp_path / "a"))


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["now"], None),
        (["now", "--data-dir", "/x"], "/x"),
        (["--data-dir=/y", "now"], "/y"),
        (["--data-dir", "/y", "now", "--data-dir", "/x"], "/x"),
        (["now", "--data-dir"], ""),
    ],
)
def test_the_folder_is_found_without_the_parser(arguments: list[str], found: str | None) -> None:
    assert cli._data_dir(arguments) == found
