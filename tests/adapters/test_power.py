"""Keeping awake, on a bus of our own with a desktop that takes down who holds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters.clock import SystemClock
from cramp_coach.adapters.power import KeepAwake, Label, NoPower
from cramp_coach.core.ports import Power, Works
from tests.adapters.desktop import Bus, Desktop
from tests.adapters.test_chime import until

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL = Label("Cramp Coach", "A session is running")
HELD = "inhibit Cramp Coach A session is running"


@pytest.fixture(scope="module")
def _bus() -> Iterator[Bus]:
    bus = Bus()
    yield bus
    bus.close()


@pytest.fixture
def bus(_bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Bus:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", _bus.address)
    return _bus


@pytest.fixture
def desktop(bus: Bus) -> Iterator[Desktop]:
    desktop = Desktop(bus)
    yield desktop
    desktop.close()


@pytest.fixture
def power(qapp: object) -> Iterator[KeepAwake]:
    power = KeepAwake(LABEL)
    yield power
    power.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "awake"])


def test_it_costs_nothing_to_make(power: KeepAwake) -> None:
    port: Power = power
    assert port.works() == Works(part="keep-awake", state="unknown", reason="not-yet")
    port.release()
    port.close()


def test_it_holds_under_our_name_and_lets_go(desktop: Desktop, power: KeepAwake) -> None:
    power.hold()
    power.hold()
    until(lambda: desktop.log == [HELD])
    assert power.wait_until_known(5) == Works(
        part="keep-awake", state="yes", reason="keeps", detail="org.freedesktop.ScreenSaver"
    )
    power.release()
    power.release()
    until(lambda: desktop.log == [HELD, "uninhibit"])
    power.hold()
    until(lambda: desktop.log == [HELD, "uninhibit", HELD])
    power.close()
    until(lambda: desktop.log[-1] == "uninhibit")
    assert not desktop.held


def test_gnome_is_asked_in_its_own_way(bus: Bus, power: KeepAwake) -> None:
    desktop = Desktop(bus, "org.gnome.SessionManager")
    power.hold()
    # 8: the session must not be taken for idle, so the screen stays lit.
    until(lambda: desktop.log == ["inhibit Cramp Coach 42 A session is running 8"])
    power.release()
    until(lambda: desktop.log[-1] == "uninhibit")
    desktop.close()


def test_however_quickly_it_changes_the_last_word_counts(
    desktop: Desktop, power: KeepAwake
) -> None:
    for _ in range(20):
        power.hold()
        power.release()
    until(lambda: power._thread is None)
    assert not desktop.held
    for _ in range(20):
        power.release()
        power.hold()
    until(lambda: len(desktop.held) == 1)
    power.release()
    until(lambda: not desktop.held)
    assert desktop.log.count(HELD) == desktop.log.count("uninhibit")


def test_a_desktop_that_does_not_answer_keeps_nobody_waiting(
    desktop: Desktop, power: KeepAwake
) -> None:
    desktop.answers.clear()
    clock = SystemClock()
    began = clock.awake()
    power.hold()
    power.release()
    power.hold()
    assert clock.awake() - began < 0.05
    assert power.works().state == "unknown"
    assert power.wait_until_known(8).state == "no"
    assert power.works().reason == "no-way"
    # It wakes up after we have given up, and grants what nobody waits for any more.
    desktop.answers.set()
    until(lambda: desktop.log == [HELD])
    power.release()
    until(lambda: desktop.log == [HELD, "left"])
    assert not desktop.held


def test_a_desktop_that_hangs_when_it_should_let_go_lets_go_all_the_same(
    desktop: Desktop, power: KeepAwake
) -> None:
    power.hold()
    until(lambda: desktop.held)
    desktop.answers.clear()
    clock = SystemClock()
    began = clock.awake()
    power.close()
    assert clock.awake() - began < 0.8
    # Its limit over, the connection is cut; with it goes what it held.
    until(lambda: power._thread is None)
    desktop.answers.set()
    until(lambda: not desktop.held)
    assert power.works().state == "yes", "it could be kept awake"


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/bus", "nonsense"])
def test_without_a_bus_it_says_so(
    power: KeepAwake, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    power.hold()
    assert power.wait_until_known(8) == Works(part="keep-awake", state="no", reason="no-way")
    power.release()


def test_on_a_desktop_without_the_service_it_says_so(bus: Bus, power: KeepAwake) -> None:
    power.hold()
    assert power.wait_until_known(8).reason == "no-way"


def test_our_death_releases(desktop: Desktop) -> None:
    program = (
        "import signal\n"
        "from cramp_coach.adapters.power import KeepAwake, Label\n"
        "KeepAwake(Label('Cramp Coach', 'A session is running')).hold()\n"
        "signal.pause()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        until(lambda: desktop.held)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    until(lambda: desktop.log == [HELD, "left"])


def test_the_power_that_is_none_says_so() -> None:
    none: Power = NoPower("off")
    none.hold()
    none.release()
    none.close()
    assert none.works() == Works(part="keep-awake", state="no", reason="off")
