"""Keeps screen and machine awake during a session, with wakepy.

wakepy asks org.freedesktop.ScreenSaver or org.gnome.SessionManager on Linux, runs caffeinate on
macOS and sets the thread's execution state on Windows. All three lapse by themselves when this
process dies. It is not made for several threads and may take seconds over a stuck desktop, so it
is called from one daemon thread only, which lives while the machine is kept awake.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Literal, NamedTuple

from cramp_coach.core.ports import Works

if TYPE_CHECKING:
    from wakepy import DBusAdapter, Mode

_log = logging.getLogger(__name__)


class Label(NamedTuple):
    """What the desktop shows to a person who asks what keeps the machine awake."""

    program: str
    reason: str


class KeepAwake:
    """The Power of a computer that may let itself be kept awake."""

    def __init__(self, label: Label) -> None:
        """Take what to call it; nothing is imported or asked for yet."""
        self._label = label
        self._changed = threading.Condition()
        self._wanted = False
        self._thread: threading.Thread | None = None
        self._state: tuple[Literal["yes", "no", "unknown"], str, str] = ("unknown", "not-yet", "")
        self._settled = threading.Event()

    def hold(self) -> None:
        """Keep awake from now on; returns at once; twice is once."""
        with self._changed:
            self._wanted = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._live, name="awake", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def release(self) -> None:
        """Let the machine sleep again; returns at once."""
        with self._changed:
            self._wanted = False
            self._changed.notify_all()

    def works(self) -> Works:
        """Say whether the machine could be kept awake the last time, and how."""
        state, reason, detail = self._state
        return Works(part="keep-awake", state=state, reason=reason, detail=detail)

    def wait_until_known(self, seconds: float) -> Works:
        """Wait, in a program without a window only, until `works` has an answer; then give it."""
        self._settled.wait(seconds)
        return self.works()

    def close(self) -> None:
        """Release; waits a moment, but not for a desktop that is stuck: our end releases too."""
        self.release()
        thread = self._thread
        if thread is not None:
            thread.join(0.5)

    # ------------------------------------------------------------------------------ the thread

    def _live(self) -> None:
        while self._still_wanted():
            try:
                self._keep_until_released()
            except Exception as error:
                # Nothing that goes wrong here may reach the person who has a cramp.
                _log.info("keep awake: %s", error)
                if self._state[0] != "yes":
                    self._settle("no", "failed")
                self._wait_until_released()

    def _still_wanted(self) -> bool:
        """Say whether to begin (again); if not, this thread is over, and `hold` knows it."""
        with self._changed:
            if not self._wanted:
                self._thread = None
            return self._wanted

    def _keep_until_released(self) -> None:
        buses: list[DBusAdapter] = []
        mode = _mode(self._label, buses)
        try:
            with mode:
                if mode.active and mode.method is not None:
                    self._settle("yes", "keeps", mode.method.name)
                else:
                    _log.info("keep awake: %s", mode.result.get_failure_text(style="inline"))
                    self._settle("no", "no-way")
                self._wait_until_released()
        finally:
            # wakepy leaves the connection open when the desktop is too slow to answer; it may
            # have kept us awake by then, and only lets go of that when the connection ends.
            for bus in buses:
                bus.close_connections()

    def _wait_until_released(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self._wanted)

    def _settle(self, state: Literal["yes", "no"], reason: str, detail: str = "") -> None:
        self._state = (state, reason, detail)
        self._settled.set()


class NoPower:
    """Keeps nothing awake."""

    def __init__(self, reason: str = "off") -> None:
        self._reason = reason

    def hold(self) -> None:
        """Do nothing."""

    def release(self) -> None:
        """Do nothing."""

    def works(self) -> Works:
        """Say that nothing is kept awake, and why."""
        return Works(part="keep-awake", state="no", reason=self._reason)

    def close(self) -> None:
        """Have nothing to let go of."""


def _mode(label: Label, buses: list[DBusAdapter]) -> Mode:
    """Return wakepy's mode of a lit screen; the bus it will talk on is put into `buses`."""
    from wakepy import keep

    adapter = _bus(label, buses) if sys.platform == "linux" else None
    return keep.presenting(on_fail="pass", dbus_adapter=adapter)


def _bus(label: Label, buses: list[DBusAdapter]) -> type[DBusAdapter]:
    """Return wakepy's way to D-Bus with two things changed."""
    from wakepy.core import DBusMethodCall
    from wakepy.dbus_adapters.jeepney import JeepneyDBusAdapter

    ours = {"wakepy": label.program, "wakelock active": label.reason}

    class Bus(JeepneyDBusAdapter):
        def __init__(self) -> None:
            super().__init__()
            buses.append(self)

        def process(self, call: DBusMethodCall) -> object:
            """Ask under our name, which the desktop shows; not under "wakepy"."""
            # An argument is a text or a number; only a text can be one of those.
            args = tuple(ours.get(arg, arg) for arg in call.args)
            return super().process(DBusMethodCall(call.method, args))

        def close_connections(self) -> None:
            """Close, without wakepy's collection of garbage: Qt's must not die in this thread."""
            while self._connections:
                self.close_connection(self._connections.popitem()[1])

    return Bus
