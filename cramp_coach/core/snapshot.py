"""How a session stands at one moment: all that a shell needs to draw it, and nothing else."""

from __future__ import annotations

import enum

import msgspec

from cramp_coach.core.coaching import Hold
from cramp_coach.core.content import Caution, Form, Muscle, Posture, Side, Step
from cramp_coach.core.events import Kind, Level


class View(enum.StrEnum):
    """Which screen is due. Only one at a time; the ladder decides when several could be."""

    COACH = "coach"
    CHECK_IN = "check-in"
    URGENT = "urgent"
    EMERGENCY = "emergency"
    HELP = "help"
    CHOICES = "choices"
    ENDED = "ended"
    HOME = "home"
    """The end screen was left; a heat timer may still run."""
    ASK_END = "ask-end"
    """Nobody closed the episode: ask how it ended."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A session at one moment. All times are seconds."""

    kind: Kind
    view: View
    level: Level
    muscle: Muscle
    muscle_assumed: bool
    side: Side | None
    posture: Posture | None
    """What the person asked for, if anything."""
    can_stand: bool
    """Whether this step has a standing and a seated form to choose from."""
    step: Step
    form: Form
    pose: str
    caution: Caution | None
    next_line: str
    """The sentence that announces the next step."""
    step_number: int
    steps: int
    round: int
    step_elapsed_s: float
    step_left_s: float
    hold: Hold | None
    paused: bool
    repeating: bool
    """"Helping" was pressed: this step comes once more."""
    elapsed_s: float
    """Since the onset, asleep or awake."""
    backdated_s: float
    muscle_strip: bool
    """Offer the other muscles now."""
    answered: bool
    """The person said that they can bear it; help is still advised."""
    red_flag: str | None
    quiet: bool
    """Nobody answers: stay dim and silent."""
    stopped_after_s: float | None
    eased: str | None
    """The name of the step that was running when it stopped."""
    heat_left_s: float | None
    can_rejoin: bool
    heat_allowed: bool
    """Whether this person may warm the muscle."""

    @property
    def open(self) -> bool:
        """Whether the cramp goes on as far as anyone knows."""
        return self.stopped_after_s is None and self.view is not View.ASK_END
