"""Speech by the program espeak-ng: for a Linux without speech-dispatcher, or with a stuck one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QStandardPaths

from cramp_coach.adapters.voice_engine import NO_ENGINE, NO_SOUND, Engine
from cramp_coach.adapters.voices import Voice, espeak_speed, pick, plain_english

if TYPE_CHECKING:
    from cramp_coach.core.settings import Sound

_LOUDEST = 200
"""The top of its amplitude: as loud as speech-dispatcher makes it at its own top (measured)."""


class Espeak(Engine):
    """One process for each sentence, which it reads from its standard input."""

    name = "espeak-ng"

    def __init__(self, sound: Sound, accent: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self._accent = accent
        self._program = ""
        self._voices: list[Voice] = []
        self._lister: QProcess | None = None
        self._speaker: QProcess | None = None

    def start(self) -> None:
        """Look for the program and ask for its voices."""
        self._program = QStandardPaths.findExecutable("espeak-ng")
        if not self._program:
            self.failed.emit(NO_ENGINE)
            return
        lister = self._lister = QProcess(self)
        lister.finished.connect(self._on_listed)
        lister.errorOccurred.connect(self._on_lister_error)
        lister.start(self._program, ["--voices=en"])

    def tune(self, sound: Sound) -> None:
        """Use this voice, speed and volume from the next sentence on."""
        self._sound = sound

    def speak(self, text: str) -> None:
        """Say `text` now."""
        self._say(text, _LOUDEST * self._sound.volume // 100)

    def probe(self) -> None:
        """Say a letter without sound; without a sound device it complains and is gone at once."""
        self._say("a", 0)

    def stop(self) -> None:
        """Fall silent now; measured: within 12 ms."""
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            speaker.blockSignals(True)
            _end(speaker)

    def close(self) -> None:
        """End every process."""
        self.stop()
        if self._lister is not None:
            self._lister.blockSignals(True)
            _end(self._lister)
            self._lister = None

    def voice_name(self) -> str:
        """Return the name of the voice in use, or ""."""
        voice = pick(self._voices, self._sound.voice_name, self._accent)
        return voice.name if voice is not None else ""

    def _on_lister_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(NO_ENGINE)

    def _on_listed(self) -> None:
        lister, self._lister = self._lister, None
        if lister is None:
            return
        output = bytes(lister.readAllStandardOutput().data()).decode("utf-8", "replace")
        # Priority, language, age and sex, name with _ for a space, file, other languages.
        lines = output.splitlines()[1:]
        fields = [line.split() for line in lines if "mb/" not in line and "!v/" not in line]
        listed = [
            Voice(name=field[3].replace("_", " "), language=field[1])
            for field in fields
            if len(field) > 3
        ]
        self._voices = plain_english(listed)
        lister.deleteLater()
        self.voices_found.emit(tuple(voice.name for voice in self._voices))
        self.ready.emit()

    def _say(self, text: str, amplitude: int) -> None:
        self.stop()
        voice = pick(self._voices, self._sound.voice_name, self._accent)
        language = voice.language if voice is not None else "en"
        speed = espeak_speed(self._sound.words_per_minute)
        speaker = self._speaker = QProcess(self)
        speaker.setStandardOutputFile(QProcess.nullDevice())
        speaker.finished.connect(self._on_finished)
        speaker.errorOccurred.connect(self._on_error)
        # The text goes in by standard input: the list of processes is for all to read.
        sound = ["-v", language, "-s", str(speed), "-a", str(amplitude)]
        speaker.start(self._program, [*sound, "-b", "1", "--stdin"])
        speaker.write(text.encode("utf-8", "replace") + b"\n")
        speaker.closeWriteChannel()

    def _on_finished(self, code: int, how: QProcess.ExitStatus) -> None:
        speaker, self._speaker = self._speaker, None
        if speaker is None:
            return
        # Without a sound device its exit code is 0 all the same; only its complaint tells.
        complaint = b"error" in speaker.readAllStandardError().data()
        speaker.deleteLater()
        if code or how != QProcess.ExitStatus.NormalExit or complaint:
            self.failed.emit(NO_SOUND)
        else:
            self.ended.emit()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit(NO_ENGINE)


def _end(process: QProcess) -> None:
    """End `process` without waiting for it."""
    process.kill()
    # It is dead in a moment, unless the kernel holds it; Qt waits for it only if it is not.
    process.waitForFinished(50)
    process.deleteLater()
