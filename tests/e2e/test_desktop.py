"""The stage itself: what the other tests of this folder stand on."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from tests.e2e.desktop import desktop as private_desktop
from tests.e2e.desktop import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.desktop import Desktop

BUTTON = """
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QPushButton
a = QApplication([])
b = QPushButton("Cramp now")
b.setWindowTitle("Cramp Coach")
b.setStyleSheet("border: none; background: #00ff00")
def pressed():
    print("pressed", flush=True)
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(b, "Pull your toes"))
b.clicked.connect(pressed)
b.showFullScreen()
a.exec()
"""


def test_a_button_is_found_pressed_heard_and_seen(desktop: Desktop, tmp_path: Path) -> None:
    program = desktop.start(sys.executable, "-c", BUTTON)
    wait_until(desktop.windows, "the window")
    told = desktop.listen_to_announcements()

    desktop.press("Cramp now")
    wait_until(lambda: program.said() == "pressed\n", "the press through accessibility")
    assert wait_until(told.said, "the announcement") == '"Pull your toes"\n'

    desktop.keys("space")
    wait_until(lambda: program.said() == "pressed\n" * 2, "the press by key")

    (button,) = desktop.find("Cramp now", "button")
    assert button["focused"]
    desktop.screenshot(tmp_path / "screen.png")
    picture = QImage(str(tmp_path / "screen.png"))
    assert (picture.width(), picture.height()) == (1366, 768)
    assert picture.pixelColor(20, 20).name() == "#00ff00"


def test_what_hid_in_the_background_is_ended_too() -> None:
    with private_desktop(screen=False, bus=False) as place:
        place.run("sh", "-c", "setsid sleep 600 >/dev/null 2>&1 &")
        wait_until(lambda: "sleep 600" in place.processes().values(), "the sleeper")
        (pid,) = place.processes()
    assert not os.path.exists(f"/proc/{pid}/exe")
    assert not place.home.exists()


def test_the_loudspeaker_can_be_listened_at() -> None:
    with private_desktop(screen=False, audio=True) as place, place.listen() as sound:
        assert sound.edges() == []
        spoken = place.run("sh", "-c", "espeak-ng --stdout 'pull your toes' | paplay")
        assert spoken.returncode == 0, spoken.stderr
        ((begin, end),) = wait_until(sound.edges, "the voice")
        assert 0.5 < end - begin < 2.0


def test_a_program_can_be_missing() -> None:
    with private_desktop(screen=False, bus=False, without=("espeak-ng",)) as place:
        assert place.run("sh", "-c", "command -v espeak-ng").returncode != 0
        assert place.run("sh", "-c", "command -v sh").returncode == 0


def test_the_machine_can_be_sent_to_sleep() -> None:
    with private_desktop(screen=False) as place:
        place.start_logind()
        monitor = place.start("gdbus", "monitor", "--system", "--dest", "org.freedesktop.login1")
        wait_until(lambda: "owned by" in monitor.said(), "the monitor")
        place.suspend(going=True)
        wait_until(lambda: "PrepareForSleep (true,)" in monitor.said(), "the signal")
