"""Coaching as plain lines with their times, for where no page can stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_coach.core.events import Cue, Ended, LadderReached, Level, Priority, StepBegan
from cramp_coach.core.safety import form_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cramp_coach.core.events import SessionEvent
    from cramp_coach.terminal.coach import Coach
    from cramp_coach.terminal.guide import Guide

STALE_S = 60.0
"""After a sleep of the machine, what was to be said so long ago is left out."""
SIGNS_TODAY = 4
"""So many of the signs that need help today are told; the gravest come first."""
_TOLD = (Priority.STEP, Priority.NEXT_UP, Priority.SAFETY)
"""The counts of a hold and the encouragements between are for the ear."""


class Teller:
    """Turns what happens into lines."""

    def __init__(self, coach: Coach, guide: Guide) -> None:
        self._coach = coach
        self._guide = guide
        self._step_t = -1.0

    def lines(self, events: Iterable[SessionEvent]) -> Iterator[str]:
        """Yield a line for each event that is worth one, with the time since the onset."""
        now = self._coach.snapshot()
        for event in events:
            # `elapsed_s` stands still when it has stopped, `t` does not; the onset is the same.
            elapsed = self._guide.clock(event.t + now.backdated_s)
            for text in self._texts(event):
                yield self._guide.words("terminal.line", elapsed=elapsed, text=text)

    def _texts(self, event: SessionEvent) -> Iterator[str]:
        match event:
            case StepBegan():
                self._step_t = event.t
                if not self._is_stale(event.t):
                    yield self._shown(event)
            case Cue(priority=priority, text=text) if text and priority in _TOLD:
                # What is said as a step begins is on the step's own line.
                says_the_step = priority is Priority.STEP and event.t == self._step_t
                # The check-in names a key, and here is none; it has lines of its own.
                names_a_key = text == self._guide.spoken.check_in.say
                if not (says_the_step or names_a_key) and not self._is_stale(event.t):
                    yield text
            case LadderReached(level=Level.CHECK_IN) if not self._is_stale(event.t):
                yield from self._check_in()
            case LadderReached(level=Level.URGENT):
                yield " ".join(
                    (self._guide.notices.urgent.title, *self._guide.notices.urgent.lines)
                )
            case LadderReached(level=Level.EMERGENCY):
                yield from self._emergency()
            case Ended(outcome="unknown"):
                yield self._guide.words("terminal.unknown")
            case _:
                pass

    def _is_stale(self, t: float) -> bool:
        return self._coach.age(t) > STALE_S

    def _shown(self, event: StepBegan) -> str:
        steps = self._guide.library.routines[event.muscle].steps
        step = next(one for one in steps if one.id == event.step)
        form = form_for(step, self._coach.session.started.facts, event.posture)
        return " ".join(form.shown) if form is not None else step.eased

    def _check_in(self) -> Iterator[str]:
        guide, words, lines = self._guide, self._guide.words, self._guide.lines
        yield f"{words('check_in.title')}. {words('check_in.tell_someone')}."
        call_if = guide.notices.urgent_call_if.filled(ambulance=lines.ambulance)
        yield f"{call_if.title} {' · '.join(call_if.lines)}"
        flags = [one.sign for one in guide.library.red_flags if one.level == "urgent"]
        today = " · ".join(flags[:SIGNS_TODAY])
        number = lines.urgent_number
        call = words("urgent.call", number=number) if number else words("urgent.call_doctor")
        yield f"{guide.notices.help_urgent.title} ({call}): {today}"

    def _emergency(self) -> Iterator[str]:
        notices = self._guide.notices
        for notice in (notices.emergency, notices.emergency_say, notices.emergency_meanwhile):
            filled = notice.filled(ambulance=self._guide.lines.ambulance)
            yield " ".join((filled.title, *filled.lines))
