"""The real size of this screen, measured with a bank card, which is the same all over the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from cramp_coach.ui.page_style import LINE_PX
from cramp_coach.ui.settings_controls import paint_focus
from cramp_coach.ui.theme import LEAST_TARGET_PX

if TYPE_CHECKING:
    from cramp_coach.ui.theme import Theme

CARD_MM = 85.6
"""Width of a bank card (ISO/IEC 7810, ID-1; experience.md 3.1)."""
LEAST_PX = 120
MOST_PX = 2000
"""0.71 to 0.043 mm a pixel, that is 36 to 590 dots an inch: every screen there is."""
_CORNER_MM = 3.18
_INSET = 4


def mm_per_px(card_px: float) -> float:
    """Return millimetres per logical pixel where a card covers `card_px` of them."""
    return round(CARD_MM / card_px, 5)


class CardBar(QSlider):
    """A bar to be made as wide as a card held against it, by arrow keys, or the two buttons."""

    edited = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        """Begin as wide as a card would be by what is known of the screen."""
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self.setRange(LEAST_PX, MOST_PX)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setValue(round(theme.mm(CARD_MM)))

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        if theme.px_per_mm != self._theme.px_per_mm:
            self.setValue(round(theme.mm(CARD_MM)))
        self._theme = theme
        self.updateGeometry()
        self.update()

    def change(self, by_px: int) -> None:
        """Make the bar wider, or narrower; never wider than there is room to see it."""
        most = max(LEAST_PX, self.width() - 2 * _INSET)
        self.setValue(max(LEAST_PX, min(self.value() + by_px, most)))
        self.update()

    @property
    def card_px(self) -> int:
        """How wide the bar is, logical pixels."""
        return self.value()

    def sizeHint(self) -> QSize:
        """Return room for the bar."""
        return QSize(self.value() + 2 * _INSET, max(LEAST_TARGET_PX, round(self._theme.mm(14))))

    def minimumSizeHint(self) -> QSize:
        """Return what can still be seen."""
        return QSize(LEAST_PX, LEAST_TARGET_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change by a pixel, or by ten with Page Up and Down."""
        by = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Minus: -1,
            Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Plus: 1,
            Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if by is None:
            event.ignore()
        else:
            self.change(by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Do nothing: a card held to the screen may touch it."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Do nothing."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the upper end of a card, with its two edges as lines that go through."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, wide = self._theme, float(min(self.value(), self.width() - 2 * _INSET))
        card = QRectF(_INSET, _INSET, wide, self.height() - 2 * _INSET)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("action"))
        radius = theme.mm(_CORNER_MM)
        painter.drawRoundedRect(card, radius, radius)
        painter.setPen(QPen(theme.colour("text"), 2.0))
        for x in (card.left(), card.right()):
            painter.drawLine(round(x), 0, round(x), self.height())
        painter.setPen(theme.colour("bg"))
        painter.setFont(theme.font(theme.page_px(LINE_PX), QFont.Weight.Bold))
        painter.drawText(card, int(Qt.AlignmentFlag.AlignCenter), f"{CARD_MM} mm")
        if self.hasFocus():
            paint_focus(painter, theme, QRectF(self.rect()))
