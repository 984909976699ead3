"""What is heard while one step runs: its sentence, the counts of its holds, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from cramp_coach.core.events import Cue, Priority, Tone

if TYPE_CHECKING:
    from cramp_coach.core.content import Caution, Holds, Spoken
    from cramp_coach.core.safety import PlannedStep

REPEAT_AT_S = 12.0
"""The instruction is said once more, shorter (experience.md 3.5)."""
CAUTION_AT_S = 5.0
COMING_S = 5.0
"""The next step is announced so long before it begins."""
COUNT_EVERY_S = 5
"""A hold longer than ten seconds is counted in fives, so that there is silence between."""


class Hold(msgspec.Struct, frozen=True):
    """Where in the holds of a step we are."""

    number: int
    of: int
    resting: bool
    left_s: float


def hold_at(holds: Holds, seconds: float) -> Hold | None:
    """Return the hold (or the rest after it) at `seconds` into the step; None when all are done."""
    length = holds.hold_s + holds.rest_s
    number, into = int(seconds // length), seconds % length
    if number >= holds.count or seconds >= holds.total_s:
        return None
    resting = into >= holds.hold_s
    return Hold(
        number=number + 1,
        of=holds.count,
        resting=resting,
        left_s=(length if resting else holds.hold_s) - into,
    )


def cues(
    planned: PlannedStep,
    spoken: Spoken,
    *,
    caution: Caution | None = None,
    coming: PlannedStep | None = None,
    opening: str = "",
) -> tuple[Cue, ...]:
    """Return what is heard during a step, `t` in seconds from its beginning, in order.

    `opening` is said before the instruction: the greeting of the first step, for instance.
    """
    form, step = planned.form, planned.step
    first = Tone.START if opening else Tone.STEP
    heard = [
        Cue(t=0.0, priority=Priority.STEP, text=f"{opening} {form.say}".strip(), tone=first),
        Cue(t=REPEAT_AT_S, priority=Priority.ENCOURAGE, text=form.repeat),
    ]
    if caution is not None:
        heard.append(Cue(t=CAUTION_AT_S, priority=Priority.STEP, text=caution.said))
    if step.holds is not None:
        heard += _hold_cues(step.holds, step.seconds, spoken)
    else:
        heard.append(Cue(t=step.seconds / 2, priority=Priority.ENCOURAGE, text=spoken.breathe.say))
    if coming is not None:
        due = step.seconds - COMING_S
        heard.append(Cue(t=due, priority=Priority.NEXT_UP, text=coming.form.coming))
    return tuple(sorted(heard, key=lambda cue: cue.t))


def _hold_cues(holds: Holds, seconds: int, spoken: Spoken) -> list[Cue]:
    """Return the counts, ticks and changes of a step's holds."""
    heard = []
    every = 1 if holds.hold_s <= 10 else COUNT_EVERY_S
    for n in range(holds.count):
        start = float(n * (holds.hold_s + holds.rest_s))
        if n:
            heard.append(
                Cue(t=start, priority=Priority.STEP, text=spoken.again.say, tone=Tone.STEP)
            )
        heard += [
            Cue(t=start + k, priority=Priority.COUNT, text=spoken.number(k), fresh_s=0.7)
            for k in range(every, holds.hold_s - (2 if every > 1 else 0), every)
        ]
        heard += [
            Cue(t=start + holds.hold_s - k, priority=Priority.COUNT, tone=Tone.TICK, fresh_s=0.7)
            for k in ((3, 2, 1) if every > 1 else ())
        ]
        end = start + holds.hold_s
        if end < seconds:  # at the end of the step the next one speaks
            heard.append(Cue(t=end, priority=Priority.STEP, text=spoken.let_go.say, tone=Tone.GO))
    return heard
