"""The frame of the pages that are read: one family of letters, one right edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QScrollBar, QWidget

from cramp_coach.core.ports import Works
from cramp_coach.ui.keys_page import KeysPage
from cramp_coach.ui.settings_rows import Group
from cramp_coach.ui.widgets import TouchButton
from cramp_coach.ui.works_page import WorksPage
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

OTHER = "DejaVu Serif"
"""Not what the tests would get by themselves."""
OWN = Qt.FindChildOption.FindDirectChildrenOnly


def shown(qtbot: QtBot, page: QWidget, screen: screens.Screen = screens.LAPTOP) -> QWidget:
    qtbot.addWidget(page)
    screens.fill(page, screen)
    return page


def test_all_words_are_of_the_family_of_the_theme(qtbot: QtBot) -> None:
    """A style sheet gives a label back to the system's own letters unless it names them."""
    page = shown(
        qtbot, KeysPage(msgspec.structs.replace(screens.theme(), family=OTHER), screens.words())
    )
    labels = [label for label in page.findChildren(QLabel) if label.text()]
    assert len(labels) > 20
    assert {QFontInfo(label.font()).family() for label in labels} == {OTHER}


def test_the_column_ends_where_the_head_ends_with_a_scroll_bar_and_without(qtbot: QtBot) -> None:
    page = shown(qtbot, KeysPage(screens.theme(), screens.words()))
    area = page.findChild(QScrollArea)
    assert area is not None
    bar, edges = page.findChild(QScrollBar, options=OWN), []
    assert bar is not None
    close = next(b for b in page.findChildren(TouchButton) if b.text() == "Done")
    for tall in (500, 3000):
        page.resize(1366, tall)
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        assert bar.isVisible() == (tall == 500)
        # A bar of the area's own would come and go among its children, which Qt does not survive
        # when an assistive technology asks for it a moment later.
        assert not area.verticalScrollBar().isVisible()
        edges.append(close.geometry().right())
        right = max(_right(group, page) for group in page.findChildren(Group))
        assert abs(right - edges[-1]) <= 1
    assert edges[0] == edges[1]


def test_what_works_begins_with_its_first_part(qtbot: QtBot) -> None:
    """No rule above the first row, and no empty card while nothing is known."""
    page = WorksPage(screens.theme(), screens.words())
    shown(qtbot, page)
    card = page.findChild(Group)
    assert card is not None
    assert not card.isVisibleTo(page)
    page.show_works((Works(part="voice", state="yes", reason="speaks"),))
    assert card.isVisibleTo(page)
    rules = [part for part in card.findChildren(QWidget) if part.property("role") == "rule"]
    assert not rules


def _right(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, widget.rect().topRight()).x()
