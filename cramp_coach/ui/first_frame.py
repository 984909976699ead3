"""The instruction alone, where the coaching screen will show it: for the time until that is built.

A person in pain reads these lines while the rest of the screen is still being made, so nothing is
imported here that they can do without, `Qt` with its thousand names least of all (17 ms): PySide6
makes that as soon as any pen or brush is made or set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from cramp_coach.ui.letters import paint_lines
from cramp_coach.ui.link_rows import break_links
from cramp_coach.ui.session_layout import (
    HINT_ROWS,
    HINTS,
    Layout,
    Wants,
    clock_px,
    digits,
    hint_words,
    lay_out,
    margin,
    side_word,
    small_px,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cramp_coach.core.content import Words
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.ui.theme import Theme


class FirstFrame:
    """Paints the instruction of a snapshot."""

    def __init__(self, words: Words) -> None:
        """Keep the words: the key hints, not painted yet, have their share of the height."""
        self._words = words
        self._hints = [hint_words(name, words) for name in HINTS]

    def layout(self, snapshot: Snapshot, theme: Theme, size: QSize) -> Layout:
        """Return where the coaching screen shows everything in a window of `size`."""
        width = size.width() - 2 * margin(size)
        small = small_px(theme, size.height())
        wants = Wants(
            size=size,
            lines=snapshot.form.shown,
            side=side_word(snapshot, self._words),
            digits=digits(snapshot),
            message=True,
            panel_px=0,
            clock_px=clock_px(theme, size.height(), banner=False),
            hints_px=break_links(self._hints, theme, width, small, HINT_ROWS).height,
        )
        return lay_out(wants, theme)

    def paint(self, widget: QWidget, snapshot: Snapshot, theme: Theme) -> None:
        """Paint on `widget`, from within its paint event, in the colour of its palette."""
        layout = self.layout(snapshot, theme, widget.size())
        painter = QPainter(widget)
        lines = snapshot.form.shown
        paint_lines(painter, QRectF(layout.instruction), lines, layout.instruction_px, theme)
        painter.end()
