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
    QColor,
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
from cramp_coach.ui.letters import LINE_SPACING, paint_lines
from cramp_coach.ui.theme import LEAST_TARGET_PX, Theme, fitting_px

FOCUS_PX = 3.0
KEY_OF_TITLE = 0.62
"""Font size of the key on a button over that of its title."""
KEY_BESIDE_OF_TITLE = 0.76
SPLIT_IF_LARGER = 1.2
"""A title is broken in two only if that makes it so much larger."""


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
        flush: float = 0.0,
    ) -> None:
        """Begin empty; `colour` is a token of the palette; `flush` 1 sets the lines right."""
        super().__init__()
        self._theme = theme
        self._colour = colour
        self._weight = weight
        self._flush = flush
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
        painter.setPen(self._theme.colour(self._colour))
        paint_lines(
            painter,
            QRectF(self.rect()),
            self._lines,
            self._wish_px,
            self._theme,
            weight=self._weight,
            flush=self._flush,
        )


Look = Literal["plain", "raised", "ok", "danger", "big", "quiet"]
_FILLS = {
    "plain": "card",
    "raised": "raised",
    "ok": "ok_fill",
    "danger": "danger_fill",
    "big": "big",
}
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
        self._beside = False
        self._split_if_larger = SPLIT_IF_LARGER
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

    def set_key(self, key: str) -> None:
        """Change the key that does the same."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def set_px(self, px: float) -> None:
        """Change the title's font size, before the text setting."""
        if px != self._px:
            self._px = px
            self.updateGeometry()
            self.update()

    def set_form(self, *, beside: bool) -> None:
        """Write the key left of the title instead of below it, for a low plate.

        From now on a title is broken wherever that makes it larger at all: plates that stand
        together are written alike.
        """
        self._split_if_larger = 1.0
        if beside != self._beside:
            self._beside = beside
            self.update()

    def title_px(self) -> float:
        """Return the font size at which the title is painted in the button's size."""
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        return self._words_in(area)[1]

    def _fonts(self) -> tuple[QFont, QFont]:
        px = self._theme.page_px(self._px)
        return (
            self._theme.font(px),
            self._theme.font(max(px * KEY_OF_TITLE, self._theme.page_px(13)), QFont.Weight.Medium),
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
            fill = self._theme.colour("dim" if self.isChecked() else _FILLS[self._look])
            if self.isDown():
                fill = fill.darker(112)
            elif self.underMouse():
                fill = fill.lighter(112 if self._theme.night else 104)
            edge = fill if self._look != "plain" else self._theme.colour("card_edge")
            # A ring of focus keeps clear of the fill that means "chosen".
            inset = 2 * FOCUS_PX if self.isChecked() and self.hasFocus() else 0.0
            painter.setPen(QPen(edge, 1.5))
            painter.setBrush(fill)
            painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("text"), FOCUS_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, radius, radius)
        self._paint_words(painter, area)

    def words_at(self, width: float, height: float) -> tuple[tuple[str, ...], float]:
        """Return the title in one line, or in two where that is larger, and its font size.

        The size is the wished one, or the largest at which title and key fit the plate.
        """
        wish = self._theme.page_px(self._px)
        key = KEY_OF_TITLE if self._key and not self._beside else 0.0
        best: tuple[tuple[str, ...], float] = ((self.text(),), 0.0)
        for lines in _breaks(self.text()):
            room = height * len(lines) / (len(lines) + key)
            px = fitting_px(lines, self._theme, wish, width, room, LINE_SPACING)
            if px > best[1] * (self._split_if_larger if len(best[0]) < len(lines) else 1.0):
                best = lines, px
        return best

    def _words_in(self, area: QRectF) -> tuple[tuple[str, ...], float]:
        air = max(self._theme.page_px(8), area.height() * 0.16)
        if self._beside:
            air = min(air, 14.0) + self._beside_room(area)
        return self.words_at(area.width() - air, area.height() * (0.98 if self._beside else 0.88))

    def _beside_room(self, area: QRectF) -> float:
        """Return the width of a key that stands left of the title, with a mark above it."""
        return min(self._theme.page_px(self._px), area.height() * 0.4)

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        lines, px = self._words_in(area)
        below = self._key and not self._beside
        of_title = KEY_BESIDE_OF_TITLE if self._beside else KEY_OF_TITLE
        key_px = max(px * of_title, min(self._theme.page_px(13), px))
        step, key_step = px * LINE_SPACING, key_px * LINE_SPACING if below else 0.0
        top = area.center().y() - (len(lines) * step + key_step) / 2
        ink = self._ink("text")
        painter.setFont(self._theme.font(px))
        painter.setPen(ink)
        room = area.adjusted(self._beside_room(area) if self._beside else 0, 0, 0, 0)
        for n, words in enumerate(lines):
            line = QRectF(room.left(), top + n * step, room.width(), step)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        if self._beside:
            place = QRectF(area.left() + 5, area.top(), self._beside_room(area), area.height())
            self._paint_key(painter, place, key_px)
        elif self._key or self.isChecked():
            line = QRectF(area.left(), top + len(lines) * step, area.width(), key_step)
            self._paint_key(painter, line, key_px)

    def _ink(self, plain: str) -> QColor:
        token = "bg" if self.isChecked() else _INKS.get(self._look, plain)
        ink = self._theme.colour(token)
        ink.setAlphaF(1.0 if self.isEnabled() else 0.5)
        return ink

    def _paint_key(self, painter: QPainter, place: QRectF, px: float) -> None:
        """Paint the key, with a mark for "chosen": above it beside a title, else left of it."""
        font = self._theme.font(px, QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(self._ink("dim"))
        centre = place.center()
        if self.isChecked():
            apart = QFontMetricsF(font).horizontalAdvance(self._key) / 2 + px * 0.75
            mark = (
                QPointF(centre.x(), centre.y() - px * 0.6)
                if self._beside
                else QPointF(centre.x() - apart, centre.y())
            )
            self._paint_mark(painter, mark, px)
            if self._beside:
                place = place.translated(0, px * 0.5)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_mark(self, painter: QPainter, centre: QPointF, px: float) -> None:
        """Paint a check mark about `centre`, as large as a letter of `px`."""
        pen = QPen(self._ink("text"), max(2.0, px * 0.14))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corners = ((-0.36, 0.02), (-0.1, 0.28), (0.38, -0.28))
        painter.drawPolyline([centre + QPointF(x, y) * px for x, y in corners])


def _breaks(text: str) -> list[tuple[str, ...]]:
    """Return `text` in one line, and in two at each of its gaps."""
    words = text.split()
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    # The evenest first: it is kept when another break is no larger.
    return [(text,), *sorted(halves, key=lambda two: max(map(len, two)))]


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
