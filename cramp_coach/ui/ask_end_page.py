"""How did it end? One tap, or none: then the end stays unknown, and no time is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QFont

from cramp_coach.core.events import Told
from cramp_coach.ui.help_cards import Row, Screen, air, columns, passage_row, stack
from cramp_coach.ui.passage import Passage
from cramp_coach.ui.places import Place
from cramp_coach.ui.theme import LEAST_TARGET_PX, Theme
from cramp_coach.ui.widgets import TouchButton

if TYPE_CHECKING:
    import datetime as dt

    from cramp_coach.core.content import Words

MINUTES = (2, 5, 10, 20, 30)
"""What can be said in one tap; the last stands for itself and anything longer."""


class AskEndPage(Screen):
    """Asked once after an episode that nobody closed. Not answering is an answer: unknown."""

    told = Signal(object)
    """A `Told`, with the time since the episode began."""
    still_hurts = Signal()
    wanted = Signal(object)
    """A `Place`: ask another time."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """Ask about nothing yet; see `ask`."""
        super().__init__(theme, words)
        self._since_s = 0.0
        bold = QFont.Weight.Bold
        self._title = Passage(theme, weight=bold)
        self._line = Passage(theme, colour="dim")
        self._about = Passage(theme, weight=bold)
        self._times: list[TouchButton] = []
        for minutes in MINUTES:
            label = words("ask_end.minutes_more" if minutes == MINUTES[-1] else "ask_end.minutes_n",
                          n=minutes)  # fmt: skip
            button = TouchButton(
                theme, label, px=28, description=words("ask_end.stopped_about", n=minutes)
            )
            button.clicked.connect(self._press_time)
            self._times.append(button)
        self._stopped = TouchButton(theme, words("ask_end.stopped_some_time"), px=24)
        self._unknown = TouchButton(theme, words("ask_end.unknown"), px=24)
        self._hurts = TouchButton(theme, words("ask_end.still"), px=28, look="big")
        self._later = TouchButton(theme, words("ask_end.later"), px=20, look="quiet")
        for part in (
            self._title, self._line, self._about, *self._times, self._stopped, self._unknown,
            self._hurts, self._later,
        ):  # fmt: skip
            part.setParent(self)
        self._stopped.clicked.connect(self._press_stopped)
        self._unknown.clicked.connect(self._press_unknown)
        self._hurts.clicked.connect(self.still_hurts)
        self._later.clicked.connect(self._press_later)
        self._title.set_paragraphs([words("ask_end.title")])
        self._about.set_paragraphs([words("ask_end.minutes")])

    def ask(self, began: dt.datetime, now: dt.datetime) -> None:
        """Ask about the cramp that began at `began`; both times are local and aware."""
        words, time = self._words, began.strftime("%H:%M")
        self._since_s = max(0.0, (now - began).total_seconds())
        if began.date() == now.date():
            said = words("ask_end.line", time=time)
        else:
            said = words("ask_end.line_day", day=began.date().isoformat(), time=time)
        self._line.set_paragraphs([said])
        self._arrange()

    def _arrange(self) -> None:
        if self.width() < 50 or self.height() < 50:
            return
        area, gap = self._area(), self._gap() * 1.4
        wide = area.width()
        for part, px in ((self._title, 56), (self._line, 26), (self._about, 30)):
            part.set_paragraphs([part.text()], self._px(px))
        button = max(72.0, self._px(28) * 2.8)
        self._scale_buttons(
            *((time, 28) for time in self._times), (self._stopped, 24), (self._unknown, 24),
            (self._hurts, 28), (self._later, 20),
        )  # fmt: skip
        stack(area, [
            passage_row(self._title, wide),
            passage_row(self._line, wide),
            air(),
            passage_row(self._about, wide),
            Row(self._place_times, button * 1.3, LEAST_TARGET_PX, gap=gap * 0.6),
            Row(self._place_others, button, LEAST_TARGET_PX, gap=gap),
            air(),
            Row(self._place_last, button, LEAST_TARGET_PX, gap=gap),
        ])  # fmt: skip

    def _place_times(self, area: QRect) -> None:
        columns(area, self._times, self._gap() * 1.2, [1.0] * len(self._times))

    def _place_others(self, area: QRect) -> None:
        columns(area, [self._stopped, self._unknown], self._gap() * 1.2, [1, 1])

    def _place_last(self, area: QRect) -> None:
        columns(area, [self._hurts, self._later], self._gap() * 1.2, [2, 1])

    def _tell(self, outcome: Literal["stopped", "unknown"], after_s: float | None = None) -> None:
        self.told.emit(Told(t=self._since_s, outcome=outcome, after_s=after_s))

    # -- presses ---------------------------------------------------------------------------

    def _press_time(self) -> None:
        for minutes, button in zip(MINUTES, self._times, strict=True):
            if button is self.sender():
                self._tell("stopped", minutes * 60.0)

    def _press_stopped(self) -> None:
        self._tell("stopped")

    def _press_unknown(self) -> None:
        self._tell("unknown")

    def _press_later(self) -> None:
        self.wanted.emit(Place.HOME)
