"""Ten minutes: get medical help. Who to call, a text that is ready, and can you bear it?

Nothing on this page dials or sends; a phone reads the codes, and asks before it does anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QHideEvent

from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import HelpLines, message, smsto, tel
from cramp_coach.core.ladder import URGENT_S
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
from cramp_coach.ui.passage import Passage
from cramp_coach.ui.theme import (
    HEADLINE_ARCMIN,
    INSTRUCTION_ARCMIN,
    Theme,
)
from cramp_coach.ui.widgets import ClockBar, Press, TouchButton

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from cramp_coach.core.content import Notices, Words
    from cramp_coach.core.snapshot import Snapshot

RIGHT = Qt.AlignmentFlag.AlignRight
CALL_IF_LEAST = 0.7
"""When to call an ambulance gives way last: to this share of its size."""


class UrgentPage(Screen):
    """View.URGENT. The steps go on beneath it."""

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
        self._minutes = 0
        self._enlarged = 0
        self._build()
        self._say_whom_to_call()

    def _build(self) -> None:
        theme, words = self._theme, self._words
        self._bar = ClockBar(theme)
        self._since = Passage(theme, colour="dim", align=RIGHT, wrap=False)
        bold = QFont.Weight.Bold
        self._headline = Passage(theme, colour="danger", weight=bold, wrap=False, spacing=1.05)
        self._order = Passage(theme, weight=bold, spacing=1.05)
        self._call = Card(theme, "", key="1")
        self._text = Card(theme, "", key="2")
        self._question = Passage(theme, weight=QFont.Weight.Bold)
        self._yes = TouchButton(
            theme, words("urgent.yes"), key="Y", px=26, description=words("acts.line.can_bear")
        )
        self._no = TouchButton(
            theme, words("urgent.no"), key="N", px=26, look="danger",
            description=words("acts.line.cant_bear"),
        )  # fmt: skip
        self._stopped = TouchButton(
            theme, words("acts.stopped"), key=words("keys.stopped"), px=26, look="ok",
            description=words("acts.line.stopped"),
        )  # fmt: skip
        self._call_if = Passage(theme, colour="danger", weight=bold)
        self._tell = Passage(theme, weight=QFont.Weight.Medium)
        self._cannot = Passage(theme, colour="dim", weight=QFont.Weight.Medium)
        parts: list[QWidget] = [
            self._bar, self._since, self._headline, self._order, self._call, self._text,
            self._question, self._yes, self._no, self._stopped, self._call_if, self._tell,
            self._cannot,
        ]  # fmt: skip
        for part in parts:
            part.setParent(self)
        self._call.clicked.connect(self._press_call)
        self._text.clicked.connect(self._press_text)
        self._yes.clicked.connect(self._press_yes)
        self._no.clicked.connect(self._press_no)
        self._stopped.clicked.connect(self._press_stopped)

    # -- what it says ----------------------------------------------------------------------

    def set_lines(self, lines: HelpLines) -> None:
        """Show other numbers from now on."""
        if lines != self._lines:
            self._lines = lines
            self._say_whom_to_call()
            self._arrange()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the clock and the running step; the ready text is written anew each minute."""
        words = self._words
        elapsed = clock(words, snapshot.elapsed_s)
        percent = min(100, int(snapshot.elapsed_s / URGENT_S * 100))
        self._bar.show_share(
            snapshot.elapsed_s / URGENT_S, warn=True,
            said=words("a11y.clock_bar", percent=percent),
        )  # fmt: skip
        since = words("urgent.since", elapsed=elapsed)
        practice = snapshot.kind == "practice"
        if practice:
            since = f"{words('session.practice')} · {since}"
        self._since.set_paragraphs([since])
        shown = " ".join(snapshot.form.shown)
        left = clock(words, snapshot.step_left_s)
        steps = words("urgent.steps_go_on_left", shown=shown, left=left)
        if snapshot.paused:
            steps = words("urgent.steps_paused", shown=shown)
        self._cannot.set_paragraphs([f"{words('urgent.cannot_call')} {steps}"])
        minutes = max(10, int(snapshot.elapsed_s // 60))
        if minutes != self._minutes:
            self._minutes = minutes
            self._say_whom_to_call()

    def _say_whom_to_call(self) -> None:
        lines, words, notices = self._lines, self._words, self._notices
        first, *more = notices.urgent.lines
        self._headline.set_paragraphs([notices.urgent.title])
        self._order.set_paragraphs([first, *more])
        self._question.set_paragraphs([words("urgent.can_you_bear_it")])
        call_if = notices.urgent_call_if.filled(ambulance=lines.ambulance)
        self._call_if.set_paragraphs([f"{call_if.title} {' · '.join(call_if.lines)}"])
        tell = notices.urgent_tell
        self._tell.set_paragraphs([f"{tell.title} {' · '.join(tell.lines)}"])
        self._say_call()
        self._say_text()

    def _say_call(self) -> None:
        lines, words = self._lines, self._words
        number = lines.urgent_number
        if number is None:
            self._call.set_card(words("urgent.call_doctor"), "")
            return
        self._call.set_card(
            words("urgent.call", number=number),
            words("urgent.point_phone"),
            tel(number),
            words("a11y.qr_call", number=number),
        )

    def _say_text(self) -> None:
        lines, words = self._lines, self._words
        if not lines.has_contact:
            self._text.set_card(
                words("urgent.call", number=lines.ambulance),
                words("urgent.if_a_sign"),
                tel(lines.ambulance),
                words("a11y.qr_call", number=lines.ambulance),
            )
            return
        time = self._wall().strftime("%H:%M")
        text = message(lines, words, time, minutes=self._minutes or 10)
        self._text.set_card(
            words("urgent.text", name=lines.contact),
            words("urgent.message_ready"),
            smsto(lines.contact_number, text),
            words("a11y.qr_text", name=lines.contact),
        )

    # -- a code, large ---------------------------------------------------------------------

    def enlarge(self, n: int) -> None:
        """Show the code of card 1 or 2 on half of the page; once more makes it small again."""
        card = {1: self._call, 2: self._text}.get(n)
        if card is None or not card.code.payload:
            return
        self._enlarged = 0 if self._enlarged == n else n
        self._arrange()

    @property
    def enlarged(self) -> int:
        """Which card is large: 1, 2, or 0 for none."""
        return self._enlarged

    def hideEvent(self, event: QHideEvent) -> None:
        """Begin small the next time."""
        super().hideEvent(event)
        self._enlarged = 0
        self._arrange()

    # -- where it is -----------------------------------------------------------------------

    def _arrange(self) -> None:
        if self.width() < 50 or self.height() < 50:
            return
        theme, area, gap = self._theme, self._area(), self._gap()
        self._headline.set_paragraphs(
            [self._notices.urgent.title],
            max(theme.far_px(HEADLINE_ARCMIN), self.height() * 0.14),
        )
        self._order.set_paragraphs(
            self._notices.urgent.lines,
            max(theme.far_px(INSTRUCTION_ARCMIN), self.height() * 0.115),
        )
        near = self._near_px()
        for part in (self._since, self._call_if, self._tell, self._cannot):
            part.set_paragraphs(part.text().split("\n"), near)
        self._scale_buttons((self._yes, 26), (self._no, 26), (self._stopped, 26))
        self._call.set_enlarged(self._enlarged == 1)
        self._text.set_enlarged(self._enlarged == 2)
        self._call.setVisible(self._enlarged != 2)
        self._text.setVisible(self._enlarged != 1)
        if self._enlarged:
            self._arrange_enlarged(area, gap)
        else:
            self._arrange_whole(area, gap)
        # What is said below it is never larger.
        most = min(near, self._call_if.shown_px())
        for part in (self._tell, self._cannot):
            part.set_paragraphs(part.text().split("\n"), most)

    def _arrange_whole(self, area: QRect, gap: float) -> None:
        theme, wide = self._theme, area.width()
        self._question.set_paragraphs([self._words("urgent.can_you_bear_it")], self._px(34))
        stack(area, [
            Row(self._bar.setGeometry, 10, 10),
            passage_row(self._since, wide, gap=gap * 0.4),
            passage_row(self._headline, wide, least=0.84),
            passage_row(self._order, wide, least=0.84),
            Row(self._place_cards, theme.mm(40), area.height() * 0.18, gap=gap, grows=True),
            target_row(self._place_answers, theme, self, gap),
            passage_row(self._call_if, wide, least=CALL_IF_LEAST, gap=gap),
            passage_row(self._tell, wide, gap=gap * 0.3),
            passage_row(self._cannot, wide, gap=gap * 0.3),
        ])  # fmt: skip

    def _place_cards(self, area: QRect) -> None:
        columns(area, [self._call, self._text], self._gap() * 1.6, [1, 1])

    def _place_answers(self, area: QRect) -> None:
        columns(
            area, [self._question, self._yes, self._no, self._stopped], self._gap() * 1.6,
            [1.35, 0.8, 0.8, 1.05],
        )  # fmt: skip

    def _arrange_enlarged(self, area: QRect, gap: float) -> None:
        """Words on the left half, the code on the right."""
        theme = self._theme
        card = self._call if self._enlarged == 1 else self._text
        half = area.width() // 2 - round(gap)
        left = QRect(area.left(), area.top(), half, area.height())
        card.setGeometry(
            left.right() + round(gap * 2), area.top(), area.width() - half - round(gap * 2),
            area.height(),
        )  # fmt: skip
        self._question.set_paragraphs([self._words("urgent.can_you_bear_it")], self._px(28))

        def answers(where: QRect) -> None:
            columns(where, [self._yes, self._no], gap, [1, 1])

        stack(left, [
            Row(self._bar.setGeometry, 10, 10),
            passage_row(self._since, half, gap=gap * 0.4),
            passage_row(self._headline, half, least=0.3),
            passage_row(self._order, half, least=0.3),
            air(),
            passage_row(self._question, half, gap=gap),
            target_row(answers, theme, self, gap * 0.5),
            target_row(self._stopped.setGeometry, theme, self, gap),
            passage_row(self._call_if, half, least=CALL_IF_LEAST, gap=gap),
            passage_row(self._tell, half, gap=gap * 0.3),
            passage_row(self._cannot, half, gap=gap * 0.3),
        ])  # fmt: skip

    # -- presses ---------------------------------------------------------------------------

    def _press_call(self) -> None:
        self.enlarge(1)

    def _press_text(self) -> None:
        self.enlarge(2)

    def _press_yes(self) -> None:
        self.acted.emit(Press(Act.CAN_BEAR))

    def _press_no(self) -> None:
        self.acted.emit(Press(Act.CANT_BEAR))

    def _press_stopped(self) -> None:
        self.acted.emit(Press(Act.STOPPED))
