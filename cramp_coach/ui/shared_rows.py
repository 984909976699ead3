"""What settings and first run both ask for: the country, and the health facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cramp_coach.core.content import Fact
from cramp_coach.ui.countries import countries
from cramp_coach.ui.settings_controls import Flow, Tick
from cramp_coach.ui.settings_rows import FIXED, Row
from cramp_coach.ui.settings_scales import PickBox
from cramp_coach.ui.widgets import TouchButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_coach.core.content import Ambulance, Notices, Words
    from cramp_coach.ui.theme import Theme

BUTTON_PX = 18.0
INDENT_PX = 40.0
FACTS = (
    (Fact.UNSTEADY, "unsteady"),
    (Fact.NUMB, "numb"),
    (Fact.CLOT, "clot"),
    (Fact.THINNER, "thinner"),
    (Fact.PREGNANT, "pregnant"),
    (Fact.FLUID_LIMIT, "fluid_limit"),
)
"""Each fact and its field in `Health`. The fourth is the milder form of the third."""


def fact_ticks(theme: Theme, notices: Notices) -> list[tuple[str, Tick, float]]:
    """Return for each fact its field, its tick, and how far it stands in, pixels at 100 % text."""
    found = []
    for fact, field in FACTS:
        notice = notices.facts[fact]
        tick = Tick(theme, notice.title, " ".join(notice.lines))
        found.append((field, tick, INDENT_PX if fact is Fact.THINNER else 0.0))
    return found


class CountryRow(Row):
    """Which country, with a button to confirm a guess."""

    edited = Signal(object)
    """The ISO code."""

    def __init__(self, theme: Theme, words: Words, numbers: Mapping[str, Ambulance]) -> None:
        """`numbers` has every country that can be chosen."""
        self.box = PickBox(theme)
        self.box.set_options(countries(numbers))
        self.confirm = TouchButton(
            theme, words("settings.help.country.confirm"), px=BUTTON_PX,
            description=words("settings.help.country.guessed"),
        )  # fmt: skip
        self.confirm.setSizePolicy(FIXED)
        super().__init__(
            theme, words("settings.help.country.label"), words("settings.help.country.line"),
            Flow([self.box, self.confirm]), buddy=self.box,
        )  # fmt: skip
        self._words = words
        self.box.edited.connect(self.edited)
        self.confirm.clicked.connect(self._on_confirm)

    def show_country(self, chosen: str, guessed: str) -> None:
        """Show the country that was chosen, or the guess, which waits to be confirmed."""
        code = chosen or guessed
        self.box.show_value(code or None)
        to_confirm = bool(code) and not chosen
        if to_confirm == self.confirm.isHidden():
            if self.confirm.hasFocus():
                self.box.setFocus()
            self.confirm.setVisible(to_confirm)
            self.arrange()
        name = "guessed" if to_confirm else "line"
        self.set_line(self._words(f"settings.help.country.{name}"))

    def _on_confirm(self) -> None:
        self.edited.emit(self.box.currentData())
