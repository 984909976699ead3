"""Settings through a reader of the screen: all is named, and a change is on disk at once."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from tests.e2e.coaching import data, nameless, open_home, session, wait_for
from tests.e2e.desktop import COACH, wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop


def on_disk(desktop: Desktop) -> dict[str, Any]:
    file = data(desktop) / "settings.toml"
    return tomllib.loads(file.read_text()) if file.exists() else {}


def test_a_setting_is_found_by_its_name_and_role_and_kept(desktop: Desktop) -> None:
    open_home(desktop)
    desktop.press("Settings")
    wait_for(desktop, "Voice and sound")
    assert nameless(desktop) == []
    for name, role in (
        ("Soft tones", "check box"), ("Volume", "slider"), ("From bed, 3 m", "radio button"),
        ("Night begins", "text"), ("Try it", "button"), ("Country", "combo box"),
    ):  # fmt: skip
        assert desktop.find(name, role), (name, role)
    (tones,) = desktop.find("Soft tones", "check box")
    assert tones["checked"]

    desktop.press("Soft tones")
    wait_until(lambda: not on_disk(desktop).get("sound", {}).get("tones", True), "the change")
    desktop.press("2 m")
    wait_until(lambda: on_disk(desktop)["screen"]["distance_m"] == 2.0, "the distance")
    desktop.keys("F1")
    wait_until(lambda: session(desktop), "the cramp, from any page")


def test_the_first_run_holds_nobody_up(desktop: Desktop) -> None:
    desktop.start(COACH)
    wait_for(desktop, "Press here when a cramp starts")
    assert nameless(desktop) == []
    for title in ("Can you hear me?", "Who can help you?", "Is any of this true for you?"):
        desktop.press("Next")
        wait_for(desktop, title)
        assert nameless(desktop) == []
    desktop.press("Done")
    wait_until(lambda: on_disk(desktop).get("first_run_done"), "the end of the first run")
    desktop.press("What works")
    wait_for(desktop, "Every cramp is written down here")
