"""The voice: one queue, and whichever engine of this computer is heard.

Engines are tried in order; one that fails hands what it did not finish to the next. When none is
left, captions and tones carry on. Nothing here ever waits: a limit stands on every promise.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from cramp_coach.adapters.voice_engine import GONE, NO_ENGINE, NO_SOUND, Engine
from cramp_coach.adapters.voices import seconds_to_say
from cramp_coach.core.ports import Works
from cramp_coach.core.voice_queue import Order, VoiceQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cramp_coach.core.events import Priority
    from cramp_coach.core.ports import Clock
    from cramp_coach.core.settings import Sound

    EngineMaker = Callable[[Sound, str, QObject], Engine]

_log = logging.getLogger(__name__)

START_LIMIT_MS = 4000
"""From nothing to ready; speech-dispatcher needs 0.4 s when cold. Less than a step stays fresh."""
END_MARGIN_S = 4.0
"""Added to the longest a sentence may take: a sound device that sleeps wakes up in 2 s."""
REST_AFTER_MS = 5 * 60_000
"""With nothing said for so long the engine is let go: it keeps a daemon and a sound device up."""


class Speech(QObject):
    """The Speaker of a computer that may have a voice. Made at no cost; `start` begins the work."""

    works_changed = Signal(object)
    """The new Works."""
    voices_changed = Signal(object)
    """tuple[str, ...]"""

    def __init__(
        self,
        clock: Clock,
        sound: Sound,
        engines: Sequence[EngineMaker] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._sound = sound
        self._makers = system_engines() if engines is None else tuple(engines)
        self._next = 0
        """Which engine comes after the one in use."""
        self._engine: Engine | None = None
        self._heard = False
        """Whether the engine in use has brought a sentence, or a probe, to its end."""
        self._probing = False
        self._silence = NO_ENGINE
        """Why nothing is heard, if nothing is."""
        self._queue = VoiceQueue()
        self._enabled = True
        self._voices: tuple[str, ...] = ()
        self._works = Works(part="voice", state="unknown", reason="not-yet")
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self._on_limit)
        self._rest = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._rest.timeout.connect(self._on_rest)

    def start(self) -> None:
        """Begin to look for a voice; after all have failed, begin again. Does no harm twice."""
        if self._engine is None:
            self._silence = NO_ENGINE
            if self._next == len(self._makers):
                self._next = 0
            self._start_next()

    def say(self, text: str, priority: Priority) -> None:
        """Say `text` now, after, or instead of what is being said, or not at all, by priority."""
        if not self._enabled or not self._sound.voice:
            return
        if self._engine is None:
            if self._works.state == "no":
                return
            self.start()
        self._rest.start()
        self._obey(self._queue.say(text, priority, self._clock.awake()))

    def hush(self) -> None:
        """Fall silent at once and forget what was queued."""
        if self._queue.speaking:
            self._limit.stop()
        self._obey(self._queue.hush())

    def set_enabled(self, enabled: bool) -> None:
        """Speak, or be mute: the one key for it. Being mute begins at once."""
        self._enabled = enabled
        if not enabled:
            self.hush()

    def use(self, sound: Sound) -> None:
        """Use new settings from the next sentence on."""
        self._sound = sound
        if not sound.voice:
            self.hush()
        if self._engine is not None:
            self._engine.tune(sound)

    def voices(self) -> tuple[str, ...]:
        """Return the names of the English voices; () until known."""
        return self._voices

    def works(self) -> Works:
        """Say whether a voice is heard, and which."""
        return self._works

    def close(self) -> None:
        """Let go of everything."""
        self._rest.stop()
        self._queue.hush()
        self._drop_engine()

    # ------------------------------------------------------------------------- engines in turn

    def _start_next(self) -> None:
        if self._next == len(self._makers):
            self._queue.hush()
            self._rest.stop()
            self._set_works("no", self._silence)
            return
        maker = self._makers[self._next]
        self._next += 1
        self._begin(maker)

    def _begin(self, maker: EngineMaker) -> None:
        engine = self._engine = maker(self._sound, QLocale.system().name(), self)
        engine.ready.connect(self._on_ready)
        engine.ended.connect(self._on_ended)
        engine.failed.connect(self._on_failed)
        engine.voices_found.connect(self._on_voices)
        self._heard = False
        self._probing = False
        self._rest.start()
        self._limit.start(START_LIMIT_MS)
        engine.start()

    def _drop_engine(self) -> None:
        self._limit.stop()
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()
            engine.blockSignals(True)
            # Not at once: it may be its own signal that we are in.
            engine.deleteLater()

    def _on_ready(self) -> None:
        engine = self._engine
        if engine is None:
            return
        self._limit.stop()
        self._obey(self._queue.opened(self._clock.awake()))
        if not engine.proves_sound:
            self._set_works("yes", "speaks", self._described(engine))
        elif not self._queue.speaking and not self._heard:
            # Better to learn now than in the middle of the night that nothing is heard.
            self._probing = True
            self._limit.start(round(1000 * (seconds_to_say("a", 100) + END_MARGIN_S)))
            engine.probe()

    def _on_ended(self) -> None:
        engine = self._engine
        if engine is None:
            return
        self._limit.stop()
        self._probing = False
        self._heard = True
        self._set_works("yes", "speaks", self._described(engine))
        self._obey(self._queue.ended(self._clock.awake()))

    def _on_failed(self, reason: str) -> None:
        if self._engine is None:
            return
        _log.info("voice: %s failed: %s", self._engine.name, reason)
        if reason in (NO_SOUND, GONE):
            self._silence = NO_SOUND
        # An engine that has been heard and went away, as a daemon does that is started anew, gets
        # one more chance before the next one is tried.
        if reason == GONE and self._heard:
            self._next -= 1
        self._queue.lost(self._clock.awake())
        self._drop_engine()
        self._start_next()

    def _on_limit(self) -> None:
        engine = self._engine
        if engine is not None and not engine.proves_sound and self._queue.speaking:
            self._on_ended()
            return
        self._on_failed(NO_SOUND if self._queue.speaking or self._probing else NO_ENGINE)

    def _on_rest(self) -> None:
        """Nothing was said for long: let go, and take the same engine again when it is needed."""
        if self._engine is not None:
            self._next -= 1
            self._queue.lost(self._clock.awake())
            self._drop_engine()

    def _on_voices(self, names: tuple[str, ...]) -> None:
        if names != self._voices:
            self._voices = names
            self.voices_changed.emit(names)

    # ------------------------------------------------------------------------------------------

    def _obey(self, order: Order) -> None:
        engine = self._engine
        if engine is None:
            return
        if order.stop:
            engine.stop()
        if order.text:
            # Speaking replaces a probe that is under way; the sentence is as good a probe.
            self._probing = False
            seconds = seconds_to_say(order.text, self._sound.words_per_minute) + END_MARGIN_S
            self._limit.start(round(1000 * seconds))
            engine.speak(order.text)

    def _described(self, engine: Engine) -> str:
        voice = engine.voice_name()
        return f"{engine.name}: {voice}" if voice else engine.name

    def _set_works(self, state: Literal["yes", "no"], reason: str, detail: str = "") -> None:
        works = Works(part="voice", state=state, reason=reason, detail=detail)
        if works != self._works:
            self._works = works
            self.works_changed.emit(works)


class NoSpeech:
    """The voice of a computer, or a person, that wants none."""

    def __init__(self, reason: str = "off") -> None:
        self._reason = reason

    def say(self, text: str, priority: Priority) -> None:
        """Say nothing."""

    def hush(self) -> None:
        """Have nothing to stop."""

    def works(self) -> Works:
        """Say that there is no voice, and why."""
        return Works(part="voice", state="no", reason=self._reason)

    def close(self) -> None:
        """Have nothing to let go of."""


def system_engines() -> tuple[EngineMaker, ...]:
    """Return the engines of this system, best first. Each is imported when it is made."""
    return (_speech_dispatcher, _espeak) if sys.platform == "linux" else (_qt,)


def _speech_dispatcher(sound: Sound, accent: str, parent: QObject) -> Engine:
    from cramp_coach.adapters.speech_dispatcher import SpeechDispatcher

    return SpeechDispatcher(sound, accent, parent)


def _espeak(sound: Sound, accent: str, parent: QObject) -> Engine:
    from cramp_coach.adapters.espeak import Espeak

    return Espeak(sound, accent, parent)


def _qt(sound: Sound, accent: str, parent: QObject) -> Engine:
    from cramp_coach.adapters.qt_speech import QtSpeech

    return QtSpeech(sound, accent, parent)
