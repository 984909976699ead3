"""Home: one button that cannot be missed and acts at once, and quiet words around it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from cramp_coach.ui.home import BIG_MM, BIG_SHARE, HomePage
from cramp_coach.ui.links import Link
from cramp_coach.ui.places import Place
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Build(Protocol):
    def __call__(
        self,
        screen: screens.Screen = screens.LAPTOP,
        *,
        night: bool = True,
        percent: int = 100,
        reduced: bool = False,
    ) -> HomePage: ...


LONG_NOTE = (
    "The journal was damaged. The backup of 3 May is back, with 2 later cramps. "
    "The damaged file is kept as journal-broken.sqlite3."
)


@pytest.fixture
def build(qtbot: QtBot) -> Build:
    def make(
        screen: screens.Screen = screens.LAPTOP,
        *,
        night: bool = True,
        percent: int = 100,
        reduced: bool = False,
    ) -> HomePage:
        theme = screens.theme(screen, night=night, percent=percent, reduced=reduced)
        page = HomePage(theme, screens.words(), screens.poses())
        qtbot.addWidget(page)
        screens.fill(page, screen)
        page.activateWindow()
        page.setFocus()
        return page

    return make


@pytest.fixture
def page(build: Build) -> HomePage:
    return build()


def starts(page: HomePage) -> list[str]:
    """Return a list that grows with every start."""
    told: list[str] = []
    page.cramp_now.connect(lambda: told.append("now"))
    return told


def button(page: HomePage, name: str) -> QAbstractButton:
    found = [b for b in page.findChildren(QAbstractButton) if b.accessibleName() == name]
    assert len(found) == 1
    return found[0]


def seen(page: HomePage) -> dict[str, QAbstractButton]:
    every = page.findChildren(QAbstractButton)
    return {b.accessibleName(): b for b in every if b.isVisibleTo(page)}


# -- the one button ----------------------------------------------------------------------------


def test_it_acts_when_pressed_and_only_once(qtbot: QtBot, page: HomePage) -> None:
    told = starts(page)
    QTest.mousePress(page.big, Qt.MouseButton.LeftButton)
    assert told == ["now"]
    QTest.mouseMove(page.big, QPoint(5, 5))
    QTest.mouseRelease(page.big, Qt.MouseButton.LeftButton)
    assert told == ["now"]
    assert not page.big.isDown()


def test_a_press_that_slips_off_the_button_has_counted(qtbot: QtBot, page: HomePage) -> None:
    told = starts(page)
    QTest.mousePress(page.big, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(page.big, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))
    assert told == ["now"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_focused_button_takes_enter_and_space_once(
    qtbot: QtBot, page: HomePage, key: Qt.Key
) -> None:
    told = starts(page)
    assert page.big.hasFocus(), "nothing needs to be found first"
    QTest.keyClick(page.big, key)
    assert told == ["now"]


def test_another_mouse_button_does_nothing(qtbot: QtBot, page: HomePage) -> None:
    told = starts(page)
    QTest.mouseClick(page.big, Qt.MouseButton.RightButton)
    assert told == []


def test_assistive_technology_can_press_it(page: HomePage) -> None:
    told = starts(page)
    page.big.click()
    assert told == ["now"]
    assert page.big.accessibleName() == "Cramp now"
    assert "Enter" in page.big.accessibleDescription()


@pytest.mark.parametrize("busy", [False, True], ids=["calm", "busy"])
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
def test_it_is_most_of_the_window_whatever_else_there_is_to_say(
    build: Build, screen: screens.Screen, percent: int, busy: bool
) -> None:
    page = build(screen, percent=percent)
    if busy:
        page.show_heat(860.0)
        page.show_rejoin(True)
        page.show_notes((LONG_NOTE, "Another."))
    big = page.big.geometry()
    mm = page._theme.px_per_mm

    assert big.width() / mm >= BIG_MM[0]
    assert big.height() / mm >= BIG_MM[1] * (0.8 if screen is screens.WINDOW else 1)
    assert big.height() >= page.height() * (BIG_SHARE - 0.01)
    if not busy:
        assert big.height() >= page.height() * 0.7


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
def test_nothing_is_cut_and_nothing_lies_on_anything_else(
    build: Build, screen: screens.Screen, percent: int
) -> None:
    page = build(screen, percent=percent)
    page.show_heat(860.0)
    page.show_rejoin(True)
    page.show_notes((LONG_NOTE,))

    rows = [page._links, page.big, page._rejoin, page._heat, page._note]
    for above, below in pairwise(rows):
        assert above.geometry().bottom() < below.geometry().top()
    note = page._note
    assert note.geometry().bottom() < page.height()
    assert note.heightForWidth(note.width()) <= note.height()
    assert page._heat.sizeHint().width() <= page._heat.width()
    for name, one in seen(page).items():
        inside = one.parentWidget()
        assert inside is not None
        assert inside.rect().contains(one.geometry()), name
        if isinstance(one, Link):
            assert one.words_width() <= one.width(), name
        assert one.height() >= 44, name


# -- the quiet words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Practise", Place.PRACTISE),
        ("What works", Place.WORKS),
        ("Settings", Place.SETTINGS),
    ],
)
def test_each_way_leads_somewhere(qtbot: QtBot, page: HomePage, name: str, place: Place) -> None:
    with qtbot.waitSignal(page.wanted, timeout=0, raising=False) as caught:
        QTest.mouseClick(button(page, name), Qt.MouseButton.LeftButton)
    assert caught.args == [place]


def test_the_voice_says_what_it_is_and_asks_for_the_other(qtbot: QtBot, page: HomePage) -> None:
    asked: list[bool] = []
    page.voice_toggled.connect(asked.append)

    QTest.mouseClick(button(page, "Voice on"), Qt.MouseButton.LeftButton)
    page.show_voice(False)
    QTest.mouseClick(button(page, "Voice off"), Qt.MouseButton.LeftButton)

    assert asked == [False, True]


def test_the_warm_pack_is_counted_down_until_it_is_off(page: HomePage) -> None:
    assert not page._heat.isVisibleTo(page)
    page.show_heat(860.0)
    assert page._heat.isVisibleTo(page)
    assert "14:20" in page._heat.text()
    page.show_heat(859.0)
    assert "14:19" in page._heat.text()
    page.show_heat(None)
    assert not page._heat.isVisibleTo(page)


def test_notes_come_one_after_the_other_and_can_be_put_away(qtbot: QtBot, page: HomePage) -> None:
    read: list[bool] = []
    page.notes_read.connect(lambda: read.append(True))
    assert "All right" not in seen(page)

    page.show_notes(("The disk is full.", "The settings were damaged."))
    assert page._note.text() == "The disk is full."
    QTest.mouseClick(button(page, "All right"), Qt.MouseButton.LeftButton)
    assert page._note.text() == "The settings were damaged."
    assert read == []
    QTest.mouseClick(button(page, "All right"), Qt.MouseButton.LeftButton)
    assert read == [True]
    assert not page._note.isVisibleTo(page)
    assert page.big.hasFocus()


def test_it_came_back_is_offered_only_while_it_can_be(qtbot: QtBot, page: HomePage) -> None:
    told: list[bool] = []
    page.came_back.connect(lambda: told.append(True))
    now = starts(page)
    assert "It came back" not in seen(page)

    page.show_rejoin(True)
    QTest.mouseClick(button(page, "It came back"), Qt.MouseButton.LeftButton)
    assert told == [True]
    assert now == []
    page.show_rejoin(False)
    assert "It came back" not in seen(page)


def test_tab_goes_round_all_of_it(qtbot: QtBot, page: HomePage) -> None:
    page.show_rejoin(True)
    page.show_notes(("The disk is full.",))
    reached = set()
    for _ in range(8):
        widget = QApplication.focusWidget()
        assert isinstance(widget, QAbstractButton)
        reached.add(widget.accessibleName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert reached == seen(page).keys()


def test_a_button_whose_name_is_not_enough_says_what_it_does(page: HomePage) -> None:
    page.show_rejoin(True)
    page.show_notes(("The disk is full.",))
    silent = {name for name, one in seen(page).items() if not one.accessibleDescription()}
    assert silent == {"Settings"}


def test_day_and_night_look_different(build: Build) -> None:
    page = build()
    night = page.grab().toImage()
    page.set_theme(screens.theme(night=False))
    assert page.grab().toImage() != night
