"""The voice and its engines in turn, with engines that do what the test says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters import speech as speech_module
from cramp_coach.adapters.speech import NoSpeech, Speech, system_engines
from cramp_coach.adapters.voice_engine import GONE, NO_ENGINE, NO_SOUND, Engine
from cramp_coach.core.events import Priority
from cramp_coach.core.ports import ManualClock, Speaker, Works
from cramp_coach.core.settings import Sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import QObject
    from pytestqt.qtbot import QtBot


class Puppet(Engine):
    """Writes down what it is told."""

    name = "puppet"

    def __init__(self, sound: Sound, accent: str, parent: QObject) -> None:
        super().__init__(parent)
        self.told: list[str] = []
        self.sound = sound

    def start(self) -> None:
        self.told.append("start")

    def tune(self, sound: Sound) -> None:
        self.sound = sound

    def speak(self, text: str) -> None:
        self.told.append(text)

    def probe(self) -> None:
        self.told.append("probe")

    def stop(self) -> None:
        self.told.append("stop")

    def close(self) -> None:
        self.told.append("close")

    def voice_name(self) -> str:
        return "Punch"


class Mute(Puppet):
    """Cannot tell whether anything is heard."""

    proves_sound = False


class Stage:
    """A voice with puppets for engines."""

    def __init__(self, kinds: list[type[Puppet]]) -> None:
        self.clock = ManualClock()
        self.made: list[Puppet] = []
        self.news: list[Works] = []
        self.speech = Speech(self.clock, Sound(), [self._maker(kind) for kind in kinds])
        self.speech.works_changed.connect(self.news.append)

    def _maker(self, kind: type[Puppet]) -> Callable[[Sound, str, QObject], Engine]:
        def make(sound: Sound, accent: str, parent: QObject) -> Engine:
            self.made.append(kind(sound, accent, parent))
            return self.made[-1]

        return make

    @property
    def told(self) -> list[str]:
        return self.made[-1].told

    def heard(self) -> Puppet:
        """Have the newest engine ready and proven."""
        engine = self.made[-1]
        engine.ready.emit()
        engine.ended.emit()
        engine.told.clear()
        return engine


@pytest.fixture
def stage(qapp: object) -> Iterator[Stage]:
    stage = Stage([Puppet, Puppet])
    yield stage
    stage.speech.close()


def test_it_is_a_speaker_that_costs_nothing_to_make(stage: Stage) -> None:
    speaker: Speaker = stage.speech
    assert not stage.made
    assert speaker.works().state == "unknown"


def test_at_the_start_it_is_found_out_whether_anything_is_heard(stage: Stage) -> None:
    stage.speech.start()
    stage.speech.start()
    engine = stage.made[0]
    engine.ready.emit()
    assert engine.told == ["start", "probe"]
    assert not stage.news
    engine.ended.emit()
    assert stage.news == [Works(part="voice", state="yes", reason="speaks", detail="puppet: Punch")]


def test_the_first_sentence_starts_the_engine_and_is_said_when_it_is_ready(stage: Stage) -> None:
    stage.speech.say("Pull your toes.", Priority.STEP)
    stage.clock.pass_awake(4.9)
    stage.made[0].ready.emit()
    assert stage.told == ["start", "Pull your toes."]


def test_a_sentence_that_waited_too_long_is_not_said(stage: Stage) -> None:
    stage.speech.say("Pull your toes.", Priority.STEP)
    stage.clock.pass_awake(5.1)
    stage.made[0].ready.emit()
    assert stage.told == ["start", "probe"]


def test_a_sentence_does_not_wait_for_the_probe(stage: Stage) -> None:
    stage.speech.start()
    stage.made[0].ready.emit()
    stage.speech.say("Pull your toes.", Priority.STEP)
    assert stage.told == ["start", "probe", "Pull your toes."]
    stage.made[0].ended.emit()
    assert stage.speech.works().state == "yes"


def test_safety_breaks_off_a_step(stage: Stage) -> None:
    stage.speech.start()
    stage.heard()
    stage.speech.say("Rub the calf.", Priority.STEP)
    stage.speech.say("Call now.", Priority.SAFETY)
    assert stage.told == ["Rub the calf.", "stop", "Call now."]


def test_what_one_engine_did_not_finish_the_next_one_says(stage: Stage) -> None:
    stage.speech.start()
    stage.heard()
    stage.speech.say("Rub the calf.", Priority.STEP)
    stage.made[0].failed.emit(NO_SOUND)
    assert stage.made[0].told[-1] == "close"
    stage.clock.pass_awake(1)
    stage.made[1].ready.emit()
    assert stage.told == ["start", "Rub the calf."]


def test_a_warning_outlives_a_slow_change_of_engines(stage: Stage) -> None:
    stage.speech.start()
    stage.heard()
    stage.speech.say("Ten minutes. Get medical help.", Priority.SAFETY)
    stage.clock.pass_awake(12)
    stage.made[0].failed.emit(NO_SOUND)
    stage.clock.pass_awake(4)
    stage.made[1].ready.emit()
    assert stage.told == ["start", "Ten minutes. Get medical help."]


def test_when_no_engine_is_left_captions_carry_on(stage: Stage) -> None:
    stage.speech.start()
    stage.made[0].failed.emit(NO_ENGINE)
    stage.made[1].failed.emit(NO_SOUND)
    assert stage.news == [Works(part="voice", state="no", reason=NO_SOUND)]
    stage.speech.say("Nobody hears this.", Priority.SAFETY)
    assert len(stage.made) == 2


def test_where_nothing_is_installed_it_says_so(stage: Stage) -> None:
    stage.speech.start()
    stage.made[0].failed.emit(NO_ENGINE)
    stage.made[1].failed.emit(NO_ENGINE)
    assert stage.speech.works().reason == NO_ENGINE


def test_the_next_session_tries_again_from_the_first(stage: Stage) -> None:
    stage.speech.start()
    stage.made[0].failed.emit(NO_ENGINE)
    stage.made[1].failed.emit(NO_SOUND)
    stage.speech.start()
    assert len(stage.made) == 3
    stage.heard()
    assert stage.speech.works().state == "yes"


def test_an_engine_that_was_heard_and_went_away_is_started_once_more(stage: Stage) -> None:
    made: list[str] = []
    stage.speech.start()
    stage.heard()
    stage.made[0].failed.emit(GONE)
    stage.made[1].failed.emit(GONE)
    stage.made[2].failed.emit(GONE)
    made = [engine.told[0] for engine in stage.made[1:]]
    assert made == ["start", "start"], "the first again, then the second, then none"
    assert stage.speech.works().state == "no"


def test_an_engine_that_does_not_get_ready_is_given_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    monkeypatch.setattr(speech_module, "START_LIMIT_MS", 20)
    stage.speech.start()
    qtbot.waitUntil(lambda: len(stage.made) == 2)
    qtbot.waitUntil(lambda: stage.speech.works().state == "no")
    assert stage.speech.works().reason == NO_ENGINE


def test_an_engine_that_never_comes_to_an_end_is_given_up(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    monkeypatch.setattr(speech_module, "END_MARGIN_S", -1.3)
    stage.speech.start()
    stage.heard()
    stage.speech.say("Rub it.", Priority.STEP)
    qtbot.waitUntil(lambda: len(stage.made) == 2)
    stage.made[1].ready.emit()
    assert stage.told == ["start", "Rub it."]


def test_a_probe_that_never_comes_to_an_end_tells_that_nothing_is_heard(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    monkeypatch.setattr(speech_module, "END_MARGIN_S", -1.3)
    stage.speech.start()
    stage.made[0].ready.emit()
    qtbot.waitUntil(lambda: len(stage.made) == 2)
    stage.made[1].ready.emit()
    qtbot.waitUntil(lambda: stage.speech.works() == stage.news[-1] if stage.news else False)
    assert stage.speech.works().reason == NO_SOUND


def test_an_engine_that_cannot_tell_is_believed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_module, "END_MARGIN_S", -1.3)
    stage = Stage([Mute])
    stage.speech.start()
    stage.made[0].ready.emit()
    assert stage.speech.works().state == "yes"
    stage.speech.say("Rub it.", Priority.STEP)
    stage.speech.say("Stand up.", Priority.STEP)
    qtbot.waitUntil(lambda: stage.told == ["start", "Rub it.", "Stand up."])
    stage.speech.close()


def test_mute_is_at_once(stage: Stage) -> None:
    stage.speech.start()
    stage.heard()
    stage.speech.say("Rub the calf.", Priority.STEP)
    stage.speech.say("Stand up.", Priority.STEP)
    stage.speech.set_enabled(False)
    stage.speech.say("Call now.", Priority.SAFETY)
    assert stage.told == ["Rub the calf.", "stop"]
    stage.speech.set_enabled(True)
    stage.speech.say("Stand up.", Priority.STEP)
    assert stage.told == ["Rub the calf.", "stop", "Stand up."]


def test_new_settings_reach_the_engine_and_no_voice_is_no_voice(stage: Stage) -> None:
    stage.speech.start()
    engine = stage.heard()
    stage.speech.use(Sound(volume=30))
    assert engine.sound.volume == 30
    stage.speech.say("Rub the calf.", Priority.STEP)
    stage.speech.use(Sound(voice=False))
    stage.speech.say("Stand up.", Priority.STEP)
    assert stage.told == ["Rub the calf.", "stop"]


def test_after_a_long_silence_it_lets_go_and_comes_back_when_needed(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.speech.start()
    engine = stage.heard()
    stage.speech._rest.start(1)
    qtbot.waitUntil(lambda: engine.told == ["close"])
    assert stage.speech.works().state == "yes"
    stage.speech.say("Pull your toes.", Priority.STEP)
    assert len(stage.made) == 2
    stage.made[1].ready.emit()
    assert stage.told == ["start", "Pull your toes."]


def test_the_voices_are_told_once(stage: Stage) -> None:
    told: list[object] = []
    stage.speech.voices_changed.connect(told.append)
    stage.speech.start()
    stage.made[0].voices_found.emit(("Punch", "Judy"))
    stage.made[0].voices_found.emit(("Punch", "Judy"))
    assert told == [("Punch", "Judy")]
    assert stage.speech.voices() == ("Punch", "Judy")


def test_news_after_the_end_harms_nobody(stage: Stage) -> None:
    stage.speech.start()
    engine = stage.made[0]
    stage.speech.close()
    stage.speech.hush()
    engine.ready.emit()
    engine.failed.emit(GONE)
    assert len(stage.made) == 1


def test_this_system_has_engines() -> None:
    assert len(system_engines()) >= 1


def test_the_voice_that_is_none_says_so() -> None:
    none: Speaker = NoSpeech("off")
    none.say("Nobody hears this.", Priority.SAFETY)
    none.hush()
    none.close()
    assert none.works() == Works(part="voice", state="no", reason="off")
