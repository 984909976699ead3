"""Fields to type into: what does not fit is refused with one sentence, and the old value stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.core.content import Words

NUMBER_LETTERS = 20
NAME_LETTERS = 40
_BESIDE_DIGITS = " -./()\u00a0"
"""What people write between the digits of a phone number."""


class Refused(ValueError):
    """What was typed cannot be taken; the message is the sentence for the person."""


class Field(QLineEdit):
    """One line of text."""

    edited = Signal(object)
    refused = Signal(str)
    """One sentence, or "" when all is well again."""

    def __init__(self, check: Callable[[str], str], *, at_end: bool = False) -> None:
        """`check` returns the value or raises `Refused`; with `at_end` only when one leaves."""
        super().__init__()
        self._check = check
        self._value = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._at_end = at_end
        self._showing = False
        self.textChanged.connect(self._on_text)
        self.editingFinished.connect(self._on_finished)

    def show_value(self, value: object) -> None:
        """Show a value that was set; what is being typed for it stays as it is."""
        if value != self._value:
            self._value = str(value)
            self._write(self._value)
            self._mark("")

    def _write(self, text: str) -> None:
        self._showing = True
        self.setText(text)
        self._showing = False

    def _on_text(self) -> None:
        # A reader of the screen writes all at once, and may never come to a field and leave it.
        if not self._showing and not (self._at_end and self.hasFocus()):
            self._take()

    def _take(self) -> None:
        try:
            value = self._check(self.text())
        except Refused as sentence:
            self._mark(str(sentence))
            return
        self._mark("")
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _on_finished(self) -> None:
        """Take what was typed, or go back to what holds; the sentence stays to be read."""
        self._take()
        if self.text() != self._value:
            self._write(self._value)

    def _mark(self, sentence: str) -> None:
        wrong = bool(sentence)
        if wrong != bool(self.property("wrong")):
            self.setProperty("wrong", wrong)
            self.style().polish(self)
        self.refused.emit(sentence)


def phone(words: Words) -> Callable[[str], str]:
    """Return the check of a phone number."""

    def check(text: str) -> str:
        plain = text.strip()
        body = plain.removeprefix("+")
        if not all(letter.isdecimal() or letter in _BESIDE_DIGITS for letter in body):
            raise Refused(words("settings.refused.number"))
        # A lone "+" is the beginning of a number, and none yet.
        number = plain if any(letter.isdecimal() for letter in body) else ""
        return _short(number, NUMBER_LETTERS, words)

    return check


def name(words: Words) -> Callable[[str], str]:
    """Return the check of a name."""

    def check(text: str) -> str:
        # Half of a pair of code units can be neither written down nor read.
        whole = text.encode("utf-8", "ignore").decode()
        return _short(" ".join(whole.split()), NAME_LETTERS, words)

    return check


def clock_time(words: Words) -> Callable[[str], str]:
    """Return the check of a time of day; "7.5" is none, "7:05" is "07:05"."""

    def check(text: str) -> str:
        found = re.fullmatch(r"\s*([01]?[0-9]|2[0-3])[:.]([0-5][0-9])\s*", text)
        if found is None:
            raise Refused(words("settings.refused.time"))
        return f"{int(found[1]):02d}:{found[2]}"

    return check


def _short(text: str, most: int, words: Words) -> str:
    if len(text) > most:
        raise Refused(words("settings.refused.too_long", n=most))
    return text
