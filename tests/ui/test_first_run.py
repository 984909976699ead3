"""The first run: four screens, none of which holds anyone up, and Cramp now on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

from cramp_coach.core.ports import Works
from cramp_coach.core.settings import Settings, Sound, edited
from cramp_coach.ui.first_run import BIG_SHARE, SCREENS, FirstRun
from cramp_coach.ui.places import Place
from cramp_coach.ui.shared_rows import FACTS
from cramp_coach.ui.theme import LEAST_TARGET_PX
from tests.ui import reading_pages, screens
from tests.ui.reading_pages import first_run

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PLAIN = Settings()
W = screens.words()
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot) -> FirstRun:
    return shown(qtbot, first_run())


def shown(qtbot: QtBot, page: FirstRun, screen: screens.Screen = screens.LAPTOP) -> FirstRun:
    qtbot.addWidget(page)
    screens.fill(page, screen)
    page.activateWindow()
    page.setFocus()
    return page


def asked(page: FirstRun) -> list[object]:
    """Return a list that grows with everything the page asks for."""
    found: list[object] = []
    page.wanted.connect(found.append)
    page.cramp_now.connect(lambda: found.append("now"))
    page.sound_test.connect(lambda: found.append("test"))
    page.changed.connect(found.append)
    return found


def button(page: FirstRun, title: str) -> QAbstractButton:
    every = page.findChildren(QAbstractButton)
    (found,) = [b for b in every if b.text() == title and b.isVisible()]
    return found


def press(page: FirstRun, title: str) -> None:
    QTest.mouseClick(button(page, title), LEFT)


def at(page: FirstRun, screen: str) -> FirstRun:
    while page.screen_name != screen:
        page.go_on()
    return page


def test_four_times_next_leads_home_and_changes_nothing(page: FirstRun) -> None:
    found = asked(page)
    seen = []
    for _ in SCREENS:
        seen.append((page.screen_name, page._title.text(), page._step.text()))
        press(page, W("first_run.done" if len(seen) == 4 else "first_run.next"))
    assert [name for name, _, _ in seen] == ["start", "sound", "help", "health"]
    assert [step for _, _, step in seen] == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    assert len({title for _, title, _ in seen}) == 4
    assert found == ["test", Place.HOME]


@pytest.mark.parametrize("screen", SCREENS)
def test_cramp_now_and_the_way_out_are_on_every_screen(page: FirstRun, screen: str) -> None:
    at(page, screen)
    found = asked(page)
    now = page.big if screen == "start" else page._now
    assert now.isVisible()
    QTest.mousePress(now, LEFT)
    assert found == ["now"], "on press"
    QTest.mouseRelease(now, LEFT)
    press(page, W("first_run.skip"))
    assert found == ["now", Place.HOME]


def test_the_first_screen_is_the_real_button_and_enter_presses_it(page: FirstRun) -> None:
    found = asked(page)
    assert page.big.height() >= page.height() * BIG_SHARE
    page.big.setFocus()
    QTest.keyClick(page.big, Qt.Key.Key_Return)
    assert found == ["now"]


def test_the_disclaimer_names_the_number_and_its_tick_is_remembered_but_gates_nothing(
    page: FirstRun,
) -> None:
    notice = reading_pages.notices().disclaimer.filled(ambulance="999")
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert all(line in said for line in (notice.title, *notice.lines))
    found = asked(page)
    QTest.mouseClick(page._understood, LEFT)
    assert found == [edited(PLAIN, "understood", True)]
    QTest.mouseClick(page._understood, LEFT)
    assert found[-1] == PLAIN
    press(page, "Next")
    assert page.screen_name == "sound"


def test_one_is_asked_whether_one_hears_and_louder_is_louder(page: FirstRun) -> None:
    found = asked(page)
    at(page, "sound")
    assert found == ["test"], "the question is asked aloud"
    press(page, "Say it again")
    press(page, "Louder")
    louder = edited(PLAIN, "sound.volume", PLAIN.sound.volume + 10)
    assert found == ["test", "test", louder, "test"]
    press(page, "Louder")
    press(page, "Louder")
    assert found[-1] == "test"
    assert found.count(edited(PLAIN, "sound.volume", 100)) == 1
    assert W("first_run.sound.loudest") in page._volume.text()
    press(page, "Yes")
    assert page.screen_name == "help"


@pytest.mark.parametrize(("state", "told"), [("no", True), ("yes", False), ("unknown", False)])
def test_a_computer_without_a_voice_says_so(page: FirstRun, state: str, told: bool) -> None:
    at(page, "sound")
    page.show_works((Works(part="voice", state=state, reason="no-engine"),))  # type: ignore[arg-type]
    assert page._no_voice.isVisible() is told


def test_the_guessed_country_is_confirmed_with_one_press_and_its_numbers_are_shown(
    page: FirstRun,
) -> None:
    at(page, "help")
    found = asked(page)
    assert page._numbers_line.text() == "Ambulance 999 · Advice 111"
    press(page, W("settings.help.country.confirm"))
    assert found == [edited(PLAIN, "help.country", "GB")]


def test_a_country_without_a_number_says_to_ask_there(qtbot: QtBot) -> None:
    none = next(code for code, one in reading_pages.numbers().items() if one.ambulance is None)
    page = shown(qtbot, first_run(edited(PLAIN, "help.country", none)))
    at(page, "help")
    assert W("emergency.ask_locally") in page._numbers_line.text()


def test_a_contact_is_typed_and_a_wrong_number_gets_a_sentence(page: FirstRun) -> None:
    at(page, "help")
    found = asked(page)
    QTest.keyClicks(page._contact, "Jo")
    assert found[-1] == edited(PLAIN, "help.contact_name", "Jo")
    before = len(found)
    QTest.keyClicks(page._number, "x")
    assert len(found) == before
    assert W("settings.refused.number") in [
        label.text() for label in page.findChildren(QLabel) if label.isVisible()
    ]


def test_each_fact_ticks_its_own_setting(page: FirstRun) -> None:
    at(page, "health")
    expected = PLAIN
    found = asked(page)
    for (_, field), (_, tick, indent) in zip(FACTS, page._facts, strict=True):
        QTest.mouseClick(tick, LEFT)
        expected = edited(expected, f"health.{field}", True)
        assert found[-1] == expected
        assert bool(indent) is (field == "thinner"), "the milder form stands below the clot"
    assert expected.health.facts() == tuple(fact for fact, _ in FACTS)


def test_a_practice_is_offered_at_the_end(page: FirstRun) -> None:
    at(page, "health")
    found = asked(page)
    press(page, "Practise now")
    assert found == [Place.PRACTISE]


def test_back_goes_back_and_the_first_screen_has_none(page: FirstRun) -> None:
    assert not page._back.isVisible()
    at(page, "help")
    press(page, "Back")
    assert page.screen_name == "sound"


def test_shown_again_it_begins_anew(page: FirstRun) -> None:
    at(page, "health")
    page.hide()
    page.show()
    assert page.screen_name == "start"
    assert page._now.isHidden()


def test_what_is_set_elsewhere_is_kept(page: FirstRun) -> None:
    at(page, "health")
    found = asked(page)
    page.show_settings(Settings(sound=Sound(voice=False)))
    QTest.mouseClick(page._facts[0][1], LEFT)
    assert found == [edited(edited(PLAIN, "sound.voice", False), "health.unsteady", True)]


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_cut_and_nothing_scrolls_sideways(
    qtbot: QtBot, screen: screens.Screen, percent: int, name: str
) -> None:
    page = shown(qtbot, first_run(look=screens.theme(screen, percent=percent)), screen)
    at(page, name)
    QTest.qWait(0)
    assert reading_pages.outside(page) == []
    assert reading_pages.cut_words(page) == []
    for part in reading_pages.controls(page):
        assert part.height() >= LEAST_TARGET_PX, part
        assert part.accessibleName() or isinstance(part, QComboBox)
    foot, head = page._foot.geometry(), page._close.geometry()
    assert page.rect().contains(foot)
    assert page._next.geometry().right() <= foot.width()
    assert head.bottom() < page._scroll.geometry().top()
    assert page._scroll.geometry().bottom() < foot.top()


@pytest.mark.parametrize("name", SCREENS)
def test_a_usual_screen_holds_all_of_it_without_scrolling(page: FirstRun, name: str) -> None:
    at(page, name)
    QTest.qWait(0)
    assert page._scroll.verticalScrollBar().maximum() == 0
