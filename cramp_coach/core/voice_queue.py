"""One queue for the one voice: who interrupts whom, who waits, and who is dropped.

Told the time and what the engine did, it answers with what the engine is to do. It knows nothing
of engines. The rules are those of experience.md 3.5.
"""

from __future__ import annotations

import msgspec

from cramp_coach.core.events import Priority

FRESH_S: dict[Priority, float] = {
    Priority.SAFETY: 30.0,
    Priority.STEP: 5.0,
    Priority.COUNT: 0.0,
    Priority.NEXT_UP: 3.0,
    Priority.ENCOURAGE: 3.0,
}
"""Seconds after which a sentence that could not be said yet is better not said at all.

A count is said at once or never. A warning stays true for longer than any engine takes to start.
"""

_GIVE_WAY = (Priority.ENCOURAGE, Priority.NEXT_UP, Priority.COUNT)
"""These are broken off by anything higher; a step's sentence is broken off by safety alone."""


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """Something to say, and when it was asked for (seconds on the awake clock)."""

    text: str
    priority: Priority
    asked: float

    def fresh(self, now: float) -> bool:
        """Say whether it is still worth saying at `now`."""
        return now - self.asked <= FRESH_S[self.priority]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine is to do: fall silent first if `stop`, then say `text` if there is any."""

    stop: bool = False
    text: str = ""


class VoiceQueue:
    """What is being said, and at most one sentence of each priority that waits for its turn."""

    def __init__(self) -> None:
        self._open = False
        self._spoken: Sentence | None = None
        self._waiting: dict[Priority, Sentence] = {}

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return self._spoken is not None

    @property
    def waiting(self) -> bool:
        """Whether something waits, fresh or not."""
        return bool(self._waiting)

    def say(self, text: str, priority: Priority, now: float) -> Order:
        """Ask for a sentence; the newest of its priority is the one that counts."""
        text = text.strip()
        if not text:
            return Order()
        sentence = Sentence(text=text, priority=priority, asked=now)
        spoken = self._spoken
        if spoken is not None and (spoken.text, spoken.priority) == (text, priority):
            return Order()
        if self._open and spoken is None:
            return self._speak(sentence)
        if priority is Priority.COUNT:
            return Order()
        if spoken is not None and _interrupts(priority, spoken.priority):
            self._waiting.pop(priority, None)
            return self._speak(sentence, stop=True)
        self._waiting[priority] = sentence
        return Order()

    def opened(self, now: float) -> Order:
        """Take note that the engine can speak from now on."""
        self._open = True
        return self._next(now) if self._spoken is None else Order()

    def ended(self, now: float) -> Order:
        """Take note that the engine has finished; go on with what waits and is fresh."""
        self._spoken = None
        return self._next(now) if self._open else Order()

    def lost(self, now: float) -> None:
        """Take note that the engine failed: what it did not finish waits for the next engine."""
        self._open = False
        spoken, self._spoken = self._spoken, None
        if spoken is not None and spoken.fresh(now):
            self._waiting.setdefault(spoken.priority, spoken)

    def hush(self) -> Order:
        """Forget everything."""
        stop = self._spoken is not None
        self._spoken = None
        self._waiting.clear()
        return Order(stop=stop)

    def _speak(self, sentence: Sentence, *, stop: bool = False) -> Order:
        self._spoken = sentence
        return Order(stop=stop, text=sentence.text)

    def _next(self, now: float) -> Order:
        """Take the highest that is still fresh."""
        self._waiting = {p: s for p, s in self._waiting.items() if s.fresh(now)}
        if not self._waiting:
            return Order()
        return self._speak(self._waiting.pop(max(self._waiting)))


def _interrupts(asked: Priority, running: Priority) -> bool:
    if asked <= running:
        return False
    return asked is Priority.SAFETY or running in _GIVE_WAY
