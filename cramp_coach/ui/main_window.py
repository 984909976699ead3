"""The one window: chooses the page that is due, takes the keys, fills the screen in a session.

Pages are built when they are first shown, so that the first paint pays for one of them only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QVBoxLayout, QWidget

from cramp_coach.core.presses import SPACE, Presses
from cramp_coach.core.settings import Settings, is_night
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.ui import theme as themes
from cramp_coach.ui.keys import Command, meaning
from cramp_coach.ui.places import Place
from cramp_coach.ui.widgets import Press

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from cramp_coach.ui.pages import Pages

START_SIZE = QSize(1180, 720)
SESSION_VIEWS = frozenset(View) - {View.HOME, View.ASK_END}


class MainWindow(QWidget):
    """Home, the session and everything else, one at a time."""

    acted = Signal(object)
    """A `Press` for the running session."""
    cramp_now = Signal()
    practise = Signal()
    mute = Signal()
    settings_changed = Signal(object)
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
        """Build the frame only; a page comes with `show_place` or `show_session`.

        `awake` gives seconds to tell presses apart by.
        """
        super().__init__()
        self._awake = awake
        self._settings = settings
        self._pages = pages
        self._snapshot: Snapshot | None = None
        self._place = Place.HOME
        self._presses = Presses(began=-10.0)
        self._before_full: QRect | None = None
        self._was_maximised = False
        self._filled = False
        self._waits_for_paint = True
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setWindowTitle(pages.words("app.name"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(START_SIZE)
        self._theme = self._make_theme(wall_time)
        self._colour()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    # -- what is shown ---------------------------------------------------------------------

    @property
    def theme(self) -> themes.Theme:
        """The theme in force."""
        return self._theme

    @property
    def place(self) -> Place:
        """Where the person is when no session fills the window."""
        return self._place

    def show_place(self, place: Place) -> None:
        """Show a page outside of the session; the session, if one is open, keeps the window."""
        self._place = place
        if self._snapshot is None or self._snapshot.view not in SESSION_VIEWS:
            self._turn_to(self._pages.place(place, self._theme))

    def begin_session(self) -> None:
        """A session starts or is taken up again: its first presses are the start press."""
        self._presses = Presses(began=self._awake())

    def show_session(self, snapshot: Snapshot | None) -> None:
        """Show how the session stands; None when there is none any more."""
        before = self._snapshot
        self._snapshot = snapshot
        view = snapshot.view if snapshot is not None else View.HOME
        if snapshot is not None and view in SESSION_VIEWS:
            page = self._pages.session(snapshot, self._theme)
            self._turn_to(page, focus=self)
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
        theme = self._make_theme(wall_time)
        if theme != self._theme:
            self._theme = theme
            self._colour()
            self._pages.set_theme(theme)

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Tell assistive technology; the voice of the coach is another matter."""
        event = QAccessibleAnnouncementEvent(self, text)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def bring(self) -> None:
        """Come to the front, from wherever the window was."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def wait_for_paint(self) -> None:
        """Give `painted` once more, after the next paint of the page that is due."""
        self._waits_for_paint = True
        page = self._stack.currentWidget()
        if page is not None:
            page.update()

    def _turn_to(self, page: QWidget, focus: QWidget | None = None) -> None:
        """Show `page`. In a session no button has the focus until Tab asks for one."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
            page.installEventFilter(self)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            (focus or page).setFocus(Qt.FocusReason.OtherFocusReason)

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
            self._was_maximised = self.isMaximized()
            self._before_full = self.geometry() if self.isVisible() else None
            screen = QGuiApplication.screenAt(QCursor.pos()) or self.screen()
            if screen is not self.screen():
                self.setGeometry(screen.geometry())
            self.showFullScreen()
            return
        if self._was_maximised:
            self.showMaximized()
        else:
            self.showNormal()
            if self._before_full is not None:
                self.setGeometry(self._before_full)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not; the person's own wish (F11)."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave it to the owner what closing means."""
        event.ignore()
        self.closed.emit()

    # -- keys ------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the screen that is due, and notice the first paint."""
        kind = event.type()
        if kind == QEvent.Type.Paint and self._waits_for_paint:
            if watched is self._stack.currentWidget():
                self._waits_for_paint = False
                QTimer.singleShot(0, self, self.painted.emit)
        elif kind == QEvent.Type.KeyPress and self._is_ours(watched):
            return self._key(cast("QKeyEvent", event))
        return False

    def _is_ours(self, watched: QObject) -> bool:
        """The window system gives keys to the window's handle first, tests to a widget."""
        if isinstance(watched, QWidget):
            return watched.window() is self
        return watched is self.windowHandle()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        session = self._snapshot is not None and self._snapshot.view in SESSION_VIEWS
        if not session and self._place is not Place.HOME and key != Qt.Key.Key_F1:
            return self._key_elsewhere(key)
        if not session and self._starts_at_home(key):
            if not event.isAutoRepeat() and self._presses.counts("start", self._awake()):
                self.cramp_now.emit()
            return True
        meant = meaning(key, self._snapshot, control=control)
        if meant is None:
            return False
        if not event.isAutoRepeat():
            name = SPACE if key == Qt.Key.Key_Space else str(key.value)
            if self._presses.counts(name, self._awake()):
                self._do(meant)
        return True

    def _key_elsewhere(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.show_place(Place.HOME)
            return True
        return False

    def _starts_at_home(self, key: Qt.Key) -> bool:
        """Enter and Space start at home, unless some other button has the focus."""
        if key == Qt.Key.Key_F1:
            return True
        wanted = key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return wanted and not isinstance(self.focusWidget(), QAbstractButton)

    def _do(self, meant: Press | Command) -> None:
        if isinstance(meant, Press):
            self.acted.emit(meant)
            return
        match meant:
            case Command.CRAMP_NOW:
                self.cramp_now.emit()
            case Command.MUTE:
                self.mute.emit()
            case Command.FULL_SCREEN:
                self.toggle_full_screen()
            case Command.SHOW_KEYS:
                self.show_place(Place.KEYS)
            case Command.PICK_MUSCLE:
                self._pages.toggle_muscles()
            case Command.ENLARGE_1:
                self._pages.enlarge(1)
            case Command.ENLARGE_2:
                self._pages.enlarge(2)


def prefers_stillness(hints: QObject) -> bool:
    """Say whether the system asks for reduced motion, where this Qt can tell (6.12 and later)."""
    accessibility = getattr(hints, "accessibility", None)
    preference = getattr(accessibility() if accessibility else None, "motionPreference", None)
    return preference is not None and "Reduced" in str(preference())
