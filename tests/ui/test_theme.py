"""Every pair of colours that meets on a screen can be told apart (WCAG 2.2, 1.4.6 and 1.4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from cramp_coach.ui import theme as themes
from cramp_coach.ui.theme import DAY, NIGHT, Palette, fitting_px
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

READ = 7.0
"""Text that must be read (AAA)."""
LARGE = 4.5
"""Large bold words on a plate, and quiet words (AAA for large text, AA for small)."""
SEEN = 3.0
"""Graphics."""

PAIRS = [
    ("text", "bg", READ),
    ("text", "card", READ),
    ("text", "raised", READ),
    ("dim", "bg", READ),
    ("dim", "card", LARGE),
    ("dim", "raised", LARGE),
    ("action", "bg", LARGE),
    ("ok", "bg", LARGE),
    ("danger", "bg", LARGE),
    ("on_ok", "ok_fill", LARGE),
    ("on_danger", "danger_fill", LARGE),
    ("on_big", "big", LARGE),
    ("bg", "action", LARGE),  # the tag of a practice
    ("hot", "bg", SEEN),
    ("far", "bg", SEEN),
    ("card_edge", "bg", SEEN),
    ("card_edge", "card", SEEN),
    ("action", "track", SEEN),
    ("hot", "track", SEEN),
    ("danger", "track", SEEN),
    ("action", "raised", SEEN),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` by the formula of WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [NIGHT, DAY], ids=["night", "day"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_ink_stands_out_from_its_ground(
    palette: Palette, ink: str, ground: str, least: float
) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= least


def test_no_white_lights_the_bedroom() -> None:
    for token in NIGHT.__struct_fields__:
        assert luminance(getattr(NIGHT, token)) < 0.85, token
    assert luminance(NIGHT.bg) < 0.01


@pytest.mark.parametrize("screen", screens.ALL)
def test_a_capital_is_as_high_as_the_angle_asks(qtbot: QtBot, screen: screens.Screen) -> None:
    theme = screens.theme(screen)

    px = theme.far_px(themes.INSTRUCTION_ARCMIN)

    # 24 minutes of arc at 3 m are 20.9 mm (experience.md 3.1).
    cap_mm = QFontMetricsF(theme.font(px)).capHeight() / theme.px_per_mm
    assert cap_mm == pytest.approx(20.9, rel=0.02)


def test_text_size_makes_near_words_larger_and_leaves_far_ones(qtbot: QtBot) -> None:
    plain, large = screens.theme(), screens.theme(percent=200)

    assert large.near_px() == pytest.approx(2 * plain.near_px())
    assert large.page_px(18) == 36
    assert large.far_px(24) == plain.far_px(24)


def test_a_line_that_just_fits_is_not_rounded_out_of_its_room(qtbot: QtBot) -> None:
    theme = screens.theme()
    line = "Stop if it gets worse. Not sure? Get help."
    for room in range(300, 340):
        px = fitting_px((line,), theme, 100.0, room, 100.0, 1.0)
        painted = QFontMetricsF(theme.font(px, QFont.Weight.Bold)).horizontalAdvance(line)
        assert painted <= room
