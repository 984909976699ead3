"""The page of keys tells what the window really does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cramp_coach.core.events import Act
from cramp_coach.core.snapshot import View
from cramp_coach.ui.keys import meaning, table
from cramp_coach.ui.keys_page import REMOTE, KeyRow, KeysPage, name_of, rows, word_of
from cramp_coach.ui.settings_rows import Group
from tests.ui import reading_pages, screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

W = screens.words()


def shown(qtbot: QtBot, screen: screens.Screen = screens.LAPTOP, percent: int = 100) -> KeysPage:
    page = KeysPage(screens.theme(screen, percent=percent), W)
    qtbot.addWidget(page)
    screens.fill(page, screen)
    return page


@pytest.fixture
def page(qtbot: QtBot) -> KeysPage:
    return shown(qtbot)


def group(page: KeysPage, name: str) -> dict[str, str]:
    (found,) = [
        one for one in page.findChildren(Group) if one.accessibleName() == W(f"keys.page.{name}")
    ]
    return {row.keys: row.does for row in found.findChildren(KeyRow)}


def test_what_stands_there_is_what_the_window_does() -> None:
    coach = screens.snapshot(5.0)
    assert coach.view is View.COACH
    for keys, meant in rows("session"):
        for key in keys:
            said, done = meant, meaning(key, coach)
            if getattr(done, "act", None) is Act.MUSCLE:
                assert getattr(said, "act", None) is Act.MUSCLE
            else:
                assert done == said, name_of(key)
    for keys, meant in rows("home"):
        assert all(meaning(key, None) == meant for key in keys)
    ended = screens.snapshot(20.0, [(Act.STOPPED, 10.0, None)])
    assert ended.view is View.ENDED
    for keys, meant in rows("ended"):
        assert all(meaning(key, ended) == meant for key in keys)


def test_no_key_of_a_cramp_is_kept_secret(page: KeysPage) -> None:
    printed = " ".join(group(page, "session")).split()
    for key in table(View.COACH):
        if not key.name.startswith(REMOTE) and not name_of(key).isdigit():
            assert name_of(key) in printed
    assert "S" in printed
    assert "?" in printed


def test_it_reads_as_a_person_says_it(page: KeysPage) -> None:
    session = group(page, "session")
    assert session["Space"] == "It stopped"
    assert session["→"] == "Next"
    assert session["1 to 4"] == W("keys.page.muscle")
    assert (session["L"], session["R"]) == ("Left", "Right")
    home = group(page, "home")
    assert home["F1"] == home["Enter"] == home["Space"] == "Cramp now"
    assert group(page, "ended")["C"] == "It came back"
    assert "Y  Esc" in group(page, "urgent")


def test_each_row_is_one_thing_to_a_reader_of_the_screen(page: KeysPage) -> None:
    names = [row.accessibleName() for row in page.findChildren(KeyRow)]
    assert "Space: It stopped" in names
    assert all(": " in name for name in names)


def test_every_meaning_has_a_word() -> None:
    for view in (None, *View):
        for key, meant in table(view).items():
            assert W(word_of(meant)), (view, key)


def test_two_columns_where_there_is_room_and_one_where_not(qtbot: QtBot) -> None:
    for screen, percent, columns in (
        (screens.LAPTOP, 100, 2), (screens.DESKTOP, 200, 2), (screens.WINDOW, 200, 1),
    ):  # fmt: skip
        page = shown(qtbot, screen, percent)
        QTest.qWait(0)
        lefts = {one.mapTo(page, one.rect().topLeft()).x() for one in page.findChildren(Group)}
        assert len(lefts) == columns


def test_the_keyboard_scrolls_it(qtbot: QtBot) -> None:
    page = shown(qtbot, screens.WINDOW)
    area, _ = reading_pages.column(page)
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 100
    QTest.keyClick(page, Qt.Key.Key_Up)
    QTest.keyClick(page, Qt.Key.Key_Home)
    assert area.verticalScrollBar().value() == 0


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
def test_nothing_is_cut_and_nothing_scrolls_sideways(
    qtbot: QtBot, screen: screens.Screen, percent: int
) -> None:
    page = shown(qtbot, screen, percent)
    QTest.qWait(0)
    assert reading_pages.outside(page) == []
    assert reading_pages.cut_words(page) == []
