"""The soft tones, played in this process by miniaudio.

All that can hang or take its time (finding, opening and closing the sound device) happens in a
daemon thread that lives only while tones are played; nobody waits for it. With no tone for a few
seconds the device is closed, so that nothing wakes the machine up.
"""

from __future__ import annotations

import array
import logging
import queue
import sys
import threading
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cramp_coach.core.ports import Works

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from cramp_coach.core.events import Tone
    from cramp_coach.core.ports import Clock
    from cramp_coach.core.settings import Sound

    Samples = array.array[int]

_log = logging.getLogger(__name__)

OPEN_LIMIT_S = 3.0
"""A device that takes longer to open is as good as none; measured: 10 ms."""
LINGER_S = 5.0
"""The device stays open for so long after a tone; the next often comes within a second."""
_BUFFER_MS = 40
_LOUDEST = 32767


class Tones:
    """The Chime of a computer that may have a sound device."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        sound: Sound,
        *,
        linger_s: float = LINGER_S,
        open_device: Callable[[Mixer], Device] | None = None,
    ) -> None:
        """Take `folder` with the files; nothing is read or opened yet."""
        self._folder = folder
        self._clock = clock
        self._sound = sound
        self._linger_s = linger_s
        self._open_device = open_device or MiniaudioDevice
        self._asked: queue.SimpleQueue[Tone | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._opening_since: float | None = None
        self._closed = False
        self._state: tuple[Literal["yes", "no", "unknown"], str, str] = ("unknown", "not-yet", "")
        self._settled = threading.Event()

    def play(self, tone: Tone) -> None:
        """Play `tone` on top of what is still sounding; returns at once."""
        if self._sound.tones:
            self._ask(tone)

    def check(self) -> None:
        """Find out whether there is a sound device, without a sound; returns at once."""
        self._ask(None)

    def use(self, sound: Sound) -> None:
        """Use new settings from the next tone on."""
        self._sound = sound

    def works(self) -> Works:
        """Say whether tones are heard."""
        if self._stuck():
            return Works(part="sound", state="no", reason="hangs")
        state, reason, detail = self._state
        return Works(part="sound", state=state, reason=reason, detail=detail)

    def wait_until_known(self, seconds: float) -> Works:
        """Wait, in a program without a window only, until `works` has an answer; then give it."""
        self._settled.wait(seconds)
        return self.works()

    def close(self) -> None:
        """Let go of the device; waits a moment, but not for a device that is stuck."""
        with self._lock:
            self._closed = True
            thread = self._thread
        self._asked.put(None)
        if thread is not None and not self._stuck():
            thread.join(0.3)

    def _ask(self, tone: Tone | None) -> None:
        # What a stuck device was asked for would all sound at once if it ever came free.
        if self._stuck():
            return
        with self._lock:
            if self._closed:
                return
            self._asked.put(tone)
            if self._thread is None:
                self._opening_since = self._clock.awake()
                self._thread = threading.Thread(target=self._live, name="tones", daemon=True)
                self._thread.start()

    def _stuck(self) -> bool:
        since = self._opening_since
        return since is not None and self._clock.awake() - since > OPEN_LIMIT_S

    # ------------------------------------------------------------------------------ the thread

    def _live(self) -> None:
        mixer = Mixer()
        device: Device | None = None
        while True:
            try:
                tone = self._asked.get(timeout=self._linger_s)
            except queue.Empty:
                tone = None
                if self._left_unless_asked(device):
                    return
                continue
            if self._closed:
                self._leave(device)
                return
            if device is None or device.gone():
                device = self._opened(mixer, device)
            samples = self._read(tone) if tone is not None else None
            if device is None:
                if self._left_unless_asked(None):
                    return
            elif samples is not None:
                mixer.add(samples)

    def _opened(self, mixer: Mixer, old: Device | None) -> Device | None:
        self._opening_since = self._clock.awake()
        if old is not None:
            old.close()
        try:
            device = self._open_device(mixer)
        except Exception as error:
            # Of whatever kind it is: there is no sound.
            _log.info("tones: no sound device: %s", error)
            self._state = ("no", "no-device", "")
            return None
        finally:
            self._opening_since = None
            self._settled.set()
        self._state = ("yes", "plays", device.name)
        return device

    def _left_unless_asked(self, device: Device | None) -> bool:
        """Close and end the thread, unless something was asked for in this very moment."""
        with self._lock:
            if not self._asked.empty():
                return False
            self._thread = None
        if device is not None:
            device.close()
        return True

    def _leave(self, device: Device | None) -> None:
        with self._lock:
            self._thread = None
        if device is not None:
            device.close()

    def _read(self, tone: Tone) -> Samples | None:
        try:
            samples = read_wave(self._folder / f"{tone.value}.wav")
        except (OSError, EOFError, wave.Error) as error:
            _log.warning("tones: %s", error)
            self._state = ("no", "no-file", f"{tone.value}.wav")
            return None
        volume = self._sound.volume / 100
        return array.array("h", [round(sample * volume) for sample in samples])


class NoTones:
    """The tones of a computer, or a person, that wants none."""

    def __init__(self, reason: str = "off") -> None:
        self._reason = reason

    def play(self, tone: Tone) -> None:
        """Play nothing."""

    def works(self) -> Works:
        """Say that there are no tones, and why."""
        return Works(part="sound", state="no", reason=self._reason)

    def close(self) -> None:
        """Have nothing to let go of."""


class Mixer:
    """Adds up the tones that are sounding; asked for samples by the sound device's thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sounding: list[tuple[Samples, int]] = []

    def add(self, samples: Samples) -> None:
        """Begin with `samples` at the next chance."""
        with self._lock:
            self._sounding.append((samples, 0))

    def take(self, count: int) -> Samples:
        """Return the next `count` samples; silence when nothing sounds."""
        with self._lock:
            parts = [samples[at : at + count] for samples, at in self._sounding]
            moved = [(samples, at + count) for samples, at in self._sounding]
            self._sounding = [(samples, at) for samples, at in moved if at < len(samples)]
        mixed = array.array("h", bytes(2 * count))
        if len(parts) == 1:
            mixed[: len(parts[0])] = parts[0]
            return mixed
        for part in parts:
            for index, value in enumerate(part):
                mixed[index] = max(-_LOUDEST, min(_LOUDEST, mixed[index] + value))
        return mixed


class Device:
    """An open sound device that plays what a mixer gives."""

    name = ""

    def gone(self) -> bool:
        """Say whether it went away, as headphones do that are pulled out."""
        raise NotImplementedError

    def close(self) -> None:
        """Close it."""
        raise NotImplementedError


class MiniaudioDevice(Device):
    """The default device, opened by miniaudio."""

    def __init__(self, mixer: Mixer) -> None:
        """Open it; miniaudio.MiniaudioError if there is none."""
        import miniaudio  # type: ignore[import-untyped]

        self._library = miniaudio.lib
        self._gone = False
        self._device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=22050,
            buffersize_msec=_BUFFER_MS,
            backends=[getattr(miniaudio.Backend, name) for name in _backends()],
            app_name="Cramp Coach",
        )
        self.name = str(self._device.backend)
        self._device.stop_callback = self._on_stop
        feed = _feed(mixer)
        next(feed)
        self._device.start(feed)

    def gone(self) -> bool:
        """Say whether it went away."""
        return self._gone

    def close(self) -> None:
        """Close it, and its context, which miniaudio 1.71 forgets: four open files each time."""
        context = self._device._context  # noqa: SLF001 - there is no other way to it
        self._device.close()
        self._library.ma_context_uninit(context)

    def _on_stop(self) -> None:
        self._gone = True


def _feed(mixer: Mixer) -> Generator[Samples, int, None]:
    count = yield array.array("h")
    while True:
        count = yield mixer.take(count)


def _backends() -> list[str]:
    """Return the ways to a sound device, in order; never miniaudio's silent one.

    ALSA is asked only where there is a card: without one it writes a page to standard error.
    """
    card = any(Path("/dev/snd").glob("pcm*p"))
    elsewhere = {"win32": ["WASAPI", "DSOUND", "WINMM"], "darwin": ["COREAUDIO"]}
    return elsewhere.get(sys.platform, ["PULSEAUDIO", "ALSA"] if card else ["PULSEAUDIO"])


def read_wave(path: Path) -> Samples:
    """Return the samples of a 16-bit WAV file; OSError, EOFError or wave.Error if it is none."""
    with wave.open(str(path), "rb") as file:
        samples = array.array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
