"""What happens in a session, as frozen values.

`t` is always seconds on the session's own line of time: 0 is the press that began it. Seconds
asleep count. The onset of the cramp may lie before 0, when the person said so.
"""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

from cramp_coach.core.content import Fact, Muscle, Posture, Side


class Act(enum.StrEnum):
    """What the person can do in a session, by key, button, tray or command line."""

    STOPPED = "stopped"
    CAME_BACK = "came-back"
    NEXT = "next"
    PREVIOUS = "previous"
    HELPING = "helping"
    WORSE = "worse"
    AGAIN = "again"
    PAUSE = "pause"
    """Pauses the coaching, or goes on; the clock of the cramp never pauses."""
    CHOICES = "choices"
    """Esc: two big choices, gone by themselves after 20 s."""
    RESUME = "resume"
    """Go on with the coaching from a pause, the choices or the help screen."""
    MUSCLE = "muscle"
    SIDE = "side"
    POSTURE = "posture"
    EARLIER = "earlier"
    """The cramp began `value` seconds before the press (or the next of 2 and 5 minutes)."""
    HELP = "help"
    CANT_BEAR = "cant-bear"
    """Also: an emergency red flag was chosen; `value` is its id."""
    CAN_BEAR = "can-bear"
    """The answer at ten minutes; also the way back from the emergency screen."""
    RED_FLAG = "red-flag"
    """An urgent red flag was chosen; `value` is its id."""
    HEAT = "heat"
    """Start the fifteen-minute "take it off" timer."""
    LEAVE = "leave"
    """From the end screen back home."""


class Level(enum.StrEnum):
    """How far the ladder has been climbed."""

    NONE = "none"
    CHECK_IN = "check-in"
    HEADS_UP = "heads-up"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """Order of the levels, 0 for none."""
        return list(Level).index(self)


class Priority(enum.IntEnum):
    """Who may interrupt whom on the one voice; higher wins (experience.md 3.5)."""

    ENCOURAGE = 0
    NEXT_UP = 1
    COUNT = 2
    STEP = 3
    SAFETY = 4


class Tone(enum.StrEnum):
    """The soft tones, each a file in `assets/sounds`."""

    START = "start"
    STEP = "step"
    TICK = "tick"
    GO = "go"
    STOPPED = "stopped"
    ATTENTION = "attention"
    ATTENTION_LOUDER = "attention-louder"


Kind = Literal["relief", "practice"]


class Event(msgspec.Struct, frozen=True, tag_field="event", kw_only=True):
    """Base of all events: when it was due, in seconds on the session's line of time."""

    t: float


class Started(Event, frozen=True, tag="started"):
    """The press. Holds all that the engine needs to run the same session again."""

    kind: Kind
    muscle: Muscle
    muscle_assumed: bool
    side: Side | None
    facts: tuple[Fact, ...]
    favourite: str | None
    """Id of the kind of step that eased most of the last cramps, or None."""
    onset: float = 0.0
    """Seconds; at most 0."""


class Acted(Event, frozen=True, tag="acted"):
    """The person did something."""

    act: Act
    value: str | float | None = None


class StepBegan(Event, frozen=True, tag="step"):
    """A step is on screen from here on."""

    step: str
    muscle: Muscle
    posture: Posture
    round: int


class LadderReached(Event, frozen=True, tag="ladder"):
    """A moment of the ladder has come."""

    level: Level


class WentQuiet(Event, frozen=True, tag="quiet"):
    """Thirty minutes and nobody answers: the voice falls silent, the screen stays."""


class Stopped(Event, frozen=True, tag="stopped"):
    """The person said that the cramp has stopped, during `step`."""

    step: str
    after_s: float
    """Seconds since the onset."""


class Reopened(Event, frozen=True, tag="reopened"):
    """It came back: the same episode and the same clock go on."""


class HeatOff(Event, frozen=True, tag="heat-off"):
    """Fifteen minutes of warmth are over: take it off."""


class Ended(Event, frozen=True, tag="ended"):
    """The episode is closed; unknown is an honest answer."""

    outcome: Literal["stopped", "unknown"]


class Told(Event, frozen=True, tag="told"):
    """Asked afterwards how it ended, the person answered."""

    outcome: Literal["stopped", "unknown"]
    after_s: float | None = None
    """Seconds since the onset, as the person remembers it."""


class Cue(Event, frozen=True, tag="cue"):
    """Something to hear. Never stored; dropped by the shell if it is older than `fresh_s`."""

    priority: Priority
    text: str = ""
    tone: Tone | None = None
    fresh_s: float = 3.0


class ViewChanged(Event, frozen=True, tag="view"):
    """The snapshot changed as no other event tells: an overlay came or went. Never stored."""


Recorded = (
    Started
    | Acted
    | StepBegan
    | LadderReached
    | WentQuiet
    | Stopped
    | Reopened
    | HeatOff
    | Ended
    | Told
)
"""The events that are written down as they happen; an episode is a fold over them."""

SessionEvent = Recorded | Cue | ViewChanged
