"""The few things every page is made of: lines of text, buttons, the ring and the bar.

They paint themselves from the theme, so that the first page needs no style sheet, and they are
ordinary labels and buttons to the keyboard and to assistive technology.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from cramp_coach.core.events import Act
from cramp_coach.ui.theme import LEAST_TARGET_PX, Theme, fitting_px

LINE_SPACING = 1.17
FOCUS_PX = 3.0


@dataclass(frozen=True)
class Press:
    """What a page asks the session to do; the one thing its `acted` signal carries."""

    act: Act
    value: str | float | None = None


@runtime_checkable
class Themed(Protocol):
    """Whatever wants to know when the theme changes."""

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        ...


def apply_theme(root: QWidget, theme: Theme) -> None:
    """Hand `theme` to every widget below `root` that wants it."""
    for child in root.findChildren(QWidget):
        if isinstance(child, Themed):
            child.set_theme(theme)


class Lines(QLabel):
    """One to a few lines, as large as wished for and never larger than fits."""

    def __init__(
        self,
        theme: Theme,
        *,
        colour: str = "text",
        weight: QFont.Weight = QFont.Weight.Bold,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Begin empty; `colour` is a token of the palette."""
        super().__init__()
        self._theme = theme
        self._colour = colour
        self._weight = weight
        self._align = align
        self._lines: tuple[str, ...] = ()
        self._wish_px = 24.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def set_lines(self, lines: tuple[str, ...], wish_px: float, colour: str | None = None) -> None:
        """Show `lines` at `wish_px` font pixels, or at the largest size that fits."""
        if (lines, wish_px, colour or self._colour) == (self._lines, self._wish_px, self._colour):
            return
        self._lines, self._wish_px = lines, wish_px
        self._colour = colour or self._colour
        self.setText(" ".join(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the lines at the wished size, with the width left to the layout."""
        return QSize(100, round(len(self._lines) * self._wish_px * LINE_SPACING))

    def minimumSizeHint(self) -> QSize:
        """Return a size that never forces the page to grow."""
        return QSize(10, round(len(self._lines) * min(self._wish_px, 14.0)))

    def shown_px(self) -> float:
        """Return the font size, pixels, at which the lines are really painted."""
        return fitting_px(
            self._lines,
            self._theme,
            self._wish_px,
            self.width(),
            self.height() or self.sizeHint().height(),
            LINE_SPACING,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines from the top."""
        painter = QPainter(self)
        size = self.shown_px()
        painter.setFont(self._theme.font(size, self._weight))
        painter.setPen(self._theme.colour(self._colour))
        step = size * LINE_SPACING
        for n, line in enumerate(self._lines):
            place = QRectF(0, n * step, self.width(), step)
            painter.drawText(place, int(self._align | Qt.AlignmentFlag.AlignVCenter), line)


Look = Literal["plain", "raised", "ok", "danger", "big", "quiet"]
_FILLS = {"plain": "card", "raised": "raised", "ok": "ok_fill", "danger": "danger_fill", "big": "big"}
_INKS = {"ok": "on_ok", "danger": "on_danger", "big": "on_big"}


class TouchButton(QAbstractButton):
    """A button with a title and, small, the key that does the same."""

    pressed_at_once = Signal()
    """Given on press, not on release, for the one button that must not wait."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        key: str = "",
        look: Look = "raised",
        px: float = 20.0,
        description: str = "",
    ) -> None:
        """Make a button; `px` is the title's font size before the text setting."""
        super().__init__()
        self._theme = theme
        self._key = key
        self._look = look
        self._px = px
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(description or key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_title(self, title: str) -> None:
        """Change the words on the button, and its accessible name with them."""
        if title != self.text():
            self.setText(title)
            self.setAccessibleName(title)
            self.updateGeometry()

    def set_look(self, look: Look) -> None:
        """Change what the button looks like."""
        self._look = look
        self.update()

    def _fonts(self) -> tuple[QFont, QFont]:
        px = self._theme.page_px(self._px)
        return (
            self._theme.font(px),
            self._theme.font(max(px * 0.62, self._theme.page_px(13)), QFont.Weight.Medium),
        )

    def sizeHint(self) -> QSize:
        """Return title, key and air."""
        title, key = (QFontMetricsF(font) for font in self._fonts())
        width = max(title.horizontalAdvance(self.text()), key.horizontalAdvance(self._key))
        height = title.height() + (key.height() if self._key else 0)
        pad = self._theme.page_px(self._px)
        return QSize(round(width + 2 * pad), round(max(LEAST_TARGET_PX, height + pad)))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a button is never cut."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell of the press at once, then go on as every button does."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed_at_once.emit()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a rounded plate, the title, the key, and the ring of focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        radius = min(area.height() * 0.28, 28.0)
        if self._look != "quiet":
            fill = self._theme.colour(_FILLS[self._look])
            if self.isDown():
                fill = fill.darker(112)
            elif self.underMouse():
                fill = fill.lighter(112 if self._theme.night else 104)
            edge = self._theme.colour("card_edge" if self._look == "plain" else _FILLS[self._look])
            painter.setPen(QPen(edge, 1.5))
            painter.setBrush(fill)
            painter.drawRoundedRect(area, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("text"), FOCUS_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, radius, radius)
        self._paint_words(painter, area)

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        title, key = self._fonts()
        ink = self._theme.colour(_INKS.get(self._look, "text"))
        ink.setAlphaF(1.0 if self.isEnabled() else 0.5)
        metrics = QFontMetricsF(title)
        key_height = QFontMetricsF(key).height() if self._key else 0.0
        top = area.center().y() - (metrics.height() + key_height) / 2
        painter.setFont(title)
        painter.setPen(ink)
        line = QRectF(area.left(), top, area.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._key:
            painter.setFont(key)
            painter.setPen(ink if self._look in _INKS else self._theme.colour("dim"))
            line = QRectF(area.left(), top + metrics.height(), area.width(), key_height)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._key)


class Ring(QWidget):
    """A number in a ring that closes as the time runs out."""

    def __init__(self, theme: Theme) -> None:
        """Begin empty."""
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self._number = ""
        self._number_px = 100.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def show_left(self, number: str, share: float, number_px: float, said: str) -> None:
        """Show `number`, with `share` (0 to 1) of the ring filled; `said` is the accessible name."""
        share = round(share, 3)
        if (number, share, number_px) != (self._number, self._share, self._number_px):
            self._number, self._share, self._number_px = number, share, number_px
            self.setAccessibleName(said)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, arc and number; only the number where the room is small or motion unwanted."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        pen_px = side * 0.065
        box = QRectF(0, 0, side - pen_px - 2, side - pen_px - 2)
        box.moveCenter(QPointF(self.rect().center()))
        room = side * 0.62
        if not self._theme.reduced_motion:
            pen = QPen(self._theme.colour("track"), pen_px)
            painter.setPen(pen)
            painter.drawEllipse(box)
            pen.setColor(self._theme.colour("action"))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(box, 90 * 16, -round(self._share * 360 * 16))
        else:
            room = side
        size = fitting_px((self._number,), self._theme, self._number_px, room, room, 1.0)
        painter.setFont(self._theme.font(size, QFont.Weight.Bold))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._number)


class ClockBar(QWidget):
    """The ten minutes, quiet: eight pixels high, hatched from eight minutes on."""

    def __init__(self, theme: Theme) -> None:
        """Begin at nothing."""
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self._warn = False
        self.setFixedHeight(10)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def show_share(self, share: float, *, warn: bool, said: str) -> None:
        """Show `share` (0 to 1) of the ten minutes; `said` is the accessible name."""
        share = round(min(max(share, 0.0), 1.0), 3)
        if (share, warn) != (self._share, self._warn):
            self._share, self._warn = share, warn
            self.setAccessibleName(said)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track and the part that is gone."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(0, 1, self.width(), 8)
        painter.setBrush(self._theme.colour("track"))
        painter.drawRoundedRect(area, 4, 4)
        gone = QRectF(0, 1, max(8.0, self.width() * self._share), 8)
        painter.setBrush(self._theme.colour("danger" if self._share >= 1.0 else "hot"))
        painter.drawRoundedRect(gone, 4, 4)
        if self._warn and self._share < 1.0:
            painter.setBrush(QBrush(self._theme.colour("bg"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(gone, 4, 4)
