"""The voice, heard at the loudspeaker: a real speech-dispatcher, and what is left without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.coaching import (
    FIRST_STEP,
    SLOW_S,
    cramp_now,
    geometry,
    open_home,
    wait_for,
    wait_for_elapsed,
    wait_for_session,
    works,
)
from tests.e2e.desktop import desktop as private_desktop
from tests.e2e.desktop import wait_until

if TYPE_CHECKING:
    from tests.e2e.desktop import Sound

SENTENCE_S = 0.6
"""Longer than any tone of ours; a spoken instruction is."""
HEARD_S = 8.0
"""After the press; a daemon that has to be started first takes a second or two."""


def sentences(sound: Sound) -> list[tuple[float, float]]:
    """Return when something was heard that is long enough to be speech."""
    return [(begin, end) for begin, end in sound.edges() if end - begin >= SENTENCE_S]


def test_the_first_instruction_is_heard_and_v_silences() -> None:
    with private_desktop(audio=True) as desktop, desktop.listen() as sound:
        open_home(desktop)
        pressed = sound.seconds()
        assert not sentences(sound)

        desktop.press("Cramp now")
        (begin, _) = wait_until(lambda: sentences(sound), "the voice", SLOW_S)[0]
        assert begin - pressed < HEARD_S

        # In the middle of a sentence.
        count = len(sentences(sound))
        desktop.keys("Right")
        wait_until(lambda: len(sentences(sound)) > count, "the next instruction")
        desktop.keys("v")
        muted = sound.seconds()
        wait_until(lambda: sound.seconds() > muted + 1.0, "the recording")
        desktop.keys("Right")
        wait_for_session(desktop, step="calf-stand")
        wait_until(lambda: sound.seconds() > muted + 3.0, "the recording")
        assert not [begin for begin, _ in sound.edges() if begin > muted + 1.0]

        desktop.keys("v")
        desktop.keys("Left")
        wait_until(lambda: sound.edges()[-1][1] > muted + 3.0, "the voice again", SLOW_S)
        wait_until(lambda: works(desktop, "voice")["state"] == "yes", "the voice to be known")
        assert works(desktop, "sound")["state"] == "yes"


@pytest.mark.parametrize("without", [(), ("speech-dispatcher",)])
def test_without_a_sound_server_it_coaches_and_says_so(without: tuple[str, ...]) -> None:
    with private_desktop(without=without) as desktop:
        assert cramp_now(desktop)["step"] == FIRST_STEP
        wait_until(lambda: geometry(desktop) == [0, 0, 1366, 768], "the full screen")

        wait_until(lambda: works(desktop, "voice").get("state") == "no", "no voice", SLOW_S)
        wait_until(lambda: works(desktop, "sound").get("state") == "no", "no tones", SLOW_S)
        assert works(desktop, "voice")["reason"] in ("no-sound", "no-engine")

        # Space so early would still be the press that began it.
        assert wait_for_elapsed(desktop, 2.0)["step"] == FIRST_STEP
        desktop.keys("Right")
        wait_for_session(desktop, step="calf-massage")
        desktop.keys("space")
        wait_for(desktop, "It eased during")


def test_without_any_voice_the_tones_are_heard() -> None:
    without = ("speech-dispatcher", "espeak-ng", "espeak")
    with private_desktop(audio=True, without=without) as desktop, desktop.listen() as sound:
        cramp_now(desktop)
        wait_until(sound.edges, "a tone", SLOW_S)
        wait_until(lambda: works(desktop, "voice").get("reason") == "no-engine", "no voice", SLOW_S)
        assert "No voice is set up" in desktop.coach("check").stdout
        assert not sentences(sound)
