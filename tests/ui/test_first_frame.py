"""The instruction is painted before there is a page for it, and nothing jumps when that comes."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import help_lines
from cramp_coach.core.settings import Help, Screen, Settings
from cramp_coach.ui.first_frame import FirstFrame
from cramp_coach.ui.main_window import MainWindow
from cramp_coach.ui.pages import Pages
from cramp_coach.ui.session_page import SessionPage
from cramp_coach.ui.widgets import Press
from tests.ui import screens

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

SIZES = [QSize(1366, 768), QSize(1920, 1080), QSize(800, 600), QSize(1180, 720)]
NOON = dt.time(12, 0)


def window(qtbot: QtBot, percent: int = 100) -> MainWindow:
    settings = Settings(screen=Screen(text_percent=percent, theme="night"))
    lines = help_lines(Help(), {}, {}, "GB")
    pages = Pages(
        screens.words(), screens.library(), screens.poses(), {}, screens.WIDEST, settings, lines,
        lambda: dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), {},
    )  # fmt: skip
    made = MainWindow(settings, pages, NOON, lambda: 100.0)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.width()}x{size.height()}")
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("muscle", list(Muscle))
@pytest.mark.parametrize("side", [None, Side.LEFT])
def test_the_first_frame_has_everything_where_the_page_has_it(
    qtbot: QtBot, size: QSize, percent: int, muscle: Muscle, side: Side | None
) -> None:
    snapshot = screens.snapshot(0.0, muscle=muscle, side=side)
    theme = screens.theme(percent=percent)
    page = SessionPage(theme, screens.words(), screens.poses(), screens.library(), "Footer")
    qtbot.addWidget(page)
    page.resize(size)
    page.show_snapshot(snapshot)

    assert FirstFrame(screens.words()).layout(snapshot, theme, size) == page._layout


def difference(one: QImage, other: QImage) -> int:
    """Return the largest difference of any colour of any pixel, 0 to 255."""
    return max(abs(a - b) for a, b in zip(one.constBits(), other.constBits(), strict=True))


def test_the_letters_of_the_first_frame_do_not_move(qtbot: QtBot) -> None:
    snapshot = screens.snapshot(0.0, side=Side.RIGHT)
    shown = window(qtbot)
    shown.show_session(snapshot)
    shown.resize(SIZES[0])

    def letters() -> QImage:
        layout = FirstFrame(screens.words()).layout(snapshot, shown.theme, shown.size())
        above_the_next = layout.instruction.adjusted(0, 0, 0, -20)
        return shown.grab(above_the_next).toImage()

    before = letters()
    shown.furnish()
    # Letters so large are filled outlines, whose edges are rounded a little differently.
    assert difference(before, letters()) < 48
    assert difference(before, before.flipped()) > 100


STORY = """
import os, sys
from cramp_coach.head_start import load_window
load_window()
from PySide6 import QtCore, QtWidgets
from cramp_coach import app, commands, paths
application = QtWidgets.QApplication([])
coach = app.App(paths.user_folders(sys.argv[1]))
def painted():
    loaded = {"Qt"} & set(vars(QtCore)) | {"PySide6.QtNetwork"} & set(sys.modules)
    print(*sorted(loaded | {name for name in sys.modules if name.endswith("_page")}), flush=True)
    os._exit(0)
coach.start(commands.Now(), painted)
application.exec()
"""


def test_the_first_frame_waits_for_nothing_that_it_can_do_without(tmp_path: Path) -> None:
    """The namespace `Qt`, which PySide6 makes with the first pen, takes 17 ms; a page as much."""
    done = subprocess.run(
        [sys.executable, "-c", STORY, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


def test_it_is_told_once_that_the_first_instruction_is_painted(qtbot: QtBot) -> None:
    shown = window(qtbot)
    told: list[bool] = []
    shown.painted.connect(lambda: told.append(shown.furnished))
    with qtbot.waitSignal(shown.painted):
        shown.show_session(screens.snapshot(0.0))
    shown.furnish()
    with qtbot.waitSignal(shown.painted):
        shown.wait_for_paint()
    assert told == [False, True]


def test_keys_count_from_the_moment_that_the_window_is_furnished(qtbot: QtBot) -> None:
    shown = window(qtbot)
    pressed: list[Press] = []
    shown.acted.connect(pressed.append)
    shown.show_session(screens.snapshot(0.0))
    shown.furnish()
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert pressed == [Press(Act.NEXT)]
