"""Tells when the machine wakes from sleep, as logind says it on the system bus of Linux.

It only makes what is late come at once: the engine asks the clock at least once a second anyway.

Joining a bus through Qt waits for the bus with the whole program standing still, for good if the
bus hangs. So a thread of our own, without Qt, first finds out whether the bus answers and whether
logind is on it; only then does Qt join, which takes a few milliseconds.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from typing import Any, Literal

from PySide6.QtCore import SLOT, QObject, Qt, QTimer, Signal, Slot

from cramp_coach.core.ports import Works

_log = logging.getLogger(__name__)

SERVICE, PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
INTERFACE, MEMBER = "org.freedesktop.login1.Manager", "PrepareForSleep"
_ON_SLEEP: Any = SLOT("_on_sleep(bool)")
"""A str; the type stubs of QtDBus ask for bytes, which it refuses."""
ANSWER_S = 2.0
"""A bus, or a logind, that has not answered by then counts as not there."""
AGAIN_S = 60
"""So long after a bus did not answer it is asked once more: it may be starting with us."""

Reason = Literal["told", "none", "no-bus", "off", "not-yet"]


class Resume(QObject):
    """Listens for the end of sleep."""

    woke = Signal()
    works_changed = Signal(object)
    """The new Works."""
    _answered = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is asked for yet."""
        super().__init__(parent)
        self._reason: Reason = "not-yet"
        self._thread: threading.Thread | None = None
        self._tries = 2
        self._again = QTimer(self)
        self._again.setObjectName("ask the system bus again")
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_S * 1000)
        self._again.timeout.connect(self.start)
        self._closed = False
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin to listen where somebody tells of sleep; returns at once."""
        if sys.platform != "linux":
            # There Qt tells nothing of sleep; the clock is right within a second without it.
            self._settle("off")
            return
        if self._closed or self._thread is not None or self._reason == "told":
            return
        self._tries -= 1
        self._thread = threading.Thread(target=self._ask, name="system bus", daemon=True)
        self._thread.start()

    def works(self) -> Works:
        """Say whether the end of sleep is told."""
        state: Literal["yes", "no", "unknown"] = "no"
        if self._reason in ("told", "not-yet"):
            state = "yes" if self._reason == "told" else "unknown"
        return Works(part="resume", state=state, reason=self._reason)

    def close(self) -> None:
        """Listen no more; does not wait for a bus that is stuck."""
        self._closed = True
        self._again.stop()
        if self._reason == "told":
            from PySide6.QtDBus import QDBusConnection

            bus = QDBusConnection.systemBus()
            bus.disconnect(SERVICE, PATH, INTERFACE, MEMBER, self, _ON_SLEEP)
        if self._thread is not None:
            self._thread.join(0.1)

    # ------------------------------------------------------------------------------ the thread

    def _ask(self) -> None:
        reason = logind_on_the_bus()
        # Qt's side of this object is gone when the program ended meanwhile.
        with contextlib.suppress(RuntimeError):
            self._answered.emit(reason)

    # ------------------------------------------------------------------------- the program's own

    def _on_answered(self, reason: Reason) -> None:
        self._thread = None
        if self._closed:
            return
        if reason == "told":
            reason = self._join()
        if reason == "no-bus" and self._tries > 0:
            self._again.start()
        self._settle(reason)

    def _join(self) -> Reason:
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return "no-bus"
        joined = bus.connect(SERVICE, PATH, INTERFACE, MEMBER, self, _ON_SLEEP)
        return "told" if joined else "none"

    @Slot(bool)
    def _on_sleep(self, going: bool) -> None:
        if not going and not self._closed:
            self.woke.emit()

    def _settle(self, reason: Reason) -> None:
        if reason != self._reason:
            _log.info("end of sleep: %s", reason)
            self._reason = reason
            self.works_changed.emit(self.works())


def logind_on_the_bus() -> Reason:
    """Ask the system bus whether logind is there: "told", "none", or "no-bus". Takes `ANSWER_S`."""
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    daemon = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    try:
        with contextlib.closing(open_dbus_connection("SYSTEM", auth_timeout=ANSWER_S)) as bus:
            question = new_method_call(daemon, "NameHasOwner", "s", (SERVICE,))
            answer = bus.send_and_get_reply(question, timeout=ANSWER_S)
    except Exception as problem:  # jeepney has no common error, and all mean the same
        _log.info("system bus: %s", problem)
        return "no-bus"
    there = answer.header.message_type is MessageType.method_return and answer.body[0]
    return "told" if there else "none"
