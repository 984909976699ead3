"""The engine of macOS and Windows, with a stand-in for QtTextToSpeech: the real one is not here."""

from __future__ import annotations

import enum
import sys
import threading
import types
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, QObject, Signal

from cramp_coach.adapters import speech as speech_module
from cramp_coach.adapters.clock import SystemClock
from cramp_coach.adapters.qt_speech import QtSpeech, qt_rate
from cramp_coach.adapters.speech import Speech
from cramp_coach.core.events import Priority
from cramp_coach.core.settings import Sound
from tests.adapters.gaps import GapWatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class FakeVoice:
    def __init__(self, name: str, locale: QLocale) -> None:
        self._name, self._locale = name, locale

    def name(self) -> str:
        return self._name

    def locale(self) -> QLocale:
        return self._locale


class FakeTextToSpeech(QObject):
    """As much of QTextToSpeech as is used."""

    class State(enum.Enum):
        Ready = 0
        Speaking = 1
        Error = 3

    stateChanged = Signal(object)
    hold = threading.Event()
    """Unset: making one does not come to an end."""
    broken = False
    log: list[str]

    def __init__(self) -> None:
        super().__init__()
        type(self).log.append(f"made in {threading.current_thread().name}")
        type(self).hold.wait(10)
        self._state = self.State.Error if type(self).broken else self.State.Ready
        self._locale = QLocale("de_DE")

    def state(self) -> State:
        return self._state

    def setLocale(self, locale: QLocale) -> None:
        self._locale = locale

    def availableVoices(self) -> list[FakeVoice]:
        names = {"en_US": "Samantha", "en_GB": "Daniel"}
        name = names.get(self._locale.name(), "")
        return [FakeVoice(name, self._locale)] if name else []

    def setVoice(self, voice: FakeVoice) -> None:
        self.log.append(f"voice {voice.name()}")

    def setRate(self, rate: float) -> None:
        self.log.append(f"rate {rate:.2f}")

    def setVolume(self, volume: float) -> None:
        self.log.append(f"volume {volume:.2f}")

    def say(self, text: str) -> None:
        self.log.append(f"say {text} in {threading.current_thread().name}")
        self._become(self.State.Speaking)
        if not text.startswith("Long"):
            self._become(self.State.Ready)

    def stop(self) -> None:
        self.log.append("stop")
        self._become(self.State.Ready)

    def _become(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self.stateChanged.emit(state)


@pytest.fixture
def fake(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeTextToSpeech]]:
    module = types.ModuleType("PySide6.QtTextToSpeech")
    monkeypatch.setattr(module, "QTextToSpeech", FakeTextToSpeech, raising=False)
    monkeypatch.setitem(sys.modules, "PySide6.QtTextToSpeech", module)
    FakeTextToSpeech.hold = threading.Event()
    FakeTextToSpeech.hold.set()
    FakeTextToSpeech.broken = False
    FakeTextToSpeech.log = []
    yield FakeTextToSpeech
    FakeTextToSpeech.hold.set()
    for thread in threading.enumerate():
        if thread.name == "speech":
            thread.join(5)
            assert not thread.is_alive(), "the thread does not come to an end"


@pytest.fixture
def speech(fake: type[FakeTextToSpeech]) -> Iterator[Speech]:
    speech = Speech(SystemClock(), Sound(), [QtSpeech])
    yield speech
    speech.close()


def test_it_is_made_and_used_in_a_thread_of_its_own(
    qtbot: QtBot, fake: type[FakeTextToSpeech], speech: Speech
) -> None:
    speech.say("Rub the calf.", Priority.STEP)
    qtbot.waitUntil(lambda: not speech._queue.speaking and speech.works().state == "yes")
    assert fake.log[0] == "made in speech"
    assert "say Rub the calf. in speech" in fake.log
    assert speech.voices() == ("Samantha", "Daniel")
    assert speech.works().detail == "QtTextToSpeech: Samantha"
    assert fake.log[1:4] == ["voice Samantha", "rate -0.20", "volume 0.80"]


def test_safety_interrupts_and_hush_hushes(
    qtbot: QtBot, fake: type[FakeTextToSpeech], speech: Speech
) -> None:
    speech.say("Long sentence.", Priority.STEP)
    qtbot.waitUntil(lambda: "say Long sentence. in speech" in fake.log)
    speech.say("Long warning.", Priority.SAFETY)
    qtbot.waitUntil(lambda: "say Long warning. in speech" in fake.log)
    assert speech._queue.speaking
    fake.log.clear()
    speech.hush()
    qtbot.waitUntil(lambda: fake.log == ["stop"])


def test_new_settings_arrive(qtbot: QtBot, fake: type[FakeTextToSpeech], speech: Speech) -> None:
    speech.start()
    qtbot.waitUntil(lambda: speech.works().state == "yes")
    fake.log.clear()
    speech.use(Sound(voice_name="Daniel", volume=10, words_per_minute=180))
    qtbot.waitUntil(lambda: fake.log == ["voice Daniel", "rate 0.00", "volume 0.10"])


def test_one_that_is_never_made_keeps_nobody_waiting(
    qtbot: QtBot,
    fake: type[FakeTextToSpeech],
    speech: Speech,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(speech_module, "START_LIMIT_MS", 200)
    fake.hold.clear()
    watch = GapWatch()
    with watch.watching():
        speech.say("Rub the calf.", Priority.STEP)
        qtbot.waitUntil(lambda: speech.works().state == "no")
    assert watch.longest_s < 0.05


@pytest.mark.parametrize("installed", [True, False])
def test_one_that_does_not_work_is_no_voice(
    qtbot: QtBot,
    fake: type[FakeTextToSpeech],
    speech: Speech,
    monkeypatch: pytest.MonkeyPatch,
    installed: bool,
) -> None:
    fake.broken = True
    if not installed:
        monkeypatch.setitem(sys.modules, "PySide6.QtTextToSpeech", None)
    speech.start()
    qtbot.waitUntil(lambda: speech.works().state == "no")
    assert speech.works().reason == "no-engine"


def test_the_scale_of_rates() -> None:
    assert qt_rate(180) == 0
    assert qt_rate(60) == pytest.approx(-1)
    assert qt_rate(1000) == 1
    assert -0.21 < qt_rate(145) < -0.19
