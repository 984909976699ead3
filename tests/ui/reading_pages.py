"""The pages read at arm's length, with real content, for their tests."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from cramp_coach import paths
from cramp_coach.core.content import load_notices, load_numbers, load_urgent_lines
from cramp_coach.core.help_lines import help_lines
from cramp_coach.core.settings import Settings
from cramp_coach.ui.first_run import FirstRun
from cramp_coach.ui.settings_page import SettingsPage
from tests.ui.screens import LAPTOP, library, poses, theme, words

if TYPE_CHECKING:
    from cramp_coach.core.content import Ambulance, Notices
    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.ui.theme import Theme

VOICES = ("Daniel", "Kate")
ABOUT = {"version": "9.8.7", "data": "/home/ann/.local/share/cramp-coach"}
CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)


@cache
def notices() -> Notices:
    return load_notices(paths.assets() / "content" / "en", library().sources)


@cache
def numbers() -> dict[str, Ambulance]:
    return load_numbers(paths.assets() / "content")


def lines(settings: Settings, guess: str = "GB") -> HelpLines:
    """Return whom these settings call, on a computer that seems to stand in `guess`."""
    urgent = load_urgent_lines(paths.assets() / "content")
    return help_lines(settings.help, numbers(), urgent, guess)


def settings_page(
    settings: Settings | None = None, look: Theme | None = None, guess: str = "GB"
) -> SettingsPage:
    chosen = settings or Settings()
    return SettingsPage(
        look or theme(LAPTOP), words(), chosen, numbers(), VOICES, ABOUT, notices(),
        library().sources, lines(chosen, guess),
    )  # fmt: skip


def first_run(
    settings: Settings | None = None, look: Theme | None = None, guess: str = "GB"
) -> FirstRun:
    chosen = settings or Settings()
    return FirstRun(
        look or theme(LAPTOP), words(), chosen, numbers(), notices(), poses(), lines(chosen, guess)
    )


def controls(page: QWidget) -> list[QWidget]:
    """Return what the keyboard can reach, as far as it is shown."""
    return [
        part
        for part in page.findChildren(QWidget)
        if isinstance(part, CONTROLS) and part.isVisibleTo(page) and part.isEnabled()
        and part.focusPolicy() != part.focusPolicy().NoFocus
    ]  # fmt: skip


def column(page: QWidget) -> tuple[QScrollArea, QWidget]:
    """Return what scrolls, and what is in it."""
    area = page.findChild(QScrollArea)
    assert area is not None
    inside = area.widget()
    assert inside is not None
    return area, inside


def cut_words(page: QWidget) -> list[str]:
    """Return the texts of labels that do not fit the place they were given."""
    cut = []
    for label in page.findChildren(QLabel):
        if not label.isVisibleTo(page) or not label.text() or label.property("role") is None:
            continue
        if label.wordWrap():
            fits = label.heightForWidth(label.width()) <= label.height() + 1
            longest = max(re.split(r"[\s/\-]", label.text()), key=len)
            room = label.width()
            fits = fits and QFontMetrics(label.font()).horizontalAdvance(longest) <= room
        else:
            fits = label.sizeHint().width() <= label.width() + 1
        if not fits:
            cut.append(label.text())
    return cut


def outside(page: QWidget) -> list[str]:
    """Return what reaches beyond the left or right edge of the column."""
    area, inside = column(page)
    room = area.viewport().width()
    found = []
    for part in inside.findChildren(QWidget):
        if part.isVisibleTo(inside) and part.width():
            left = part.mapTo(inside, part.rect().topLeft()).x()
            if left < 0 or left + part.width() > room:
                found.append(f"{part!r} {left} {part.width()} of {room}")
    return found
