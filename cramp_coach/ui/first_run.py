"""The first run: four screens, each of which can be left out, and Cramp now on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cramp_coach.core.settings import Settings, edited
from cramp_coach.ui import settings_fields as fields
from cramp_coach.ui.home import PICTURE, BigButton
from cramp_coach.ui.places import Place
from cramp_coach.ui.reading_page import ReadingPage
from cramp_coach.ui.settings_controls import Flow, Tick
from cramp_coach.ui.settings_rows import FIXED, Group, Row, text
from cramp_coach.ui.shared_rows import BUTTON_PX, CountryRow, fact_ticks
from cramp_coach.ui.widgets import Look, TouchButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QHideEvent

    from cramp_coach.core.content import Ambulance, Notices, Words
    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.core.ports import Works
    from cramp_coach.core.pose import Pose
    from cramp_coach.ui.theme import Theme

SCREENS = ("start", "sound", "help", "health")
LOUDER_BY = 10
BIG_PX = 38.0
BIG_SHARE = 0.4
"""Least height of the big button over that of the page (experience.md 3.2)."""


class FirstRun(ReadingPage):
    """Place.FIRST_RUN."""

    changed = Signal(object)
    """The new `Settings`."""
    sound_test = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        settings: Settings,
        numbers: Mapping[str, Ambulance],
        notices: Notices,
        poses: Mapping[str, Pose],
        lines: HelpLines,
    ) -> None:
        """Build all four screens and show the first. `lines` says whom these settings call."""
        super().__init__(theme, words, "", words("first_run.skip"))
        self._settings = settings
        self._notices = notices
        self._lines = lines
        self._at = 0
        self._screens = [
            self._start_screen(poses), self._sound_screen(), self._help_screen(numbers),
            self._health_screen(),
        ]  # fmt: skip
        for screen in self._screens:
            self.column.addWidget(screen)
        self.column.addStretch(0)
        self.column.setStretch(0, 1)  # the big button takes what the window has
        self._step = text("", "line", wraps=False)
        self._step.setSizePolicy(FIXED)
        self._back = self._button("back")
        self._next = self._button("next")
        self._back.clicked.connect(self._go_back)
        self._next.clicked.connect(self.go_on)
        self._foot = Flow([self._back, self._next, self._step], 12)
        self._foot.setParent(self)
        self._show()
        self._turn_to(0)

    # -- what it is told -------------------------------------------------------------------

    def show_settings(self, settings: Settings) -> None:
        """Show settings that were changed elsewhere; what is being typed stays."""
        if settings != self._settings:
            self._settings = settings
            self._show()

    def set_lines(self, lines: HelpLines) -> None:
        """Show whom these settings call."""
        if lines != self._lines:
            self._lines = lines
            self._show()

    def show_works(self, works: tuple[Works, ...]) -> None:
        """Say so if there is no voice."""
        silent = any(one.part == "voice" and one.state == "no" for one in works)
        self._no_voice.setVisible(silent)

    def _show(self) -> None:
        words, chosen = self._words, self._settings
        disclaimer = self._notices.disclaimer.filled(ambulance=self._lines.ambulance)
        self._disclaimer.set_line(" ".join(disclaimer.lines))
        self._understood.show_value(chosen.understood)
        volume = chosen.sound.volume
        loudest = "" if volume < 100 else f" {words('first_run.sound.loudest')}"
        self._volume.setText(words("first_run.sound.volume", n=volume) + loudest)
        self._country.show_country(chosen.help.country, self._lines.country)
        self._show_numbers()
        self._contact.show_value(chosen.help.contact_name)
        self._number.show_value(chosen.help.contact_number)
        for field, tick, _ in self._facts:
            tick.show_value(getattr(chosen.health, field))

    def _show_numbers(self) -> None:
        words, lines = self._words, self._lines
        if lines.urgent_number is None:
            numbers = words("first_run.help.numbers_no_line", ambulance=lines.ambulance)
        else:
            numbers = words(
                "first_run.help.numbers", ambulance=lines.ambulance, urgent=lines.urgent_number
            )
        if not lines.ambulance_known or (lines.ask_locally and not lines.country_guessed):
            numbers = f"{numbers}. {words('emergency.ask_locally')}"
        self._numbers_line.setText(numbers)

    # -- edits -----------------------------------------------------------------------------

    def _edit(self, key: str, value: object) -> None:
        settings = edited(self._settings, key, value)
        if settings != self._settings:
            self._settings = settings
            self._show()
            self.changed.emit(settings)

    def _on_understood(self, on: object) -> None:
        self._edit("understood", on)

    def _on_country(self, code: object) -> None:
        self._edit("help.country", code)

    def _on_contact(self, name: object) -> None:
        self._edit("help.contact_name", name)

    def _on_number(self, number: object) -> None:
        self._edit("help.contact_number", number)

    def _on_fact(self, on: object) -> None:
        sender = self.sender()
        for field, tick, _ in self._facts:
            if tick is sender:
                self._edit(f"health.{field}", on)

    def _on_louder(self) -> None:
        self._edit("sound.volume", min(100, self._settings.sound.volume + LOUDER_BY))
        self.sound_test.emit()

    # -- from screen to screen -------------------------------------------------------------

    @property
    def screen_name(self) -> str:
        """Which of the four is shown."""
        return SCREENS[self._at]

    def go_on(self) -> None:
        """Show the next screen; after the last, home."""
        if self._at + 1 < len(SCREENS):
            self._turn_to(self._at + 1)
        else:
            self.wanted.emit(Place.HOME)

    def _go_back(self) -> None:
        self._turn_to(max(0, self._at - 1))

    def _turn_to(self, at: int) -> None:
        words, self._at = self._words, at
        for n, screen in enumerate(self._screens):
            screen.setVisible(n == at)
        self._set_title(words(f"first_run.{SCREENS[at]}.title"))
        self._step.setText(words("first_run.step", n=at + 1, count=len(SCREENS)))
        self._back.setVisible(at > 0)
        self._now.setVisible(at > 0)  # on the first screen the real one is there
        self._next.set_look("raised" if SCREENS[at] == "sound" else "ok")
        last = at + 1 == len(SCREENS)
        self._next.set_title(words("first_run.done" if last else "first_run.next"))
        self._scroll.verticalScrollBar().setValue(0)
        self._foot.arrange()
        self._arrange()
        if self.isVisible():
            self._next.setFocus()
            if SCREENS[at] == "sound":
                self.sound_test.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Begin at the first screen when it is shown again."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._turn_to(0)

    # -- the screens -----------------------------------------------------------------------

    def _start_screen(self, poses: Mapping[str, Pose]) -> QWidget:
        words, theme = self._words, self._theme
        screen, column = self._screen("start")
        self.big = BigButton(theme, words, poses[PICTURE], screen)
        self.big.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.big.clicked.connect(self.cramp_now)
        column.addWidget(self.big, 1)
        self._disclaimer = Row(theme, self._notices.disclaimer.title, "")
        self._understood = Tick(theme, words("first_run.start.read"))
        self._understood.edited.connect(self._on_understood)
        card = Group(theme)
        card.add(self._disclaimer)
        card.add(self._understood, ruled=False)
        column.addWidget(card)
        return screen

    def _sound_screen(self) -> QWidget:
        screen, column = self._screen("sound")
        yes = self._button("sound.yes", look="ok", px=BIG_PX)
        louder = self._button("sound.louder", px=BIG_PX)
        again = self._button("sound.again", px=BIG_PX)
        yes.clicked.connect(self.go_on)
        louder.clicked.connect(self._on_louder)
        again.clicked.connect(self.sound_test)
        column.addWidget(Flow([yes, louder, again], 16))
        self._volume = text("", "line")
        self._no_voice = text(self._words("first_run.sound.no_voice"), "label")
        self._no_voice.hide()
        column.addWidget(self._volume)
        column.addWidget(self._no_voice)
        return screen

    def _help_screen(self, numbers: Mapping[str, Ambulance]) -> QWidget:
        words, theme = self._words, self._theme
        screen, column = self._screen("help")
        card = Group(theme)
        self._country = CountryRow(theme, words, numbers)
        self._country.edited.connect(self._on_country)
        self._numbers_line = text("", "label")
        self._contact = fields.Field(fields.name(words))
        self._number = fields.Field(fields.phone(words))
        self._contact.edited.connect(self._on_contact)
        self._number.edited.connect(self._on_number)
        card.add(self._country)
        card.add(self._numbers_line, ruled=False, below_px=10.0)
        for name, field in (("contact_name", self._contact), ("contact_number", self._number)):
            label = words(f"settings.help.{name}.label")
            row = Row(theme, label, words(f"settings.help.{name}.line"), field)
            field.refused.connect(row.refuse)
            card.add(row)
        column.addWidget(card)
        return screen

    def _health_screen(self) -> QWidget:
        screen, column = self._screen("health")
        card = Group(self._theme)
        self._facts = fact_ticks(self._theme, self._notices)
        for _, tick, indent in self._facts:
            tick.edited.connect(self._on_fact)
            card.add(tick, ruled=not indent, indent_px=indent)
        column.addWidget(card)
        practise = self._button("practise.yes")
        practise.clicked.connect(self._on_practise)
        line = self._words("home.practise_hint")
        other = Group(self._theme)
        other.add(Row(self._theme, self._words("first_run.practise.title"), line, practise))
        column.addWidget(other)
        return screen

    def _on_practise(self) -> None:
        self.wanted.emit(Place.PRACTISE)

    # -- parts -----------------------------------------------------------------------------

    def _screen(self, name: str) -> tuple[QWidget, QVBoxLayout]:
        screen = QWidget()
        column = QVBoxLayout(screen)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(text(self._words(f"first_run.{name}.line"), "lead"))
        return screen, column

    def _button(self, key: str, *, look: Look = "raised", px: float = BUTTON_PX) -> TouchButton:
        button = TouchButton(self._theme, self._words(f"first_run.{key}"), px=px, look=look)
        button.setSizePolicy(FIXED)
        return button

    def _arrange(self) -> None:
        super()._arrange()
        least = max(160, round(self.height() * BIG_SHARE))
        self.big.setMinimumHeight(least)

    def _arrange_foot(self, left: int, width: int) -> int:
        gap = round(self._theme.page_px(12))
        tall = self._foot.heightForWidth(width)
        top = self.height() - tall - gap
        self._foot.setGeometry(QRect(left, top, width, tall))
        return top - gap // 2
