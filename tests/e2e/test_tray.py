"""The tray from outside: it is there as soon as the desktop has one, and does what it says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.coaching import FIRST_STEP, session
from tests.e2e.desktop import COACH, wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop, Program

HOST = str(Path(__file__).with_name("tray_host.py"))
SOON_S = 3.0
"""A tray that comes is found by what the bus tells, not by chance."""


def open_tray(desktop: Desktop) -> Program:
    host = desktop.start(sys.executable, HOST, "host")
    wait_until(lambda: "open" in host.said(), "the tray")
    return host


def icon(host: Program, timeout: float = 10.0) -> str:
    """Return under which name the icon is on the bus."""
    wait_until(lambda: len(host.said().splitlines()) > 1, "the icon", timeout)
    return host.said().splitlines()[-1]


def menu(desktop: Desktop, service: str) -> list[str]:
    done = desktop.run(sys.executable, HOST, "menu", service)
    assert done.returncode == 0, done.stderr
    words: list[str] = json.loads(done.stdout)
    return words


def press(desktop: Desktop, service: str, label: str) -> None:
    done = desktop.run(sys.executable, HOST, "press", service, label)
    assert done.returncode == 0, done.stderr


def test_a_cramp_is_begun_led_and_ended_from_a_tray_that_came_late(desktop: Desktop) -> None:
    desktop.start(COACH)
    wait_until(desktop.windows, "the window")
    wait_until(lambda: "works" in desktop.status(), "the whole program")
    service = icon(open_tray(desktop), SOON_S)
    assert menu(desktop, service) == ["Cramp now", "Open", "Quit"]

    press(desktop, service, "Cramp now")
    wait_until(lambda: session(desktop), "the session")
    led = wait_until(
        lambda: "It stopped" in (found := menu(desktop, service)) and found, "the menu of a cramp"
    )
    assert led == [
        "Cramp now", "It stopped", "Next", "Back", "Helping", "Worse", "Pause", "Help",
        "Open", "Quit",
    ]  # fmt: skip
    press(desktop, service, "Next")
    wait_until(lambda: session(desktop)["step"] != FIRST_STEP, "the next step")
    press(desktop, service, "It stopped")
    wait_until(lambda: "It came back" in menu(desktop, service), "the way back")
    assert "It stopped" not in menu(desktop, service)


def test_a_closed_window_waits_in_the_tray_and_comes_back(desktop: Desktop) -> None:
    host = open_tray(desktop)
    program = desktop.start(COACH)
    wait_until(desktop.windows, "the window")
    service = icon(host)
    desktop.keys("alt+F4")
    wait_until(lambda: not desktop.windows(), "the window to go")
    assert program.running
    desktop.run(sys.executable, HOST, "click", service)
    wait_until(desktop.windows, "the window again")
    press(desktop, service, "Quit")
    assert program.ends() == 0
