"""About: which version, what it is not, where its words come from, where the files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from cramp_coach.ui.settings_rows import FIXED, Group, Row, text
from cramp_coach.ui.widgets import TouchButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QLabel

    from cramp_coach.core.content import Notices, Source, Words
    from cramp_coach.ui.theme import Theme


class About(Group):
    """The group of that name on the settings page."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        about: Mapping[str, str],
        notices: Notices,
        sources: Mapping[str, Source],
    ) -> None:
        """`about` has "version" and "data", the folder of the person's files."""
        super().__init__(theme, words("settings.groups.about"))
        self._words = words
        self._disclaimer = notices.disclaimer
        version = words("about.version", version=about["version"])
        self._what = Row(theme, version, words("about.licence"))
        self._not = Row(theme, self._disclaimer.title, "")
        self._files = Row(theme, words("about.files"), words("about.private", path=about["data"]))
        self._files.make_selectable()
        self._sources = sources
        last = max((source.read for source in sources.values()), default="")
        self._show_sources = TouchButton(theme, words("about.sources_show"), px=18.0)
        self._show_sources.setSizePolicy(FIXED)
        self._show_sources.clicked.connect(self._on_sources)
        line = f"{words('about.sources_line', date=last)} {words('about.not_reviewed')}"
        from_where = Row(theme, words("about.sources"), line, self._show_sources)
        for row in (self._what, self._not, self._files, from_where):
            self.add(row)
        self._list: QLabel | None = None

    def show_ambulance(self, number: str) -> None:
        """Name the number to call in the disclaimer."""
        self._not.set_line(" ".join(self._disclaimer.filled(ambulance=number).lines))

    def _on_sources(self) -> None:
        """Show the sources, or put them away."""
        if self._list is None:
            rows = [
                self._words("about.source_row", title=source.title, reference=source.reference)
                for source in self._sources.values()
            ]
            self._list = text("\n".join(sorted(rows)), "line")
            self._list.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._list.hide()
            self.add(self._list, ruled=False)
        shown = self._list.isHidden()
        self._list.setVisible(shown)
        self._show_sources.set_title(
            self._words("about.sources_hide" if shown else "about.sources_show")
        )
