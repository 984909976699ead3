"""The parts of the coaching screen that only it has: countdown and clock."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLabel, QWidget

from cramp_coach.ui.session_layout import BAR_PX
from cramp_coach.ui.theme import Theme, fitting_px


@dataclass(frozen=True)
class Count:
    """What the countdown shows."""

    seconds: int
    total: int
    label: tuple[str, str]
    """Two short words beside the number, such as ("Hold", "2 of 3"); both may be empty."""
    said: str


class Countdown(QWidget):
    """The seconds that are left: a number, in a ring where there is room.

    It changes once a second, and is painted as often.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._theme = theme
        self._count = Count(0, 1, ("", ""), "")
        self._number_px = 100.0
        self._ring = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def count(self) -> Count:
        """What is shown."""
        return self._count

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def set_form(self, number_px: float, *, ring: bool) -> None:
        """Draw at this font size, with or without the ring."""
        if (number_px, ring) != (self._number_px, self._ring):
            self._number_px, self._ring = number_px, ring
            self.update()

    def show_count(self, count: Count) -> None:
        """Show what is left now."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(count.said)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number with its label, and the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ring:
            self._paint_ring(painter)
        else:
            self._paint_number(painter)

    def _paint_ring(self, painter: QPainter) -> None:
        side = min(self.width(), self.height())
        pen_px = side * 0.06
        box = QRectF(0, 0, side - pen_px - 2, side - pen_px - 2)
        box.moveCenter(QRectF(self.rect()).center())
        pen = QPen(self._theme.colour("track"), pen_px)
        painter.setPen(pen)
        painter.drawEllipse(box)
        pen.setColor(self._theme.colour("action"))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        share = min(1.0, self._count.seconds / max(self._count.total, 1))
        painter.drawArc(box, 90 * 16, -round(share * 360 * 16))
        font = self._theme.font(self._number_px, QFont.Weight.Bold)
        cap = QFontMetricsF(font).capHeight()
        centre = box.center()
        label = " ".join(word for word in self._count.label if word)
        if label:
            small = self._label_px((label,), side * 0.52, side * 0.14)
            rise = small * 0.75
            below = QPointF(centre.x(), centre.y() + cap / 2 + small)
            self._draw(painter, label, small, below, "dim")
        else:
            rise = 0.0
        self._draw_number(painter, font, QPointF(centre.x(), centre.y() + cap / 2 - rise))

    def _draw_number(self, painter: QPainter, font: QFont, base: QPointF) -> None:
        """Draw the number centred on `base`, which lies on its base line."""
        number = str(self._count.seconds)
        wide = QFontMetricsF(font).horizontalAdvance(number)
        painter.setFont(font)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QPointF(base.x() - wide / 2, base.y()), number)

    def _draw(self, painter: QPainter, text: str, px: float, middle: QPointF, ink: str) -> None:
        font = self._theme.font(px)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        painter.drawText(QPointF(middle.x() - wide / 2, middle.y()), text)

    def _paint_number(self, painter: QPainter) -> None:
        """Paint the number flush right, its label left of it on the same base line."""
        font = self._theme.font(self._number_px, QFont.Weight.Bold)
        metrics = QFontMetricsF(font)
        number = str(self._count.seconds)
        base = (self.height() + metrics.capHeight()) / 2
        # By its ink: a 1 leaves much of its width empty, and would miss the margin.
        ink = metrics.tightBoundingRect(number).right()
        painter.setFont(font)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(QPointF(self.width() - ink, base), number)
        words = tuple(word for word in self._count.label if word)
        if not words:
            return
        room = self.width() - metrics.horizontalAdvance("0" * max(2, len(number)))
        px = self._label_px(words, room * 0.9, metrics.capHeight())
        small = self._theme.font(px)
        painter.setFont(small)
        painter.setPen(self._theme.colour("dim"))
        for n, word in enumerate(reversed(words)):
            place = self.width() - metrics.horizontalAdvance("0" * max(2, len(number)))
            left = place - room * 0.1 - QFontMetricsF(small).horizontalAdvance(word)
            painter.drawText(QPointF(left, base - n * px * 1.2), word)

    def _label_px(self, words: tuple[str, ...], width: float, height: float) -> float:
        wish = max(self._theme.near_px(), self._number_px * 0.2)
        return fitting_px(words, self._theme, wish, width, height, 1.2)


class Message(QLabel):
    """The one sentence beside the instruction; a warning has a sign, not only a colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._theme = theme
        self._ink = "dim"
        self._px = 20.0
        self._sign = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def show_message(self, text: str, px: float, ink: str, *, sign: bool) -> None:
        """Show `text` at `px` or the largest size that fits, in the colour `ink`."""
        if (text, px, ink, sign) != (self.text(), self._px, self._ink, self._sign):
            self._px, self._ink, self._sign = px, ink, sign
            self.setText(text)
            self.update()

    def shown_px(self) -> float:
        """Return the font size at which the sentence is painted."""
        room = self.width() - self._sign_room(self._px)
        return fitting_px((self.text(),), self._theme, self._px, room, self.height(), 1.2)

    def _sign_room(self, px: float) -> float:
        return px * 1.05 if self._sign else 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint sign and sentence."""
        if not self.text():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self.shown_px()
        font = self._theme.font(px)
        cap = QFontMetricsF(font).capHeight()
        base = (self.height() + cap) / 2
        if self._sign:
            self._paint_sign(painter, px, base, cap)
        painter.setFont(font)
        painter.setPen(self._theme.colour(self._ink))
        painter.drawText(QPointF(self._sign_room(px), base), self.text())

    def _paint_sign(self, painter: QPainter, px: float, base: float, cap: float) -> None:
        """Paint a triangle with a mark in it, as high as the capitals."""
        width, edge = cap * 1.12, cap * 0.09
        ink = self._theme.colour("hot")
        pen = QPen(ink, edge * 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(ink)
        corners = (
            QPointF(edge, base - edge),
            QPointF(width - edge, base - edge),
            QPointF(width / 2, base - cap + edge),
        )
        painter.drawPolygon(QPolygonF(corners))
        painter.setPen(QPen(self._theme.colour("bg"), cap * 0.12, c=Qt.PenCapStyle.RoundCap))
        middle = width / 2
        painter.drawLine(QPointF(middle, base - cap * 0.62), QPointF(middle, base - cap * 0.36))
        painter.drawPoint(QPointF(middle, base - cap * 0.15))


@dataclass(frozen=True)
class Clock:
    """What the row of the ten minutes shows."""

    share: float
    elapsed: str
    """As in "0:37 of 10:00"."""
    note: str
    """Quiet words at the left, such as the footer."""
    alert: str
    """Words that matter more than the note: "8 minutes. Phone near you."; "" for none."""
    banner: str
    """The line to call, on the colour of danger; "" before that."""
    tag: str
    """"PRACTICE", or nothing."""
    warn: bool
    said: str


class ClockRow(QWidget):
    """The ten minutes: a quiet bar, hatched from eight minutes on, and the time in words below it.

    After ten minutes, once the person has answered, it is a banner with the number to call.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Begin at nothing."""
        super().__init__(parent)
        self._theme = theme
        self._px = theme.near_px()
        self._clock = Clock(0.0, "", "", "", "", "", warn=False, said="")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def clock(self) -> Clock:
        """What is shown."""
        return self._clock

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def show_clock(self, clock: Clock) -> None:
        """Show how late it is."""
        if clock != self._clock:
            self._clock = clock
            self.setAccessibleName(clock.said)
            self.setAccessibleDescription(clock.banner or clock.alert)
            self.update()

    def set_px(self, px: float) -> None:
        """Write the words at this font size."""
        if px != self._px:
            self._px = px
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar and words, or the banner."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._clock.banner:
            self._paint_banner(painter)
            return
        self._paint_bar(painter)
        clock, px = self._clock, self._px
        row = QRectF(0, BAR_PX + 6, self.width(), self.height() - BAR_PX - 6)
        left = self._paint_tag(painter, row, px)
        ink = "danger" if clock.share >= 1.0 else "text"
        font = self._theme.font(px)
        elapsed_w = QFontMetricsF(font).horizontalAdvance(clock.elapsed)
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, int(right), clock.elapsed)
        words = clock.alert or clock.note
        room = row.width() - left - elapsed_w - px
        size = fitting_px((words,), self._theme, px, room, row.height(), 1.0)
        painter.setFont(self._theme.font(size, QFont.Weight.DemiBold))
        painter.setPen(self._theme.colour("text" if clock.alert else "dim"))
        place = QRectF(left, row.top(), room, row.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_bar(self, painter: QPainter) -> None:
        share = min(max(self._clock.share, 0.0), 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(0, 0, self.width(), BAR_PX)
        painter.setBrush(self._theme.colour("track"))
        painter.drawRoundedRect(area, BAR_PX / 2, BAR_PX / 2)
        gone = QRectF(0, 0, max(float(BAR_PX), self.width() * share), BAR_PX)
        painter.setBrush(self._theme.colour("danger" if share >= 1.0 else "hot"))
        painter.drawRoundedRect(gone, BAR_PX / 2, BAR_PX / 2)
        if self._clock.warn and share < 1.0:
            painter.setBrush(QBrush(self._theme.colour("bg"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(gone, BAR_PX / 2, BAR_PX / 2)

    def _paint_tag(self, painter: QPainter, row: QRectF, px: float) -> float:
        """Paint the tag of a practice; return where the next words may begin."""
        if not self._clock.tag:
            return 0.0
        font = self._theme.font(px * 0.86, QFont.Weight.Bold)
        metrics = QFontMetricsF(font)
        width = metrics.horizontalAdvance(self._clock.tag) + px
        height = min(row.height(), metrics.height() * 1.06)
        plate = QRectF(0, 0, width, height)
        plate.moveCenter(QPointF(width / 2, row.center().y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("action"))
        painter.drawRoundedRect(plate, height * 0.3, height * 0.3)
        painter.setFont(font)
        painter.setPen(self._theme.colour("bg"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._clock.tag)
        return width + px * 0.7

    def _paint_banner(self, painter: QPainter) -> None:
        area = QRectF(self.rect()).adjusted(0, 0, 0, -6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("danger_fill"))
        painter.drawRoundedRect(area, area.height() * 0.2, area.height() * 0.2)
        pad = area.height() * 0.35
        inner = area.adjusted(pad, 0, -pad, 0)
        near = self._theme.font(self._px)
        wide = QFontMetricsF(near).horizontalAdvance(self._clock.elapsed)
        painter.setPen(self._theme.colour("on_danger"))
        painter.setFont(near)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, int(right), self._clock.elapsed)
        room = inner.width() - wide - pad
        wish = area.height() / 1.35
        px = fitting_px((self._clock.banner,), self._theme, wish, room, area.height(), 1.2)
        painter.setFont(self._theme.font(px, QFont.Weight.Bold, tabular=False))
        place = QRectF(inner.left(), inner.top(), room, inner.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self._clock.banner)
