"""The voice through the real engines into a null device with an ear on it, and without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters import speech as speech_module
from cramp_coach.adapters import ssip
from cramp_coach.adapters.clock import SystemClock
from cramp_coach.adapters.espeak import Espeak
from cramp_coach.adapters.speech import Speech
from cramp_coach.adapters.speech_dispatcher import SpeechDispatcher
from cramp_coach.adapters.voices import espeak_speed
from cramp_coach.core.events import Priority
from cramp_coach.core.settings import Sound
from tests.adapters.gaps import GapWatch
from tests.adapters.loudspeaker import voiced_seconds
from tests.adapters.test_voices import SENTENCES, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.adapters.loudspeaker import Loudspeaker

SHORT = "Rub the calf."
LONG = "Lie down with your legs up, breathe out slowly, and do nothing at all for a little while."
NAMES = {SpeechDispatcher: "speech-dispatcher", Espeak: "espeak-ng"}
ENGINES = [SpeechDispatcher, Espeak]
PATIENCE_MS = 10_000


@pytest.fixture(params=ENGINES, ids=lambda kind: NAMES[kind])
def speech(
    qtbot: QtBot,
    loudspeaker: Loudspeaker,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Speech]:
    """A voice with one real engine that has been found to be heard."""
    # The machine the tests run on may be slow; how long we wait is not what is tested here.
    monkeypatch.setattr(speech_module, "START_LIMIT_MS", PATIENCE_MS)
    monkeypatch.setattr(speech_module, "END_MARGIN_S", 8.0)
    speech = Speech(SystemClock(), Sound(), [request.param])
    speech.start()
    qtbot.waitUntil(lambda: speech.works().state != "unknown", timeout=PATIENCE_MS)
    yield speech
    speech.close()


def test_it_is_heard_hushed_and_broken_off(
    qtbot: QtBot, loudspeaker: Loudspeaker, speech: Speech, request: pytest.FixtureRequest
) -> None:
    name = NAMES[request.node.callspec.params["speech"]]
    assert speech.works().detail == f"{name}: English (America)"
    assert "English (America)" in speech.voices()
    assert not [one for one in speech.voices() if "+" in one or "mbrola" in one]

    clock = SystemClock()
    with loudspeaker.ear() as ear:
        asked = clock.awake()
        speech.say(LONG, Priority.STEP)
        qtbot.waitUntil(lambda: ear.heard_since(asked), timeout=PATIENCE_MS)
        assert ear.spans[-1][0] - asked < 2.0
        speech.hush()
        hushed = clock.awake()
        qtbot.waitUntil(lambda: ear.silent_for() > 0.8, timeout=PATIENCE_MS)
        # Measured: 12 to 43 ms. The sentence itself would have gone on for five seconds.
        assert ear.spans[-1][1] - hushed < 0.7

        asked = clock.awake()
        speech.say(LONG, Priority.STEP)
        qtbot.waitUntil(lambda: ear.heard_since(asked), timeout=PATIENCE_MS)
        asked = clock.awake()
        speech.say("Stop.", Priority.SAFETY)
        qtbot.waitUntil(lambda: ear.silent_for() > 0.8, timeout=PATIENCE_MS)
        # The long sentence would still be heard; and it is not taken up again.
        assert clock.awake() - asked < 4.5
        assert ear.spans[-1][1] > asked


@pytest.mark.parametrize("speech", [SpeechDispatcher], indirect=True, ids=["dispatcher"])
def test_speech_dispatcher_keeps_the_pace_and_the_volume(
    qtbot: QtBot, loudspeaker: Loudspeaker, speech: Speech
) -> None:
    with loudspeaker.ear() as ear:
        speech.say(SENTENCES[6], Priority.STEP)
        qtbot.waitUntil(lambda: bool(ear.spans), timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: ear.silent_for() > 0.9, timeout=PATIENCE_MS)
    # test_voices.py measures espeak-ng over twelve sentences; here, that the two agree.
    same = voiced_seconds(spoken(SENTENCES[6], espeak_speed(145), 160), 22050)
    assert ear.voiced_s == pytest.approx(same, rel=0.15)

    peaks = []
    for volume in (100, 25, 0):
        speech.use(Sound(volume=volume))
        with loudspeaker.ear() as ear:
            speech.say("Rub.", Priority.STEP)
            qtbot.waitUntil(lambda: not speech._queue.speaking, timeout=PATIENCE_MS)
            peaks.append(ear.peak)
    assert peaks[0] > 1.5 * peaks[1] > 1000
    assert peaks[2] < 50


def test_a_daemon_that_is_killed_is_started_anew_and_says_the_sentence(
    qtbot: QtBot, loudspeaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_module, "START_LIMIT_MS", PATIENCE_MS)
    monkeypatch.setattr(speech_module, "END_MARGIN_S", 8.0)
    speech = Speech(SystemClock(), Sound(), [SpeechDispatcher])
    speech.start()
    qtbot.waitUntil(lambda: speech.works().state == "yes", timeout=PATIENCE_MS)
    with loudspeaker.ear() as ear:
        loudspeaker.end_speech_dispatcher()
        speech.say("Ten minutes. Get medical help.", Priority.SAFETY)
        qtbot.waitUntil(lambda: bool(ear.spans), timeout=PATIENCE_MS)
    assert speech.works().state == "yes"
    speech.close()


def test_with_no_sound_server_captions_carry_on_and_the_window_never_waits(
    qtbot: QtBot, no_loudspeaker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_module, "END_MARGIN_S", 0.5)
    speech = Speech(SystemClock(), Sound())
    # What Python loads for the first time it loads once; that is no wait for an engine.
    watch = GapWatch()
    with watch.watching():
        speech.start()
        speech.say(SHORT, Priority.STEP)
        qtbot.waitUntil(lambda: speech.works().state == "no", timeout=15_000)
        speech.say(SHORT, Priority.SAFETY)
    assert speech.works().reason == "no-sound"
    assert watch.longest_s < 0.05
    speech.close()


def test_a_deadlocked_daemon_keeps_nobody_waiting(
    qtbot: QtBot, no_loudspeaker: Path, loudspeaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that was started without a sound server hangs; espeak-ng then speaks in its place."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(no_loudspeaker))
    monkeypatch.setattr(speech_module, "END_MARGIN_S", 0.5)
    monkeypatch.setattr(ssip, "REPLY_LIMIT_MS", 1000)
    speech = Speech(SystemClock(), Sound())
    watch = GapWatch()
    with loudspeaker.ear() as ear, watch.watching():
        speech.start()
        qtbot.waitUntil(lambda: bool(speech.voices()), timeout=PATIENCE_MS)
        # From now on there is sound for whoever is started now.
        monkeypatch.setenv("PULSE_SERVER", f"unix:{loudspeaker.runtime}/pulse/native")
        monkeypatch.setattr(speech_module, "END_MARGIN_S", 8.0)
        speech.say("Ten minutes. Get medical help.", Priority.SAFETY)
        speech._limit.start(1500)
        qtbot.waitUntil(lambda: bool(ear.spans), timeout=PATIENCE_MS)
        qtbot.waitUntil(lambda: speech.works().state == "yes", timeout=PATIENCE_MS)
    assert speech.works().detail.startswith("espeak-ng")
    assert watch.longest_s < 0.05
    speech.close()


def test_where_nothing_is_installed_nothing_waits_either(
    qtbot: QtBot, no_loudspeaker: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    speech = Speech(SystemClock(), Sound())
    watch = GapWatch()
    with watch.watching():
        speech.say(SHORT, Priority.STEP)
        qtbot.waitUntil(lambda: speech.works().state == "no")
    assert speech.works().reason == "no-engine"
    assert watch.longest_s < 0.05


@pytest.mark.usefixtures("loudspeaker")
def test_the_window_never_waits_while_the_voice_starts_and_speaks(
    qtbot: QtBot, loudspeaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    loudspeaker.end_speech_dispatcher()
    monkeypatch.setattr(speech_module, "START_LIMIT_MS", PATIENCE_MS)
    speech = Speech(SystemClock(), Sound())
    watch = GapWatch()
    with loudspeaker.ear() as ear, watch.watching():
        speech.say(SHORT, Priority.SAFETY)
        qtbot.waitUntil(lambda: bool(ear.spans), timeout=PATIENCE_MS)
        speech.say(LONG, Priority.SAFETY)
        speech.hush()
        speech.close()
    assert watch.longest_s < 0.05
