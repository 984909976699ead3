"""Words that are buttons: the key hints of a session, and the ways from home to other pages."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from cramp_coach.ui.link_rows import GAP_EM, KEY_GAP_EM, break_links, link_fonts, link_width
from cramp_coach.ui.theme import LEAST_TARGET_PX, Theme
from cramp_coach.ui.widgets import FOCUS_PX

PAD_PX = 9
"""The plate of a link reaches so far beyond its words, also beyond the margin of the page."""


class Link(QAbstractButton):
    """A key and what it does, in one line; a button for those who would rather press it."""

    def __init__(self, theme: Theme, key: str, title: str, line: str, parent: QWidget) -> None:
        """Make a link; `line` tells assistive technology more."""
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self._px = 20.0
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{line} ({key})" if key else line)
        # Never by a click: after it, Space must mean "it stopped" again and not this button.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def set_title(self, title: str) -> None:
        """Change the words."""
        if title != self.text():
            self.setText(title)
            self.setAccessibleName(title)

    def set_px(self, px: float) -> None:
        """Write at this font size."""
        if px != self._px:
            self._px = px
            self.update()

    def width_at(self, px: float) -> float:
        """Return how wide key and words are at a font size."""
        return link_width(self._key, self.text(), self._theme, px)

    @property
    def words(self) -> tuple[str, str]:
        """The key and the title."""
        return self._key, self.text()

    @property
    def px(self) -> float:
        """The font size of the words."""
        return self._px

    def words_width(self) -> float:
        """Return how wide key and words are as they are written."""
        return self.width_at(self._px)

    def sizeHint(self) -> QSize:
        """Return the words with a target's size."""
        wide = max(float(LEAST_TARGET_PX), self.words_width() + 2 * PAD_PX)
        return QSize(round(wide), max(LEAST_TARGET_PX, round(self._px * 1.5)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the key dim and the words plain, and a plate under the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1.5, 3, -1.5, -3)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("raised" if self.isDown() else "card"))
            painter.drawRoundedRect(area, 10, 10)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("text"), FOCUS_PX))
            painter.drawRoundedRect(area, 10, 10)
        key, title = link_fonts(self._theme, self._px)
        left = (self.width() - self.width_at(self._px)) / 2
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        if self._key:
            painter.setFont(key)
            painter.setPen(self._theme.colour("dim"))
            painter.drawText(QRectF(left, 0, self.width(), self.height()), flags, self._key)
            left += QFontMetricsF(key).horizontalAdvance(self._key) + self._px * KEY_GAP_EM
        painter.setFont(title)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), flags, self.text())


class LinkRow(QWidget):
    """Links in one row where they fit, else in two or three."""

    chosen = Signal(object)
    """The wish of a link."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Begin with none."""
        super().__init__(parent)
        self._theme = theme
        self._links: dict[Link, object] = {}
        self._rows: list[list[Link]] = []
        self._asked: tuple[object, ...] = ()
        """For what the rows were last broken; measuring letters is not free."""
        self._height = 0
        self.setMouseTracking(True)

    def add(self, key: str, title: str, line: str, wish: object) -> Link:
        """Add a link that asks for `wish`."""
        link = Link(self._theme, key, title, line, self)
        link.clicked.connect(self._clicked)
        self._links[link] = wish
        return link

    def _clicked(self) -> None:
        link = self.sender()
        if isinstance(link, Link):
            self.chosen.emit(self._links[link])

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        for link in self._links:
            link.set_theme(theme)

    def width_at(self, px: float) -> float:
        """Return how wide all links are in one row at a font size."""
        wide = sum(link.width_at(px) for link in self._links)
        return wide + px * GAP_EM * (len(self._links) - 1)

    def height_for(self, width: int, px: float, most_rows: int) -> int:
        """Break the links into rows of `width`; return how high they are.

        They are written at `px`, or at the largest size that needs no more than `most_rows`.
        """
        asked = (self._theme, width, px, most_rows, *(link.text() for link in self._links))
        if asked == self._asked:
            return self._height
        self._asked = asked
        links = list(self._links)
        found = break_links([link.words for link in links], self._theme, width, px, most_rows)
        self._rows = [[links[number] for number in row] for row in found.rows]
        for link in links:
            link.set_px(found.px)
        self._height = found.height
        return self._height

    def place(self, area: QRect, *, spread: bool) -> None:
        """Take `area`, and a little to its left and right.

        With `spread` a lone row reaches from edge to edge, else it ends at the right edge.
        """
        self.setGeometry(area.adjusted(-PAD_PX, 0, PAD_PX, 0))
        row_h = area.height() // max(len(self._rows), 1)
        for n, row in enumerate(self._rows):
            widths = [link.words_width() for link in row]
            gap = (area.width() - sum(widths)) / max(len(row) - 1, 1)
            if len(self._rows) > 1 or not spread:
                gap = min(gap, 2.4 * row[0].px * GAP_EM)
            x = float(PAD_PX)
            if not spread:
                x += area.width() - sum(widths) - gap * (len(row) - 1)
            for link, wide in zip(row, widths, strict=True):
                link.setGeometry(round(x - PAD_PX), n * row_h, round(wide + 2 * PAD_PX), row_h)
                x += wide + gap
