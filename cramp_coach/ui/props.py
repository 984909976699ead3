"""The things the coaching figure uses: furniture, bedding, warmth, a glass.

One family of shapes, so that a mattress is the same mattress in every picture. Units and axes
are those of core.pose (y up). Furniture never moves and is built once for a pose.
"""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

from cramp_coach.core.motion import BREATH_CYCLE
from cramp_coach.core.pose import Arrow, Joints
from cramp_coach.core.scenery import (
    Bed,
    Bottle,
    Breath,
    Chair,
    Cushion,
    Floor,
    Glass,
    Mattress,
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


class Furniture(NamedTuple):
    """What stands still behind the figure: edged bodies, lighter linen on them, the floor."""

    bodies: QPainterPath
    linen: QPainterPath
    floor: QPainterPath


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
            sway = math.sin(up * 2 * math.pi + 2 * math.pi * (0.4 * seconds - 0.12 * index))
            points.append((x + 1.3 * sway * (0.35 + 0.65 * up), prop.y + prop.height * up))
        path.moveTo(*points[0])
        # A quadratic through midpoints is smooth enough and costs a third of the calls of a spline.
        for (ax, ay), (bx, by) in pairwise(points[1:]):
            path.quadTo(ax, ay, (ax + bx) / 2, (ay + by) / 2)
        path.lineTo(*points[-1])
    return path


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


def towel(body: Joints) -> QPainterPath:
    """Build the towel as a centre line: from the hand, past the foot, under its ball."""
    foot = body.near_foot
    ball = _mix(foot.heel, foot.toe, 0.8)
    under = (ball[0] - foot.up[0] * 3.4, ball[1] - foot.up[1] * 3.4)
    path = QPainterPath(QPointF(*body.near_arm.end))
    path.lineTo(*under)
    path.moveTo(under[0] - foot.forward[0] * 2.6, under[1] - foot.forward[1] * 2.6)
    path.lineTo(under[0] + foot.forward[0] * 2.6, under[1] + foot.forward[1] * 2.6)
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


def bottle(prop: Bottle, u: float) -> tuple[QPainterPath, QPainterPath]:
    """Build a bottle lying across the picture: its round base, and a mark that shows it roll."""
    x = prop.x0 + (prop.x1 - prop.x0) * u
    r = prop.radius
    body = QPainterPath()
    body.addEllipse(x - r, 0, 2 * r, 2 * r)
    turn = -(x - prop.x0) / r
    mark = QPainterPath()
    mark.addEllipse(
        x + 0.42 * r * math.cos(turn) - 0.6, r + 0.42 * r * math.sin(turn) - 0.6, 1.2, 1.2
    )
    return body, mark


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
