"""When the coaching figure moves: from seconds since the picture came up to where it stands.

Timings are those of the pictogram recipe (experience.md 5.3, point 9, and 3.8): slow, with
holds at both ends, so that one look of a second shows what is asked.
"""

import math

from cramp_coach.core.pose import Joints, Pose, joints
from cramp_coach.core.scenery import Breath, Point, Waves

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
# Units: how far the ring swings, the breath's lines lengthen, and the hand goes in a lens.
RING_SWING, BREATH_SWING, LENS_TRAVEL = 1.4, 8.1, 40.0
WAVE_SWAY, WAVE_RATE = 1.3, 0.4  # units, turns a second
WAVE_SPEED = 2 * math.pi * WAVE_SWAY * WAVE_RATE
FRAME_SECONDS = 1 / 24
"""24 to 30 frames a second are enough (experience.md 3.8); 24 spare the machine."""


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


def moved(pose: Pose, before: float, after: float) -> float:
    """Give how far what moves farthest in a picture has moved between two moments, in units."""
    share = phase_at(pose, after) - phase_at(pose, before)
    ways = [0.0]
    if share:
        places = (_places(pose_at(pose, seconds)) for seconds in (before, after))
        ways += map(math.dist, *places)
    if pose.lens:
        ways.append(LENS_TRAVEL * abs(share))
    if pose.motion != "heat":
        ways.append(RING_SWING * abs(ring_breath(after) - ring_breath(before)))
    for prop in pose.props:
        if isinstance(prop, Waves):
            ways.append(WAVE_SPEED * abs(after - before))
        elif isinstance(prop, Breath):
            turn = 2 * math.pi / BREATH_CYCLE
            ways.append(BREATH_SWING * abs(math.sin(turn * after) - math.sin(turn * before)))
    return max(ways)


def next_frame(pose: Pose, painted: float, now: float, least: float) -> float:
    """Give the seconds until something will have moved by `least` units since it was painted.

    Whole frames of FRAME_SECONDS, and no more than a second's worth.
    """
    for count in range(1, round(1 / FRAME_SECONDS)):
        if moved(pose, painted, now + count * FRAME_SECONDS) >= least:
            return count * FRAME_SECONDS
    return 1.0


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


def _places(body: Joints) -> list[Point]:
    limbs = (body.near_leg, body.far_leg, body.near_arm, body.far_arm)
    feet = (body.near_foot, body.far_foot)
    return [
        body.pelvis, body.shoulder, body.head,
        *(place for limb in limbs for place in (limb.mid, limb.end)),
        *(place for foot in feet for place in (foot.heel, foot.toe)),
    ]  # fmt: skip
