"""The ten minutes, run through sixty times faster, as a program that asks for the status sees them.

Read from outside the program again and again, like by a script of the person's own.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.e2e.coaching import SLOW_S, journal, nameless, open_home, session, wait_for
from tests.e2e.desktop import wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop

SPEED = 60
DUE_S = {"check-in": 300.0, "heads-up": 480.0, "urgent": 600.0, "emergency": 1200.0}
"""PRODUCT.md 3; nobody answers at ten minutes."""
SCREENS = {"urgent": "Can you bear it?", "emergency": "Number to call"}


@pytest.mark.timeout(120)
def test_a_practice_climbs_to_the_emergency_and_is_not_written_down(desktop: Desktop) -> None:
    open_home(desktop)
    done = desktop.coach("practise", "--speed", str(SPEED), timeout=2 * SLOW_S)
    assert done.returncode == 0, done.stderr
    wait_for(desktop, "PRACTICE")

    seen: dict[str, float] = {}
    steps: list[str] = []
    end = time.monotonic() + 1200 / SPEED + SLOW_S
    while "emergency" not in seen and time.monotonic() < end:
        now = session(desktop)
        assert now["kind"] == "practice"
        if now["step"] not in steps:
            steps.append(now["step"])
        if now["escalation"] not in seen:
            seen[now["escalation"]] = now["elapsed_s"]
            if screen := SCREENS.get(now["escalation"]):
                wait_for(desktop, screen)
                assert not nameless(desktop)

    assert list(seen) == ["none", *DUE_S]
    late_s = 3.0 * SPEED
    assert all(due <= seen[level] <= due + late_s for level, due in DUE_S.items()), seen
    assert steps[:4] == ["calf-stretch", "calf-massage", "calf-stand", "calf-walk"]

    assert desktop.coach("stopped").returncode == 0
    wait_until(lambda: not session(desktop), "the end of the practice")
    assert journal(desktop) == []
