"""How links are broken into rows: arithmetic, for the row of links and for the first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QFont, QFontMetricsF

from cramp_coach.ui.theme import LEAST_TARGET_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cramp_coach.ui.theme import Theme

GAP_EM = 1.1
"""Air between two links over the height of their letters."""
KEY_GAP_EM = 0.4
"""Air between a key and its words."""
LEAST_PX = 11.0


class Rows(NamedTuple):
    """Which links stand in which row, by their numbers, and how large they are written."""

    rows: list[list[int]]
    px: float
    height: int
    """Pixels of all rows."""


def link_fonts(theme: Theme, px: float) -> tuple[QFont, QFont]:
    """Return the fonts of a key and of its words."""
    return theme.font(px, QFont.Weight.Medium), theme.font(px)


def link_width(key: str, title: str, theme: Theme, px: float) -> float:
    """Return how wide a link is at a font size."""
    key_font, title_font = link_fonts(theme, px)
    wide = QFontMetricsF(title_font).horizontalAdvance(title)
    if key:
        wide += QFontMetricsF(key_font).horizontalAdvance(key) + px * KEY_GAP_EM
    return wide


def break_links(
    links: Sequence[tuple[str, str]], theme: Theme, width: int, px: float, most_rows: int
) -> Rows:
    """Break links, each a key and a title, into rows of `width`.

    They are written at `px`, or at the largest size that needs no more than `most_rows`.
    """
    while True:
        widths = [link_width(key, title, theme, px) for key, title in links]
        rows = _broken(widths, px * GAP_EM, width)
        if len(rows) <= most_rows or px <= LEAST_PX:
            break
        px *= 0.95
    rows = _evened_out(rows, widths, px * GAP_EM, width)
    return Rows(rows, px, max(LEAST_TARGET_PX, round(px * 1.5)) * len(rows))


def _broken(widths: list[float], gap: float, width: float) -> list[list[int]]:
    rows: list[list[int]] = [[]]
    used = 0.0
    for number, wide in enumerate(widths):
        if rows[-1] and used + gap + wide > width:
            rows.append([])
            used = 0.0
        used += wide + (gap if rows[-1] else 0.0)
        rows[-1].append(number)
    return rows


def _evened_out(
    rows: list[list[int]], widths: list[float], gap: float, width: int
) -> list[list[int]]:
    """Fill the rows alike, so that no link stands alone in the last one."""
    for share in range(95, 45, -5) if len(rows) > 1 else ():
        closer = _broken(widths, gap, width * share // 100)
        if len(closer) > len(rows):
            break
        rows = closer
    return rows
