"""The button is hit twice, or by two people: it is one program and one cramp."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.coaching import SLOW_S, journal, programs, session, wait_for
from tests.e2e.desktop import COACH, wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop


@pytest.mark.parametrize("count", [2, 10])
def test_many_presses_at_once_are_one(desktop: Desktop, count: int) -> None:
    calls = [desktop.start(COACH, "now") for _ in range(count)]

    assert [call.ends(3 * SLOW_S) for call in calls] == [0] * count
    assert [call.complained() for call in calls] == [""] * count
    wait_until(lambda: len(programs(desktop)) == 1, "one program only")
    assert session(desktop)["kind"] == "relief"
    assert len(desktop.windows()) == 1
    wait_until(lambda: len(journal(desktop)) == 1, "one cramp in the journal")


def test_opening_the_window_at_the_same_moment_loses_nobody(desktop: Desktop) -> None:
    window = desktop.start(COACH)
    now = desktop.start(COACH, "now")

    assert now.ends(3 * SLOW_S) == 0
    wait_until(lambda: len(programs(desktop)) == 1, "one program only")
    assert session(desktop)["kind"] == "relief"
    wait_for(desktop, "Pull your toes")
    assert window.running or window.ends() == 0
