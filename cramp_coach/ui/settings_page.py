"""The settings: one page that scrolls, and every change holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from cramp_coach.core.settings import edited
from cramp_coach.ui.reading_page import ReadingPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_coach.core.content import Ambulance, Notices, Source, Words
    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.core.settings import Settings
    from cramp_coach.ui.theme import Theme


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
        """Build the page."""
        super().__init__(theme, words, words("settings.title"), words("settings.close"))
        self._settings = settings
        self._voice = QCheckBox(words("settings.sound.voice.label"))
        self._voice.setChecked(settings.sound.voice)
        self._voice.toggled.connect(self._on_voice)
        self.column.addWidget(self._voice)
        self.column.addStretch(1)

    def show_voices(self, voices: tuple[str, ...]) -> None:
        """Offer these voices."""

    def show_settings(self, settings: Settings) -> None:
        """Show settings that were changed elsewhere."""
        self._settings = settings

    def _on_voice(self, on: bool) -> None:
        self.changed.emit(edited(self._settings, "sound.voice", on))
