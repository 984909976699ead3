"""Speech by the system's own voice on macOS and Windows, through QtTextToSpeech.

The object is made, and lives, in a thread of its own: making it can take seconds or never come to
an end. The thread is a daemon, so that one which is stuck does not keep the program from ending.
"""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QLocale, QObject, Signal

from cramp_coach.adapters.voice_engine import NO_ENGINE, Engine
from cramp_coach.adapters.voices import Voice, pick, plain_english

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.core.settings import Sound


def qt_rate(words_per_minute: int) -> float:
    """Return Qt's rate, -1 to 1, for so many words a minute.

    0 is the system's own pace, near 180 words a minute, and Windows makes a third of it at -1 and
    three times as much at 1. Reckoned from the documentation, not measured.
    """
    return max(-1.0, min(1.0, math.log(words_per_minute / 180, 3)))


class QtSpeech(Engine):
    """Passes on what is asked to the thread, and what comes back from it."""

    name = "QtTextToSpeech"
    # Its state comes from the system; whether a loudspeaker is there is no part of it.
    proves_sound = False

    asked_speak = Signal(str)
    asked_stop = Signal()
    asked_tune = Signal(object)
    asked_close = Signal()
    told = Signal(str, object)
    """What came back. A signal of ours, not of the thread's: its objects may end at any moment,
    and the sender of news that is just being delivered must not (it crashes)."""

    def __init__(self, sound: Sound, accent: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self._accent = accent
        self._lock = threading.Lock()
        self._closed = False
        self._serving = False
        self._thread: threading.Thread | None = None
        self._voice = ""
        self.told.connect(self._on_told)

    def start(self) -> None:
        """Make the speech object in its thread."""
        self._thread = threading.Thread(target=self._live, name="speech", daemon=True)
        self._thread.start()

    def tune(self, sound: Sound) -> None:
        """Use this voice, rate and volume from the next sentence on."""
        self._sound = sound
        self.asked_tune.emit(sound)

    def speak(self, text: str) -> None:
        """Say `text` now."""
        self.asked_speak.emit(text)

    def probe(self) -> None:
        """Do nothing: this engine cannot tell what is heard."""

    def stop(self) -> None:
        """Fall silent now."""
        self.asked_stop.emit()

    def close(self) -> None:
        """Let the thread end; one that serves is waited for, one that is stuck is not."""
        with self._lock:
            self._closed = True
        self.asked_close.emit()
        if self._serving and self._thread is not None:
            # A moment only. The program must not end under a loop that still turns.
            self._thread.join(0.3)

    def voice_name(self) -> str:
        """Return the name of the voice in use, or ""."""
        return self._voice

    def _on_told(self, what: str, detail: tuple[tuple[str, ...], str] | None) -> None:
        if self._closed:
            return
        if what == "ready" and detail is not None:
            names, self._voice = detail
            self.voices_found.emit(names)
            self.ready.emit()
        elif what == "ended":
            self.ended.emit()
        elif what == "failed":
            self.failed.emit(NO_ENGINE)

    # ------------------------------------------------------------------------------ the thread

    def _tell(self, what: str, detail: object = None) -> None:
        """Send news home, if home is still there."""
        with self._lock:
            if not self._closed:
                self.told.emit(what, detail)

    def _live(self) -> None:
        """Make the object and serve it until closed."""
        try:
            from PySide6.QtTextToSpeech import QTextToSpeech
        except ImportError:
            # Off Linux it is a dependency; a package without it is a package without a voice.
            self._tell("failed")
            return
        worker = _Worker(QTextToSpeech(), self._sound, self._accent, self._tell)
        loop = QEventLoop()
        with self._lock:
            if self._closed:
                return
            self.asked_speak.connect(worker.speak)
            self.asked_stop.connect(worker.stop)
            self.asked_tune.connect(worker.tune)
            self.asked_close.connect(worker.stop)
            self.asked_close.connect(loop.quit)
            self._serving = True
        worker.announce()
        loop.exec()


class _Worker(QObject):
    """The object and what is done with it, all in one thread."""

    def __init__(
        self,
        # The type is unknown where the module is not installed, which is every Linux.
        speech: Any,  # noqa: ANN401
        sound: Sound,
        accent: str,
        tell: Callable[[str, object], None],
    ) -> None:
        super().__init__()
        self._speech = speech
        self._sound = sound
        self._accent = accent
        self._tell = tell
        self._voices: dict[str, tuple[Voice, Any]] = {}
        self._talks = False

    def announce(self) -> None:
        """Say that it is ready, or that it will never be."""
        if self._state() == "Error":
            self._tell("failed", None)
            return
        for locale in dict.fromkeys((self._accent, "en_US", "en_GB")):
            self._speech.setLocale(QLocale(locale))
            for voice in self._speech.availableVoices():
                described = Voice(name=voice.name(), language=voice.locale().name())
                self._voices.setdefault(described.name, (described, voice))
        self._speech.stateChanged.connect(self.on_state)
        self.tune(self._sound)
        plain = plain_english(voice for voice, _ in self._voices.values())
        chosen = self._chosen()
        names = tuple(voice.name for voice in plain)
        self._tell("ready", (names, chosen.name if chosen is not None else ""))

    def tune(self, sound: Sound) -> None:
        """Use this voice, rate and volume."""
        self._sound = sound
        chosen = self._chosen()
        if chosen is not None:
            self._speech.setVoice(self._voices[chosen.name][1])
        self._speech.setRate(qt_rate(sound.words_per_minute))
        self._speech.setVolume(sound.volume / 100)

    def speak(self, text: str) -> None:
        """Say `text` instead of anything that is being said."""
        self._talks = False
        self._speech.stop()
        self._talks = True
        self._speech.say(text)

    def stop(self) -> None:
        """Fall silent."""
        self._talks = False
        self._speech.stop()

    def on_state(self, _state: object) -> None:
        """Pass on the end of a sentence and the end of the engine."""
        state = self._state()
        if state == "Error":
            self._tell("failed", None)
        elif state == "Ready" and self._talks:
            self._talks = False
            self._tell("ended", None)

    def _state(self) -> str:
        return str(self._speech.state().name)

    def _chosen(self) -> Voice | None:
        voices = [voice for voice, _ in self._voices.values()]
        return pick(voices, self._sound.voice_name, self._accent)
