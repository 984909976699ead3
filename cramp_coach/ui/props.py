"""The things the coaching figure uses: furniture, bedding, warmth, a glass.

One family of shapes, so that a mattress is the same mattress in every picture. Units and axes
are those of core.pose (y up). Furniture never moves and is built once for a pose.
"""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from cramp_coach.core.motion import BREATH_CYCLE, WAVE_RATE, WAVE_SWAY
from cramp_coach.core.pose import HEEL, SHIN, THIGH, TOE, Arrow, Joints
from cramp_coach.core.scenery import (
    Bed,
    Bone,
    Bottle,
    Breath,
    Chair,
    Cushion,
    Floor,
    Glass,
    Mattress,
    Pack,
    Point,
    Prop,
    Sheet,
    Wall,
    Waves,
)

EDGE = 0.7
ARROW_HEAD, ARROW_SHAFT, ARROW_CORNER = 5.2, 2.9, 1.2
SEAT_HEIGHT, CHAIR_HEIGHT, SEAT_DEPTH = 22.0, 57.0, 25.0
MARK_STEP, WALK_SPEED = 15.0, 44.0
BONE_LENGTHS: dict[Bone, float] = {
    "near_thigh": THIGH, "near_shin": SHIN, "near_sole": math.dist(HEEL, TOE),
}  # fmt: skip
CLOTH_HANG: dict[Bone, float] = {"near_thigh": 2.8, "near_shin": 2.2, "near_sole": 0.8}
"""How far the cloth under a warm pack hangs down over the limb."""


class Furniture(NamedTuple):
    """What stands still behind the figure: edged bodies, lighter linen on them, the floor."""

    bodies: QPainterPath
    linen: QPainterPath
    floor: QPainterPath


class PackParts(NamedTuple):
    """A warm pack on a limb: the cloth over the limb, the pack's halo, the pack, its seams."""

    cloth: QPainterPath
    halo: QPainterPath
    body: QPainterPath
    seams: QPainterPath


class BottleParts(NamedTuple):
    """A bottle: its glass with the neck, its cap, and lines on the glass that show it roll."""

    glass: QPainterPath
    cap: QPainterPath
    mark: QPainterPath


def furniture(props: Iterable[Prop]) -> Furniture:
    """Build the still props of a pose."""
    bodies, linen, floor = QPainterPath(), QPainterPath(), QPainterPath()
    bodies.setFillRule(Qt.FillRule.WindingFill)
    for prop in props:
        match prop:
            case Floor() if not prop.marks:
                floor.addRoundedRect(prop.x0, -1.3, prop.x1 - prop.x0, 1.3, 0.65, 0.65)
            case Mattress():
                bodies.addRoundedRect(prop.x0, -6.8, prop.x1 - prop.x0, 6.8, 1.8, 1.8)
            case Bed():
                _add_bed(bodies, prop)
            case Sheet():
                bodies.addRoundedRect(prop.x, prop.y, prop.width, prop.height, 4, 4)
                x, y = prop.pillow
                linen.addRoundedRect(x - 9, y - 15, 18, 30, 5, 5)
            case Chair():
                _add_chair(bodies, prop.x)
            case Wall():
                bodies.addRoundedRect(prop.x, 0, 4.6, prop.height, 1, 1)
            case Cushion():
                soft = min(prop.width, prop.height) * 0.42
                (linen if prop.on_sheet else bodies).addRoundedRect(
                    prop.x, prop.y, prop.width, prop.height, soft, soft
                )
            case _:
                pass
    return Furniture(bodies, linen, floor)


def floor_marks(x0: float, x1: float, seconds: float) -> QPainterPath:
    """Build a floor line in pieces, which run backward under a walker."""
    path = QPainterPath()
    start = x0 + (-WALK_SPEED * seconds) % MARK_STEP - MARK_STEP
    for index in range(int((x1 - x0) / MARK_STEP) + 2):
        left = max(x0, start + index * MARK_STEP)
        right = min(x1, start + index * MARK_STEP + 0.74 * MARK_STEP)
        if right > left + 1:
            path.addRoundedRect(left, -1.3, right - left, 1.3, 0.65, 0.65)
    return path


def measure_bar(x0: float, x1: float) -> QPainterPath:
    """Build the bar that says how far from the wall to stand."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRect(x0, -7.6, x1 - x0, 1.4)
    path.addRect(x0, -10, 1.6, 6.2)
    path.addRect(x1 - 1.6, -10, 1.6, 6.2)
    return path


def arrow_parts(arrow: Arrow) -> tuple[QPainterPath, QPainterPath]:
    """Build the curve of an arrow, and its solid head or heads; both are drawn with a thick pen."""
    start, control, tip = arrow.path
    shaft, heads = QPainterPath(), QPainterPath()
    heads.setFillRule(Qt.FillRule.WindingFill)
    first = _toward(start, control, ARROW_HEAD * 0.8) if arrow.both else start
    shaft.moveTo(*first)
    shaft.quadTo(*control, *_toward(tip, control, ARROW_HEAD * 0.8))
    _add_head(heads, control, tip)
    if arrow.both:
        _add_head(heads, control, start)
    return shaft, heads


def waves(prop: Waves, seconds: float) -> QPainterPath:
    """Build three wavy lines of warmth; they ripple and do not move from their place."""
    path = QPainterPath()
    for index in (-1, 0, 1):
        x = prop.x + index * prop.gap
        points = []
        for step in range(9):
            up = step / 8
            sway = math.sin(2 * math.pi * (up + WAVE_RATE * seconds - 0.12 * index))
            points.append((x + WAVE_SWAY * sway * (0.35 + 0.65 * up), prop.y + prop.height * up))
        path.moveTo(*points[0])
        # A quadratic through midpoints is smooth enough and costs a third of the calls of a spline.
        for (ax, ay), (bx, by) in pairwise(points[1:]):
            path.quadTo(ax, ay, (ax + bx) / 2, (ay + by) / 2)
        path.lineTo(*points[-1])
    return path


def pack(prop: Pack) -> PackParts:
    """Build a warm pack and its cloth, along and behind a bone that begins at 0, 0."""
    length = BONE_LENGTHS[prop.bone]
    x0, x1 = prop.start * length, prop.end * length
    side = math.copysign(1.0, prop.off)
    skin = prop.off - side * prop.half

    def box(left: float, right: float, near: float, far: float, round_: float) -> QPainterPath:
        """Build a rounded box between two distances along the bone and two behind it."""
        path = QPainterPath()
        path.addRoundedRect(
            QRectF(QPointF(left, near), QPointF(right, far)).normalized(), round_, round_
        )
        return path

    cloth = box(x0 - 3.2, x1 + 3.2, skin - side * CLOTH_HANG[prop.bone], skin + side * 1.4, 1.2)
    body = box(x0 - 1.2, x1 + 1.2, skin + side * 0.4, prop.off + side * prop.half, 2.6)
    halo = box(x0 - 2.4, x1 + 2.4, skin - side * 0.6, prop.off + side * (prop.half + 1.3), 3.6)
    seams = QPainterPath()
    for share in (0.0, 0.5, 1.0):
        x = x0 + 1.0 + (x1 - x0 - 2.0) * share
        seams.moveTo(x, skin + side * 0.4)
        seams.lineTo(x, prop.off + side * prop.half)
    return PackParts(cloth, halo, body, seams)


def breath(prop: Breath, seconds: float) -> QPainterPath:
    """Build three lines of breath that leave the mouth, lengthening as the breath goes out."""
    share = 0.55 + 0.45 * math.sin(2 * math.pi * seconds / BREATH_CYCLE)
    path = QPainterPath()
    for index in (-1, 0, 1):
        length = (18.0 if index == 0 else 14.0) * share
        y = prop.y + index * 5.4
        path.moveTo(prop.x, y)
        third = length / 3
        path.cubicTo(prop.x + third, y + 3.6, prop.x + 2 * third, y - 3.6, prop.x + length, y)
    return path


def towel_stripes(body: Joints) -> QPainterPath:
    """Build the two woven stripes across the hanging end of a towel."""
    x, y = body.near_arm.end
    path = QPainterPath()
    for down in (5.6, 8.0):
        path.moveTo(x - 0.3 * down - 2.1, y - down + 0.5)
        path.lineTo(x - 0.3 * down + 2.1, y - down - 0.5)
    return path


def glass(body: Joints, prop: Glass, u: float) -> tuple[QPainterPath, QPainterPath]:
    """Build the glass in the near hand and the water in it, which stays level and sinks."""
    x, y = body.near_arm.end
    lean = math.radians(prop.tilt * u)
    cosine, sine = math.cos(lean), math.sin(lean)

    def place(dx: float, dy: float) -> QPointF:
        """Turn a point of the upright glass with the glass."""
        return QPointF(x + dx * cosine - dy * sine, y + dx * sine + dy * cosine)

    outline = QPainterPath(place(-3.9, 10.5))
    for corner in ((-3.0, 0.0), (3.0, 0.0), (3.9, 10.5)):
        outline.lineTo(place(*corner))
    outline.closeSubpath()
    level = 7.2 - 2.4 * u
    slope = min(4.5, 3.4 * math.tan(min(lean, 1.2))) * 0.9
    water = QPainterPath(place(-2.4, 1.0))
    for corner in ((2.4, 1.0), (3.2, level - slope), (-3.2, min(level + slope, 9.6))):
        water.lineTo(place(*corner))
    water.closeSubpath()
    return outline, water


def bottle(prop: Bottle, u: float) -> BottleParts:
    """Build a bottle across the picture, its neck toward the viewer."""
    x, r = prop.x0 + (prop.x1 - prop.x0) * u, prop.radius
    base, shoulder = (x - 7.0, r + 1.9), (x + 6.0, r - 2.0)
    length = math.dist(base, shoulder)
    way = ((shoulder[0] - base[0]) / length, (shoulder[1] - base[1]) / length)

    def at(far: float, side: float) -> QPointF:
        """Give a point by how far it is from the base and how far to the left of the axis."""
        return QPointF(
            base[0] + way[0] * far - way[1] * side, base[1] + way[1] * far + way[0] * side
        )

    glass = QPainterPath(at(0, r))
    glass.lineTo(at(length, r))
    glass.cubicTo(at(length + 3.4, r), at(length + 2.6, 1.7), at(length + 6.0, 1.7))
    glass.lineTo(at(length + 6.0, -1.7))
    glass.cubicTo(at(length + 2.6, -1.7), at(length + 3.4, -r), at(length, -r))
    glass.lineTo(at(0, -r))
    glass.cubicTo(at(-2.4, -r), at(-2.4, r), at(0, r))
    cap, mark = QPainterPath(at(length + 7.0, 2.4)), QPainterPath()
    for corner in ((10.4, 2.4), (10.4, -2.4), (7.0, -2.4), (7.0, 2.4)):
        cap.lineTo(at(length + corner[0], corner[1]))
    turn = (x - prop.x0) / r
    for line in (-1.3, -0.1):
        mark.moveTo(at(1.0, r * math.sin(turn + line)))
        mark.lineTo(at(length, r * math.sin(turn + line)))
    return BottleParts(glass, cap, mark)


def _add_chair(path: QPainterPath, x: float) -> None:
    path.addRoundedRect(x + SEAT_DEPTH - 4, 0, 3.2, SEAT_HEIGHT - 2, 0.8, 0.8)
    path.addRoundedRect(x, 0, 3.2, CHAIR_HEIGHT, 1.4, 1.4)
    path.addRoundedRect(x, SEAT_HEIGHT - 4, SEAT_DEPTH, 4, 1.2, 1.2)


def _add_bed(path: QPainterPath, bed: Bed) -> None:
    width = bed.x1 - bed.x0
    path.addRoundedRect(bed.x0 - 3.4, 0, 3.4, bed.top + 15, 1.4, 1.4)
    path.addRoundedRect(bed.x1 - 6.4, 0, 3.4, bed.top - 8, 0.8, 0.8)
    path.addRoundedRect(bed.x0, bed.top - 11, width, 4, 1, 1)
    path.addRoundedRect(bed.x0, bed.top - 6.8, width, 6.8, 1.8, 1.8)


def _add_head(heads: QPainterPath, control: Point, tip: Point) -> None:
    dx, dy = tip[0] - control[0], tip[1] - control[1]
    length = math.hypot(dx, dy)
    back, side = ARROW_HEAD * 1.25 / length, ARROW_HEAD * 0.8 / length
    bx, by = tip[0] - dx * back, tip[1] - dy * back
    heads.moveTo(*tip)
    heads.lineTo(bx - dy * side, by + dx * side)
    heads.lineTo(bx + dy * side, by - dx * side)
    heads.closeSubpath()


def _toward(start: Point, goal: Point, length: float) -> Point:
    distance = math.dist(start, goal)
    share = length / distance
    return _mix(start, goal, share)


def _mix(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
