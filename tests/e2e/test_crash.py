"""The power is cut in the middle of a cramp: start again, and all is where the clock says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.e2e.coaching import (
    FIRST,
    SLOW_S,
    been_here_before,
    can_sleep,
    cramp_now,
    journal,
    open_home,
    power_cut,
    programs,
    session,
    sleep_through,
    wait_for,
    wait_for_elapsed,
    wait_for_session,
    works,
)
from tests.e2e.desktop import COACH, wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop


def test_the_session_goes_on_at_the_same_step_on_the_same_clock(desktop: Desktop) -> None:
    cramp_now(desktop, "--muscle", "foot", "--side", "left", "--started-ago", "100")
    desktop.coach("next")
    desktop.coach("next")
    before = session(desktop)
    _wait_until_written(desktop, steps=3)
    power_cut(desktop)

    desktop.start(COACH)
    after = wait_for_session(desktop, SLOW_S, kind="relief")

    for same in ("routine", "side", "step", "escalation"):
        assert after[same] == before[same], same
    assert abs(_moment(after) - _moment(before)).total_seconds() <= 1.0
    assert after["elapsed_s"] > before["elapsed_s"] >= 100.0
    gone = after["elapsed_s"] - before["elapsed_s"]
    assert abs(before["step_left_s"] - gone - after["step_left_s"]) <= 0.3

    desktop.coach("next")
    assert session(desktop)["step"] != before["step"]
    assert desktop.coach("stopped").returncode == 0
    (written,) = journal(desktop)
    assert (written["outcome"], written["muscle"], written["side"]) == ("stopped", "foot", "left")
    assert written["duration_s"] > after["elapsed_s"]


def test_a_second_now_after_a_crash_is_the_same_cramp(desktop: Desktop) -> None:
    cramp_now(desktop, "--started-ago", "200")
    _wait_until_written(desktop)
    power_cut(desktop)

    assert cramp_now(desktop)["kind"] == "relief"
    wait_for(desktop, FIRST)
    joined = wait_for_elapsed(desktop, 200.0)

    _wait_until_written(desktop)
    power_cut(desktop)
    cramp_now(desktop)
    assert wait_for_elapsed(desktop, joined["elapsed_s"])["elapsed_s"] < 200.0 + 4 * SLOW_S
    (only,) = journal(desktop)
    assert only["outcome"] == "running"


def test_past_ten_minutes_it_says_get_help_at_once_and_so_after_a_crash(desktop: Desktop) -> None:
    assert cramp_now(desktop, "--started-ago", "620")["escalation"] == "urgent"
    wait_for(desktop, "Can you bear it?")
    _wait_until_written(desktop)
    power_cut(desktop)

    desktop.start(COACH)
    after = wait_for_session(desktop, SLOW_S, escalation="urgent")
    assert after["elapsed_s"] >= 620.0
    wait_for(desktop, "Can you bear it?")


def test_what_came_back_within_ten_minutes_is_the_same_cramp(desktop: Desktop) -> None:
    can_sleep(desktop)
    desktop.start_logind()
    cramp_now(desktop)
    assert desktop.coach("stopped").returncode == 0
    wait_for(desktop, "It eased during")
    assert not session(desktop)
    assert desktop.coach("back-again").returncode == 0
    wait_for_session(desktop, kind="relief")
    desktop.coach("stopped")
    _wait_until_written(desktop)
    power_cut(desktop)

    # Nine minutes later, in a new process, by the button; then the same eleven minutes later.
    sleep_through(desktop, 540.0)
    cramp_now(desktop)
    wait_for_elapsed(desktop, 540.0)
    desktop.coach("stopped")
    (same,) = journal(desktop)
    assert same["came_back"] == 2
    assert same["duration_s"] >= 540.0

    sleep_through(desktop, 540.0 + 660.0)
    wait_until(lambda: desktop.coach("back-again").returncode == 3, "the end of the ten minutes")
    assert cramp_now(desktop)["elapsed_s"] < 540.0
    wait_until(lambda: len(journal(desktop)) == 2, "an episode of its own")


def test_after_more_than_an_hour_it_asks_how_it_ended(desktop: Desktop) -> None:
    can_sleep(desktop)
    desktop.start_logind()
    cramp_now(desktop)
    _wait_until_written(desktop)
    power_cut(desktop)

    sleep_through(desktop, 4000.0)
    been_here_before(desktop)
    desktop.start(COACH)
    wait_for(desktop, "How did it end?", SLOW_S)
    assert not session(desktop)
    (left,) = journal(desktop)
    assert (left["outcome"], left["duration_s"]) == ("unknown", None)

    desktop.press("I don't know")
    wait_until(lambda: desktop.find("Settings", "button"), "home")
    power_cut(desktop)
    assert journal(desktop) == [left]

    # It has been asked, and is not asked again.
    open_home(desktop)
    assert works(desktop, "journal")["state"] == "yes"
    assert not desktop.find("How did it end?")
    (pid,) = programs(desktop)
    assert pid


def _wait_until_written(desktop: Desktop, steps: int = 1) -> None:
    """What the journal answers has been written; that it lies on disk is what a crash shows."""
    wait_until(
        lambda: (found := journal(desktop)) and len(found[-1]["steps"]) >= steps,
        f"{steps} steps in the journal",
    )


def _moment(session: dict[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(session["started_at"])
