"""The frame of every page that is read at arm's length: a head that stays, a column that scrolls.

Cramp now and the way back stand in the head, so that they are there wherever one has scrolled to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from cramp_coach.ui.page_style import style_sheet
from cramp_coach.ui.passage import Passage
from cramp_coach.ui.places import Place
from cramp_coach.ui.session_layout import margin
from cramp_coach.ui.widgets import TouchButton, apply_theme

if TYPE_CHECKING:
    from cramp_coach.core.content import Words
    from cramp_coach.ui.theme import Theme

COLUMN_PX = 980.0
"""Widest a column of text and controls gets at 100 % text; longer lines are hard to follow."""
TITLE_PX = 30.0
BUTTON_PX = 18.0


class NowButton(TouchButton):
    """Cramp now, on a page where it is not the only thing. It acts when it is pressed, once."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Act at once: someone in pain may never let go cleanly."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.click()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing more."""


class ReadingPage(QWidget):
    """Base of settings, what works, and keys."""

    wanted = Signal(object)
    """A `Place`."""
    cramp_now = Signal()

    def __init__(self, theme: Theme, words: Words, title: str, close: str) -> None:
        """`title` heads the page; `close` is on the button that leads home."""
        super().__init__()
        self._theme = theme
        self._stale = False
        """The theme is newer than what the parts were told of."""
        self._words = words
        self._title = Passage(theme, weight=QFont.Weight.Bold)
        self._title.setParent(self)
        self._title.set_paragraphs([title])
        self._now = NowButton(
            theme, words("settings.cramp_now"), key=words("keys.now_anywhere"), px=BUTTON_PX,
            look="big", description=words("a11y.cramp_now_description"),
        )  # fmt: skip
        self._now.clicked.connect(self.cramp_now)
        self._close = TouchButton(theme, close, key=words("keys.choices"), px=BUTTON_PX)
        self._close.clicked.connect(self._go_home)
        for button in (self._now, self._close):
            button.setParent(self)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        # Qt trusts an assistive technology to know how many bars a scroll area has just now, and
        # reads beyond its list if one has gone meanwhile. So it has none; the bar is our own.
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._inside.setObjectName("inside")
        self.column = QVBoxLayout(self._inside)
        self._scroll.setWidget(self._inside)
        self._scroll_bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._scroll_bar.hide()
        hidden = self._scroll.verticalScrollBar()
        hidden.rangeChanged.connect(self._on_range)
        hidden.valueChanged.connect(self._scroll_bar.setValue)
        self._scroll_bar.valueChanged.connect(hidden.setValue)
        self.setObjectName("page")
        self._dress()

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on.

        A page that is not shown waits: to style it costs a tenth of a second, which a session that
        runs meanwhile must not feel.
        """
        if theme == self._theme:
            return
        self._theme = theme
        self._stale = True
        if self.isVisible():
            self._restyle()

    def _restyle(self) -> None:
        self._stale = False
        apply_theme(self, self._theme)
        self._dress()
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Take over the theme that came while nobody looked."""
        if self._stale:
            self._restyle()
        super().showEvent(event)

    def _dress(self) -> None:
        self.setFont(self._theme.font(self._theme.page_px(18), QFont.Weight.Medium))
        self.setStyleSheet(style_sheet(self._theme))
        self.column.setSpacing(round(self._theme.page_px(22)))

    def _go_home(self) -> None:
        self.wanted.emit(Place.HOME)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by the keyboard, with whatever key the control in focus has no use for."""
        bar = self._scroll.verticalScrollBar()
        line, page = round(self._theme.page_px(60)), round(bar.pageStep() * 0.9)
        by = {
            Qt.Key.Key_Down: line, Qt.Key.Key_Up: -line,
            Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_Home: -bar.maximum(), Qt.Key.Key_End: bar.maximum(),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if by is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + by)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place head and column anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        m = margin(self.size())
        side = max(m, round((self.width() - self._theme.page_px(COLUMN_PX)) / 2))
        head = self._arrange_head(QRect(side, max(8, m // 2), self.width() - 2 * side, 0))
        foot = self._arrange_foot(side, self.width() - 2 * side)
        self._scroll.setGeometry(0, head, self.width(), max(0, foot - head))
        wide = self._scroll_bar.sizeHint().width()
        self._scroll_bar.setGeometry(self.width() - wide, head, wide, max(0, foot - head))
        self.column.setContentsMargins(side, round(m * 0.4), side, m)

    def _on_range(self, least: int, most: int) -> None:
        """Show the bar while there is something to scroll; it stands in the margin."""
        self._scroll_bar.setRange(least, most)
        self._scroll_bar.setPageStep(self._scroll.viewport().height())
        self._scroll_bar.setSingleStep(self._scroll.verticalScrollBar().singleStep())
        self._scroll_bar.setVisible(most > least)

    def _arrange_foot(self, left: int, width: int) -> int:
        """Place what stays below the column, where a page has it; return where that begins."""
        return self.height()

    def _set_title(self, title: str) -> None:
        self._title.set_paragraphs([title])

    def _arrange_head(self, area: QRect) -> int:
        """Place title and buttons from the top of `area`; return where the column may begin."""
        gap = round(self._theme.page_px(10))
        x = area.right() + 1
        tall = max(self._now.sizeHint().height(), self._close.sizeHint().height())
        for button in (self._close, self._now):
            if button.isHidden():
                continue
            wide = button.sizeHint().width()
            x -= wide
            button.setGeometry(x, area.top(), wide, tall)
            x -= gap
        self._title.set_paragraphs([self._title.text()], self._theme.page_px(TITLE_PX))
        self._title.setGeometry(area.left(), area.top(), max(60, x - area.left()), tall)
        return area.top() + tall + gap
