"""What works on this computer: one plain sentence for each part, its state by shape and word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from cramp_coach.ui.places import Place
from cramp_coach.ui.reading_page import BUTTON_PX, ReadingPage
from cramp_coach.ui.settings_rows import FIXED, Group, text
from cramp_coach.ui.widgets import TouchButton

if TYPE_CHECKING:
    from cramp_coach.core.content import Words
    from cramp_coach.core.ports import Works
    from cramp_coach.ui.theme import Theme

ORDER = ("voice", "sound", "journal", "folders", "keep-awake", "resume", "tray", "notices")
"""What a person in pain would miss most comes first."""


class WorksPage(ReadingPage):
    """Place.WORKS."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """Begin with nothing known."""
        super().__init__(theme, words, words("works.title"), words("works.close"))
        self.column.addWidget(text(words("works.line"), "lead"))
        self._asking = text(words("works.asking"), "label")
        self.column.addWidget(self._asking)
        self._card = Group(theme)
        self._card.hide()
        self.column.addWidget(self._card)
        self._again = TouchButton(theme, words("works.check_again"), px=BUTTON_PX)
        self._again.setSizePolicy(FIXED)
        self._again.clicked.connect(self._on_again)
        self.column.addWidget(self._again)
        self.column.addStretch(1)
        self._rows: dict[str, PartRow] = {}

    def show_works(self, works: tuple[Works, ...]) -> None:
        """Show what is known now."""
        known = {one.part: one for one in works}
        for part in sorted(known, key=ORDER.index):
            if part not in self._rows:
                self._rows[part] = PartRow(self._theme, self._words)
                self._card.add(self._rows[part])
            self._rows[part].show_part(known[part])
        self._asking.setVisible(not self._rows)
        self._card.setVisible(bool(self._rows))

    def row(self, part: str) -> PartRow:
        """Return the row of a part."""
        return self._rows[part]

    def _on_again(self) -> None:
        self.wanted.emit(Place.WORKS)


class PartRow(QWidget):
    """One part: a sign, its name, one word, and one sentence."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """Begin empty."""
        super().__init__()
        self._words = words
        self._sign = Sign(theme)
        self._name = text("", "label")
        self._state = text("", "state", wraps=False)
        self._sentence = text("", "line")
        self._detail = text("", "line")
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 10, 0, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._sign, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._state, 0, 2)
        grid.addWidget(self._sentence, 1, 1, 1, 2)
        grid.addWidget(self._detail, 2, 1, 1, 2)

    def show_part(self, works: Works) -> None:
        """Say how this part stands."""
        words = self._words
        self._sign.show_state(works.state)
        self._name.setText(words(f"works.{works.part}.name"))
        self._state.setText(words(f"works.state.{works.state}"))
        self._sentence.setText(words(f"works.{works.part}.{works.reason}"))
        self._detail.setText(works.detail)
        self._detail.setVisible(bool(works.detail))
        self.setAccessibleName(f"{self._name.text()}: {self._state.text()}")
        self.setAccessibleDescription(self._sentence.text())

    def says(self) -> tuple[str, ...]:
        """Return name, state, sentence and detail as they are shown."""
        return tuple(
            label.text() for label in (self._name, self._state, self._sentence, self._detail)
        )


class Sign(QWidget):
    """The state as a shape: a tick, a half, a cross, or a question mark."""

    def __init__(self, theme: Theme) -> None:
        """Begin as not known."""
        super().__init__()
        self._theme = theme
        self._state = "unknown"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_state(self, state: str) -> None:
        """Show "yes", "less", "no" or "unknown"."""
        if state != self._state:
            self._state = state
            self.update()

    def sizeHint(self) -> QSize:
        """Return a little more than a line of text."""
        side = round(max(30.0, self._theme.page_px(30)))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ring and what is in it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, side = self._theme, float(self.width())
        ring = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        colour = theme.colour({"yes": "ok", "no": "danger"}.get(self._state, "dim"))
        pen = QPen(colour, side * 0.09)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawEllipse(ring)

        def at(x: float, y: float) -> QPointF:
            return QPointF(x * side, y * side)

        match self._state:
            case "yes":
                painter.drawPolyline([at(0.3, 0.53), at(0.45, 0.67), at(0.71, 0.36)])
            case "no":
                painter.drawLine(at(0.35, 0.35), at(0.65, 0.65))
                painter.drawLine(at(0.65, 0.35), at(0.35, 0.65))
            case "less":
                painter.setBrush(colour)
                painter.drawChord(ring, 90 * 16, 180 * 16)
            case _:
                painter.setFont(theme.font(side * 0.55))
                painter.drawText(ring, int(Qt.AlignmentFlag.AlignCenter), "?")
