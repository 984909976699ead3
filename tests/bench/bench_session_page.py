"""What the coaching screen costs: built, painted whole, and running, at 1366x768 on 13.3 inches.

Times are the processor's own. The share of a core is measured over real seconds with the real
timers: the picture moves at its own rate, and the page is shown a new snapshot as often as the
driver does it.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import Started
from cramp_coach.core.session import Session
from cramp_coach.ui.driver import SHOWN_EVERY_MS
from cramp_coach.ui.home import HomePage
from cramp_coach.ui.session_page import SessionPage
from tests.ui import screens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

BUILT_MS = 25.0
SHOWN_MS = 1.0
SHARE = 0.12
WATCHED_S = 6.0
"""As long as one stretch of the picture, there and back."""


def main() -> int:
    """Measure, print, and return 1 if a figure does not hold."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme = screens.theme()
    words, poses, library = screens.words(), screens.poses(), screens.library()
    session = _session()
    held = True

    def new_page() -> SessionPage:
        return SessionPage(theme, words, poses, library, "Stop if it gets worse.")

    snapshot = session.snapshot(0.0)
    times = []
    for _ in range(12):
        begin = time.process_time()
        page = new_page()
        _dress(page)
        page.resize(screens.LAPTOP[0])
        page.show_snapshot(snapshot)
        page.ensurePolished()
        page.grab()
        times.append(1000 * (time.process_time() - begin))
        page.deleteLater()
    held &= _tell(
        "session page built and painted, median of 12", statistics.median(times), BUILT_MS
    )
    held &= _tell("  the first of them", times[0], 2 * BUILT_MS)

    times = []
    for _ in range(12):
        begin = time.process_time()
        home = HomePage(theme, words, poses)
        _dress(home)
        home.resize(screens.LAPTOP[0])
        home.grab()
        times.append(1000 * (time.process_time() - begin))
        home.deleteLater()
    held &= _tell("home built and painted, median of 12", statistics.median(times), BUILT_MS)

    page = new_page()
    _dress(page)
    page.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    page.resize(screens.LAPTOP[0])
    page.show()
    page.show_snapshot(snapshot)
    _wait(0.5)  # until it is on the screen, else nothing is painted at all
    shots = [session.snapshot(4.0 + n * 0.2) for n in range(200)]
    begin = time.process_time()
    for shot in shots:
        page.show_snapshot(shot)
    held &= _tell("show_snapshot, mean of 200", 5 * (time.process_time() - begin), SHOWN_MS)
    begin = time.process_time()
    for _ in range(20):
        page.repaint()
    held &= _tell(
        "the whole page painted, mean of 20", 50 * (time.process_time() - begin), BUILT_MS
    )

    whole = spent = 0.0
    for name, start, seconds in _steps(session):
        share = _share(page, start)
        whole += seconds
        spent += seconds * share
        print(f"  one core during {name:22} {100 * share:6.1f} %")
    share = spent / whole
    ok = share <= SHARE
    note = "" if ok else "  DOES NOT HOLD"
    print(f"one core over a whole round {100 * share:12.1f} % (at most {100 * SHARE:.0f} %){note}")
    return 0 if held and ok else 1


def _steps(session: Session) -> list[tuple[str, float, int]]:
    """Return each step of a round: its name, a moment well inside it, and its length, seconds."""
    found, begin, at = [], 0.0, session.snapshot(0.0)
    for _ in range(at.steps):
        session.advance(begin + 1.0)
        at = session.snapshot(begin + 1.0)
        found.append((at.step.id, begin + at.step.seconds / 3, at.step.seconds))
        begin += at.step.seconds
    return found


def _session() -> Session:
    started = Started(
        t=0.0,
        kind="relief",
        muscle=Muscle.CALF,
        muscle_assumed=True,
        side=Side.RIGHT,
        facts=(),
        favourite=None,
    )
    library = screens.library()
    session = Session(started, library, library.spoken)
    session.advance(0.0)
    return session


def _dress(page: QWidget) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, screens.theme().colour("bg"))
    page.setPalette(palette)
    page.setAutoFillBackground(True)


def _share(page: SessionPage, start: float) -> float:
    """Let the page run for some real seconds from `start`; return its share of a core."""
    session = _session()
    began = time.monotonic()

    def look() -> None:
        now = start + time.monotonic() - began
        session.advance(now)
        page.show_snapshot(session.snapshot(now))

    look()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(look)
    timer.start(SHOWN_EVERY_MS)
    _wait(0.3)  # the change of step is not what is measured
    cpu, wall = time.process_time(), time.monotonic()
    _wait(WATCHED_S)
    share = (time.process_time() - cpu) / (time.monotonic() - wall)
    timer.stop()
    return share


def _wait(seconds: float) -> None:
    """Let the loop run."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def _tell(what: str, took_ms: float, most_ms: float) -> bool:
    ok = took_ms <= most_ms
    note = "" if ok else "  DOES NOT HOLD"
    print(f"{what:46} {took_ms:7.2f} ms (at most {most_ms:.0f} ms){note}")
    return ok


if __name__ == "__main__":
    sys.exit(main())
