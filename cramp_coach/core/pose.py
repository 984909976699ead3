"""Poses of the coaching figure: what a pose file says, and where every joint then is.

Lengths are in hundredths of standing height (H = 100), y points up, the floor or the mattress is
y = 0. Angles are degrees, 0 to the right, 90 up. "Near" is the leg that cramps: it is always the
one in front; showing a left leg is the painter's mirror, not a pose of its own.
Body proportions follow the segment fractions in the research (experience.md 5.2).
"""

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from cramp_coach.core.on_demand import OnDemand
from cramp_coach.core.scenery import Bone, Data, Point, Prop

Muscle = Literal["calf", "foot", "front-thigh", "back-thigh"]
Motion = Literal["stretch", "rub", "pump", "walk", "shake", "heat", "breathe", "still"]
Grip = Literal["near_ankle"]
MUSCLES: tuple[Muscle, ...] = ("calf", "foot", "front-thigh", "back-thigh")

THIGH, SHIN = 24.0, 23.5
SPINE, NECK = 28.5, 13.2
UPPER_ARM, FOREARM = 16.0, 16.5
ANKLE_HEIGHT = 4.2
HEEL: Point = (-1.6, -1.7)
TOE: Point = (9.1, -2.3)
INSTEP = 3.0  # how far ahead of the ankle joint a hand closes round the ankle's front
HEEL_RADIUS, TOE_RADIUS, HAND_RADIUS = 2.5, 1.9, 3.1
HIP_RADIUS, HEAD_RADIUS = 6.6, 8.0


class PoseError(ValueError):
    """A pose file that cannot be used; the message names the file and the field."""


class Along(Data, frozen=True):
    """A place on the near leg: `at` 0 to 1 from the bone's upper end, `off` units behind it."""

    bone: Bone
    at: float
    off: float = 0.0


class Leg(Data, frozen=True):
    """A leg that is either free (thigh and shin angles) or planted (ankle target and bend).

    `shorten` is below 1 for a leg that also points toward the viewer.
    """

    foot: float
    thigh: float | None = None
    shin: float | None = None
    ankle: Point | None = None
    bend: Literal[-1, 1] = 1
    shorten: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a leg described in both ways or in neither."""
        free = self.thigh is not None and self.shin is not None
        if free == (self.ankle is not None):
            raise ValueError("a leg needs either `thigh` and `shin`, or `ankle`")


class Arm(Data, frozen=True):
    """An arm that is free (two angles), reaches a point, grips the ankle or lies along a bone."""

    upper: float | None = None
    fore: float | None = None
    hand: Point | None = None
    grip: Grip | None = None
    along: Along | None = None
    bend: Literal[-1, 1] = -1

    def __post_init__(self) -> None:
        """Refuse an arm described in more than one way, or in none."""
        free = self.upper is not None and self.fore is not None
        ways = [free, self.hand is not None, self.grip is not None, self.along is not None]
        if ways.count(True) != 1:
            raise ValueError("an arm needs one of: `upper` and `fore`, `hand`, `grip`, `along`")


class Key(Data, frozen=True):
    """One key position of the whole body.

    The pelvis has a place, or `lean`: the angle of a straight near leg over its planted ankle.
    """

    torso: float
    head: float
    near_leg: Leg
    far_leg: Leg
    near_arm: Arm
    far_arm: Arm
    pelvis: Point | None = None
    lean: float | None = None

    def __post_init__(self) -> None:
        """Refuse a pelvis with two places or none."""
        if (self.pelvis is None) == (self.lean is None):
            raise ValueError("a key needs either `pelvis` or `lean`")
        if self.lean is not None and self.near_leg.ankle is None:
            raise ValueError("`lean` needs a `near_leg` with an `ankle`")


class Arrow(Data, frozen=True):
    """The one arrow of a picture: a curve by start, control and tip; `both` = two heads."""

    path: tuple[Point, Point, Point]
    both: bool = False


class Label(Data, frozen=True):
    """A number beside a muscle, with a leader line to it."""

    muscle: Muscle
    at: Point


class Lens(Data, frozen=True):
    """A round window at `at` that shows what a hand does at `of`, large.

    It sees the sole from below, or the foot in profile whose toes are drawn back.
    """

    of: Point
    at: Point
    radius: float
    shows: Literal["sole", "toes"]


class Pose(Data, frozen=True):
    """A pictogram: the box it fills (x, y, width, height), its motion, keys and props.

    `girth` thickens the legs; `arm_behind_leg` is for a hand that works behind the near leg;
    with a `lens` the arrow shows in the lens only and counts from its middle.
    """

    name: str
    box: tuple[float, float, float, float]
    motion: Motion
    keys: tuple[Key, ...]
    muscle: Muscle | None = None
    facing: Literal[-1, 1] = 1
    view: Literal["side", "above", "cropped"] = "side"
    girth: float = 1.0
    arm_behind_leg: bool = False
    arrow: Arrow | None = None
    lens: Lens | None = None
    props: tuple[Prop, ...] = ()
    labels: tuple[Label, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a number of keys that the motion cannot play."""
        wanted = {"walk": 4, "heat": 1, "still": 1}.get(self.motion, 2)
        if len(self.keys) != wanted:
            raise ValueError(f"motion {self.motion!r} needs {wanted} `keys`")


class Limb(NamedTuple):
    """A limb of two bones: root, middle joint, end; `missed` is how far the target lay beyond."""

    root: Point
    mid: Point
    end: Point
    missed: float


class Foot(NamedTuple):
    """Heel and toe centres, and the two unit vectors of the foot: forward and up."""

    heel: Point
    toe: Point
    forward: Point
    up: Point


class Joints(NamedTuple):
    """Every joint of the figure, in units."""

    pelvis: Point
    shoulder: Point
    head: Point
    near_leg: Limb
    near_foot: Foot
    far_leg: Limb
    far_foot: Foot
    near_arm: Limb
    far_arm: Limb


def open_poses(folder: Path) -> Mapping[str, Pose]:
    """Give the poses of a folder by name, each read when it is asked for; see load_pose."""
    names = sorted(path.stem for path in folder.glob("*.toml"))
    return OnDemand(names, lambda name: load_pose(folder / f"{name}.toml"))


def load_poses(folder: Path) -> dict[str, Pose]:
    """Read every pose file of a folder, by pose name. Raises PoseError; see load_pose."""
    return dict(open_poses(folder))


def load_pose(path: Path) -> Pose:
    """Read one pose file, whose later keys say only what differs from the key before.

    Raises PoseError, naming file and field, for a file that is not a pose.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        keys: list[dict[str, Any]] = []
        for changes in raw.get("keys", ()):
            keys.append({**keys[-1], **changes} if keys else changes)
        return msgspec.convert({**raw, "keys": keys, "name": path.stem}, Pose)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PoseError(f"{path.name}: {error}") from error


def direction(angle: float) -> Point:
    """Give the unit vector of an angle in degrees."""
    return math.cos(math.radians(angle)), math.sin(math.radians(angle))


def along(start: Point, way: Point, length: float) -> Point:
    """Go from a point along a unit vector."""
    return start[0] + way[0] * length, start[1] + way[1] * length


def reach(root: Point, target: Point, first: float, second: float, bend: int) -> Limb:
    """Place two bones so that the end meets the target (law of cosines, reach clamped).

    `bend` +1 puts the middle joint to the left of the line from root to target, -1 to the right.
    """
    dx, dy = target[0] - root[0], target[1] - root[1]
    wanted = math.hypot(dx, dy)
    span = min(max(wanted, abs(first - second) + 1e-6), first + second)
    cosine = (first * first + span * span - second * second) / (2 * first * span)
    inner = math.degrees(math.acos(min(1.0, max(-1.0, cosine))))
    base = math.degrees(math.atan2(dy, dx))
    mid = along(root, direction(base + bend * inner), first)
    end = along(root, direction(base), span)
    return Limb(root, mid, end, abs(wanted - span))


def key_at(pose: Pose, u: float) -> Key:
    """Give the key between keys: `u` 0 to 1 from the first to the last, or once round a walk."""
    keys = pose.keys
    if len(keys) == 1:
        return keys[0]
    if pose.motion != "walk":
        return _mix_keys(keys[0], keys[1], u)
    place = (u % 1.0) * len(keys)
    index = int(place) % len(keys)
    return _mix_keys(keys[index], keys[(index + 1) % len(keys)], place - int(place))


def joints(pose: Pose, u: float) -> Joints:
    """Place every joint of a pose at `u` (see key_at)."""
    return solve(key_at(pose, u), pose.facing)


def solve(key: Key, facing: int = 1) -> Joints:
    """Place every joint of one key position."""
    pelvis = _pelvis(key)
    shoulder = along(pelvis, direction(key.torso), SPINE)
    near, far = _leg(pelvis, key.near_leg), _leg(pelvis, key.far_leg)
    near_foot = _foot(near.end, key.near_leg.foot, facing)
    far_foot = _foot(far.end, key.far_leg.foot, facing)

    def arm(data: Arm) -> Limb:
        """Place one arm, after the legs that it may hold."""
        if data.upper is not None and data.fore is not None:
            elbow = along(shoulder, direction(data.upper), UPPER_ARM)
            return Limb(shoulder, elbow, along(elbow, direction(data.fore), FOREARM), 0.0)
        target = data.hand
        if data.along is not None:
            target = on_bone(near, near_foot, facing, data.along)
        elif data.grip is not None:
            target = along(near.end, near_foot.forward, INSTEP)
        assert target is not None
        return reach(shoulder, target, UPPER_ARM, FOREARM, data.bend)

    return Joints(
        pelvis, shoulder, along(shoulder, direction(key.head), NECK),
        near, near_foot, far, far_foot, arm(key.near_arm), arm(key.far_arm),
    )  # fmt: skip


def on_bone(leg: Limb, foot: Foot, facing: int, place: Along) -> Point:
    """Find a place on a leg: behind a thigh or shin, below a sole."""
    if place.bone == "near_sole":
        start, end = foot.heel, foot.toe
    elif place.bone == "near_shin":
        start, end = leg.mid, leg.end
    else:
        start, end = leg.root, leg.mid
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    behind = (facing * dy / length, -facing * dx / length)
    return along((start[0] + dx * place.at, start[1] + dy * place.at), behind, place.off)


def _pelvis(key: Key) -> Point:
    if key.pelvis is not None:
        return key.pelvis
    assert key.lean is not None
    assert key.near_leg.ankle is not None
    return along(key.near_leg.ankle, direction(key.lean), THIGH + SHIN - 0.01)


def _leg(pelvis: Point, leg: Leg) -> Limb:
    if leg.thigh is not None and leg.shin is not None:
        knee = along(pelvis, direction(leg.thigh), THIGH * leg.shorten)
        return Limb(pelvis, knee, along(knee, direction(leg.shin), SHIN * leg.shorten), 0.0)
    assert leg.ankle is not None
    return reach(pelvis, leg.ankle, THIGH * leg.shorten, SHIN * leg.shorten, leg.bend)


def _foot(ankle: Point, angle: float, facing: int) -> Foot:
    forward = direction(angle)
    up = direction(angle + 90 * facing)
    heel = along(along(ankle, forward, HEEL[0]), up, HEEL[1])
    toe = along(along(ankle, forward, TOE[0]), up, TOE[1])
    return Foot(heel, toe, forward, up)


def _mix(a: float, b: float, u: float) -> float:
    return a + (b - a) * u


def _mix_points(a: Point, b: Point, u: float) -> Point:
    return _mix(a[0], b[0], u), _mix(a[1], b[1], u)


def _mix_keys(a: Key, b: Key, u: float) -> Key:
    return Key(
        _mix(a.torso, b.torso, u),
        _mix(a.head, b.head, u),
        _mix_legs(a.near_leg, b.near_leg, u),
        _mix_legs(a.far_leg, b.far_leg, u),
        _mix_arms(a.near_arm, b.near_arm, u),
        _mix_arms(a.far_arm, b.far_arm, u),
        _mix_points(a.pelvis, b.pelvis, u) if a.pelvis and b.pelvis else None,
        _mix(a.lean, b.lean, u) if a.lean is not None and b.lean is not None else None,
    )


def _mix_legs(a: Leg, b: Leg, u: float) -> Leg:
    foot = _mix(a.foot, b.foot, u)
    if a.ankle is not None and b.ankle is not None:
        ankle = _mix_points(a.ankle, b.ankle, u)
        return Leg(foot, ankle=ankle, bend=a.bend, shorten=a.shorten)
    if a.thigh is not None and b.thigh is not None and a.shin is not None and b.shin is not None:
        thigh, shin = _mix(a.thigh, b.thigh, u), _mix(a.shin, b.shin, u)
        return Leg(foot, thigh, shin, shorten=a.shorten)
    return a


def _mix_arms(a: Arm, b: Arm, u: float) -> Arm:
    if a.hand is not None and b.hand is not None:
        return Arm(hand=_mix_points(a.hand, b.hand, u), bend=a.bend)
    if a.along is not None and b.along is not None:
        at, off = _mix(a.along.at, b.along.at, u), _mix(a.along.off, b.along.off, u)
        return Arm(along=Along(a.along.bone, at, off), bend=a.bend)
    if a.upper is not None and b.upper is not None and a.fore is not None and b.fore is not None:
        return Arm(_mix(a.upper, b.upper, u), _mix(a.fore, b.fore, u))
    return a
