"""A painter that takes shapes in units and paints them in pixels.

Qt reckons how finely to break a curve from the painter's scale a second time over: the same
curve under a scale of 8 costs three and a half times what it costs when it is mapped to pixels
first (measured). So every path is mapped here and the painter itself is never scaled.
"""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QTransform

from cramp_coach.ui.figure import HALO, Capsule, path_of
from cramp_coach.ui.ink import Colours, Ink, ink_of


class Canvas(NamedTuple):
    """Where a picture is painted: `view` leads from units to pixels; pens of `ink` fit it."""

    painter: QPainter
    view: QTransform
    ink: Ink

    def fill(self, brush: QBrush, path: QPainterPath) -> None:
        """Fill a path."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(brush)
        self.painter.drawPath(self.view.map(path))

    def stroke(self, pen: QPen, path: QPainterPath) -> None:
        """Draw along a path."""
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPath(self.view.map(path))

    def outline(self, pen: QPen, brush: QBrush, path: QPainterPath) -> None:
        """Fill a path and draw its edge."""
        self.painter.setPen(pen)
        self.painter.setBrush(brush)
        self.painter.drawPath(self.view.map(path))

    def shapes(self, brush: QBrush, shapes: list[Capsule], grow: float = 0.0) -> None:
        """Fill capsules one by one: Qt takes longer over one path of overlapping curves."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(brush)
        for shape in shapes:
            self.painter.drawPath(self.view.map(path_of((shape,), grow)))

    def group(self, fill: QBrush, shapes: list[Capsule]) -> None:
        """Paint shapes that belong together: the halo of all, then the fill of all."""
        self.shapes(self.ink.background, shapes, HALO)
        self.shapes(fill, shapes)


def canvas(painter: QPainter, view: QTransform, colours: Colours) -> Canvas:
    """Make a canvas whose pens are as thick as the view asks."""
    return Canvas(painter, view, ink_of(colours, abs(view.m22())))
