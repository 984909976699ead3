"""The pages of the last minutes hold on every screen: nothing cut, all named, all by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from cramp_coach.core.settings import Help
from cramp_coach.ui import theme as themes
from cramp_coach.ui.ask_end_page import AskEndPage
from cramp_coach.ui.qr import QrCode
from tests.ui import ladder_pages as pages
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.ui.help_cards import Screen


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL, ids=lambda s: f"{s[0].width()} px, {s[1]} in")
@pytest.mark.parametrize("name", pages.NAMES)
def test_nothing_is_cut_nor_overlaps(
    qtbot: QtBot, name: str, screen: screens.Screen, percent: int
) -> None:
    assert pages.troubles(pages.shown(qtbot, name, screen, percent=percent)) == []


@pytest.mark.parametrize("name", pages.NAMES)
@pytest.mark.parametrize("whom", [pages.LONG_NAMES, Help()], ids=["long", "nobody"])
def test_the_longest_names_fit_and_so_does_having_nobody(
    qtbot: QtBot, name: str, whom: Help
) -> None:
    for screen in (screens.LAPTOP, screens.WINDOW):
        if name.endswith(("card 1 large", "its code large")) and whom == Help():
            continue  # a doctor without a number has no code
        assert pages.troubles(pages.shown(qtbot, name, screen, pages.lines(whom))) == []


@pytest.mark.parametrize("name", pages.NAMES)
def test_every_control_is_named_described_and_reached_by_tab(qtbot: QtBot, name: str) -> None:
    page = pages.shown(qtbot, name, screens.LAPTOP)
    reached = pages.tab_order(page)
    for button in pages.buttons(page):
        assert button.accessibleName().strip(), button
        assert button in reached, button.text()
    for part in pages.parts(page):
        if isinstance(part, QrCode):
            assert part.accessibleName().startswith("Code for your phone")
        if isinstance(part, QLabel):
            assert part.accessibleName() or part.text() or part.height() == 0


@pytest.mark.parametrize("name", pages.NAMES)
def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, name: str) -> None:
    page = pages.shown(qtbot, name, screens.LAPTOP)
    button = next(iter(pages.buttons(page)), None)
    if button is None:
        assert "nobody answers" in name
        return
    with qtbot.waitSignal(button.clicked, timeout=500):
        QTest.keyClick(button, Qt.Key.Key_Return)


@pytest.mark.parametrize("name", pages.NAMES)
def test_day_and_night_change_the_colours_and_nothing_else(qtbot: QtBot, name: str) -> None:
    page = pages.shown(qtbot, name, screens.LAPTOP)
    before = [part.geometry() for part in pages.parts(page)]
    night = _pixels(page)
    page.set_theme(screens.theme(night=False))
    assert [part.geometry() for part in pages.parts(page)] == before
    always_dark = "nobody answers" in name
    assert (_pixels(page) == night) == always_dark
    page.set_theme(screens.theme())
    assert _pixels(page) == night


@pytest.mark.parametrize("name", [n for n in pages.NAMES if n != "how did it end"])
def test_the_same_moment_again_repaints_nothing(qtbot: QtBot, name: str) -> None:
    page = pages.shown(qtbot, name, screens.LAPTOP)
    watch = _Repaints(page)
    show(page, _moment(name))
    watch.start()
    for _ in range(10):
        show(page, _moment(name))
    QApplication.processEvents()
    assert watch.count == 0


@pytest.mark.parametrize("name", pages.NAMES)
def test_a_page_that_is_hidden_leaves_nothing_running(qtbot: QtBot, name: str) -> None:
    page = pages.shown(qtbot, name, screens.LAPTOP)
    page.hide()


def test_practice_is_marked_on_every_screen_that_asks_to_call(qtbot: QtBot) -> None:
    for name in ("check-in", "urgent", "emergency", "help"):
        page = pages.shown(qtbot, name, screens.LAPTOP)
        assert "PRACTICE" not in pages.text_of(page)
        show(page, screens.snapshot(605, kind="practice"))
        assert "PRACTICE" in pages.text_of(page)


def test_session_buttons_are_as_large_as_a_shaking_hand_needs(qtbot: QtBot) -> None:
    theme = screens.theme(screens.LAPTOP)
    for name in ("check-in", "urgent", "emergency", "end"):
        page = pages.shown(qtbot, name, screens.LAPTOP)
        for button in pages.buttons(page):
            if type(button).__name__ == "TouchButton":
                assert button.height() >= theme.mm(themes.TARGET_MM[1]) * 0.98, button.text()
                assert button.width() >= theme.mm(40), button.text()


def show(page: Screen, moment: Snapshot) -> None:
    assert not isinstance(page, AskEndPage)
    page.show_snapshot(moment)  # type: ignore[attr-defined] # every other page has it


def _pixels(page: Screen) -> bytes:
    image = page.grab().toImage()
    return bytes(image.constBits())


def _moment(name: str) -> Snapshot:
    if name.startswith("emergency"):
        return pages._emergency(name)
    if name.startswith("help"):
        return pages._help(name.partition(", ")[2])
    if name.startswith(("end", "practice")):
        return pages._end(name)
    return screens.snapshot(305 if name == "check-in" else 605)


class _Repaints(QWidget):
    """Counts the paints of a page and its parts."""

    def __init__(self, page: Screen) -> None:
        super().__init__(page)
        self.count = 0
        self._page = page

    def start(self) -> None:
        QApplication.processEvents()
        for part in (self._page, *self._page.findChildren(QWidget)):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in (QEvent.Type.Paint, QEvent.Type.UpdateRequest)
        return False
