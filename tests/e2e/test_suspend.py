"""The lid is closed in the middle of a cramp: the ten minutes are real minutes, asleep or awake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.coaching import (
    FIRST,
    SLOW_S,
    can_sleep,
    cramp_now,
    journal,
    session,
    sleep_through,
    wait_for,
    wait_for_session,
)
from tests.e2e.desktop import wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop

AT_ONCE_S = 5.0
"""With what asking from outside takes on a slow machine."""


def test_after_a_quarter_of_an_hour_asleep_it_says_get_help(desktop: Desktop) -> None:
    can_sleep(desktop)
    desktop.start_logind()
    cramp_now(desktop)
    wait_for(desktop, FIRST, SLOW_S)
    told = desktop.listen_to_announcements()
    begun = wait_for_session(desktop, escalation="none")

    sleep_through(desktop, 900.0)

    woken = wait_for_session(desktop, AT_ONCE_S, escalation="urgent")
    assert 900.0 <= woken["elapsed_s"] - begun["elapsed_s"] < 900.0 + 2 * AT_ONCE_S
    wait_until(lambda: "Ten minutes. Get medical help." in told.said(), "the announcement")
    wait_for(desktop, "Can you bear it?")

    # What was slept through stays due: with no answer the next ten minutes end at the ambulance.
    sleep_through(desktop, 1800.0)
    wait_for_session(desktop, AT_ONCE_S, escalation="emergency")
    wait_for(desktop, "Number to call")

    desktop.coach("stopped")
    wait_until(lambda: not session(desktop), "the end")
    (written,) = journal(desktop)
    assert written["level"] == "emergency"
    assert 1800.0 <= written["duration_s"] < 1900.0
