"""Which voice, how fast, how long: what every speech engine needs to know, as plain functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """A voice as an engine lists it."""

    name: str
    language: str
    """As the engine writes it: "en", "en-US", "en_GB"."""


def plain_english(voices: Iterable[Voice]) -> list[Voice]:
    """Return the English voices that a person would want to listen to.

    A "+" marks a voice put through an effect ("English (America)+croak"); mbrola's voices are
    listed by espeak-ng whether or not their data is there.
    """
    return [
        voice
        for voice in voices
        if _parts(voice.language)[0] == "en"
        and "+" not in voice.name
        and "mbrola" not in voice.name.casefold()
    ]


def pick(voices: Sequence[Voice], wanted: str = "", accent: str = "en_US") -> Voice | None:
    """Return the voice called `wanted`, else the plainest English one; None if there is none.

    `accent` is the system's locale: someone in Leeds is better understood by, and understands
    better, a British voice. After it come American, British, and any other that is no dialect.
    """
    chosen = {_same(voice.name): voice for voice in voices}.get(_same(wanted))
    if wanted and chosen is not None:
        return chosen
    order = [["en", "us"], ["en", "gb"], ["en"]]
    if _parts(accent)[0] == "en":
        order.insert(0, _parts(accent)[:2])

    def rank(voice: Voice) -> tuple[int, int]:
        parts = _parts(voice.language)
        place = order.index(parts) if parts in order else len(order)
        # Of dialects the list knows nothing; the Caribbean one stands first in the alphabet.
        return place, "caribbean" in voice.name.casefold() or "029" in parts

    return min(plain_english(voices), key=rank, default=None)


def _parts(language: str) -> list[str]:
    return language.casefold().replace("_", "-").split(".")[0].split("-")


def _same(name: str) -> str:
    """Make one of speech-dispatcher's "English (America)" and espeak-ng's "English_(America)"."""
    return name.replace("_", " ").casefold().strip()


def espeak_speed(words_per_minute: int) -> int:
    """Return the speed to ask of espeak-ng for it to speak so many words a minute.

    Its own "words per minute" is not what is heard: over twelve of our sentences, silence at the
    ends not counted, 100 gives 101, 145 gives 150 and 200 gives 213 words a minute (1.51, en-us).
    """
    return max(80, min(449, round((words_per_minute + 12.5) / 1.125)))


def ssip_rate(words_per_minute: int) -> int:
    """Return speech-dispatcher's rate, -100 to 100, for so many words a minute.

    Its espeak-ng module makes 80, 170 and 449 of -100, 0 and 100, straight in between (the
    defaults of its espeak-ng.conf). Other modules have scales of their own near to it.
    """
    speed = espeak_speed(words_per_minute)
    reach = 170 - 80 if speed < 170 else 449 - 170
    return round(100 * (speed - 170) / reach)


def seconds_to_say(text: str, words_per_minute: int) -> float:
    """Estimate how long saying `text` takes, generously: numbers and digits take longer."""
    words = len(text.split()) + sum(letter.isdigit() for letter in text)
    return 0.5 + 1.4 * words * 60 / words_per_minute
