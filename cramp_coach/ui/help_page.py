"""This may not be a simple cramp: signs in two columns, ambulance now or help today."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter

from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import HelpLines, tel
from cramp_coach.ui.help_cards import (
    Card,
    Row,
    Screen,
    air,
    clock,
    columns,
    passage_row,
    stack,
    target_row,
)
from cramp_coach.ui.letters import LINE_SPACING
from cramp_coach.ui.passage import SLACK, Passage
from cramp_coach.ui.theme import LEAST_TARGET_PX, SECONDARY_ARCMIN, Theme
from cramp_coach.ui.widgets import Look, Press, TouchButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from cramp_coach.core.content import Notices, RedFlag, Words
    from cramp_coach.core.snapshot import Snapshot

RIGHT = Qt.AlignmentFlag.AlignRight
MOST_ROWS = 6
"""Signs of one column on one page; the first page has "I can't bear it" as one of them."""
LEAST_ROWS = 3
UNBEARABLE, TEN_MINUTES = "unbearable", "ten-minutes"
"""These two signs have a button or a screen of their own."""


class SignButton(TouchButton):
    """One sign; pressing it says that it is true. A stripe of colour tells its column."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, stripe: str) -> None:
        """Begin without a sign; `stripe` is a token of the palette."""
        super().__init__(theme, "", px=25)
        self._stripe = stripe
        self._press: Press | None = None
        self.clicked.connect(self._tell)

    def set_sign(self, text: str, description: str, key: str, look: Look, press: Press) -> None:
        """Say which sign this is, and what choosing it asks of the session."""
        self._press = press
        self.set_title(text)
        self.set_key(key)
        self.set_look(look)
        self.setAccessibleDescription(description)

    def minimumSizeHint(self) -> QSize:
        """Return a size that is still a target for a finger; the words give way."""
        return QSize(LEAST_TARGET_PX, LEAST_TARGET_PX)

    def sign_at(self) -> tuple[tuple[str, ...], float]:
        """Return the lines of the sign as they are painted, and their font size, whole pixels."""
        area = self.words_area()
        lines, px = self.words_at(area.width() / SLACK, area.height())
        return lines, math.floor(px)

    def font_at(self, px: float) -> QFont:
        """Return the font of the sign at a size."""
        return self._theme.font(px)

    def _tell(self) -> None:
        if self._press is not None:
            self.chosen.emit(self._press)

    def words_area(self) -> QRectF:
        """Return where the words go."""
        area = QRectF(self.rect()).adjusted(26, 3, -14, -3)
        return area.adjusted(0, 0, -area.height() * 0.7, 0) if self._key else area

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        theme, words = self._theme, self.words_area()
        if self._look == "raised":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._stripe))
            painter.drawRoundedRect(QRectF(12, words.center().y() - 13, 5, 26), 2.5, 2.5)
        lines, px = self.sign_at()
        step = px * LINE_SPACING
        top = words.center().y() - len(lines) * step / 2
        painter.setFont(self.font_at(px))
        painter.setPen(theme.colour("on_danger" if self._look == "danger" else "text"))
        beside = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for n, line in enumerate(lines):
            place = QRectF(words.left(), top + n * step, words.width(), step)
            painter.drawText(place, beside, line)
        if self._key:
            key = QRectF(words.right(), words.top(), words.height() * 0.7, words.height())
            painter.setFont(theme.font(px * 0.8, QFont.Weight.Medium))
            painter.drawText(key, int(Qt.AlignmentFlag.AlignCenter), self._key)


class HelpPage(Screen):
    """View.HELP. The clock runs on; after an urgent sign it shows what to do and whom to call."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        notices: Notices,
        red_flags: tuple[RedFlag, ...],
        lines: HelpLines,
    ) -> None:
        """Show the first signs of `red_flags`, which come in the order of their weight."""
        super().__init__(theme, words)
        self._notices = notices
        self._flags = {flag.id: flag for flag in red_flags}
        self._emergency = [
            flag for flag in red_flags if flag.level == "emergency" and flag.id != UNBEARABLE
        ]
        self._urgent = [
            flag for flag in red_flags if flag.level == "urgent" and flag.id != TEN_MINUTES
        ]
        self._lines = lines
        self._red_flag: str | None = None
        self._page = 0
        self._list_wanted = False
        self._build()

    def _build(self) -> None:
        theme, words = self._theme, self._words
        bold, medium = QFont.Weight.Bold, QFont.Weight.Medium
        self._title = Passage(theme, weight=bold)
        self._since = Passage(theme, colour="dim", align=RIGHT, wrap=False)
        self._line = Passage(theme, colour="dim", weight=medium)
        self._now = Passage(theme, colour="danger", weight=bold)
        self._today = Passage(theme, colour="action", weight=bold)
        self._signs_now = [SignButton(theme, "danger") for _ in range(MOST_ROWS)]
        self._signs_today = [SignButton(theme, "action") for _ in range(MOST_ROWS)]
        self._cant_bear = TouchButton(
            theme, words("acts.cant_bear"), key=words("keys.cant_bear"), px=24, look="danger",
            description=words("acts.line.cant_bear"),
        )  # fmt: skip
        self._more = TouchButton(theme, words("help.more"), px=22)
        self._back = TouchButton(
            theme, words("help.none"), key=words("keys.choices"), px=22,
            description=words("acts.line.resume"),
        )  # fmt: skip
        self._stopped = TouchButton(
            theme, words("acts.stopped"), key=words("keys.stopped"), px=22, look="ok",
            description=words("acts.line.stopped"),
        )  # fmt: skip
        self._chosen = Passage(theme, colour="dim")
        self._do = Passage(theme, weight=bold, even=True)
        self._call = Card(theme, "", px=40)
        self._enlarged = False
        self._cannot = Passage(theme, colour="dim", weight=medium)
        self._list_parts: list[QWidget] = [
            self._line, self._now, self._today, *self._signs_now, *self._signs_today
        ]  # fmt: skip
        self._chosen_parts: list[QWidget] = [
            self._chosen, self._do, self._call, self._cannot, self._cant_bear
        ]  # fmt: skip
        for part in (
            self._title, self._since, *self._list_parts, *self._chosen_parts, self._more,
            self._back, self._stopped,
        ):  # fmt: skip
            part.setParent(self)
        for sign in (*self._signs_now, *self._signs_today):
            sign.chosen.connect(self.acted)
        self._cant_bear.clicked.connect(self._press_cant_bear)
        self._call.clicked.connect(self._press_call)
        self._more.clicked.connect(self._turn)
        self._back.clicked.connect(self._press_back)
        self._stopped.clicked.connect(self._press_stopped)

    # -- what it says ----------------------------------------------------------------------

    def set_lines(self, lines: HelpLines) -> None:
        """Show other numbers from now on."""
        if lines != self._lines:
            self._lines = lines
            self._arrange()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the clock, and what to do if an urgent sign was chosen."""
        words = self._words
        since = words("urgent.since", elapsed=clock(words, snapshot.elapsed_s))
        if snapshot.kind == "practice":
            since = f"{words('session.practice')} · {since}"
        self._since.set_paragraphs([since])
        flag = snapshot.red_flag if snapshot.red_flag in self._flags else None
        if flag != self._red_flag:
            self._red_flag = flag
            self._page, self._list_wanted = 0, False
            self._arrange()

    @property
    def signs_shown(self) -> tuple[str, ...]:
        """The signs that can be chosen now, both columns."""
        signs = (*self._signs_now, *self._signs_today)
        return tuple(sign.text() for sign in signs if sign.isVisibleTo(self))

    def _turn(self) -> None:
        """Show the next signs; after the last come the first again."""
        if self._red_flag is not None and not self._list_wanted:
            self._list_wanted, self._page = True, 0
        else:
            self._page += 1
        self._arrange()

    # -- where it is -----------------------------------------------------------------------

    def _arrange(self) -> None:
        if self.width() < 50 or self.height() < 50:
            return
        listing = self._red_flag is None or self._list_wanted
        for part in self._list_parts:
            part.setVisible(listing)
        for part in self._chosen_parts:
            part.setVisible(not listing)
        self._title.set_paragraphs([self._notices.help.title], self._px(40))
        self._since.set_paragraphs([self._since.text()], self._near_px())
        self._scale_buttons(
            (self._more, 22), (self._back, 22), (self._stopped, 22), (self._cant_bear, 24),
            *((sign, 25) for sign in (*self._signs_now, *self._signs_today)),
        )  # fmt: skip
        if listing:
            self._arrange_list(self._area(), self._gap())
        else:
            self._arrange_chosen(self._area(), self._gap())

    def _arrange_list(self, area: QRect, gap: float) -> None:
        words, notices = self._words, self._notices
        self._line.set_paragraphs(notices.help.lines, self._near_px())
        now = notices.help_emergency.filled(ambulance=self._lines.ambulance)
        self._now.set_paragraphs([now.title], self._px(28))
        self._today.set_paragraphs([notices.help_urgent.title], self._px(28))
        least = max(LEAST_TARGET_PX, self._px(24) * 1.9)
        room = area.height() - self._px(40 + 28) * 1.2 - self._near_px() * 2.4 - 64 - 5 * gap
        rows = int(max(LEAST_ROWS, min(MOST_ROWS, (room + 8) // (least + 8))))
        pages = self._fill_signs(rows)
        self._more.setVisible(pages > 1)
        self._more.set_title(words("help.more" if self._page < pages - 1 else "help.fewer"))
        self._back.set_title(words("help.none"))
        stack(area, [
            Row(self._place_title, self._title.height_for(area.width() * 0.74), 24),
            passage_row(self._line, area.width(), gap=gap * 0.3),
            Row(self._place_headings, self._now.height_for(area.width() * 0.48), 18, gap=gap),
            Row(lambda where: self._place_signs(where, rows), rows * (least + 8), rows * 30,
                gap=gap * 0.5, grows=True),
            Row(self._place_buttons, max(56, self._px(22) * 2.6), LEAST_TARGET_PX, gap=gap),
        ])  # fmt: skip

    def _fill_signs(self, rows: int) -> int:
        """Put this page's signs on the buttons and return how many pages there are."""
        now: list[RedFlag | None] = [None, *self._emergency]  # None is "I can't bear it"
        pages = -(-max(len(now), len(self._urgent)) // rows)
        self._page %= pages
        here = slice(self._page * rows, (self._page + 1) * rows)
        self._fill_column(self._signs_now, now[here])
        self._fill_column(self._signs_today, self._urgent[here])
        return pages

    def _fill_column(self, buttons: list[SignButton], flags: Sequence[RedFlag | None]) -> None:
        words = self._words
        for flag, button in zip(flags, buttons, strict=False):
            if flag is None:
                button.set_sign(
                    words("acts.cant_bear"), words("acts.line.cant_bear"),
                    words("keys.cant_bear"), "danger", Press(Act.CANT_BEAR),
                )  # fmt: skip
            elif flag.level == "emergency":
                line = words("acts.line.cant_bear")
                button.set_sign(flag.sign, line, "", "raised", Press(Act.CANT_BEAR, flag.id))
            else:
                button.set_sign(flag.sign, flag.do, "", "raised", Press(Act.RED_FLAG, flag.id))
        for n, button in enumerate(buttons):
            button.setVisible(n < len(flags))

    def _place_title(self, area: QRect) -> None:
        columns(area, [self._title, self._since], self._gap(), [3, 1])

    def _place_headings(self, area: QRect) -> None:
        columns(area, [self._now, self._today], self._gap() * 1.6, [1, 1])

    def _place_signs(self, area: QRect, rows: int) -> None:
        tall = (area.height() - 8 * (rows - 1)) / rows
        for n in range(rows):
            top = area.top() + round(n * (tall + 8))
            row = QRect(area.left(), top, area.width(), round(tall))
            columns(row, [self._signs_now[n], self._signs_today[n]], self._gap() * 1.6, [1, 1])

    def _place_buttons(self, area: QRect) -> None:
        shown = [b for b in (self._more, self._back, self._stopped) if b.isVisibleTo(self)]
        columns(area, shown, self._gap() * 1.6, [1.0, 1.7, 1.0][-len(shown) :])

    def _arrange_chosen(self, area: QRect, gap: float) -> None:
        theme, words, lines = self._theme, self._words, self._lines
        assert self._red_flag is not None  # this half of the page is about one
        flag = self._flags[self._red_flag]
        wide = area.width()
        self._chosen.set_paragraphs([words("help.chosen", sign=flag.sign)], self._px(26))
        self._do.set_paragraphs(
            [flag.do], max(theme.far_px(SECONDARY_ARCMIN), self.height() * 0.085)
        )
        number = lines.urgent_number
        if number is None:
            self._call.set_card(words("urgent.call_doctor"), self._notices.help_urgent.title)
        else:
            self._call.set_card(
                words("urgent.call", number=number), words("urgent.point_phone"), tel(number),
                words("a11y.qr_call", number=number),
            )  # fmt: skip
        self._cannot.set_paragraphs([words("urgent.cannot_call")], self._near_px())
        self._more.show()
        self._more.set_title(words("help.more"))
        self._back.set_title(words("check_in.back"))
        self._scale_buttons((self._cant_bear, 34))
        call = area.height() * (0.6 if self._enlarged else 0.25)
        stack(area, [
            Row(self._place_title, self._title.height_for(wide * 0.74), 24),
            passage_row(self._chosen, wide, gap=gap * 0.5),
            air(),
            passage_row(self._do, wide, least=0.5, gap=gap),
            air(),
            Row(self._place_call, call, call * 0.85, gap=gap, grows=True),
            passage_row(self._cannot, wide, gap=gap),
            target_row(self._place_buttons, theme, self, gap),
        ])  # fmt: skip

    def _place_call(self, area: QRect) -> None:
        columns(area, [self._call, self._cant_bear], self._gap() * 1.6, [1.8, 1])

    # -- presses ---------------------------------------------------------------------------

    def _press_call(self) -> None:
        """Show the code larger, or small again; nothing is dialled."""
        if self._call.code.payload:
            self._enlarged = not self._enlarged
            self._call.set_enlarged(self._enlarged)
            self._arrange()

    def _press_cant_bear(self) -> None:
        self.acted.emit(Press(Act.CANT_BEAR))

    def _press_back(self) -> None:
        self.acted.emit(Press(Act.RESUME))

    def _press_stopped(self) -> None:
        self.acted.emit(Press(Act.STOPPED))
