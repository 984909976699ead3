"""The keys and what each does, read from the same tables that the window obeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from cramp_coach.core.events import Act
from cramp_coach.core.snapshot import View
from cramp_coach.ui.keys import Command, Key, table
from cramp_coach.ui.reading_page import ReadingPage
from cramp_coach.ui.settings_rows import Group, text
from cramp_coach.ui.widgets import Press

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_coach.core.content import Words
    from cramp_coach.ui.theme import Theme

BESIDE_PX = 760.0
"""From this width on the groups stand in two columns, at 100 % text."""
CAP_PX = 104.0
REMOTE = ("Key_Media", "Key_Page", "Key_Volume")
"""What a presenter or a media remote sends; one sentence tells of all of these."""
ARROWS = {Key.Key_Right: "→", Key.Key_Left: "←", Key.Key_Up: "↑", Key.Key_Down: "↓"}
MUSCLES = (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4)

Meaning = Press | Command


class KeysPage(ReadingPage):
    """Place.KEYS."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """Build the page."""
        super().__init__(theme, words, words("keys.page.title"), words("settings.close"))
        self.column.addWidget(text(words("keys.page.line"), "lead"))
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.column.addLayout(self._columns)
        for groups in (("session",), ("home", "urgent", "ended")):
            inner = QVBoxLayout()
            for name in groups:
                inner.addWidget(self._group(name))
            inner.addStretch(1)
            self._columns.addLayout(inner, 1)
        self.column.addWidget(text(words("keys.page.remote"), "line"))
        self.column.addStretch(1)

    def _group(self, name: str) -> Group:
        words = self._words
        group = Group(self._theme, words(f"keys.page.{name}"))
        for keys, meaning in rows(name):
            group.add(KeyRow(self._theme, self._names(keys), words(word_of(meaning))), ruled=False)
        for key, word in ADDED.get(name, ()):
            group.add(KeyRow(self._theme, words(key), words(word)), ruled=False)
        return group

    def _names(self, keys: tuple[Qt.Key, ...]) -> str:
        if keys == MUSCLES:
            return self._words("keys.muscles")
        return "  ".join(name_of(key) for key in keys)

    def _arrange(self) -> None:
        wide = self.width() >= self._theme.page_px(BESIDE_PX)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self._columns.setSpacing(round(self._theme.page_px(22)))
        super()._arrange()


class KeyRow(QWidget):
    """A key, or a few, and what it does."""

    def __init__(self, theme: Theme, keys: str, does: str) -> None:
        """`keys` are names of keys, `does` is what they do."""
        super().__init__()
        self.keys, self.does = keys, does
        self._cap = text(keys, "cap", wraps=False)
        self._cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 3, 0, 3)
        line.setSpacing(14)
        line.addWidget(self._cap)
        line.addWidget(text(does, "body"), 1)
        self.setAccessibleName(f"{keys}: {does}")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._cap.setMinimumWidth(round(theme.page_px(CAP_PX)))


ADDED = {
    "home": (("keys.cramp_now", "home.cramp_now"), ("keys.page.space", "home.cramp_now")),
    "session": (("keys.standing", "keys.page.posture"), ("keys.keys", "keys.page.show_keys")),
    "ended": (("keys.undo", "end.undo"),),
}
"""What the window does besides its tables: see `keys.meaning` and the window's start keys."""


def rows(name: str) -> Iterator[tuple[tuple[Qt.Key, ...], Meaning]]:
    """Give the keys of one group of the page with what they mean, in the order of the tables."""
    match name:
        case "home":
            found = dict(table(None))
        case "session":
            found = dict(table(View.COACH))
        case "urgent":
            found = _only_there(View.URGENT) | _only_there(View.EMERGENCY)
        case _:
            found = _only_there(View.ENDED)
    by_meaning: dict[Meaning | Act, list[Qt.Key]] = {}
    first: dict[Meaning | Act, Meaning] = {}
    for key, meaning in found.items():
        if not key.name.startswith(REMOTE):
            muscle = isinstance(meaning, Press) and meaning.act is Act.MUSCLE
            what = Act.MUSCLE if muscle else meaning
            by_meaning.setdefault(what, []).append(key)
            first.setdefault(what, meaning)
    for what, keys in by_meaning.items():
        yield tuple(keys), first[what]


def _only_there(view: View) -> dict[Qt.Key, Meaning]:
    """Return what keys mean on a screen and nowhere before; a key without effect is left out."""
    usual = table(View.COACH)
    return {
        key: meaning
        for key, meaning in table(view).items()
        if usual.get(key) != meaning and meaning != Press(Act.AGAIN)
    }


def name_of(key: Qt.Key) -> str:
    """Return what is printed on a key."""
    return ARROWS.get(key) or QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def word_of(meaning: Meaning) -> str:
    """Return the key of the words for what a key does."""
    if isinstance(meaning, Command):
        return f"keys.page.{meaning.value.replace('-', '_')}"
    match meaning.act:
        case Act.SIDE:
            return f"acts.{meaning.value}"
        case Act.CHOICES | Act.LEAVE | Act.MUSCLE as act:
            return f"keys.page.{act.value}"
        case act:
            return f"acts.{act.value.replace('-', '_')}"
