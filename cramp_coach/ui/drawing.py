"""One frame of a pictogram, in the order that makes it readable.

Far limbs, near leg and trunk, head, muscle, things held, near arm, arrow (experience.md 5.3).
PySide call overhead is what a frame costs, so what stands still is built once for a pose and
shapes are few.
"""

import math
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPainterPath, QTransform

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
from cramp_coach.ui.canvas import Canvas, canvas
from cramp_coach.ui.ink import Colours

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
    body, scene = joints(pose, frame.u), _scene(pose)
    view = placement(rect, pose, mirrored=mirrored)
    page = canvas(painter, view, colours)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if pose.view == "cropped":
        painter.setClipRect(view.mapRect(QRectF(*pose.box)))
    _paint_furniture(page, scene)
    _paint_behind(page, frame)
    _paint_body(page, frame, body)
    if pose.lens is None:
        _paint_arrow(page, scene)
    else:
        _paint_lens(page, pose.lens, frame, body, scene, colours)
    page.fill(page.ink.action, scene.measures)
    if pose.labels:
        _paint_numbers(page, frame, body)
    painter.restore()


def _paint_arrow(page: Canvas, scene: _Scene) -> None:
    ink = page.ink
    for shaft, head, brush in (
        (ink.shaft_halo, ink.head_halo, ink.background),
        (ink.shaft, ink.head, ink.action),
    ):
        page.stroke(shaft, scene.arrow)
        page.outline(head, brush, scene.heads)


def _paint_lens(
    page: Canvas, lens: Lens, frame: Frame, body: Joints, scene: _Scene, colours: Colours
) -> None:
    """Paint the body again in a round window, larger, with a line from where it looks."""
    (x, y), radius = lens.at, lens.radius
    painter = page.painter
    window, line = QPainterPath(), QPainterPath(QPointF(*lens.of))
    window.addEllipse(x - radius, y - radius, 2 * radius, 2 * radius)
    line.lineTo(x, y)
    page.stroke(page.ink.lens, line)
    page.fill(page.ink.background, window)
    painter.save()
    painter.setClipPath(page.view.map(window), Qt.ClipOperation.IntersectClip)
    inside = QTransform.fromTranslate(-lens.of[0], -lens.of[1])
    inside *= QTransform.fromScale(lens.times, lens.times) * QTransform.fromTranslate(x, y)
    close = canvas(painter, inside * page.view, colours)
    _paint_body(close, frame, body, close=True)
    _paint_arrow(close, scene)
    painter.restore()
    page.stroke(page.ink.lens, window)


def _paint_body(page: Canvas, frame: Frame, body: Joints, *, close: bool = False) -> None:
    """Paint the figure from far to near, the muscle and what it holds.

    `close` is for the lens, which sees no more than near leg and hand, and needs no ring.
    """
    pose, ink = frame.pose, page.ink
    facing, behind = pose.facing, pose.arm_behind_leg
    if not close:
        far = figure.leg_shapes(body.far_leg, body.far_foot, facing, pose.girth)
        far_arm = figure.arm_shapes(body.far_arm) if pose.view != "cropped" else []
        page.group(ink.far, far_arm + far)
    near = figure.leg_shapes(body.near_leg, body.near_foot, facing, pose.girth)
    near_arm = figure.arm_shapes(body.near_arm) if pose.view != "cropped" else []
    if not close:
        trunk = figure.torso_shapes(body)
        page.group(ink.figure, trunk if behind else near + trunk)
        page.group(ink.figure, figure.head_shapes(body))
    if close:
        near = near[1:]  # the thigh lies outside the lens
    if behind and close:
        page.shapes(ink.figure, near_arm)  # nothing behind it that a halo would part
    elif behind:
        page.group(ink.figure, near_arm)
    if behind or close:
        page.group(ink.figure, near)
    if pose.labels:
        _paint_zones(page, frame, body)
    elif frame.muscle and pose.motion != "heat":
        _paint_muscle(page, frame, body, ring=not close)
    _paint_held(page, frame, body)
    if not behind:
        page.group(ink.figure, near_arm)


def _paint_furniture(page: Canvas, scene: _Scene) -> None:
    ink = page.ink
    page.fill(ink.floor, scene.furniture.floor)
    # Edges first and then the fill over their inner half: parts join into one silhouette.
    for brush, path in (
        (ink.prop, scene.furniture.bodies),
        (ink.linen, scene.furniture.linen),
    ):
        if not path.isEmpty():
            page.stroke(ink.edge, path)
            page.fill(brush, path)


def _paint_behind(page: Canvas, frame: Frame) -> None:
    """Paint moving things that the figure stands in front of."""
    for prop in frame.pose.props:
        if isinstance(prop, Floor) and prop.marks:
            marks = props.floor_marks(prop.x0, prop.x1, max(0.0, frame.seconds))
            page.fill(page.ink.floor, marks)
        elif isinstance(prop, Waves) and prop.behind:
            _paint_waves(page, prop, frame)


def _paint_held(page: Canvas, frame: Frame, body: Joints) -> None:
    """Paint what lies on the near leg or in the near hand, below the near arm."""
    ink = page.ink
    for prop in frame.pose.props:
        if isinstance(prop, Pack):
            _paint_pack(page, prop, body, frame.pose.facing)
        elif isinstance(prop, Waves) and not prop.behind:
            _paint_waves(page, prop, frame)
        elif isinstance(prop, Towel):
            _paint_towel(page, body)
        elif isinstance(prop, Breath):
            page.stroke(ink.air, props.breath(prop, max(0.0, frame.seconds)))
        elif isinstance(prop, Bottle):
            outline, mark = props.bottle(prop, frame.u)
            page.outline(ink.rim, ink.background, outline)
            page.stroke(ink.rim, mark)
        elif isinstance(prop, Glass):
            outline, water = props.glass(body, prop, frame.u)
            page.outline(ink.rim, ink.background, outline)
            page.fill(ink.action, water)


def _paint_waves(page: Canvas, prop: Waves, frame: Frame) -> None:
    path = props.waves(prop, max(0.0, frame.seconds))
    page.stroke(page.ink.warm_halo, path)
    page.stroke(page.ink.warm, path)


def _paint_towel(page: Canvas, body: Joints) -> None:
    line = props.towel(body)
    page.stroke(page.ink.cloth_halo, line)
    page.stroke(page.ink.cloth, line)


def _paint_pack(page: Canvas, prop: Pack, body: Joints, facing: int) -> None:
    shapes = figure.pack_shapes(body, prop, facing)
    page.group(page.ink.hot, shapes)
    a, b = shapes[0].a, shapes[0].b
    length = math.dist(a, b)
    across = (-(b[1] - a[1]) / length * prop.half, (b[0] - a[0]) / length * prop.half)
    seams = QPainterPath()
    for share in (0.1, 0.5, 0.9):
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        seams.moveTo(x - across[0], y - across[1])
        seams.lineTo(x + across[0], y + across[1])
    page.stroke(page.ink.hatch, seams)


def _paint_muscle(page: Canvas, frame: Frame, body: Joints, ring: bool) -> None:
    """Paint the muscle: gap, hot fill, hatch, dashed ring that breathes twice."""
    assert frame.muscle is not None
    centre, size = _paint_zone(page, frame.muscle, frame.pose, body, page.ink.hot)
    if not ring:
        return
    radius = 0.56 * size + 1.4 * motion.ring_breath(frame.seconds)
    place = QTransform(radius, 0, 0, radius, centre.x(), centre.y())
    page.fill(page.ink.hot, place.map(figure.ring()))


def _paint_zone(
    page: Canvas, muscle: Muscle, pose: Pose, body: Joints, fill: QBrush
) -> tuple[QPointF, float]:
    shapes = figure.muscle_shapes(body, muscle, pose.facing, pose.girth)
    page.shapes(page.ink.background, shapes, 0.8)
    page.shapes(fill, shapes)
    bounds = figure.path_of(shapes).boundingRect()
    page.painter.setPen(page.ink.hatch)
    lines = figure.hatch(shapes, _HATCH[muscle], bounds.center())
    page.painter.drawLines([page.view.map(line) for line in lines])
    return bounds.center(), max(bounds.width(), bounds.height(), 13.0)


def _paint_zones(page: Canvas, frame: Frame, body: Joints) -> None:
    for label in frame.pose.labels:
        chosen = frame.chosen in (None, label.muscle)
        fill = page.ink.hot if chosen else page.ink.far
        _paint_zone(page, label.muscle, frame.pose, body, fill)


def _paint_numbers(page: Canvas, frame: Frame, body: Joints) -> None:
    """Write the numbers of the muscles beside them, upright whichever way the figure faces."""
    painter, view, ink = page
    scale, pose = abs(view.m22()), frame.pose
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(max(8, round(7.0 * scale)))
    painter.setFont(font)
    radius = 5.4 * scale
    for label in frame.pose.labels:
        shapes = figure.muscle_shapes(body, label.muscle, pose.facing, pose.girth)
        goal = view.map(figure.path_of(shapes).boundingRect().center())
        spot = view.map(QPointF(*label.at))
        painter.setPen(ink.leader)
        painter.drawLine(spot, goal)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.hot if label.muscle == frame.chosen else ink.figure)
        painter.drawEllipse(goal, 1.3 * scale, 1.3 * scale)
        painter.drawEllipse(spot, radius, radius)
        painter.setPen(ink.background.color())
        box = QRectF(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(MUSCLES.index(label.muscle) + 1))


@lru_cache(maxsize=64)
def _scene(pose: Pose) -> _Scene:
    none = (QPainterPath(), QPainterPath())
    arrow, heads = props.arrow_parts(pose.arrow) if pose.arrow else none
    measures = QPainterPath()
    for prop in pose.props:
        if isinstance(prop, Measure):
            measures.addPath(props.measure_bar(prop.x0, prop.x1))
    return _Scene(props.furniture(pose.props), arrow, heads, measures)
