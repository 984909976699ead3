"""The tones through a real sound server by ear, and through devices that hang, fail and go away."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters.chime import Device, Mixer, NoTones, Tones, read_wave
from cramp_coach.adapters.clock import SystemClock
from cramp_coach.core.events import Tone
from cramp_coach.core.ports import Chime, ManualClock, Works
from cramp_coach.core.settings import Sound
from cramp_coach.paths import assets

if TYPE_CHECKING:
    import array
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.adapters.loudspeaker import Loudspeaker

SOUNDS = assets() / "sounds"
PATIENCE_S = 10.0


def until(true: Callable[[], object]) -> None:
    """Wait until it is true; there is no event for it."""
    watch = threading.Event()
    for _ in range(int(PATIENCE_S * 100)):
        if true():
            return
        watch.wait(0.01)
    raise AssertionError("it never came to be true")


class FakeDevice(Device):
    """Keeps its mixer for the test to ask."""

    name = "fake"

    def __init__(self, mixer: Mixer) -> None:
        self.mixer = mixer
        self.unplugged = False
        self.closed = False

    def gone(self) -> bool:
        return self.unplugged

    def close(self) -> None:
        self.closed = True


class Shop:
    """Opens devices, or does not."""

    def __init__(self) -> None:
        self.devices: list[FakeDevice] = []
        self.open = threading.Event()
        self.open.set()
        self.error: Exception | None = None
        self.asked = 0

    def __call__(self, mixer: Mixer) -> Device:
        self.asked += 1
        self.open.wait(PATIENCE_S)
        if self.error is not None:
            raise self.error
        self.devices.append(FakeDevice(mixer))
        return self.devices[-1]


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.open.set()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "tones"])


def made(shop: Shop, linger_s: float = 5.0, **sound: object) -> Tones:
    settings = Sound(**sound)  # type: ignore[arg-type]
    return Tones(SOUNDS, ManualClock(), settings, linger_s=linger_s, open_device=shop)


def peak(samples: array.array[int]) -> int:
    return max(map(abs, samples))


def test_it_is_a_chime_that_costs_nothing_to_make(shop: Shop) -> None:
    chime: Chime = made(shop)
    assert shop.asked == 0
    assert chime.works() == Works(part="sound", state="unknown", reason="not-yet")
    chime.close()


def test_a_tone_is_played_as_loud_as_the_person_wants(shop: Shop) -> None:
    tones = made(shop, volume=50)
    tones.play(Tone.GO)
    until(lambda: shop.devices and shop.devices[0].mixer._sounding)
    played = shop.devices[0].mixer.take(100_000)
    original = read_wave(SOUNDS / "go.wav")
    assert peak(played) == pytest.approx(peak(original) / 2, abs=2)
    assert tones.works() == Works(part="sound", state="yes", reason="plays", detail="fake")
    tones.close()
    assert shop.devices[0].closed


def test_the_device_is_let_go_when_nothing_sounds_and_taken_again(shop: Shop) -> None:
    tones = made(shop, linger_s=0.05)
    tones.play(Tone.TICK)
    until(lambda: shop.devices and shop.devices[0].closed)
    until(lambda: tones._thread is None)
    tones.play(Tone.TICK)
    until(lambda: len(shop.devices) == 2)
    tones.close()


def test_a_device_that_went_away_is_opened_anew(shop: Shop) -> None:
    tones = made(shop)
    tones.play(Tone.TICK)
    until(lambda: shop.devices)
    shop.devices[0].unplugged = True
    tones.play(Tone.TICK)
    until(lambda: len(shop.devices) == 2)
    assert shop.devices[0].closed
    tones.close()


def test_a_device_that_never_opens_keeps_nobody_waiting(shop: Shop) -> None:
    shop.open.clear()
    clock = ManualClock()
    tones = Tones(SOUNDS, clock, Sound(), open_device=shop)
    tones.play(Tone.TICK)
    until(lambda: shop.asked)
    clock.pass_awake(2)
    assert tones.works().state == "unknown"
    clock.pass_awake(2)
    assert tones.works() == Works(part="sound", state="no", reason="hangs")
    before = tones._asked.qsize()
    for _ in range(50):
        tones.play(Tone.TICK)
    assert tones._asked.qsize() == before, "they would all sound at once if it came free"
    began = SystemClock().awake()
    tones.close()
    assert SystemClock().awake() - began < 0.2


def test_one_that_comes_free_after_all_works_again(shop: Shop) -> None:
    shop.open.clear()
    clock = ManualClock()
    tones = Tones(SOUNDS, clock, Sound(), open_device=shop)
    tones.play(Tone.TICK)
    clock.pass_awake(20)
    assert tones.works().reason == "hangs"
    shop.open.set()
    until(lambda: tones.works().state == "yes")
    tones.close()


def test_without_a_device_it_says_so_and_tries_again_next_time(shop: Shop) -> None:
    shop.error = OSError("no such device")
    tones = made(shop)
    tones.play(Tone.TICK)
    assert tones.wait_until_known(PATIENCE_S) == Works(part="sound", state="no", reason="no-device")
    until(lambda: tones._thread is None)
    shop.error = None
    tones.check()
    until(lambda: tones.works().state == "yes")
    assert not shop.devices[0].mixer.take(1000).tobytes().strip(b"\0"), "a check is silent"
    tones.close()


def test_no_tones_are_no_tones(shop: Shop) -> None:
    tones = made(shop, tones=False)
    tones.play(Tone.TICK)
    assert shop.asked == 0
    tones.use(Sound())
    tones.play(Tone.TICK)
    until(lambda: shop.asked)
    tones.close()
    tones.play(Tone.TICK)
    tones.close()


def test_a_missing_file_is_told_and_the_others_play(
    shop: Shop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "go.wav").write_bytes((SOUNDS / "go.wav").read_bytes())
    (tmp_path / "step.wav").write_bytes(b"RIFF")
    tones = Tones(tmp_path, ManualClock(), Sound(), open_device=shop)
    for tone, file in ((Tone.TICK, "tick.wav"), (Tone.STEP, "step.wav")):
        tones.play(tone)
        until(lambda file=file: tones.works().detail == file)  # type: ignore[misc]
    tones.play(Tone.GO)
    until(lambda: shop.devices[0].mixer._sounding)
    tones.close()
    assert len(caplog.records) == 2


def test_two_tones_at_once_are_both_heard_and_never_distort() -> None:
    mixer = Mixer()
    attention = read_wave(SOUNDS / "attention-louder.wav")
    mixer.add(attention)
    first = mixer.take(1000)
    assert first == attention[:1000]
    mixer.add(attention)
    both = mixer.take(1000)
    assert both == type(both)(
        "h",
        [max(-32767, min(32767, a + b)) for a, b in zip(attention[1000:2000], first, strict=True)],
    )
    rest = mixer.take(len(attention))
    assert len(rest) == len(attention)
    assert not mixer.take(10).tobytes().strip(b"\0")


def test_the_tones_are_heard_and_nothing_is_left_open(loudspeaker: Loudspeaker) -> None:
    clock = SystemClock()
    tones = Tones(SOUNDS, clock, Sound(), linger_s=0.8)
    with loudspeaker.ear() as ear:
        asked = clock.awake()
        tones.play(Tone.GO)
        assert clock.awake() - asked < 0.05
        until(lambda: ear.heard_since(asked))
        assert ear.spans[-1][0] - asked < 1.5
        until(lambda: ear.silent_for() > 0.5)
        assert 0.2 < ear.spans[-1][1] - ear.spans[-1][0] < 0.8
        until(lambda: tones._thread is None)
    assert tones.works() == Works(part="sound", state="yes", reason="plays", detail="PulseAudio")

    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "tones"])
    files = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        again = Tones(SOUNDS, clock, Sound(), linger_s=0.01)
        again.check()
        assert again.wait_until_known(PATIENCE_S).state == "yes"
        again.close()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "tones"])
    assert len(os.listdir("/proc/self/fd")) == files


@pytest.mark.usefixtures("no_loudspeaker")
def test_without_a_sound_server_there_is_no_noise_on_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    tones = Tones(SOUNDS, SystemClock(), Sound())
    tones.play(Tone.GO)
    assert tones.wait_until_known(PATIENCE_S) == Works(part="sound", state="no", reason="no-device")
    tones.close()
    assert capfd.readouterr() == ("", "")


def test_the_chime_that_is_none_says_so() -> None:
    none: Chime = NoTones("off")
    none.play(Tone.GO)
    none.close()
    assert none.works() == Works(part="sound", state="no", reason="off")
