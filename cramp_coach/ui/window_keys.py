"""The keys of the window: from the key that is pressed to what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from cramp_coach.core.presses import SPACE, Presses
from cramp_coach.ui.keys import Command, meaning
from cramp_coach.ui.places import Place
from cramp_coach.ui.widgets import Press

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from cramp_coach.ui.main_window import MainWindow
    from cramp_coach.ui.pages import Pages


class WindowKeys(QObject):
    """Takes every key before any widget does: in a session they mean the same everywhere."""

    def __init__(
        self, window: MainWindow, pages: Pages, presses: Presses, awake: Callable[[], float]
    ) -> None:
        """Take the keys of `window`. `awake` gives seconds to tell presses apart by."""
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._presses = presses
        self._awake = awake
        window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def begin(self, presses: Presses) -> None:
        """A session starts or is taken up again."""
        self._presses = presses

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the screen that is due."""
        if event.type() == QEvent.Type.KeyPress and self._is_ours(watched):
            return self._key(cast("QKeyEvent", event))
        return False

    def _is_ours(self, watched: QObject) -> bool:
        """The window system gives keys to the window's handle first, tests to a widget."""
        if isinstance(watched, QWidget):
            return watched.window() is self._window
        return watched is self._window.windowHandle()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        window = self._window
        if not window.in_session and window.place is not Place.HOME and key != Qt.Key.Key_F1:
            return self._key_elsewhere(key)
        if not window.in_session and self._starts_at_home(key):
            if not event.isAutoRepeat() and self._presses.counts("start", self._awake()):
                window.cramp_now.emit()
            return True
        meant = meaning(key, window.snapshot, control=control)
        if meant is None:
            return False
        if not event.isAutoRepeat():
            name = SPACE if key == Qt.Key.Key_Space else str(key.value)
            if self._presses.counts(name, self._awake()):
                self._do(meant)
        return True

    def _key_elsewhere(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self._pages.wanted.emit(Place.HOME)
            return True
        return False

    def _starts_at_home(self, key: Qt.Key) -> bool:
        """Enter and Space start at home, unless some button has the focus."""
        wanted = key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return wanted and not isinstance(self._window.focusWidget(), QAbstractButton)

    def _do(self, meant: Press | Command) -> None:
        window = self._window
        if isinstance(meant, Press):
            window.acted.emit(meant)
            return
        match meant:
            case Command.CRAMP_NOW:
                window.cramp_now.emit()
            case Command.MUTE:
                window.mute.emit()
            case Command.FULL_SCREEN:
                window.toggle_full_screen()
            case Command.SHOW_KEYS if window.in_session:
                self._pages.toggle_keys()
            case Command.SHOW_KEYS:
                window.show_place(Place.KEYS)
            case Command.PICK_MUSCLE:
                self._pages.toggle_muscles()
            case Command.ENLARGE_1:
                self._pages.enlarge(1)
            case Command.ENLARGE_2:
                self._pages.enlarge(2)
