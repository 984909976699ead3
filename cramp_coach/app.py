"""The composition root: makes and owns every object, joins their signals, starts and quits.

The order of the start is the point. What the first paint needs comes first: settings, content, the
window, and for "Cramp now" the session itself. Everything else (journal, voice, tones, tray, keep
awake, heartbeat) is made after the first paint, each in its own guard: the big button works with
all of them broken, and *What works on this computer* says so.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    QTimer,
    QTimeZone,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from cramp_coach import __version__, commands, paths
from cramp_coach.adapters import settings_file
from cramp_coach.adapters.clock import SystemClock, zone_name
from cramp_coach.adapters.lock import is_taken
from cramp_coach.adapters.seat import Seat
from cramp_coach.core import content
from cramp_coach.core.events import (
    Act,
    Acted,
    Cue,
    LadderReached,
    Priority,
    SessionEvent,
    Started,
    StepBegan,
    Stopped,
    Told,
    Tone,
)
from cramp_coach.core.help_lines import guess_country, help_lines, spoken_with_numbers
from cramp_coach.core.poses import open_poses
from cramp_coach.core.session import Session
from cramp_coach.core.settings import Last, Settings
from cramp_coach.core.timeline import Timeline
from cramp_coach.episodes import Episodes
from cramp_coach.ui import theme as themes
from cramp_coach.ui.driver import Driver
from cramp_coach.ui.main_window import MainWindow
from cramp_coach.ui.pages import Pages
from cramp_coach.ui.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from cramp_coach.adapters.chime import Tones
    from cramp_coach.adapters.instance import Instance
    from cramp_coach.adapters.power import KeepAwake
    from cramp_coach.adapters.problems import Problem
    from cramp_coach.adapters.recorder import Recorder
    from cramp_coach.adapters.resume import Resume
    from cramp_coach.adapters.speech import Speech
    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.core.ports import StoredEpisode, Works
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.paths import UserFolders
    from cramp_coach.ui.tray import Tray
    from cramp_coach.ui.widgets import Press

log = logging.getLogger(__name__)

PAINT_LIMIT_MS = 2000
"""A caller is answered after so long even if the window system shows nothing."""
HEARTBEAT_MS = 60_000
"""So often the palette of the hour is looked at; nothing else wakes an idle program."""
LOOK_AFTER_S = 3600.0
"""So often the journal is looked after: a backup a day."""


def run(start: commands.Command | None, folders: UserFolders, painted: Callable[[], None]) -> int:
    """Be the program until it is quit; return the exit code.

    `start` is what it was started for (None is `Show`); `painted` is called once, when that is
    on the screen.

    Raises:
        AlreadyRunning: another process is the program; nothing was shown.
        ContentError: a file that came with the program is damaged.
    """
    qInstallMessageHandler(_log_qt)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("cramp-coach")
    application.setDesktopFileName("cramp-coach")
    application.setQuitOnLastWindowClosed(False)
    app = App(folders)
    try:
        app.start(start or commands.Show(), painted)
        return application.exec()
    finally:
        app.close()


class App(QObject):
    """The running program."""

    _not_saved = Signal(object)

    def __init__(self, folders: UserFolders) -> None:
        """Read settings and content; take the place of the one program.

        Raises:
            AlreadyRunning: it is taken.
        """
        super().__init__()
        self._seat = Seat.take(folders)
        self._folders = folders
        loaded = settings_file.load(folders.settings)
        self.settings = loaded.settings
        self._problems: list[Problem] = list(loaded.problems)
        language = paths.assets() / "content" / "en"
        self.words = content.load_words(language, ("words.toml",))
        self._library = content.Library(language)
        self._numbers = content.load_numbers(language.parent)
        self._urgent_lines = content.load_urgent_lines(language.parent)
        self._clock = SystemClock()
        self.driver = Driver(self._clock, self)
        self._pages = Pages(
            self.words,
            self._library,
            open_poses(paths.assets() / "poses"),
            self._numbers,
            themes.pick_family(),
            self.settings,
            self.help_lines(),
            self._clock.wall,
            {"version": __version__, "data": str(folders.data)},
        )
        self.window = MainWindow(self.settings, self._pages, self._local_time(), self._clock.awake)
        self._after_paint: list[Callable[[], None]] = []
        self._instance: Instance | None = None
        self._recorder: Recorder | None = None
        self._episodes = Episodes(
            self.driver, self._clock, self._library, self._spoken, self._terminal_coaches
        )
        self._speech: Speech | None = None
        self._tones: Tones | None = None
        self._power: KeepAwake | None = None
        self._tray: Tray | None = None
        self._heartbeat: QTimer | None = None
        self._looked_after = 0.0
        self._resume: Resume | None = None
        self._saver: Executor | None = None
        self._unsaid: Cue | None = None
        """What the person should hear as soon as there is a voice."""
        self._muted = False
        self._awake = False
        self._paint_limit = QTimer(self)
        self._paint_limit.setObjectName("first paint")
        self._paint_limit.setSingleShot(True)
        self._paint_limit.setInterval(PAINT_LIMIT_MS)
        self._paint_limit.timeout.connect(self._on_painted)
        self._join()

    # -- start and quit --------------------------------------------------------------------

    def start(self, command: commands.Command, painted: Callable[[], None]) -> None:
        """Show what was asked for, then make the rest."""
        self.when_painted(painted)
        self.when_painted(self._make_the_rest)
        match command:
            case commands.Now():
                self.cramp_now(command)
            case commands.Practise():
                self.practise(command.speed)
            case _:
                first = not self.settings.first_run_done
                self.window.furnish()
                self.window.show_place(Place.FIRST_RUN if first else Place.HOME)
        self.window.bring()
        self._stop_on_signals()

    def close(self) -> None:
        """Let go of everything, the journal last; a running session waits on disk."""
        self.driver.halt()
        if self._heartbeat is not None:
            self._heartbeat.stop()
        if self._instance is not None:
            self._instance.close()
        self._seat.leave()
        for part in (self._speech, self._tones, self._power, self._tray, self._resume):
            if part is not None:
                part.close()
        if self._saver is not None:
            self._saver.shutdown(wait=True)
        if self._recorder is not None:
            self._recorder.close()
        self.window.deleteLater()

    def quit(self) -> None:
        """Leave the event loop. Not by `quit`, which a window may refuse by not closing."""
        QApplication.exit(0)

    def _join(self) -> None:
        """Connect what exists from the first moment."""
        self._not_saved.connect(self._on_problem)
        self._episodes.resumed.connect(self._on_resumed)
        self._episodes.end_unknown.connect(self._ask_end)
        self.driver.happened.connect(self._on_event)
        self.driver.changed.connect(self._on_changed)
        window, pages = self.window, self._pages
        window.acted.connect(self._on_press)
        window.cramp_now.connect(self.cramp_now)
        window.mute.connect(self.toggle_mute)
        window.closed.connect(self._on_closed)
        window.painted.connect(self._on_painted)
        pages.acted.connect(self._on_press)
        pages.cramp_now.connect(self.cramp_now)
        pages.wanted.connect(self._on_wanted)
        pages.voice_toggled.connect(self._on_voice_toggled)
        pages.settings_changed.connect(self.use)
        pages.told.connect(self._on_told)
        pages.still_hurts.connect(self.cramp_now)
        pages.sound_test.connect(self._on_sound_test)
        pages.notes_read.connect(self._on_notes_read)

    def _make_the_rest(self) -> None:
        """After the first paint. The page and the voice first: someone is waiting for them."""
        makers = (
            self._furnish,
            self.driver.go,
            self._make_desk,
            self._make_speech,
            self._make_tones,
            self._say_again,
            self._make_journal,
            self._make_power,
            self._make_tray,
            self._make_heartbeat,
            self._make_resume,
        )
        for make in makers:
            try:
                make()
            except Exception:  # whatever it is, the coaching goes on without it
                log.exception("could not start: %s", make.__name__)
        self._tell_problems()
        gc.freeze()  # what is here by now stays
        gc.enable()  # see head_start.py

    def _furnish(self) -> None:
        if not self.window.furnished:
            self.window.furnish()
        from cramp_coach.ui.icons import app_icon

        QApplication.setWindowIcon(app_icon())

    def _make_desk(self) -> None:
        from cramp_coach.adapters.instance import Instance
        from cramp_coach.requests import Desk

        self._desk = Desk(self)
        self._instance = Instance(self._seat, self)
        self._instance.asked.connect(self._desk.answer)
        self._instance.open()

    def _make_speech(self) -> None:
        from cramp_coach.adapters.speech import Speech

        self._speech = Speech(self._clock, self.settings.sound, parent=self)
        self._speech.set_enabled(not self._muted)
        self._speech.works_changed.connect(self._on_works)
        self._speech.voices_changed.connect(self._pages.show_voices)
        self._speech.start()

    def _make_tones(self) -> None:
        from cramp_coach.adapters.chime import Tones

        self._tones = Tones(paths.assets() / "sounds", self._clock, self.settings.sound)

    def _make_journal(self) -> None:
        from cramp_coach.adapters.recorder import Recorder

        self._recorder = Recorder(self._folders, self._clock, self)
        self._recorder.told.connect(self._on_problem)
        self._recorder.start()
        self._episodes.open(self._recorder)
        self._recorder.look()

    def _make_power(self) -> None:
        from cramp_coach.adapters.power import KeepAwake, Label

        label = Label(self.words("app.name"), self.words("power.reason"))
        self._power = KeepAwake(label)
        self._keep_awake(self.driver.snapshot())

    def _make_tray(self) -> None:
        from cramp_coach.ui.tray import Tray

        self._tray = Tray(self.words)
        self._tray.cramp_now.connect(self.cramp_now)
        self._tray.acted.connect(self._on_press)
        self._tray.open_wanted.connect(self.window.bring)
        self._tray.quit_wanted.connect(self.quit)
        self._tray.show_snapshot(self.driver.snapshot())

    def _make_heartbeat(self) -> None:
        """A minute is the beat; a plan with many dates would be APScheduler's, for 7 MB."""
        self._looked_after = self._clock.boot()
        self._heartbeat = QTimer(self)
        self._heartbeat.setObjectName("heartbeat")
        self._heartbeat.timeout.connect(self._on_heartbeat)
        self._heartbeat.start(HEARTBEAT_MS)

    def _make_resume(self) -> None:
        from cramp_coach.adapters.resume import Resume

        self._resume = Resume(self)
        self._resume.woke.connect(self._on_woke)
        self._resume.works_changed.connect(self._on_works)
        self._resume.start()

    def _stop_on_signals(self) -> None:
        """End in order when the session of the desktop ends, or on Ctrl-C."""
        if sys.platform == "win32":
            return
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _noticed)
        self._wakeup = QSocketNotifier(reading, QSocketNotifier.Type.Read, self)
        self._wakeup.activated.connect(self.quit)

    # -- sessions --------------------------------------------------------------------------

    def cramp_now(self, asked: commands.Now | None = None) -> None:
        """The big button: the first instruction at once, or the episode that is still open."""
        asked = asked or commands.Now()
        session = self.driver.session
        relief = session is not None and session.started.kind == "relief"
        if session is None or not relief or not session.can_rejoin:
            self._begin("relief", asked)
            return
        if not session.open:
            self.window.begin_session()
            self.act(Act.CAME_BACK)
        if asked.muscle is not None:
            self.act(Act.MUSCLE, asked.muscle)
        if asked.side is not None:
            self.act(Act.SIDE, asked.side)
        before_press = asked.started_ago - self.driver.now()
        if before_press > 0:
            self.act(Act.EARLIER, before_press)
        self.window.bring()

    def practise(self, speed: float = commands.PRACTICE_SPEED) -> bool:
        """Start a practice, unless somebody really has a cramp; say whether it was started."""
        session = self.driver.session
        if session is not None and session.started.kind == "relief" and session.open:
            return False
        self._begin("practice", commands.Now(), speed)
        return True

    def _begin(self, kind: str, asked: commands.Now, speed: float = 1.0) -> None:
        last = self.settings.last
        started = Started(
            t=0.0,
            kind="practice" if kind == "practice" else "relief",
            muscle=asked.muscle or last.muscle,
            muscle_assumed=asked.muscle is None,
            side=asked.side or last.side,
            facts=self.settings.health.facts(),
            favourite=self._episodes.favourite,
            onset=-asked.started_ago,
        )
        self.window.begin_session()
        if self._speech is not None:
            self._speech.hush()
            self._speech.start()  # if no voice was found the last time, one may be there by now
        session = Session(started, self._library, self._spoken())
        self.driver.run(session, Timeline.begin(self._clock, speed))

    def _spoken(self) -> content.Spoken:
        return spoken_with_numbers(self._library.spoken, self.help_lines(), self.words)

    def help_lines(self) -> HelpLines:
        """Return whom to call, by the settings as they are now."""
        # Qt always knows, and takes 4 ms to find out.
        zone = zone_name() or QTimeZone.systemTimeZoneId().toStdString()
        guess = guess_country(QLocale.system().name(), zone)
        return help_lines(self.settings.help, self._numbers, self._urgent_lines, guess)

    # -- listeners of the session ----------------------------------------------------------

    def _on_event(self, event: SessionEvent) -> None:
        match event:
            case Cue():
                if self.driver.age(event) <= event.fresh_s:
                    self._sound(event)
            case StepBegan():
                self.window.announce(" ".join(self._shown()))
            case LadderReached():
                key = event.level.value.replace("-", "_")
                self.window.announce(self.words(f"a11y.level.{key}"), urgent=True)
            case Stopped(after_s=after_s):
                time = self._library.spoken.duration(after_s)
                self.window.announce(self.words("a11y.announce_stopped", time=time))
                self._remember_last()
            case Acted(act=Act.PAUSE):
                snapshot = self.driver.snapshot()
                paused = snapshot is not None and snapshot.paused
                key = "announce_paused" if paused else "announce_resumed"
                self.window.announce(self.words(f"a11y.{key}"))
            case _:
                pass

    def _shown(self) -> tuple[str, ...]:
        snapshot = self.driver.snapshot()
        return snapshot.form.shown if snapshot is not None else ()

    def _sound(self, cue: Cue) -> None:
        if cue.tone is not None and self._tones is not None and not self._muted:
            self._tones.play(cue.tone)
        if not cue.text:
            return
        if self._speech is not None:
            self._speech.say(cue.text, cue.priority)
        else:
            self._unsaid = cue

    def _say_again(self) -> None:
        """The first sentence, and its tone, came before there was anyone to say it."""
        cue, self._unsaid = self._unsaid, None
        if cue is not None and self.driver.age(cue) <= cue.fresh_s:
            self._sound(cue)

    def _on_changed(self, snapshot: Snapshot | None) -> None:
        self.window.show_session(snapshot)
        self._pages.show_home(snapshot)
        self._keep_awake(snapshot)
        if self._tray is not None:
            self._tray.show_snapshot(snapshot)

    def _keep_awake(self, snapshot: Snapshot | None) -> None:
        """Keep the machine awake while a cramp goes on and somebody may look."""
        wanted = snapshot is not None and snapshot.open and not snapshot.quiet
        if self._power is None or wanted == self._awake:
            return
        self._awake = wanted
        if wanted:
            self._power.hold()
        else:
            self._power.release()

    def _remember_last(self) -> None:
        """Begin the next session with this muscle and leg."""
        session, snapshot = self.driver.session, self.driver.snapshot()
        if session is None or snapshot is None or session.started.kind == "practice":
            return
        last = Last(muscle=snapshot.muscle, side=snapshot.side)
        if last != self.settings.last:
            self.use(msgspec.structs.replace(self.settings, last=last))

    # -- what the person wants -------------------------------------------------------------

    def _on_press(self, press: Press) -> None:
        self.act(press.act, press.value)

    def act(self, act: Act, value: str | float | None = None) -> None:
        """Do what the person asked for; another step is not talked over by the old one."""
        if act in _NEW_STEP and self._speech is not None:
            self._speech.hush()
        self.driver.act(act, value)

    def _on_wanted(self, place: Place) -> None:
        if place is Place.PRACTISE:
            self._finish_first_run()
            self.practise()
            return
        if place is Place.HOME and self.window.place is Place.FIRST_RUN:
            self._finish_first_run()
        if place is Place.WORKS:
            self._look_at_works()
        self.window.show_place(place)

    def _look_at_works(self) -> None:
        """Show what is known, and find out again what may have changed."""
        if self._speech is not None:
            self._speech.start()
        if self._tones is not None:
            self._tones.check()
        self._pages.show_works(self.works())

    def _finish_first_run(self) -> None:
        if not self.settings.first_run_done:
            self.use(msgspec.structs.replace(self.settings, first_run_done=True))

    def _on_closed(self) -> None:
        """Closing hides while there is a way back; a running cramp is never let go."""
        session = self.driver.session
        coaching = session is not None and session.open
        keeps = coaching or self.settings.minimise_on_close
        if keeps and self._tray is not None and self._tray.visible:
            self.window.hide()
        elif coaching:
            self.window.showMinimized()
        else:
            self.quit()

    def _on_voice_toggled(self, on: bool) -> None:
        sound = msgspec.structs.replace(self.settings.sound, voice=on)
        self.use(msgspec.structs.replace(self.settings, sound=sound))

    def toggle_mute(self) -> None:
        """Be silent, or not, until the program is quit; the settings stay."""
        self._muted = not self._muted
        if self._speech is not None:
            self._speech.set_enabled(not self._muted)

    def _on_sound_test(self) -> None:
        if self._tones is not None:
            self._tones.play(Tone.STEP)
        if self._speech is not None:
            self._speech.start()
            self._speech.say(self.words("settings.sound.test.say"), Priority.STEP)

    def use(self, settings: Settings) -> None:
        """Take on new settings, everywhere and at once, and save them."""
        self.settings = settings
        self.window.set_settings(settings, self._local_time())
        self._pages.show_settings(settings, self.help_lines())
        if self._speech is not None:
            self._speech.use(settings.sound)
        if self._tones is not None:
            self._tones.use(settings.sound)
        if self._saver is None:
            from concurrent.futures import ThreadPoolExecutor

            self._saver = ThreadPoolExecutor(1, thread_name_prefix="settings")
        self._saver.submit(self._save, settings)

    def _save(self, settings: Settings) -> None:
        """On the saver's thread: no disk delays a frame."""
        problem = settings_file.save(self._folders.settings, settings)
        if problem is not None:
            self._not_saved.emit(problem)

    # -- what the world says ---------------------------------------------------------------

    def when_painted(self, tell: Callable[[], None]) -> None:
        """Call `tell` once, after the next paint of what is due."""
        self._after_paint.append(tell)
        self._paint_limit.start()
        self.window.wait_for_paint()

    def _on_painted(self) -> None:
        self._paint_limit.stop()
        waiting, self._after_paint = self._after_paint, []
        for tell in waiting:
            tell()

    def _on_resumed(self) -> None:
        self.window.begin_session()
        self.window.bring()

    def _ask_end(self, began: dt.datetime) -> None:
        self.window.show_page(self._pages.ask_end(self.window.theme, began))
        self.window.bring()

    def _on_told(self, told: Told) -> None:
        self._episodes.tell_end(told)
        self.window.show_place(Place.HOME)

    def _on_woke(self) -> None:
        """The machine slept: what became due meanwhile is told at once."""
        self.driver.look()
        self._on_heartbeat()

    def _on_heartbeat(self) -> None:
        now = self._clock.boot()
        if self._recorder is not None and now - self._looked_after >= LOOK_AFTER_S:
            self._looked_after = now
            self._recorder.look()
        self.window.look_by(self._local_time())

    def _on_problem(self, problem: Problem) -> None:
        self._problems.append(problem)
        self._tell_problems()

    def _tell_problems(self) -> None:
        notes = [self.words(f"problems.{one.kind}", **one.fields) for one in self._problems]
        self._pages.show_notes(tuple(dict.fromkeys(notes)))

    def _on_notes_read(self) -> None:
        self._problems.clear()
        self._tell_problems()

    def _on_works(self, _works: Works) -> None:
        self._pages.show_works(self.works())

    def works(self) -> tuple[Works, ...]:
        """Return what works on this computer, as far as is known by now."""
        from cramp_coach.adapters.private_files import folders_work

        parts = (
            self._speech,
            self._tones,
            self._tray,
            self._resume,
            self._power,
            self._recorder,
        )
        found = [part.works() for part in parts if part is not None]
        return (*found, folders_work(self._folders))

    def load_journal(self, callback: Callable[[list[StoredEpisode]], None]) -> bool:
        """Have `callback` called with all episodes; False if there is no journal yet."""
        if self._recorder is None:
            return False
        self._recorder.load(callback)
        return True

    def _terminal_coaches(self) -> bool:
        from cramp_coach.adapters.diary import COACHING

        return is_taken(self._folders.runtime / COACHING)

    def _local_time(self) -> dt.time:
        return self._clock.wall().time()

    @property
    def pressed(self) -> dt.datetime | None:
        """When the running session was begun, aware."""
        session = self.driver.session
        if session is None:
            return None
        return self._clock.wall() - dt.timedelta(seconds=self.driver.real_age())


_NEW_STEP = frozenset(
    {Act.NEXT, Act.PREVIOUS, Act.AGAIN, Act.WORSE, Act.MUSCLE, Act.POSTURE, Act.CAME_BACK}
)


def _noticed(_number: int, _frame: object) -> None:
    """Python wants a handler; the wake-up descriptor does the work."""


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Put what Qt says into the log."""
    logging.getLogger("qt").log(_LEVELS[kind], "%s (%s)", message, context.category)
