"""The coaching figure as painter paths: round-ended tapered limbs, from joints.

Every shape is a list of capsules (two circles and their tangents). A halo is the same capsules
grown by HALO, so a picture is all halos first and then all fills, with no stroking and no
QPainterPath.united(), which shows facets at this scale. Units and axes are those of core.pose.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from cramp_coach.core.pose import (
    HAND_RADIUS,
    HEAD_RADIUS,
    HEEL_RADIUS,
    HIP_RADIUS,
    TOE_RADIUS,
    Along,
    Bone,
    Foot,
    Joints,
    Limb,
    Muscle,
    Pack,
    Point,
    on_bone,
)

HALO = 1.5


class Capsule(NamedTuple):
    """Two circles and what lies between them."""

    a: Point
    b: Point
    radius_a: float
    radius_b: float


def path_of(shapes: Iterable[Capsule], grow: float = 0.0) -> QPainterPath:
    """Draw capsules into one path, each grown by `grow` units."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for shape in shapes:
        add_capsule(path, shape, grow)
    return path


def add_capsule(path: QPainterPath, shape: Capsule, grow: float = 0.0) -> None:
    """Add one capsule to a path: two arcs joined by their outer tangents."""
    (ax, ay), (bx, by) = shape.a, shape.b
    ra, rb = shape.radius_a + grow, shape.radius_b + grow
    length = math.hypot(bx - ax, by - ay)
    if length <= abs(ra - rb) + 1e-6:
        x, y, r = (ax, ay, ra) if ra >= rb else (bx, by, rb)
        # Not addEllipse: it runs the other way round and would cut holes.
        path.arcMoveTo(x - r, y - r, 2 * r, 2 * r, 0)
        path.arcTo(x - r, y - r, 2 * r, 2 * r, 0, 360)
        path.closeSubpath()
        return
    # Qt counts angles with y down; our y points up, so every angle is negated.
    heading = -math.degrees(math.atan2(by - ay, bx - ax))
    touch = math.degrees(math.acos((ra - rb) / length))
    path.arcMoveTo(ax - ra, ay - ra, 2 * ra, 2 * ra, heading + touch)
    path.arcTo(ax - ra, ay - ra, 2 * ra, 2 * ra, heading + touch, 360 - 2 * touch)
    path.arcTo(bx - rb, by - rb, 2 * rb, 2 * rb, heading - touch, 2 * touch)
    path.closeSubpath()


def leg_shapes(leg: Limb, foot: Foot, facing: int, girth: float = 1.0) -> list[Capsule]:
    """Give thigh, shin, calf belly and foot of one leg, `girth` times as thick as usual."""
    thin = math.dist(foot.heel, foot.toe)
    ball = (
        foot.heel[0] + foot.forward[0] * thin * 0.72,
        foot.heel[1] + foot.forward[1] * thin * 0.72,
    )
    return [
        Capsule(leg.root, leg.mid, 6.2 * girth, 4.5 * girth),
        Capsule(leg.mid, leg.end, 4.4 * girth, 3.0 * girth),
        *_calf(leg, foot, facing, girth),
        Capsule(leg.end, foot.heel, 3.0, HEEL_RADIUS),
        Capsule(foot.heel, foot.toe, HEEL_RADIUS, TOE_RADIUS),
        Capsule(leg.end, ball, 3.0, 2.2),
        Capsule(ball, foot.toe, 2.2, TOE_RADIUS),
    ]


def torso_shapes(body: Joints) -> list[Capsule]:
    """Give the trunk: shoulder, narrower waist, hip."""
    (px, py), (sx, sy) = body.pelvis, body.shoulder
    waist = (px + (sx - px) * 0.42, py + (sy - py) * 0.42)
    return [
        Capsule(body.shoulder, waist, 6.6, 5.9),
        Capsule(waist, body.pelvis, 5.9, HIP_RADIUS),
    ]


def head_shapes(body: Joints) -> list[Capsule]:
    """Give the round head."""
    return [Capsule(body.head, body.head, HEAD_RADIUS, HEAD_RADIUS)]


def arm_shapes(arm: Limb) -> list[Capsule]:
    """Give upper arm, forearm and hand."""
    return [
        Capsule(arm.root, arm.mid, 3.7, 3.1),
        Capsule(arm.mid, arm.end, 3.1, 2.6),
        Capsule(arm.end, arm.end, HAND_RADIUS, HAND_RADIUS),
    ]


def muscle_shapes(
    body: Joints, muscle: Muscle, facing: int, girth: float = 1.0
) -> list[Capsule]:
    """Give the part of the near leg that is meant by a muscle's name."""
    leg, foot = body.near_leg, body.near_foot
    if muscle == "calf":
        return _calf(leg, foot, facing, girth)
    if muscle == "foot":
        return _chain(leg, foot, facing, "near_sole", ((-0.06, 0.9, 1.9), (1.0, 0.55, 1.5)))
    if muscle == "front-thigh":
        places = ((0.24, -2.6, 3.4), (0.55, -2.5, 3.2), (0.88, -1.7, 2.5))
    else:
        places = ((0.26, 2.6, 3.4), (0.55, 2.5, 3.2), (0.86, 1.7, 2.5))
    return _chain(leg, foot, facing, "near_thigh", places, girth)


def pack_shapes(body: Joints, pack: Pack, facing: int) -> list[Capsule]:
    """Give a warm pack that lies along a bone of the near leg."""
    places = ((pack.start, pack.off, pack.half), (pack.end, pack.off, pack.half))
    return _chain(body.near_leg, body.near_foot, facing, pack.bone, places)


def _calf(leg: Limb, foot: Foot, facing: int, girth: float) -> list[Capsule]:
    places = ((0.14, 1.4, 3.0), (0.34, 2.3, 3.9), (0.66, 0.9, 3.1))
    return _chain(leg, foot, facing, "near_shin", places, girth)


def _chain(
    leg: Limb,
    foot: Foot,
    facing: int,
    bone: Bone,
    places: tuple[tuple[float, float, float], ...],
    girth: float = 1.0,
) -> list[Capsule]:
    """String capsules along a bone: fraction of its length, units behind it, radius."""
    spots = [
        (on_bone(leg, foot, facing, Along(bone, at, off * girth)), radius * girth)
        for at, off, radius in places
    ]
    return [
        Capsule(a, b, radius_a, radius_b)
        for (a, radius_a), (b, radius_b) in zip(spots, spots[1:], strict=False)
    ]
