"""What goes over the wire to speech-dispatcher, to the letter, and what a bad one can do to us."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters import speech_dispatcher, ssip
from cramp_coach.adapters.speech_dispatcher import SpeechDispatcher
from cramp_coach.adapters.ssip import as_body, socket_path
from cramp_coach.adapters.voice_engine import GONE, NO_ENGINE
from cramp_coach.core.settings import Sound
from tests.adapters.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class News:
    """What an engine told."""

    def __init__(self, engine: SpeechDispatcher) -> None:
        self.told: list[str] = []
        self.voices: list[object] = []
        engine.ready.connect(lambda: self.told.append("ready"))
        engine.ended.connect(lambda: self.told.append("ended"))
        engine.failed.connect(self.told.append)
        engine.voices_found.connect(self.voices.append)


@pytest.fixture
def server(qapp: object) -> Iterator[StandIn]:
    standin = StandIn(Path(socket_path()))
    yield standin
    standin.close()


@pytest.fixture
def engine(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechDispatcher]:
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    engine = SpeechDispatcher(Sound(), "en_US")
    yield engine
    engine.close()


def ready(qtbot: QtBot, engine: SpeechDispatcher) -> News:
    news = News(engine)
    engine.start()
    qtbot.waitUntil(lambda: news.told == ["ready"])
    return news


def test_the_greeting(qtbot: QtBot, server: StandIn, engine: SpeechDispatcher) -> None:
    news = ready(qtbot, engine)
    qtbot.waitUntil(lambda: "SET SELF VOLUME 60" in server.heard)
    assert server.heard == [
        "SET SELF CLIENT_NAME user:cramp_coach:main",
        "SET SELF LANGUAGE en",
        "SET SELF NOTIFICATION BEGIN on",
        "SET SELF NOTIFICATION END on",
        "SET SELF NOTIFICATION CANCEL on",
        "SET SELF PRIORITY message",
        "GET OUTPUT_MODULE",
        "LIST SYNTHESIS_VOICES",
        "SET SELF SYNTHESIS_VOICE English (America)",
        "SET SELF RATE -33",
        "SET SELF VOLUME 60",
    ]
    assert news.voices == [("English (Caribbean)", "English (Great Britain)", "English (America)")]
    assert engine.voice_name() == "English (America)"


def test_every_letter_arrives(qtbot: QtBot, server: StandIn, engine: SpeechDispatcher) -> None:
    news = ready(qtbot, engine)
    engine.speak("Rub the calf.\n.5 minutes\n..\nRufen Sie Zoë in ½ Stunde")
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])
    assert server.texts == ["Rub the calf.\n..5 minutes\n...\nRufen Sie Zoë in ½ Stunde"]


def test_the_end_of_the_text_is_the_only_lonely_dot() -> None:
    assert as_body(".") == b"..\r\n.\r\n"
    assert as_body("a\r\n.\rb") == b"a\r\n..\r\nb\r\n.\r\n"
    assert as_body("é") == b"\xc3\xa9\r\n.\r\n"
    assert as_body("") == b".\r\n"


def test_stop_cancels_and_the_old_sentence_does_not_end_the_new_one(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.never_ends = True
    news = ready(qtbot, engine)
    engine.speak("one")
    qtbot.waitUntil(lambda: server.texts == ["one"])
    engine.speak("two")
    qtbot.waitUntil(lambda: server.texts == ["one", "two"])
    speech = [line for line in server.heard if line in ("SPEAK", "CANCEL SELF")]
    assert speech == ["SPEAK", "CANCEL SELF", "SPEAK"]
    server.end(1, 703, "CANCELED")
    server.end(2)
    qtbot.waitUntil(lambda: len(news.told) > 1)
    assert news.told == ["ready", "ended"]


def test_what_was_replaced_before_it_went_out_never_goes_out(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    news = ready(qtbot, engine)
    for text in ("one", "two", "three"):
        engine.speak(text)
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])
    assert server.texts[-1] == "three"
    assert "two" not in server.texts


def test_another_program_that_cuts_us_short_ends_the_sentence(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.never_ends = True
    news = ready(qtbot, engine)
    engine.speak("one")
    qtbot.waitUntil(lambda: server.texts == ["one"])
    server.end(1, 703, "CANCELED")
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])


def test_the_probe_is_not_heard_and_what_follows_is(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    news = ready(qtbot, engine)
    qtbot.waitUntil(lambda: "SET SELF VOLUME 60" in server.heard)
    server.heard.clear()
    engine.probe()
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"] and len(server.heard) == 3)
    assert server.heard == ["SET SELF VOLUME -100", "SPEAK", "SET SELF VOLUME 60"]


def test_new_settings_are_sent(qtbot: QtBot, server: StandIn, engine: SpeechDispatcher) -> None:
    ready(qtbot, engine)
    server.heard.clear()
    engine.tune(Sound(voice_name="English (Great Britain)", words_per_minute=100, volume=0))
    wanted = ["SYNTHESIS_VOICE English (Great Britain)", "RATE -78", "VOLUME -100"]
    qtbot.waitUntil(lambda: server.heard[-3:] == [f"SET SELF {line}" for line in wanted])


def test_without_a_list_of_voices_it_speaks_all_the_same(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.instead["LIST SYNTHESIS_VOICES"] = b"304 ERR CANT LIST VOICES\r\n"
    news = ready(qtbot, engine)
    engine.speak("one")
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])
    assert not [line for line in server.heard if "SYNTHESIS_VOICE " in line]


def test_thirteen_thousand_voices_are_no_trouble(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.voices = [*server.voices, *(f"English (America)+{n}\ten-US\tx" for n in range(13_000))]
    assert len(ready(qtbot, engine).voices) == 1


def test_the_module_that_only_apologises_is_no_voice(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.module = "dummy"
    news = News(engine)
    engine.start()
    qtbot.waitUntil(lambda: news.told == [NO_ENGINE])


@pytest.mark.parametrize(
    "line", ["SET SELF LANGUAGE en", "LIST SYNTHESIS_VOICES", "SPEAK", "CANCEL SELF"]
)
def test_a_server_that_hangs_is_noticed(
    qtbot: QtBot,
    server: StandIn,
    engine: SpeechDispatcher,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ssip, "REPLY_LIMIT_MS", 100)
    server.silent_after = line
    server.never_ends = True
    news = News(engine)
    engine.start()
    engine.ready.connect(lambda: engine.speak("one"))
    engine.ready.connect(lambda: engine.speak("two"))
    qtbot.waitUntil(lambda: GONE in news.told)
    assert news.told.count(GONE) == 1
    engine.speak("three")
    engine.stop()


@pytest.mark.parametrize(
    "garbage",
    [
        b"HTTP/1.1 400 Bad Request\r\n",
        b"\xff\xfe\x00\x00\n",
        b"\r\n",
        b"25\r\n",
        b"251+OK\r\n",
        b"\xd9\xa1\xd9\xa2\xd9\xa3 OK\r\n",
        b"x" * 9_000_000,
    ],
)
def test_a_server_that_talks_nonsense_is_noticed(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher, garbage: bytes
) -> None:
    server.instead["SET SELF LANGUAGE en"] = garbage
    news = News(engine)
    engine.start()
    qtbot.waitUntil(lambda: news.told == [GONE])


def test_news_that_nobody_asked_for_harms_nobody(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.never_ends = True
    news = ready(qtbot, engine)
    server.send("702 END\n702-\n702 END\n702-99\n702-1\n702 END\n")
    server.send("700-1\n700-1\n700-mark\n700 INDEX MARK\n")
    engine.speak("one")
    qtbot.waitUntil(lambda: server.texts == ["one"])
    server.end(1)
    qtbot.waitUntil(lambda: news.told == ["ready", "ended"])


def test_a_server_that_dies_in_the_middle_is_noticed(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.never_ends = True
    news = ready(qtbot, engine)
    engine.speak("one")
    qtbot.waitUntil(lambda: server.texts == ["one"])
    server.hang_up()
    qtbot.waitUntil(lambda: news.told == ["ready", GONE])


def test_a_daemon_on_its_way_out_is_asked_once_more(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech_dispatcher, "_TRY_AGAIN_MS", 5)
    server.leaves = 1
    news = ready(qtbot, engine)
    assert server.clients == 2
    engine.close()

    server.leaves = 9
    engine.start()
    qtbot.waitUntil(lambda: news.told == ["ready", GONE])
    assert server.clients == 3, "but not for ever"


def test_a_refused_sentence_is_noticed(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.instead["SPEAK"] = b"402 ERR NO MEMORY\r\n"
    news = ready(qtbot, engine)
    engine.speak("one")
    qtbot.waitUntil(lambda: news.told == ["ready", NO_ENGINE])


def test_leaving_silences_what_we_have_said(
    qtbot: QtBot, server: StandIn, engine: SpeechDispatcher
) -> None:
    server.never_ends = True
    ready(qtbot, engine)
    engine.speak("one")
    qtbot.waitUntil(lambda: server.texts == ["one"])
    engine.close()
    qtbot.waitUntil(lambda: server.heard[-2:] == ["CANCEL SELF", "QUIT"])


def test_where_the_socket_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    assert socket_path() == "/run/user/7/speech-dispatcher/speechd.sock"
    monkeypatch.setenv("SPEECHD_ADDRESS", "unix_socket")
    assert socket_path() == "/run/user/7/speech-dispatcher/speechd.sock"
    monkeypatch.setenv("SPEECHD_ADDRESS", "unix_socket:/elsewhere/s.sock")
    assert socket_path() == "/elsewhere/s.sock"
    monkeypatch.setenv("SPEECHD_ADDRESS", "inet_socket:127.0.0.1:6560")
    assert socket_path() == ""
    monkeypatch.delenv("SPEECHD_ADDRESS")
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", "/c")
    assert socket_path() == "/c/speech-dispatcher/speechd.sock"


def test_a_network_address_is_left_alone(
    qtbot: QtBot, engine: SpeechDispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECHD_ADDRESS", "inet_socket:127.0.0.1:6560")
    news = News(engine)
    engine.start()
    assert news.told == [NO_ENGINE]


def test_where_it_is_not_installed_there_is_no_engine(
    qtbot: QtBot, engine: SpeechDispatcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    news = News(engine)
    engine.start()
    qtbot.waitUntil(lambda: news.told == [NO_ENGINE])


@pytest.mark.parametrize(("script", "told"), [("exit 1", [NO_ENGINE]), ("exit 0", [])])
def test_a_daemon_that_does_not_come(
    qtbot: QtBot,
    engine: SpeechDispatcher,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    script: str,
    told: list[str],
) -> None:
    program = tmp_path / "speech-dispatcher"
    program.write_text(f"#!/bin/sh\n: > {tmp_path}/ran\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(speech_dispatcher, "_TRY_AGAIN_MS", 5)
    news = News(engine)
    engine.start()
    qtbot.waitUntil(lambda: (tmp_path / "ran").exists())
    if told:
        qtbot.waitUntil(lambda: news.told == told)
    else:
        # It said it had started, so the socket is looked for until patience is at an end.
        qtbot.waitUntil(lambda: engine._again.isActive())
        standin = StandIn(Path(socket_path()))
        qtbot.waitUntil(lambda: news.told == ["ready"])
        standin.close()
