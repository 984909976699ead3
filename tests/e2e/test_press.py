"""The one press, and every key after it, as a person and as a reader of the screen do it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.e2e.coaching import (
    FIRST,
    FIRST_STEP,
    SLOW_S,
    buttons,
    cramp_now,
    geometry,
    nameless,
    open_home,
    session,
    wait_for,
    wait_for_elapsed,
    wait_for_session,
)
from tests.e2e.desktop import COACH, wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop

SCREEN = [0, 0, 1366, 768]


def test_the_big_button_fills_the_screen_with_the_first_step(desktop: Desktop) -> None:
    open_home(desktop)
    before = geometry(desktop)
    assert before[2:] < SCREEN[2:]
    assert not nameless(desktop)

    desktop.press("Cramp now")

    begun = wait_for_session(desktop, kind="relief", routine="calf", step=FIRST_STEP)
    assert begun["escalation"] == "none"
    assert begun["elapsed_s"] < 5.0
    assert desktop.find(FIRST, "label")
    wait_until(lambda: geometry(desktop) == SCREEN, "the full screen")
    assert not nameless(desktop)

    desktop.press("It stopped")

    wait_for(desktop, "It eased during")
    assert not session(desktop)
    assert geometry(desktop) == SCREEN
    assert not nameless(desktop)

    desktop.press("Home")
    wait_until(lambda: desktop.find("Settings", "button"), "home")
    wait_until(lambda: geometry(desktop) == before, f"the window as it was, {before}")


def test_a_start_by_key_forgives_a_second_press(desktop: Desktop) -> None:
    open_home(desktop)

    desktop.keys("Return", "space")

    begun = wait_for_session(desktop, step=FIRST_STEP)
    wait_for_elapsed(desktop, begun["elapsed_s"] + 0.5)

    wait_for_elapsed(desktop, 2.0)
    desktop.keys("space")
    wait_for(desktop, "It eased during")


def test_keys_steer_the_session_and_never_its_clock(desktop: Desktop) -> None:
    cramp_now(desktop)
    wait_until(lambda: geometry(desktop) == SCREEN, "the full screen")
    wait_for(desktop, FIRST, SLOW_S)

    # Drummed on, a key is one press.
    desktop.keys("Right", "Right", "Right")
    second = wait_for_session(desktop, step="calf-massage")
    wait_for_elapsed(desktop, second["elapsed_s"] + 0.6)
    assert session(desktop)["step"] == "calf-massage"
    desktop.keys("Right")
    third = wait_for_session(desktop, step="calf-stand")
    desktop.keys("Left")
    wait_for_session(desktop, step="calf-massage")

    for key, muscle in (("2", "foot"), ("3", "front-thigh"), ("4", "back-thigh"), ("1", "calf")):
        desktop.keys(key)
        wait_for_session(desktop, routine=muscle)
    desktop.keys("l")
    wait_for_session(desktop, side="left")
    wait_for(desktop, "Left leg")
    desktop.keys("r")
    assert wait_for_session(desktop, side="right")["elapsed_s"] > third["elapsed_s"]

    desktop.keys("p")
    paused = wait_for_session(desktop, paused=True)
    wait_for(desktop, "The clock runs on")
    wait_for_elapsed(desktop, paused["elapsed_s"] + 0.5)
    assert session(desktop)["step_left_s"] == paused["step_left_s"]
    desktop.keys("p")
    wait_for_session(desktop, paused=False)

    desktop.keys("Escape")
    wait_for(desktop, "What now?")
    assert not nameless(desktop)
    desktop.press("Go on")
    wait_until(lambda: not desktop.find("What now?"), "the end of the choices")

    desktop.keys("h")
    wait_for(desktop, "Choose what is true")
    assert not nameless(desktop)
    desktop.press("None of these. Back to the steps")
    wait_for(desktop, "Pull your toes")

    before = session(desktop)["elapsed_s"]
    desktop.keys("t")
    wait_for_elapsed(desktop, before + 120.0)

    desktop.keys("space")
    wait_for(desktop, "It eased during")
    assert not session(desktop)
    desktop.keys("c")
    again = wait_for_session(desktop, kind="relief", step=FIRST_STEP)
    assert again["elapsed_s"] > before + 120.0


def test_tab_reaches_every_button_and_enter_presses_it(desktop: Desktop) -> None:
    open_home(desktop)
    _tab_around(desktop)

    cramp_now(desktop)
    wait_until(lambda: geometry(desktop) == SCREEN, "the full screen")
    assert {"It stopped", "Next", "Back", "Pause"} <= _tab_around(desktop)

    desktop.keys("m")
    wait_until(lambda: desktop.find("Foot", "button"), "the muscles to choose from")
    assert not nameless(desktop)
    _tab_around(desktop)

    while not any(thing["focused"] for thing in desktop.find("Next", "button")):
        desktop.keys("Tab")
    desktop.keys("Return")
    wait_for_session(desktop, step="calf-massage")

    desktop.keys("space")
    wait_for(desktop, "It eased during")
    _tab_around(desktop)


def test_assistive_technology_is_told_of_steps_and_of_the_ladder(desktop: Desktop) -> None:
    program = desktop.start(COACH, "now", "--started-ago", "465")
    assert program.ends(2 * SLOW_S) == 0
    wait_for(desktop, FIRST, SLOW_S)
    told = desktop.listen_to_announcements()

    desktop.keys("Right")
    wait_until(lambda: "Rub the calf" in told.said(), "the new step")
    wait_until(lambda: "Eight minutes" in told.said(), "the heads-up")
    assert session(desktop)["escalation"] == "heads-up"

    desktop.coach("now", "--started-ago", "601")
    wait_until(lambda: "Ten minutes. Get medical help." in told.said(), "the urgent screen")
    wait_for(desktop, "Can you bear it?")
    assert not nameless(desktop)

    desktop.keys("n")
    wait_until(lambda: "Call an ambulance." in told.said(), "the emergency screen")
    wait_for(desktop, "Number to call")
    assert not nameless(desktop)
    assert session(desktop)["escalation"] == "emergency"


def _tab_around(desktop: Desktop) -> set[str]:
    """Press Tab until every button had the focus; return their names."""
    told = desktop.listen_to_focus()
    wanted = set(buttons(desktop.tree()))

    def reached() -> set[str]:
        return {json.loads(line) for line in told.said().splitlines()}

    for _ in wanted:
        desktop.keys("Tab", "Tab")
    wait_until(lambda: wanted <= reached(), f"the focus on all of {wanted}, not only {reached()}")
    told.kill()
    return wanted
