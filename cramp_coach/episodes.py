"""Writes the running episode down as it happens, and takes up the one a crash left behind.

Between the driver, which says what happens, and the recorder, which owns the disk. Until the
recorder has told what it found, a new episode waits unwritten: the person may have pressed
"Cramp now" again after a power cut, and then it is the old episode that goes on.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from cramp_coach.core import journal
from cramp_coach.core.events import Act, Acted, Ended, Recorded, Started, Told
from cramp_coach.core.ports import StoredEpisode
from cramp_coach.core.session import Session
from cramp_coach.core.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.adapters.recorder import Recorder
    from cramp_coach.core.content import Library, Spoken
    from cramp_coach.core.events import SessionEvent
    from cramp_coach.core.ports import Clock
    from cramp_coach.ui.driver import Driver

LEARNS_FROM_LAST = 100
"""So many episodes are read at the start: enough to know what helps this person."""
ASK_WITHIN_S = 24 * 3600.0
"""Nobody is asked how an episode ended that is older than a day."""


class Episodes(QObject):
    """The one that knows which episode in the journal the running session is."""

    resumed = Signal()
    """A session that an earlier run of the program began goes on."""
    end_unknown = Signal(object)
    """The last episode was left open: ask how it ended; carries when it began, aware."""

    def __init__(
        self,
        driver: Driver,
        clock: Clock,
        library: Library,
        spoken: Callable[[], Spoken],
        lived_elsewhere: Callable[[], bool],
    ) -> None:
        """Listen to `driver` from its first event; nothing is read or written before `open`.

        `lived_elsewhere` says whether a terminal coaches through an episode at this moment.
        """
        super().__init__()
        self._recorder: Recorder | None = None
        self._driver = driver
        self._clock = clock
        self._library = library
        self._spoken = spoken
        self._lived_elsewhere = lived_elsewhere
        self._known = False
        """Whether the recorder has told what is in the journal."""
        self._begun: StoredEpisode | None = None
        """The episode whose first events wait to be written."""
        self._id: str | None = None
        self._waiting: list[Recorded] = []
        self._may_come_back = False
        """Whether the last cramp is not closed yet; a practice may have taken its place."""
        self._unasked: StoredEpisode | None = None
        self.favourite: str | None = None
        """The kind of step that eased most of the last cramps."""
        driver.happened.connect(self._on_event)
        driver.changed.connect(self._on_changed)

    def open(self, recorder: Recorder) -> None:
        """Ask `recorder` what is in the journal, and write to it from then on."""
        self._recorder = recorder
        recorder.load(self._on_loaded, LEARNS_FROM_LAST)

    def tell_end(self, told: Told) -> None:
        """Write down what the person said about an episode whose end was unknown."""
        if self._unasked is not None and self._recorder is not None:
            self._recorder.append(self._unasked.id, (told,))
            self._unasked = None

    # -- while it runs ---------------------------------------------------------------------

    def _on_event(self, event: SessionEvent) -> None:
        if not isinstance(event, Recorded):
            return
        if isinstance(event, Started):
            set_aside = self._id is None and self._may_come_back
            self._id, self._begun, self._waiting = None, None, []
            if event.kind == "practice":
                return
            if set_aside:
                self._read_again()
            self._may_come_back = True
            self._id = str(uuid.uuid4())
            self._begun = StoredEpisode(
                id=self._id,
                pressed_wall=self._clock.wall(),
                pressed_boot=self._clock.boot(),
                boot_id=self._clock.boot_id(),
                events=(),
            )
        elif isinstance(event, Ended):
            if self._id is None and self._may_come_back:
                self._read_again()
            self._may_come_back = False
        if self._id is not None:
            self._waiting.append(event)

    def _read_again(self) -> None:
        """A practice is over: the cramp before it goes on, if it is not too late for that."""
        self._known = False
        if self._recorder is not None:
            self._recorder.load(self._on_loaded, LEARNS_FROM_LAST)

    def _on_changed(self, _snapshot: object) -> None:
        """All that happened at this moment is told: write it."""
        recorder = self._recorder
        if recorder is None or not (self._known and self._waiting and self._id):
            return
        events, self._waiting = tuple(self._waiting), []
        if self._begun is not None:
            begun, self._begun = self._begun, None
            recorder.begin(msgspec.structs.replace(begun, events=events))
        else:
            recorder.append(self._id, events)
        if any(isinstance(event, Ended) and event.outcome == "unknown" for event in events):
            recorder.load(self._on_unknown_end, 1)

    def _on_unknown_end(self, stored: list[StoredEpisode]) -> None:
        if stored and self._driver.session is None and journal.end_is_unasked(stored[-1]):
            self._ask(stored[-1])

    # -- what an earlier run left ----------------------------------------------------------

    def _on_loaded(self, stored: list[StoredEpisode]) -> None:
        folded = [one for one in map(journal.episode, stored) if one is not None]
        self.favourite = journal.favourite(folded, self._library.routines)
        if folded and folded[-1].id == stored[-1].id and not self._lived_elsewhere():
            self._take_up(stored[-1])
        self._known = True
        self._on_changed(None)

    def _take_up(self, last: StoredEpisode) -> None:
        timeline = Timeline.restore(last, self._clock)
        now = timeline.now(self._clock)
        if journal.is_unfinished(last, now):
            self._go_on(last, timeline)
        elif journal.end_is_unasked(last):
            ended = any(isinstance(event, Ended) for event in last.events)
            if not ended and self._recorder is not None:
                end = Ended(t=journal.gives_up_at(last), outcome="unknown")
                self._recorder.append(last.id, (end,))
            if now < ASK_WITHIN_S and self._driver.session is None:
                self._ask(last)

    def _ask(self, last: StoredEpisode) -> None:
        folded = journal.episode(last)
        if folded is not None:
            self._unasked = last
            self.end_unknown.emit(folded.onset)

    def _go_on(self, last: StoredEpisode, timeline: Timeline) -> None:
        """Let the episode run on; what was begun meanwhile turns out to be the same cramp."""
        session = Session.restored(last.events, self._library, self._spoken())
        self._may_come_back = True
        running = self._driver.snapshot()
        if running is not None and running.kind == "practice" and not session.open:
            return  # only a cramp that goes on is more urgent than the practice
        meanwhile, since_press = self._waiting, self._driver.now()
        self._begun, self._waiting, self._id = None, [], last.id
        self._driver.run(session, timeline)
        self._join(meanwhile, self._driver.now() - since_press)
        if session.open:
            self.resumed.emit()

    def _join(self, meanwhile: list[Recorded], later: float) -> None:
        """Do again what was done since a press `later` seconds after that of this episode."""
        act = self._driver.act
        for event in meanwhile:
            match event:
                case Started():
                    act(Act.CAME_BACK)
                    if not event.muscle_assumed:
                        act(Act.MUSCLE, event.muscle)
                    stands = self._driver.snapshot()
                    if event.side is not None and stands is not None and stands.side is None:
                        act(Act.SIDE, event.side)  # else it is only what the settings remember
                    act(Act.EARLIER, -event.onset - later)
                case Acted(act=Act.EARLIER, value=float(before)):
                    act(Act.EARLIER, before - later)
                case Acted():
                    act(event.act, event.value)
                case _:
                    pass
