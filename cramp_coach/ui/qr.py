"""A QR code that a phone can read from the screen: whole pixels, a quiet margin, dark on light."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

if TYPE_CHECKING:
    from cramp_coach.ui.theme import Theme

QUIET_MODULES = 4
"""Light modules that must surround a code on every side (ISO/IEC 18004)."""


@lru_cache(maxsize=8)
def modules(payload: str) -> tuple[bytes, ...]:
    """Return the code of `payload` as rows of 0 (light) and 1 (dark), without the margin.

    At least level L, and more where it costs no larger code: a screen has no torn corners, and
    large modules are read from further away. Micro QR is left out, as phones do not read it. Names
    go in as UTF-8: in Latin-1, which the standard takes first, readers mistake them for Chinese.
    """
    import segno  # late: most sessions end long before anybody needs a code

    code = segno.make(payload, error="l", micro=False, encoding="utf-8")
    return tuple(bytes(row) for row in code.matrix)


class QrCode(QWidget):
    """One code as large as its place allows. Light plate and dark modules by day and by night."""

    def __init__(self, theme: Theme) -> None:
        """Begin with nothing to show."""
        super().__init__()
        self._theme = theme
        self._payload = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def payload(self) -> str:
        """What a phone reads."""
        return self._payload

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def set_code(self, payload: str, name: str) -> None:
        """Show `payload`; `name` tells assistive technology what the code holds."""
        if payload != self._payload:
            self._payload = payload
            self.update()
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Return a size that a phone reads at arm's length."""
        return QSize(160, 160)

    def colours(self) -> tuple[QColor, QColor]:
        """Return dark and light: at night a soft plate, so that the code does not dazzle."""
        theme = self._theme
        if theme.night:
            return theme.colour("bg"), theme.colour("text")
        return theme.colour("text"), theme.colour("bg")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plate and the modules, each a whole number of the screen's own pixels."""
        if not self._payload:
            return
        rows = modules(self._payload)
        across = len(rows) + 2 * QUIET_MODULES
        ratio = self.devicePixelRatioF()
        room = min(self.width(), self.height())
        module = int(room * ratio) // across
        if module < 1:
            return  # too small to be read by anything
        module_px = module / ratio
        plate_px = across * module_px
        left = round((self.width() - plate_px) / 2 * ratio) / ratio
        top = round((self.height() - plate_px) / 2 * ratio) / ratio
        dark, light = self.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(light)
        painter.drawRoundedRect(QRectF(left, top, plate_px, plate_px), module_px * 2, module_px * 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        margin = QUIET_MODULES * module_px
        code = QRectF(left + margin, top + margin, len(rows) * module_px, len(rows) * module_px)
        painter.drawImage(code, _image(rows, dark, light))


def _image(rows: tuple[bytes, ...], dark: QColor, light: QColor) -> QImage:
    """Return one pixel for each module; scaled by a whole number it stays sharp."""
    image = QImage(len(rows), len(rows), QImage.Format.Format_Indexed8)
    image.setColorTable([light.rgb(), dark.rgb()])
    for y, row in enumerate(rows):
        for x, one in enumerate(row):
            image.setPixel(x, y, one)
    return image
