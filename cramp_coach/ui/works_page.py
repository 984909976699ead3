"""What works on this computer: one plain sentence for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from cramp_coach.ui.reading_page import ReadingPage

if TYPE_CHECKING:
    from cramp_coach.core.content import Words
    from cramp_coach.core.ports import Works
    from cramp_coach.ui.theme import Theme


class WorksPage(ReadingPage):
    """Place.WORKS."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """Begin with nothing known."""
        super().__init__(theme, words, words("works.title"), words("works.close"))
        self._text = QLabel()
        self._text.setWordWrap(True)
        self.column.addWidget(self._text)
        self.column.addStretch(1)

    def show_works(self, works: tuple[Works, ...]) -> None:
        """Show what is known now."""
        words = self._words
        self._text.setText(
            "\n".join(
                f"{words(f'works.{one.part}.name')}: {words(f'works.{one.part}.{one.reason}')}"
                for one in works
            )
        )
