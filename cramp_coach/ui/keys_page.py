"""The keys: what each does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from cramp_coach.ui.reading_page import ReadingPage

if TYPE_CHECKING:
    from cramp_coach.core.content import Words
    from cramp_coach.ui.theme import Theme


class KeysPage(ReadingPage):
    """Place.KEYS."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """Build the page."""
        super().__init__(theme, words, words("keys.page.title"), words("settings.close"))
        line = QLabel(words("keys.page.line"))
        line.setWordWrap(True)
        self.column.addWidget(line)
        self.column.addStretch(1)
