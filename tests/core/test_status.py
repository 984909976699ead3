"""What programs and people are told about a session and about past cramps."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import msgspec

from cramp_coach import paths, status
from cramp_coach.commands import Journal, Status
from cramp_coach.core.content import Muscle, Side, load_words
from cramp_coach.core.events import Act, Recorded, SessionEvent
from cramp_coach.core.ports import StoredEpisode, Works
from tests.core.stories import press

if TYPE_CHECKING:
    from cramp_coach.core.session import Session

WORDS = load_words(paths.assets() / "content" / "en", ("cli.toml",))
PRESSED = dt.datetime(2026, 11, 22, 3, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))
VOICE = Works(part="voice", state="no", reason="no-engine")


def test_with_no_session_it_says_so() -> None:
    told = status.status("1.2.3", None, None, [VOICE])
    assert told["version"] == "1.2.3"
    assert told["session"] is None
    assert told["next"] == []
    assert told["water"] == {"drunk_ml": 0, "target_ml": None}
    assert told["works"] == [{"part": "voice", "state": "no", "reason": "no-engine", "detail": ""}]


def test_a_session_is_told_from_its_onset_on() -> None:
    session = press(onset=-120.0)
    session.act(Act.SIDE, 20.0, Side.LEFT)
    session.advance(181.0)
    told = status.status("0", session.snapshot(181.0), PRESSED, [])["session"]
    assert told == {
        "kind": "relief",
        "routine": "calf",
        "side": "left",
        "step": session.snapshot(181.0).step.id,
        "elapsed_s": 301.0,
        "step_left_s": round(session.snapshot(181.0).step_left_s, 1),
        "escalation": "check-in",
        "paused": False,
        "started_at": "2026-11-22T03:10:00+01:00",
    }


def test_every_level_has_the_name_that_was_promised() -> None:
    session, seen = press(), []
    for t in (1.0, 301.0, 481.0, 601.0, 1201.0):
        session.advance(t)
        seen.append(status.status("0", session.snapshot(t), PRESSED, [])["session"]["escalation"])
    assert seen == ["none", "check-in", "heads-up", "urgent", "emergency"]


def test_a_cramp_that_has_stopped_is_no_session() -> None:
    session = press()
    session.act(Act.STOPPED, 30.0)
    assert status.status("0", session.snapshot(31.0), PRESSED, [])["session"] is None


def test_people_get_a_line() -> None:
    session = press(muscle=Muscle.FRONT_THIGH)
    session.advance(605.0)
    stands = status.status("0", session.snapshot(605.0), PRESSED, [])
    said = status.status_answer(stands, Status(), WORDS).out
    assert said.startswith("front of thigh, ")
    assert "10:05" in said
    assert "get medical help" in said
    assert json.loads(status.status_answer(stands, Status(json=True), WORDS).out) == stands


def recorded(session: Session, *until: tuple[float, Act]) -> StoredEpisode:
    events: list[SessionEvent] = []
    for t, act in until:
        events += session.act(act, t)
    kept = tuple(one for one in events if isinstance(one, Recorded))
    return StoredEpisode(id="e1", pressed_wall=PRESSED, pressed_boot=5.0, boot_id="b", events=kept)


def test_the_journal_lists_what_is_known_and_invents_nothing() -> None:
    stopped = recorded(press(), (125.0, Act.STOPPED))
    running = recorded(press(), (10.0, Act.NEXT))
    answer = status.journal([stopped, running], Journal(json=True), WORDS)
    first, second = json.loads(answer.out)
    assert (first["outcome"], first["duration_s"]) == ("stopped", 125.0)
    assert first["onset"] == "2026-11-22T03:12:00+01:00"
    assert (second["outcome"], second["duration_s"]) == ("running", None)
    lines = status.journal([stopped, running], Journal(), WORDS).out.splitlines()
    assert lines[0] == "2026-11-22 03:12  calf  side not known  stopped  2:05"
    assert lines[1].endswith("going on  time not known")


def test_an_empty_journal_says_that_it_is_empty() -> None:
    assert status.journal([], Journal(), WORDS).out == "No cramp has been written down yet.\n"
    assert msgspec.json.decode(status.journal([], Journal(json=True), WORDS).out) == []


def test_an_hour_of_cramp_is_still_told_in_minutes() -> None:
    assert [status.clock(t) for t in (0.0, 9.99, 600.0, 4500.0)] == [
        "0:00",
        "0:09",
        "10:00",
        "75:00",
    ]
