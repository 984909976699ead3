"""What the settings are set with where there is much to choose from: a measure, and a list.

Neither changes by the wheel, which belongs to the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QSizePolicy, QSlider, QStyledItemDelegate

from cramp_coach.ui.page_style import BODY_PX
from cramp_coach.ui.settings_controls import paint_focus
from cramp_coach.ui.theme import LEAST_TARGET_PX, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_LIST_EDGE_PX = 4


class Measure(QSlider):
    """A number between two ends: less, more, or a press on the scale; no need to drag."""

    edited = Signal(object)

    def __init__(
        self, theme: Theme, name: str, ends: tuple[int, int], step: int, shown: Callable[[int], str]
    ) -> None:
        """`shown` puts the number into words."""
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._shown = shown
        self.setRange(*ends)
        self.setSingleStep(step)
        self.setPageStep(step * 2)
        self._showing = False
        self.valueChanged.connect(self._on_value)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_value(self, value: object) -> None:
        """Show a number."""
        if isinstance(value, int):
            self._showing = True
            self.setValue(value)
            self._showing = False
            self.setAccessibleDescription(self._shown(value))

    def sizeHint(self) -> QSize:
        """Return two targets, a scale and the number."""
        tall = max(LEAST_TARGET_PX, round(self._theme.page_px(44)))
        return QSize(round(self._theme.page_px(360)), tall)

    def minimumSizeHint(self) -> QSize:
        """Return what still can be pressed."""
        return QSize(LEAST_TARGET_PX * 3, self.sizeHint().height())

    def zones(self) -> tuple[QRectF, QRectF, QRectF, QRectF]:
        """Return where less, the scale, more, and the number are."""
        tall = float(self.height())
        metrics = QFontMetrics(self._font())
        ends = (self.minimum(), self.maximum())
        words = max(metrics.horizontalAdvance(self._shown(end)) for end in ends) + 8.0
        words = min(words, self.width() * 0.4)
        scale = max(0.0, self.width() - 2 * tall - words)
        return (
            QRectF(0, 0, tall, tall),
            QRectF(tall, 0, scale, tall),
            QRectF(tall + scale, 0, tall, tall),
            QRectF(2 * tall + scale, 0, words, tall),
        )

    def _font(self) -> QFont:
        return self._theme.font(self._theme.page_px(BODY_PX))

    def _set(self, value: int) -> None:
        step = self.singleStep()
        self.setValue(self.minimum() + round((value - self.minimum()) / step) * step)

    def _on_value(self, value: int) -> None:
        # A reader of the screen sets the value with neither key nor mouse.
        self.setAccessibleDescription(self._shown(value))
        if not self._showing:
            self.edited.emit(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Change the number by one step, or to where the scale was pressed."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        less, scale, more, _ = self.zones()
        at = event.position()
        if less.contains(at):
            self._set(self.value() - self.singleStep())
        elif more.contains(at):
            self._set(self.value() + self.singleStep())
        elif scale.contains(at):
            self._set_at(at.x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow, for those who like to drag."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.zones()[1].contains(
            event.position()
        ):
            self._set_at(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing more."""

    def _set_at(self, x: float) -> None:
        scale = self.zones()[1].adjusted(14, 0, -14, 0)
        share = (x - scale.left()) / max(1.0, scale.width())
        self._set(round(self.minimum() + share * (self.maximum() - self.minimum())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the number by the arrows, Page Up and Down, Home and End, plus and minus."""
        step, page = self.singleStep(), self.pageStep()
        by = {
            Qt.Key.Key_Left: -step, Qt.Key.Key_Down: -step, Qt.Key.Key_Minus: -step,
            Qt.Key.Key_Right: step, Qt.Key.Key_Up: step, Qt.Key.Key_Plus: step,
            Qt.Key.Key_PageDown: -page, Qt.Key.Key_PageUp: page,
            Qt.Key.Key_Home: self.minimum() - self.maximum(),
            Qt.Key.Key_End: self.maximum() - self.minimum(),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if by is None:
            event.ignore()
        else:
            self._set(self.value() + by)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint minus, scale, plus and the number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        less, scale, more, words = self.zones()
        for zone, plus in ((less, False), (more, True)):
            paint_step(painter, theme, zone, plus=plus)
        if scale.width() > 40:
            self._paint_scale(painter, scale.adjusted(14, 0, -14, 0))
        painter.setFont(self._font())
        painter.setPen(theme.colour("text"))
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(words, flags, self._shown(self.value()))
        if self.hasFocus():
            paint_focus(painter, theme, QRectF(self.rect()))

    def _paint_scale(self, painter: QPainter, scale: QRectF) -> None:
        share = (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
        mid, at = scale.center().y(), scale.left() + scale.width() * share
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("card_edge"))
        painter.drawRoundedRect(QRectF(scale.left(), mid - 3, scale.width(), 6), 3, 3)
        painter.setBrush(self._theme.colour("action"))
        painter.drawRoundedRect(QRectF(scale.left(), mid - 3, at - scale.left(), 6), 3, 3)
        painter.drawEllipse(QPointF(at, mid), 11, 11)


def paint_step(painter: QPainter, theme: Theme, zone: QRectF, *, plus: bool) -> None:
    """Paint a plate with a minus or a plus."""
    painter.setPen(QPen(theme.colour("card_edge"), 2.0))
    painter.setBrush(theme.colour("raised"))
    painter.drawRoundedRect(zone.adjusted(3, 3, -3, -3), 10, 10)
    pen = QPen(theme.colour("text"), 3.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    mid, arm = zone.center(), zone.height() * 0.15
    painter.drawLine(QPointF(mid.x() - arm, mid.y()), QPointF(mid.x() + arm, mid.y()))
    if plus:
        painter.drawLine(QPointF(mid.x(), mid.y() - arm), QPointF(mid.x(), mid.y() + arm))


class PickBox(QComboBox):
    """A long list, of countries or voices.

    Its label must be a buddy: the accessible name of a QComboBox is not read on Linux.
    """

    edited = Signal(object)

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(10)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._showing = False
        self.currentIndexChanged.connect(self._on_chosen)
        # Also where the same is chosen again: so a guess is confirmed.
        self.activated.connect(self._on_chosen)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Offer these values with their words; what is chosen stays chosen."""
        chosen = self.currentData()
        self._showing = True
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self._showing = False
        self.show_value(chosen)

    def show_value(self, value: object) -> None:
        """Choose `value`, None being none; one that is not offered is added under its own name."""
        self._showing = True
        at = self.findData(value) if value is not None else -1
        if at < 0 and value is not None:
            self.addItem(str(value), value)
            at = self.count() - 1
        self.setCurrentIndex(at)
        self._showing = False

    def showPopup(self) -> None:
        """Show the list, all of every name."""
        self.make_room()
        super().showPopup()

    def make_room(self) -> None:
        """Make the list wide enough for its longest name, where the screen has the room."""
        view = self.view()
        bar = view.verticalScrollBar().sizeHint().width()
        wide = view.sizeHintForColumn(0) + bar + 2 * _LIST_EDGE_PX
        view.setMinimumWidth(min(wide, self.screen().availableGeometry().width()))

    def _on_chosen(self, at: int) -> None:
        if at >= 0 and not self._showing:
            self.edited.emit(self.itemData(at))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, and an arrow that shows in both palettes."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.colour("text"), 3.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        mid = QPointF(self.width() - 24, self.height() / 2)
        points = [(-7, -3), (0, 4), (7, -3)]
        painter.drawPolyline([QPointF(mid.x() + x, mid.y() + y) for x, y in points])
