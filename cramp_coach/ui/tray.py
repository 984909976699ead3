"""The tray icon: a convenience, since many desktops show none. The window has everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from cramp_coach import paths
from cramp_coach.core.ports import Works

if TYPE_CHECKING:
    from cramp_coach.core.content import Words
    from cramp_coach.core.snapshot import Snapshot


class Tray(QObject):
    """The icon and its menu, where the desktop has a place for them."""

    cramp_now = Signal()
    acted = Signal(object)
    """A `Press`."""
    open_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, words: Words) -> None:
        """Show the icon if there is a tray."""
        super().__init__()
        self._words = words
        self._menu = QMenu()
        self._now = self._add("tray.cramp_now", self.cramp_now)
        self._open = self._add("tray.open", self.open_wanted)
        self._quit = self._add("tray.quit", self.quit_wanted)
        self._icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(app_icon(), self)
            self._icon.setContextMenu(self._menu)
            self._icon.show()

    @property
    def visible(self) -> bool:
        """Whether the icon is there for the person to press."""
        return self._icon is not None and self._icon.isVisible()

    def works(self) -> Works:
        """Say whether there is a tray."""
        state: Literal["yes", "no"] = "yes" if self.visible else "no"
        return Works(part="tray", state=state, reason="there" if self.visible else "none")

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Offer the acts of a running session."""

    def close(self) -> None:
        """Take the icon away."""
        if self._icon is not None:
            self._icon.hide()

    def _add(self, key: str, signal: Any) -> QAction:
        action = self._menu.addAction(self._words(key))
        action.triggered.connect(signal)
        return action


def app_icon() -> QIcon:
    """Return the icon of the program, for its windows too."""
    return QIcon(str(paths.assets() / "icons" / "cramp-coach.svg"))
