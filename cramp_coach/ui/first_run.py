"""The first run: four screens at most, each of which can be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cramp_coach.ui.reading_page import ReadingPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_coach.core.content import Ambulance, Notices, Words
    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.core.ports import Works
    from cramp_coach.core.pose import Pose
    from cramp_coach.core.settings import Settings
    from cramp_coach.ui.theme import Theme


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
        """Build the first screen."""
        super().__init__(theme, words, words("first_run.start.title"), words("first_run.skip"))
        self._settings = settings

    def show_works(self, works: tuple[Works, ...]) -> None:
        """Learn whether there is a voice."""

    def show_settings(self, settings: Settings) -> None:
        """Show settings that were changed elsewhere."""
        self._settings = settings
