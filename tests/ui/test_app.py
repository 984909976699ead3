"""The program put together: its real parts, with a clock moved by hand and nobody to hear it."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from cramp_coach import app as subject
from cramp_coach import commands, paths
from cramp_coach.adapters import chime, power, recorder, settings_file, speech
from cramp_coach.adapters.instance import Request
from cramp_coach.adapters.seat import AlreadyRunning
from cramp_coach.adapters.store import open_store
from cramp_coach.app import App
from cramp_coach.core import journal
from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import Act, Level, Priority, Tone
from cramp_coach.core.ports import ManualClock, Works
from cramp_coach.core.settings import Help, Last, Screen, Settings, Sound
from cramp_coach.core.snapshot import View
from cramp_coach.ui.places import Place
from cramp_coach.ui.theme import DAY, NIGHT
from tests.adapters.journals import NIGHT as TONIGHT
from tests.leftovers import qt_leftovers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QWindow
    from pytestqt.qtbot import QtBot

    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.paths import UserFolders

KNOWN = Settings(first_run_done=True, help=Help(country="GB"))
"""Somebody who has been here before."""


# -- stand-ins that note what they are asked for -----------------------------------------------


class Voice(QObject):
    """A voice that nobody hears."""

    works_changed = Signal(object)
    voices_changed = Signal(object)

    def __init__(self, _clock: object, sound: Sound, parent: QObject) -> None:
        super().__init__(parent)
        self.sound = sound
        self.said: list[str] = []
        self.priorities: list[Priority] = []
        self.enabled = True
        self.starts = 0
        self.hushes = 0
        self.closed = False

    def start(self) -> None:
        self.starts += 1

    def say(self, text: str, priority: Priority) -> None:
        self.said.append(text)
        self.priorities.append(priority)

    def hush(self) -> None:
        self.hushes += 1

    def set_enabled(self, enabled: bool) -> None:
        self.enabled = enabled

    def use(self, sound: Sound) -> None:
        self.sound = sound

    def works(self) -> Works:
        return Works(part="voice", state="yes", reason="speaks")

    def close(self) -> None:
        self.closed = True


class Chime:
    """Tones that nobody hears."""

    def __init__(self, _folder: object, _clock: object, sound: Sound) -> None:
        self.sound = sound
        self.played: list[Tone] = []

    def play(self, tone: Tone) -> None:
        self.played.append(tone)

    def use(self, sound: Sound) -> None:
        self.sound = sound

    def works(self) -> Works:
        return Works(part="sound", state="yes", reason="plays")

    def close(self) -> None:
        pass


class Awake:
    """A computer that can be kept awake."""

    def __init__(self, _label: object) -> None:
        self.held: list[bool] = []

    def hold(self) -> None:
        self.held.append(True)

    def release(self) -> None:
        self.held.append(False)

    def works(self) -> Works:
        return Works(part="keep-awake", state="yes", reason="keeps")

    def close(self) -> None:
        pass


class Program:
    """One run of it, and the person before it."""

    def __init__(self, app: App, clock: ManualClock) -> None:
        self.app = app
        self.clock = clock
        self.answers: list[tuple[int, str, str]] = []
        self.painted = 0
        self.announced: list[tuple[str, bool]] = []

    def start(self, command: commands.Command | None = None) -> None:
        """Start it, up to the moment when the window is on its way to the screen."""

        def note() -> None:
            self.painted += 1

        self.app.start(command or commands.Show(), note)

    def settle(self) -> Program:
        """Let it make all its parts and read its journal."""
        for _ in range(100):
            QCoreApplication.processEvents()
            if self.app._resume is not None:
                break
        assert self.app._resume is not None, "all parts are made after the first paint"
        self.journal()
        return self

    def journal(self) -> None:
        """Wait until the journal has done all that it was asked for."""
        for _ in range(2):
            done = threading.Event()
            assert self.app._recorder is not None
            self.app._recorder._do(lambda _store, done=done: done.set())  # type: ignore[misc]
            assert done.wait(10)
            QCoreApplication.processEvents()

    def beat(self) -> None:
        """Do what is done once a minute."""
        heartbeat = self.app.findChild(QTimer, "heartbeat")
        assert heartbeat is not None
        assert heartbeat.isActive()
        heartbeat.timeout.emit()

    def later(self, seconds: float) -> None:
        self.clock.pass_awake(seconds)
        self.app.driver.look()

    def now(self) -> Snapshot:
        snapshot = self.app.driver.snapshot()
        assert snapshot is not None
        return snapshot

    def ask(self, *arguments: str, token: str = "") -> tuple[int, str, str] | None:
        """Call as the command line does; None if there is no answer yet."""
        before = len(self.answers)
        self.app._desk.answer(Request(arguments, token, lambda *one: self.answers.append(one)))
        return self.answers[-1] if len(self.answers) > before else None

    def answer(self, *arguments: str) -> tuple[int, str, str]:
        before = len(self.answers)
        self.ask(*arguments)
        for _ in range(200):
            if len(self.answers) > before:
                break
            QCoreApplication.processEvents()
            self.journal()
        return self.answers[-1]

    # what it shows and does

    @property
    def handle(self) -> QWindow:
        """Where the window system delivers keys."""
        handle = self.app.window.windowHandle()
        assert handle is not None
        return handle

    @property
    def page(self) -> QObject:
        page = self.app.window._stack.currentWidget()
        assert page is not None
        return page

    def pages_named(self) -> str:
        built = self.app._pages._built
        (name,) = [name for name, page in built.items() if page is self.page]
        return name

    def button(self, key: str) -> QAbstractButton:
        name = self.app.words(key)
        every = self.page.findChildren(QAbstractButton)
        (found,) = [b for b in every if b.accessibleName() == name and b.isVisible()]
        return found

    def labels(self) -> set[str]:
        return {one.text() for one in self.page.findChildren(QLabel) if one.isVisible()}

    @property
    def voice(self) -> Voice:
        return cast("Voice", self.app._speech)

    @property
    def chime(self) -> Chime:
        return cast("Chime", self.app._tones)

    @property
    def awake(self) -> Awake:
        return cast("Awake", self.app._power)

    def close(self) -> None:
        """Quit, as the end of the event loop does."""
        self.app.close()
        self.app.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Computer:
    """Where the program is started, again and again."""

    def __init__(self, folders: UserFolders) -> None:
        self.folders = folders
        self.clock = ManualClock(TONIGHT)
        self.programs: list[Program] = []
        self.exits: list[int] = []

    def program(self, settings: Settings | None = KNOWN) -> Program:
        if settings is not None and not self.folders.settings.exists():
            assert settings_file.save(self.folders.settings, settings) is None
        program = Program(App(self.folders), self.clock)
        self.programs.append(program)
        return program

    def started(
        self, command: commands.Command | None = None, settings: Settings | None = KNOWN
    ) -> Program:
        program = self.program(settings)
        program.start(command)
        return program.settle()

    def ended(self, program: Program) -> None:
        self.programs.remove(program)
        program.close()

    def exit(self, code: int) -> None:
        self.exits.append(code)


@pytest.fixture
def computer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Computer]:
    computer = Computer(paths.user_folders(tmp_path / "data"))
    monkeypatch.setattr(subject, "SystemClock", lambda: computer.clock)
    monkeypatch.setattr(QApplication, "exit", computer.exit)  # nothing ends the loop of the tests
    monkeypatch.setattr(speech, "Speech", Voice)
    monkeypatch.setattr(chime, "Tones", Chime)
    monkeypatch.setattr(power, "KeepAwake", Awake)
    monkeypatch.setattr(gc, "freeze", lambda: None)  # what is frozen, no test can find
    numbers = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else []))
    handlers = {number: signal.getsignal(number) for number in numbers}
    yield computer
    for program in computer.programs:
        program.close()
    signal.set_wakeup_fd(-1)
    for number, handler in handlers.items():
        signal.signal(number, handler)


# -- cramp now ---------------------------------------------------------------------------------


def test_the_big_button_is_all_it_takes(computer: Computer) -> None:
    program = computer.started()
    assert program.painted == 1
    assert program.pages_named() == "home"
    QTest.mousePress(program.button("a11y.cramp_now"), Qt.MouseButton.LeftButton)
    assert program.now().view is View.COACH
    assert program.pages_named() == "coach"
    assert program.app.window.isFullScreen()
    assert "Pull your toes" in program.voice.said[0]
    assert program.chime.played == [Tone.START]
    assert program.awake.held == [True]
    program.journal()
    code, out, _ = program.answer("journal", "--json")
    assert code == commands.DONE
    assert [one["outcome"] for one in json.loads(out)] == ["running"]


def test_started_for_a_cramp_the_session_runs_before_anything_else_is_made(
    computer: Computer,
) -> None:
    program = computer.program()
    program.start(commands.Now(muscle=Muscle.FOOT, side=Side.LEFT, started_ago=120))
    assert program.now().elapsed_s == pytest.approx(120)
    assert (program.now().muscle, program.now().side) == (Muscle.FOOT, Side.LEFT)
    assert not program.now().muscle_assumed
    assert program.app._speech is None
    assert program.app._recorder is None
    assert program.painted == 0
    program.settle()
    assert program.painted == 1
    assert len(program.voice.said) == 1, "the first sentence waited for the voice"
    assert program.chime.played == [Tone.START]
    assert program.awake.held == [True]
    assert program.pages_named() == "coach"


def test_a_first_sentence_that_waited_too_long_is_not_said(computer: Computer) -> None:
    program = computer.program()
    program.start(commands.Now())
    computer.clock.pass_awake(16)
    program.settle()
    assert not any("Pull your toes toward" in text for text in program.voice.said)


def test_a_second_now_joins_the_first(computer: Computer) -> None:
    program = computer.started(commands.Now())
    session = program.app.driver.session
    program.later(60)
    program.app.cramp_now(commands.Now(muscle=Muscle.BACK_THIGH, side=Side.RIGHT, started_ago=100))
    assert program.app.driver.session is session
    assert (program.now().muscle, program.now().side) == (Muscle.BACK_THIGH, Side.RIGHT)
    assert program.now().elapsed_s == pytest.approx(100)
    program.app.cramp_now(commands.Now(started_ago=30))
    assert program.now().elapsed_s == pytest.approx(100), "it can only have begun earlier"
    program.app.cramp_now()
    assert program.now().step.id == "back-thigh-stretch"


def test_now_within_ten_minutes_of_its_end_is_the_same_cramp(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.later(100)
    program.app.act(Act.STOPPED)
    program.later(400)
    assert program.pages_named() == "home"
    program.app.cramp_now()
    assert program.now().elapsed_s == pytest.approx(500)
    assert program.pages_named() == "coach"
    program.app.act(Act.STOPPED)
    program.later(601)
    program.app.cramp_now()
    assert program.now().elapsed_s == 0.0
    program.journal()
    _, out, _ = program.answer("journal", "--json")
    assert len(json.loads(out)) == 2


def test_space_right_after_a_now_from_outside_is_not_that_it_stopped(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.later(100)
    program.app.act(Act.STOPPED)
    program.later(100)
    assert program.ask("now") is None
    program.later(1)
    QTest.keyClick(program.handle, Qt.Key.Key_Space)
    assert program.now().open
    program.later(1)
    QTest.keyClick(program.handle, Qt.Key.Key_Space)
    assert not program.now().open


def test_what_eased_the_last_cramps_is_known_to_the_next(computer: Computer) -> None:
    program = computer.started()
    for _ in range(3):
        program.app.cramp_now()
        program.later(180)
        program.app.act(Act.STOPPED)
        program.later(601)
    computer.ended(program)
    again = computer.started()
    again.app.cramp_now()
    again.later(111)
    assert again.now().step.id == "calf-stand"


# -- practice ----------------------------------------------------------------------------------


def test_a_practice_is_refused_while_somebody_has_a_cramp(computer: Computer) -> None:
    program = computer.started(commands.Now())
    assert not program.app.practise()
    assert program.now().kind == "relief"
    code, out, err = program.answer("practise")
    assert (code, out) == (commands.FAILED, "")
    assert err
    program.app.act(Act.STOPPED)
    assert program.app.practise(20)
    assert program.now().kind == "practice"


def test_a_real_cramp_ends_a_practice(computer: Computer) -> None:
    program = computer.started(commands.Practise(speed=60))
    program.later(5)
    assert program.now().elapsed_s == pytest.approx(300)
    program.app.cramp_now()
    assert program.now().kind == "relief"
    assert program.now().elapsed_s == 0.0
    program.later(10)
    assert program.now().elapsed_s == pytest.approx(10)


def test_a_practice_leaves_nothing_behind(computer: Computer) -> None:
    program = computer.started(commands.Practise(speed=10))
    program.app.act(Act.SIDE, "left")
    program.later(2)
    program.app.act(Act.STOPPED)
    program.app.act(Act.LEAVE)
    assert program.app.settings == KNOWN
    program.journal()
    assert json.loads(program.answer("journal", "--json")[1]) == []
    program.app.cramp_now()
    assert program.now().side is None


def test_after_a_practice_the_cramp_of_before_may_still_come_back(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.later(100)
    program.app.act(Act.STOPPED)
    program.later(60)
    program.app.practise(10)
    program.later(3)
    program.app.cramp_now()
    program.journal()
    assert program.now().kind == "relief"
    assert program.now().elapsed_s == pytest.approx(163), "the same cramp, the same clock"
    assert len(json.loads(program.answer("journal", "--json")[1])) == 1


def test_a_warm_pack_is_not_forgotten_over_a_practice(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.app.act(Act.STOPPED)
    program.app.act(Act.HEAT)
    program.app.practise(10)
    program.later(70)
    program.app.act(Act.STOPPED)
    program.app.act(Act.LEAVE)
    program.journal()
    assert program.now().heat_left_s == pytest.approx(830)
    assert program.pages_named() == "home"


# -- what is said ------------------------------------------------------------------------------


def test_after_sleep_only_what_still_matters_is_said(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.voice.said.clear()
    computer.clock.suspend(620)
    program.app._on_woke()
    assert program.now().view is View.URGENT
    said = program.voice.said
    assert any("Get medical help now" in text for text in said)
    assert not {"five", "ten", "fifteen"} & set(said)


def test_another_step_is_not_talked_over(computer: Computer) -> None:
    program = computer.started(commands.Now())
    for act, hushes in ((Act.NEXT, 1), (Act.HELPING, 1), (Act.WORSE, 2), (Act.SIDE, 2)):
        program.later(5)
        program.app.act(act, "left" if act is Act.SIDE else None)
        assert program.voice.hushes - 0 == hushes, act


def test_mute_is_for_now_and_the_settings_stay(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.chime.played.clear()
    QTest.keyClick(program.handle, Qt.Key.Key_V)
    heard = [program.voice.enabled]
    program.later(301)
    assert program.chime.played == []
    computer.clock.pass_awake(1)
    QTest.keyClick(program.handle, Qt.Key.Key_V)
    assert [*heard, program.voice.enabled] == [False, True]
    program.later(180)
    assert program.chime.played != []
    assert program.app.settings.sound == KNOWN.sound


def test_mute_before_there_is_a_voice_holds_for_it(computer: Computer) -> None:
    program = computer.program()
    program.start(commands.Now())
    program.app.toggle_mute()
    program.settle()
    assert not program.voice.enabled
    assert program.chime.played == []


def test_reader_of_the_screen_is_told_of_steps_levels_and_the_end(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = computer.started(commands.Now())
    told: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        program.app.window, "announce", lambda text, *, urgent=False: told.append((text, urgent))
    )
    program.later(110)
    assert told == [("Rub the calf, up to the knee", False)]
    program.later(490)
    words = program.app.words
    urgent = [text for text, at_once in told if at_once]
    assert urgent == [words(f"a11y.level.{one}") for one in ("check_in", "heads_up", "urgent")]
    told.clear()
    program.app.act(Act.STOPPED)
    assert len(told) == 1


# -- kept awake --------------------------------------------------------------------------------


def test_the_computer_is_kept_awake_as_long_as_somebody_may_look(computer: Computer) -> None:
    program = computer.started()
    assert program.awake.held == []
    program.app.cramp_now()
    program.later(300)
    program.app.act(Act.STOPPED)
    assert program.awake.held == [True, False]
    program.app.act(Act.CAME_BACK)
    program.later(1000)
    assert program.awake.held == [True, False, True]
    program.later(1900)
    assert program.now().quiet
    assert program.awake.held == [True, False, True, False]


# -- settings ----------------------------------------------------------------------------------


def test_what_is_set_is_in_force_at_once_and_after_the_next_start(computer: Computer) -> None:
    program = computer.started()
    chosen = msgspec.structs.replace(
        KNOWN, screen=Screen(theme="day"), sound=Sound(volume=30), last=Last(muscle=Muscle.FOOT)
    )
    assert program.app.window.theme.palette is NIGHT
    program.app._pages.settings_changed.emit(chosen)
    assert program.app.window.theme.palette is DAY
    assert program.voice.sound.volume == program.chime.sound.volume == 30
    computer.ended(program)
    assert settings_file.load(computer.folders.settings).settings == chosen
    again = computer.started(commands.Now())
    assert again.app.settings == chosen
    assert again.now().muscle is Muscle.FOOT


def test_the_next_session_begins_with_the_leg_of_the_last(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.app.act(Act.MUSCLE, "foot")
    program.app.act(Act.SIDE, "left")
    program.app.act(Act.STOPPED)
    assert program.app.settings.last == Last(muscle=Muscle.FOOT, side=Side.LEFT)
    computer.ended(program)
    computer.clock.pass_awake(3600)
    again = computer.started(commands.Now())
    assert (again.now().muscle, again.now().side) == (Muscle.FOOT, Side.LEFT)
    assert again.now().muscle_assumed


def test_the_voice_is_switched_at_home_and_that_is_kept(computer: Computer) -> None:
    program = computer.started()
    QTest.mouseClick(program.button("home.voice_on"), Qt.MouseButton.LeftButton)
    assert not program.voice.sound.voice
    assert program.button("home.voice_off").isVisible()
    computer.ended(program)
    assert not settings_file.load(computer.folders.settings).settings.sound.voice


@pytest.mark.usefixtures("caplog")
def test_a_damaged_settings_file_is_told_at_home_until_it_is_read(computer: Computer) -> None:
    computer.folders.data.mkdir()
    computer.folders.settings.write_text(
        'first_run_done = true\n[sound]\nvolume = "loud"\nwords_per_minute = 130\n'
    )
    program = computer.started(settings=None)
    assert program.app.settings.sound == Sound(words_per_minute=130)
    (note,) = [text for text in program.labels() if "sound.volume" in text]
    QTest.mouseClick(program.button("home.dismiss"), Qt.MouseButton.LeftButton)
    assert note not in program.labels()
    assert program.app._problems == []


@pytest.mark.usefixtures("caplog")
def test_settings_that_cannot_be_saved_are_told_and_in_force_all_the_same(
    computer: Computer,
) -> None:
    program = computer.started()
    computer.folders.settings.unlink()
    (computer.folders.settings / "in the way").mkdir(parents=True)
    program.app.use(msgspec.structs.replace(KNOWN, sound=Sound(volume=10)))
    assert program.app._saver is not None
    program.app._saver.submit(int).result(10)
    QCoreApplication.processEvents()
    assert program.voice.sound.volume == 10
    assert any(str(computer.folders.settings) in text for text in program.labels())


# -- the first run -----------------------------------------------------------------------------


@pytest.mark.parametrize("by_key", [True, False])
def test_the_first_run_is_shown_until_it_was_left_once(computer: Computer, by_key: bool) -> None:
    program = computer.started(settings=None)
    assert program.pages_named() == "first-run"
    if by_key:
        QTest.keyClick(program.handle, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(program.button("first_run.skip"), Qt.MouseButton.LeftButton)
    assert program.pages_named() == "home"
    assert program.app.settings.first_run_done
    computer.ended(program)
    assert computer.started(settings=None).pages_named() == "home"


def test_cramp_now_does_not_wait_for_the_first_run(computer: Computer) -> None:
    program = computer.started(settings=None)
    QTest.keyClick(program.handle, Qt.Key.Key_F1)
    assert program.pages_named() == "coach"
    assert not program.app.settings.first_run_done, "it was not seen yet"
    computer.ended(program)
    assert computer.started(commands.Now(), settings=None).pages_named() == "coach"


def test_a_practice_from_the_first_run_ends_it(computer: Computer) -> None:
    program = computer.started(settings=None)
    program.app._pages.wanted.emit(Place.PRACTISE)
    assert program.now().kind == "practice"
    assert program.app.settings.first_run_done


# -- after a crash, and after an hour ----------------------------------------------------------


def test_a_cramp_that_was_running_fills_the_screen_again(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.later(60)
    program.app.act(Act.SIDE, "left")
    computer.ended(program)
    computer.clock.pass_awake(545)
    again = computer.started()
    assert again.now().view is View.URGENT
    assert again.now().level is Level.URGENT
    assert again.now().elapsed_s == pytest.approx(605)
    assert again.pages_named() == "urgent"
    assert again.app.window.isFullScreen()
    assert again.awake.held == [True]


def test_a_cramp_that_is_taken_up_again_brings_the_window_and_is_no_press_of_space(
    computer: Computer,
) -> None:
    program = computer.started(commands.Now())
    program.later(60)
    program.app.window.showMinimized()
    program.app._episodes.resumed.emit()
    assert not program.app.window.isMinimized()
    QTest.keyClick(program.handle, Qt.Key.Key_Space)
    assert program.now().open


def test_an_hour_without_a_word_brings_the_question(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.app.window.hide()
    program.later(3601)
    program.journal()
    assert program.pages_named() == "ask-end"
    assert program.app.window.isVisible()
    assert not program.app.window.isFullScreen()


def test_how_it_ended_is_asked_and_the_answer_is_written(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.later(60)
    computer.ended(program)
    computer.clock.pass_awake(2 * 3600)
    again = computer.started()
    assert again.pages_named() == "ask-end"
    QTest.mouseClick(again.button("ask_end.stopped_some_time"), Qt.MouseButton.LeftButton)
    assert again.pages_named() == "home"
    computer.ended(again)
    store, _ = open_store(computer.folders, TONIGHT)
    (kept,) = store.episodes()
    store.close()
    folded = journal.episode(kept)
    assert folded is not None
    assert (folded.outcome, folded.duration_s) == ("stopped", None)
    assert computer.started().pages_named() == "home"


def test_it_still_hurts_is_a_new_cramp(computer: Computer) -> None:
    program = computer.started(commands.Now())
    computer.ended(program)
    computer.clock.pass_awake(2 * 3600)
    again = computer.started()
    QTest.mouseClick(again.button("ask_end.still"), Qt.MouseButton.LeftButton)
    assert again.now().elapsed_s == 0.0
    assert again.pages_named() == "coach"


# -- what works, and what does not -------------------------------------------------------------


def test_what_works_names_every_part(computer: Computer) -> None:
    program = computer.program()
    program.start()
    assert [one.part for one in program.app.works()] == ["folders"]
    program.settle()
    parts = [one.part for one in program.app.works()]
    assert sorted(parts) == [
        *("folders", "journal", "keep-awake", "resume", "sound", "tray", "voice")
    ]
    code, out, err = program.answer("check")
    assert (code, err) == (commands.DONE, "")
    assert len(out.splitlines()) == len(parts)


@pytest.mark.parametrize(
    "part", ["speech.Speech", "chime.Tones", "recorder.Recorder", "power.KeepAwake"]
)
def test_any_part_may_be_missing_and_the_coaching_goes_on(
    computer: Computer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    part: str,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(f"cramp_coach.adapters.{part}", broken)
    program = computer.program()
    program.start(commands.Now())
    for _ in range(20):
        QCoreApplication.processEvents()
    program.later(301)
    assert program.now().view is View.CHECK_IN
    program.app.act(Act.STOPPED)
    program.app.toggle_mute()
    program.app.use(KNOWN)
    assert len(program.app.works()) == 6
    assert program.app._resume is not None, "the parts after it are made"
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_the_palette_follows_the_hours(computer: Computer) -> None:
    program = computer.started()
    assert program.app.window.theme.palette is NIGHT
    computer.clock.set_wall(TONIGHT.replace(hour=12))
    program.beat()
    assert program.app.window.theme.palette is DAY
    computer.clock.set_wall(TONIGHT.replace(hour=23))
    program.app._on_woke()
    assert program.app.window.theme.palette is NIGHT


def test_the_journal_is_looked_after_once_an_hour(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = computer.started()
    looks: list[float] = []
    monkeypatch.setattr(program.app._recorder, "look", lambda: looks.append(computer.clock.boot()))
    begun = computer.clock.boot()
    for _ in range(150):
        computer.clock.pass_awake(60)
        program.beat()
    assert looks == [begun + 3600, begun + 7200]


# -- the window and the end --------------------------------------------------------------------


def test_closing_the_window_quits_but_never_in_the_middle_of_a_cramp(computer: Computer) -> None:
    program = computer.started(commands.Now())
    program.app.window.close()
    assert computer.exits == []
    assert program.app.window.isMinimized()
    program.app.act(Act.STOPPED)
    program.app.window.close()
    assert computer.exits == [0]


def test_with_a_tray_closing_hides(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    program = computer.started()
    monkeypatch.setattr(type(program.app._tray), "visible", property(lambda _: True))
    program.app.window.close()
    assert not program.app.window.isVisible()
    assert computer.exits == []
    assert program.ask("now") is None
    assert program.app.window.isVisible()
    program.app.act(Act.STOPPED)
    program.app.use(msgspec.structs.replace(KNOWN, minimise_on_close=False))
    program.app.window.close()
    assert computer.exits == [0]


def test_a_second_program_finds_the_seat_taken(computer: Computer) -> None:
    program = computer.started()
    with pytest.raises(AlreadyRunning):
        App(computer.folders)
    computer.ended(program)
    computer.started()


def test_a_quit_before_the_first_paint_leaves_the_seat(computer: Computer) -> None:
    program = computer.program()
    program.start(commands.Now())
    computer.ended(program)
    assert computer.started().pages_named() == "home"


def test_a_quit_in_the_middle_of_a_session_leaves_nothing_running(computer: Computer) -> None:
    before = set(threading.enumerate())
    program = computer.started(commands.Now())
    program.app.use(msgspec.structs.replace(KNOWN, sound=Sound(volume=20)))
    program.later(120)
    assert program.answer("quit") == (commands.DONE, "", "")
    assert computer.exits == [0]
    program.app.close()
    running = [timer.objectName() for timer in program.app.findChildren(QTimer) if timer.isActive()]
    assert running == []
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
    assert set(threading.enumerate()) <= before
    assert not computer.folders.socket.exists()
    computer.ended(program)
    assert qt_leftovers() == []


# -- the desk ----------------------------------------------------------------------------------


def test_now_is_answered_when_it_is_painted(computer: Computer) -> None:
    program = computer.started()
    assert program.ask("now", "--muscle", "foot") is None
    assert program.now().muscle is Muscle.FOOT
    for _ in range(100):
        QCoreApplication.processEvents()
        if program.answers:
            break
    assert program.answers == [(commands.DONE, "", "")]


@pytest.mark.parametrize("command", [(), ("now",), ("practise",), ("back-again",)])
def test_a_caller_who_wants_to_see_something_brings_the_window(
    computer: Computer, command: tuple[str, ...]
) -> None:
    program = computer.started(commands.Now() if command == ("back-again",) else None)
    program.app.act(Act.STOPPED)
    program.app.window.hide()
    program.ask(*command)
    assert program.app.window.isVisible()


def test_a_practice_has_the_speed_that_was_asked_for(computer: Computer) -> None:
    program = computer.started()
    program.ask("practise", "--speed", "60")
    program.later(2)
    assert program.now().elapsed_s == pytest.approx(120)


def test_the_token_of_a_caller_is_handed_on_to_the_desktop(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    program = computer.started()
    program.ask(token="token-1")
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-1"


def test_a_caller_is_answered_though_nothing_can_be_painted(computer: Computer) -> None:
    program = computer.started()
    program.ask("now")
    program.app.window.hide()
    assert program.answers == []
    limit = program.app.findChild(QTimer, "first paint")
    assert limit is not None
    assert limit.isActive()
    limit.timeout.emit()
    assert program.answers == [(commands.DONE, "", "")]


@pytest.mark.parametrize(
    ("command", "check"),
    [
        ("next", lambda stands: stands.step.id == "calf-massage"),
        ("previous", lambda stands: stands.step_elapsed_s == 0.0),
        ("helping", lambda stands: stands.repeating),
        ("worse", lambda stands: stands.step.id == "calf-massage"),
        ("help-now", lambda stands: stands.view is View.HELP),
        ("stopped", lambda stands: not stands.open),
        ("back-again", lambda stands: stands.open),
    ],
)
def test_the_acts_of_the_command_line(
    computer: Computer, command: str, check: Callable[[Snapshot], bool]
) -> None:
    program = computer.started(commands.Now())
    program.later(20)
    assert program.answer(command) == (commands.DONE, "", "")
    assert check(program.now())


def test_acts_without_a_session_say_that_nothing_runs(computer: Computer) -> None:
    program = computer.started()
    for command in commands.ACTS:
        code, out, err = program.answer(command)
        assert (code, out) == (commands.NOTHING_RUNNING, "")
        assert err
    program.app.cramp_now()
    program.app.act(Act.STOPPED)
    program.app.act(Act.HEAT)
    assert program.answer("next")[0] == commands.NOTHING_RUNNING
    program.later(650)
    assert program.app.driver.session is not None, "the warm pack is still on"
    assert program.answer("back-again")[0] == commands.NOTHING_RUNNING, "too late for that"


def test_status_tells_programs_how_it_stands(computer: Computer) -> None:
    program = computer.started(commands.Now(side=Side.LEFT, started_ago=60))
    program.later(541)
    code, out, _ = program.answer("status", "--json")
    stands: dict[str, Any] = json.loads(out)
    assert code == commands.DONE
    session = stands["session"]
    assert (session["kind"], session["side"], session["escalation"]) == ("relief", "left", "urgent")
    assert session["elapsed_s"] == pytest.approx(601)
    assert session["started_at"].startswith("2026-11-22T03:11:00")
    assert {one["part"] for one in stands["works"]} >= {"voice", "journal"}
    program.app.act(Act.STOPPED)
    assert json.loads(program.answer("status", "--json")[1])["session"] is None


def test_a_caller_who_asks_for_nonsense_is_told_so(computer: Computer) -> None:
    program = computer.started()
    code, out, err = program.answer("dance")
    assert (code, out) == (commands.WRONG_USE, "")
    assert err
    assert program.app.driver.session is None


def test_without_a_journal_the_desk_says_so(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(recorder, "Recorder", broken)
    program = computer.program()
    program.start()
    for _ in range(20):
        QCoreApplication.processEvents()
    answer = program.ask("journal")
    assert answer is not None
    assert answer[0] == commands.FAILED
