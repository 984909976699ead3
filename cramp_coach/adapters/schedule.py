"""When to look: the only file that knows APScheduler.

It plans the times at which something is looked at; what is to be done then is decided elsewhere.
Nothing runs in here: a moment that has come is a queued signal, `due`.
"""

from __future__ import annotations

import datetime as dt

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.qt import QtScheduler
from apscheduler.triggers.interval import IntervalTrigger
from PySide6.QtCore import QObject, Qt, QTimer, Signal

LONGEST_WAIT_S = 60.0
"""A timer stands still in sleep and knows nothing of a changed clock: so we look every minute."""


class _OneTimer(QtScheduler):  # type: ignore[misc]  # it ships no types
    """APScheduler's scheduler for Qt, with one timer that it owns and can stop.

    The original starts a static timer that nothing stops: one more with every job that is added,
    and all of them still fire after the shutdown.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(
            timezone=dt.UTC,
            # In place: its thread pool would run the jobs beside the Qt thread.
            executors={"default": DebugExecutor()},
            # What was missed in sleep happens once on waking; whether it is too late, others say.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._own = QTimer(parent)
        self._own.setSingleShot(True)
        # The coarse kind fires early, and then has to look twice.
        self._own.setTimerType(Qt.TimerType.PreciseTimer)
        self._own.timeout.connect(self._process_jobs)

    def _start_timer(self, wait_seconds: float | None) -> None:
        self._own.stop()
        if wait_seconds is not None and self.running:
            # Rounded up: a millisecond early would be one more pass.
            self._own.start(int(min(wait_seconds, LONGEST_WAIT_S) * 1000) + 1)

    def _stop_timer(self) -> None:
        self._own.stop()


class Schedule(QObject):
    """Says when it is time to look at something, by the name it was planned under."""

    due = Signal(str)
    """Emitted from the event loop, never from within a call; at most once for all that was missed
    in sleep."""
    _reached = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheduler = _OneTimer(self)
        # Queued: a receiver that opens an event loop of its own would run the same job again.
        self._reached.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def every(self, name: str, period: dt.timedelta, start: dt.datetime) -> None:
        """Plan `name` for `start` (aware) and then each `period`; anew if it was planned before."""
        trigger = IntervalTrigger(seconds=period.total_seconds(), start_date=start, timezone=dt.UTC)
        self._scheduler.add_job(
            self._reach, trigger, args=[name], id=name, name=name, replace_existing=True
        )

    def start(self) -> None:
        """Begin to watch the time."""
        self._scheduler.start()

    def look_now(self) -> None:
        """Look whether something is due: after sleep, or when the clock was changed."""
        if self._scheduler.running:
            self._scheduler.wakeup()

    def stop(self) -> None:
        """Let nothing be due any more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def _reach(self, name: str) -> None:
        self._reached.emit(name)

    def _pass_on(self, name: str) -> None:
        if self._scheduler.running:
            self.due.emit(name)
