"""Lines of large letters, painted alike by the first frame and by the page that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QFontMetricsF

from cramp_coach.ui.theme import fitting_px

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from cramp_coach.ui.theme import Theme

LINE_SPACING = 1.17
"""From one base line to the next, over the font size."""


def paint_lines(
    painter: QPainter,
    area: QRectF,
    lines: tuple[str, ...],
    wish_px: float,
    theme: Theme,
    *,
    weight: QFont.Weight = QFont.Weight.Bold,
    flush: float = 0.0,
) -> None:
    """Paint `lines` from the top of `area`, at `wish_px` or the largest size that fits it.

    `flush` 0 sets them left, 1 right. The pen is left to the caller: see first_frame.py.
    """
    px = fitting_px(lines, theme, wish_px, area.width(), area.height(), LINE_SPACING)
    font = theme.font(px, weight)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    step = px * LINE_SPACING
    base = area.top() + (step - metrics.height()) / 2 + metrics.ascent()
    for n, line in enumerate(lines):
        spare = (area.width() - metrics.horizontalAdvance(line)) * flush
        painter.drawText(QPoint(round(area.left() + spare), round(base + n * step)), line)
