"""The coaching of a session: from step to step, round and round, with its pauses.

It knows nothing of the ten minutes; those are `climb.py`. Nothing here is ever waited for: a pause
ends by itself.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cramp_coach.core.coaching import cues
from cramp_coach.core.events import Cue, Priority, StepBegan, Tone, ViewChanged
from cramp_coach.core.safety import PlannedStep, plan
from cramp_coach.core.snapshot import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_coach.core.content import Fact, Library, Muscle, Posture, Spoken
    from cramp_coach.core.events import SessionEvent

CHOICES_S = 20.0
"""Esc: so long until the coaching goes on by itself (PRODUCT.md 2)."""
NUDGE_S, GO_ON_S = 60.0, 120.0
"""Paused: asked after one minute, goes on after two (experience.md 4.14)."""
STEP_FRESH_S = 15.0
"""An instruction may wait so long for a more important sentence to end."""
NEVER = math.inf


def say(t: float, text: str, tone: Tone | None = None, priority: Priority = Priority.STEP) -> Cue:
    """Return a sentence that may wait its turn for a while."""
    return Cue(t=t, priority=priority, text=text, tone=tone, fresh_s=STEP_FRESH_S)


class Coach:
    """Where in the steps the person is, and why it stands still if it does."""

    def __init__(
        self,
        muscle: Muscle,
        facts: Sequence[Fact],
        favourite: str | None,
        library: Library,
        spoken: Spoken,
    ) -> None:
        """Stand before the first step; `start` begins it."""
        self.muscle = muscle
        self.posture: Posture | None = None
        """What the person asked for, if anything."""
        self.index = 0
        self.round = 1
        self.repeating = False
        """"Helping" was pressed: this step comes once more."""
        self.held: View | None = None
        """Why it stands still: CHOICES, HELP, EMERGENCY; COACH is a plain pause."""
        self._facts = tuple(facts)
        self._favourite = favourite
        self._library = library
        self._spoken = spoken
        self._held_t = 0.0
        """Where it stopped."""
        self._waits_t = 0.0
        """Since when it waits for the person."""
        self._nudged = False
        self._step_t = 0.0
        self._cues: tuple[Cue, ...] = ()
        self._cue = 0
        self.plan = self._new_plan()

    # -- how it stands ---------------------------------------------------------------------

    @property
    def planned(self) -> PlannedStep:
        """The step that is shown."""
        return self.plan[self.index]

    @property
    def following(self) -> PlannedStep:
        """The step that comes next."""
        return self.plan[(self.index + 1) % len(self.plan)]

    @property
    def can_stand(self) -> bool:
        """Whether this person has both a standing and a seated form of this step."""
        facts = set(self._facts)
        forms = self.planned.step.forms
        return len({form.posture for form in forms if not set(form.not_if) & facts}) == 2

    def into(self, now: float) -> float:
        """Return how far into the step it stands at `now`, seconds."""
        at = self._held_t if self.held is not None else now
        return max(0.0, min(at - self._step_t, float(self.planned.step.seconds)))

    # -- going on by itself ----------------------------------------------------------------

    def due(self) -> float:
        """Return when the next cue or step is due; NEVER while it stands still."""
        if self.held is not None:
            return NEVER
        end = self._step_t + self.planned.step.seconds
        if self._cue < len(self._cues):
            return min(end, self._step_t + self._cues[self._cue].t)
        return end

    def run_until(self, limit: float, *, before: bool, happened: list[SessionEvent]) -> None:
        """Go through cues and steps up to `limit`; if `before`, what is due just then waits."""
        while (due := self.due()) < limit or (due == limit and not before):
            if due == NEVER:
                return
            if self._cue < len(self._cues) and due == self._step_t + self._cues[self._cue].t:
                cue = self._cues[self._cue]
                self._cue += 1
                happened.append(
                    Cue(
                        t=due,
                        priority=cue.priority,
                        text=cue.text,
                        tone=cue.tone,
                        fresh_s=cue.fresh_s,
                    )
                )
            elif self.repeating:
                happened += self.start(due)
            else:
                happened += self.move(1, due)

    def waits_until(self) -> float:
        """Return when a pause wants to do something by itself; NEVER if it does not."""
        match self.held:
            case View.CHOICES:
                return self._waits_t + CHOICES_S
            case View.COACH | View.HELP:
                return self._waits_t + (GO_ON_S if self._nudged else NUDGE_S)
            case _:
                return NEVER

    def waited(self, t: float) -> list[SessionEvent]:
        """A pause has lasted: ask once, then go on."""
        if self.held is not View.CHOICES and not self._nudged:
            self._nudged = True
            return [say(t, self._spoken.shall_i_go_on.say, Tone.STEP)]
        return self.go_on(t)

    # -- what the person does --------------------------------------------------------------

    def start(self, t: float, opening: str = "") -> list[SessionEvent]:
        """Begin the step that is due, from its first second."""
        planned = self.planned
        caution = planned.form.caution
        self.repeating = False
        self._step_t = self._held_t = t
        self._cue = 0
        self._cues = cues(
            planned,
            self._spoken,
            caution=self._library.cautions[caution] if caution else None,
            coming=self.following,
            opening=opening,
        )
        return [
            StepBegan(
                t=t,
                step=planned.step.id,
                muscle=self.muscle,
                posture=planned.form.posture,
                round=self.round,
            )
        ]

    def move(self, by: int, t: float) -> list[SessionEvent]:
        """Go `by` steps on, round and round; never before the very first."""
        place = (self.round - 1) * len(self.plan) + self.index + by
        self.round, self.index = divmod(max(place, 0), len(self.plan))
        self.round += 1
        return self.start(t)

    def restart(self, t: float, opening: str) -> list[SessionEvent]:
        """Begin with the first step again."""
        self.held = None
        self.index, self.round = 0, 1
        return self.start(t, opening)

    def take_muscle(self, muscle: Muscle, t: float) -> list[SessionEvent]:
        """Begin the routine of another muscle."""
        self.muscle = muscle
        self.plan = self._new_plan()
        name = self._library.routines[muscle].name
        return self.restart(t, self._spoken.muscle.say.format(muscle=name))

    def take_posture(self, posture: Posture, t: float) -> list[SessionEvent]:
        """Do this step, and those that come, standing or seated, where the person may."""
        self.posture = posture
        return self._plan_anew(t)

    def soften(self, facts: Sequence[Fact], t: float) -> list[SessionEvent]:
        """Drop from now on the steps and forms that are not for somebody with `facts`."""
        if set(facts) <= set(self._facts):
            return []
        self._facts = (*self._facts, *facts)
        return self._plan_anew(t)

    def hold(self, why: View, t: float, *, for_good: bool = False) -> None:
        """Stand still; if `for_good`, until the person or the ladder ends it."""
        if self.held is None:
            self._held_t = t
        self._waits_t = NEVER if for_good else t
        self.held = why
        self._nudged = False

    def go_on(self, t: float) -> list[SessionEvent]:
        """Run again from where it stood, with the instruction said once more."""
        if not self.release(t):
            return []
        if self._cue == 0:
            return [ViewChanged(t=t)]  # the instruction itself is still to be said
        return [ViewChanged(t=t), say(t, self.planned.form.repeat, Tone.STEP)]

    def release(self, t: float) -> bool:
        """Run again without a word; say whether it stood still."""
        if self.held is None:
            return False
        self._step_t += t - self._held_t
        self.held = None
        return True

    def _plan_anew(self, t: float) -> list[SessionEvent]:
        """Begin this step again in the form that is due; the first one if it is gone."""
        step = self.planned.step
        self.plan = self._new_plan()
        self.index = next((n for n, one in enumerate(self.plan) if one.step == step), 0)
        return self.start(t)

    def _new_plan(self) -> tuple[PlannedStep, ...]:
        routine = self._library.routines[self.muscle]
        return plan(routine, self._facts, self.posture, self._favourite)
