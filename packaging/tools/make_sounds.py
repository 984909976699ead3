"""Write the tones of the program to `assets/sounds`: run it again after changing a number.

Older and hard-of-hearing sleepers hear a complex tone near 520 Hz far better than a high one, so
every tone is of that family, with harmonics to 2 kHz; edges are faded over 20 to 30 ms so that
nobody is startled (experience.md 3.6). None of them is three or four even pulses and a pause:
those are the alarms for fire and for carbon monoxide.
"""

from __future__ import annotations

import array
import math
import sys
import wave
from pathlib import Path
from typing import NamedTuple

RATE = 22050
"""Samples a second; enough for ten times the highest harmonic."""
BASE_HZ = 520.0
PEAK = 0.40
"""Of full scale, for all tones but the louder one; the volume is the person's."""
LOUDER_DB = 6.0
"""The most by which attention may rise."""
HARMONICS = (1.0, 0.45, 0.2)
"""Strength of 520, 1040 and 1560 Hz, and of theirs for the other notes."""
HIGHEST_HZ = 2000.0


class Note(NamedTuple):
    """One note of a tone."""

    start_s: float
    length_s: float
    ratio: float
    """Frequency, as a multiple of 520 Hz."""
    strength: float = 1.0
    fade_in_s: float = 0.025
    fade_out_s: float = 0.03


# Notes overlap a little, so that they are heard as one gesture and never as pulses. The intervals
# are those of the scale of nature: a fourth 4/3, a third 5/4, an octave below 1/2.
ATTENTION = (
    Note(0.0, 0.55, 1.0, 0.8, 0.03, 0.25),
    Note(0.42, 0.55, 1.0, 0.9, 0.03, 0.25),
    Note(0.84, 0.95, 1.0, 1.0, 0.03, 0.6),
)
TONES: dict[str, tuple[Note, ...]] = {
    "start": (Note(0.0, 0.24, 1.0, 1.0, 0.02, 0.12),),
    "step": (Note(0.0, 0.2, 1.0, 0.9, 0.025, 0.08), Note(0.15, 0.3, 4 / 3, 1.0, 0.025, 0.18)),
    "tick": (Note(0.0, 0.09, 0.75, 0.7, 0.02, 0.03),),
    "go": (Note(0.0, 0.4, 5 / 4, 1.0, 0.025, 0.15),),
    "stopped": (
        Note(0.0, 0.35, 5 / 4, 0.6, 0.03, 0.2),
        Note(0.26, 0.6, 1.0, 0.6, 0.03, 0.4),
    ),
    "attention": ATTENTION,
    "attention-louder": ATTENTION,
}


def samples(name: str) -> array.array[int]:
    """Return the tone `name` as 16-bit samples."""
    notes = TONES[name]
    total = [0.0] * math.ceil(RATE * max(note.start_s + note.length_s for note in notes))
    for note in notes:
        first = round(note.start_s * RATE)
        for index, value in enumerate(_note(note)):
            total[first + index] += value
    loudest = max(note.strength for note in notes)
    peak = PEAK * loudest * (10 ** (LOUDER_DB / 20) if name.endswith("louder") else 1.0)
    scale = 32767 * peak / max(map(abs, total))
    return array.array("h", [round(value * scale) for value in total])


def _note(note: Note) -> list[float]:
    length = round(note.length_s * RATE)
    frequency = BASE_HZ * note.ratio
    waves = [
        (strength, 2 * math.pi * frequency * order / RATE)
        for order, strength in enumerate(HARMONICS, start=1)
        if frequency * order <= HIGHEST_HZ
    ]
    fade_in, fade_out = note.fade_in_s * RATE, note.fade_out_s * RATE
    values = []
    for i in range(length):
        # Half a cosine: no corner at either end that would be heard as a click.
        edge = min(1.0, i / fade_in, (length - 1 - i) / fade_out)
        envelope = note.strength * (0.5 - 0.5 * math.cos(math.pi * max(0.0, edge)))
        values.append(envelope * sum(s * math.sin(w * i) for s, w in waves))
    return values


def write(folder: Path) -> list[Path]:
    """Write every tone as a WAV file into `folder` and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in TONES:
        path = folder / f"{name}.wav"
        data = samples(name)
        if sys.byteorder == "big":
            data.byteswap()
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(data.tobytes())
        files.append(path)
    return files


if __name__ == "__main__":
    for made in write(Path(__file__).parents[2] / "assets" / "sounds"):
        print(made.relative_to(Path.cwd()) if made.is_relative_to(Path.cwd()) else made)
