"""What the settings are set with: a tick, and a choice of few; settings_scales has the rest.

Each is an ordinary Qt control to the keyboard and to assistive technology, and draws itself large
and clear from the theme. Each has `edited`, given only when the person changes something, and
`show_value`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from cramp_coach.ui.page_style import BODY_PX, LINE_PX
from cramp_coach.ui.theme import LEAST_TARGET_PX, Theme
from cramp_coach.ui.widgets import FOCUS_PX

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class Tick(QCheckBox):
    """A check box that is as large as what it says: box, words, and a line of what it does."""

    edited = Signal(object)

    def __init__(self, theme: Theme, title: str, line: str = "") -> None:
        """Begin unticked."""
        super().__init__(title)
        self._theme = theme
        self._line = line
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._showing = False
        self.toggled.connect(self._on_toggled)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_value(self, value: object) -> None:
        """Tick it or not."""
        self._showing = True
        self.setChecked(bool(value))
        self._showing = False

    def _on_toggled(self, on: bool) -> None:
        # Not `clicked`: a reader of the screen toggles without a click.
        if not self._showing:
            self.edited.emit(on)

    def _fonts(self) -> tuple[QFont, QFont]:
        theme = self._theme
        return (
            theme.font(theme.page_px(BODY_PX)),
            theme.font(theme.page_px(LINE_PX), QFont.Weight.Medium),
        )

    def _box(self) -> float:
        return max(28.0, self._theme.page_px(28))

    def _pad(self) -> int:
        return round(self._theme.page_px(10))

    def _heights(self, width: int) -> tuple[int, int]:
        room = QRect(0, 0, max(40, round(width - self._words_left())), 10000)
        title, line = (
            QFontMetrics(font).boundingRect(room, _WRAP, words).height() if words else 0
            for font, words in zip(self._fonts(), (self.text(), self._line), strict=True)
        )
        return title, line

    def _words_left(self) -> float:
        return self._box() + 1.6 * self._pad()

    def hasHeightForWidth(self) -> bool:
        """Say that words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return title, line and air."""
        return max(LEAST_TARGET_PX, sum(self._heights(width)) + 2 * self._pad())

    def sizeHint(self) -> QSize:
        """Return a size with the words in few lines."""
        title = QFontMetrics(self._fonts()[0]).horizontalAdvance(self.text())
        wide = round(min(self._theme.page_px(480), title + self._words_left() + 8))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Return the least that still is a target."""
        return QSize(LEAST_TARGET_PX * 3, LEAST_TARGET_PX)

    def hitButton(self, pos: object) -> bool:
        """Say that all of it is the target."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, its tick, the words, and the ring of focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, side = self._theme, self._box()
        title_h, line_h = self._heights(self.width())
        top = (self.height() - title_h - line_h) / 2
        # Beside short words in their middle, beside long ones where these begin.
        middle = min(float(title_h + line_h), self._pad() * 6.0) / 2
        box = QRectF(2, max(4.0, top + middle - side / 2), side, side)
        _paint_box(painter, theme, box, ticked=self.isChecked())
        left = round(self._words_left())
        room = QRect(left, round(top), self.width() - left, title_h)
        painter.setFont(self._fonts()[0])
        painter.setPen(theme.colour("text"))
        painter.drawText(room, _WRAP, self.text())
        painter.setFont(self._fonts()[1])
        painter.setPen(theme.colour("dim"))
        painter.drawText(QRect(left, round(top) + title_h, room.width(), line_h), _WRAP, self._line)
        if self.hasFocus():
            paint_focus(painter, theme, QRectF(self.rect()).adjusted(-4, 1, 0, -1))


def _paint_box(painter: QPainter, theme: Theme, box: QRectF, *, ticked: bool) -> None:
    painter.setPen(QPen(theme.colour("action" if ticked else "dim"), 2.5))
    painter.setBrush(theme.colour("action" if ticked else "bg"))
    painter.drawRoundedRect(box, box.width() * 0.22, box.width() * 0.22)
    if ticked:
        pen = QPen(theme.colour("bg"), box.width() * 0.13)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        at = [(0.24, 0.54), (0.43, 0.72), (0.77, 0.32)]
        painter.drawPolyline(
            [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in at]
        )


def paint_focus(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """Paint the ring of focus, `FOCUS_PX` wide, inside `area`."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("text"), FOCUS_PX))
    painter.drawRoundedRect(area.adjusted(1.5, 1.5, -1.5, -1.5), 10, 10)


class Choice(QRadioButton):
    """One of few: a plate with a ring that is filled when it is the one."""

    def __init__(self, theme: Theme, title: str, value: object) -> None:
        """Begin as not chosen."""
        super().__init__(title)
        self._theme = theme
        self.value = value
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return self._theme.font(self._theme.page_px(BODY_PX))

    def _ring(self) -> float:
        return max(20.0, self._theme.page_px(20))

    def sizeHint(self) -> QSize:
        """Return ring, words and air."""
        metrics, px = QFontMetrics(self._font()), self._theme.page_px
        wide = metrics.horizontalAdvance(self.text()) + self._ring() + px(38)
        return QSize(round(wide), max(LEAST_TARGET_PX, round(metrics.height() + px(16))))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: words are never cut."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        """Say that all of it is the target."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint plate, ring and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, chosen = self._theme, self.isChecked()
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(theme.colour("action" if chosen else "card_edge"), 2.0))
        painter.setBrush(theme.colour("raised" if chosen or self.underMouse() else "bg"))
        painter.drawRoundedRect(area, 10, 10)
        side = self._ring()
        left = area.left() + theme.page_px(10)
        ring = QRectF(left, area.center().y() - side / 2, side, side)
        painter.setPen(QPen(theme.colour("action" if chosen else "dim"), 2.5))
        painter.setBrush(theme.colour("bg"))
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("action"))
            inset = side * 0.27
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))
        painter.setFont(self._font())
        painter.setPen(theme.colour("text"))
        words = area.adjusted(ring.right() - area.left() + theme.page_px(8), 0, 0, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(words, flags, self.text())
        if self.hasFocus():
            paint_focus(painter, theme, QRectF(self.rect()))


class Flow(QWidget):
    """Controls side by side, and below each other where they do not fit."""

    def __init__(self, children: Sequence[QWidget], gap_px: int = 8) -> None:
        """Take the children over, in this order."""
        super().__init__()
        self._gap = gap_px
        self._parts = list(children)
        for child in self._parts:
            child.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Say that the parts wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the parts are in so much width."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Return all parts in one row."""
        shown = [part for part in self._parts if not part.isHidden()]
        wide = sum(part.sizeHint().width() for part in shown) + self._gap * (len(shown) - 1)
        return QSize(max(0, wide), self._place(max(0, wide), move=False))

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest part."""
        widest = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(widest, LEAST_TARGET_PX)

    def resizeEvent(self, event: object) -> None:
        """Place the parts anew."""
        self._place(self.width(), move=True)

    def arrange(self) -> None:
        """Place the parts anew after one came, went or changed its words."""
        self.updateGeometry()
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        y = 0
        for row in self._broken(width):
            tall = max(high for _, _, high in row)
            x = 0
            for part, wide, high in row:
                if move:
                    part.setGeometry(x, y + (tall - high) // 2, wide, high)
                x += wide + self._gap
            y += tall + self._gap
        return max(0, y - self._gap)

    def _broken(self, width: int) -> list[list[tuple[QWidget, int, int]]]:
        """Return the rows, each part with its width and height."""
        rows: list[list[tuple[QWidget, int, int]]] = []
        x = 0
        for part in self._parts:
            if part.isHidden():
                continue
            hint = part.sizeHint()
            wide = min(hint.width(), width)
            high = part.heightForWidth(wide) if part.hasHeightForWidth() else hint.height()
            if not rows or x + wide > width:
                rows.append([])
                x = 0
            rows[-1].append((part, wide, high))
            x += wide + self._gap
        return rows


class Choices(Flow):
    """One value out of few, all of them in sight."""

    edited = Signal(object)

    def __init__(self, theme: Theme, name: str, options: Iterable[tuple[object, str]]) -> None:
        """`options` are values with their words; `name` is what is chosen."""
        self._theme = theme
        self._choices = [Choice(theme, words, value) for value, words in options]
        super().__init__(self._choices)
        self._showing = False
        self.setAccessibleName(name)
        for choice in self._choices:
            choice.setAccessibleDescription(name)
            choice.toggled.connect(self._on_toggled)

    def show_value(self, value: object) -> None:
        """Mark the choice for `value`; one that is none of these is marked nowhere."""
        self._showing = True
        for choice in self._choices:
            choice.setAutoExclusive(False)
            choice.setChecked(choice.value == value)
        for choice in self._choices:
            choice.setAutoExclusive(True)
        self._showing = False

    def _on_toggled(self, on: bool) -> None:
        sender = self.sender()
        if on and not self._showing and isinstance(sender, Choice):
            self.edited.emit(sender.value)
