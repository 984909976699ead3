"""From the press of a key to the changed screen, in the whole program with all its parts.

The key takes the way of one that the window system reports. The end is when the paint is done and
handed on, as for the other starts: the first moment that the event loop is free again.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cramp_coach import commands, paths
from cramp_coach.app import App
from tests.bench.figures import Figure, tell

PRESSES = 200
SETTLED_MS = 5000
BETWEEN_MS = 450
"""The same key sooner than 400 ms is the same press."""
MEDIAN_MS = 17.0
WORST_MS = 34.0


class Watch(QObject):
    """Measures from a press to the end of the paint that follows it."""

    def __init__(self, window: QWidget) -> None:
        """Watch what is painted in `window`."""
        super().__init__()
        self._window = window
        self._began = (0.0, 0.0)
        self.took: list[float] = []
        self.worked: list[float] = []
        """Of that, what the thread of the window had the processor."""

    def press(self, key: Qt.Key) -> None:
        """Press a key as the window system does."""
        self._began = (time.perf_counter(), time.thread_time())
        handle = self._window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first paint after a press."""
        painted = event.type() == QEvent.Type.Paint and isinstance(watched, QWidget)
        if self._began[0] and painted:
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        (began, worked), self._began = self._began, (0.0, 0.0)
        if began:
            self.took.append(1000 * (time.perf_counter() - began))
            self.worked.append(1000 * (time.thread_time() - worked))


def wait(milliseconds: int) -> None:
    """Let the program go on."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main() -> int:
    """Print the figures; 1 if one of them does not hold."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        app = App(paths.user_folders(folder))
        app.start(commands.Now(), lambda: None)
        wait(SETTLED_MS)
        watch = Watch(app.window)
        application.installEventFilter(watch)
        for number in range(PRESSES):
            # Forward and back: another step each time, with another picture.
            watch.press(Qt.Key.Key_Left if number % 2 else Qt.Key.Key_Right)
            wait(BETWEEN_MS // 2)
        app.close()
    median, worst = statistics.median(watch.took), max(watch.took)
    return tell(
        "press",
        Figure("presses that were painted", len(watch.took)),
        Figure("press to painted, median of 200, ms", median, MEDIAN_MS),
        Figure("press to painted, worst of 200, ms", worst, WORST_MS),
        Figure("  of that on the processor, median", statistics.median(watch.worked)),
        Figure("  of that on the processor, worst", max(watch.worked)),
    )


if __name__ == "__main__":
    sys.exit(main())
