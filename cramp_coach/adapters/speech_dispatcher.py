"""Speech by speech-dispatcher, the voice that Linux desktops share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QStandardPaths, QTimer

from cramp_coach.adapters.ssip import Reply, SsipWire, socket_path
from cramp_coach.adapters.voice_engine import GONE, NO_ENGINE, Engine
from cramp_coach.adapters.voices import Voice, pick, plain_english, ssip_rate

if TYPE_CHECKING:
    from cramp_coach.core.settings import Sound

_TRY_AGAIN_MS = 100
"""Between two looks for the socket of a daemon that is starting."""
_PROGRAM = "speech-dispatcher"


class SpeechDispatcher(Engine):
    """A client of speech-dispatcher; starts it if it does not run."""

    name = "speech-dispatcher"

    def __init__(self, sound: Sound, accent: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self._accent = accent
        self._wire: SsipWire | None = None
        self._daemon: QProcess | None = None
        self._spawned = False
        self._left_once = False
        self._ready = False
        self._voices: list[Voice] = []
        self._voice = ""
        self._turn = 0
        """Counts what was asked for, so that news of what was replaced is told from news of now."""
        self._message = b""
        """The id of what is being said, once it is known."""
        self._speaking = False
        self._again = QTimer(self, singleShot=True, interval=_TRY_AGAIN_MS)
        self._again.timeout.connect(self._connect)

    def start(self) -> None:
        """Connect, or start the daemon and connect."""
        self._connect()

    def tune(self, sound: Sound) -> None:
        """Use this voice, rate and volume from the next sentence on."""
        self._sound = sound
        if self._ready:
            self._send_sound()

    def speak(self, text: str) -> None:
        """Say `text` now."""
        self.stop()
        if self._wire is not None:
            self._speaking = True
            self._wire.send_text(text, partial(self._accepted, self._turn))

    def probe(self) -> None:
        """Say a letter without sound. With no audio server it begins and never ends (measured)."""
        if self._wire is not None:
            self._wire.send("SET SELF VOLUME -100")
            self.speak("a")
            self._wire.send(f"SET SELF VOLUME {self._volume()}")

    def stop(self) -> None:
        """Fall silent now."""
        self._turn += 1
        self._message = b""
        if self._speaking and self._wire is not None:
            self._speaking = False
            self._wire.forget_texts()
            self._wire.send("CANCEL SELF")

    def close(self) -> None:
        """Disconnect."""
        self._ready = False
        self._again.stop()
        self._drop_wire()
        if self._daemon is not None:
            # The daemon itself has gone its own way by now; this is only what started it.
            self._daemon.blockSignals(True)
            self._daemon.kill()
            self._daemon.waitForFinished(100)
            self._daemon = None

    def voice_name(self) -> str:
        """Return the name of the voice in use, or ""."""
        return self._voice

    def _connect(self) -> None:
        path = socket_path()
        if not path:
            self._fail(NO_ENGINE)
            return
        self._drop_wire()
        wire = self._wire = SsipWire(path, self)
        wire.opened.connect(self._on_opened)
        wire.refused.connect(self._on_refused)
        wire.left.connect(self._on_left)
        wire.broken.connect(self._on_broken)
        wire.news.connect(self._on_news)
        wire.open()

    def _drop_wire(self) -> None:
        if self._wire is not None:
            self._wire.blockSignals(True)
            self._wire.close()
            self._wire.deleteLater()
            self._wire = None

    def _on_refused(self) -> None:
        if self._spawned:
            # Until the voice as a whole loses patience with us.
            self._again.start()
            return
        program = QStandardPaths.findExecutable(_PROGRAM)
        if not program:
            self._fail(NO_ENGINE)
            return
        self._spawned = True
        daemon = self._daemon = QProcess(self)
        # Its start-up talk, and ALSA's, does not belong on the person's terminal.
        daemon.setStandardOutputFile(QProcess.nullDevice())
        daemon.setStandardErrorFile(QProcess.nullDevice())
        daemon.finished.connect(self._on_spawned)
        arguments = ["--communication-method", "unix_socket", "--socket-path", socket_path()]
        daemon.start(program, ["--spawn", *arguments])

    def _on_spawned(self, code: int) -> None:
        if code:
            self._fail(NO_ENGINE)
        else:
            self._connect()

    def _on_opened(self) -> None:
        wire = self._wire
        if wire is None:
            return
        wire.send("SET SELF CLIENT_NAME user:cramp_coach:main")
        wire.send("SET SELF LANGUAGE en")
        for news in ("BEGIN", "END", "CANCEL"):
            wire.send(f"SET SELF NOTIFICATION {news} on")
        # Above "text", the priority of screen readers: theirs waits for ours, not both at once.
        wire.send("SET SELF PRIORITY message")
        wire.send("GET OUTPUT_MODULE", self._on_module)

    def _on_module(self, reply: Reply) -> None:
        if reply[1] == [b"dummy"]:
            # It plays one recorded sentence, about how to install a real module.
            self._fail(NO_ENGINE)
        elif self._wire is not None:
            self._wire.send("LIST SYNTHESIS_VOICES", self._on_voices)

    def _on_voices(self, reply: Reply) -> None:
        # Name, language and variant between tabs; thousands of them, a handful English and plain.
        fields = [line.split(b"\t") for line in reply[1] if b"\ten" in line.lower()]
        listed = [
            Voice(name=field[0].decode("utf-8", "replace"), language=field[1].decode("latin-1"))
            for field in fields
            if len(field) > 1
        ]
        self._voices = plain_english(listed)
        self._send_sound()
        self._ready = True
        self.voices_found.emit(tuple(voice.name for voice in self._voices))
        self.ready.emit()

    def _send_sound(self) -> None:
        if self._wire is None:
            return
        voice = pick(self._voices, self._sound.voice_name, self._accent)
        # It says yes to any name and is then silent or Afrikaans, so only to one from its list.
        if voice is not None and voice.name != self._voice:
            self._voice = voice.name
            self._wire.send(f"SET SELF SYNTHESIS_VOICE {voice.name}")
        self._wire.send(f"SET SELF RATE {ssip_rate(self._sound.words_per_minute)}")
        self._wire.send(f"SET SELF VOLUME {self._volume()}")

    def _volume(self) -> int:
        """Return -100 (silent) to 100 (as loud as the desktop's other speech)."""
        return self._sound.volume * 2 - 100

    def _accepted(self, turn: int, reply: Reply) -> None:
        code, lines = reply
        if code >= 300:
            self._fail(NO_ENGINE)
        elif turn == self._turn and lines:
            self._message = lines[0]

    def _on_news(self, code: int, message: bytes) -> None:
        # 702 is the end; 703 means that another program has cut us short, which is an end too.
        if code in (702, 703) and message and message == self._message:
            self._message = b""
            self._speaking = False
            self.ended.emit()

    def _on_left(self) -> None:
        if self._ready or self._left_once:
            self._fail(GONE)
        else:
            # That was an old daemon on its way out; behind it there is room for a new one.
            self._left_once = True
            self._again.start()

    def _on_broken(self) -> None:
        self._fail(GONE)

    def _fail(self, reason: str) -> None:
        self._ready = False
        self._speaking = False
        self._drop_wire()
        self.failed.emit(reason)
