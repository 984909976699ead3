"""One frame of a pictogram, in the order that makes it readable.

Far limbs, near leg and trunk, head, muscle, things held, near arm, arrow (experience.md 5.3).
PySide call overhead is what a frame costs, so what stands still is built once for a pose and
shapes are few.
"""

import math
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPainterPath, QPen, QTransform

from cramp_coach.core import motion
from cramp_coach.core.pose import MUSCLES, Joints, Lens, Muscle, Pose, joints
from cramp_coach.core.scenery import (
    Bottle,
    Breath,
    Floor,
    Glass,
    Measure,
    Pack,
    Towel,
    Waves,
)
from cramp_coach.ui import figure, props
from cramp_coach.ui.ink import Colours, Ink, ink_of

_HATCH = {"calf": 45.0, "foot": 90.0, "front-thigh": 0.0, "back-thigh": -45.0}


class _Scene(NamedTuple):
    """What stands still in a pose, made once."""

    furniture: props.Furniture
    arrow: QPainterPath
    heads: QPainterPath
    measures: QPainterPath


class Frame(NamedTuple):
    """One picture to paint: where the body is and what o'clock it is for rings and waves."""

    pose: Pose
    u: float
    seconds: float
    muscle: Muscle | None
    chosen: Muscle | None


def placement(rect: QRectF, pose: Pose, *, mirrored: bool) -> QTransform:
    """Give the transform from units to a rectangle: as large as fits, centred, y up."""
    x, y, width, height = pose.box
    scale = min(rect.width() / width, rect.height() / height)
    centre = rect.center()
    side = -scale if mirrored else scale
    return QTransform(
        side, 0, 0, -scale,
        centre.x() - side * (x + width / 2), centre.y() + scale * (y + height / 2),
    )  # fmt: skip


def paint_frame(
    painter: QPainter, rect: QRectF, frame: Frame, colours: Colours, mirrored: bool
) -> None:
    """Paint one picture as large as fits into `rect`."""
    pose = frame.pose
    body = joints(pose, frame.u)
    ink, scene = ink_of(colours), _scene(pose)
    view = placement(rect, pose, mirrored=mirrored)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(view, True)
    if pose.view == "cropped":
        painter.setClipRect(QRectF(*pose.box))
    _paint_furniture(painter, scene, ink)
    _paint_behind(painter, frame, ink)
    _paint_body(painter, frame, body, ink)
    if pose.lens is None:
        _paint_arrow(painter, scene, ink)
    else:
        _paint_lens(painter, pose.lens, frame, body, scene, ink)
    _fill(painter, ink.action, scene.measures)
    painter.restore()
    if pose.labels:
        _paint_numbers(painter, view, frame, body, ink)


def _paint_arrow(painter: QPainter, scene: _Scene, ink: Ink) -> None:
    for shaft, head, brush in (
        (ink.shaft_halo, ink.head_halo, ink.background),
        (ink.shaft, ink.head, ink.action),
    ):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(shaft)
        painter.drawPath(scene.arrow)
        painter.setPen(head)
        _fill(painter, brush, scene.heads)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_lens(
    painter: QPainter, lens: Lens, frame: Frame, body: Joints, scene: _Scene, ink: Ink
) -> None:
    """Paint the body again in a round window, larger, with a line from where it looks."""
    (x, y), radius = lens.at, lens.radius
    window = QPainterPath()
    window.addEllipse(x - radius, y - radius, 2 * radius, 2 * radius)
    painter.setPen(ink.lens)
    painter.drawLine(QLineF(*lens.of, x, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.background)
    painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.save()
    painter.setClipPath(window, Qt.ClipOperation.IntersectClip)
    painter.translate(x, y)
    painter.scale(lens.times, lens.times)
    painter.translate(-lens.of[0], -lens.of[1])
    _paint_body(painter, frame, body, ink, close=True)
    _paint_arrow(painter, scene, ink)
    painter.restore()
    painter.setPen(ink.lens)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, y), radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_body(
    painter: QPainter, frame: Frame, body: Joints, ink: Ink, *, close: bool = False
) -> None:
    """Paint the figure from far to near, the muscle and what it holds.

    `close` is for the lens, which sees no more than near leg and hand, and needs no ring.
    """
    pose = frame.pose
    facing, behind = pose.facing, pose.arm_behind_leg
    if not close:
        far = figure.leg_shapes(body.far_leg, body.far_foot, facing, pose.girth)
        far_arm = figure.arm_shapes(body.far_arm) if pose.view != "cropped" else []
        _group(painter, ink, ink.far, far_arm + far)
    near = figure.leg_shapes(body.near_leg, body.near_foot, facing, pose.girth)
    near_arm = figure.arm_shapes(body.near_arm) if pose.view != "cropped" else []
    if not close:
        trunk = figure.torso_shapes(body)
        _group(painter, ink, ink.figure, trunk if behind else near + trunk)
        _group(painter, ink, ink.figure, figure.head_shapes(body))
    if close:
        near = near[1:]  # the thigh lies outside the lens
    if behind and close:
        _fill_shapes(painter, ink.figure, near_arm)  # nothing behind it that a halo would part
    elif behind:
        _group(painter, ink, ink.figure, near_arm)
    if behind or close:
        _group(painter, ink, ink.figure, near)
    if pose.labels:
        _paint_zones(painter, frame, body, ink)
    elif frame.muscle and pose.motion != "heat":
        _paint_muscle(painter, frame, body, ink, ring=not close)
    _paint_held(painter, frame, body, ink)
    if not behind:
        _group(painter, ink, ink.figure, near_arm)


def _paint_furniture(painter: QPainter, scene: _Scene, ink: Ink) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, ink.floor, scene.furniture.floor)
    # Edges first and then the fill over their inner half: parts join into one silhouette.
    for brush, path in (
        (ink.prop, scene.furniture.bodies),
        (ink.linen, scene.furniture.linen),
    ):
        painter.setPen(ink.edge)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        _fill(painter, brush, path)


def _paint_behind(painter: QPainter, frame: Frame, ink: Ink) -> None:
    """Paint moving things that the figure stands in front of."""
    painter.setPen(Qt.PenStyle.NoPen)
    for prop in frame.pose.props:
        if isinstance(prop, Floor) and prop.marks:
            marks = props.floor_marks(prop.x0, prop.x1, max(0.0, frame.seconds))
            _fill(painter, ink.floor, marks)
        elif isinstance(prop, Waves) and prop.behind:
            _paint_waves(painter, prop, frame, ink)


def _paint_held(painter: QPainter, frame: Frame, body: Joints, ink: Ink) -> None:
    """Paint what lies on the near leg or in the near hand, below the near arm."""
    for prop in frame.pose.props:
        if isinstance(prop, Pack):
            _paint_pack(painter, prop, body, frame.pose.facing, ink)
        elif isinstance(prop, Waves) and not prop.behind:
            _paint_waves(painter, prop, frame, ink)
        elif isinstance(prop, Towel):
            _paint_towel(painter, body, ink)
        elif isinstance(prop, Breath):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(ink.air)
            painter.drawPath(props.breath(prop, max(0.0, frame.seconds)))
        elif isinstance(prop, Bottle):
            outline, mark = props.bottle(prop, frame.u)
            painter.setPen(ink.rim)
            _fill(painter, ink.background, outline)
            painter.drawPath(mark)
        elif isinstance(prop, Glass):
            outline, water = props.glass(body, prop, frame.u)
            painter.setPen(ink.rim)
            _fill(painter, ink.background, outline)
            painter.setPen(Qt.PenStyle.NoPen)
            _fill(painter, ink.action, water)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_waves(painter: QPainter, prop: Waves, frame: Frame, ink: Ink) -> None:
    path = props.waves(prop, max(0.0, frame.seconds))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink.warm_halo)
    painter.drawPath(path)
    painter.setPen(ink.warm)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_towel(painter: QPainter, body: Joints, ink: Ink) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = props.towel(body)
    painter.setPen(ink.cloth_halo)
    painter.drawPath(line)
    painter.setPen(ink.cloth)
    painter.drawPath(line)


def _paint_pack(painter: QPainter, prop: Pack, body: Joints, facing: int, ink: Ink) -> None:
    shapes = figure.pack_shapes(body, prop, facing)
    _group(painter, ink, ink.hot, shapes)
    a, b = shapes[0].a, shapes[0].b
    length = math.dist(a, b)
    across = (-(b[1] - a[1]) / length * prop.half, (b[0] - a[0]) / length * prop.half)
    seams = []
    for share in (0.1, 0.5, 0.9):
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        seams.append(QLineF(x - across[0], y - across[1], x + across[0], y + across[1]))
    painter.setPen(ink.hatch)
    painter.drawLines(seams)


def _paint_muscle(painter: QPainter, frame: Frame, body: Joints, ink: Ink, ring: bool) -> None:
    """Paint the muscle: gap, hot fill, hatch, dashed ring that breathes twice."""
    assert frame.muscle is not None
    centre, size = _paint_zone(painter, frame.muscle, frame.pose, body, ink.hot, ink)
    if not ring:
        return
    radius = 0.56 * size + 1.4 * motion.ring_breath(frame.seconds)
    place = QTransform(radius, 0, 0, radius, centre.x(), centre.y())
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, ink.hot, place.map(figure.ring()))


def _paint_zone(
    painter: QPainter, muscle: Muscle, pose: Pose, body: Joints, fill: QBrush, ink: Ink
) -> tuple[QPointF, float]:
    shapes = figure.muscle_shapes(body, muscle, pose.facing, pose.girth)
    _fill_shapes(painter, ink.background, shapes, 0.8)
    _fill_shapes(painter, fill, shapes)
    bounds = figure.path_of(shapes).boundingRect()
    painter.setPen(ink.hatch)
    painter.drawLines(figure.hatch(shapes, _HATCH[muscle], bounds.center()))
    painter.setPen(Qt.PenStyle.NoPen)
    return bounds.center(), max(bounds.width(), bounds.height(), 13.0)


def _paint_zones(painter: QPainter, frame: Frame, body: Joints, ink: Ink) -> None:
    for label in frame.pose.labels:
        chosen = frame.chosen in (None, label.muscle)
        fill = ink.hot if chosen else ink.far
        _paint_zone(painter, label.muscle, frame.pose, body, fill, ink)


def _paint_numbers(
    painter: QPainter, view: QTransform, frame: Frame, body: Joints, ink: Ink
) -> None:
    """Write the numbers of the muscles beside them, upright whichever way the figure faces."""
    scale, pose = abs(view.m22()), frame.pose
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(max(8, round(7.0 * scale)))
    painter.setFont(font)
    radius = 5.4 * scale
    for label in frame.pose.labels:
        shapes = figure.muscle_shapes(body, label.muscle, pose.facing, pose.girth)
        centre = figure.path_of(shapes).boundingRect().center()
        goal = view.map(centre)
        spot = view.map(QPointF(*label.at))
        pen = QPen(ink.leader)
        pen.setWidthF(1.1 * scale)
        painter.setPen(pen)
        painter.drawLine(spot, goal)
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = label.muscle == frame.chosen
        painter.setBrush(ink.hot if chosen else ink.figure)
        painter.drawEllipse(goal, 1.3 * scale, 1.3 * scale)
        painter.drawEllipse(spot, radius, radius)
        painter.setPen(ink.background.color())
        box = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(MUSCLES.index(label.muscle) + 1))
    painter.restore()


def _group(painter: QPainter, ink: Ink, fill: QBrush, shapes: list[figure.Capsule]) -> None:
    """Paint shapes that belong together: the halo of all, then the fill of all."""
    _fill_shapes(painter, ink.background, shapes, figure.HALO)
    _fill_shapes(painter, fill, shapes)


def _fill_shapes(
    painter: QPainter, brush: QBrush, shapes: list[figure.Capsule], grow: float = 0.0
) -> None:
    """Fill capsules one by one, as convex polygons in pixels.

    Qt's software rasteriser takes four times as long over one path of overlapping curves.
    """
    world = painter.worldTransform()
    painter.resetTransform()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    for polygon in figure.path_of(shapes, grow).toSubpathPolygons(world):
        painter.drawConvexPolygon(polygon)
    painter.setWorldTransform(world)


def _fill(painter: QPainter, brush: QBrush, path: QPainterPath) -> None:
    painter.setBrush(brush)
    painter.drawPath(path)


@lru_cache(maxsize=64)
def _scene(pose: Pose) -> _Scene:
    none = (QPainterPath(), QPainterPath())
    arrow, heads = props.arrow_parts(pose.arrow) if pose.arrow else none
    measures = QPainterPath()
    for prop in pose.props:
        if isinstance(prop, Measure):
            measures.addPath(props.measure_bar(prop.x0, prop.x1))
    return _Scene(props.furniture(pose.props), arrow, heads, measures)
