"""The settings: one page that scrolls, and every change holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from cramp_coach.core.settings import Settings, edited
from cramp_coach.ui import settings_fields as fields
from cramp_coach.ui.about import About
from cramp_coach.ui.calibration import CardBar, mm_per_px
from cramp_coach.ui.places import Place
from cramp_coach.ui.reading_page import ReadingPage
from cramp_coach.ui.settings_controls import Choices, Flow, Tick
from cramp_coach.ui.settings_rows import FIXED, Group, Row
from cramp_coach.ui.settings_scales import Measure, PickBox
from cramp_coach.ui.shared_rows import BUTTON_PX, CountryRow, fact_ticks
from cramp_coach.ui.widgets import TouchButton

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cramp_coach.core.content import Ambulance, Notices, Source, Words
    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.ui.theme import Theme

UNDO_MS = 10_000
"""So long a reset can be taken back (experience.md 3.3 asks for 5 s at least)."""
DISTANCES = ((0.6, "near"), (1.0, "one"), (2.0, "two"), (3.0, "three"))
"""Metres (experience.md 3.1)."""
THEMES = ("time", "day", "night")
MOTIONS = ("system", "full", "reduced")
TEXT_STEP, SPEED_STEP, VOLUME_STEP = 10, 5, 10
KEPT = ("last", "first_run_done", "understood")
"""What a reset leaves as it is: it is no setting of this page."""


Editor = Tick | Choices | Measure | PickBox | fields.Field


class SettingsPage(ReadingPage):
    """Place.SETTINGS."""

    changed = Signal(object)
    """The new `Settings`."""
    sound_test = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        settings: Settings,
        numbers: Mapping[str, Ambulance],
        voices: tuple[str, ...],
        about: Mapping[str, str],
        notices: Notices,
        sources: Mapping[str, Source],
        lines: HelpLines,
    ) -> None:
        """`lines` says whom these settings call; `about` has "version" and "data"."""
        super().__init__(theme, words, words("settings.title"), words("settings.close"))
        self._settings = settings
        self._numbers = numbers
        self._notices = notices
        self._lines = lines
        self._before_reset: Settings | None = None
        self._editors: dict[str, Editor] = {}
        self._rows: dict[str, Row] = {}
        self._undo_limit = QTimer(self)
        self._undo_limit.setObjectName("undo of reset")
        self._undo_limit.setSingleShot(True)
        self._undo_limit.setInterval(UNDO_MS)
        self._undo_limit.timeout.connect(self._end_undo)
        self._about = About(theme, words, about, notices, sources)
        for group in (
            self._sound_group(), self._screen_group(), self._help_group(), self._health_group(),
            self._window_group(), self._about, self._reset_group(),
        ):  # fmt: skip
            self.column.addWidget(group)
        self.column.addStretch(1)
        self.show_voices(voices)
        self._show()

    # -- what it is told -------------------------------------------------------------------

    def show_voices(self, voices: tuple[str, ...]) -> None:
        """Offer these voices, and the best of them as the first choice."""
        box = self._voice_names
        best = self._words("settings.sound.voice_name.auto")
        box.set_options([("", best), *((voice, voice) for voice in voices)])
        box.show_value(self._settings.sound.voice_name)

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

    # -- edits -----------------------------------------------------------------------------

    def _edit(self, key: str, value: object) -> None:
        """Change one value, at once and everywhere; one beyond its limits changes nothing."""
        try:
            settings = edited(self._settings, key, value)
        except ValueError:
            self._show()
            return
        self._use(settings)

    def _use(self, settings: Settings) -> None:
        if settings == self._settings:
            return
        self._settings = settings
        self._show()
        self.changed.emit(settings)

    def _on_edited(self, value: object) -> None:
        sender = self.sender()
        for key, editor in self._editors.items():
            if editor is sender:
                self._edit(key, value)
                return

    def _show(self) -> None:
        """Show every value, and the lines that hang on them."""
        for key, editor in self._editors.items():
            part, _, field = key.rpartition(".")
            owner = getattr(self._settings, part) if part else self._settings
            editor.show_value(getattr(owner, field))
        self._show_sound()
        self._show_screen()
        self._show_help()
        self._about.show_ambulance(self._lines.ambulance)

    # -- voice and sound -------------------------------------------------------------------

    def _sound_group(self) -> QWidget:
        words, group = self._words, self._group("sound")
        self._tick(group, "sound.voice")
        self._voice_names = PickBox(self._theme)
        self._row(group, "sound.voice_name", self._voice_names)
        speed = self._measure("sound.words_per_minute", (100, 200), SPEED_STEP, "shown")
        self._row(group, "sound.words_per_minute", speed, n=self._settings.sound.words_per_minute)
        volume = self._measure("sound.volume", (0, 100), VOLUME_STEP, "shown")
        self._row(group, "sound.volume", volume)
        self._tick(group, "sound.tones")
        test = self._button(words("settings.sound.test.button"), self.sound_test)
        group.add(self._plain_row("settings.sound.test", test))
        return group

    def _show_sound(self) -> None:
        sound = self._settings.sound
        line = self._words("settings.sound.words_per_minute.line", n=sound.words_per_minute)
        self._rows["sound.words_per_minute"].set_line(line)

    # -- screen and size -------------------------------------------------------------------

    def _screen_group(self) -> QWidget:
        words, theme, group = self._words, self._theme, self._group("screen")
        distances = [(m, words(f"settings.screen.distance_m.{name}")) for m, name in DISTANCES]
        self._row(group, "screen.distance_m", self._choices("screen.distance_m", distances))
        self._bar = CardBar(theme, words("a11y.bank_card"))
        group.add(self._plain_row("settings.screen.mm_per_px", self._card_buttons()))
        group.add(self._bar, ruled=False, below_px=14.0)
        themes = [(name, words(f"settings.screen.theme.{name}")) for name in THEMES]
        self._row(group, "screen.theme", self._choices("screen.theme", themes))
        for key in ("screen.night_from", "screen.day_from"):
            self._row(group, key, fields.Field(fields.clock_time(words), at_end=True))
        size = self._measure("screen.text_percent", (100, 200), TEXT_STEP, "shown")
        self._row(group, "screen.text_percent", size)
        motions = [(name, words(f"settings.screen.motion.{name}")) for name in MOTIONS]
        self._row(group, "screen.motion", self._choices("screen.motion", motions))
        self._screen_rows = group
        return group

    def _card_buttons(self) -> QWidget:
        words = self._words
        self._narrower = self._button(words("settings.screen.mm_per_px.narrower"), None)
        self._wider = self._button(words("settings.screen.mm_per_px.wider"), None)
        for button, by in ((self._narrower, -1), (self._wider, 1)):
            button.setAutoRepeat(True)
            button.setProperty("by", by)
            button.clicked.connect(self._on_card_step)
        use = self._button(words("settings.screen.mm_per_px.use"), self._on_card_fits)
        self._ask_system = self._button(
            words("settings.screen.mm_per_px.system"), self._on_ask_system
        )
        return Flow([self._narrower, self._wider, use, self._ask_system])

    def _on_card_step(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self._bar.change(int(sender.property("by")))

    def _on_card_fits(self) -> None:
        self._edit("screen.mm_per_px", mm_per_px(self._bar.card_px))

    def _on_ask_system(self) -> None:
        self._edit("screen.mm_per_px", 0.0)

    def _show_screen(self) -> None:
        screen, words = self._settings.screen, self._words
        for key in ("screen.night_from", "screen.day_from"):
            self._screen_rows.show_row(self._rows[key], screen.theme == "time")
        measured = screen.mm_per_px > 0
        name = "measured" if measured else "line"
        self._rows["settings.screen.mm_per_px"].set_line(words(f"settings.screen.mm_per_px.{name}"))
        if self._ask_system.isHidden() == measured:
            self._ask_system.setVisible(measured)
            self._rows["settings.screen.mm_per_px"].arrange()

    # -- help and contact ------------------------------------------------------------------

    def _help_group(self) -> QWidget:
        words, group = self._words, self._group("help")
        self._country = CountryRow(self._theme, words, self._numbers)
        self._country.edited.connect(self._on_country)
        group.add(self._country)
        self._typed: dict[str, fields.Field] = {}
        for name, check in (
            ("ambulance", fields.phone(words)),
            ("urgent_line", fields.phone(words)),
            ("contact_name", fields.name(words)),
            ("contact_number", fields.phone(words)),
            ("my_name", fields.name(words)),
        ):
            self._typed[name] = fields.Field(check)
            self._row(group, f"help.{name}", self._typed[name], number="")
        return group

    def _on_country(self, code: object) -> None:
        self._edit("help.country", code)

    def _show_help(self) -> None:
        chosen = self._settings.help
        self._country.show_country(chosen.country, self._lines.country)
        code = chosen.country or self._lines.country
        found = self._numbers.get(code)
        official = found.ambulance if found is not None else None
        self._show_number("ambulance", official)
        own = bool(chosen.urgent_line)
        self._show_number("urgent_line", None if own else self._lines.urgent_number, own=own)

    def _show_number(self, field: str, official: str | None, *, own: bool = False) -> None:
        name = "line_own" if own else "line" if official else "line_none"
        key = f"settings.help.{field}.{name}"
        self._rows[f"help.{field}"].set_line(self._words(key, number=official))
        self._typed[field].setPlaceholderText(official or "")

    # -- health facts ----------------------------------------------------------------------

    def _health_group(self) -> QWidget:
        group = self._group("health")
        group.set_line(self._words("settings.health.line"))
        for field, tick, indent in fact_ticks(self._theme, self._notices):
            self._join(f"health.{field}", tick)
            group.add(tick, ruled=not indent, indent_px=indent)
        return group

    # -- the window, and the whole ---------------------------------------------------------

    def _window_group(self) -> QWidget:
        words, group = self._words, self._group("window")
        tick = Tick(
            self._theme,
            words("settings.window.minimise_on_close.label"),
            words("settings.window.minimise_on_close.line"),
        )
        self._join("minimise_on_close", tick)
        group.add(tick)
        for key, place in (
            ("settings.works", Place.WORKS),
            ("settings.first_run", Place.FIRST_RUN),
            ("settings.keys", Place.KEYS),
        ):
            button = self._button(words(f"{key}.button"), None)
            button.setProperty("place", place.value)
            button.clicked.connect(self._on_place)
            group.add(self._plain_row(key, button))
        return group

    def _on_place(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self.wanted.emit(Place(sender.property("place")))

    def _reset_group(self) -> QWidget:
        words, group = self._words, self._group("reset")
        self._reset = self._button(words("settings.reset.button"), self._on_reset)
        self._undo = self._button(words("settings.reset.undo"), self._on_undo)
        self._undo.hide()
        group.add(self._plain_row("settings.reset", Flow([self._reset, self._undo])))
        return group

    def _on_reset(self) -> None:
        kept = {name: getattr(self._settings, name) for name in KEPT}
        plain = Settings(**kept)
        if plain == self._settings:
            return
        if self._before_reset is None:
            self._before_reset = self._settings
        self._show_undo(True)
        self._undo_limit.start()
        self._use(plain)

    def _on_undo(self) -> None:
        before = self._before_reset
        self._end_undo()
        if before is not None:
            kept = {name: getattr(self._settings, name) for name in KEPT}
            self._use(msgspec.structs.replace(before, **kept))

    def _end_undo(self) -> None:
        self._undo_limit.stop()
        self._before_reset = None
        self._show_undo(False)

    def _show_undo(self, shown: bool) -> None:
        if shown == self._undo.isHidden():
            if not shown and self._undo.hasFocus():
                self._reset.setFocus()
            self._undo.setVisible(shown)
            row = self._rows["settings.reset"]
            row.set_line(self._words(f"settings.reset.{'done' if shown else 'line'}"))
            row.arrange()

    # -- parts -----------------------------------------------------------------------------

    def _group(self, name: str) -> Group:
        return Group(self._theme, self._words(f"settings.groups.{name}"))

    def _join(self, key: str, editor: Editor) -> None:
        self._editors[key] = editor
        editor.edited.connect(self._on_edited)

    def _tick(self, group: Group, key: str) -> None:
        words = self._words
        tick = Tick(self._theme, words(f"settings.{key}.label"), words(f"settings.{key}.line"))
        self._join(key, tick)
        group.add(tick)

    def _row(self, group: Group, key: str, editor: Editor, **given: object) -> None:
        words = self._words
        line = words(f"settings.{key}.line", **given)
        row = self._rows[key] = Row(self._theme, words(f"settings.{key}.label"), line, editor)
        self._join(key, editor)
        if isinstance(editor, fields.Field):
            editor.refused.connect(row.refuse)
        group.add(row)

    def _plain_row(self, key: str, control: QWidget) -> Row:
        words = self._words
        row = Row(self._theme, words(f"{key}.label"), words(f"{key}.line"), control)
        self._rows[key] = row
        return row

    def _choices(self, key: str, options: list[tuple[Any, str]]) -> Choices:
        return Choices(self._theme, self._words(f"settings.{key}.label"), options)

    def _measure(self, key: str, ends: tuple[int, int], step: int, shown: str) -> Measure:
        words, name = self._words, f"settings.{key}.{shown}"

        def in_words(n: int) -> str:
            return words(name, n=n)

        return Measure(self._theme, words(f"settings.{key}.label"), ends, step, in_words)

    def _button(self, title: str, act: Callable[[], None] | SignalInstance | None) -> TouchButton:
        button = TouchButton(self._theme, title, px=BUTTON_PX)
        button.setSizePolicy(FIXED)
        if act is not None:
            button.clicked.connect(act)
        return button
