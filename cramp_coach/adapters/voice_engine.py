"""What the voice needs from an engine, whichever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from cramp_coach.core.settings import Sound

NO_ENGINE = "no-engine"
"""Reason: it is not installed, or it refuses to start."""
NO_SOUND = "no-sound"
"""Reason: it is there and says nothing, as when there is no audio server."""
GONE = "gone"
"""Reason: it went away; starting it once more may help."""


class Engine(QObject):
    """One way to make speech. All methods return at once; what comes of them arrives as a signal.

    Between `ready` and `failed` it can speak. After `failed` it is only fit to be closed.
    """

    ready = Signal()
    ended = Signal()
    """What was asked for last is over. Not sent for what was stopped or replaced."""
    failed = Signal(str)
    """One of the reasons above."""
    voices_found = Signal(object)
    """tuple[str, ...]: the names a person may choose from."""

    name = ""
    """How the engine is called where it comes from; not translated."""
    proves_sound = True
    """Whether `ended` tells that something was heard."""

    def start(self) -> None:
        """Begin to get ready."""
        raise NotImplementedError

    def tune(self, sound: Sound) -> None:
        """Use this voice, speed and volume from the next sentence on; also before `start`."""
        raise NotImplementedError

    def speak(self, text: str) -> None:
        """Say `text` now, instead of anything that is being said."""
        raise NotImplementedError

    def probe(self) -> None:
        """Say something unheard; `ended` follows if the way to the loudspeaker is open."""
        raise NotImplementedError

    def stop(self) -> None:
        """Fall silent now."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of everything."""
        raise NotImplementedError

    def voice_name(self) -> str:
        """Return the name of the voice in use, or ""."""
        return ""
