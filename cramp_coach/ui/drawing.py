"""One frame of a pictogram, in the order that makes it readable.

Far limbs, near leg and trunk, head, muscle, things held, near arm, arrow (experience.md 5.3).
PySide call overhead is what a frame costs, so what stands still is built once for a pose and
shapes are few.
"""

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
from cramp_coach.ui.lens import paint_sole, paint_toes

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


def moving_box(pose: Pose) -> QRectF:
    """Give the part of a picture that moves, in units: of a warm pack's, only the waves."""
    box = QRectF()
    for prop in pose.props:
        if isinstance(prop, Waves):
            width = 2 * prop.gap + 8
            box |= QRectF(prop.x - width / 2, prop.y - 4, width, prop.height + 8)
    return box if pose.motion == "heat" else QRectF(*pose.box)


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
        _paint_lens(page, pose.lens, frame, scene)
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


def _paint_lens(page: Canvas, lens: Lens, frame: Frame, scene: _Scene) -> None:
    """Paint what the hand does in a round window, with a line from where it does it."""
    (x, y), radius = lens.at, lens.radius
    window, line = QPainterPath(), QPainterPath(QPointF(*lens.of))
    window.addEllipse(x - radius, y - radius, 2 * radius, 2 * radius)
    line.lineTo(x, y)
    page.stroke(page.ink.lens, line)
    page.fill(page.ink.background, window)
    page.painter.save()
    page.painter.setClipPath(page.view.map(window), Qt.ClipOperation.IntersectClip)
    inside = page._replace(view=QTransform.fromTranslate(x, y) * page.view)
    (paint_sole if lens.shows == "sole" else paint_toes)(inside, frame.u)
    _paint_arrow(inside, scene)
    page.painter.restore()
    page.stroke(page.ink.lens, window)


def _paint_body(page: Canvas, frame: Frame, body: Joints) -> None:
    """Paint the figure from far to near, the muscle and what it holds."""
    pose, ink = frame.pose, page.ink
    facing, behind, cropped = pose.facing, pose.arm_behind_leg, pose.view == "cropped"
    far = figure.leg_shapes(body.far_leg, body.far_foot, facing, pose.girth)
    page.group(ink.far, far if cropped else figure.arm_shapes(body.far_arm) + far)
    _paint_under(page, frame, body)
    near = figure.leg_shapes(body.near_leg, body.near_foot, facing, pose.girth)
    near_arm = [] if cropped else figure.arm_shapes(body.near_arm)
    trunk = figure.torso_shapes(body)
    if behind:
        page.group(ink.figure, trunk)
    elif figure.is_folded(body.near_leg):
        page.group(ink.figure, near[1:])
        page.shapes(ink.background, figure.fold_gap(body, pose.girth))
        page.shapes(ink.figure, near[:1] + trunk)
    else:
        page.group(ink.figure, near + trunk)
    page.group(ink.figure, figure.head_shapes(body))
    if behind:
        page.group(ink.figure, near_arm)
        page.group(ink.figure, near)
    if pose.labels:
        _paint_zones(page, frame, body)
    elif frame.muscle and pose.motion != "heat":
        _paint_muscle(page, frame, body)
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


def _paint_under(page: Canvas, frame: Frame, body: Joints) -> None:
    """Paint what lies between the far limbs and the near leg."""
    ink = page.ink
    for prop in frame.pose.props:
        if isinstance(prop, Towel):
            page.group(ink.action, figure.far_towel_shapes(body))
            page.group(ink.far, figure.hand_shapes(body.far_arm))
        elif isinstance(prop, Bottle):
            parts = props.bottle(prop, frame.u)
            page.fill(ink.action, parts.glass)
            page.fill(ink.action, parts.cap)
            page.stroke(ink.crease, parts.mark)


def _paint_held(page: Canvas, frame: Frame, body: Joints) -> None:
    """Paint what lies on the near leg or in the near hand, below the near arm."""
    ink = page.ink
    for prop in frame.pose.props:
        if isinstance(prop, Pack):
            _paint_pack(page, prop, body, frame.pose.facing)
        elif isinstance(prop, Waves) and not prop.behind:
            _paint_waves(page, prop, frame)
        elif isinstance(prop, Towel):
            page.group(ink.action, figure.towel_shapes(body))
            page.stroke(ink.hatch, props.towel_stripes(body))
        elif isinstance(prop, Breath):
            page.stroke(ink.air, props.breath(prop, max(0.0, frame.seconds)))
        elif isinstance(prop, Glass):
            outline, water = props.glass(body, prop, frame.u)
            page.outline(ink.rim, ink.background, outline)
            page.fill(ink.action, water)


def _paint_waves(page: Canvas, prop: Waves, frame: Frame) -> None:
    path = props.waves(prop, max(0.0, frame.seconds))
    page.stroke(page.ink.warm_halo, path)
    page.stroke(page.ink.warm, path)


def _paint_pack(page: Canvas, prop: Pack, body: Joints, facing: int) -> None:
    place = figure.bone_place(body, prop.bone, facing)
    cloth, halo, pack, seams = (place.map(path) for path in props.pack(prop))
    page.stroke(page.ink.cloth_halo, cloth)
    page.outline(page.ink.edge, page.ink.linen, cloth)
    page.fill(page.ink.background, halo)
    page.fill(page.ink.hot, pack)
    page.stroke(page.ink.hatch, seams)


def _paint_muscle(page: Canvas, frame: Frame, body: Joints) -> None:
    """Paint the muscle: gap, hot fill, hatch, dashed ring that breathes twice."""
    assert frame.muscle is not None
    centre, size = _paint_zone(page, frame.muscle, frame.pose, body, page.ink.hot)
    radius = 0.56 * size + motion.RING_SWING * motion.ring_breath(frame.seconds)
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
