"""Colours and sizes: the palettes of experience.md 3.7, and letters as large as distance asks."""

from __future__ import annotations

import math

import msgspec
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QScreen

INSTRUCTION_ARCMIN = 24.0
"""Cap height of an instruction, arc-minutes; 20 to 22 assure legibility (experience.md 3.1)."""
INSTRUCTION_LEAST_ARCMIN = 20.0
SECONDARY_ARCMIN = 20.0
HEADLINE_ARCMIN = 30.0
COUNTDOWN_ARCMIN = 60.0
COUNTDOWN_LEAST_ARCMIN = 45.0
HINT_ARCMIN = 16.0
"""Key hints are for the person at the keyboard, `HINT_DISTANCE_M` away."""
HINT_DISTANCE_M = 0.7

TARGET_MM = (60.0, 20.0)
"""Least size of a button in a session, millimetres (experience.md 3.2)."""
TARGET_GAP_MM = 8.0
LEAST_TARGET_PX = 44
"""Least height of any other control, logical pixels."""


class Palette(msgspec.Struct, frozen=True):
    """The colours of day or night, as `#rrggbb`. Contrast is computed in tests/ui/test_theme.py."""

    bg: str
    text: str
    dim: str
    action: str
    """Arrows, the ring, focus."""
    hot: str
    """The muscle and warmth; graphics only."""
    far: str
    ok: str
    ok_fill: str
    on_ok: str
    danger: str
    danger_fill: str
    on_danger: str
    card: str
    card_edge: str
    raised: str
    """A button on a card."""
    big: str
    """The one big button."""
    on_big: str
    track: str
    """The part of a ring or bar that is still to come."""


NIGHT = Palette(
    bg="#140E09",
    text="#F0D9B5",
    dim="#B99A6E",
    action="#FFC14D",
    hot="#FF7A33",
    far="#8F7350",
    ok="#9CCB7A",
    ok_fill="#2C4522",
    on_ok="#D9F2C4",
    danger="#FF8A73",
    danger_fill="#8E1F12",
    on_danger="#F0D9B5",
    card="#231A12",
    card_edge="#846541",
    raised="#38291B",
    big="#3A2417",
    on_big="#FFC14D",
    track="#483626",
)

DAY = Palette(
    bg="#FAF7F2",
    text="#1F2A33",
    dim="#4A5661",
    action="#0B5CAD",
    hot="#C2410C",
    far="#7A8791",
    ok="#1B6B3A",
    ok_fill="#1B6B3A",
    on_ok="#FFFFFF",
    danger="#B3261E",
    danger_fill="#B3261E",
    on_danger="#FFFFFF",
    card="#F0EBE2",
    card_edge="#908370",
    raised="#E2DACC",
    big="#0B5CAD",
    on_big="#FFFFFF",
    track="#D2CABF",
)


class Theme(msgspec.Struct, frozen=True):
    """All that a widget needs to know to draw itself."""

    palette: Palette
    family: str
    px_per_mm: float
    """Logical pixels per millimetre of the real screen."""
    distance_m: float
    """Metres between eye and screen in a session."""
    text_percent: int = 100
    reduced_motion: bool = False

    @property
    def night(self) -> bool:
        """Whether this is the night palette."""
        return self.palette is NIGHT

    def colour(self, token: str) -> QColor:
        """Return the colour called `token` in the palette."""
        return QColor(getattr(self.palette, token))

    def font(
        self,
        pixels: float,
        weight: QFont.Weight = QFont.Weight.DemiBold,
        *,
        tabular: bool = True,
    ) -> QFont:
        """Return the family at `pixels` (logical).

        `tabular` digits are of one width, so that a countdown does not tremble; a number to call
        reads better without.
        """
        font = QFont(self.family)
        font.setPixelSize(max(8, round(pixels)))
        font.setWeight(weight)
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def far_px(self, arcmin: float) -> float:
        """Return the font size, pixels, whose capitals fill `arcmin` at the session's distance."""
        return self._size_for(arcmin, self.distance_m)

    def near_px(self, arcmin: float = HINT_ARCMIN) -> float:
        """Return the font size, pixels, for the person at the keyboard; grows with the setting."""
        return self._size_for(arcmin, HINT_DISTANCE_M) * self.text_percent / 100

    def page_px(self, pixels: float) -> float:
        """Return a size for pages read at arm's length, grown by the text setting."""
        return pixels * self.text_percent / 100

    def mm(self, millimetres: float) -> float:
        """Return millimetres on the screen as logical pixels."""
        return millimetres * self.px_per_mm

    def _size_for(self, arcmin: float, metres: float) -> float:
        cap_mm = 2 * metres * 1000 * math.tan(math.radians(arcmin / 60) / 2)
        return cap_mm * self.px_per_mm / self._cap_ratio()

    def _cap_ratio(self) -> float:
        """Return cap height over font size of the real font; 0.72 where it does not say."""
        ratio = _CAP_RATIOS.get(self.family)
        if ratio is None:
            probe = QFontMetricsF(self.font(200.0)).capHeight() / 200
            ratio = _CAP_RATIOS[self.family] = probe if 0.5 < probe < 0.9 else 0.72
        return ratio


_CAP_RATIOS: dict[str, float] = {}
"""Measured once per family; asking the font each time costs more than painting the letter."""


def with_palette(theme: Theme, palette: Palette) -> Theme:
    """Return the same theme in another palette."""
    return msgspec.structs.replace(theme, palette=palette)


def pick_family() -> str:
    """Return Inter where it is installed, else the system's own family."""
    if "Inter" in QFontDatabase.families():
        return "Inter"
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def pixels_per_mm(screen: QScreen | None, mm_per_px: float) -> float:
    """Return logical pixels per millimetre: the person's own measure, the screen's, or 96 dpi.

    What a screen says of itself is believed only between 150 and 1200 mm of width, since many
    say nonsense (experience.md 3.1).
    """
    if mm_per_px > 0:
        return 1 / mm_per_px
    if screen is not None:
        width_mm = screen.physicalSize().width()
        if 150 <= width_mm <= 1200:
            return screen.geometry().width() / width_mm
    return 96 / 25.4


def fitting_px(
    lines: tuple[str, ...],
    theme: Theme,
    wish_px: float,
    width: float,
    height: float,
    spacing: float,
) -> float:
    """Return the largest font size, at most `wish_px`, at which all `lines` fit the area."""
    if not lines or width <= 0 or height <= 0:
        return wish_px
    probe = QFontMetricsF(theme.font(100, QFont.Weight.Bold))
    widest = max(probe.horizontalAdvance(line) for line in lines) / 100
    tall = len(lines) * spacing
    # Fonts come in whole pixels: rounded up, a line that just fits would be cut.
    fits = math.floor(min(width / widest if widest else wish_px, height / tall))
    return max(8.0, min(wish_px, fits))
