"""Home: one button that is most of the window, and a few quiet words around it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from cramp_coach.ui import pictogram
from cramp_coach.ui.links import LinkRow
from cramp_coach.ui.places import Place
from cramp_coach.ui.session_layout import margin
from cramp_coach.ui.theme import LEAST_TARGET_PX, TARGET_MM, Theme, fitting_px
from cramp_coach.ui.widgets import FOCUS_PX, TouchButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_coach.core.content import Words
    from cramp_coach.core.pose import Pose

BIG_MM = (80.0, 60.0)
"""Least size of the one button, or `BIG_SHARE` of the window if more (experience.md 3.2)."""
BIG_SHARE = 0.4
PICTURE = "toes_to_shin"
PICTURE_AT_S = 2.4
"""The moment of the movement that stands on the button: toes up, held."""
LINK_PX = 18.0
NOTE_PX = 18.0
LEAST_NOTE_PX = 14.0
_VOICE = "voice"


class BigButton(QAbstractButton):
    """Cramp now. It acts when it is pressed, not when it is let go."""

    def __init__(self, theme: Theme, words: Words, pose: Pose, parent: QWidget) -> None:
        """Make the button with its words and its picture."""
        super().__init__(parent)
        self._theme = theme
        self._pose = pose
        self._hint = words("home.cramp_now_hint")
        self._by_keyboard = False
        """Whether focus was brought here by Tab: at the start it just lies here, unmarked."""
        self.setText(words("home.cramp_now"))
        self.setAccessibleName(words("a11y.cramp_now"))
        self.setAccessibleDescription(words("a11y.cramp_now_description"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Act at once: someone in pain may never let go cleanly."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act when the key goes down, once; F1 works from everywhere and is the window's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the focus if the keyboard brought it."""
        reasons = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._by_keyboard = event.reason() in reasons
        super().focusInEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Do nothing more."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plate, the words, and the picture where it leaves them their room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, area = self._theme, QRectF(self.rect()).adjusted(3, 3, -3, -3)
        radius = min(36.0, area.height() * 0.12)
        fill = theme.colour("big")
        if self.isDown():
            fill = fill.darker(115)
        elif self.underMouse():
            fill = fill.lighter(112)
        painter.setPen(QPen(theme.colour("hot" if theme.night else "big"), 2.0))
        painter.setBrush(fill)
        painter.drawRoundedRect(area, radius, radius)
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(theme.colour("on_big"), FOCUS_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = area.adjusted(8, 8, -8, -8)
            painter.drawRoundedRect(ring, radius - 8, radius - 8)
        self._paint_inside(painter, area)

    def _paint_inside(self, painter: QPainter, area: QRectF) -> None:
        pad = max(18.0, min(area.width() * 0.05, area.height() * 0.16))
        inner = area.adjusted(pad, pad, -pad, -pad)
        picture = QRectF(inner)
        picture.setLeft(inner.right() - inner.width() * 0.42)
        beside = inner.width() > inner.height() * 1.25
        words = QRectF(inner)
        if beside:
            words.setRight(picture.left() - pad * 0.5)
        else:
            words.setHeight(inner.height() * 0.4)
            picture = inner.adjusted(0, words.height() + pad * 0.4, 0, 0)
        self._paint_words(painter, words)
        colours = self._colours()
        pictogram.paint_pictogram(painter, picture, self._pose, PICTURE_AT_S, colours)

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        title_px = fitting_px(
            (self.text(),), theme, room.height() * 0.5, room.width(), room.height() * 0.6, 1.17
        )
        hint_px = fitting_px(
            (self._hint,),
            theme,
            min(max(theme.page_px(20), title_px * 0.22), title_px * 0.6),
            room.width(),
            room.height() * 0.3,
            1.3,
        )
        title = theme.font(title_px, QFont.Weight.Bold)
        cap = QFontMetricsF(title).capHeight()
        both = cap + hint_px * 2.3
        base = room.center().y() - both / 2 + cap
        painter.setPen(theme.colour("on_big"))
        painter.setFont(title)
        painter.drawText(round(room.left() - title_px * 0.05), round(base), self.text())
        painter.setFont(theme.font(hint_px, QFont.Weight.Medium))
        painter.drawText(round(room.left()), round(base + hint_px * 2.2), self._hint)

    def _colours(self) -> pictogram.Colours:
        """Return the colours of a picture that stands on this button."""
        palette = self._theme.palette
        if self._theme.night:
            return pictogram.Colours(
                palette.big, palette.on_big, palette.far, palette.on_big, palette.hot,
                "#5A3A24", "#7A5C3A", "#4A2F1E", "#5A3A24",
            )  # fmt: skip
        return pictogram.Colours(
            palette.big, palette.on_big, "#9CC2EA", palette.on_big, "#FFA66B",
            "#094A8C", "#094A8C", "#0A529B", "#094A8C",
        )  # fmt: skip


class HomePage(QWidget):
    """Where one waits for nothing: the button works with all else broken."""

    cramp_now = Signal()
    came_back = Signal()
    wanted = Signal(object)
    voice_toggled = Signal(bool)
    notes_read = Signal()
    """The last note was dismissed."""

    def __init__(self, theme: Theme, words: Words, poses: Mapping[str, Pose]) -> None:
        """Build the page."""
        super().__init__()
        self._theme = theme
        self._words = words
        self._voice = True
        self._notes: tuple[str, ...] = ()
        self._name = QLabel(words("app.name"), self)
        self.big = BigButton(theme, words, poses[PICTURE], self)
        self.big.clicked.connect(self.cramp_now)
        self._rejoin = TouchButton(
            theme,
            words("acts.came_back"),
            key=words("keys.came_back"),
            px=26.0,
            description=words("acts.line.came_back"),
        )
        self._rejoin.setParent(self)
        self._rejoin.clicked.connect(self.came_back)
        self._rejoin.hide()
        self._heat = QLabel(self)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._dismiss = LinkRow(theme, self)
        self._dismiss.add("", words("home.dismiss"), words("home.problem"), None)
        self._dismiss.chosen.connect(self._next_note)
        for quiet in (self._heat, self._note, self._dismiss):
            quiet.hide()
        self._links = LinkRow(theme, self)
        self._voice_link = self._links.add("", "", "", _VOICE)
        self._links.add("", words("home.practise"), words("home.practise_hint"), Place.PRACTISE)
        self._links.add("", words("home.works"), words("works.title"), Place.WORKS)
        self._links.add("", words("home.settings"), "", Place.SETTINGS)
        self._links.chosen.connect(self._link_chosen)
        self.show_voice(True)
        self.setFocusProxy(self.big)
        self._dress()

    # -- what it shows ---------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        for part in (self.big, self._rejoin, self._dismiss, self._links):
            part.set_theme(theme)
        self._dress()
        self._arrange()
        self.update()

    def show_voice(self, on: bool) -> None:
        """Say whether the voice is on."""
        self._voice = on
        self._voice_link.set_title(self._words("home.voice_on" if on else "home.voice_off"))
        line = "voice_off" if on else "voice_on"
        self._voice_link.setAccessibleDescription(self._words(f"acts.line.{line}"))
        self._arrange()

    def show_heat(self, left_s: float | None) -> None:
        """Say when the warm pack comes off; None when there is none. Seconds."""
        text = ""
        if left_s is not None:
            whole = max(0, math.ceil(left_s))
            time = self._words("time.minutes_seconds", minutes=whole // 60, seconds=whole % 60)
            text = self._words("home.heat_left", time=time)
        if text != self._heat.text():
            before = bool(self._heat.text())
            self._heat.setText(text)
            if before != bool(text):
                self._arrange()

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """Say what went wrong, one quiet sentence after the other; each can be dismissed."""
        if notes != self._notes:
            self._notes = notes
            self._note.setText(notes[0] if notes else "")
            self._arrange()

    def show_rejoin(self, can: bool) -> None:
        """Offer "it came back" beside a new start."""
        if can == self._rejoin.isHidden():
            self._rejoin.setVisible(can)
            self._arrange()

    def _next_note(self) -> None:
        self.show_notes(self._notes[1:])
        if not self._notes:
            self.big.setFocus(Qt.FocusReason.OtherFocusReason)
            self.notes_read.emit()

    def _link_chosen(self, wish: object) -> None:
        if wish == _VOICE:
            self.voice_toggled.emit(not self._voice)
        else:
            self.wanted.emit(wish)

    # -- where it stands -------------------------------------------------------------------

    def _dress(self) -> None:
        """Give the labels their colours and fonts."""
        theme = self._theme
        for label, ink, weight in (
            (self._name, "text", QFont.Weight.DemiBold),
            (self._heat, "text", QFont.Weight.DemiBold),
            (self._note, "dim", QFont.Weight.Medium),
        ):
            label.setFont(theme.font(theme.page_px(NOTE_PX), weight))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.colour(ink))
            label.setPalette(palette)
        self._name.setFont(theme.font(theme.page_px(22)))

    def _arrange(self) -> None:
        m = margin(self.size())
        width = self.width() - 2 * m
        if width < 50 or self.height() < 50:
            return
        top = self._arrange_top(m, width)
        foot = self._arrange_foot(m, width, top + self._least_big().height())
        self.big.setGeometry(m, top, width, max(40, foot - top))

    def _least_big(self) -> QSize:
        """Return the size below which the button never falls while the window can hold it."""
        width, height = (self._theme.mm(mm) for mm in BIG_MM)
        return QSize(round(width), round(max(height, self.height() * BIG_SHARE)))

    def _arrange_top(self, m: int, width: int) -> int:
        """Place name and links; return where the button may begin."""
        px = self._theme.page_px(LINK_PX)
        name = self._name.sizeHint()
        alone = self._links.width_at(px) + name.width() + 2 * px > width
        self._name.setVisible(not alone)
        room = width if alone else width - name.width() - round(2 * px)
        row_h = self._links.height_for(room, px, 2)
        top = max(4, m // 3)
        self._links.place(QRect(m + width - room, top, room, row_h), spread=False)
        self._name.setGeometry(m, top, name.width(), row_h)
        return top + row_h + max(4, m // 4)

    def _arrange_foot(self, m: int, width: int, least: int) -> int:
        """Place what stands below the button, from the bottom up; return where that begins.

        None of it takes the room above `least`: the notes are written smaller instead.
        """
        y = self.height() - m
        gap = max(8, m // 3)
        rejoin, heat = not self._rejoin.isHidden(), bool(self._heat.text())
        line = self._heat.sizeHint().height() if heat else 0
        tall = max(self._rejoin.sizeHint().height(), round(self._theme.mm(TARGET_MM[1])))
        if self._notes:
            above = (line + gap) * heat + (LEAST_TARGET_PX + gap) * rejoin
            y = self._arrange_note(m, width, y, y - least - above - gap) - gap
        for part in (self._note, self._dismiss):
            part.setVisible(bool(self._notes))
        self._heat.setVisible(heat)
        if heat:
            self._heat.setGeometry(m, y - line, width, line)
            y -= line + gap
        if rejoin:
            tall = max(LEAST_TARGET_PX, min(tall, y - least - gap))
            self._rejoin.setGeometry(m, y - tall, width, tall)
            y -= tall + gap
        return y

    def _arrange_note(self, m: int, width: int, bottom: int, most: int) -> int:
        """Place the note and its link above `bottom`, at most `most` high; return their top."""
        px = self._theme.page_px(LINK_PX)
        wide = round(self._dismiss.width_at(px))
        room = width - wide - round(px * 1.5)
        row_h = self._dismiss.height_for(wide + 4, px, 1)
        note_px = self._theme.page_px(NOTE_PX)
        while True:
            self._note.setFont(self._theme.font(note_px, QFont.Weight.Medium))
            text_h = self._note.heightForWidth(room)
            if text_h <= most or note_px <= LEAST_NOTE_PX:
                break
            note_px -= 1
        tall = max(text_h, row_h)
        self._note.setGeometry(m, bottom - tall, room, tall)
        self._dismiss.place(QRect(m + width - wide, bottom - row_h, wide, row_h), spread=False)
        return bottom - tall

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give everything its new place."""
        super().resizeEvent(event)
        self._arrange()
