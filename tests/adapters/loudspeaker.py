"""A sound server of the tests' own, with a null device, and an ear that tells loud from silent."""

from __future__ import annotations

import array
import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from cramp_coach.adapters.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Iterator

_RATE = 8000
_LOUD = 300
"""Of 32767: below it lies the noise of nothing, far above it every voice and tone."""
_BLOCK = 2 * _RATE // 100
"""Bytes in 10 ms."""
_PAUSE_S = 0.25
"""Shorter silences, between words, belong to the sound."""


def voiced_seconds(samples: array.array[int], rate: int) -> float:
    """Return the seconds, in steps of 10 ms, in which something is heard."""
    step = rate // 100
    blocks = [samples[at : at + step] for at in range(0, len(samples), step)]
    return sum(max(map(abs, block)) > _LOUD for block in blocks) / 100


class Ear:
    """Listens to the null device and keeps the spans of time in which something was heard."""

    def __init__(self, runtime: Path) -> None:
        self._clock = SystemClock()
        self.spans: list[tuple[float, float]] = []
        """Begin and end of each sound, seconds on the awake clock; the last may still go on."""
        self.peak = 0
        self.voiced_s = 0.0
        """Seconds in which there was sound, pauses and what a busy machine dropped not counted."""
        self._awake = threading.Event()
        self._process = subprocess.Popen(
            [
                *("parec", "--device=nullsink.monitor", f"--rate={_RATE}", "--channels=1"),
                *("--format=s16le", "--raw", "--latency-msec=10"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_RUNTIME_DIR": str(runtime)},
        )
        self._thread = threading.Thread(target=self._listen, name="ear", daemon=True)
        self._thread.start()
        # The monitor of a null device sends silence from the start.
        assert self._awake.wait(10), "nothing comes from the null device"

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        rest = b""
        while block := os.read(pipe.fileno(), 4096):
            self._awake.set()
            block = rest + block
            whole = len(block) // _BLOCK * _BLOCK
            block, rest = block[:whole], block[whole:]
            samples = array.array("h", block)
            self.voiced_s += voiced_seconds(samples, _RATE)
            loudest = max(map(abs, samples), default=0)
            self.peak = max(self.peak, loudest)
            if loudest > _LOUD:
                self._heard(self._clock.awake())

    def _heard(self, now: float) -> None:
        if self.spans and now - self.spans[-1][1] < _PAUSE_S:
            self.spans[-1] = (self.spans[-1][0], now)
        else:
            self.spans.append((now, now))

    def heard_since(self, moment: float) -> bool:
        """Say whether anything was heard after `moment`."""
        return bool(self.spans) and self.spans[-1][1] > moment

    def silent_for(self) -> float:
        """Return the seconds since the last sound; many if there was none."""
        return self._clock.awake() - self.spans[-1][1] if self.spans else 1e9

    def close(self) -> None:
        """Stop listening."""
        self._process.kill()
        self._process.wait()
        self._thread.join(2)
        if self._process.stdout is not None:
            self._process.stdout.close()


class Loudspeaker:
    """The sound server in a runtime folder of its own."""

    def __init__(self, runtime: Path) -> None:
        self.runtime = runtime
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until its null device is there."""
        environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(self.runtime),
            "HOME": str(self.runtime),
        }
        environment.pop("PULSE_SERVER", None)
        self._server = subprocess.Popen(
            [
                *("pulseaudio", "-n", "--system=no", "--daemonize=no", "--use-pid-file=no"),
                *("--exit-idle-time=-1", "--disable-shm=yes"),
                "--load=module-null-sink sink_name=nullsink norewinds=1",
                "--load=module-native-protocol-unix",
            ],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        watch = threading.Event()
        for _ in range(100):
            if (self.runtime / "pulse" / "native").exists():
                return
            assert self._server.poll() is None, "pulseaudio did not start"
            watch.wait(0.1)
        raise AssertionError("pulseaudio did not make its socket")

    @contextlib.contextmanager
    def ear(self) -> Iterator[Ear]:
        """Listen for as long as the block lasts."""
        ear = Ear(self.runtime)
        try:
            yield ear
        finally:
            ear.close()

    def end_speech_dispatcher(self) -> None:
        """End the daemon and its modules, hard: a deadlocked one does not listen to SIGTERM."""
        file = self.runtime / "speech-dispatcher" / "pid" / "speech-dispatcher.pid"
        with contextlib.suppress(OSError, ValueError):
            daemon = int(file.read_text("ascii"))
            for process in (daemon, *_children(daemon)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            file.unlink()

    def stop(self) -> None:
        """End everything that was started in this runtime folder."""
        self.end_speech_dispatcher()
        if self._server is not None:
            self._server.kill()
            self._server.wait()


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name, in brackets, may hold blanks; the parent is the second field after it.
            if int(stat.read_text("utf-8").rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found
