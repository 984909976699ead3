"""Builds each page when it is first needed, and gathers what all of them ask for.

Not even the class of a page is imported before that: the first frame needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cramp_coach.core.events import Act
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.ui.places import Place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from cramp_coach.core.content import Ambulance, Library, Words
    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.core.ports import Works
    from cramp_coach.core.pose import Pose
    from cramp_coach.core.settings import Settings
    from cramp_coach.ui.help_cards import Screen
    from cramp_coach.ui.reading_page import ReadingPage
    from cramp_coach.ui.theme import Theme


class Pages(QObject):
    """All pages, by place or by view. The window shows them; this builds and joins them."""

    acted = Signal(object)
    """A `Press`."""
    cramp_now = Signal()
    wanted = Signal(object)
    """A `Place`."""
    voice_toggled = Signal(bool)
    settings_changed = Signal(object)
    told = Signal(object)
    """How an old episode ended: a `Told`."""
    still_hurts = Signal()
    sound_test = Signal()
    notes_read = Signal()

    def __init__(
        self,
        words: Words,
        library: Library,
        poses: Mapping[str, Pose],
        numbers: Mapping[str, Ambulance],
        family: str,
        settings: Settings,
        lines: HelpLines,
        wall: Callable[[], dt.datetime],
        about: Mapping[str, str],
    ) -> None:
        """Build and read nothing yet.

        `wall` gives the local time; `about` is for the page of that name.
        """
        super().__init__()
        self.words = words
        self.family = family
        self._library = library
        self._poses = poses
        self._numbers = numbers
        self._settings = settings
        self._lines = lines
        self._wall = wall
        self._about = about
        self._built: dict[str, Any] = {}
        self._snapshot: Snapshot | None = None
        self._notes: tuple[str, ...] = ()
        self._works: tuple[Works, ...] = ()
        self._voices: tuple[str, ...] = ()

    # -- pages -----------------------------------------------------------------------------

    def place(self, place: Place, theme: Theme) -> QWidget:
        """Return the page of a place, built if need be."""
        builders = {
            Place.SETTINGS: self._settings_page,
            Place.WORKS: self._works_page,
            Place.KEYS: self._keys_page,
            Place.FIRST_RUN: self._first_run,
        }
        return self._page(place.value, builders.get(place, self._home), theme)

    def session(self, snapshot: Snapshot, theme: Theme) -> QWidget:
        """Return the page for how the session stands, showing it."""
        builders = {
            View.CHECK_IN: self._check_in_page,
            View.URGENT: self._urgent_page,
            View.EMERGENCY: self._emergency_page,
            View.HELP: self._help_page,
            View.ENDED: self._end_page,
        }
        builder = builders.get(snapshot.view, self._session_page)
        name = snapshot.view.value if snapshot.view in builders else View.COACH.value
        page: Any = self._page(name, builder, theme)
        if snapshot.view is View.ENDED:
            page.allow_heat(snapshot.heat_allowed)
        page.show_snapshot(snapshot)
        shown: QWidget = page
        return shown

    def toggle_muscles(self) -> None:
        """Bring the choice of muscles on the session page, or put it away."""
        page = self._built.get(View.COACH.value)
        if page is not None:
            page.toggle_strip()

    def toggle_keys(self) -> None:
        """Show on the session page which keys there are, or put them away."""
        page = self._built.get(View.COACH.value)
        if page is not None and page.isVisible():
            page.toggle_acts()

    def enlarge(self, card: int) -> None:
        """Make the first or the second code on the help screens large, or small again."""
        for page in self._built.values():
            if page.isVisible() and hasattr(page, "enlarge"):
                page.enlarge(card)

    def set_theme(self, theme: Theme) -> None:
        """Hand a new theme to every page there is."""
        for page in self._built.values():
            page.set_theme(theme)

    # -- what the pages are told -----------------------------------------------------------

    def show_settings(self, settings: Settings, lines: HelpLines) -> None:
        """Tell the pages of new settings."""
        self._settings, self._lines = settings, lines
        for page in self._built.values():
            if hasattr(page, "set_lines"):
                page.set_lines(lines)
            if hasattr(page, "show_settings"):
                page.show_settings(settings)
            if hasattr(page, "set_urgent_line"):
                page.set_urgent_line(self._urgent_line())
        home = self._built.get(Place.HOME.value)
        if home is not None:
            home.show_voice(settings.sound.voice)

    def show_home(self, snapshot: Snapshot | None) -> None:
        """Tell home what is left of the last session."""
        self._snapshot = snapshot
        home = self._built.get(Place.HOME.value)
        if home is not None:
            resting = snapshot is not None and not snapshot.open
            home.show_heat(snapshot.heat_left_s if snapshot is not None else None)
            home.show_rejoin(resting and snapshot is not None and snapshot.can_rejoin)

    def show_notes(self, notes: tuple[str, ...]) -> None:
        """Tell home what went wrong, in plain sentences."""
        self._notes = notes
        home = self._built.get(Place.HOME.value)
        if home is not None:
            home.show_notes(notes)

    def show_works(self, works: tuple[Works, ...]) -> None:
        """Tell the pages that care what works on this computer."""
        self._works = works
        for page in self._built.values():
            if hasattr(page, "show_works"):
                page.show_works(works)

    def show_voices(self, voices: tuple[str, ...]) -> None:
        """Tell the settings which voices there are."""
        self._voices = voices
        page = self._built.get(Place.SETTINGS.value)
        if page is not None:
            page.show_voices(voices)

    def ask_end(self, theme: Theme, began: dt.datetime) -> QWidget:
        """Return the page that asks how an episode that began at `began` ended."""
        page: Any = self._page("ask-end", self._ask_end_page, theme)
        page.ask(began, self._wall())
        shown: QWidget = page
        return shown

    # -- builders --------------------------------------------------------------------------

    def _page(self, name: str, builder: Callable[[Theme], QWidget], theme: Theme) -> QWidget:
        if name not in self._built:
            self._built[name] = builder(theme)
        page: QWidget = self._built[name]
        return page

    def _home(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.home import HomePage

        page = HomePage(theme, self.words, self._poses)
        page.cramp_now.connect(self.cramp_now)
        page.came_back.connect(self._on_came_back)
        page.wanted.connect(self.wanted)
        page.voice_toggled.connect(self.voice_toggled)
        page.notes_read.connect(self.notes_read)
        self._built[Place.HOME.value] = page
        page.show_voice(self._settings.sound.voice)
        page.show_notes(self._notes)
        self.show_home(self._snapshot)
        return page

    def _on_came_back(self) -> None:
        from cramp_coach.ui.widgets import Press

        self.acted.emit(Press(Act.CAME_BACK))

    def _session_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.session_page import SessionPage

        footer = self._library.notices.footer.title
        page = SessionPage(theme, self.words, self._poses, self._library, footer)
        page.set_urgent_line(self._urgent_line())
        page.acted.connect(self.acted)
        return page

    def _urgent_line(self) -> str:
        lines = self._lines
        if lines.urgent_number is None:
            return self.words("urgent.call_doctor")
        return self.words("urgent.call", number=lines.urgent_number)

    def _check_in_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.check_in_page import CheckInPage

        return self._joined(
            CheckInPage(theme, self.words, self._library.notices, self._lines, self._wall)
        )

    def _urgent_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.urgent_page import UrgentPage

        return self._joined(
            UrgentPage(theme, self.words, self._library.notices, self._lines, self._wall)
        )

    def _emergency_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.emergency_page import EmergencyPage

        flags = self._library.red_flags
        return self._joined(
            EmergencyPage(theme, self.words, self._library.notices, flags, self._lines, self._wall)
        )

    def _help_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.help_page import HelpPage

        return self._joined(
            HelpPage(theme, self.words, self._library.notices, self._library.red_flags, self._lines)
        )

    def _end_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.end_page import EndPage

        return self._joined(
            EndPage(
                theme,
                self.words,
                self._library.notices,
                self._library,
                self._poses,
                self._lines,
            )
        )

    def _ask_end_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.ask_end_page import AskEndPage

        page = AskEndPage(theme, self.words)
        page.told.connect(self.told)
        page.still_hurts.connect(self.still_hurts)
        page.wanted.connect(self.wanted)
        return page

    def _settings_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.settings_page import SettingsPage

        page = SettingsPage(
            theme,
            self.words,
            self._settings,
            self._numbers,
            self._voices,
            self._about,
            self._library.notices,
            self._library.sources,
            self._lines,
        )
        page.changed.connect(self.settings_changed)
        page.sound_test.connect(self.sound_test)
        return self._read(page)

    def _works_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.works_page import WorksPage

        page = WorksPage(theme, self.words)
        page.show_works(self._works)
        return self._read(page)

    def _keys_page(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.keys_page import KeysPage

        return self._read(KeysPage(theme, self.words))

    def _first_run(self, theme: Theme) -> QWidget:
        from cramp_coach.ui.first_run import FirstRun

        page = FirstRun(
            theme,
            self.words,
            self._settings,
            self._numbers,
            self._library.notices,
            self._poses,
            self._lines,
        )
        page.changed.connect(self.settings_changed)
        page.sound_test.connect(self.sound_test)
        page.show_works(self._works)
        return self._read(page)

    def _read(self, page: ReadingPage) -> QWidget:
        page.cramp_now.connect(self.cramp_now)
        page.wanted.connect(self.wanted)
        return page

    def _joined(self, page: Screen) -> QWidget:
        page.acted.connect(self.acted)
        return page
