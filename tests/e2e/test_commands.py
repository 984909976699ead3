"""The whole program by its command line: what each command does, and what it leaves with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.coaching import (
    FIRST,
    FIRST_STEP,
    SLOW_S,
    journal,
    open_home,
    programs,
    session,
    wait_for,
    wait_for_elapsed,
    wait_for_session,
)
from tests.e2e.desktop import COACH, wait_until
from tests.e2e.desktop import desktop as private_desktop

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from tests.e2e.desktop import Desktop

COMMANDS = (
    "now", "stopped", "back-again", "next", "previous", "helping", "worse", "help-now",
    "practise", "status", "journal", "check", "quit",
)  # fmt: skip
NEED_A_PROGRAM = (
    "stopped", "back-again", "next", "previous", "helping", "worse", "help-now", "quit",
)  # fmt: skip


class Elsewhere:
    """The same commands, with all files in a folder that was named."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop = desktop
        self.folder = folder

    def call(self, *arguments: str) -> CompletedProcess[str]:
        place = ("--data-dir", str(self.folder))
        # Before the command and after it.
        both = ((*place, *arguments), (*arguments, *place))
        return self.desktop.coach(*both[len(arguments) % 2], timeout=2 * SLOW_S)

    def ok(self, *arguments: str) -> str:
        done = self.call(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
        assert done.stderr == ""
        return done.stdout

    def session(self) -> dict[str, object]:
        found: dict[str, object] | None = json.loads(self.ok("status", "--json"))["session"]
        return found or {}


def test_a_session_by_commands_alone(desktop: Desktop) -> None:
    there = Elsewhere(desktop, desktop.home / "else where")

    assert there.ok("now", "--muscle", "calf", "--side", "right", "--started-ago", "60") == ""
    begun = there.session()
    assert (begun["routine"], begun["side"], begun["step"]) == ("calf", "right", FIRST_STEP)
    assert float(str(begun["elapsed_s"])) >= 60.0
    wait_for(desktop, FIRST)

    there.ok("next")
    assert there.session()["step"] == "calf-massage"
    there.ok("previous")
    assert there.session()["step"] == FIRST_STEP
    there.ok("helping")
    wait_for(desktop, "Once more")
    there.ok("worse")
    assert there.session()["step"] == "calf-massage"
    there.ok("help-now")
    wait_for(desktop, "Choose what is true")
    there.ok("now", "--muscle", "foot")
    assert there.session()["routine"] == "foot"
    assert "foot" in there.ok("status")

    refused = there.call("practise")
    assert refused.returncode == 1
    assert refused.stderr

    there.ok("stopped")
    assert there.session() == {}
    there.ok("back-again")
    assert there.session()["routine"] == "foot"
    there.ok("stopped")
    (written,) = json.loads(there.ok("journal", "--json"))
    assert (written["outcome"], written["muscle"], written["side"]) == ("stopped", "foot", "right")
    assert "foot" in there.ok("journal")
    assert "Journal: Works." in there.ok("check")

    assert there.ok("quit") == ""
    wait_until(lambda: not programs(desktop), "the end of the program")
    assert (there.folder / "journal.sqlite3").exists()
    assert not (desktop.home / ".local").exists()
    assert json.loads(there.ok("journal", "--json")) == [written]
    assert "Voice:" in there.ok("check")

    there.ok("practise", "--speed", "2")
    practice = there.session()
    assert practice["kind"] == "practice"
    there.ok("stopped")
    assert json.loads(there.ok("journal", "--json")) == [written]


def test_status_tells_all_that_was_promised(desktop: Desktop) -> None:
    open_home(desktop)
    done = desktop.coach("status", "--json")
    assert done.stdout.count("\n") == 1
    stands = json.loads(done.stdout)
    assert set(stands) == {"version", "session", "next", "water", "works"}
    assert stands["session"] is None
    assert set(stands["water"]) == {"drunk_ml", "target_ml"}
    parts = {one["part"]: one["state"] for one in stands["works"]}
    assert {"voice", "sound", "keep-awake", "folders", "journal"} <= set(parts)
    assert set(parts.values()) <= {"yes", "less", "no", "unknown"}

    desktop.coach("now")
    running = session(desktop)
    assert {
        "kind", "routine", "side", "step", "elapsed_s", "step_left_s", "escalation", "started_at",
    } <= set(running)  # fmt: skip
    assert wait_for_elapsed(desktop, float(running["elapsed_s"]) + 0.2)


def test_no_command_brings_the_window_that_is_there(desktop: Desktop) -> None:
    program = open_home(desktop)
    (window,) = desktop.windows()
    desktop.run("xdotool", "windowminimize", window)
    wait_until(lambda: not desktop.windows(), "the window to be put away")

    assert desktop.coach().returncode == 0
    wait_until(lambda: desktop.windows() == [window], "the window")
    wait_until(
        lambda: desktop.run("xdotool", "getactivewindow").stdout.split() == [window],
        "the window in front",
    )
    assert desktop.coach("quit").returncode == 0
    assert program.ends() == 0


def test_a_cramp_brings_the_window_to_the_front(desktop: Desktop) -> None:
    open_home(desktop)
    (window,) = desktop.windows()
    desktop.run("xdotool", "windowminimize", window)
    wait_until(lambda: not desktop.windows(), "the window to be put away")

    assert desktop.coach("now").returncode == 0
    wait_until(lambda: desktop.windows() == [window], "the window")
    wait_for_session(desktop, step=FIRST_STEP)


def test_help_is_there_and_wrong_use_is_told() -> None:
    with private_desktop(screen=False, bus=False) as desktop:
        told = desktop.coach("--help")
        assert told.returncode == 0
        for command in COMMANDS:
            assert f"  {command} " in told.stdout, command
            of_it = desktop.coach(command, "--help")
            assert of_it.returncode == 0
            assert "--data-dir" in of_it.stdout

        for wrong in (
            ("nonsense",), ("now", "--muscle", "ear"), ("now", "--side", "up"), ("--data-dir",),
            ("now", "--started-ago", "-1"), ("practise", "--speed", "0"), ("status", "--jason"),
        ):  # fmt: skip
            done = desktop.coach(*wrong)
            assert (done.returncode, done.stdout) == (2, ""), wrong
            assert done.stderr.startswith("cramp-coach: ")
            assert done.stderr.count("\n") == 1

        for command in NEED_A_PROGRAM:
            done = desktop.coach(command)
            assert done.returncode == 3, command
            assert "nothing is running" in done.stderr
        assert desktop.coach("status").returncode == 3
        assert journal(desktop) == []
        assert not (desktop.home / ".local").exists()


@pytest.mark.parametrize("command", [("now",), ()])
def test_with_no_display_the_terminal_coaches(command: tuple[str, ...]) -> None:
    with private_desktop(screen=False, bus=False) as desktop:
        coached = desktop.start(COACH, *command)
        if command:
            wait_until(lambda: "Pull your toes" in coached.said(), "the first line", SLOW_S)
        else:
            wait_until(coached.said, "a word", SLOW_S)
        assert coached.running
        coached.kill()

        nobody = desktop.run("sh", "-c", f"exec {COACH} {' '.join(command)} >/dev/null")
        assert nobody.returncode == 4
        assert "no display" in nobody.stderr
