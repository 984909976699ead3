"""The window through the whole life of a session: page, screen, focus, theme, paint."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from cramp_coach.adapters.private_files import folders_work
from cramp_coach.core.content import load_numbers, load_urgent_lines
from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import help_lines
from cramp_coach.core.settings import Help, Screen, Settings, Sound
from cramp_coach.core.snapshot import View
from cramp_coach.ui.check_in_page import CheckInPage
from cramp_coach.ui.emergency_page import EmergencyPage
from cramp_coach.ui.end_page import EndPage
from cramp_coach.ui.help_page import HelpPage
from cramp_coach.ui.home import HomePage
from cramp_coach.ui.main_window import START_SIZE
from cramp_coach.ui.places import Place
from cramp_coach.ui.session_page import SessionPage
from cramp_coach.ui.theme import DAY, NIGHT
from cramp_coach.ui.urgent_page import UrgentPage
from tests.adapters.journals import folders_in
from tests.ui.whole_window import CONTENT, NOON, WholeWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def whole(qtbot: QtBot) -> Iterator[WholeWindow]:
    whole = WholeWindow()
    yield whole
    whole.close()


def button(whole: WholeWindow, key: str) -> QAbstractButton:
    """Return the button on the page that is shown whose name has the `key` in the words."""
    name = whole.pages.words(key)
    every = whole.page.findChildren(QAbstractButton)
    (found,) = [b for b in every if b.accessibleName() == name and b.isVisible()]
    return found


# -- the right page ----------------------------------------------------------------------------


def test_the_page_that_is_due_is_shown_through_a_whole_night(whole: WholeWindow) -> None:
    whole.show()
    assert isinstance(whole.page, HomePage)
    whole.begin()
    shown = {}
    for at in (0, 299, 301, 344, 346, 481, 601, 1199, 1201, 1801, 3599):
        whole.later(at - whole.driver.now())
        shown[at] = type(whole.page)
        assert whole.page.isVisible()
    assert shown == {
        **dict.fromkeys((0, 299, 346, 481), SessionPage),
        **dict.fromkeys((301, 344), CheckInPage),
        **dict.fromkeys((601, 1199), UrgentPage),
        **dict.fromkeys((1201, 1801, 3599), EmergencyPage),
    }
    whole.later(2)
    assert isinstance(whole.page, HomePage)


def test_the_page_follows_what_the_person_does(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    for act, page in (
        (Act.HELP, HelpPage),
        (Act.RESUME, SessionPage),
        (Act.CHOICES, SessionPage),
        (Act.RESUME, SessionPage),
        (Act.CANT_BEAR, EmergencyPage),
        (Act.CAN_BEAR, SessionPage),
        (Act.STOPPED, EndPage),
        (Act.CAME_BACK, SessionPage),
        (Act.STOPPED, EndPage),
        (Act.LEAVE, HomePage),
    ):
        whole.later(5)
        whole.driver.act(act)
        assert type(whole.page) is page, act


def test_the_end_screen_leaves_by_itself(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    whole.driver.act(Act.STOPPED)
    whole.later(59)
    shown = [type(whole.page)]
    whole.later(2)
    shown.append(type(whole.page))
    assert shown == [EndPage, HomePage]
    assert button(whole, "acts.came_back").isVisible()
    whole.later(600)
    names = {b.accessibleName() for b in whole.page.findChildren(QAbstractButton) if b.isVisible()}
    assert whole.pages.words("acts.came_back") not in names, "too late for that"


def test_buttons_of_every_page_reach_the_session(whole: WholeWindow) -> None:
    whole.show()
    QTest.mouseClick(button(whole, "a11y.cramp_now"), Qt.MouseButton.LeftButton)
    assert whole.begun == 1
    whole.later(10)
    whole.driver.act(Act.HELP)
    QTest.keyClick(button(whole, "help.none"), Qt.Key.Key_Return)
    assert whole.snapshot().view is View.COACH
    whole.later(595)
    QTest.mouseClick(button(whole, "urgent.yes"), Qt.MouseButton.LeftButton)
    assert whole.snapshot().answered
    whole.driver.act(Act.STOPPED)
    QTest.mouseClick(button(whole, "acts.came_back"), Qt.MouseButton.LeftButton)
    assert whole.snapshot().open
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.LEAVE)
    QTest.mouseClick(button(whole, "acts.came_back"), Qt.MouseButton.LeftButton)
    assert whole.snapshot().open


def test_pages_are_built_when_they_are_first_shown(whole: WholeWindow) -> None:
    assert whole.built == set()
    whole.begin()
    whole.window.bring()
    assert whole.built == {"coach"}
    whole.later(301)
    assert whole.built == {"coach", "check-in"}
    whole.driver.act(Act.CHOICES)
    whole.driver.act(Act.STOPPED)
    assert whole.built == {"coach", "check-in", "ended"}
    whole.driver.act(Act.LEAVE)
    assert whole.built == {"coach", "check-in", "ended", "home"}
    page = whole.page
    whole.begin()
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.LEAVE)
    assert whole.page is page, "and built once"


def test_nothing_takes_the_window_from_a_session(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    page = whole.page
    for place in (Place.SETTINGS, Place.HOME, Place.WORKS):
        whole.window.show_place(place)
        assert whole.page is page


@pytest.mark.parametrize("place", [place for place in Place if place is not Place.PRACTISE])
def test_each_place_has_its_page_and_after_a_session_comes_home(
    whole: WholeWindow, place: Place
) -> None:
    whole.show(place)
    assert whole.page is whole.pages._built[place.value]
    whole.begin()
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.LEAVE)
    assert isinstance(whole.page, HomePage)
    assert whole.window.place is Place.HOME


def test_a_session_that_is_let_go_leaves_home(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    whole.driver.stop()
    assert isinstance(whole.page, HomePage)
    assert not whole.window.isFullScreen()


def test_how_it_ended_is_asked_on_a_page_and_can_be_left(whole: WholeWindow) -> None:
    whole.show()
    page = whole.pages.ask_end(whole.window.theme, whole.clock.wall() - dt.timedelta(hours=2))
    whole.window.show_page(page)
    assert whole.page is page
    QTest.mouseClick(button(whole, "ask_end.later"), Qt.MouseButton.LeftButton)
    assert isinstance(whole.page, HomePage)


# -- the screen --------------------------------------------------------------------------------


def test_a_session_fills_the_screen_and_gives_it_back(whole: WholeWindow) -> None:
    whole.show()
    whole.window.setGeometry(QRect(60, 50, 640, 520))
    whole.begin()
    QApplication.processEvents()
    assert whole.window.isFullScreen()
    assert whole.window.geometry() == whole.window.screen().geometry()
    whole.driver.act(Act.STOPPED)
    assert whole.window.isFullScreen(), "the end screen is read from afar too"
    whole.driver.act(Act.LEAVE)
    assert not whole.window.isFullScreen()
    assert whole.window.geometry() == QRect(60, 50, 640, 520)


def test_a_maximised_window_is_maximised_again(whole: WholeWindow) -> None:
    whole.show()
    whole.window.showMaximized()
    whole.begin()
    assert whole.window.isFullScreen()
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.LEAVE)
    assert whole.window.isMaximized()
    assert not whole.window.isFullScreen()


def test_a_window_that_filled_the_screen_before_still_does(whole: WholeWindow) -> None:
    whole.show()
    whole.window.toggle_full_screen()
    whole.begin()
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.LEAVE)
    assert whole.window.isFullScreen()
    whole.window.toggle_full_screen()
    assert not whole.window.isFullScreen()


def test_one_that_was_begun_without_a_window_leaves_one_of_the_usual_size(
    whole: WholeWindow,
) -> None:
    whole.begin()
    whole.window.bring()
    assert whole.window.isFullScreen()
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.LEAVE)
    assert not whole.window.isFullScreen()
    assert whole.window.size().width() <= START_SIZE.width()


def test_f11_in_a_session_is_the_persons_own_wish(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    whole.window.toggle_full_screen()
    whole.later(1)
    whole.later(305)
    assert not whole.window.isFullScreen(), "and no tick, nor another page, takes it back"


def test_a_window_that_was_put_away_is_not_brought_by_the_end(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    whole.window.hide()
    whole.driver.act(Act.STOPPED)
    whole.later(61)
    assert whole.snapshot().view is View.HOME
    assert not whole.window.isVisible()
    whole.window.bring()
    assert not whole.window.isFullScreen()


def test_nor_is_one_that_was_minimised(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    whole.window.showMinimized()
    whole.driver.act(Act.STOPPED)
    whole.later(61)
    assert whole.window.isMinimized()
    whole.window.bring()
    assert not whole.window.isMinimized()
    assert not whole.window.isFullScreen()


def test_closing_is_left_to_the_owner(whole: WholeWindow) -> None:
    closed: list[bool] = []
    whole.window.closed.connect(lambda: closed.append(True))
    whole.show()
    whole.window.close()
    assert closed == [True]
    assert whole.window.isVisible()


# -- focus -------------------------------------------------------------------------------------


def test_in_a_session_nothing_has_the_focus_until_tab_asks_for_it(whole: WholeWindow) -> None:
    whole.show()
    assert isinstance(whole.window.focusWidget(), QAbstractButton)
    whole.begin()
    seen = set()
    for at in (0, 305, 350, 605, 1205):
        whole.later(at - whole.driver.now())
        seen.add(type(whole.page))
        assert whole.window.focusWidget() in (whole.window, None), at
    whole.driver.act(Act.STOPPED)
    assert whole.window.focusWidget() in (whole.window, None)
    assert len(seen) == 4
    whole.driver.act(Act.LEAVE)
    home = whole.page
    assert isinstance(home, HomePage)
    assert whole.window.focusWidget() is home.big


@pytest.mark.parametrize("at", [0, 305, 605, 1205])
def test_tab_finds_a_button_on_every_page_and_time_does_not_take_it_away(
    whole: WholeWindow, at: int
) -> None:
    whole.show()
    whole.begin()
    whole.later(at)
    whole.key(Qt.Key.Key_Tab)
    found = whole.window.focusWidget()
    assert isinstance(found, QAbstractButton)
    assert whole.page.isAncestorOf(found)
    whole.later(0.2)
    assert whole.window.focusWidget() is found


# -- theme -------------------------------------------------------------------------------------


def ground(whole: WholeWindow) -> str:
    return whole.window.palette().color(QPalette.ColorRole.Window).name().upper()


def test_the_palette_is_that_of_the_hour(qtbot: QtBot) -> None:
    whole = WholeWindow(wall_time=NOON)
    whole.show()
    assert whole.window.theme.palette is DAY
    assert ground(whole) == DAY.bg.upper()
    day = whole.page.grab().toImage()
    whole.window.look_by(dt.time(20, 59))
    assert whole.window.theme.palette is DAY
    whole.window.look_by(dt.time(21, 0))
    assert whole.window.theme.palette is NIGHT
    assert ground(whole) == NIGHT.bg.upper()
    assert whole.page.grab().toImage() != day, "the pages that exist change with it"
    home = whole.page
    assert isinstance(home, HomePage)
    assert home._theme is whole.window.theme
    whole.window.look_by(dt.time(7, 0))
    assert whole.page.grab().toImage() == day
    whole.close()


@pytest.mark.parametrize(("theme", "palette"), [("day", DAY), ("night", NIGHT)])
def test_a_palette_of_ones_own_is_kept_at_every_hour(
    whole: WholeWindow, theme: str, palette: object
) -> None:
    chosen = msgspec.convert({"screen": {"theme": theme}}, Settings)
    for hour in (3, 12):
        whole.window.set_settings(chosen, dt.time(hour))
        assert whole.window.theme.palette is palette


def test_a_page_built_later_has_the_theme_that_is_due_then(whole: WholeWindow) -> None:
    whole.show()
    settings = Settings(screen=Screen(theme="day", text_percent=200, motion="reduced"))
    whole.window.set_settings(settings, NOON)
    whole.begin()
    page = whole.page
    assert isinstance(page, SessionPage)
    assert page._theme is whole.window.theme
    assert (page._theme.text_percent, page._theme.reduced_motion) == (200, True)


# -- what assistive technology is told ---------------------------------------------------------


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []

    def hear(event: QAccessibleAnnouncementEvent) -> None:
        told.append((event.message(), event.politeness().name))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return told


def test_it_is_announced_politely_or_at_once(
    whole: WholeWindow, announced: list[tuple[str, str]]
) -> None:
    whole.window.announce("Rub the calf")
    whole.window.announce("Get help now", urgent=True)
    assert announced == [("Rub the calf", "Polite"), ("Get help now", "Assertive")]


def test_the_first_instruction_is_announced_when_there_is_somebody_to_tell(
    qtbot: QtBot, announced: list[tuple[str, str]]
) -> None:
    whole = WholeWindow(furnish=False)
    whole.begin()
    whole.window.announce("too early")
    assert announced == []
    whole.window.furnish()
    assert announced == [("Pull your toes toward your shin", "Polite")]
    whole.close()


# -- painted -----------------------------------------------------------------------------------


def test_it_says_once_that_it_is_painted(qtbot: QtBot, whole: WholeWindow) -> None:
    whole.show()
    qtbot.waitUntil(lambda: whole.paints == 1)
    QApplication.processEvents()
    whole.window.wait_for_paint()
    qtbot.waitUntil(lambda: whole.paints == 2)
    whole.page.repaint()
    whole.begin()
    whole.page.repaint()
    QApplication.processEvents()
    assert whole.paints == 2
    whole.window.wait_for_paint()
    qtbot.waitUntil(lambda: whole.paints == 3)
    whole.page.repaint()
    QApplication.processEvents()
    assert whole.paints == 3


def test_a_part_of_the_page_or_another_page_is_not_the_page(
    qtbot: QtBot, whole: WholeWindow
) -> None:
    whole.show()
    qtbot.waitUntil(lambda: whole.paints == 1)
    old = whole.page
    whole.begin()
    whole.window.wait_for_paint()
    old.grab()
    other = QLabel("something")
    qtbot.addWidget(other)
    other.grab()
    assert whole.window._waits_for_paint
    whole.page.grab()
    qtbot.waitUntil(lambda: whole.paints == 2)


# -- what the pages are told -------------------------------------------------------------------


def test_what_went_wrong_is_told_to_a_home_that_is_built_later(whole: WholeWindow) -> None:
    whole.pages.show_notes(("The settings were damaged.",))
    whole.show()
    labels = {label.text() for label in whole.page.findChildren(QLabel) if label.isVisible()}
    assert "The settings were damaged." in labels
    whole.pages.show_notes(())
    labels = {label.text() for label in whole.page.findChildren(QLabel) if label.isVisible()}
    assert "The settings were damaged." not in labels


def test_new_settings_reach_every_page_that_exists(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    whole.later(605)
    settings = Settings(
        help=Help(country="GB", contact_name="Wilma", contact_number="123"),
        sound=Sound(voice=False),
    )
    lines = help_lines(settings.help, load_numbers(CONTENT), load_urgent_lines(CONTENT), "")
    before = whole.page.grab().toImage()
    whole.pages.show_settings(settings, lines)
    assert whole.page.grab().toImage() != before
    names = " ".join(b.accessibleName() for b in whole.page.findChildren(QAbstractButton))
    assert "Wilma" in names
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.LEAVE)
    assert button(whole, "home.voice_off").isVisible()


def test_what_works_is_told_to_a_page_built_later(whole: WholeWindow, tmp_path: Path) -> None:
    whole.pages.show_works((folders_work(folders_in(tmp_path)),))
    whole.show(Place.WORKS)
    said = " ".join(
        label.text() or label.accessibleName() for label in whole.page.findChildren(QLabel)
    )
    assert whole.pages.words("works.folders.name") in said


def test_the_warm_pack_is_counted_down_at_home(whole: WholeWindow) -> None:
    whole.show()
    whole.begin()
    whole.driver.act(Act.STOPPED)
    whole.driver.act(Act.HEAT)
    whole.driver.act(Act.LEAVE)
    whole.later(40)
    labels = " ".join(one.text() for one in whole.page.findChildren(QLabel) if one.isVisible())
    assert "14:20" in labels
    whole.later(861)
    labels = " ".join(one.text() for one in whole.page.findChildren(QLabel) if one.isVisible())
    assert "0:0" not in labels
