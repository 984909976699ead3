"""The session of a terminal: its time, its record, and what an earlier run left; and its keys."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from cramp_coach.core import journal
from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import Act, Ended, LadderReached, Level, Recorded, Started, Stopped
from cramp_coach.core.ports import ManualClock, Past, StoredEpisode
from cramp_coach.core.session import Session
from cramp_coach.core.settings import Help, Settings
from cramp_coach.core.snapshot import View
from cramp_coach.terminal.coach import Coach
from cramp_coach.terminal.guide import load as load_guide
from cramp_coach.terminal.keys import Press, Sign, Wish, meaning, names
from cramp_coach.terminal.page import Shown, page
from cramp_coach.terminal.plain import Teller
from tests.core.stories import library, press

if TYPE_CHECKING:
    from cramp_coach.terminal.guide import Guide


class Paper:
    """A diary that writes at once."""

    def __init__(self) -> None:
        self.episodes: dict[str, StoredEpisode] = {}

    def begin(self, episode: StoredEpisode) -> None:
        assert episode.id not in self.episodes
        self.episodes[episode.id] = episode

    def append(self, episode_id: str, events: tuple[Recorded, ...]) -> None:
        old = self.episodes[episode_id]
        self.episodes[episode_id] = StoredEpisode(
            id=old.id,
            pressed_wall=old.pressed_wall,
            pressed_boot=old.pressed_boot,
            boot_id=old.boot_id,
            events=old.events + events,
        )

    def past(self, timeout: float = 0.0, *, mine: bool = True) -> Past:
        return Past(episodes=tuple(self.episodes.values()), mine=mine)


def started(
    *, side: Side | None = None, muscle: Muscle | None = None, onset: float = 0.0
) -> Started:
    return Started(
        t=0.0,
        kind="relief",
        muscle=muscle or Muscle.CALF,
        muscle_assumed=muscle is None,
        side=side,
        facts=(),
        favourite=None,
        onset=onset,
    )


def coach(clock: ManualClock, paper: Paper | None, pressed: Started | None = None) -> Coach:
    spoken = library().spoken
    return Coach(pressed or started(), library(), spoken, clock, diary=paper)


def only(paper: Paper) -> StoredEpisode:
    (episode,) = paper.episodes.values()
    return episode


def begun(clock: ManualClock, paper: Paper, seconds: float) -> Coach:
    """Return a session that has been recorded for so long."""
    one = coach(clock, paper)
    one.take_up(paper.past())
    one.look()
    clock.pass_awake(seconds)
    one.look()
    return one


# ---------------------------------------------------------------------------------- the record


def test_nothing_is_written_until_it_is_known_what_was_there_and_then_all_of_it() -> None:
    clock, paper = ManualClock(), Paper()
    one = coach(clock, paper)
    one.look()
    clock.pass_awake(130.0)
    one.act(Act.STOPPED)
    assert not paper.episodes
    one.take_up(paper.past())
    kinds = [type(event) for event in only(paper).events]
    assert kinds[0] is Started
    assert kinds[-1] is Stopped
    folded = journal.episode(only(paper))
    assert folded is not None
    assert folded.duration_s == 130.0
    assert only(paper).pressed_wall == dt.datetime(2026, 11, 22, 3, 12, tzinfo=dt.UTC)
    assert only(paper).pressed_boot == 1000.0


def test_every_event_is_written_once_and_in_order() -> None:
    clock, paper = ManualClock(), Paper()
    one = begun(clock, paper, 0.0)
    for _ in range(40):
        clock.pass_awake(17.0)
        one.look()
    times = [event.t for event in only(paper).events]
    assert times == sorted(times)
    reached = [e.level for e in only(paper).events if isinstance(e, LadderReached)]
    assert reached == [Level.CHECK_IN, Level.HEADS_UP, Level.URGENT]


def test_a_practice_is_not_written_down() -> None:
    clock = ManualClock()
    one = coach(clock, None)
    one.look()
    clock.pass_awake(10.0)
    one.act(Act.STOPPED)
    assert one.take_up(Paper().past()) == []


# ------------------------------------------------------------------------------ what was left


def test_a_cramp_that_was_left_running_goes_on_where_the_clock_says() -> None:
    clock, paper = ManualClock(), Paper()
    begun(clock, paper, 400.0)
    clock.suspend(250.0)
    clock.set_wall(dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    again = coach(clock, paper, started(side=Side.LEFT, muscle=Muscle.FOOT))
    again.look()
    again.take_up(paper.past())
    snapshot = again.snapshot()
    assert again.resumed
    assert snapshot.elapsed_s == pytest.approx(650.0)
    assert snapshot.level is Level.URGENT
    assert (snapshot.muscle, snapshot.side) == (Muscle.FOOT, Side.LEFT)
    assert len(paper.episodes) == 1


def test_the_leg_that_was_said_is_not_overruled_by_the_one_that_is_remembered() -> None:
    clock, paper = ManualClock(), Paper()
    begun(clock, paper, 60.0).act(Act.SIDE, "right")
    again = coach(clock, paper, started(side=Side.LEFT))
    again.take_up(paper.past())
    assert again.snapshot().side is Side.RIGHT


def test_it_may_turn_out_to_have_begun_still_earlier() -> None:
    clock, paper = ManualClock(), Paper()
    begun(clock, paper, 100.0)
    again = coach(clock, paper, started(onset=-300.0))
    again.take_up(paper.past())
    assert again.snapshot().elapsed_s == pytest.approx(300.0)


def test_a_cramp_that_stopped_a_short_time_ago_has_come_back() -> None:
    clock, paper = ManualClock(), Paper()
    begun(clock, paper, 100.0).act(Act.STOPPED)
    clock.pass_awake(200.0)
    again = coach(clock, paper)
    again.take_up(paper.past())
    assert again.session.open
    assert again.snapshot().elapsed_s == pytest.approx(300.0)
    folded = journal.episode(only(paper))
    assert folded is not None
    assert folded.came_back == 1


def test_its_unknown_end_is_when_nobody_had_said_anything_for_an_hour() -> None:
    clock, paper = ManualClock(), Paper()
    begun(clock, paper, 400.0)
    clock.pass_awake(7200.0)
    coach(clock, paper).take_up(paper.past())
    assert only(paper).events[-1] == Ended(t=3600.0, outcome="unknown")


def test_one_that_is_long_over_is_closed_as_unknown_and_a_new_one_begins() -> None:
    clock, paper = ManualClock(), Paper()
    begun(clock, paper, 100.0)
    clock.suspend(3 * 3600.0)
    again = coach(clock, paper)
    again.take_up(paper.past())
    again.look()
    assert again.snapshot().elapsed_s == pytest.approx(0.0)
    first, second = paper.episodes.values()
    assert first.events[-1] == Ended(t=3600.0, outcome="unknown")
    assert second.events[0] == started()


def test_what_somebody_else_lives_is_left_alone() -> None:
    clock, paper = ManualClock(), Paper()
    begun(clock, paper, 100.0)
    before = only(paper)
    again = coach(clock, paper)
    again.take_up(paper.past(mine=False))
    again.look()
    assert not again.resumed
    assert len(paper.episodes) == 2
    assert paper.episodes[before.id] == before


def test_it_ends_when_the_end_was_left_but_not_while_something_is_warm() -> None:
    clock = ManualClock()
    one = coach(clock, None)
    one.look()
    clock.pass_awake(30.0)
    one.act(Act.STOPPED)
    assert not one.finished
    one.act(Act.HEAT)
    clock.pass_awake(61.0)
    one.look()
    assert not one.finished
    clock.pass_awake(900.0)
    one.look()
    assert one.finished


# ------------------------------------------------------------------------------------ the lines


def test_what_was_due_long_ago_is_not_told_any_more_but_the_ladder_is() -> None:
    from cramp_coach.core.settings import Settings
    from cramp_coach.terminal.guide import load

    guide: Guide = load(Settings())
    clock = ManualClock()
    one = Coach(started(), guide.library, guide.spoken, clock)
    teller = Teller(one, guide)
    assert list(teller.lines(one.look())) == ["0:00  Pull your toes toward your shin"]
    clock.suspend(700.0)
    lines = list(teller.lines(one.look()))
    assert "10:00  Still cramp? Get medical help" in lines
    assert all(int(line.partition(":")[0]) >= 10 for line in lines)


# ------------------------------------------------------------------------------------ the keys


@pytest.mark.parametrize(
    ("got", "keys"),
    [
        (b" ", ["space"]),
        (b"A", ["a"]),
        (b"\r", ["enter"]),
        (b"\x1b", ["escape"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        (b"\x1bOC", ["right"]),
        (b"\x1b[5~\x1b[6~", ["page-up", "page-down"]),
        (b"\x1b[1;5C", []),
        (b"\x1b[200~", []),
        (b"\x1b[M", []),
        ("é→".encode(), []),
        (b"\x00\x7f\x01", []),
        (b"n\x1b[Cn", ["n", "right", "n"]),
    ],
)
def test_bytes_become_keys(got: bytes, keys: list[str]) -> None:
    assert names(got) == keys


@given(st.binary(max_size=40))
def test_no_bytes_break_the_keyboard(got: bytes) -> None:
    assert all(name.isascii() for name in names(got))


def test_each_key_does_what_was_promised() -> None:
    session = press()
    session.advance(3.0)
    now = session.snapshot(3.0)
    promised = {
        "space": Press(Act.STOPPED),
        "right": Press(Act.NEXT),
        "left": Press(Act.PREVIOUS),
        "up": Press(Act.HELPING),
        "down": Press(Act.WORSE),
        "a": Press(Act.AGAIN),
        "p": Press(Act.PAUSE),
        "m": Wish.MORE,
        "2": Press(Act.MUSCLE, Muscle.FOOT),
        "l": Press(Act.SIDE, "left"),
        "t": Press(Act.EARLIER),
        "h": Press(Act.HELP),
        "e": Press(Act.CANT_BEAR),
        "escape": Press(Act.CHOICES),
        "q": Wish.LEAVE,
        "z": None,
    }
    assert {key: meaning(key, now) for key in promised} == promised


def test_the_same_key_may_mean_another_thing_on_another_page() -> None:
    session = press()
    session.act(Act.HELP, 3.0)
    helping = session.snapshot(3.0)
    assert helping.view is View.HELP
    assert meaning("2", helping) == Sign(1)
    assert meaning("h", helping) == Press(Act.RESUME)
    session.act(Act.STOPPED, 4.0)
    ended = session.snapshot(4.0)
    assert meaning("c", ended) == Press(Act.CAME_BACK)
    assert meaning("w", ended) == Press(Act.HEAT)


def test_any_key_lights_a_silent_screen() -> None:
    session = press()
    session.advance(1900.0)
    assert session.snapshot(1900.0).quiet
    assert meaning("x", session.snapshot(1900.0)) == Press(Act.AGAIN)


def test_no_page_is_without_a_way_on() -> None:
    session = press()
    for t in (10.0, 310.0, 605.0, 1205.0, 1900.0):
        session.advance(t)
        assert meaning("space", session.snapshot(t)) == Press(Act.STOPPED)
        assert meaning("q", session.snapshot(t)) is Wish.LEAVE


# ------------------------------------------------------------------------------------ the page


def read(session: Session, t: float) -> str:
    """Return the page of a session as it is read in a large terminal."""
    guide = load_guide(Settings(help=Help(country="GB")))
    console = Console(file=io.StringIO(), width=120, height=60)
    console.print(page(session.snapshot(t), guide, Shown(), console))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_sign_that_was_chosen_is_not_forgotten_when_it_stops() -> None:
    session = press()
    session.act(Act.RED_FLAG, 3.0, "one-leg")
    session.act(Act.STOPPED, 4.0)
    flag = next(one for one in library().red_flags if one.id == "one-leg")
    assert flag.do in read(session, 5.0)


def test_the_end_of_a_practice_offers_neither_warmth_nor_that_it_came_back() -> None:
    begun = msgspec.structs.replace(started(), kind="practice")
    session = Session(begun, library(), library().spoken)
    session.advance(3.0)
    session.act(Act.STOPPED, 4.0)
    said = read(session, 5.0)
    assert "Practice is over" in said
    assert "came back" not in said
    assert "warm" not in said


def test_where_there_are_no_keys_the_check_in_names_the_signs_and_whom_to_call() -> None:
    guide = load_guide(Settings(help=Help(country="GB")))
    clock = ManualClock()
    one = Coach(started(), guide.library, guide.spoken, clock)
    teller = Teller(one, guide)
    one.look()
    clock.pass_awake(302.0)
    said = "\n".join(teller.lines(one.look()))
    assert "press H" not in said
    assert "Tell someone you have a bad cramp." in said
    assert "Call 999 now if: Chest pain" in said
    assert "Get help today (Call 111): One leg swollen" in said


def test_the_urgent_page_says_when_it_is_paused() -> None:
    session = press()
    session.advance(605.0)
    session.act(Act.PAUSE, 606.0)
    assert "Paused." in read(session, 607.0)
