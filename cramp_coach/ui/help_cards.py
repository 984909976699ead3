"""What the screens of the last minutes share: cards with a code, and how the parts stack.

They place their parts themselves instead of by a layout, because here the text must give way to
the window and never the other way round: nothing is cut and nothing scrolls.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from cramp_coach.ui.passage import SLACK, SPACING, Passage
from cramp_coach.ui.qr import QrCode
from cramp_coach.ui.theme import LEAST_TARGET_PX, TARGET_MM, Theme, fitting_px
from cramp_coach.ui.widgets import Look, TouchButton, apply_theme

if TYPE_CHECKING:
    from cramp_coach.core.content import Words


_LEAST_TITLE_PX = 15
_LONG_WORD = 16


# -- a button with a code ----------------------------------------------------------------------


class Card(TouchButton):
    """A wide button: the key above, the title, a line below, at the right its code."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        key: str = "",
        line: str = "",
        look: Look = "plain",
        px: float = 34.0,
        description: str = "",
    ) -> None:
        """Make a card; `px` is the title's font size before the text setting."""
        super().__init__(theme, title, key=key, look=look, px=px, description=description or line)
        self._line = line
        self.code = QrCode(theme)
        self.code.setParent(self)
        self.code.hide()
        self._enlarged = False

    def set_card(self, title: str, line: str, payload: str = "", code_name: str = "") -> None:
        """Say what the card is for; `payload` is what its code holds, "" for none."""
        self.set_title(title)
        if line != self._line:
            self._line = line
            self.setAccessibleDescription(line)
            self.update()
        self.code.set_code(payload, code_name)
        self.code.setVisible(bool(payload))
        # Without a code there is nothing to enlarge: then it is words only.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if payload else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if payload else Qt.CursorShape.ArrowCursor)
        self._place_code()

    def set_enlarged(self, enlarged: bool) -> None:
        """Put the code below the words, as large as it can be, or back beside them."""
        self._enlarged = enlarged
        self._place_code()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the code in its corner."""
        super().resizeEvent(event)
        self._place_code()

    def _pad(self) -> int:
        return round(max(8.0, min(18.0, min(self.width(), self.height()) * 0.08)))

    def words_area(self) -> QRectF:
        """Return where the words go."""
        pad = self._pad()
        area = QRectF(self.rect()).adjusted(pad * 1.6, pad * 0.6, -pad * 1.6, -pad * 0.6)
        if self.code.payload and self._enlarged:
            area.setHeight(self._enlarged_words_height())
        elif self.code.payload:
            area.setRight(self.code.geometry().left() - pad)
        return area

    def _enlarged_words_height(self) -> float:
        return max(56.0, self.height() * 0.24)

    def _place_code(self) -> None:
        pad = self._pad()
        if self._enlarged:
            top = round(self._enlarged_words_height() + pad)
            self.code.setGeometry(
                pad, top, self.width() - 2 * pad, max(0, self.height() - top - pad)
            )
            return
        side = max(0, min(self.height() - 2 * pad, round(self.width() * 0.42)))
        self.code.setGeometry(self.width() - side - pad, (self.height() - side) // 2, side, side)

    def sizeHint(self) -> QSize:
        """Return a size with room for the words and a code."""
        px = self._theme.page_px(self._px)
        return QSize(round(px * 9), round(px * 3.2))

    def minimumSizeHint(self) -> QSize:
        """Return a size that is still a target for a finger; the words give way."""
        return QSize(44, 44)

    def font_at(self, px: float) -> QFont:
        """Return the font of the title at a size."""
        return self._theme.font(px, QFont.Weight.Bold)

    def words_shown(self) -> tuple[tuple[str, ...], float, tuple[str, ...], float]:
        """Return the lines of the title and their font size, then those of the line below it.

        Sizes are whole pixels. The title grows with the card, up to twice its size; both break in
        two where that makes them larger.
        """
        area = self.words_area()
        wide, high = area.width() / SLACK, area.height()
        least = self._theme.page_px(self._px)
        wish = min(max(least, high * 0.34), least * 2)
        below = 0.5 * (bool(self._key) + bool(self._line))
        title, title_px = self._best(self.text(), wish, wide, high / (1 + below), high * 0.66)
        if title_px < _LEAST_TITLE_PX:  # a very long name: better short than too small to read
            title_px = _LEAST_TITLE_PX
            metrics = QFontMetricsF(self.font_at(title_px))
            cut = Qt.TextElideMode.ElideRight
            title = tuple(metrics.elidedText(words, cut, area.width()) for words in title)
        small = min(max(title_px * 0.5, self._theme.page_px(16)), title_px)
        left = max(1.0, high - len(title) * title_px * SPACING)
        keys = 1 if self._key else 0
        line, small_px = self._best(
            self._line, small, wide, left / (1 + keys), left * 2 / (2 + keys)
        )
        return title, math.floor(title_px), line, math.floor(small_px)

    def _best(
        self, text: str, wish: float, wide: float, one_high: float, two_high: float
    ) -> tuple[tuple[str, ...], float]:
        """Return `text` in one line, or in two where that makes it clearly larger, and the size."""
        best: tuple[str, ...] = (text,)
        best_px = 0.0
        for lines in _breaks(text):
            high = one_high if len(lines) == 1 else two_high
            px = fitting_px(lines, self._theme, wish, wide, high, SPACING)
            if px > best_px * 1.15:
                best, best_px = lines, px
        return best, best_px

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        area = self.words_area()
        title, title_px, line, small_px = self.words_shown()
        quiet = self._look in ("plain", "raised")
        ink = self._theme.colour("text" if quiet else _INK[self._look])
        dim = self._theme.colour("dim") if quiet else ink
        small, large = self._theme.font(small_px, QFont.Weight.Medium), self.font_at(title_px)
        rows = [
            (self._key, small, small_px, dim),
            *((words, large, title_px, ink) for words in title),
            *((words, small, small_px, dim) for words in line),
        ]
        rows = [row for row in rows if row[0]]
        y = area.top() + max(0.0, area.height() - sum(row[2] for row in rows) * SPACING) / 2
        centred = self._enlarged and bool(self.code.payload)
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        for text, font, px, colour in rows:
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(
                QRectF(area.left(), y, area.width(), px * SPACING),
                int(side | Qt.AlignmentFlag.AlignVCenter),
                text,
            )
            y += px * SPACING


def _breaks(text: str) -> list[tuple[str, ...]]:
    """Return `text` in one line, and in two and in three where they are most even.

    A very long double name may be broken after its hyphen.
    """
    words = [part + " " * end for word in text.split(" ") for part, end in _parts(word)]
    found: list[tuple[str, ...]] = [(text,)]
    for count in (2, 3):
        cuts = itertools.combinations(range(1, len(words)), count - 1)
        ways = [
            tuple("".join(words[a:b]).strip() for a, b in itertools.pairwise((0, *cut, len(words))))
            for cut in cuts
        ]
        found += sorted(ways, key=lambda lines: max(map(len, lines)))[:1]
    return found


def _parts(word: str) -> list[tuple[str, bool]]:
    """Return the pieces of a word, each with whether the word ends there."""
    first, hyphen, rest = word.partition("-")
    if len(word) <= _LONG_WORD or not hyphen:
        return [(word, True)]
    return [(first + hyphen, False), (rest, True)]


_INK: dict[Look, str] = {"ok": "on_ok", "danger": "on_danger", "big": "on_big", "quiet": "text"}


# -- how the parts stack -----------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A part of a screen from margin to margin. All lengths are logical pixels."""

    place: Callable[[QRect], None]
    wish: float
    least: float = 0.0
    gap: float = 0.0
    """Air above it; shrinks with everything else."""
    grows: bool = False
    """Takes what is left over."""


def passage_row(
    passage: Passage, width: float, *, least: float | None = None, gap: float = 0.0
) -> Row:
    """Return a row as high as the text at its wished size, which may shrink to a share, `least`.

    Without `least` it is text for arm's length: what the text setting made larger gives way first,
    before the lines that are to be read from afar.
    """
    least_px = passage.wish_px * (least or passage.least_share())
    return Row(
        passage.setGeometry,
        wish=passage.height_for(width),
        least=passage.height_for(width, least_px),
        gap=gap,
    )


def air(weight_px: float = 0.0) -> Row:
    """Return a row that stays empty and takes what is left over."""
    return Row(lambda _: None, weight_px, 0.0, grows=True)


def target_row(place: Callable[[QRect], None], theme: Theme, screen: Screen, gap: float) -> Row:
    """Return a row of session buttons: 20 mm high; less only where a window lacks the room."""
    wish = max(float(LEAST_TARGET_PX), theme.mm(TARGET_MM[1]), screen.height() * 0.1)
    least = max(float(LEAST_TARGET_PX), min(wish, screen.height() * 0.12))
    return Row(place, wish, least, gap=gap)


def stack(area: QRect, rows: Sequence[Row]) -> None:
    """Place `rows` from the top of `area` down; if they do not fit, all give way by their means."""
    gaps = sum(row.gap for row in rows)
    wish = sum(row.wish for row in rows)
    room = area.height() - gaps
    heights = [row.wish for row in rows]
    squeeze = 1.0
    if wish > room:
        give = sum(row.wish - row.least for row in rows)
        share = min(1.0, (wish - room) / give) if give else 1.0
        heights = [row.wish - (row.wish - row.least) * share for row in rows]
        if sum(heights) > room:  # not even the least fits: then everything shrinks alike
            squeeze = area.height() / (sum(heights) + gaps)
    growing = sum(row.grows for row in rows)
    spare = max(0.0, room - sum(heights)) / growing if growing else 0.0
    y = float(area.top())
    for row, height in zip(rows, heights, strict=True):
        y += row.gap * squeeze
        tall = (height + (spare if row.grows else 0.0)) * squeeze
        row.place(QRect(area.left(), round(y), area.width(), round(y + tall) - round(y)))
        y += tall


def columns(area: QRect, widgets: Sequence[QWidget], gap: float, weights: Sequence[float]) -> None:
    """Place `widgets` side by side in `area`, with widths by `weights`."""
    room = area.width() - gap * (len(widgets) - 1)
    x = float(area.left())
    for widget, weight in zip(widgets, weights, strict=True):
        wide = room * weight / sum(weights)
        widget.setGeometry(round(x), area.top(), round(x + wide) - round(x), area.height())
        x += wide + gap


class Screen(QWidget):
    """Base of these pages: knows its theme and words, and places its parts when it must."""

    acted = Signal(object)
    """A `Press`."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """Remember both; nothing is placed yet."""
        super().__init__()
        self._theme = theme
        self._words = words

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        apply_theme(self, theme)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Place the parts; each page knows its own."""
        raise NotImplementedError

    def _area(self) -> QRect:
        """Return the page without its margins."""
        side = round(max(16, min(self.width() * 0.036, 64)))
        top = round(max(12, min(self.height() * 0.045, 48)))
        return self.rect().adjusted(side, top, -side, -top)

    def _gap(self) -> float:
        """Return the air between two parts."""
        return max(8.0, self.height() * 0.018)

    def _scale(self) -> float:
        """Return by how much a large page may be written larger; it is read from afar as well."""
        return max(1.0, min(self.height() / 768, self.width() / 1200))

    def _px(self, pixels: float) -> float:
        """Return a font size for this page, grown by the text setting and by the page."""
        return self._theme.page_px(pixels) * self._scale()

    def _near_px(self) -> float:
        """Return the font size of what is small: for the person at the keyboard at least."""
        return max(self._theme.near_px(), self._px(18))

    def _scale_buttons(self, *buttons: tuple[TouchButton, float]) -> None:
        """Write buttons at a size that suits the page; each comes with its size at 768 pixels."""
        for button, px in buttons:
            button.set_px(px * self._scale())


# -- times -------------------------------------------------------------------------------------


def clock(words: Words, seconds: float) -> str:
    """Return a length of time as a clock shows it: "12:05"."""
    whole = int(max(0.0, seconds))
    return words("time.minutes_seconds", minutes=whole // 60, seconds=whole % 60)


def duration(words: Words, seconds: float) -> str:
    """Return a length of time as one reads it: "2 min 40 s", "45 s", "10 min"."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    parts = [words("time.minutes", n=minutes)] if minutes else []
    if rest or not minutes:
        parts.append(words("time.seconds", n=rest))
    return " ".join(parts)
