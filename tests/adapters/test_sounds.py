"""The tones, in numbers: soft at the edges, low, no alarm that people run from."""

from __future__ import annotations

import importlib.util
import itertools
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters.chime import read_wave
from cramp_coach.core.events import Tone
from cramp_coach.paths import assets

if TYPE_CHECKING:
    import array
    from types import ModuleType

RATE = 22050
SOUNDS = assets() / "sounds"


def maker() -> ModuleType:
    """Return the script that writes the tones; it is no part of the program."""
    path = Path(__file__).parents[2] / "packaging" / "tools" / "make_sounds.py"
    spec = importlib.util.spec_from_file_location("make_sounds", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_sounds"] = module
    spec.loader.exec_module(module)
    return module


def tone(name: Tone) -> array.array[int]:
    return read_wave(SOUNDS / f"{name.value}.wav")


def seconds(name: Tone) -> float:
    return len(tone(name)) / RATE


def strength(samples: array.array[int] | list[int], hertz: float) -> float:
    """Return how much of `hertz` there is in `samples` (one term of a Fourier transform)."""
    angle = 2 * math.pi * hertz / RATE
    real = sum(value * math.cos(angle * i) for i, value in enumerate(samples))
    imaginary = sum(value * math.sin(angle * i) for i, value in enumerate(samples))
    return math.hypot(real, imaginary) * 2 / len(samples)


def loudness(samples: array.array[int]) -> float:
    return math.sqrt(sum(value * value for value in samples) / len(samples))


def pulses(name: Tone) -> list[tuple[float, float]]:
    """Return begin and end, seconds, of what is heard between silences."""
    samples, found = tone(name), list[tuple[float, float]]()
    block = RATE // 100
    for at in range(0, len(samples), block):
        if max(map(abs, samples[at : at + block])) > 0.05 * max(map(abs, samples)):
            if found and at / RATE - found[-1][1] < 0.02:
                found[-1] = (found[-1][0], (at + block) / RATE)
            else:
                found.append((at / RATE, (at + block) / RATE))
    return found


def test_the_files_are_those_that_the_script_writes(tmp_path: Path) -> None:
    written = maker().write(tmp_path)
    assert {path.stem for path in written} == {name.value for name in Tone}
    assert {path.name for path in SOUNDS.iterdir()} == {path.name for path in written}
    for path in written:
        assert path.read_bytes() == (SOUNDS / path.name).read_bytes(), path.name


@pytest.mark.parametrize("name", list(Tone))
def test_nobody_is_startled(name: Tone) -> None:
    samples = tone(name)
    peak = max(map(abs, samples))
    assert peak < 0.85 * 32767, "as good as distorted"
    assert abs(samples[0]) < 0.001 * peak
    assert abs(samples[-1]) < 0.001 * peak

    def loudest(first_s: float, last_s: float) -> int:
        return max(map(abs, samples[round(first_s * RATE) : round(last_s * RATE)]))

    # Half a cosine over 20 ms at the least: at 5 ms it has come to 15 %, at 10 ms to half.
    length = len(samples) / RATE
    assert loudest(0, 0.005) < 0.16 * peak
    assert loudest(0, 0.010) < 0.55 * peak
    assert loudest(length - 0.005, length) < 0.16 * peak
    # No corner anywhere: from one sample to the next the step is that of a smooth wave.
    steepest = max(abs(b - a) for a, b in itertools.pairwise(samples))
    assert steepest < peak * 2 * math.pi * 1300 / RATE


@pytest.mark.parametrize("name", list(Tone))
def test_it_is_low_and_rich_so_that_old_ears_hear_it(name: Tone) -> None:
    samples = tone(name)[: RATE // 2]
    notes = {"tick": [390.0], "go": [650.0], "step": [520.0, 520 * 4 / 3]}
    notes |= {"stopped": [650.0, 520.0]}
    basics = notes.get(name.value, [520.0])
    base = max(strength(samples, hertz) for hertz in basics)
    assert max(strength(samples, 2 * hertz) for hertz in basics) > 0.25 * base
    for hertz in range(2200, 11000, 137):
        assert strength(samples, hertz) < 0.02 * base, f"{hertz} Hz"
    for hertz in range(50, 300, 25):
        assert strength(samples, hertz) < 0.1 * base, f"{hertz} Hz"


def test_each_says_what_it_means() -> None:
    assert seconds(Tone.START) <= 0.25
    assert seconds(Tone.TICK) <= 0.1
    assert seconds(Tone.GO) == pytest.approx(0.4, abs=0.01)
    early, late = slice(0, RATE * 14 // 100), slice(-RATE * 14 // 100, None)
    step = tone(Tone.STEP)
    assert strength(step[early], 520) > 3 * strength(step[early], 693)
    assert strength(step[late], 693) > 3 * strength(step[late], 520), "two notes up"
    stopped = tone(Tone.STOPPED)
    assert strength(stopped[early], 650) > 3 * strength(stopped[early], 520)
    assert strength(stopped[late], 520) > 3 * strength(stopped[late], 650), "two notes down"
    assert max(map(abs, stopped)) < 0.7 * max(map(abs, tone(Tone.ATTENTION))), "soft"
    tick, go = tone(Tone.TICK), tone(Tone.GO)
    assert strength(tick, 390) > 3 * strength(tick, 650), "low"
    assert strength(go, 650) > 3 * strength(go, 390), "higher"


def test_attention_rises_by_six_decibels_at_most() -> None:
    usual, louder = tone(Tone.ATTENTION), tone(Tone.ATTENTION_LOUDER)
    for measure in (loudness, lambda samples: float(max(map(abs, samples)))):
        assert 5.0 < 20 * math.log10(measure(louder) / measure(usual)) <= 6.001
    assert all(
        loudness(tone(name)) < 1.1 * loudness(louder) for name in Tone if name != "attention-louder"
    )


@pytest.mark.parametrize("name", list(Tone))
def test_it_is_no_fire_alarm_and_no_gas_alarm(name: Tone) -> None:
    """Fire is three pulses of half a second with half a second between, gas four short ones."""
    assert len(pulses(name)) == 1, "one gesture, without the silences of an alarm"


def test_attention_is_three_notes() -> None:
    samples = tone(Tone.ATTENTION)
    block = RATE // 50
    levels = [max(map(abs, samples[at : at + block])) for at in range(0, len(samples), block)]
    tops = [
        at
        for at in range(2, len(levels) - 2)
        if levels[at] == max(levels[max(0, at - 8) : at + 9]) and levels[at] > 0.6 * max(levels)
    ]
    starts = [at for at, before in zip(tops, [-99, *tops], strict=False) if at - before > 8]
    assert len(starts) == 3
