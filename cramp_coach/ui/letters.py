"""Lines of large letters, painted alike by the first frame and by the page that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF

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
    px: float,
    theme: Theme,
    *,
    colour: str = "text",
    weight: QFont.Weight = QFont.Weight.Bold,
    flush: float = 0.0,
) -> None:
    """Paint `lines` from the top of `area`; `flush` 0 sets them left, 1 right."""
    font = theme.font(px, weight)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(theme.colour(colour))
    step = px * LINE_SPACING
    base = area.top() + (step - metrics.height()) / 2 + metrics.ascent()
    for n, line in enumerate(lines):
        spare = (area.width() - metrics.horizontalAdvance(line)) * flush
        painter.drawText(QPointF(area.left() + spare, base + n * step), line)
