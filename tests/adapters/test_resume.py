"""Waking from sleep is told by logind; a bus that is absent, empty or stuck holds nobody up."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters.resume import ANSWER_S, Resume
from tests.e2e.desktop import Desktop, desktop, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.e2e.desktop import Program

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="logind is a thing of Linux")
PROGRAM = str(Path(__file__).with_name("resume_program.py"))
FRAME_MS = 100
"""Longer than this the listening program may never stand still, on a busy machine."""


@pytest.fixture
def place() -> Iterator[Desktop]:
    with desktop(screen=False, bus=False) as own:
        own.env["PYTHONPATH"] = str(Path(__file__).parents[2])
        yield own


def listener(place: Desktop, *arguments: str) -> Program:
    return place.start(sys.executable, PROGRAM, *arguments)


def what_works(program: Program, timeout: float = 10.0) -> list[str]:
    wait_until(lambda: "works" in program.said(), "the word of what works", timeout)
    return program.said().splitlines()[0].split()


def test_each_end_of_sleep_is_told_once_and_its_beginning_is_not(place: Desktop) -> None:
    place.start_logind()
    program = listener(place)
    _, state, reason, _, worst_ms = what_works(program)
    assert (state, reason) == ("yes", "told")
    assert int(worst_ms) < FRAME_MS
    place.suspend(going=True)
    place.suspend(going=False)
    wait_until(lambda: "woke" in program.said(), "the end of sleep")
    place.suspend(going=True)
    place.suspend(going=False)
    wait_until(lambda: program.said().count("woke") == 2, "the second end of sleep")
    program.process.terminate()
    assert program.ends() == 0
    assert program.said().count("woke") == 2
    assert program.said().endswith("closed told\n")
    assert program.complained() == ""


def test_without_a_system_bus_it_says_so_and_the_loop_runs_on(place: Desktop) -> None:
    program = listener(place)
    _, state, reason, _, worst_ms = what_works(program)
    assert (state, reason) == ("no", "no-bus")
    assert int(worst_ms) < FRAME_MS


def test_a_bus_without_logind_tells_nothing(place: Desktop) -> None:
    place._start_bus("DBUS_SYSTEM_BUS_ADDRESS")
    _, state, reason, _, _ = what_works(listener(place))
    assert (state, reason) == ("no", "none")


@pytest.fixture
def stuck_bus(place: Desktop) -> Iterator[None]:
    """A bus that takes every caller and never says a word."""
    path = place.home / "stuck"
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(path))
        bus.listen(10)
        place.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={path}"
        yield


@pytest.mark.usefixtures("stuck_bus")
def test_a_bus_that_hangs_holds_nobody_up(place: Desktop) -> None:
    program = listener(place)
    _, state, reason, _, worst_ms = what_works(program, ANSWER_S + 10)
    assert (state, reason) == ("no", "no-bus")
    assert int(worst_ms) < FRAME_MS


@pytest.mark.usefixtures("stuck_bus")
def test_leaving_does_not_wait_for_a_bus_that_hangs(place: Desktop) -> None:
    program = listener(place, "leave-at-once")
    assert program.ends(timeout=ANSWER_S) == 0
    assert program.said() == "closed not-yet\n"


def test_elsewhere_than_on_linux_nothing_is_asked(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = Resume()
    assert resume.works().state == "unknown"
    monkeypatch.setattr(sys, "platform", "darwin")
    resume.start()
    assert (resume.works().state, resume.works().reason) == ("no", "off")
    resume.close()
