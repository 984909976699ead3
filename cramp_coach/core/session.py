"""The guided session: told the time and what the person does, it returns what happens.

There is no timer, thread or callback in here. The shell calls `advance(now)` whenever it likes;
everything that was due comes back with the time it was due, so that a stall, a suspend or a
crash changes nothing but how late it is shown. `now` is seconds on the session's own line (see
events.py). The same acts at the same times give the same events: that is how a session is
restored after a crash.

Two things run side by side. The *coaching* goes from step to step, can be paused and turned back.
The *ladder* goes by the onset alone; nothing the person does can stop or delay it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from cramp_coach.core import ladder
from cramp_coach.core.coaching import cues, hold_at
from cramp_coach.core.content import Library, Muscle, Posture, Side, Spoken
from cramp_coach.core.events import (
    Act,
    Acted,
    Cue,
    Ended,
    HeatOff,
    LadderReached,
    Level,
    Priority,
    Reopened,
    SessionEvent,
    Started,
    StepBegan,
    Stopped,
    Tone,
    ViewChanged,
    WentQuiet,
)
from cramp_coach.core.safety import PlannedStep, plan
from cramp_coach.core.snapshot import Snapshot, View

CHOICES_S = 20.0
"""Esc: so long until the coaching goes on by itself (PRODUCT.md 2)."""
NUDGE_S, GO_ON_S = 60.0, 120.0
"""Paused: asked after one minute, goes on after two (experience.md 4.14)."""
CHECK_IN_SHOWN_S = 45.0
END_SHOWN_S = 60.0
HEAT_S = 900.0
"""Warmth for fifteen minutes at most [FDA-pad95]."""
STRIP_S = (8.0, 45.0)
"""The other muscles are offered while the first step runs (experience.md 4.3)."""
EARLIER_S = (120.0, 300.0)
"""What "it started earlier" stands for, one press after the other."""
STEP_FRESH_S = 15.0
_NEVER = math.inf

Due = tuple[float, Callable[[float], list[SessionEvent]]]


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
        self._onset = min(0.0, started.onset)
        self._muscle = started.muscle
        self._muscle_assumed = started.muscle_assumed
        self._side = started.side
        self._posture: Posture | None = None
        # the coaching
        self._plan = self._new_plan()
        self._index = 0
        self._round = 1
        self._step_t = 0.0
        self._cues: tuple[Cue, ...] = ()
        self._cue = 0
        self._repeating = False
        self._worse = 0
        self._held: View | None = None
        """Why the coaching stands still: CHOICES, HELP, EMERGENCY; COACH is a plain pause."""
        self._held_t = 0.0
        """Where the coaching stopped."""
        self._waits_t = 0.0
        """Since when it waits for the person."""
        self._nudged = False
        # the ladder
        self._climbed = 0
        self._ladder_floor = 0.0
        self._said = 0
        self._said_t = _NEVER
        self._repeat_t = _NEVER
        self._asked_t = _NEVER
        self._emergency_t = _NEVER
        self._answered = False
        self._quiet = False
        self._check_in_until = _NEVER
        self._red_flag: str | None = None
        # the end
        self._stopped_t = _NEVER
        self._eased: PlannedStep | None = None
        self._left = False
        self._closed = False
        self._given_up = False
        self._heat_t = _NEVER
        self._pending: list[SessionEvent] = [
            started,
            *self._begin_step(0.0, opening=spoken.opening.say),
        ]

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
            self._coach_until(min(due, now), due <= now, happened)
            if due > now:
                break
            happened += run(due)
        self._now = now
        return happened

    def next_deadline(self) -> float | None:
        """Return when something is due next, or None if nothing ever will be."""
        if self._pending:
            return self._now
        due = min(self._next_due()[0], self._coaching_due())
        return None if due == _NEVER else due

    @property
    def over(self) -> bool:
        """Whether nothing more can happen: the episode is closed and no heat timer runs."""
        return self._closed and self._heat_t == _NEVER

    @property
    def open(self) -> bool:
        """Whether the cramp goes on, as far as anyone has said."""
        return self._stopped_t == _NEVER and not self._closed

    @property
    def left(self) -> bool:
        """Whether the end screen was left."""
        return self._left

    @property
    def can_rejoin(self) -> bool:
        """Whether "it came back" still joins this episode."""
        return not self._closed

    def _next_due(self) -> Due:
        """Return the earliest thing that does not belong to the coaching, and what it does."""
        if self._stopped_t != _NEVER or self._closed:
            candidates: list[Due] = [
                (_NEVER if self._left else self._stopped_t + END_SHOWN_S, self._leave),
                (_NEVER if self._closed else self._stopped_t + ladder.REJOIN_S, self._close),
                (self._heat_t + HEAT_S, self._heat_off),
            ]
            return min(candidates, key=lambda one: one[0])
        candidates = [
            (self._climb_due(), self._climb),
            (self._acted_t + ladder.GIVE_UP_S, self._give_up),
            (self._repeat_t, self._say_again),
            (self._held_due(), self._held_long),
            (self._check_in_until, self._check_in_over),
        ]
        if self._emergency_t != _NEVER:
            quiet = _NEVER if self._quiet else self._emergency_t + ladder.QUIET_AFTER_S
            candidates.append((quiet, self._go_quiet))
        else:
            candidates.append((self._asked_t + ladder.UNANSWERED_S, self._no_answer))
        return min(candidates, key=lambda one: one[0])

    # -- the coaching ----------------------------------------------------------------------

    def _new_plan(self) -> tuple[PlannedStep, ...]:
        return plan(
            self._library.routines[self._muscle],
            self.started.facts,
            self._posture,
            self.started.favourite,
        )

    def _coaching_due(self) -> float:
        if self._held is not None or not self.open:
            return _NEVER
        end = self._step_t + self._plan[self._index].step.seconds
        if self._cue < len(self._cues):
            return min(end, self._step_t + self._cues[self._cue].t)
        return end

    def _coach_until(self, limit: float, before: bool, happened: list[SessionEvent]) -> None:
        """Go through cues and steps up to `limit`; if `before`, what is due just then waits."""
        while (due := self._coaching_due()) < limit or (due == limit and not before):
            if due == _NEVER:
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
            elif self._repeating:
                self._repeating = False
                happened += self._begin_step(due)
            else:
                happened += self._move(1, due)

    def _move(self, by: int, t: float) -> list[SessionEvent]:
        """Go `by` steps on, round and round; never before the very first."""
        place = (self._round - 1) * len(self._plan) + self._index + by
        self._round, self._index = divmod(max(place, 0), len(self._plan))
        self._round += 1
        self._repeating = False
        return self._begin_step(t)

    def _begin_step(self, t: float, opening: str = "") -> list[SessionEvent]:
        planned = self._plan[self._index]
        caution = planned.form.caution
        following = self._plan[(self._index + 1) % len(self._plan)]
        self._step_t = t
        self._cue = 0
        self._cues = cues(
            planned,
            self._spoken,
            caution=self._library.cautions[caution] if caution else None,
            coming=following,
            opening=opening,
        )
        return [
            StepBegan(
                t=t,
                step=planned.step.id,
                muscle=self._muscle,
                posture=planned.form.posture,
                round=self._round,
            )
        ]

    def _hold(self, why: View, t: float) -> None:
        if self._held is None:
            self._held_t = t
        self._waits_t = t
        self._held = why
        self._nudged = False

    def _go_on(self, t: float) -> list[SessionEvent]:
        """Let the coaching run again from where it stood, with its sentence said once more."""
        if self._held is None:
            return []
        self._step_t += t - self._held_t
        self._held = None
        text = self._plan[self._index].form.repeat
        return [ViewChanged(t=t), Cue(t=t, priority=Priority.STEP, text=text, tone=Tone.STEP)]

    def _held_due(self) -> float:
        match self._held:
            case View.CHOICES:
                return self._waits_t + CHOICES_S
            case View.COACH | View.HELP:
                return self._waits_t + (GO_ON_S if self._nudged else NUDGE_S)
            case _:
                return _NEVER

    def _held_long(self, t: float) -> list[SessionEvent]:
        if self._held is not View.CHOICES and not self._nudged:
            self._nudged = True
            return [self._say(t, Priority.STEP, self._spoken.shall_i_go_on.say, Tone.STEP)]
        return self._go_on(t)

    # -- the ladder ------------------------------------------------------------------------

    def _climb_due(self) -> float:
        if self._climbed == len(ladder.MOMENTS):
            return _NEVER
        return max(self._onset + ladder.MOMENTS[self._climbed][0], self._ladder_floor)

    def _climb(self, t: float) -> list[SessionEvent]:
        level = ladder.MOMENTS[self._climbed][1]
        self._climbed += 1
        reached: list[SessionEvent] = [LadderReached(t=t, level=level)]
        if level is Level.URGENT:
            reached += self._ask(t)
        if self._emergency_t != _NEVER:
            return reached  # the emergency screen says more than any of these
        words = self._spoken
        if level is Level.CHECK_IN:
            self._check_in_until = t + CHECK_IN_SHOWN_S
            reached.append(self._alert(t, words.check_in.say))
        elif level is Level.HEADS_UP:
            reached.append(self._alert(t, words.heads_up.say))
        return reached

    def _ask(self, t: float) -> list[SessionEvent]:
        """Ten minutes: tell them to get help, and ask whether they can bear it."""
        self._asked_t = t
        self._answered = False
        self._check_in_until = _NEVER
        if self._emergency_t != _NEVER:
            return []
        going_on: list[SessionEvent] = []
        if self._held in (View.CHOICES, View.HELP):
            going_on = self._go_on(t)[:1]
        self._said, self._said_t = 1, t
        self._repeat_t = t + ladder.repeat_after(1)
        return [*going_on, self._alert(t, self._spoken.urgent.say)]

    def _no_answer(self, t: float) -> list[SessionEvent]:
        """Ten minutes after the question: an answered one is asked again, a silent one is not."""
        if self._answered:
            return [LadderReached(t=t, level=Level.URGENT), *self._ask(t)]
        return self._emergency(t)

    def _emergency(self, t: float) -> list[SessionEvent]:
        self._hold(View.EMERGENCY, t)
        self._emergency_t = t
        self._repeat_t = t + ladder.REPEAT_S
        self._quiet = False
        return [
            LadderReached(t=t, level=Level.EMERGENCY),
            self._alert(t, self._spoken.emergency.say),
        ]

    def _say_again(self, t: float) -> list[SessionEvent]:
        if self._emergency_t != _NEVER:
            self._repeat_t = t + ladder.REPEAT_S
            return [self._alert(t, self._spoken.emergency_again.say, Tone.ATTENTION_LOUDER)]
        self._said += 1
        self._repeat_t = self._said_t + ladder.repeat_after(self._said)
        return [self._alert(t, self._spoken.urgent_again.say, Tone.ATTENTION_LOUDER)]

    def _go_quiet(self, t: float) -> list[SessionEvent]:
        self._quiet = True
        self._repeat_t = _NEVER
        return [WentQuiet(t=t)]

    def _check_in_over(self, t: float) -> list[SessionEvent]:
        self._check_in_until = _NEVER
        return [ViewChanged(t=t)]

    def _give_up(self, t: float) -> list[SessionEvent]:
        self._closed = self._given_up = True
        return [Ended(t=t, outcome="unknown")]

    # -- the end ---------------------------------------------------------------------------

    def _stop(self, t: float) -> list[SessionEvent]:
        self._stopped_t = t
        self._eased = self._plan[self._index]
        self._left = False
        said = self._spoken.stopped.say.format(time=self._spoken.duration(t - self._onset))
        return [
            Stopped(t=t, step=self._eased.step.id, after_s=t - self._onset),
            self._say(t, Priority.SAFETY, said, Tone.STOPPED),
        ]

    def _reopen(self, t: float) -> list[SessionEvent]:
        """It came back: from the first step again, on the clock that never stood still."""
        events: list[SessionEvent] = []
        if self._stopped_t != _NEVER:
            events.append(Reopened(t=t))
            self._stopped_t, self._eased, self._heat_t = _NEVER, None, _NEVER
        self._ladder_floor = t
        self._held = None
        self._index, self._round, self._repeating, self._worse = 0, 1, False, 0
        if self._emergency_t != _NEVER:
            self._emergency_t, self._repeat_t, self._quiet = _NEVER, _NEVER, False
        if self._asked_t != _NEVER:
            events += [LadderReached(t=t, level=Level.URGENT), *self._ask(t)]
        return [*events, *self._begin_step(t, opening=self._spoken.rejoined.say)]

    def _leave(self, t: float) -> list[SessionEvent]:
        self._left = True
        return [ViewChanged(t=t)]

    def _close(self, t: float) -> list[SessionEvent]:
        self._closed = self._left = True
        return [Ended(t=t, outcome="stopped")]

    def _heat_off(self, t: float) -> list[SessionEvent]:
        self._heat_t = _NEVER
        return [HeatOff(t=t), self._alert(t, self._spoken.heat_off.say)]

    # -- what the person does --------------------------------------------------------------

    def act(self, act: Act, now: float, value: str | float | None = None) -> list[SessionEvent]:
        """Do what the person asked for and return what happened, what was due before included.

        An act that makes no sense at this moment changes nothing and is not recorded.

        Raises:
            ValueError: for a muscle, side, posture or time that does not exist.
        """
        happened = self.advance(now)
        t = self._now
        done = self._after_end(act, t) if not self.open else self._during(act, t, value)
        if done is None:
            return happened
        self._acted_t = t
        if act is Act.EARLIER:
            value = -self._onset  # what it came to, for those who read the events
        return [*happened, Acted(t=t, act=act, value=value), *done, *self.advance(t)]

    def _after_end(self, act: Act, t: float) -> list[SessionEvent] | None:
        if self._closed:
            return None
        match act:
            case Act.CAME_BACK:
                return self._reopen(t)
            case Act.LEAVE | Act.STOPPED if not self._left:
                return self._leave(t)
            case Act.HEAT if self.heat_allowed and self._heat_t == _NEVER:
                self._heat_t = t
                return [ViewChanged(t=t), self._say(t, Priority.STEP, self._spoken.heat_on.say)]
            case _:
                return None

    def _during(self, act: Act, t: float, value: str | float | None) -> list[SessionEvent] | None:
        self._worse = self._worse + 1 if act is Act.WORSE else 0
        match act:
            case Act.STOPPED:
                return self._stop(t)
            case Act.CAME_BACK:
                return self._reopen(t)
            case Act.EARLIER:
                return self._earlier(t, value)
            case Act.CANT_BEAR:
                self._red_flag = str(value) if value is not None else None
                return self._emergency(t)
            case Act.CAN_BEAR:
                return self._can_bear(t)
            case Act.SIDE:
                self._side = Side(str(value))
                said = self._spoken.left if self._side is Side.LEFT else self._spoken.right
                return [ViewChanged(t=t), self._say(t, Priority.STEP, said.say)]
            case _:
                pass
        if self._emergency_t != _NEVER:
            return self._stir(t)
        return self._steer(act, t, value)

    def _stir(self, t: float) -> list[SessionEvent] | None:
        """Any act on a silent emergency screen lights it up again."""
        return self._emergency(t) if self._quiet else None

    def _steer(self, act: Act, t: float, value: str | float | None) -> list[SessionEvent] | None:
        """Acts on the coaching; each but the pauses also ends a pause."""
        match act:
            case Act.PAUSE if self._held is None:
                self._hold(View.COACH, t)
                return [ViewChanged(t=t), self._say(t, Priority.STEP, self._spoken.paused.say)]
            case Act.CHOICES:
                self._hold(View.CHOICES, t)
                return [ViewChanged(t=t)]
            case Act.HELP:
                return self._help(t)
            case Act.RED_FLAG:
                self._red_flag = str(value)
                self._hold(View.HELP, t)
                return [ViewChanged(t=t), self._alert(t, self._spoken.red_flag.say)]
            case Act.PAUSE | Act.RESUME:
                return self._go_on(t) or None
            case _:
                pass
        self._check_in_until = _NEVER
        going_on = self._go_on(t)[:1]
        moved = self._navigate(act, t, value)
        return None if moved is None else [*going_on, *moved]

    def _navigate(self, act: Act, t: float, value: str | float | None) -> list[SessionEvent] | None:
        match act:
            case Act.NEXT:
                return self._move(1, t)
            case Act.PREVIOUS:
                return self._move(-1, t)
            case Act.AGAIN:
                return self._begin_step(t)
            case Act.HELPING:
                self._repeating = True
                return [ViewChanged(t=t)]
            case Act.WORSE:
                moved = self._move(1, t)
                return [*moved, *self._help(t)] if self._worse >= 2 else moved
            case Act.MUSCLE:
                self._muscle, self._muscle_assumed = Muscle(str(value)), False
                self._plan = self._new_plan()
                self._index, self._round, self._repeating = 0, 1, False
                name = self._library.routines[self._muscle].name
                return self._begin_step(t, opening=self._spoken.muscle.say.format(muscle=name))
            case Act.POSTURE:
                return self._take_posture(t, value)
            case _:
                return None

    def _take_posture(self, t: float, value: str | float | None) -> list[SessionEvent]:
        if value not in ("seated", "standing"):
            raise ValueError(f"no such posture: {value}")
        step = self._plan[self._index].step
        self._posture = "seated" if value == "seated" else "standing"
        self._plan = self._new_plan()
        self._index = next((n for n, one in enumerate(self._plan) if one.step == step), 0)
        return self._begin_step(t)

    def _help(self, t: float) -> list[SessionEvent]:
        self._worse = 0
        self._hold(View.HELP, t)
        return [ViewChanged(t=t), self._say(t, Priority.SAFETY, self._spoken.help.say, Tone.STEP)]

    def _earlier(self, t: float, value: str | float | None) -> list[SessionEvent] | None:
        """Back-date the onset; it can only ever move earlier."""
        since = -self._onset
        if value is None:
            value = next((one for one in EARLIER_S if one > since), since)
        seconds = float(value)
        if not math.isfinite(seconds):
            raise ValueError(f"no such time: {value}")
        if seconds <= since:
            return None
        self._onset = -seconds
        self._ladder_floor = t
        return [ViewChanged(t=t)]

    def _can_bear(self, t: float) -> list[SessionEvent] | None:
        """The answer to the question; from the emergency screen also the way back."""
        if self._asked_t == _NEVER and self._emergency_t == _NEVER:
            return None
        self._emergency_t = self._repeat_t = _NEVER
        self._quiet, self._red_flag = False, None
        going_on = self._go_on(t)
        if self._asked_t == _NEVER:
            return going_on
        self._asked_t = t
        self._answered = True
        return [*going_on[:1], ViewChanged(t=t), self._alert(t, self._spoken.can_bear.say)]

    # -- how it stands ---------------------------------------------------------------------

    @property
    def heat_allowed(self) -> bool:
        """Whether this person may warm the muscle: some heat step is left in the plan."""
        return any(one.step.kind == "heat" for one in self._plan)

    def _level(self) -> Level:
        if self._emergency_t != _NEVER:
            return Level.EMERGENCY
        return ladder.MOMENTS[self._climbed - 1][1] if self._climbed else Level.NONE

    def _view(self) -> View:
        if self._given_up:
            return View.ASK_END
        if self._stopped_t != _NEVER:
            return View.HOME if self._left else View.ENDED
        if self._emergency_t != _NEVER:
            return View.EMERGENCY
        if self._held in (View.HELP, View.CHOICES):
            return self._held
        if self._asked_t != _NEVER and not self._answered:
            return View.URGENT
        if self._check_in_until != _NEVER:
            return View.CHECK_IN
        return View.COACH

    def snapshot(self, now: float) -> Snapshot:
        """Return how the session stands at `now`, seconds; call `advance(now)` first."""
        now = max(now, self._now)
        planned = self._eased or self._plan[self._index]
        step, form = planned.step, planned.form
        into = min((self._held_t if self._held else now) - self._step_t, float(step.seconds))
        into = max(into, 0.0)
        following = self._plan[(self._index + 1) % len(self._plan)]
        view = self._view()
        share = step.seconds / len(form.poses)
        stopped = self._stopped_t != _NEVER
        elapsed = (self._stopped_t if stopped else now) - self._onset
        heat = self._heat_t + HEAT_S - now
        return Snapshot(
            kind=self.started.kind,
            view=view,
            level=self._level(),
            muscle=self._muscle,
            muscle_assumed=self._muscle_assumed,
            side=self._side,
            posture=self._posture,
            can_stand=self._can_stand(planned),
            step=step,
            form=form,
            pose=form.poses[min(int(into / share), len(form.poses) - 1)],
            caution=self._library.cautions[form.caution] if form.caution else None,
            next_line=form.repeat if self._repeating else following.form.coming,
            step_number=self._index + 1,
            steps=len(self._plan),
            round=self._round,
            step_elapsed_s=into,
            step_left_s=step.seconds - into,
            hold=hold_at(step.holds, into) if step.holds else None,
            paused=self._held is View.COACH,
            repeating=self._repeating,
            elapsed_s=elapsed,
            backdated_s=-self._onset,
            muscle_strip=self._strip_due(view, into),
            answered=self._answered,
            red_flag=self._red_flag,
            quiet=self._quiet,
            stopped_after_s=self._stopped_t - self._onset if stopped else None,
            eased=self._eased.step.eased if self._eased else None,
            heat_left_s=heat if heat != _NEVER else None,
            can_rejoin=self.can_rejoin,
        )

    def _strip_due(self, view: View, into: float) -> bool:
        first = self._index == 0 and self._round == 1
        return view is View.COACH and first and STRIP_S[0] <= into < STRIP_S[1]

    def _can_stand(self, planned: PlannedStep) -> bool:
        """Whether this person has both a standing and a seated form of the step."""
        facts = set(self.started.facts)
        return len({f.posture for f in planned.step.forms if not set(f.not_if) & facts}) == 2

    def _say(self, t: float, priority: Priority, text: str, tone: Tone | None = None) -> Cue:
        return Cue(t=t, priority=priority, text=text, tone=tone, fresh_s=STEP_FRESH_S)

    def _alert(self, t: float, text: str, tone: Tone = Tone.ATTENTION) -> Cue:
        return Cue(t=t, priority=Priority.SAFETY, text=text, tone=tone, fresh_s=60.0)
