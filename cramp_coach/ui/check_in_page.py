"""Five minutes: tell someone, look at the leg. It goes by itself; the steps go on below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont

from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import HelpLines, message, smsto
from cramp_coach.core.ladder import URGENT_S
from cramp_coach.ui.help_cards import (
    Card,
    Row,
    Screen,
    clock,
    columns,
    passage_row,
    stack,
    target_row,
)
from cramp_coach.ui.passage import Passage
from cramp_coach.ui.theme import (
    INSTRUCTION_ARCMIN,
    SECONDARY_ARCMIN,
    Theme,
)
from cramp_coach.ui.widgets import ClockBar, Press, TouchButton

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from cramp_coach.core.content import Notices, Words
    from cramp_coach.core.snapshot import Snapshot

RIGHT = Qt.AlignmentFlag.AlignRight
SIGN_ARCMIN = 16.0
"""The least for anything meant for 3 m (experience.md 3.1)."""
HEADING = 0.8
"""Size of what stands above the signs over theirs."""
GOES_ON_LEAST = 0.75
"""That nothing waits for an answer must stay readable: of its size with large text."""


class CheckInPage(Screen):
    """View.CHECK_IN, over the running step."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        notices: Notices,
        lines: HelpLines,
        wall: Callable[[], dt.datetime],
    ) -> None:
        """`wall` gives the local time, for the text to the contact."""
        super().__init__(theme, words)
        self._notices = notices
        self._lines = lines
        self._wall = wall
        self._minute = -1
        self._bar = ClockBar(theme)
        self._clock = Passage(theme, colour="dim", align=RIGHT, wrap=False)
        self._title = Passage(theme, colour="action", weight=QFont.Weight.Bold)
        self._tell = Passage(theme, weight=QFont.Weight.Bold)
        self._look = Passage(theme, colour="dim", weight=QFont.Weight.Medium)
        self._signs = Passage(theme, weight=QFont.Weight.DemiBold)
        self._step = Passage(theme, weight=QFont.Weight.Bold)
        self._left = Passage(theme, colour="action", weight=QFont.Weight.Bold, align=RIGHT)
        self._goes_on = Passage(theme, colour="dim", weight=QFont.Weight.Medium)
        self._paused = False
        self._help = TouchButton(
            theme, words("check_in.one_is_true"), key=words("keys.help"), px=26, look="danger",
            description=words("acts.line.help"),
        )  # fmt: skip
        self._stopped = TouchButton(
            theme, words("acts.stopped"), key=words("keys.stopped"), px=26, look="ok",
            description=words("acts.line.stopped"),
        )  # fmt: skip
        self._back = TouchButton(
            theme, words("check_in.back"), key=words("keys.choices"), px=26,
            description=words("check_in.back"),
        )  # fmt: skip
        self._text = Card(theme, "", px=28)
        self._enlarged = False
        for part in (
            self._bar, self._clock, self._title, self._tell, self._look, self._signs, self._text,
            self._help, self._back, self._stopped, self._step, self._left, self._goes_on,
        ):  # fmt: skip
            part.setParent(self)
        self._text.clicked.connect(self._press_text)
        self._help.clicked.connect(self._press_help)
        self._back.clicked.connect(self._press_back)
        self._stopped.clicked.connect(self._press_stopped)
        self._say_text()

    def set_lines(self, lines: HelpLines) -> None:
        """Show another contact from now on."""
        if lines != self._lines:
            self._lines = lines
            self._say_text()
            self._arrange()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the clock and the running step with what is left of it."""
        words = self._words
        elapsed = clock(words, snapshot.elapsed_s)
        percent = min(100, int(snapshot.elapsed_s / URGENT_S * 100))
        self._bar.show_share(
            snapshot.elapsed_s / URGENT_S, warn=False,
            said=words("a11y.clock_bar", percent=percent),
        )  # fmt: skip
        said = words("session.elapsed", elapsed=elapsed)
        if snapshot.kind == "practice":
            said = f"{words('session.practice')} · {said}"
        self._clock.set_paragraphs([said])
        self._step.set_paragraphs([" ".join(snapshot.form.shown)])
        self._left.set_paragraphs([clock(words, snapshot.step_left_s)])
        if snapshot.paused != self._paused:
            self._paused = snapshot.paused
            self._arrange()
        minute = int(snapshot.elapsed_s // 60)
        if minute != self._minute:
            self._minute = minute
            self._say_text()

    def _say_text(self) -> None:
        lines, words = self._lines, self._words
        if lines.has_contact:
            text = message(lines, words, self._wall().strftime("%H:%M"))
            self._text.set_card(
                words("check_in.text", name=lines.contact),
                words("urgent.point_phone"),
                smsto(lines.contact_number, text),
                words("a11y.qr_text", name=lines.contact),
            )
        self._text.setVisible(lines.has_contact)

    def _arrange(self) -> None:
        if self.width() < 50 or self.height() < 50:
            return
        theme, words, area, gap = self._theme, self._words, self._area(), self._gap()
        wide = area.width()
        self._title.set_paragraphs([words("check_in.title")], theme.far_px(INSTRUCTION_ARCMIN))
        self._tell.set_paragraphs([words("check_in.tell_someone")], theme.far_px(SECONDARY_ARCMIN))
        notice = self._notices.check_in
        self._look.set_paragraphs([notice.title], theme.far_px(SIGN_ARCMIN) * HEADING)
        self._signs.set_paragraphs(notice.lines, theme.far_px(SIGN_ARCMIN))
        self._clock.set_paragraphs([self._clock.text()], self._near_px())
        goes_on = words("session.paused" if self._paused else "check_in.goes_on")
        self._goes_on.set_paragraphs([goes_on], self._near_px(), "text" if self._paused else "dim")
        small = theme.far_px(SIGN_ARCMIN)
        self._step.set_paragraphs([self._step.text()], small)
        self._left.set_paragraphs([self._left.text()], small)
        self._scale_buttons((self._help, 26), (self._back, 26), (self._stopped, 26))
        stack(area, [
            Row(self._bar.setGeometry, 10, 10),
            passage_row(self._clock, wide, gap=gap * 0.4),
            passage_row(self._title, wide, least=0.5),
            passage_row(self._tell, wide, least=0.5),
            Row(
                self._place_signs,
                self._look.height_for(wide) + self._signs.height_for(wide * 0.58),
                26 + self._signs.height_for(wide * 0.58, 20),
                gap=gap, grows=True,
            ),
            target_row(self._place_buttons, theme, self, gap),
            passage_row(self._goes_on, wide, least=GOES_ON_LEAST, gap=gap),
            Row(self._place_step, small * 1.2, 30),
        ])  # fmt: skip

    def _place_signs(self, area: QRect) -> None:
        if self._lines.has_contact:
            weights = [1.0, 1.2] if self._enlarged else [1.4, 1.0]
            columns(area, [self._signs, self._text], self._gap() * 1.6, weights)
        else:
            self._signs.setGeometry(area)
        below = self._signs.geometry()
        lines = len(self._notices.check_in.lines)
        top = round(below.height() * HEADING / (HEADING + lines))
        self._look.setGeometry(below.left(), below.top(), below.width(), top)
        self._signs.setGeometry(below.adjusted(0, top, 0, 0))

    def _place_buttons(self, area: QRect) -> None:
        columns(
            area, [self._help, self._back, self._stopped], self._gap() * 1.6,
            [1.35, 1.2, 0.9],
        )  # fmt: skip

    def _place_step(self, area: QRect) -> None:
        columns(area, [self._step, self._left], self._gap(), [5, 1])

    def _press_text(self) -> None:
        """Show the code larger, or small again; nothing is sent."""
        self._enlarged = not self._enlarged
        self._text.set_enlarged(self._enlarged)
        self._arrange()

    def _press_help(self) -> None:
        self.acted.emit(Press(Act.HELP))

    def _press_back(self) -> None:
        self.acted.emit(Press(Act.RESUME))

    def _press_stopped(self) -> None:
        self.acted.emit(Press(Act.STOPPED))
