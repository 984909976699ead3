"""The buttons of the coaching screen for a mouse or a finger: plates that come up and go away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from cramp_coach.ui import theme as themes
from cramp_coach.ui.theme import LEAST_TARGET_PX, Theme
from cramp_coach.ui.widgets import Look, Press, TouchButton

SLIM_MM = 12.0
"""Height of the strip that offers the other muscles unasked; big plates come with M."""
SLIM_GAP_PX = 10
COLUMNS = 4
MOST = 0.42
"""Share of the page's height that plates may take before they stand closer."""
TITLE_OF_PLATE = 0.3
"""Font size of a title over the height of its plate."""
LEAST_OF_OTHERS = 0.85
"""A title that would be smaller than so much of the others' size is said in a shorter word."""


@dataclass(frozen=True)
class Plate:
    """One button: its words, its key, what it asks for."""

    title: str
    key: str
    line: str
    wish: Press | str
    """A `Press` for the session, or the name of something the page does itself."""
    look: Look = "raised"
    chosen: bool = False
    short: str = ""
    """What stands on the plate where its title would be smaller than those of the others."""


class _Grid(NamedTuple):
    columns: int
    plate_h: int
    gap: int


class Panel(QWidget):
    """A grid of plates, each 60 by 20 mm of the real screen where the window allows it."""

    pressed = Signal(object)
    """The `wish` of a plate."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Begin with no plates, hidden."""
        super().__init__(parent)
        self._theme = theme
        self._plates: tuple[Plate, ...] = ()
        self._buttons: list[TouchButton] = []
        self._slim = False
        self._tight = False
        self.setMouseTracking(True)
        self.hide()

    @property
    def plates(self) -> tuple[Plate, ...]:
        """What is offered."""
        return self._plates

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme

    def set_plates(self, plates: tuple[Plate, ...], *, slim: bool) -> None:
        """Offer these; `slim` in one low row."""
        self._slim = slim
        if plates == self._plates:
            return
        self._plates = plates
        while len(self._buttons) < len(plates):
            self._buttons.append(self._new_button())
        for n, button in enumerate(self._buttons):
            button.setVisible(n < len(plates))
            if n < len(plates):
                plate = plates[n]
                button.set_key(plate.key)
                button.set_look(plate.look)
                button.setAccessibleDescription(plate.line)
                button.setCheckable(plate.chosen)
                button.setChecked(plate.chosen)

    def _new_button(self) -> TouchButton:
        button = TouchButton(self._theme, "")
        button.setParent(self)
        button.setMouseTracking(True)
        # Never by a click: after it, Space must mean "it stopped" again and not this button.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._clicked)
        return button

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, TouchButton):
            self.pressed.emit(self._plates[self._buttons.index(button)].wish)

    def has_focus(self) -> bool:
        """Whether the keyboard is on one of the plates."""
        return any(button.hasFocus() for button in self._buttons)

    def height_for(self, width: int, height: int) -> int:
        """Return how high the plates are when they share `width`, on a page so high."""
        self._tight = False
        grid = self._grid(width)
        if not self._slim and self._rows(grid.columns) * (grid.plate_h + grid.gap) > height * MOST:
            self._tight = True
            grid = self._grid(width)
        rows = self._rows(grid.columns)
        return rows * grid.plate_h + (rows - 1) * grid.gap if rows else 0

    def _rows(self, columns: int) -> int:
        return -(-len(self._plates) // columns)

    def _grid(self, width: int) -> _Grid:
        """Return how the plates stand: at their full size, or four abreast in a small window."""
        if self._slim:
            return _Grid(len(self._plates), self._slim_px(), SLIM_GAP_PX)
        gap = round(self._theme.mm(themes.TARGET_GAP_MM))
        least_w, least_h = (self._theme.mm(mm) for mm in themes.TARGET_MM)
        columns = max(1, min(len(self._plates), COLUMNS, int((width + gap) // (least_w + gap))))
        tall = max(LEAST_TARGET_PX, round(least_h))
        if self._tight:
            return _Grid(min(len(self._plates), COLUMNS), tall, gap // 2)
        return _Grid(columns, tall, gap)

    def _slim_px(self) -> int:
        return round(max(LEAST_TARGET_PX, self._theme.mm(SLIM_MM)))

    def strip_in(self, row: QRect) -> QRect:
        """Return where slim plates lie in a row of the page: as high as the letters ask."""
        wish = round(self._slim_px() * self._theme.text_percent / 100)
        air = max(4, row.height() // 12)
        high = max(LEAST_TARGET_PX, min(wish, row.height() - air))
        return QRect(row.left(), row.bottom() + 1 - air - high, row.width(), high)

    def place(self) -> None:
        """Put the plates where they belong in the panel's own size."""
        if not self._plates:
            return
        columns, plate_h, gap = self._grid(self.width())
        if self._slim:
            plate_h = self.height()
        plate_w = (self.width() - (columns - 1) * gap) / columns
        wish = plate_h * (0.4 if self._slim else TITLE_OF_PLATE)
        for n, button in enumerate(self._buttons[: len(self._plates)]):
            row, column = divmod(n, columns)
            button.set_title(self._plates[n].title)
            button.set_form(beside=self._slim)
            button.set_px(max(wish, self._theme.near_px()) / (self._theme.text_percent / 100))
            button.setGeometry(
                round(column * (plate_w + gap)), row * (plate_h + gap), round(plate_w), plate_h
            )
        self._write_alike()

    def _write_alike(self) -> None:
        """Write all titles at the size of the smallest; a long one gives way to a short word."""
        shown = list(zip(self._plates, self._buttons, strict=False))
        least = min(button.title_px() for plate, button in shown if not plate.short)
        for plate, button in shown:
            if plate.short and button.title_px() < least * LEAST_OF_OTHERS:
                button.set_title(plate.short)
        least = min(button.title_px() for _, button in shown)
        for _, button in shown:
            button.set_px(least / (self._theme.text_percent / 100))
