"""Call an ambulance: the number, huge, and what to say. Dim and silent when nobody answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QHideEvent, QMouseEvent, QPalette

from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import EVERYWHERE, HelpLines, tel
from cramp_coach.ui.help_cards import (
    Row,
    Screen,
    air,
    clock,
    columns,
    passage_row,
    stack,
    target_row,
)
from cramp_coach.ui.passage import Passage
from cramp_coach.ui.qr import QrCode
from cramp_coach.ui.theme import (
    COUNTDOWN_ARCMIN,
    INSTRUCTION_ARCMIN,
    NIGHT,
    Theme,
    with_palette,
)
from cramp_coach.ui.widgets import Press, TouchButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.core.content import Notices, RedFlag, Words
    from cramp_coach.core.snapshot import Snapshot

RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
DIGITS = 0.86
"""Height of the number's line over its font size: digits reach below no line."""
CODE_SHARE = 0.28
"""Of the width, for the code at its usual size."""


class EmergencyPage(Screen):
    """View.EMERGENCY. Nothing on it dials; a phone reads the code, and asks before it calls."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        notices: Notices,
        red_flags: tuple[RedFlag, ...],
        lines: HelpLines,
        wall: Callable[[], dt.datetime],
    ) -> None:
        """`wall` gives the local time, to say since when the cramp lasts."""
        super().__init__(theme, words)
        self._notices = notices
        self._do = {flag.id: flag.do for flag in red_flags}
        self._lines = lines
        self._wall = wall
        self._red_flag: str | None = None
        self._quiet = False
        self._enlarged = False
        bold = QFont.Weight.Bold
        medium = QFont.Weight.Medium
        self._call = Passage(theme, weight=bold)
        self._since = Passage(theme, colour="dim", align=RIGHT, wrap=False)
        self._number = Passage(theme, colour="danger", weight=bold, wrap=False, spacing=DIGITS)
        self._dim_number = Passage(
            theme, colour="far", weight=bold, align=CENTRE, wrap=False, spacing=DIGITS
        )
        self._code = QrCode(theme)
        self._point = Passage(theme, colour="dim", weight=medium, align=CENTRE)
        self._do_now = Passage(theme, colour="action", weight=bold)
        self._say = Passage(theme, weight=bold)
        self._meanwhile = Passage(theme)
        self._small = Passage(theme, colour="dim", weight=medium)
        self._stopped = TouchButton(
            theme, words("emergency.stopped"), key=words("keys.stopped"), px=24, look="ok",
            description=words("acts.line.stopped"),
        )  # fmt: skip
        self._back = TouchButton(
            theme, words("emergency.back"), key=words("keys.choices"), px=24,
            description=words("acts.line.can_bear"),
        )  # fmt: skip
        self._dim = Passage(theme, colour="far", weight=medium, align=CENTRE)
        self._lit = (
            self._call, self._since, self._number, self._code, self._point, self._do_now,
            self._say, self._meanwhile, self._small, self._stopped, self._back,
        )  # fmt: skip
        for part in (*self._lit, self._dim, self._dim_number):
            part.setParent(self)
        self._stopped.clicked.connect(self._press_stopped)
        self._back.clicked.connect(self._press_back)
        self._fill()

    # -- what it says ----------------------------------------------------------------------

    def set_lines(self, lines: HelpLines) -> None:
        """Show other numbers from now on."""
        if lines != self._lines:
            self._lines = lines
            self._fill()
            self._arrange()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show since when, what to do for the sign that was chosen, and whether to be dim."""
        words = self._words
        elapsed = words("urgent.since", elapsed=clock(words, snapshot.elapsed_s))
        if snapshot.kind == "practice":
            elapsed = f"{words('session.practice')} · {elapsed}"
        self._since.set_paragraphs([elapsed])
        changed = (snapshot.red_flag, snapshot.quiet) != (self._red_flag, self._quiet)
        self._red_flag, self._quiet = snapshot.red_flag, snapshot.quiet
        if changed:
            self._fill()
            began = self._wall() - dt.timedelta(seconds=snapshot.elapsed_s)
            self._dim.set_paragraphs([words("emergency.quiet", time=began.strftime("%H:%M"))])
            self._arrange()

    @property
    def quiet(self) -> bool:
        """Whether the page is dim."""
        return self._quiet

    def _fill(self) -> None:
        lines, words, notices = self._lines, self._words, self._notices
        number = lines.ambulance
        self._number.set_paragraphs([number])
        for shown in (self._number, self._dim_number):
            shown.setAccessibleName(words("a11y.number", number=number))
        self._dim_number.set_paragraphs([number])
        self._code.set_code(tel(number), words("a11y.qr_call", number=number))
        self._point.set_paragraphs([words("emergency.point_phone")])
        self._call.set_paragraphs(
            [words("emergency.number_name"), *notices.emergency.lines]
            if lines.ambulance_known
            else [words("emergency.no_number")]
        )
        do = self._do.get(self._red_flag or "", "")
        self._do_now.set_paragraphs([do] if do else [])
        say = notices.emergency_say
        self._say.set_paragraphs([f"{say.title} {' '.join(say.lines)}"])
        meanwhile = notices.emergency_meanwhile
        self._meanwhile.set_paragraphs([f"{meanwhile.title} {' '.join(meanwhile.lines)}"])
        self._small.set_paragraphs([" ".join(self._small_print())])

    def _small_print(self) -> list[str]:
        lines, words = self._lines, self._words
        said = [words("emergency.cannot_call")]
        if lines.also:
            said.append(words("emergency.also", numbers=", ".join(lines.also)) + ".")
        if lines.mobile_112 or (not lines.ambulance_known and lines.ambulance == EVERYWHERE):
            said.append(self._notices.mobile_112.title)
        if lines.ask_locally:
            unsure = lines.confidence == "C" or not lines.country
            said.append(words("emergency.ask_locally" if unsure else "emergency.guessed"))
        return said

    # -- the code, large -------------------------------------------------------------------

    def enlarge(self, n: int) -> None:
        """Give the code half of the page (1), or make it small again."""
        if n == 1:
            self._enlarged = not self._enlarged
            self._arrange()

    @property
    def enlarged(self) -> int:
        """1 if the code is large, else 0."""
        return int(self._enlarged)

    def hideEvent(self, event: QHideEvent) -> None:
        """Begin small the next time."""
        super().hideEvent(event)
        self._enlarged = False
        self._arrange()

    # -- where it is -----------------------------------------------------------------------

    def _arrange(self) -> None:
        if self.width() < 50 or self.height() < 50:
            return
        for part in self._lit:
            part.setVisible(not self._quiet and (part is not self._do_now or bool(part.text())))
        self._dim.setVisible(self._quiet)
        self._dim_number.setVisible(self._quiet)
        area = self._area()
        self._darken(self._quiet)
        if self._quiet:
            self._arrange_quiet(area)
        else:
            self._arrange_lit(area, self._gap())

    def _darken(self, dark: bool) -> None:
        """Give a dim page a dark ground of its own, by day too; nobody looks for twenty minutes."""
        theme = with_palette(self._theme, NIGHT) if dark else self._theme
        for part in (self._dim, self._dim_number):
            part.set_theme(theme)
        if dark:
            ground = self.palette()
            ground.setColor(QPalette.ColorRole.Window, theme.colour("bg"))
            self.setPalette(ground)
        elif self.autoFillBackground():
            self.setPalette(QPalette())
        self.setAutoFillBackground(dark)

    def _arrange_lit(self, area: QRect, gap: float) -> None:
        theme, wide = self._theme, area.width()
        near, body = self._near_px(), self._px(30)
        self._number.set_paragraphs(
            [self._lines.ambulance], max(theme.far_px(COUNTDOWN_ARCMIN), self.height() * 0.36)
        )
        for part, px in (
            (self._call, body), (self._since, near), (self._do_now, self._px(40)),
            (self._say, body), (self._meanwhile, body), (self._small, near), (self._point, near),
        ):  # fmt: skip
            part.set_paragraphs(part.text().split("\n") if part.text() else [], px)
        self._scale_buttons((self._stopped, 24), (self._back, 24))
        if self._enlarged:
            self._arrange_enlarged(area, gap)
            return
        rows = [
            passage_row(self._since, wide),
            Row(
                self._place_number,
                self._number_height(wide),
                0.8 * self._number_height(wide),
                grows=True,
            ),
        ]
        if self._do_now.text():
            rows.append(passage_row(self._do_now, wide, gap=gap))
        rows += [
            passage_row(self._say, wide, gap=gap),
            passage_row(self._meanwhile, wide, gap=gap * 0.4),
            passage_row(self._small, wide, gap=gap),
            target_row(self._place_buttons, theme, self, gap),
        ]
        stack(area, rows)

    def _arrange_enlarged(self, area: QRect, gap: float) -> None:
        """Words on the left half, the code on the right."""
        half = area.width() // 2 - round(gap)
        left = QRect(area.left(), area.top(), half, area.height())
        right = left.translated(area.width() - half, 0)
        stack(left, [
            passage_row(self._since, half),
            passage_row(self._call, half),
            passage_row(self._number, half, least=0.5),
            *([passage_row(self._do_now, half, gap=gap)] if self._do_now.text() else []),
            air(),
            passage_row(self._say, half, gap=gap),
            passage_row(self._meanwhile, half, gap=gap * 0.4),
            passage_row(self._small, half, gap=gap),
            target_row(self._place_buttons, self._theme, self, gap),
        ])  # fmt: skip
        hint = round(self._point.height_for(half))
        side = min(half, area.height() - hint)
        top = right.top() + (right.height() - side - hint) // 2
        self._code.setGeometry(right.left() + (half - side) // 2, top, side, side)
        self._point.setGeometry(right.left(), top + side, half, hint)

    def _number_height(self, wide: int) -> float:
        """Return what number and the words above it ask for."""
        beside = wide * (1 - CODE_SHARE) - self._gap() * 1.6
        return self._call.height_for(beside) + self._number.height_for(beside)

    def _place_number(self, area: QRect) -> None:
        """The number takes the width that the code leaves."""
        gap = round(self._gap() * 1.6)
        side = round(min(area.height(), area.width() // 2, area.width() * CODE_SHARE))
        left = QRect(area.left(), area.top(), area.width() - side - gap, area.height())
        calls = round(min(self._call.height_for(left.width()), left.height() * 0.3))
        self._call.setGeometry(left.left(), left.top(), left.width(), calls)
        self._number.setGeometry(
            left.left(), left.top() + calls, left.width(), left.height() - calls
        )
        hint = round(min(self._point.height_for(side), max(area.height() * 0.2, 40.0)))
        code = min(side, area.height() - hint)
        x = area.right() + 1 - side
        y = area.top() + (area.height() - code - hint) // 2
        self._code.setGeometry(x + (side - code) // 2, y, code, code)
        self._point.setGeometry(x, y + code, side, hint)

    def _place_buttons(self, area: QRect) -> None:
        columns(area, [self._stopped, self._back], self._gap() * 1.6, [1, 1.6])

    def _arrange_quiet(self, area: QRect) -> None:
        """One number and one line, so that only a few pixels are lit."""
        theme = self._theme
        self._dim_number.set_paragraphs([self._lines.ambulance], theme.far_px(INSTRUCTION_ARCMIN))
        self._dim.set_paragraphs(self._dim.text().split("\n"), theme.near_px())
        stack(area, [
            air(),
            passage_row(self._dim_number, area.width(), least=0.5),
            passage_row(self._dim, area.width()),
            air(),
        ])  # fmt: skip

    # -- presses ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Light up a dim page; any act of the person does."""
        if self._quiet:
            self.acted.emit(Press(Act.AGAIN))
        else:
            super().mousePressEvent(event)

    def _press_stopped(self) -> None:
        self.acted.emit(Press(Act.STOPPED))

    def _press_back(self) -> None:
        self.acted.emit(Press(Act.CAN_BEAR))
