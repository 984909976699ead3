"""Finds what a test of the window left behind."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtCore import QAbstractAnimation, QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget


def qt_leftovers() -> list[str]:
    """Return one line for each Qt object that still runs or shows; empty when all is well."""
    if not isinstance(QCoreApplication.instance(), QApplication):
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if _found():
        # Not everything that is unreachable has been collected yet: that is no fault of the test.
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = _found()
    for thing in found:
        # Put out of action, so that one test fails and not all that follow it.
        _stop(thing)
    return [_described(thing) for thing in found]


def _found() -> list[QObject]:
    windows: list[QObject] = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    others = [
        thing
        for thing in gc.get_objects()
        if issubclass(type(thing), (QTimer, QThread, QAbstractAnimation))
        and shiboken6.isValid(thing)
    ]
    main_thread = QThread.currentThread()
    return windows + [thing for thing in others if thing is not main_thread and _runs(thing)]


def _runs(thing: QTimer | QThread | QAbstractAnimation) -> bool:
    if isinstance(thing, QTimer):
        return thing.isActive()
    if isinstance(thing, QThread):
        return thing.isRunning() and thing != QThread.currentThread()
    return thing.state() == QAbstractAnimation.State.Running


def _stop(thing: QObject) -> None:
    if isinstance(thing, (QTimer, QAbstractAnimation)):
        thing.stop()
    elif isinstance(thing, QThread):
        thing.quit()
        thing.wait(1000)
    elif isinstance(thing, QWidget):
        thing.hide()
        thing.deleteLater()


def _described(thing: QObject) -> str:
    parent = thing.parent()
    owner = f", of {parent!r}" if parent is not None else ""
    return f"{type(thing).__name__} {thing.objectName()!r}{owner}"
