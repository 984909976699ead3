"""Listens for the end of sleep in a process of its own: Qt joins a system bus once for all."""

from __future__ import annotations

import signal
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer

from cramp_coach.adapters.resume import Resume

if TYPE_CHECKING:
    from cramp_coach.core.ports import Works


def main() -> None:
    application = QCoreApplication([])
    signal.signal(signal.SIGTERM, lambda *_: application.quit())
    resume = Resume()
    beats = [time.perf_counter()]
    worst = [0.0]

    def say(*words: object) -> None:
        print(*words, flush=True)

    def told(works: Works) -> None:
        say("works", works.state, works.reason, f"worst {worst[0] * 1000:.0f}")

    def beat() -> None:
        now = time.perf_counter()
        worst[0] = max(worst[0], now - beats[-1])
        beats[-1] = now

    resume.works_changed.connect(told)
    resume.woke.connect(lambda: say("woke"))
    heart = QTimer()
    heart.timeout.connect(beat)
    heart.start(2)
    beats[-1] = time.perf_counter()
    QTimer.singleShot(0, resume.start)
    if "leave-at-once" in sys.argv:
        QTimer.singleShot(50, application.quit)
    application.exec()
    resume.close()
    say("closed", resume.works().reason)


if __name__ == "__main__":
    main()
