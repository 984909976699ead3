"""The one window: chooses the page that is due, and fills the screen in a session.

It can be shown before there are any pages: then it paints the instruction itself (first_frame.py).
Pages and keys come with `furnish`, and each page is built when it is first shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QCursor,
    QGuiApplication,
    QPaintEvent,
    QPalette,
    QScreen,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cramp_coach.core.presses import Presses
from cramp_coach.core.settings import Settings, is_night
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.ui import theme as themes
from cramp_coach.ui.first_frame import FirstFrame
from cramp_coach.ui.places import Place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from cramp_coach.ui.pages import Pages
    from cramp_coach.ui.window_keys import WindowKeys

START_SIZE = QSize(1180, 720)
FRAME = QSize(16, 48)
"""Room for the title bar and the edges of the window; who knows how thick they are here."""
SESSION_VIEWS = frozenset(View) - {View.HOME, View.ASK_END}


class MainWindow(QWidget):
    """Home, the session and everything else, one at a time."""

    acted = Signal(object)
    """A `Press` for the running session."""
    cramp_now = Signal()
    mute = Signal()
    closed = Signal()
    """The window was closed by the person."""
    painted = Signal()
    """The page that is due has been painted for the first time."""

    def __init__(
        self,
        settings: Settings,
        pages: Pages,
        wall_time: dt.time,
        awake: Callable[[], float],
    ) -> None:
        """Build the frame only; there is no page before `furnish`.

        `awake` gives seconds to tell presses apart by.
        """
        super().__init__()
        self._awake = awake
        self._settings = settings
        self._pages = pages
        self._keys: WindowKeys | None = None
        self._first_frame: FirstFrame | None = FirstFrame(pages.words)
        self._snapshot: Snapshot | None = None
        self._place = Place.HOME
        self._presses = Presses(began=-10.0)
        self._before_full: QRect | None = None
        self._was_maximised = False
        self._was_full = False
        self._filled = False
        self._waits_for_paint = True
        self._watches_screen = False
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setWindowTitle(pages.words("app.name"))
        self.resize(START_SIZE.boundedTo(self.screen().availableSize() - FRAME))
        self._looked_at = wall_time
        self._theme = self._make_theme(wall_time)
        self._colour()

    @property
    def furnished(self) -> bool:
        """Whether there can be pages."""
        return self._keys is not None

    def furnish(self) -> None:
        """Listen to the keyboard, and show pages from now on.

        Raises:
            ContentError: the page that is due cannot be built; the first frame stays.
        """
        from cramp_coach.ui.window_keys import WindowKeys

        self._keys = WindowKeys(self, self._pages, self._presses, self._awake)
        if self._snapshot is not None and self.in_session:
            self._turn_to(self._pages.session(self._snapshot, self._theme), focus=self)
            self.announce(" ".join(self._snapshot.form.shown))

    # -- what is shown ---------------------------------------------------------------------

    @property
    def theme(self) -> themes.Theme:
        """The theme in force."""
        return self._theme

    @property
    def place(self) -> Place:
        """Where the person is when no session fills the window."""
        return self._place

    @property
    def snapshot(self) -> Snapshot | None:
        """The session as it was last shown."""
        return self._snapshot

    @property
    def in_session(self) -> bool:
        """Whether a session has the window."""
        return self._snapshot is not None and self._snapshot.view in SESSION_VIEWS

    def show_place(self, place: Place) -> None:
        """Show a page outside of the session; the session, if one is open, keeps the window."""
        self._place = place
        if not self.in_session:
            self._turn_to(self._pages.place(place, self._theme))

    def begin_session(self) -> None:
        """A session starts or is taken up again: its first presses are the start press."""
        self._presses = Presses(began=self._awake())
        if self._keys is not None:
            self._keys.begin(self._presses)

    def show_session(self, snapshot: Snapshot | None) -> None:
        """Show how the session stands; None when there is none any more."""
        before = self._snapshot
        self._snapshot = snapshot
        view = snapshot.view if snapshot is not None else View.HOME
        if snapshot is not None and view in SESSION_VIEWS:
            if self.furnished:
                self._turn_to(self._pages.session(snapshot, self._theme), focus=self)
            else:
                self.update()
            self._fill_screen(True)
        elif before is not None and before.view in SESSION_VIEWS:
            self._fill_screen(False)
            self.show_place(Place.HOME)

    def show_page(self, page: QWidget) -> None:
        """Show a page that belongs to neither, such as the question how it ended."""
        self._fill_screen(False)
        self._turn_to(page)

    def set_settings(self, settings: Settings, wall_time: dt.time) -> None:
        """Look by `settings` from now on."""
        self._settings = settings
        self.look_by(wall_time)

    def look_by(self, wall_time: dt.time) -> None:
        """Take the palette and the sizes that are due now, if they changed."""
        self._looked_at = wall_time
        theme = self._make_theme(wall_time)
        if theme != self._theme:
            self._theme = theme
            self._colour()
            self._pages.set_theme(theme)

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Tell assistive technology; the voice of the coach is another matter.

        What comes before `furnish` is told by that.
        """
        if self._keys is None:
            return
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        event = QAccessibleAnnouncementEvent(self, text)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def bring(self) -> None:
        """Come to the front, from wherever the window was."""
        if self.isMinimized():
            from PySide6.QtCore import Qt

            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def wait_for_paint(self) -> None:
        """Give `painted` once more, after the next paint of the page that is due."""
        self._waits_for_paint = True
        (self._stack.currentWidget() or self).update()

    def _turn_to(self, page: QWidget, focus: QWidget | None = None) -> None:
        """Show `page`. In a session no button has the focus until Tab asks for one."""
        if self._stack.currentWidget() is page:
            return
        if self._stack.indexOf(page) < 0:
            page.installEventFilter(self)
            self._stack.addWidget(page)
        self._first_frame = None
        self._stack.setCurrentWidget(page)
        (focus or page).setFocus()

    def _make_theme(self, wall_time: dt.time) -> themes.Theme:
        screen = self._settings.screen
        hints = QGuiApplication.styleHints()
        return themes.Theme(
            palette=themes.NIGHT if is_night(screen, wall_time) else themes.DAY,
            family=self._pages.family,
            px_per_mm=themes.pixels_per_mm(self.screen(), screen.mm_per_px),
            distance_m=screen.distance_m,
            text_percent=screen.text_percent,
            reduced_motion=screen.motion == "reduced"
            or (screen.motion == "system" and prefers_stillness(hints)),
        )

    def _colour(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, self._theme.colour("bg"))
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour("text"))
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    # -- the screen ------------------------------------------------------------------------

    def _fill_screen(self, fill: bool) -> None:
        """Fill the screen where the pointer is, or go back to what the window was."""
        if fill == self._filled:
            return
        self._filled = fill
        if fill:
            self._was_full = self.isFullScreen()
            self._was_maximised = self.isMaximized()
            self._before_full = self.geometry() if self.isVisible() else None
            screen = QGuiApplication.screenAt(QCursor.pos()) or self.screen()
            if screen is not self.screen():
                self.setScreen(screen)
                self.setGeometry(screen.geometry())
                self.look_by(self._looked_at)
            self.showFullScreen()
        elif not self._was_full:
            self._leave_full_screen()

    def _leave_full_screen(self) -> None:
        """Be what the window was; one that was put away meanwhile stays away."""
        from PySide6.QtCore import Qt

        states = Qt.WindowState
        state = self.windowState() & ~states.WindowFullScreen
        if self._was_maximised:
            self.setWindowState(state | states.WindowMaximized)
            return
        self.setWindowState(state)
        if self._before_full is not None:
            self.setGeometry(self._before_full)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not; the person's own wish (F11)."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch which screen the window is on: millimetres are not the same on each."""
        super().showEvent(event)
        if not self._watches_screen:
            self._watches_screen = True
            self.windowHandle().screenChanged.connect(self._on_screen_changed)

    def _on_screen_changed(self, _screen: QScreen) -> None:
        self.look_by(self._looked_at)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to the owner what closing means."""
        event.ignore()
        self.closed.emit()

    # -- the first paint -------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the instruction as long as there is no page for it."""
        if self._first_frame is not None and self._snapshot is not None:
            self._first_frame.paint(self, self._snapshot, self._theme)
            self._tell_painted()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the page that is due is painted."""
        due = self._waits_for_paint and watched is self._stack.currentWidget()
        if due and event.type() == QEvent.Type.Paint:
            self._tell_painted()
        return False

    def _tell_painted(self) -> None:
        if self._waits_for_paint:
            self._waits_for_paint = False
            QTimer.singleShot(0, self, self.painted.emit)


def prefers_stillness(hints: QObject) -> bool:
    """Say whether the system asks for reduced motion, where this Qt can tell (6.12 and later)."""
    accessibility = getattr(hints, "accessibility", None)
    preference = getattr(accessibility() if accessibility else None, "motionPreference", None)
    return preference is not None and "Reduced" in str(preference())
