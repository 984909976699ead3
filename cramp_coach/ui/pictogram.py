"""Animated pictograms: one figure, one movement, painted from pose data in code.

`paint_pictogram` paints one frame on any painter; `PictogramView` is the widget that moves.
"""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cramp_coach.core import motion
from cramp_coach.core.pose import Muscle, Pose
from cramp_coach.ui.drawing import Frame, moving_box, paint_frame, placement
from cramp_coach.ui.ink import DAY, NIGHT, Colours

__all__ = ["DAY", "NIGHT", "Colours", "PictogramView", "paint_pictogram"]

HALF_PIXEL = 0.5
"""The smallest movement that is worth a frame."""
_FRAME_MS = round(1000 * motion.FRAME_SECONDS)


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
        frame = Frame(pose, motion.phase_at(pose, seconds), seconds, shown, muscle)
        paint_frame(painter, rect, frame, colours, mirrored)
        return
    first, second = motion.stills(pose)
    mix = motion.fade_at(seconds)
    a, b = (Frame(pose, u, -1.0, shown, muscle) for u in (first, second))
    if first == second or mix in (0.0, 1.0):
        paint_frame(painter, rect, a if first == second or mix == 0.0 else b, colours, mirrored)
        return
    _cross_fade(painter, rect, (a, b), mix, colours, mirrored)


def _cross_fade(
    painter: QPainter,
    rect: QRectF,
    frames: tuple[Frame, Frame],
    mix: float,
    colours: Colours,
    mirrored: bool,
) -> None:
    """Paint two pictures, each with its share of the light, so that neither shows a jump."""
    size = (rect.size() * painter.device().devicePixelRatio()).toSize()
    whole = QRectF(0, 0, size.width(), size.height())
    pictures = []
    for frame, share in zip(frames, (1.0 - mix, mix), strict=True):
        picture = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        brush = QPainter(picture)
        paint_frame(brush, whole, frame, colours, mirrored)
        brush.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        brush.fillRect(whole, QColor(0, 0, 0, round(255 * share)))
        brush.end()
        pictures.append(picture)
    blend = QPainter(pictures[0])
    # Not by opacity: Qt adds first and weighs afterwards, and what is opaque in both would fade.
    blend.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    blend.drawImage(0, 0, pictures[1])
    blend.end()
    painter.drawImage(rect, pictures[0])


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
        # How long a picture has moved is no coaching time: nothing is decided by it.
        clock: Callable[[], float] = time.monotonic,  # noqa: TID251
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
        self._painted = 0.0
        self._wait = motion.FRAME_SECONDS
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

    def is_moving(self) -> bool:
        """Say whether the timer runs."""
        return self._timer.isActive()

    def set_pose(self, pose_id: str, mirrored: bool = False, muscle: Muscle | None = None) -> None:
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

    def sizeHint(self) -> QSize:
        """Ask for room; the picture takes whatever it gets."""
        return QSize(480, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the figure, without a background."""
        if self._pose is None:
            return
        painter = QPainter(self)
        paint_pictogram(
            painter, QRectF(self.rect()), self._pose, self.seconds(), self._colours,
            mirrored=self._mirrored, reduced=self._reduced, muscle=self._muscle,
        )  # fmt: skip
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Move again."""
        self._shown = True
        self._restart()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: nobody looks."""
        self._shown = False
        self._restart()
        super().hideEvent(event)

    def _restart(self) -> None:
        """Run or stop the timer to suit, and repaint once."""
        self._painted, self._wait = self.seconds(), motion.FRAME_SECONDS
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
            return round(1000 * self._wait)
        return max(_FRAME_MS, round(1000 * motion.fade_due_in(self.seconds())))

    def _tick(self) -> None:
        """Ask for a frame if anything has moved by half a pixel, and wait for the next one."""
        assert self._pose is not None, "the timer runs only with a pose"
        view = placement(QRectF(self.rect()), self._pose, mirrored=self._mirrored)
        if self._reduced:
            self.update()
        else:
            seconds = self.seconds()
            least = HALF_PIXEL / (abs(view.m22()) * self.devicePixelRatio())
            if motion.moved(self._pose, self._painted, seconds) >= least:
                self._painted = seconds
                self.update(view.mapRect(moving_box(self._pose)).toAlignedRect())
            self._wait = motion.next_frame(self._pose, self._painted, seconds, least)
        self._timer.start(self._interval())
