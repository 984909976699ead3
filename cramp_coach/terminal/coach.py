"""One session in a terminal: the engine, its time, and what is written down of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from cramp_coach.core import journal
from cramp_coach.core.events import Act, Ended, Recorded, SessionEvent, Started
from cramp_coach.core.ports import StoredEpisode
from cramp_coach.core.session import Session
from cramp_coach.core.timeline import Timeline

if TYPE_CHECKING:
    from cramp_coach.core.content import Library, Spoken
    from cramp_coach.core.ports import Clock, Diary, Past
    from cramp_coach.core.snapshot import Snapshot


class Coach:
    """Runs a session by the clock. `look` as often as one likes; it says what happened."""

    def __init__(
        self,
        started: Started,
        library: Library,
        spoken: Spoken,
        clock: Clock,
        *,
        speed: float = 1.0,
        diary: Diary | None = None,
    ) -> None:
        """Begin at once. Without a `diary` nothing is written down."""
        self._library = library
        self._spoken = spoken
        self._clock = clock
        self._diary = diary
        self._id: str | None = None
        self._read = diary is None
        """Whether it is known what the journal holds; until then what happens is kept here."""
        self._unwritten: list[Recorded] = []
        self._pressed = (clock.wall(), clock.boot())
        self.session = Session(started, library, spoken)
        self._timeline = Timeline.begin(clock, speed)
        self.resumed = False
        """An episode that was left running goes on."""

    @property
    def speed(self) -> float:
        """Session seconds in a real second."""
        return self._timeline.speed

    def look(self) -> list[SessionEvent]:
        """Return what has become due."""
        return self._kept(self.session.advance(self._timeline.now(self._clock)))

    def act(self, act: Act, value: str | float | None = None) -> list[SessionEvent]:
        """Do what the person asked for; ValueError for a value that does not exist."""
        return self._kept(self.session.act(act, self._timeline.now(self._clock), value))

    def snapshot(self) -> Snapshot:
        """Return how the session stands now."""
        return self.session.snapshot(self._timeline.now(self._clock))

    def age(self, t: float) -> float:
        """Return how many real seconds ago session time `t` was."""
        return (self._timeline.now(self._clock) - t) / self._timeline.speed

    def until_due(self) -> float | None:
        """Return real seconds until something happens by itself; None if nothing ever will."""
        due = self.session.next_deadline()
        return None if due is None else self._timeline.wait(due, self._clock)

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to show."""
        waits_for_heat = self.snapshot().heat_left_s is not None
        return self.session.over or (self.session.left and not waits_for_heat)

    # -- the journal -----------------------------------------------------------------------

    def take_up(self, past: Past) -> list[SessionEvent]:
        """Look at what the journal holds, once; an episode that was left running goes on.

        Then what was begun meanwhile turns out to be the same cramp.
        """
        if self._read:
            return []
        self._read = True
        happened: list[SessionEvent] = []
        last = past.episodes[-1] if past.episodes and past.mine else None
        if last is not None and journal.episode(last) is not None:
            happened = self._go_on(last)
        return happened + self._kept([])

    def _go_on(self, last: StoredEpisode) -> list[SessionEvent]:
        timeline = Timeline.restore(last, self._clock)
        if not journal.is_unfinished(last, timeline.now(self._clock)):
            self._close(last)
            return []
        anew = self.session.started
        self.session = Session.restored(last.events, self._library, self._spoken)
        self._timeline, self._id, self.resumed = timeline, last.id, True
        self._unwritten = []
        happened = self.look()
        before_the_press = -anew.onset - timeline.now(self._clock)
        if before_the_press > 0:
            happened += self.act(Act.EARLIER, before_the_press)
        happened += self.act(Act.CAME_BACK)
        if not anew.muscle_assumed:
            happened += self.act(Act.MUSCLE, anew.muscle)
        if anew.side is not None and self.snapshot().side is None:
            happened += self.act(Act.SIDE, anew.side)  # else it may be only what was remembered
        return happened

    def _close(self, last: StoredEpisode) -> None:
        """Nobody closed it, and more than an hour has gone by: its end is unknown."""
        ended = any(isinstance(event, Ended) for event in last.events)
        if self._diary is not None and not ended and journal.end_is_unasked(last):
            end = Ended(t=journal.gives_up_at(last), outcome="unknown")
            self._diary.append(last.id, (end,))

    def _kept(self, events: list[SessionEvent]) -> list[SessionEvent]:
        """Write down what is worth it, as soon as it is known to which episode it belongs."""
        if self._diary is None:
            return events
        self._unwritten += [event for event in events if isinstance(event, Recorded)]
        if not (self._read and self._unwritten):
            return events
        new, self._unwritten = tuple(self._unwritten), []
        if self._id is not None:
            self._diary.append(self._id, new)
            return events
        self._id = str(uuid.uuid4())
        wall, boot = self._pressed
        self._diary.begin(
            StoredEpisode(
                id=self._id,
                pressed_wall=wall,
                pressed_boot=boot,
                boot_id=self._clock.boot_id(),
                events=new,
            )
        )
        return events
