"""How far up the ladder a cramp has come: the ten minutes, what is asked, and who answered.

It goes by the onset alone. The person can move the onset back and can answer; nothing they do can
stop it or make it wait.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cramp_coach.core import ladder
from cramp_coach.core.events import (
    Cue,
    LadderReached,
    Level,
    Priority,
    Tone,
    ViewChanged,
    WentQuiet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.core.content import Spoken
    from cramp_coach.core.events import SessionEvent

CHECK_IN_SHOWN_S = 45.0
NEVER = math.inf


def alert(t: float, text: str, tone: Tone = Tone.ATTENTION) -> Cue:
    """Return a sentence that must be heard, even a minute late."""
    return Cue(t=t, priority=Priority.SAFETY, text=text, tone=tone, fresh_s=60.0)


class Climb:
    """The ladder of one episode. All times are seconds on the session's line; NEVER is not yet."""

    def __init__(self, onset: float, spoken: Spoken) -> None:
        """Stand at its foot; `onset` is at most 0."""
        self.onset = onset
        self.asked_t = NEVER
        """When "can you bear it?" was asked last."""
        self.answered = False
        self.emergency_t = NEVER
        """Since when the emergency screen is up."""
        self.quiet = False
        self._spoken = spoken
        self._climbed = 0
        self._floor = 0.0
        """What the onset says was due before this is due now."""
        self._said, self._said_t = 0, NEVER
        self._repeat_t = NEVER
        self._check_in_until = NEVER

    # -- how it stands ---------------------------------------------------------------------

    @property
    def emergency(self) -> bool:
        """Whether the emergency screen is up."""
        return self.emergency_t != NEVER

    @property
    def asking(self) -> bool:
        """Whether ten minutes have passed and nobody has answered."""
        return self.asked_t != NEVER and not self.answered

    @property
    def checking_in(self) -> bool:
        """Whether the signs to look for are on the screen, at five minutes."""
        return self._check_in_until != NEVER

    @property
    def level(self) -> Level:
        """The level in force."""
        if self.emergency:
            return Level.EMERGENCY
        return ladder.MOMENTS[self._climbed - 1][1] if self._climbed else Level.NONE

    # -- by itself -------------------------------------------------------------------------

    def next_due(self) -> tuple[float, Callable[[float], list[SessionEvent]]]:
        """Return when something is due next, and what it does."""
        due = [
            (self._moment_due(), self._reach),
            (self._repeat_t, self._say_again),
            (self._check_in_until, self._end_check_in),
        ]
        if self.emergency:
            silent = NEVER if self.quiet else self.emergency_t + ladder.QUIET_AFTER_S
            due.append((silent, self._go_quiet))
        else:
            due.append((self.asked_t + ladder.UNANSWERED_S, self._no_answer))
        return min(due, key=lambda one: one[0])

    def _moment_due(self) -> float:
        if self._climbed == len(ladder.MOMENTS):
            return NEVER
        return max(self.onset + ladder.MOMENTS[self._climbed][0], self._floor)

    def _reach(self, t: float) -> list[SessionEvent]:
        level = ladder.MOMENTS[self._climbed][1]
        self._climbed += 1
        reached: list[SessionEvent] = [LadderReached(t=t, level=level)]
        if level is Level.URGENT:
            return reached + self._ask(t)
        if self.emergency or self._moment_due() <= t:
            return reached  # the emergency screen, or the next moment, says more
        if level is Level.CHECK_IN:
            self._check_in_until = t + CHECK_IN_SHOWN_S
            return [*reached, alert(t, self._spoken.check_in.say)]
        return [*reached, alert(t, self._spoken.heads_up.say)]

    def _ask(self, t: float) -> list[SessionEvent]:
        """Tell them to get help, and ask whether they can bear it."""
        self.asked_t = t
        self.answered = False
        self.end_check_in()
        if self.emergency:
            return []
        self._said, self._said_t = 1, t
        self._repeat_t = t + ladder.repeat_after(1)
        return [alert(t, self._spoken.urgent.say)]

    def _no_answer(self, t: float) -> list[SessionEvent]:
        """Ten minutes after the question: an answered one is asked again, a silent one is not."""
        return self.ask_again(t) if self.answered else self.raise_emergency(t)

    def _say_again(self, t: float) -> list[SessionEvent]:
        if self.emergency:
            self._repeat_t = t + ladder.REPEAT_S
            text = self._spoken.emergency_again.say
        else:
            self._said += 1
            self._repeat_t = self._said_t + ladder.repeat_after(self._said)
            text = self._spoken.urgent_again.say
        return [alert(t, text, Tone.ATTENTION_LOUDER)]

    def _go_quiet(self, t: float) -> list[SessionEvent]:
        self.quiet = True
        self._repeat_t = NEVER
        return [WentQuiet(t=t)]

    def _end_check_in(self, t: float) -> list[SessionEvent]:
        self.end_check_in()
        return [ViewChanged(t=t)]

    # -- what the person does --------------------------------------------------------------

    def backdate(self, onset: float, t: float) -> bool:
        """Move the onset back; say whether it did. It can only ever move earlier."""
        if onset >= self.onset:
            return False
        self.onset = onset
        self._floor = t
        return True

    def raise_emergency(self, t: float) -> list[SessionEvent]:
        """Bring the emergency screen, or light it up again."""
        self.emergency_t = t
        self._repeat_t = t + ladder.REPEAT_S
        self.quiet = False
        return [
            LadderReached(t=t, level=Level.EMERGENCY),
            alert(t, self._spoken.emergency.say),
        ]

    def answer(self, t: float) -> list[SessionEvent] | None:
        """They can bear it; also the way back from the emergency. None if nobody asked."""
        if self.asked_t == NEVER and not self.emergency:
            return None
        self._leave_emergency()
        if self.asked_t == NEVER:
            return []
        self.asked_t = t
        self.answered = True
        return [ViewChanged(t=t), alert(t, self._spoken.can_bear.say)]

    def ask_again(self, t: float) -> list[SessionEvent]:
        """Stand at ten minutes anew."""
        return [LadderReached(t=t, level=Level.URGENT), *self._ask(t)]

    def reopen(self, t: float) -> list[SessionEvent]:
        """It came back: what became due meanwhile is due now."""
        self._floor = t
        if self.emergency:
            self._leave_emergency()
        return self.ask_again(t) if self.asked_t != NEVER else []

    def end_check_in(self) -> None:
        """Take the signs off the screen."""
        self._check_in_until = NEVER

    def _leave_emergency(self) -> None:
        self.emergency_t = self._repeat_t = NEVER
        self.quiet = False
