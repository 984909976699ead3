"""The guided session: told the time and what the person does, it returns what happens.

There is no timer, thread or callback in here. The shell calls `advance(now)` whenever it likes;
everything that was due comes back with the time it was due, so that a stall, a suspend or a
crash changes nothing but how late it is shown. `now` is seconds on the session's own line (see
events.py). The same acts at the same times give the same events: that is how a session is
restored after a crash.

Two things run side by side. The *coaching* (coach.py) goes from step to step, can be paused and
turned back. The *ladder* (climb.py) goes by the onset alone; nothing can stop or delay it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cramp_coach.core import ladder
from cramp_coach.core.climb import Climb, alert
from cramp_coach.core.coach import NEVER, Coach, say
from cramp_coach.core.coaching import hold_at
from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import (
    Act,
    Acted,
    Ended,
    HeatOff,
    Priority,
    Reopened,
    SessionEvent,
    Started,
    Stopped,
    Tone,
    ViewChanged,
)
from cramp_coach.core.snapshot import Snapshot, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cramp_coach.core.content import Library, Spoken
    from cramp_coach.core.safety import PlannedStep

    Due = tuple[float, Callable[[float], list[SessionEvent]]]
    Value = str | float | None

END_SHOWN_S = 60.0
HEAT_S = 900.0
"""Warmth for fifteen minutes at most [FDA-pad95]."""
STRIP_S = (8.0, 45.0)
"""The other muscles are offered while the first step runs (experience.md 4.3)."""
EARLIER_S = (120.0, 300.0)
"""What "it started earlier" stands for, one press after the other."""


class Session:
    """One episode, or one practice, from the press to its end."""

    def __init__(self, started: Started, library: Library, spoken: Spoken) -> None:
        """Begin; the first events come with the first `advance`.

        `spoken` are the library's phrases with the numbers to call filled in.
        """
        self.started = started
        self._library = library
        self._spoken = spoken
        self._now = 0.0
        self._acted_t = 0.0
        self._muscle_assumed = started.muscle_assumed
        self._side = started.side
        self._coach = Coach(started.muscle, started.facts, started.favourite, library, spoken)
        self._climb = Climb(min(0.0, started.onset), spoken)
        self._worse = 0
        self._red_flag: str | None = None
        self._stopped_t = NEVER
        self._eased: PlannedStep | None = None
        self._left = False
        self._closed = False
        self._given_up = False
        self._heat_t = NEVER
        self._pending: list[SessionEvent] = [started, *self._coach.start(0.0, spoken.opening.say)]

    @classmethod
    def restored(cls, events: Iterable[SessionEvent], library: Library, spoken: Spoken) -> Session:
        """Return the session that left `events` behind, as it stood at the last of them.

        Raises:
            ValueError: if the events do not begin with `Started`.
        """
        kept = list(events)
        if not kept or not isinstance(kept[0], Started):
            raise ValueError("an episode begins with its press")
        session = cls(kept[0], library, spoken)
        for event in kept:
            session.advance(event.t)
            if isinstance(event, Acted):
                session.act(event.act, event.t, event.value)
        return session

    # -- time ------------------------------------------------------------------------------

    def advance(self, now: float) -> list[SessionEvent]:
        """Return all that was due up to `now`, in order; a `now` of the past changes nothing."""
        happened, self._pending = self._pending, []
        now = max(now, self._now)
        while True:
            due, run = self._next_due()
            if self.open:
                self._coach.run_until(min(due, now), before=due <= now, happened=happened)
            if due > now:
                break
            happened += run(due)
        self._now = now
        return happened

    def next_deadline(self) -> float | None:
        """Return when something is due next, or None if nothing ever will be."""
        if self._pending:
            return self._now
        due = self._next_due()[0]
        if self.open:
            due = min(due, self._coach.due())
        return None if due == NEVER else due

    @property
    def over(self) -> bool:
        """Whether nothing more can happen: the episode is closed and no heat timer runs."""
        return self._closed and self._heat_t == NEVER

    @property
    def open(self) -> bool:
        """Whether the cramp goes on, as far as anyone has said."""
        return self._stopped_t == NEVER and not self._closed

    @property
    def left(self) -> bool:
        """Whether the end screen was left."""
        return self._left

    @property
    def can_rejoin(self) -> bool:
        """Whether "it came back" still joins this episode."""
        return not self._closed

    def _next_due(self) -> Due:
        """Return the earliest thing that is not a cue or a step, and what it does."""
        if self.open:
            candidates: list[Due] = [
                (self._climb.next_due()[0], self._ladder),
                (self._acted_t + ladder.GIVE_UP_S, self._give_up),
                (self._coach.waits_until(), self._coach.waited),
            ]
        else:
            candidates = [
                (NEVER if self._left else self._stopped_t + END_SHOWN_S, self._leave),
                (NEVER if self._closed else self._stopped_t + ladder.REJOIN_S, self._close),
                (self._heat_t + HEAT_S, self._heat_off),
            ]
        return min(candidates, key=lambda one: one[0])

    def _ladder(self, t: float) -> list[SessionEvent]:
        """The ladder moves; an emergency stops the coaching, the question closes what covers it."""
        return self._heed(t, self._climb.next_due()[1](t))

    def _heed(self, t: float, happened: list[SessionEvent]) -> list[SessionEvent]:
        if self._climb.emergency_t == t:
            self._coach.hold(View.EMERGENCY, t)
        elif self._climb.asked_t == t and self._coach.held in (View.CHOICES, View.HELP):
            self._coach.release(t)
        return happened

    def _give_up(self, t: float) -> list[SessionEvent]:
        self._closed = self._given_up = True
        return [Ended(t=t, outcome="unknown")]

    # -- the end ---------------------------------------------------------------------------

    def _stop(self, t: float) -> list[SessionEvent]:
        self._stopped_t = t
        self._eased = self._coach.planned
        self._left = False
        after_s = t - self._climb.onset
        said = self._spoken.stopped.say.format(time=self._spoken.duration(after_s))
        return [
            Stopped(t=t, step=self._eased.step.id, after_s=after_s),
            say(t, said, Tone.STOPPED, Priority.SAFETY),
        ]

    def _reopen(self, t: float) -> list[SessionEvent]:
        """It came back: from the first step again, on the clock that never stood still."""
        events: list[SessionEvent] = []
        if self._stopped_t != NEVER:
            events.append(Reopened(t=t))
            self._stopped_t, self._eased, self._heat_t = NEVER, None, NEVER
        events += self._climb.reopen(t)
        return [*events, *self._coach.restart(t, self._spoken.rejoined.say)]

    def _leave(self, t: float) -> list[SessionEvent]:
        if self.started.kind == "practice":
            return self._close(t)  # a real cramp must not "come back" into a practice
        self._left = True
        return [ViewChanged(t=t)]

    def _close(self, t: float) -> list[SessionEvent]:
        self._closed = self._left = True
        return [Ended(t=t, outcome="stopped")]

    def _heat_off(self, t: float) -> list[SessionEvent]:
        self._heat_t = NEVER
        return [HeatOff(t=t), alert(t, self._spoken.heat_off.say)]

    # -- what the person does --------------------------------------------------------------

    def act(self, act: Act, now: float, value: Value = None) -> list[SessionEvent]:
        """Do what the person asked for and return what happened, what was due before included.

        An act that makes no sense at this moment changes nothing and is not recorded.

        Raises:
            ValueError: for a muscle, side, posture or time that does not exist.
        """
        happened = self.advance(now)
        t = self._now
        done = self._during(act, t, value) if self.open else self._after_end(act, t)
        if done is None:
            return happened
        self._acted_t = t
        if act is Act.EARLIER:
            value = -self._climb.onset  # what it came to, for those who read the events
        return [*happened, Acted(t=t, act=act, value=value), *done, *self.advance(t)]

    def _after_end(self, act: Act, t: float) -> list[SessionEvent] | None:
        if self._closed:
            return None
        match act:
            case Act.CAME_BACK:
                return self._reopen(t)
            case Act.LEAVE | Act.STOPPED if not self._left:
                return self._leave(t)
            case Act.HEAT if self.heat_allowed and self._heat_t == NEVER:
                self._heat_t = t
                return [ViewChanged(t=t), say(t, self._spoken.heat_on.say)]
            case _:
                return None

    def _during(self, act: Act, t: float, value: Value) -> list[SessionEvent] | None:
        """Acts that are heeded on every screen; the others belong to the coaching."""
        self._worse = self._worse + 1 if act is Act.WORSE else 0
        match act:
            case Act.STOPPED:
                return self._stop(t)
            case Act.CAME_BACK:
                return self._reopen(t)
            case Act.EARLIER:
                return self._earlier(t, value)
            case Act.CANT_BEAR:
                changed = self._take_sign(value, t)
                return [*changed, *self._heed(t, self._climb.raise_emergency(t))]
            case Act.CAN_BEAR:
                return self._can_bear(t)
            case Act.SIDE:
                self._side = Side(str(value))
                said = self._spoken.left if self._side is Side.LEFT else self._spoken.right
                return [ViewChanged(t=t), say(t, said.say)]
            case _ if self._climb.emergency:
                # Any act on a silent emergency screen lights it up again.
                return self._climb.raise_emergency(t) if self._climb.quiet else None
            case _:
                return self._steer(act, t, value)

    def _steer(self, act: Act, t: float, value: Value) -> list[SessionEvent] | None:
        """Acts that stop the coaching or let it go on."""
        coach = self._coach
        match act:
            case Act.PAUSE if coach.held is None:
                coach.hold(View.COACH, t)
                return [ViewChanged(t=t), say(t, self._spoken.paused.say)]
            case Act.RESUME if self._climb.checking_in:
                self._climb.end_check_in()
                return [ViewChanged(t=t), *coach.go_on(t)]
            case Act.PAUSE | Act.RESUME:
                return coach.go_on(t) or None
            case Act.CHOICES:
                coach.hold(View.CHOICES, t)
                return [ViewChanged(t=t)]
            case Act.HELP:
                return self._help(t)
            case Act.RED_FLAG:
                changed = self._take_sign(value, t)
                coach.hold(View.HELP, t, for_good=True)
                return [*changed, ViewChanged(t=t), alert(t, self._spoken.red_flag.say)]
            case _:
                return self._navigate(act, t, value)

    def _navigate(self, act: Act, t: float, value: Value) -> list[SessionEvent] | None:
        """Acts on the steps; each of them also ends a pause."""
        if act not in _NAVIGATION:
            return None
        coach = self._coach
        self._climb.end_check_in()
        shown: list[SessionEvent] = [ViewChanged(t=t)] if coach.release(t) else []
        match act:
            case Act.NEXT:
                shown += coach.move(1, t)
            case Act.PREVIOUS:
                shown += coach.move(-1, t)
            case Act.AGAIN:
                shown += coach.start(t)
            case Act.WORSE:
                shown += coach.move(1, t)
                if self._worse >= 2:
                    shown += self._help(t)
            case Act.MUSCLE:
                shown += coach.take_muscle(Muscle(str(value)), t)
                self._muscle_assumed = False
            case Act.POSTURE:
                if value not in ("seated", "standing"):
                    raise ValueError(f"no such posture: {value}")
                shown += coach.take_posture("seated" if value == "seated" else "standing", t)
            case _:  # helping
                coach.repeating = True
                shown.append(ViewChanged(t=t))
        return shown

    def _take_sign(self, sign: Value, t: float) -> list[SessionEvent]:
        """This may be no simple cramp: what the sign forbids is not coached any more."""
        self._red_flag = str(sign) if sign is not None else None
        flags = self._library.red_flags
        return self._coach.soften(next((f.coach_as for f in flags if f.id == sign), ()), t)

    def _help(self, t: float) -> list[SessionEvent]:
        self._worse = 0
        self._coach.hold(View.HELP, t)
        return [ViewChanged(t=t), say(t, self._spoken.help.say, Tone.STEP, Priority.SAFETY)]

    def _earlier(self, t: float, value: Value) -> list[SessionEvent] | None:
        since = -self._climb.onset
        if value is None:
            value = next((one for one in EARLIER_S if one > since), since)
        seconds = float(value)
        if not math.isfinite(seconds):
            raise ValueError(f"no such time: {value}")
        return [ViewChanged(t=t)] if self._climb.backdate(-seconds, t) else None

    def _can_bear(self, t: float) -> list[SessionEvent] | None:
        was_emergency = self._climb.emergency
        answered = self._climb.answer(t)
        if answered is None:
            return None
        self._red_flag = None
        going_on = self._coach.go_on(t) if was_emergency else []
        # Told to get help all the same, the person need not hear the instruction now.
        return [*going_on[:1], *answered] if answered else going_on

    # -- how it stands ---------------------------------------------------------------------

    @property
    def heat_allowed(self) -> bool:
        """Whether this person may warm the muscle: some heat step is left in the plan."""
        return any(one.step.kind == "heat" for one in self._coach.plan)

    def _view(self) -> View:
        if self._given_up:
            return View.ASK_END
        if self._stopped_t != NEVER:
            return View.HOME if self._left else View.ENDED
        if self._climb.emergency:
            return View.EMERGENCY
        held = self._coach.held
        if held is not None and held is not View.COACH:
            return held
        if self._climb.asking:
            return View.URGENT
        return View.CHECK_IN if self._climb.checking_in else View.COACH

    def snapshot(self, now: float) -> Snapshot:
        """Return how the session stands at `now`, seconds; call `advance(now)` first."""
        now = max(now, self._now)
        coach, climb, view = self._coach, self._climb, self._view()
        planned = self._eased or coach.planned
        step, form = planned.step, planned.form
        into = coach.into(now)
        stopped = self._stopped_t != NEVER
        elapsed = (self._stopped_t if stopped else now) - climb.onset
        shown = min(int(into / step.seconds * len(form.poses)), len(form.poses) - 1)
        first = coach.index == 0 and coach.round == 1
        return Snapshot(
            kind=self.started.kind,
            view=view,
            level=climb.level,
            muscle=coach.muscle,
            muscle_assumed=self._muscle_assumed,
            side=self._side,
            posture=coach.posture,
            can_stand=coach.can_stand,
            step=step,
            form=form,
            pose=form.poses[shown],
            caution=self._library.cautions[form.caution] if form.caution else None,
            next_line=form.repeat if coach.repeating else coach.following.form.coming,
            step_number=coach.index + 1,
            steps=len(coach.plan),
            round=coach.round,
            step_elapsed_s=into,
            step_left_s=step.seconds - into,
            hold=hold_at(step.holds, into) if step.holds else None,
            paused=coach.held is View.COACH,
            repeating=coach.repeating,
            elapsed_s=elapsed,
            backdated_s=-climb.onset,
            muscle_strip=first and view is View.COACH and STRIP_S[0] <= into < STRIP_S[1],
            answered=climb.answered,
            red_flag=self._red_flag,
            quiet=climb.quiet,
            stopped_after_s=self._stopped_t - climb.onset if stopped else None,
            eased=self._eased.step.eased if self._eased else None,
            heat_left_s=self._heat_t + HEAT_S - now if self._heat_t != NEVER else None,
            can_rejoin=self.can_rejoin,
            heat_allowed=self.heat_allowed,
        )


_NAVIGATION = frozenset(
    {
        Act.NEXT,
        Act.PREVIOUS,
        Act.AGAIN,
        Act.HELPING,
        Act.WORSE,
        Act.MUSCLE,
        Act.POSTURE,
    }
)
