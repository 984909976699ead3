"""Which voice, how fast, how long."""

from __future__ import annotations

import array
import subprocess

import pytest

from cramp_coach.adapters.voices import (
    Voice,
    espeak_speed,
    pick,
    plain_english,
    seconds_to_say,
    ssip_rate,
)

LISTED = [
    Voice(name=name, language=language)
    for name, language in (
        ("Afrikaans", "af"),
        ("Bishnupriya Manipuri", "bpy"),
        ("English (Caribbean)", "en-029"),
        ("English (America)+croak", "en-US"),
        ("us-mbrola-2", "en-US"),
        ("English (Scotland)", "en-GB-SCOTLAND"),
        ("English (Great Britain)", "en-GB"),
        ("English (America, New York City)", "en-US-NYC"),
        ("English (America)", "en-US"),
    )
]

SENTENCES = [
    "Straighten your leg. Pull your toes toward your shin. Hold.",
    "Next, rub the calf. Not if it is swollen, hot or red.",
    "Rub the calf firmly, up to the knee.",
    "Loop a towel round your foot. Pull gently.",
    "Hold something firm and stand up slowly. Press your heel down.",
    "If it has stopped, press Space. If not, do nothing.",
    "Walk slowly. Shake the leg.",
    "Hands on the wall, lean in. Heel down.",
    "Sit down. Put something warm on the calf, over a cloth.",
    "Lie down, legs up. Breathe out slowly.",
    "Eight minutes. If it has not eased by ten, get medical help.",
    "Once more. Pull your toes toward your shin.",
]


def name(voice: Voice | None) -> str:
    return voice.name if voice is not None else ""


@pytest.mark.parametrize(
    ("wanted", "accent", "expected"),
    [
        ("", "en_US", "English (America)"),
        ("", "de_DE", "English (America)"),
        ("", "C", "English (America)"),
        ("", "en_GB", "English (Great Britain)"),
        ("", "en_AU", "English (America)"),
        ("English (Scotland)", "en_US", "English (Scotland)"),
        ("English_(scotland)", "en_US", "English (Scotland)"),
        ("English (America)+croak", "en_US", "English (America)+croak"),
        ("Somebody who has been removed", "en_US", "English (America)"),
    ],
)
def test_a_sensible_english_voice_is_chosen(wanted: str, accent: str, expected: str) -> None:
    assert name(pick(LISTED, wanted, accent)) == expected
    assert name(pick(list(reversed(LISTED)), wanted, accent)) == expected


def test_any_english_is_better_than_none_but_the_caribbean_comes_last() -> None:
    few = [voice for voice in LISTED if voice.language not in ("en-US", "en-GB")]
    assert "Caribbean" not in name(pick(few))
    assert name(pick(few[:3])) == "English (Caribbean)"
    assert pick(LISTED[:2]) is None


def test_nobody_is_offered_a_croak() -> None:
    offered = [voice.name for voice in plain_english(LISTED)]
    assert len(offered) == 5
    assert not [one for one in offered if "+" in one or "mbrola" in one]


def test_the_scales_of_speed() -> None:
    assert [espeak_speed(wpm) for wpm in (100, 145, 200)] == [100, 140, 189]
    assert [ssip_rate(wpm) for wpm in (100, 145, 179, 200)] == [-78, -33, 0, 7]
    assert all(ssip_rate(wpm) <= ssip_rate(wpm + 1) for wpm in range(60, 400))


def spoken(text: str, speed: int, amplitude: int = 100) -> array.array[int]:
    """Return what espeak-ng says."""
    run = subprocess.run(
        [
            *("espeak-ng", "-v", "en-us", "-s", str(speed), "-a", str(amplitude)),
            *("--stdin", "--stdout"),
        ],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return array.array("h", run.stdout[44:])


def spoken_seconds(text: str, speed: int) -> float:
    """Return how long espeak-ng speaks, without the silence at both ends."""
    samples = spoken(text, speed)
    loud = [index for index, sample in enumerate(samples) if abs(sample) > 300]
    return (loud[-1] - loud[0]) / 22050


@pytest.mark.parametrize(
    ("asked", "least", "most"), [(145, 140, 150), (100, 95, 106), (200, 190, 210)]
)
def test_the_real_engine_keeps_the_pace(asked: int, least: int, most: int) -> None:
    words = sum(len(sentence.split()) for sentence in SENTENCES)
    seconds = sum(spoken_seconds(sentence, espeak_speed(asked)) for sentence in SENTENCES)
    assert least <= 60 * words / seconds <= most


def test_no_sentence_takes_longer_than_reckoned() -> None:
    for sentence in SENTENCES:
        assert spoken_seconds(sentence, espeak_speed(145)) < seconds_to_say(sentence, 145)
    assert spoken_seconds("Call 1 1 2.", espeak_speed(145)) < seconds_to_say("Call 112.", 145)
