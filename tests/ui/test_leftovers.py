"""The guard that fails a test which leaves something running (tests/conftest.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from tests.leftovers import qt_leftovers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_timer_that_was_not_stopped_is_named_and_stopped(qtbot: QtBot) -> None:
    owner = QObject()
    timer = QTimer(owner)
    timer.setObjectName("heartbeat")
    timer.start(1000)

    (line,) = qt_leftovers()

    assert "QTimer 'heartbeat'" in line
    assert not timer.isActive()


def test_a_window_that_nobody_closed_is_named(qtbot: QtBot) -> None:
    window = QLabel("Hold")
    window.setObjectName("step")
    window.show()

    (line,) = qt_leftovers()

    assert "QLabel 'step'" in line
    assert not window.isVisible()


def test_what_is_idle_or_gone_is_no_fault(qtbot: QtBot) -> None:
    idle = QTimer()
    window = QLabel("Hold")
    window.show()
    window.close()

    assert qt_leftovers() == []
    assert not idle.isActive()
