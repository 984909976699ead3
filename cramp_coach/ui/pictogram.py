"""Animated pictograms: one figure, one movement, painted from pose data in code.

`paint_pictogram` paints one frame on any painter; `PictogramView` is the widget that moves.
The drawing order and the muscle highlight follow experience.md 5.3. PySide call overhead is what
a frame costs, so what stands still is built once for a pose and shapes are few.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from cramp_coach.core import motion
from cramp_coach.core.pose import (
    MUSCLES,
    Bottle,
    Floor,
    Glass,
    Joints,
    Measure,
    Muscle,
    Pack,
    Pose,
    Towel,
    Waves,
    joints,
)
from cramp_coach.ui import figure, props

FRAMES_PER_SECOND = 30
_FRAME_MS = 1000 // FRAMES_PER_SECOND
_HATCH = {"calf": 45.0, "foot": 90.0, "front-thigh": 0.0, "back-thigh": -45.0}


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a picture, "#RRGGBB"; halos take the page's own `background`."""

    background: str
    figure: str
    far: str
    action: str
    hot: str
    prop: str
    prop_edge: str
    linen: str
    floor: str


# Values and contrasts: experience.md 3.7.
DAY = Colours(
    "#FAF7F2", "#1F2A33", "#7A8791", "#0B5CAD", "#C2410C",
    "#B8A88F", "#8A7A60", "#E4DACA", "#C9C1B4",
)  # fmt: skip
NIGHT = Colours(
    "#140E09", "#F0D9B5", "#8F7350", "#FFC14D", "#FF7A33",
    "#4A3826", "#7A5F40", "#2C2116", "#4A3826",
)  # fmt: skip


class _Ink(NamedTuple):
    """Brushes and pens of one set of colours, made once."""

    background: QBrush
    figure: QBrush
    far: QBrush
    action: QBrush
    hot: QBrush
    prop: QBrush
    linen: QBrush
    floor: QBrush
    edge: QPen
    hatch: QPen
    ring: QPen
    warm: QPen
    warm_halo: QPen
    cloth: QPen
    cloth_halo: QPen
    rim: QPen
    leader: QPen


class _Scene(NamedTuple):
    """What stands still in a pose, made once."""

    furniture: props.Furniture
    arrow: QPainterPath
    arrow_halo: QPainterPath
    measures: QPainterPath


class _Frame(NamedTuple):
    """One picture to paint: where the body is and what o'clock it is for rings and waves."""

    pose: Pose
    u: float
    seconds: float
    muscle: Muscle | None
    chosen: Muscle | None


def paint_pictogram(
    painter: QPainter,
    rect: QRectF,
    pose: Pose,
    seconds: float,
    colours: Colours,
    *,
    mirrored: bool = False,
    reduced: bool = False,
    muscle: Muscle | None = None,
) -> None:
    """Paint a pose as large as fits into `rect`, `seconds` after it came up.

    `mirrored` shows the other leg; `reduced` cross-fades two still pictures instead of moving;
    `muscle` is highlighted instead of the pose's own (in the muscle picker: the chosen one).
    The background is not filled.
    """
    shown = muscle or pose.muscle
    if not reduced:
        frame = _Frame(pose, motion.phase_at(pose, seconds), seconds, shown, muscle)
        _paint(painter, rect, frame, colours, mirrored)
        return
    first, second = motion.stills(pose)
    mix = motion.fade_at(seconds)
    a, b = (_Frame(pose, u, -1.0, shown, muscle) for u in (first, second))
    if first == second or mix in (0.0, 1.0):
        _paint(painter, rect, a if first == second or mix == 0.0 else b, colours, mirrored)
        return
    _cross_fade(painter, rect, (a, b), mix, colours, mirrored)


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


def _cross_fade(
    painter: QPainter,
    rect: QRectF,
    frames: tuple[_Frame, _Frame],
    mix: float,
    colours: Colours,
    mirrored: bool,
) -> None:
    """Paint two pictures, each with its share of the light, so that neither shows a jump."""
    ratio = painter.device().devicePixelRatio()
    size = (rect.size() * ratio).toSize()
    sheet = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    sheet.fill(Qt.GlobalColor.transparent)
    blend = QPainter(sheet)
    for frame, share in zip(frames, (1.0 - mix, mix), strict=True):
        picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        inner = QPainter(picture)
        _paint(inner, QRectF(0, 0, size.width(), size.height()), frame, colours, mirrored)
        inner.end()
        blend.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        blend.setOpacity(share)
        blend.drawImage(0, 0, picture)
    blend.end()
    painter.drawImage(rect, sheet)


def _paint(
    painter: QPainter, rect: QRectF, frame: _Frame, colours: Colours, mirrored: bool
) -> None:
    pose = frame.pose
    body = joints(pose, frame.u)
    ink, scene = _ink(colours), _scene(pose)
    view = placement(rect, pose, mirrored=mirrored)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(view, True)
    if pose.view == "cropped":
        painter.setClipRect(QRectF(*pose.box))
    _paint_furniture(painter, scene, ink)
    _paint_behind(painter, frame, body, ink)
    facing = pose.facing
    far = figure.arm_shapes(body.far_arm) if pose.view != "cropped" else []
    far_leg = figure.leg_shapes(body.far_leg, body.far_foot, facing, pose.girth)
    _group(painter, ink, ink.far, far + far_leg)
    near = figure.leg_shapes(body.near_leg, body.near_foot, facing, pose.girth)
    _group(painter, ink, ink.figure, near + figure.torso_shapes(body))
    _group(painter, ink, ink.figure, figure.head_shapes(body))
    if pose.labels:
        _paint_zones(painter, frame, body, ink)
    elif frame.muscle and pose.motion != "heat":
        _paint_muscle(painter, frame, body, ink)
    _paint_held(painter, frame, body, ink)
    if pose.view != "cropped":
        _group(painter, ink, ink.figure, figure.arm_shapes(body.near_arm))
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, ink.background, scene.arrow_halo)
    _fill(painter, ink.action, scene.arrow)
    _fill(painter, ink.action, scene.measures)
    painter.restore()
    if pose.labels:
        _paint_numbers(painter, view, frame, body, ink)


def _paint_furniture(painter: QPainter, scene: _Scene, ink: _Ink) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, ink.floor, scene.furniture.floor)
    # Edges first and then the fill over their inner half: parts join into one silhouette.
    painter.setPen(ink.edge)
    painter.drawPath(scene.furniture.bodies)
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, ink.prop, scene.furniture.bodies)
    _fill(painter, ink.linen, scene.furniture.linen)


def _paint_behind(painter: QPainter, frame: _Frame, body: Joints, ink: _Ink) -> None:
    """Paint moving things that the figure stands in front of."""
    painter.setPen(Qt.PenStyle.NoPen)
    for prop in frame.pose.props:
        if isinstance(prop, Floor) and prop.marks:
            marks = props.floor_marks(prop.x0, prop.x1, max(0.0, frame.seconds))
            _fill(painter, ink.floor, marks)
        elif isinstance(prop, Waves) and prop.behind:
            _paint_waves(painter, prop, frame, ink)


def _paint_held(painter: QPainter, frame: _Frame, body: Joints, ink: _Ink) -> None:
    """Paint what lies on the near leg or in the near hand, below the near arm."""
    for prop in frame.pose.props:
        if isinstance(prop, Pack):
            _paint_pack(painter, prop, body, frame.pose.facing, ink)
        elif isinstance(prop, Waves) and not prop.behind:
            _paint_waves(painter, prop, frame, ink)
        elif isinstance(prop, Towel):
            _paint_towel(painter, body, ink)
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


def _paint_waves(painter: QPainter, prop: Waves, frame: _Frame, ink: _Ink) -> None:
    path = props.waves(prop, max(0.0, frame.seconds))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink.warm_halo)
    painter.drawPath(path)
    painter.setPen(ink.warm)
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_towel(painter: QPainter, body: Joints, ink: _Ink) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = props.towel(body)
    painter.setPen(ink.cloth_halo)
    painter.drawPath(line)
    painter.setPen(ink.cloth)
    painter.drawPath(line)


def _paint_pack(painter: QPainter, prop: Pack, body: Joints, facing: int, ink: _Ink) -> None:
    shapes = figure.pack_shapes(body, prop, facing)
    painter.setPen(Qt.PenStyle.NoPen)
    _group(painter, ink, ink.hot, shapes)
    a, b = shapes[0].a, shapes[0].b
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    across = (-(b[1] - a[1]) / length * prop.half, (b[0] - a[0]) / length * prop.half)
    seams = []
    for share in (0.1, 0.5, 0.9):
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        seams.append(QLineF(x - across[0], y - across[1], x + across[0], y + across[1]))
    painter.setPen(ink.hatch)
    painter.drawLines(seams)


def _paint_muscle(painter: QPainter, frame: _Frame, body: Joints, ink: _Ink) -> None:
    """Paint the muscle: gap, hot fill, hatch, dashed ring that breathes twice."""
    assert frame.muscle is not None  # noqa: S101 - the caller looked
    centre, size = _paint_zone(painter, frame.muscle, frame.pose, body, ink.hot, ink)
    radius = 0.56 * size + 1.4 * motion.ring_breath(frame.seconds)
    painter.setPen(ink.ring)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)


def _paint_zone(
    painter: QPainter, muscle: Muscle, pose: Pose, body: Joints, fill: QBrush, ink: _Ink
) -> tuple[QPointF, float]:
    shapes = figure.muscle_shapes(body, muscle, pose.facing, pose.girth)
    path = figure.path_of(shapes)
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, ink.background, figure.path_of(shapes, 0.8))
    _fill(painter, fill, path)
    bounds = path.boundingRect()
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.setPen(ink.hatch)
    painter.drawLines(_hatch_lines(_HATCH[muscle], bounds))
    painter.restore()
    return bounds.center(), max(bounds.width(), bounds.height(), 13.0)


def _paint_zones(painter: QPainter, frame: _Frame, body: Joints, ink: _Ink) -> None:
    for label in frame.pose.labels:
        chosen = frame.chosen in (None, label.muscle)
        fill = ink.hot if chosen else ink.far
        _paint_zone(painter, label.muscle, frame.pose, body, fill, ink)


def _paint_numbers(
    painter: QPainter, view: QTransform, frame: _Frame, body: Joints, ink: _Ink
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


def _group(painter: QPainter, ink: _Ink, fill: QBrush, shapes: list[figure.Capsule]) -> None:
    """Paint shapes that belong together: the halo of all, then the fill of all."""
    painter.setPen(Qt.PenStyle.NoPen)
    _fill(painter, ink.background, figure.path_of(shapes, figure.HALO))
    _fill(painter, fill, figure.path_of(shapes))


def _fill(painter: QPainter, brush: QBrush, path: QPainterPath) -> None:
    painter.setBrush(brush)
    painter.drawPath(path)


def _hatch_lines(angle: float, bounds: QRectF) -> list[QLineF]:
    """Give parallel lines over a rectangle, fixed to its centre so that they do not swim."""
    half = 0.75 * max(bounds.width(), bounds.height())
    turn = QTransform().translate(bounds.center().x(), bounds.center().y()).rotate(angle)
    count = int(half / 3.4)
    return [
        turn.map(QLineF(index * 3.4, -half, index * 3.4, half))
        for index in range(-count, count + 1)
    ]


@lru_cache(maxsize=8)
def _ink(colours: Colours) -> _Ink:
    def brush(value: str) -> QBrush:
        return QBrush(QColor(value))

    def pen(value: str, width: float) -> QPen:
        made = QPen(QColor(value), width)
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return made

    ring = pen(colours.hot, 1.0)
    ring.setCapStyle(Qt.PenCapStyle.FlatCap)
    ring.setDashPattern([4.0, 1.8])
    return _Ink(
        *(
            brush(value)
            for value in (
                colours.background, colours.figure, colours.far, colours.action,
                colours.hot, colours.prop, colours.linen, colours.floor,
            )
        ),
        edge=pen(colours.prop_edge, 2 * props.EDGE),
        hatch=pen(colours.background, 0.7),
        ring=ring,
        warm=pen(colours.hot, 1.8),
        warm_halo=pen(colours.background, 4.2),
        cloth=pen(colours.action, 3.4),
        cloth_halo=pen(colours.background, 6.0),
        rim=pen(colours.action, 1.3),
        leader=pen(colours.figure, 1.0),
    )  # fmt: skip


@lru_cache(maxsize=64)
def _scene(pose: Pose) -> _Scene:
    arrow = props.arrow_shape(pose.arrow) if pose.arrow else QPainterPath()
    arrow.setFillRule(Qt.FillRule.WindingFill)
    halo = props.grown(arrow, figure.HALO) if pose.arrow else QPainterPath()
    halo.setFillRule(Qt.FillRule.WindingFill)
    measures = QPainterPath()
    for prop in pose.props:
        if isinstance(prop, Measure):
            measures.addPath(props.measure_bar(prop.x0, prop.x1))
    return _Scene(props.furniture(pose.props), arrow, halo, measures)


class PictogramView(QWidget):
    """A widget that shows one pose, as large as it can, and moves it only while it is seen.

    It keeps one timer, which stands still when the widget is hidden, paused or has nothing
    to move. `clock` gives seconds from any fixed point.
    """

    def __init__(
        self,
        poses: Mapping[str, Pose],
        colours: Colours = NIGHT,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """Show nothing yet; set_pose chooses a picture out of `poses`."""
        super().__init__(parent)
        self._poses = poses
        self._colours = colours
        self._clock = clock
        self._pose: Pose | None = None
        self._muscle: Muscle | None = None
        self._mirrored = False
        self._reduced = False
        self._shown = False
        self._started = clock()
        self._paused_at: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def pose_id(self) -> str | None:
        """The name of the pose that shows."""
        return self._pose.name if self._pose else None

    @property
    def moving(self) -> bool:
        """Whether the timer runs."""
        return self._timer.isActive()

    def set_pose(
        self, pose_id: str, mirrored: bool = False, muscle: Muscle | None = None
    ) -> None:
        """Show a pose from its beginning. KeyError for a name that no pose has."""
        self._pose = self._poses[pose_id]
        self._mirrored, self._muscle = mirrored, muscle
        self._started = self._clock()
        if self._paused_at is not None:
            self._paused_at = self._started
        self._restart()

    def set_paused(self, paused: bool) -> None:
        """Stop the movement where it is, or go on from there."""
        if paused == (self._paused_at is not None):
            return
        now = self._clock()
        if self._paused_at is not None:
            self._started += now - self._paused_at
        self._paused_at = now if paused else None
        self._restart()

    def set_reduced(self, reduced: bool) -> None:
        """Cross-fade two still pictures instead of moving (reduced motion)."""
        self._reduced = reduced
        self._restart()

    def set_colours(self, colours: Colours) -> None:
        """Change the palette."""
        self._colours = colours
        self.update()

    def seconds(self) -> float:
        """Give how long the pose has been moving."""
        now = self._clock() if self._paused_at is None else self._paused_at
        return now - self._started

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for room; the picture takes whatever it gets."""
        return QSize(480, 360)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the figure, without a background."""
        if self._pose is None:
            return
        painter = QPainter(self)
        paint_pictogram(
            painter, QRectF(self.rect()), self._pose, self.seconds(), self._colours,
            mirrored=self._mirrored, reduced=self._reduced, muscle=self._muscle,
        )  # fmt: skip
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Move again."""
        self._shown = True
        self._restart()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Rest: nobody looks."""
        self._shown = False
        self._restart()
        super().hideEvent(event)

    def _restart(self) -> None:
        """Run or stop the timer to suit, and repaint once."""
        if self._pose and self._shown and self._paused_at is None and self._has_motion(self._pose):
            self._timer.start(self._interval())
        else:
            self._timer.stop()
        self.update()

    def _has_motion(self, pose: Pose) -> bool:
        if self._reduced:
            first, second = motion.stills(pose)
            return first != second
        return pose.motion != "still"

    def _interval(self) -> int:
        """Give the wait to the next frame in ms: with reduced motion, to the next cross-fade."""
        if not self._reduced:
            return _FRAME_MS
        return max(_FRAME_MS, round(1000 * motion.fade_due_in(self.seconds())))

    def _tick(self) -> None:
        if self._reduced:
            self._timer.start(self._interval())
        assert self._pose is not None  # noqa: S101 - the timer runs only with a pose
        view = placement(QRectF(self.rect()), self._pose, mirrored=self._mirrored)
        self.update(view.mapRect(QRectF(*self._pose.box)).toAlignedRect())
