"""Where things stand on the coaching screen: arithmetic that is cheap and can be tested.

The order in which things give way on a small screen is that of experience.md 3.1: first the
picture, then the ring becomes a number, then the number; the instruction last, and only its width.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetricsF

from cramp_coach.core.content import Side
from cramp_coach.core.events import Act
from cramp_coach.ui import theme as themes
from cramp_coach.ui.letters import LINE_SPACING

if TYPE_CHECKING:
    from cramp_coach.core.content import Words
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.ui.theme import Theme

MOST_OF_HEIGHT = 0.41
"""Share of the window that the instruction may take: two lines of 24' on the smallest laptop."""
LEAST_OF_HEIGHT = {"instruction": 0.085, "number": 0.24, "message": 0.05, "side": 0.05}
"""Read from near by, the arc-minutes ask for little; a large window is used all the same."""
MESSAGE_OF_HEIGHT = 0.1
LEAST_MIDDLE_PX = 64
"""Picture and number are never squeezed further by buttons."""
SMALL_OF_HEIGHT = 0.02
SIDE_OF_MIDDLE = 0.4
COLUMN_OF_WIDTH = 0.5
DIGIT_HEIGHT = 0.8
"""Height of a digit and a little air over its font size: digits have no tails."""
SIDE_LIFT = 0.09
TOP_OF_MARGIN = 0.8
AIR_ABOVE = 0.2
"""Air between the top of a line and its capitals, over the font size."""
SIDE_STEP = 1.11
"""From the top of the side word to what stands below it; its tail may reach beside the number."""
RING_ROOM = 0.54
"""Font size over the ring's width at which two digits keep clear of the ring."""
BAR_PX = 8
"""The bar of the ten minutes."""
HINT_ROWS = 2
HINTS = {
    "stopped": Act.STOPPED,
    "next": Act.NEXT,
    "previous": Act.PREVIOUS,
    "pause": Act.PAUSE,
    "help": Act.HELP,
    "cant_bear": Act.CANT_BEAR,
}
"""The keys that are named at the lower edge."""


class Wants(msgspec.Struct, frozen=True):
    """What has to find a place."""

    size: QSize
    lines: tuple[str, ...]
    side: str
    digits: int
    message: bool
    panel_px: int
    """Height of the buttons that are up, 0 for none."""
    clock_px: int
    hints_px: int


class Layout(msgspec.Struct, frozen=True):
    """Rectangles in pixels of the page, and font sizes."""

    instruction: QRect
    instruction_px: float
    picture: QRect
    side: QRect
    side_px: float
    count: QRect
    number_px: float
    ring: bool
    message: QRect
    message_px: float
    panel: QRect
    clock: QRect
    hints: QRect


def margin(size: QSize) -> int:
    """Return the one margin that everything is aligned to."""
    return max(14, min(64, round(size.width() * 0.03)))


def small_px(theme: Theme, height: int) -> float:
    """Return the size of what is read at the keyboard: 16' at 0.7 m, more on a large page."""
    return max(theme.near_px(), height * SMALL_OF_HEIGHT * theme.text_percent / 100)


def side_word(snapshot: Snapshot, words: Words) -> str:
    """Return which leg it is, or "" as long as nobody said so."""
    if snapshot.side is None:
        return ""
    return words("session.left_leg" if snapshot.side is Side.LEFT else "session.right_leg")


def digits(snapshot: Snapshot) -> int:
    """Return how many digits the countdown of a step needs."""
    return 3 if snapshot.step.seconds > 99 and snapshot.step.holds is None else 2


def hint_words(name: str, words: Words) -> tuple[str, str]:
    """Return the key and the title of a hint."""
    title = words("session.not_normal" if name == "help" else f"acts.{name}")
    return words(f"keys.{name}"), title


def clock_px(theme: Theme, height: int, *, banner: bool) -> int:
    """Return how high the row of the ten minutes is on a page so high."""
    text = small_px(theme, height) * 1.45
    if not banner:
        return round(BAR_PX + 6 + text)
    wish = min(theme.far_px(themes.HINT_ARCMIN), height * 0.06)
    return round(max(text, wish) * 1.5 + 8)


def instruction_px(lines: tuple[str, ...], theme: Theme, size: QSize) -> float:
    """Return the font size of an instruction: 24' where the width allows it."""
    wish = max(
        theme.far_px(themes.INSTRUCTION_ARCMIN), size.height() * LEAST_OF_HEIGHT["instruction"]
    )
    room = size.width() - 2 * margin(size)
    return themes.fitting_px(lines, theme, wish, room, size.height() * MOST_OF_HEIGHT, LINE_SPACING)


def lay_out(wants: Wants, theme: Theme) -> Layout:
    """Give everything its place."""
    size, m = wants.size, margin(wants.size)
    width, height = size.width() - 2 * m, size.height()
    hints_top = height - wants.hints_px - max(2, round(m * 0.2))
    clock_top = hints_top - wants.clock_px
    panel_gap = round(m * 0.4) if wants.panel_px else 0
    panel_top = clock_top - wants.panel_px - panel_gap
    crowded = wants.panel_px > height * 0.2
    message_px = _message_px(theme, height, crowded=crowded)
    message_h = round(message_px * 1.3) if wants.message else round(m * 0.3)
    message_top = panel_top - message_h
    px = _instruction_px(wants, theme, message_top, crowded=crowded)
    # The letters' own air above and below counts as margin: to the eye there is only one.
    top = max(2, round(m * TOP_OF_MARGIN - px * AIR_ABOVE))
    head = math.ceil(len(wants.lines) * px * LINE_SPACING)
    middle_top = top + head
    middle = QRect(m, middle_top, width, max(20, message_top - middle_top))
    column = _column(wants, theme, middle)
    count, side = column.count, column.side
    left = min(count.left(), side.left() if wants.side else count.left())
    return Layout(
        instruction=QRect(m, top, width, head),
        instruction_px=px,
        picture=QRect(m, middle.top(), max(20, left - m - round(m * 0.5)), middle.height()),
        side=side,
        side_px=column.side_px,
        count=count,
        number_px=column.number_px,
        ring=column.ring,
        message=QRect(m, message_top, width, message_h if wants.message else 0),
        message_px=message_px,
        panel=QRect(m, panel_top, width, wants.panel_px),
        clock=QRect(m, clock_top, width, wants.clock_px),
        hints=QRect(m, hints_top, width, wants.hints_px),
    )


def _instruction_px(wants: Wants, theme: Theme, bottom: int, *, crowded: bool) -> float:
    """Return the instruction's size: 24', less where side word and number would be too small.

    It gives way no further than 20', and to that with buttons up, when the person is at the
    keyboard; only in a tiny window the buttons leave it less.
    """
    most = instruction_px(wants.lines, theme, wants.size)
    least = min(most, theme.far_px(themes.INSTRUCTION_LEAST_ARCMIN))
    lines = max(len(wants.lines), 1) * LINE_SPACING
    above = margin(wants.size) * TOP_OF_MARGIN
    if crowded:
        fits = (bottom - above - LEAST_MIDDLE_PX) / (lines - AIR_ABOVE)
        return max(theme.near_px(), min(least, fits))
    need = theme.far_px(themes.COUNTDOWN_LEAST_ARCMIN) * DIGIT_HEIGHT
    if wants.side:
        need += theme.far_px(themes.SECONDARY_ARCMIN) * SIDE_STEP
    return min(most, max(least, (bottom - above - need) / (lines - AIR_ABOVE)))


def _message_px(theme: Theme, height: int, *, crowded: bool) -> float:
    if crowded:
        return max(16.0, min(theme.near_px() * 1.3, height * LEAST_OF_HEIGHT["message"]))
    wish = max(theme.far_px(themes.SECONDARY_ARCMIN), height * LEAST_OF_HEIGHT["message"])
    return min(wish, height * MESSAGE_OF_HEIGHT / 1.3)


class _Column(msgspec.Struct, frozen=True):
    side: QRect
    side_px: float
    count: QRect
    number_px: float
    ring: bool


def _column(wants: Wants, theme: Theme, middle: QRect) -> _Column:
    """Place the side word and the countdown below it, at the right."""
    bold = QFontMetricsF(theme.font(100, QFont.Weight.Bold))
    most = middle.width() * COLUMN_OF_WIDTH
    height = wants.size.height()
    side_px = 0.0
    if wants.side:
        wish = max(theme.far_px(themes.SECONDARY_ARCMIN), height * LEAST_OF_HEIGHT["side"])
        wide = bold.horizontalAdvance(wants.side) / 100
        side_px = min(wish, middle.height() * SIDE_OF_MIDDLE, most / wide)
    side_h = round(side_px * SIDE_STEP)
    number_wish = max(theme.far_px(themes.COUNTDOWN_ARCMIN), height * LEAST_OF_HEIGHT["number"])
    least = theme.far_px(themes.COUNTDOWN_LEAST_ARCMIN)
    room_h = middle.height() - side_h
    ring_side = min(room_h, number_wish / RING_ROOM, most * 0.9)
    ring = not theme.reduced_motion and ring_side * RING_ROOM >= least
    if ring:
        number_px = ring_side * RING_ROOM
        count_w = count_h = round(ring_side)
    else:
        one = bold.horizontalAdvance("0") / 100
        # Half as wide again leaves room for "Hold 2 of 3" beside the number.
        number_px = min(number_wish, room_h / DIGIT_HEIGHT, most / (wants.digits * one * 1.55))
        count_w = round(number_px * one * wants.digits * 1.55)
        count_h = round(number_px * DIGIT_HEIGHT)
    side_w = round(bold.horizontalAdvance(wants.side) / 100 * side_px) + 2 if wants.side else 0
    right = middle.left() + middle.width()
    top = middle.top() + max(0, (room_h - count_h) // 2)
    count = QRect(right - count_w, top + side_h, count_w, count_h)
    left = right - max(count_w, side_w)
    # Pulled up by the air above its letters, so that its tail clears the number.
    lift = round(side_px * SIDE_LIFT)
    side = QRect(left, top - lift, right - left, math.ceil(side_px * LINE_SPACING))
    return _Column(side, side_px, count, number_px, ring)
