"""The tray icon: a convenience, since many desktops show none. The window has everything.

Trays come late (a panel starts after us), go and come back. On Linux the desktop's bus tells of
those that live on it; the older ones tell nobody, so they are looked for a few times and then only
when someone asks. Qt itself brings an icon back once it has been shown.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from cramp_coach.core.events import Act
from cramp_coach.core.ports import Works
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.ui.icons import app_icon
from cramp_coach.ui.keys import table
from cramp_coach.ui.widgets import Press

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusServiceWatcher
    from PySide6.QtGui import QAction

    from cramp_coach.core.content import Words

WATCHER = "org.kde.StatusNotifierWatcher"
"""Owns this name on the session bus where the desktop has a tray of the newer kind."""
LOOKS_S = (2, 8, 30, 120)
"""So long after the last look the next: a panel starts within minutes of us, or not at all."""
ACTS = (
    Act.STOPPED, Act.NEXT, Act.PREVIOUS, Act.HELPING, Act.WORSE, Act.PAUSE, Act.RESUME, Act.HELP,
    Act.CAME_BACK,
)  # fmt: skip
"""What of a session the menu offers, in this order."""


class Tray(QObject):
    """The icon and its menu, where the desktop has a place for them."""

    cramp_now = Signal()
    acted = Signal(object)
    """A `Press`."""
    open_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, words: Words) -> None:
        """Show the icon if there is a tray; else wait for one."""
        super().__init__()
        self._words = words
        self._icon: QSystemTrayIcon | None = None
        self._tip = words("tray.tip")
        self._shown: tuple[object, ...] = ()
        self._menu = QMenu()
        self._acts: dict[Act, QAction] = {}
        self._build_menu()
        self._looks = list(LOOKS_S)
        self._next_look = QTimer(self)
        self._next_look.setObjectName("look for a tray")
        self._next_look.setSingleShot(True)
        self._next_look.timeout.connect(self._look_again)
        self._watch: QDBusServiceWatcher | None = None
        self._look_again()
        if sys.platform == "linux":
            self._watch = self._watch_the_bus()

    def _build_menu(self) -> None:
        words = self._words
        self._add(words("tray.cramp_now"), self.cramp_now)
        self._menu.addSeparator()
        for act in ACTS:
            word = words(f"acts.{act.value.replace('-', '_')}")
            action = self._acts[act] = self._add(word, self._on_act)
            action.setVisible(False)
        self._after_acts = self._menu.addSeparator()
        self._after_acts.setVisible(False)
        self._add(words("tray.open"), self.open_wanted)
        self._add(words("tray.quit"), self.quit_wanted)

    def _add(self, title: str, wish: SignalInstance | object) -> QAction:
        action = self._menu.addAction(title)
        action.triggered.connect(wish)
        return action

    def _on_act(self) -> None:
        sender = self.sender()
        for act, action in self._acts.items():
            if action is sender:
                self.acted.emit(Press(act))

    # -- what it is told -------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Offer what can be done now. Cheap: most calls change nothing."""
        offered = _offered(snapshot)
        tip = self._tip_for(snapshot)
        if (offered, tip) == self._shown:
            return
        self._shown = offered, tip
        for act, action in self._acts.items():
            action.setVisible(act in offered)
        self._after_acts.setVisible(bool(offered))
        self._tip = tip
        if self._icon is not None:
            self._icon.setToolTip(tip)

    def _tip_for(self, snapshot: Snapshot | None) -> str:
        """Return the tool tip; minutes only, since each change travels to the panel."""
        words = self._words
        if snapshot is None or not snapshot.open:
            return words("tray.tip")
        if snapshot.kind == "practice":
            return words("app.window_practice")
        minutes = words("time.minutes", n=int(snapshot.elapsed_s // 60))
        return words("tray.tip_session", elapsed=minutes)

    # -- whether it is there ---------------------------------------------------------------

    @property
    def visible(self) -> bool:
        """Whether the icon is there for the person to press; looks anew."""
        self._look()
        return self._icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    def works(self) -> Works:
        """Say whether there is a tray."""
        if self.visible:
            return Works(part="tray", state="yes", reason="there")
        if self._next_look.isActive():
            return Works(part="tray", state="unknown", reason="waiting")
        return Works(part="tray", state="no", reason="none")

    def _look(self) -> None:
        """Show the icon if there is a tray now and there was none before."""
        if self._icon is not None or not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self._next_look.stop()
        self._looks.clear()
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._icon.setToolTip(self._tip)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.show()

    def _look_again(self) -> None:
        self._look()
        if self._looks:
            self._next_look.start(self._looks.pop(0) * 1000)

    def _watch_the_bus(self) -> QDBusServiceWatcher | None:
        """Look as soon as a tray puts its name on the bus."""
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return None
        mode = QDBusServiceWatcher.WatchModeFlag.WatchForRegistration
        watch = QDBusServiceWatcher(WATCHER, bus, mode, self)
        watch.serviceRegistered.connect(self._look)
        return watch

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        reasons = QSystemTrayIcon.ActivationReason
        if reason in (reasons.Trigger, reasons.DoubleClick):
            self.open_wanted.emit()

    def close(self) -> None:
        """Take the icon away and look no more."""
        self._next_look.stop()
        self._looks.clear()
        if self._watch is not None:
            self._watch.setWatchedServices([])
        if self._icon is not None:
            self._icon.hide()
            self._icon = None
        self._menu.deleteLater()


def _offered(snapshot: Snapshot | None) -> tuple[Act, ...]:
    """Return the acts that a key could do now, too."""
    if snapshot is None:
        return ()
    if not snapshot.open:
        rejoin = snapshot.can_rejoin and snapshot.view is not View.ASK_END
        return (Act.CAME_BACK,) if rejoin else ()
    by_key = table(snapshot.view).values()
    offered = tuple(act for act in ACTS if Press(act) in by_key)
    if snapshot.paused:
        return tuple(Act.RESUME if act is Act.PAUSE else act for act in offered)
    return offered
