"""When the coaching figure moves: from seconds since the picture came up to where it stands.

Timings are those of the pictogram recipe (experience.md 5.3, point 9, and 3.8): slow, with
holds at both ends, so that one look of a second shows what is asked.
"""

import math

from cramp_coach.core.pose import Joints, Pose, joints

# Seconds: out, hold there, back, hold here.
_TIMES = {
    "stretch": (1.2, 3.0, 1.0, 0.8),
    "rub": (1.2, 0.4, 1.0, 0.4),
    "pump": (1.0, 0.8, 1.0, 0.8),
}
WALK_CYCLE = 1.2
BREATH_CYCLE = 5.0
SHAKE, SHAKE_REST, SHAKE_RATE = 1.5, 1.5, 1.5
STILL_SECONDS, FADE_SECONDS = 3.0, 0.4
RING_SECONDS = 4.0


def ease(t: float) -> float:
    """Give the minimum-jerk course of a natural movement, 0 to 1 for `t` 0 to 1."""
    t = min(1.0, max(0.0, t))
    return t * t * t * (10 - 15 * t + 6 * t * t)


def phase_at(pose: Pose, seconds: float) -> float:
    """Say where between its keys a pose stands, `seconds` after it came up."""
    if pose.motion in ("heat", "still"):
        return 0.0
    if pose.motion == "walk":
        return (seconds / WALK_CYCLE) % 1.0
    if pose.motion == "breathe":
        return 0.5 - 0.5 * math.cos(2 * math.pi * seconds / BREATH_CYCLE)
    if pose.motion == "shake":
        return _shake(seconds % (SHAKE + SHAKE_REST))
    out, there, back, here = _TIMES[pose.motion]
    t = seconds % (out + there + back + here)
    if t < out + there:
        return ease(t / out)
    return 1.0 - ease((t - out - there) / back)


def pose_at(pose: Pose, seconds: float) -> Joints:
    """Place every joint of a pose, `seconds` after it came up."""
    return joints(pose, phase_at(pose, seconds))


def at_rest(pose: Pose, seconds: float) -> bool:
    """Say whether nothing of the picture moves just now: a hold, with the ring grown still.

    True only well inside a hold, so that the frame that reached it has been painted.
    """
    if pose.motion not in _TIMES or seconds <= RING_SECONDS:
        return False
    out, there, back, here = _TIMES[pose.motion]
    t = seconds % (out + there + back + here)
    return out <= t <= out + there or t >= out + there + back


def stills(pose: Pose) -> tuple[float, float]:
    """Give the two places between keys that say the whole movement without moving."""
    if pose.motion == "walk":
        return 0.0, 0.5
    if pose.motion in ("heat", "still", "breathe"):
        return 0.0, 0.0
    return 0.0, 1.0


def fade_at(seconds: float) -> float:
    """Say how much of the second still picture shows, when motion is reduced: 0 to 1.

    Each picture stands for STILL_SECONDS, the last FADE_SECONDS of them a cross-fade.
    """
    turn, t = divmod(seconds, STILL_SECONDS)
    share = max(0.0, t - (STILL_SECONDS - FADE_SECONDS)) / FADE_SECONDS
    return share if int(turn) % 2 == 0 else 1.0 - share


def fade_due_in(seconds: float) -> float:
    """Say in how many seconds the next cross-fade begins; 0 while one runs."""
    return max(0.0, STILL_SECONDS - FADE_SECONDS - seconds % STILL_SECONDS)


def ring_breath(seconds: float) -> float:
    """Give the swing of the ring round the muscle, -1 to 1: two breaths, then it stands still."""
    if not 0.0 <= seconds < RING_SECONDS:
        return 0.0
    return math.sin(math.pi * seconds)


def _shake(t: float) -> float:
    """Swing round the middle, growing from rest and dying away, then stand."""
    if t >= SHAKE:
        return 0.5
    return 0.5 + 0.5 * math.sin(2 * math.pi * SHAKE_RATE * t) * math.sin(math.pi * t / SHAKE)
