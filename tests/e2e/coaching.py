"""What the stories of this folder say about the program, each in a line."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.e2e.desktop import COACH, wait_until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.e2e.desktop import Desktop, Program

FIRST = "Pull your toes toward your shin"
"""The first instruction."""
FIRST_STEP = "calf-stretch"
SLOW_S = 20.0
"""A slow machine may take so long for what is there at once elsewhere."""
CONTROLS = (
    "button", "toggle button", "check box", "radio button", "combo box", "text", "entry",
    "slider", "spin button", "link", "list item", "page tab",
)  # fmt: skip
"""What a person can do something with, in the words of AT-SPI."""


def data(desktop: Desktop) -> Path:
    """Return the folder of the person's files."""
    return Path(desktop.env["HOME"]) / ".local/share/cramp-coach"


def been_here_before(desktop: Desktop) -> None:
    """Let the person have seen the first run, so that the program opens at home."""
    data(desktop).mkdir(parents=True, exist_ok=True)
    (data(desktop) / "settings.toml").write_text("first_run_done = true\n")


def open_home(desktop: Desktop, env: Mapping[str, str] | None = None) -> Program:
    """Start the program as a desktop's launcher does; return when home is there."""
    been_here_before(desktop)
    program = desktop.start(COACH, env=env)
    wait_until(lambda: desktop.find("Cramp now", "button"), "the big button", SLOW_S)
    return program


def cramp_now(
    desktop: Desktop, *arguments: str, env: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Run `cramp-coach now` and return the session that it started."""
    done = desktop.coach("now", *arguments, env=env, timeout=2 * SLOW_S)
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
    return session(desktop)


def session(desktop: Desktop) -> dict[str, Any]:
    """Return the session of `status --json`; empty when there is none."""
    return desktop.status().get("session") or {}


def wait_for_session(desktop: Desktop, timeout: float = 10.0, **wanted: object) -> dict[str, Any]:
    """Wait until the session is like that: `step="calf-massage"`; return it."""
    seen: dict[str, Any] = {}

    def is_so() -> bool:
        seen.clear()
        seen.update(session(desktop))
        return bool(seen) and all(seen.get(name) == value for name, value in wanted.items())

    try:
        wait_until(is_so, f"a session with {wanted}", timeout)
    except AssertionError as failure:
        raise AssertionError(f"{failure}; it was {seen}\n{_told(desktop)}") from None
    return seen


def _told(desktop: Desktop) -> str:
    """Return what runs and what the program has printed, to explain a failure."""
    files = (*desktop.home.glob("*-cramp-coach.*"), *desktop.home.rglob("last-start.txt"))
    printed = [f"{file.name}: {file.read_text(errors='replace')}" for file in files]
    return "\n".join([str(desktop.processes()), *printed])


def wait_for_elapsed(desktop: Desktop, seconds: float, timeout: float = 10.0) -> dict[str, Any]:
    """Wait until the cramp has lasted that long; return the session."""
    wait_until(lambda: session(desktop).get("elapsed_s", 0.0) >= seconds, "the clock", timeout)
    return session(desktop)


def works(desktop: Desktop, part: str) -> dict[str, Any]:
    """Return what `status --json` says about one part of the computer; empty when nothing."""
    told = desktop.status().get("works", [])
    return next((one for one in told if one["part"] == part), {})


def journal(desktop: Desktop) -> list[dict[str, Any]]:
    """Return all that is written down, oldest first."""
    done = desktop.coach("journal", "--json")
    assert done.returncode == 0, done.stderr
    answer: list[dict[str, Any]] = json.loads(done.stdout)
    return answer


# ------------------------------------------------------------------------------ its processes


def programs(desktop: Desktop) -> list[int]:
    """Return the ids of all processes of the program, commands on their way included."""
    return [pid for pid, line in desktop.processes().items() if COACH in line]


def power_cut(desktop: Desktop) -> None:
    """End the program as a power cut would, with no time for a last word."""
    for pid in programs(desktop):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not programs(desktop), "the end of the program")


def can_sleep(desktop: Desktop) -> None:
    """Let `sleep_through` move the boot clock of what is started from now on."""
    desktop.env["PYTHONPATH"] = str(Path(__file__).with_name("slept"))
    desktop.env["COACH_TEST_SLEPT"] = str(desktop.home / "slept")


def sleep_through(desktop: Desktop, seconds: float) -> None:
    """Let the machine sleep for so long, in no time at all."""
    desktop.suspend(going=True)
    new = desktop.home / "slept.new"
    new.write_text(str(seconds))
    new.replace(desktop.home / "slept")
    desktop.suspend(going=False)


# ---------------------------------------------------------------------- what is on the screen


def shows(desktop: Desktop, text: str) -> bool:
    """Say whether something showing has this text in its accessible name."""
    return any(text in thing["name"] for thing in desktop.tree())


def wait_for(desktop: Desktop, text: str, timeout: float = 10.0) -> None:
    """Wait until something showing has this text in its accessible name."""
    wait_until(lambda: shows(desktop, text), f"{text!r} on the screen", timeout)


def geometry(desktop: Desktop) -> list[int]:
    """Return x, y, width and height of the program's only window; empty while there is none."""
    found = desktop.windows()
    if not found:
        return []
    assert len(found) == 1
    told = desktop.run("xdotool", "getwindowgeometry", "--shell", found[0]).stdout
    lines = dict(line.split("=", 1) for line in told.split())
    return [int(lines[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")]


def buttons(tree: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of the buttons that are showing and can be pressed."""
    return [thing["name"] for thing in tree if thing["role"] == "button" and thing["enabled"]]


def nameless(desktop: Desktop) -> list[Mapping[str, Any]]:
    """Return the controls that are showing and that nobody gave a name."""
    return [
        thing for thing in desktop.tree() if thing["role"] in CONTROLS and not thing["name"].strip()
    ]
