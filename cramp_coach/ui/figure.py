"""The coaching figure as painter paths: round-ended tapered limbs, from joints.

Every shape is a list of capsules (two circles and their tangents). A halo is the same capsules
grown by HALO, so a picture is all halos first and then all fills, with no stroking and no
QPainterPath.united(), which shows facets at this scale. Units and axes are those of core.pose.
"""

import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainterPath, QTransform

from cramp_coach.core.pose import (
    HAND_RADIUS,
    HEAD_RADIUS,
    HEEL_RADIUS,
    HIP_RADIUS,
    TOE_RADIUS,
    Along,
    Foot,
    Joints,
    Limb,
    Muscle,
    on_bone,
)
from cramp_coach.core.scenery import Bone, Point

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
    return [
        Capsule(leg.root, leg.mid, 6.2 * girth, 4.5 * girth),
        Capsule(leg.mid, leg.end, 4.4 * girth, 3.0 * girth),
        *_calf(leg, foot, facing, girth),
        Capsule(leg.end, foot.heel, 3.0, HEEL_RADIUS),
        Capsule(foot.heel, foot.toe, HEEL_RADIUS, TOE_RADIUS),
        Capsule(leg.end, foot.toe, 2.8, TOE_RADIUS),
    ]


def is_folded(leg: Limb) -> bool:
    """Say whether the shin lies so near the thigh that only a gap can part them (under 55°)."""
    (rx, ry), (mx, my), (ex, ey) = leg.root, leg.mid, leg.end
    turn = math.atan2(ry - my, rx - mx) - math.atan2(ey - my, ex - mx)
    return abs(math.remainder(turn, math.tau)) < math.radians(55)


def fold_gap(body: Joints, girth: float = 1.0) -> list[Capsule]:
    """Give thigh and hip grown by the halo, which fades toward the knee where the leg is one."""
    leg = body.near_leg
    return [
        Capsule(leg.root, leg.mid, 6.2 * girth + HALO, 4.5 * girth),
        Capsule(body.pelvis, body.pelvis, HIP_RADIUS + HALO, HIP_RADIUS + HALO),
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
    upper = Capsule(arm.root, arm.mid, 3.7, 3.1)
    return [upper, Capsule(arm.mid, arm.end, 3.1, 2.6), *hand_shapes(arm)]


def hand_shapes(arm: Limb) -> list[Capsule]:
    """Give the hand alone."""
    return [Capsule(arm.end, arm.end, HAND_RADIUS, HAND_RADIUS)]


def muscle_shapes(body: Joints, muscle: Muscle, facing: int, girth: float = 1.0) -> list[Capsule]:
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


def bone_place(body: Joints, bone: Bone, facing: int) -> QTransform:
    """Give the way from (units along a bone of the near leg, units behind it) to the picture."""

    def at(share: float, off: float) -> Point:
        return on_bone(body.near_leg, body.near_foot, facing, Along(bone, share, off))

    (ox, oy), (ex, ey), (bx, by) = at(0, 0), at(1, 0), at(0, 1)
    length = math.hypot(ex - ox, ey - oy)
    return QTransform((ex - ox) / length, (ey - oy) / length, bx - ox, by - oy, ox, oy)


def towel_shapes(body: Joints) -> list[Capsule]:
    """Give the near half of a towel: its end below the hand, and the sling round the sole."""
    (x, y), (a, b) = body.near_arm.end, sole_bight(body.near_foot)
    return [
        Capsule((x - 2.6, y - 8.5), (x, y), 2.3, 1.5),
        Capsule((x, y), a, 1.5, 1.8),
        Capsule((x, y), b, 1.5, 1.8),
        Capsule(a, b, 1.8, 1.8),
    ]


def far_towel_shapes(body: Joints) -> list[Capsule]:
    """Give the half of a towel that passes the far side of the foot."""
    return [Capsule(body.far_arm.end, end, 1.3, 1.6) for end in sole_bight(body.near_foot)]


def sole_bight(foot: Foot) -> tuple[Point, Point]:
    """Give the line under the ball of a foot along which a towel bears."""

    def under(at: float) -> Point:
        x = foot.heel[0] + (foot.toe[0] - foot.heel[0]) * at - foot.up[0] * 3.2
        return x, foot.heel[1] + (foot.toe[1] - foot.heel[1]) * at - foot.up[1] * 3.2

    return under(0.64), under(0.98)


@lru_cache(maxsize=1)
def ring() -> QPainterPath:
    """Build a dashed ring of radius 1, in filled pieces: a dashed pen costs ten times that."""
    path = QPainterPath()
    for dash in range(12):
        turns = [math.radians(30 * dash + 21 * step / 6) for step in range(7)]
        edge = [(1.055 * math.cos(turn), 1.055 * math.sin(turn)) for turn in turns]
        edge += [(0.945 * math.cos(turn), 0.945 * math.sin(turn)) for turn in reversed(turns)]
        path.addPolygon([QPointF(x, y) for x, y in edge])
        path.closeSubpath()
    return path


def hatch(shapes: list[Capsule], angle: float, centre: QPointF, pitch: float = 3.4) -> list[QLineF]:
    """Give parallel lines that end where the shapes end, counted from `centre`.

    Reckoned rather than clipped: a clip path costs more than the rest of the muscle.
    """
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    cx, cy = centre.x(), centre.y()

    def turned(point: Point) -> Point:
        """Give a point in axes whose second runs along the lines."""
        dx, dy = point[0] - cx, point[1] - cy
        return dx * cosine + dy * sine, dy * cosine - dx * sine

    lines = []
    for shape in shapes:
        a, b = turned(shape.a), turned(shape.b)
        left = min(a[0] - shape.radius_a, b[0] - shape.radius_b)
        right = max(a[0] + shape.radius_a, b[0] + shape.radius_b)
        for index in range(math.ceil(left / pitch), math.floor(right / pitch) + 1):
            x = index * pitch
            low, high = _span(a, b, shape.radius_a, shape.radius_b, x)
            if high > low:
                start = QPointF(cx + x * cosine - low * sine, cy + x * sine + low * cosine)
                end = QPointF(cx + x * cosine - high * sine, cy + x * sine + high * cosine)
                lines.append(QLineF(start, end))
    return lines


def _span(a: Point, b: Point, radius_a: float, radius_b: float, x: float) -> Point:
    """Give where the line at `x`, parallel to the y axis, enters and leaves a capsule."""
    ends: list[float] = []
    for (px, py), radius in ((a, radius_a), (b, radius_b)):
        inside = radius * radius - (x - px) ** 2
        if inside > 0:
            ends += (py - math.sqrt(inside), py + math.sqrt(inside))
    length = math.dist(a, b)
    if length > abs(radius_a - radius_b):
        heading = math.atan2(b[1] - a[1], b[0] - a[0])
        touch = math.acos((radius_a - radius_b) / length)
        for side in (heading + touch, heading - touch):
            ux, uy = math.cos(side), math.sin(side)
            x0, x1 = a[0] + radius_a * ux, b[0] + radius_b * ux
            if min(x0, x1) < x < max(x0, x1):
                y0, y1 = a[1] + radius_a * uy, b[1] + radius_b * uy
                ends.append(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    return (min(ends), max(ends)) if ends else (0.0, 0.0)


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
    return [Capsule(a, b, radius_a, radius_b) for (a, radius_a), (b, radius_b) in pairwise(spots)]
