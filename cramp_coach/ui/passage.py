"""Text that fits its place: as large as wished for, smaller where it must be, and never cut."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_coach.ui.theme import Theme

SPACING = 1.2
SLACK = 1.02
"""Letters at their real size are up to so much wider than scaled down from `_PROBE_PX`."""
_PROBE_PX = 100.0
_LEAST_PX = 6


class Passage(QLabel):
    """One or more paragraphs, wrapped, as large as wished for and never larger than fits."""

    def __init__(
        self,
        theme: Theme,
        *,
        colour: str = "text",
        weight: QFont.Weight = QFont.Weight.DemiBold,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        wrap: bool = True,
        spacing: float = SPACING,
        even: bool = False,
    ) -> None:
        """Begin empty; `colour` is a token of the palette.

        Without `wrap` a paragraph is a line. `spacing` is the height of a line over the font size;
        below 1 there is room for digits only. `even` leaves no single word for the last line.
        """
        super().__init__()
        self._theme = theme
        self._colour = colour
        self._weight = weight
        self._align = align
        self._wrap = wrap
        self._spacing = spacing
        self._even = even
        self._paragraphs: tuple[str, ...] = ()
        self._wish_px = 20.0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def set_paragraphs(
        self, paragraphs: Sequence[str], wish_px: float | None = None, colour: str | None = None
    ) -> None:
        """Show `paragraphs`, each from a line of its own, at `wish_px` font pixels at most."""
        new = tuple(paragraphs), wish_px or self._wish_px, colour or self._colour
        if new == (self._paragraphs, self._wish_px, self._colour):
            return
        self._paragraphs, self._wish_px, self._colour = new
        self.setText("\n".join(self._paragraphs))
        self.update()

    @property
    def wish_px(self) -> float:
        """The font size wished for, pixels."""
        return self._wish_px

    def least_share(self) -> float:
        """Return to which share of its wished size a text for arm's length may shrink."""
        return max(0.5, 0.75 * 100 / self._theme.text_percent)

    def height_for(self, width: float, px: float | None = None) -> float:
        """Return the height that the text takes at `px`, or at the size wished for.

        Where a word or an unwrapped line is wider than `width`, at the size at which it is not.
        """
        px = px or self._wish_px
        widest = max((self._advance(part) for part in self._unbroken()), default=0.0)
        if widest > 0:
            px = min(px, width * _PROBE_PX / (widest * SLACK))
        return len(self._wrapped(width, px)) * px * self._spacing

    def shown_px(self) -> float:
        """Return the font size, pixels, at which the text is really painted."""
        return self._fit(self.width(), self.height())

    def shown_lines(self) -> tuple[str, ...]:
        """Return the lines as they are really painted."""
        return self._wrapped(self.width(), self.shown_px())

    def shown_font(self) -> QFont:
        """Return the font in which the text is really painted."""
        return self._font(self.shown_px())

    def _font(self, px: float) -> QFont:
        font = self._theme.font(px, self._weight)
        if self._spacing < 1:
            font.unsetFeature(QFont.Tag("tnum"))  # a number that never changes needs no fixed width
        return font

    def _unbroken(self) -> list[str]:
        """Return what has to fit in one line."""
        if not self._wrap:
            return list(self._paragraphs)
        return [word for paragraph in self._paragraphs for word in paragraph.split(" ")]

    def _fits(self, px: float, width: float, height: float) -> bool:
        lines = self._wrapped(width, px)
        widest = max((self._advance(line) for line in lines), default=0.0) * px / _PROBE_PX
        return widest * SLACK <= width and len(lines) * px * self._spacing <= height + 0.5

    def _fit(self, width: float, height: float) -> float:
        """Return the largest whole size that fits, by halving between too small and too large."""
        if self._fits(self._wish_px, width, height):
            return math.floor(self._wish_px)
        small, large = _LEAST_PX, math.floor(self._wish_px)
        while large - small > 1:
            middle = (small + large) // 2
            small, large = (middle, large) if self._fits(middle, width, height) else (small, middle)
        return small

    def _advance(self, text: str) -> float:
        return QFontMetricsF(self._font(_PROBE_PX)).horizontalAdvance(text)

    def _wrapped(self, width: float, px: float) -> tuple[str, ...]:
        """Break the paragraphs where they would leave `width`; a word is never broken."""
        if not self._wrap:
            return self._paragraphs
        room = width * _PROBE_PX / (px * SLACK)
        metrics = QFontMetricsF(self._font(_PROBE_PX))
        lines = self._broken(room, metrics)
        if self._even and len(lines) > 1:
            # The narrowest room that takes no more lines.
            narrow, wide = room / 2, room
            while wide - narrow > room / 100:
                middle = (narrow + wide) / 2
                fits = len(self._broken(middle, metrics)) == len(lines)
                narrow, wide = (narrow, middle) if fits else (middle, wide)
            lines = self._broken(wide, metrics)
        return tuple(lines)

    def _broken(self, room: float, metrics: QFontMetricsF) -> list[str]:
        lines: list[str] = []
        for paragraph in self._paragraphs:
            line = ""
            for word in paragraph.split(" "):
                longer = f"{line} {word}" if line else word
                if line and metrics.horizontalAdvance(longer) > room:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, in the middle of the height if there is room to spare."""
        painter = QPainter(self)
        px = self.shown_px()
        font = self._font(px)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._theme.colour(self._colour))
        lines = self._wrapped(self.width(), px)
        step = px * self._spacing
        top = max(0.0, (self.height() - len(lines) * step) / 2)
        for n, line in enumerate(lines):
            place = QRectF(0, top + n * step, self.width(), step)
            if self._spacing < 1:  # room for digits alone: their middle is not that of the font
                place.translate(0, (metrics.capHeight() + metrics.descent() - metrics.ascent()) / 2)
                place.adjust(0, -px, 0, px)
            painter.drawText(place, int(self._align | Qt.AlignmentFlag.AlignVCenter), line)
