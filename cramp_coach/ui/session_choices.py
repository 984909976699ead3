"""Esc in a session: two big choices over the page, which goes on by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cramp_coach.core.coach import CHOICES_S
from cramp_coach.core.events import Act
from cramp_coach.ui import theme as themes
from cramp_coach.ui.session_layout import margin
from cramp_coach.ui.widgets import Lines, Press, TouchButton

if TYPE_CHECKING:
    from cramp_coach.core.content import Words
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.ui.theme import Theme


class Choices(QWidget):
    """The two: it stopped, and go on; each as large as fits."""

    acted = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        """Build the two."""
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._since: float | None = None
        """Where the clock of the cramp stood when the choices came."""
        self._title = Lines(theme)
        self._hint = Lines(theme, colour="dim", weight=QFont.Weight.DemiBold)
        self._stopped = TouchButton(
            theme, words("session.choices.stopped"), key=words("keys.stopped"), look="ok"
        )
        self._go_on = TouchButton(
            theme, words("session.choices.go_on"), key=words("keys.choices"), look="raised"
        )
        for part in (self._title, self._hint, self._stopped, self._go_on):
            part.setParent(self)
        for button, line in ((self._stopped, "stopped"), (self._go_on, "resume")):
            button.setAccessibleDescription(words(f"acts.line.{line}"))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._stopped.clicked.connect(self._on_stopped)
        self._go_on.clicked.connect(self._on_go_on)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        for part in (self._title, self._hint, self._stopped, self._go_on):
            part.set_theme(theme)
        self._arrange()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Say when it goes on by itself."""
        if self._since is None or self.isHidden():
            self._since = snapshot.elapsed_s
        practice = snapshot.kind == "practice"
        name = "leave_practice" if practice else "stopped"
        self._stopped.set_title(self._words(f"session.choices.{name}"))
        left = max(0, math.ceil(CHOICES_S - (snapshot.elapsed_s - self._since)))
        hint = self._words("session.choices.go_on_hint", seconds=left)
        self._hint.set_lines((hint,), self._hint_px())

    def _on_stopped(self) -> None:
        self.acted.emit(Press(Act.STOPPED))

    def _on_go_on(self) -> None:
        self.acted.emit(Press(Act.RESUME))

    def _hint_px(self) -> float:
        return max(self._theme.near_px() * 1.2, self.height() * 0.05)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room between the two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        m = margin(self.size())
        width, height = self.width() - 2 * m, self.height()
        px = min(max(self._theme.far_px(themes.INSTRUCTION_ARCMIN), height * 0.1), height * 0.2)
        title = self._words("session.choices.title")
        self._title.setGeometry(m, round(m * 0.6), width, round(px * 1.2))
        self._title.set_lines((title,), px)
        hint_h = round(self._hint_px() * 1.4)
        top = self._title.geometry().bottom() + m // 2
        room = QRect(m, top, width, height - top - hint_h - m)
        gap = round(self._theme.mm(themes.TARGET_GAP_MM))
        half = (room.width() - gap) // 2
        self._stopped.setGeometry(room.left(), room.top(), half, room.height())
        self._go_on.setGeometry(room.left() + half + gap, room.top(), half, room.height())
        large = min(px, room.height() * 0.3) / (self._theme.text_percent / 100)
        for button in (self._stopped, self._go_on):
            button.set_px(large)
        self._hint.setGeometry(m, room.top() + room.height() + m // 3, width, hint_h)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover the page below."""
        QPainter(self).fillRect(self.rect(), self._theme.colour("bg"))
