"""What an episode was, read from its events; and what the next session can learn from the last.

Nothing is stored twice: an episode is a fold over the events that were written as they happened.
An unknown end stays unknown, a duration is never invented.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec

from cramp_coach.core.content import Muscle, Routine, Side
from cramp_coach.core.events import (
    Act,
    Acted,
    Ended,
    LadderReached,
    Level,
    Reopened,
    Started,
    StepBegan,
    Stopped,
    Told,
)
from cramp_coach.core.ladder import GIVE_UP_S, REJOIN_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cramp_coach.core.ports import StoredEpisode

LEARNS_FROM = 3
"""So many sessions before the order changes (experience.md 4.0, our own choice)."""


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    """One cramp as the journal tells it. Times in seconds since the onset."""

    id: str
    onset: dt.datetime
    """Aware; the press less what the person said it began earlier."""
    muscle: Muscle
    muscle_assumed: bool
    side: Side | None
    outcome: Literal["running", "stopped", "unknown"]
    duration_s: float | None
    """None where nobody knows."""
    eased: str | None
    """Id of the step that was running when it stopped."""
    steps: tuple[str, ...]
    """Ids in the order they were shown."""
    came_back: int
    """How often it came back and joined this episode."""
    level: Level
    """The highest level that was reached."""


def episode(stored: StoredEpisode) -> Episode | None:
    """Fold the events of a stored episode; None if it does not begin with a press."""
    if not stored.events or not isinstance(stored.events[0], Started):
        return None
    started = stored.events[0]
    muscle, assumed, side = started.muscle, started.muscle_assumed, started.side
    backdated = max(0.0, -started.onset)
    outcome: Literal["running", "stopped", "unknown"] = "running"
    stopped_t: float | None = None
    told: Told | None = None
    eased: str | None = None
    steps: list[str] = []
    came_back = 0
    level = Level.NONE
    for event in stored.events:
        match event:
            case StepBegan():
                steps.append(event.step)
                muscle = event.muscle
            case Acted(act=Act.MUSCLE):
                assumed = False
            case Acted(act=Act.SIDE, value=value):
                side = Side(str(value))
            case Acted(act=Act.EARLIER, value=float(value)):
                backdated = max(backdated, value)
            case LadderReached():
                level = max(level, event.level, key=lambda one: one.rank)
            case Stopped():
                outcome, stopped_t, eased = "stopped", event.t, event.step
            case Reopened():
                outcome, stopped_t, eased = "running", None, None
                came_back += 1
            case Ended():
                outcome = event.outcome
            case Told():
                told = event
            case _:
                pass
    duration = stopped_t + backdated if stopped_t is not None else None
    if told is not None:
        outcome, duration = told.outcome, told.after_s
    return Episode(
        id=stored.id,
        onset=stored.pressed_wall - dt.timedelta(seconds=backdated),
        muscle=muscle,
        muscle_assumed=assumed,
        side=side,
        outcome=outcome,
        duration_s=duration,
        eased=eased,
        steps=tuple(steps),
        came_back=came_back,
        level=level,
    )


def favourite(episodes: Iterable[Episode], routines: Mapping[Muscle, Routine]) -> str | None:
    """Return the kind of step that eased most cramps, once there are enough to tell.

    The stretch is never the answer: it stays first anyway.
    """
    kinds = {step.id: step.kind for routine in routines.values() for step in routine.steps}
    credited = [kinds.get(one.eased) for one in episodes if one.eased is not None]
    if len(credited) < LEARNS_FROM:
        return None
    counted = Counter(kind for kind in credited if kind is not None)
    best = max(counted.items(), key=lambda one: one[1], default=(None, 0))[0]
    return None if best == "stretch" else best


def is_unfinished(stored: StoredEpisode, now_t: float) -> bool:
    """Say whether an episode found at start still goes on, `now_t` seconds after its press.

    True for one that nobody closed within the last hour, and for one that stopped so short a time
    ago that it may still come back.
    """
    stopped = None
    for event in stored.events:
        match event:
            case Ended() | Told():
                return False
            case Stopped():
                stopped = event.t
            case Reopened():
                stopped = None
            case _:
                pass
    if stopped is not None:
        return now_t < stopped + REJOIN_S
    return now_t < gives_up_at(stored)


def gives_up_at(stored: StoredEpisode) -> float:
    """Return when the end of an episode becomes unknown if nobody does anything more."""
    acts = (event.t for event in stored.events if isinstance(event, Acted))
    return max(acts, default=0.0) + GIVE_UP_S


def end_is_unasked(stored: StoredEpisode) -> bool:
    """Say whether nobody has yet been asked how this episode ended."""
    folded = episode(stored)
    if folded is None or any(isinstance(event, Told) for event in stored.events):
        return False
    return folded.outcome in ("running", "unknown")
