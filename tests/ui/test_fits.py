"""Every instruction can be read from the bed, on the smallest laptop and in the widest letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from cramp_coach.core.content import Muscle, Side
from cramp_coach.ui import theme as themes
from cramp_coach.ui.session_page import SessionPage
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cramp_coach.core.content import Form

MOST_LINES = 2


def forms() -> list[tuple[str, Form]]:
    """Return every form of every step, with a name for the report."""
    return [
        (f"{step.id}, {form.posture}, {n}", form)
        for routine in screens.library().routines.values()
        for step in routine.steps
        for n, form in enumerate(step.forms)
    ]


def page_with(qtbot: QtBot, screen: screens.Screen) -> SessionPage:
    page = SessionPage(
        screens.theme(screen), screens.words(), screens.poses(), screens.library(), "Footer"
    )
    qtbot.addWidget(page)
    screens.fill(page, screen)
    return page


def misfits(page: SessionPage, form: Form) -> str:
    """Show `form`, and return what is wrong with it; nothing if all is well."""
    theme = page._theme
    for side in (Side.RIGHT, None):
        page.show_snapshot(msgspec.structs.replace(screens.snapshot(3.0, side=side), form=form))
        px = page.instruction_px()
        metrics = QFontMetricsF(theme.font(px, QFont.Weight.Bold))
        room = page.instruction_room()
        if len(form.shown) > MOST_LINES:
            return f"{len(form.shown)} lines"
        if px < theme.far_px(themes.INSTRUCTION_LEAST_ARCMIN) - 1:  # whole pixels
            return f"{px:.0f} px is too small: {form.shown}"
        if max(metrics.horizontalAdvance(line) for line in form.shown) > room.width():
            return f"too wide: {form.shown}"
        if px * len(form.shown) > room.height():
            return f"too high: {form.shown}"
    return ""


def test_every_instruction_keeps_to_its_lines_on_the_smallest_laptop(qtbot: QtBot) -> None:
    page = page_with(qtbot, screens.LAPTOP)

    wrong = {name: found for name, form in forms() if (found := misfits(page, form))}

    assert len(forms()) >= 4 * 7
    assert wrong == {}


@pytest.mark.parametrize("screen", [screens.LAPTOP_FULL_HD, screens.DESKTOP])
def test_and_on_the_other_screens(qtbot: QtBot, screen: screens.Screen) -> None:
    page = page_with(qtbot, screen)

    assert [name for name, form in forms() if misfits(page, form)] == []


@pytest.mark.parametrize(
    "shown",
    [
        ("Pull your toes up", "firmly toward your shin"),
        ("Pull your toes", "up, toward", "your shin"),
    ],
)
def test_a_longer_instruction_would_be_found(qtbot: QtBot, shown: tuple[str, ...]) -> None:
    page = page_with(qtbot, screens.LAPTOP)
    form = screens.library().routines[Muscle.CALF].steps[0].forms[0]

    assert misfits(page, msgspec.structs.replace(form, shown=shown))
