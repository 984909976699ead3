"""The first start on this computer: a few words, and never in the way of a cramp."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.coaching import (
    FIRST_STEP,
    SLOW_S,
    buttons,
    cramp_now,
    nameless,
    open_home,
    session,
    wait_for,
    wait_for_session,
)
from tests.e2e.desktop import COACH, wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop

SCREENS = 4


def test_each_screen_can_be_skipped_and_has_the_button(desktop: Desktop) -> None:
    program = desktop.start(COACH)
    for number in range(1, SCREENS + 1):
        wait_for(desktop, f"{number} of {SCREENS}", SLOW_S)
        there = set(buttons(desktop.tree()))
        assert {"Cramp now", "Skip all"} <= there
        assert not nameless(desktop)
        desktop.press("Next" if number < SCREENS else "Done")
    wait_until(lambda: desktop.find("Settings", "button"), "home")
    assert desktop.coach("quit").returncode == 0
    assert program.ends() == 0

    # It has been seen now.
    open_home(desktop)
    assert not desktop.find("Skip all")


def test_a_cramp_in_the_middle_of_it_comes_first(desktop: Desktop) -> None:
    desktop.start(COACH)
    wait_until(lambda: desktop.find("Skip all", "button"), "the first run", SLOW_S)
    desktop.press("Next")
    desktop.press("Cramp now")
    wait_for_session(desktop, step=FIRST_STEP)

    desktop.coach("stopped")
    desktop.press("Home")
    wait_until(lambda: not desktop.find("It eased during"), "the end of the end screen")
    assert not session(desktop)


def test_a_command_does_not_wait_for_it(desktop: Desktop) -> None:
    assert cramp_now(desktop)["step"] == FIRST_STEP
