"""Pumps the engine: one precise timer, the clock, and one signal for all that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from cramp_coach.core.events import Act, SessionEvent
    from cramp_coach.core.ports import Clock
    from cramp_coach.core.session import Session
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.core.timeline import Timeline

SHOWN_EVERY_MS = 200
"""A countdown is read off the clock this often while a cramp goes on."""
RESTING_MS = 1000
"""The same for the end screen and the heat timer."""
LONGEST_MS = 60_000
"""Nothing to show: only the clock is looked at, in case the machine slept past a deadline."""


class Driver(QObject):
    """Runs at most one session; the page, the voice, the tones and the journal listen to it."""

    happened = Signal(object)
    """One event (`SessionEvent`), in order."""
    changed = Signal(object)
    """The new `Snapshot`, or None when there is no session any more."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        """Begin with no session."""
        super().__init__(parent)
        self._clock = clock
        self.session: Session | None = None
        self._timeline: Timeline | None = None
        self._going = False
        self._timer = QTimer(self)
        self._timer.setObjectName("session driver")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def go(self) -> None:
        """Look at the clock by itself from now on; before the first paint there is no need to."""
        from PySide6.QtCore import Qt  # a thousand names: the first instruction does not wait

        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._going = True
        self.look()

    def halt(self) -> None:
        """Look no more by itself; the session stays as it is."""
        self._going = False
        self._timer.stop()

    def run(self, session: Session, timeline: Timeline) -> None:
        """Take on `session`, whose line of time is `timeline`, in place of any other."""
        self.session, self._timeline = session, timeline
        self.look()

    def stop(self) -> None:
        """Let the session go, without a word to it."""
        self.session = self._timeline = None
        self._timer.stop()
        self.changed.emit(None)

    def now(self) -> float:
        """Return the time on the session's line, seconds."""
        return self._timeline.now(self._clock) if self._timeline else 0.0

    def age(self, event: SessionEvent) -> float:
        """Return how long ago an event was due, in real seconds."""
        speed = self._timeline.speed if self._timeline else 1.0
        return (self.now() - event.t) / speed

    def real_age(self) -> float:
        """Return how many real seconds ago the session was begun."""
        return self.now() / self._timeline.speed if self._timeline else 0.0

    def act(self, act: Act, value: str | float | None = None) -> None:
        """Do what the person asked for. ValueError for a value that does not exist."""
        if self.session is not None:
            self._tell(self.session.act(act, self.now(), value))

    def look(self) -> None:
        """Read the clock and tell what has become due since; as often as one likes."""
        if self.session is not None:
            self._tell(self.session.advance(self.now()))

    def snapshot(self) -> Snapshot | None:
        """Return how the session stands now."""
        return self.session.snapshot(self.now()) if self.session else None

    def _tell(self, events: list[SessionEvent]) -> None:
        session = self.session
        if session is None:
            return
        for event in events:
            self.happened.emit(event)
            if self.session is not session:
                return  # a listener let it go: the rest of it is nobody's any more
        self.changed.emit(self.snapshot())
        if session.over:
            self.session = self._timeline = None
            self._timer.stop()
        else:
            self._arm(session)

    def _arm(self, session: Session) -> None:
        """Wait for the next deadline, or for the next look at the countdown if that is sooner."""
        timeline = self._timeline
        if timeline is None or not self._going:
            return
        if session.open:
            longest = SHOWN_EVERY_MS
        elif session.snapshot(self.now()).heat_left_s is not None or not session.left:
            longest = RESTING_MS
        else:
            longest = LONGEST_MS
        deadline = session.next_deadline()
        wait = longest if deadline is None else (deadline - self.now()) / timeline.speed * 1000
        self._timer.start(max(1, min(longest, int(wait) + 1)))
