"""The whole window with real pages and a real session, joined as the program joins them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from cramp_coach import paths
from cramp_coach.core.content import Library, Muscle, load_numbers
from cramp_coach.core.events import Act, SessionEvent, Started
from cramp_coach.core.ports import ManualClock
from cramp_coach.core.session import Session
from cramp_coach.core.settings import Settings
from cramp_coach.core.timeline import Timeline
from cramp_coach.ui.driver import Driver
from cramp_coach.ui.main_window import MainWindow
from cramp_coach.ui.pages import Pages
from cramp_coach.ui.places import Place
from tests.ui import ladder_pages, screens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cramp_coach.core.events import Kind
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.ui.widgets import Press

CONTENT = paths.assets() / "content"
NIGHT = dt.time(3, 12)
NOON = dt.time(12, 0)


class WholeWindow:
    """A person at the program: what they press, what they see, and how time passes."""

    def __init__(
        self, settings: Settings | None = None, wall_time: dt.time = NIGHT, *, furnish: bool = True
    ) -> None:
        self.clock = ManualClock()
        self.driver = Driver(self.clock)
        self.settings = settings or Settings()
        self.pages = Pages(
            screens.words(),
            Library(CONTENT / "en"),
            screens.poses(),
            load_numbers(CONTENT),
            screens.WIDEST,
            self.settings,
            ladder_pages.lines(),
            self.clock.wall,
            {"version": "1", "data": "/home/ann"},
        )
        self.window = MainWindow(self.settings, self.pages, wall_time, self.clock.awake)
        self.pressed: list[Press] = []
        self.starts = 0
        """How often the window asked for a session."""
        self.begun = 0
        self.mutes = 0
        self.paints = 0
        self.happened: list[SessionEvent] = []
        self.window.acted.connect(self._act)
        self.window.cramp_now.connect(self._cramp_now)
        self.window.mute.connect(self._mute)
        self.window.painted.connect(self._paint)
        self.pages.acted.connect(self._act)
        self.pages.cramp_now.connect(self._cramp_now)
        self.pages.wanted.connect(self.window.show_place)
        self.driver.happened.connect(self.happened.append)
        self.driver.changed.connect(self.window.show_session)
        self.driver.changed.connect(self.pages.show_home)
        if furnish:
            self.window.furnish()

    def begin(self, kind: Kind = "relief", speed: float = 1.0) -> None:
        """Start a session, as the program does for the big button."""
        started = Started(
            t=0.0,
            kind=kind,
            muscle=Muscle.CALF,
            muscle_assumed=True,
            side=None,
            facts=(),
            favourite=None,
        )
        library = screens.library()
        self.window.begin_session()
        session = Session(started, library, library.spoken)
        self.driver.run(session, Timeline.begin(self.clock, speed))

    def show(self, place: Place = Place.HOME) -> None:
        """Open the window, as the program does when it is started."""
        self.window.show_place(place)
        self.window.bring()

    # -- what the person does --------------------------------------------------------------

    def key(self, key: Qt.Key | int, *, held: bool = False, control: bool = False) -> None:
        """Press a key as the window system tells of it; `held` is what a keyboard repeats."""
        modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier(0)
        handle = self.window.windowHandle()
        assert handle is not None, "keys go to a window that is shown"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(handle, QKeyEvent(kind, int(key), modifier, "", held))

    def later(self, seconds: float) -> None:
        """Let time pass and the driver look."""
        self.clock.pass_awake(seconds)
        self.driver.look()

    # -- what the person sees --------------------------------------------------------------

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        page = self.window._stack.currentWidget()
        assert page is not None
        return page

    @property
    def built(self) -> set[str]:
        """The names of the pages that exist."""
        return set(self.pages._built)

    def snapshot(self) -> Snapshot:
        """Return how the session stands."""
        snapshot = self.driver.snapshot()
        assert snapshot is not None
        return snapshot

    # -- joined ----------------------------------------------------------------------------

    def _act(self, press: Press) -> None:
        self.pressed.append(press)
        self.driver.act(press.act, press.value)

    def _cramp_now(self) -> None:
        self.starts += 1
        stands = self.driver.snapshot()
        if stands is None or stands.kind == "practice" or not stands.can_rejoin:
            self.begun += 1
            self.begin()
        elif not stands.open:
            self.window.begin_session()
            self.driver.act(Act.CAME_BACK)

    def _mute(self) -> None:
        self.mutes += 1

    def _paint(self) -> None:
        self.paints += 1

    def close(self) -> None:
        """Put everything away."""
        self.driver.changed.disconnect(self.window.show_session)
        self.driver.stop()
        self.window.hide()
        self.window.deleteLater()
