"""Watches for gaps in the window's loop that are ours, not those of a busy machine."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from cramp_coach.adapters.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Iterator


class GapWatch(QObject):
    """A 10 ms timer that remembers the longest time it was kept from running."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_s = 0.0
        self._clock = SystemClock()
        self._last = self._now()
        self._timer = QTimer(self, interval=10, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def _now(self) -> float:
        """Return seconds in which this thread ran or slept, but not those it stood in line."""
        return self._clock.awake() - _stood_in_line()

    def _tick(self) -> None:
        now = self._now()
        self.longest_s = max(self.longest_s, now - self._last)
        self._last = now

    @contextlib.contextmanager
    def watching(self) -> Iterator[GapWatch]:
        """Watch while the block lasts."""
        self._last = self._now()
        self._timer.start()
        try:
            yield self
            self._tick()
        finally:
            self._timer.stop()


def _stood_in_line() -> float:
    """Return the seconds this thread was ready to run while others used the processor."""
    with contextlib.suppress(OSError):
        path = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        return int(path.read_text("ascii").split()[1]) / 1e9
    return 0.0
