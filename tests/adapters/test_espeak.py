"""The program espeak-ng as an engine: what it is asked, and what its ends mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters.espeak import Espeak
from cramp_coach.adapters.voice_engine import NO_ENGINE, NO_SOUND
from cramp_coach.core.settings import Sound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

VOICES = """Pty Language       Age/Gender VoiceName          File                 Other Languages
 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
 5  en-us           --/M      us-mbrola-2        mb/mb-us2            (en 7)
 5  variant         --/M      Storm              !v/Storm             (en-us 5)
"""


class Program:
    """An espeak-ng that takes down what it is asked and does what the test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.does("exit 0")

    def does(self, script: str) -> None:
        (self.folder / "voices").write_text(VOICES, "utf-8")
        program = self.folder / "espeak-ng"
        program.write_text(
            f"#!/bin/sh\ncd {self.folder}\n"
            'if [ "$1" = --voices=en ]; then cat voices; exit; fi\n'
            f'printf "%s\\n" "$*" >asked\ncat >text\n: >began\n{script}\n',
            "utf-8",
        )
        program.chmod(0o755)

    def asked(self) -> str:
        return (self.folder / "asked").read_text("utf-8").strip()

    def text(self) -> str:
        return (self.folder / "text").read_text("utf-8")

    def began(self) -> bool:
        return (self.folder / "began").exists()


class News:
    """What the engine told."""

    def __init__(self, engine: Espeak) -> None:
        self.told: list[str] = []
        self.voices: list[object] = []
        engine.ready.connect(lambda: self.told.append("ready"))
        engine.ended.connect(lambda: self.told.append("ended"))
        engine.failed.connect(self.told.append)
        engine.voices_found.connect(self.voices.append)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return Program(tmp_path)


@pytest.fixture
def engine(qapp: object) -> Iterator[Espeak]:
    engine = Espeak(Sound(), "en_US")
    yield engine
    engine.close()


def ready(qtbot: QtBot, engine: Espeak) -> News:
    news = News(engine)
    engine.start()
    qtbot.waitUntil(lambda: news.told == ["ready"])
    return news


def test_the_voice_the_pace_and_the_volume_are_asked_for_and_the_text_is_nobodys_business(
    qtbot: QtBot, program: Program, engine: Espeak
) -> None:
    news = ready(qtbot, engine)
    assert news.voices == [("English (Great Britain)", "English (America)")]
    engine.speak("Text Zoë on 0170 1234")
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])
    assert program.asked() == "-v en-us -s 140 -a 160 -b 1 --stdin"
    assert program.text() == "Text Zoë on 0170 1234\n"
    engine.tune(Sound(voice_name="English (Great Britain)", words_per_minute=100, volume=25))
    assert engine.voice_name() == "English (Great Britain)"
    engine.speak("Rub the calf.")
    qtbot.waitUntil(lambda: len(news.told) == 3)
    assert program.asked() == "-v en-gb -s 100 -a 50 -b 1 --stdin"


def test_the_probe_is_silent(qtbot: QtBot, program: Program, engine: Espeak) -> None:
    news = ready(qtbot, engine)
    engine.probe()
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])
    assert " -a 0 " in program.asked()


@pytest.mark.parametrize(
    "script", ["echo 'error: No such file or directory' >&2; exit 0", "exit 1", "kill -9 $$"]
)
def test_a_complaint_or_a_bad_end_means_that_nothing_was_heard(
    qtbot: QtBot, program: Program, engine: Espeak, script: str
) -> None:
    program.does(script)
    news = ready(qtbot, engine)
    engine.speak("Rub the calf.")
    qtbot.waitUntil(lambda: news.told == ["ready", NO_SOUND])


def test_stop_ends_the_process_and_tells_nothing(
    qtbot: QtBot, program: Program, engine: Espeak
) -> None:
    program.does("exec sleep 60")
    news = ready(qtbot, engine)
    engine.speak("one")
    qtbot.waitUntil(program.began)
    engine.stop()
    program.does("exit 0")
    engine.speak("two")
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])
    assert program.text() == "two\n"


def test_where_it_is_not_installed_there_is_no_engine(
    engine: Espeak, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    news = News(engine)
    engine.start()
    assert news.told == [NO_ENGINE]


def test_one_that_cannot_be_run_is_no_engine(
    qtbot: QtBot, program: Program, engine: Espeak
) -> None:
    (program.folder / "espeak-ng").write_text("#!/nowhere/sh\n", "utf-8")
    news = News(engine)
    engine.start()
    qtbot.waitUntil(lambda: news.told == [NO_ENGINE])
