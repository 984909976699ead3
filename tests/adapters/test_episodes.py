"""An episode is on disk as it happens, and goes on after a crash as if there had been none.

The engine, the pump, the recorder and SQLite are the real ones; only the clock is moved by hand.
A crash is what lies on disk at that moment, taken up by a new set of objects.
"""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from cramp_coach import paths
from cramp_coach.adapters import store as stores
from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.adapters.recorder import Recorder
from cramp_coach.core import journal
from cramp_coach.core.content import Library, Muscle, Side, load_library
from cramp_coach.core.events import (
    Act,
    Acted,
    Ended,
    LadderReached,
    Level,
    Recorded,
    Started,
    StepBegan,
    Stopped,
    Told,
)
from cramp_coach.core.ladder import GIVE_UP_S
from cramp_coach.core.ports import ManualClock, StoredEpisode
from cramp_coach.core.session import Session
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.core.timeline import Timeline
from cramp_coach.episodes import ASK_WITHIN_S, Episodes
from cramp_coach.ui.driver import Driver
from tests.adapters.journals import NIGHT, folders_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from cramp_coach.core.events import Kind, SessionEvent
    from cramp_coach.paths import UserFolders


@cache
def library() -> Library:
    return load_library(paths.assets() / "content" / "en")


class Run:
    """One run of the program, from its start to its end or its crash; it has no window."""

    def __init__(self, clock: ManualClock, folders: UserFolders) -> None:
        self.clock = clock
        self.folders = folders
        self.driver = Driver(clock)
        self.elsewhere = False
        self.episodes = Episodes(
            self.driver, clock, library(), lambda: library().spoken, lambda: self.elsewhere
        )
        self.recorder: Recorder | None = None
        self.happened: list[SessionEvent] = []
        self.resumed: list[Snapshot] = []
        self.asked: list[dt.datetime] = []
        self.told: list[Problem] = []
        self.driver.happened.connect(self.happened.append)
        self.episodes.resumed.connect(lambda: self.resumed.append(self.now()))
        self.episodes.end_unknown.connect(self.asked.append)

    # -- the program -----------------------------------------------------------------------

    def open(self) -> None:
        """Open the journal, as the program does after the first paint."""
        self.recorder = Recorder(self.folders, self.clock)
        self.recorder.told.connect(self.told.append)
        self.recorder.start()
        self.episodes.open(self.recorder)

    def kept(self) -> list[StoredEpisode]:
        """Return what is written down, once all that was asked for has been done."""
        assert self.recorder is not None
        found: list[list[StoredEpisode]] = []
        for _ in range(3):  # what is read may lead to something being written
            done = threading.Event()
            self.recorder.load(found.append)
            self.recorder._do(lambda _store, done=done: done.set())  # type: ignore[misc]
            assert done.wait(10)
            QCoreApplication.processEvents()
        return found[-1]

    def opened(self) -> Run:
        self.open()
        self.kept()
        return self

    def end(self) -> None:
        if self.recorder is not None:
            assert self.recorder.close()

    # -- the person ------------------------------------------------------------------------

    def press(
        self,
        kind: Kind = "relief",
        *,
        muscle: Muscle | None = None,
        side: Side | None = None,
        ago: float = 0.0,
    ) -> None:
        started = Started(
            t=0.0,
            kind=kind,
            muscle=muscle or Muscle.CALF,
            muscle_assumed=muscle is None,
            side=side,
            facts=(),
            favourite=self.episodes.favourite,
            onset=-ago,
        )
        session = Session(started, library(), library().spoken)
        self.driver.run(session, Timeline.begin(self.clock, 10 if kind == "practice" else 1))

    def act(self, act: Act, value: str | float | None = None) -> None:
        self.driver.act(act, value)

    def later(self, seconds: float) -> None:
        self.clock.pass_awake(seconds)
        self.driver.look()

    def now(self) -> Snapshot:
        snapshot = self.driver.snapshot()
        assert snapshot is not None
        return snapshot

    def recorded(self) -> tuple[Recorded, ...]:
        return tuple(event for event in self.happened if isinstance(event, Recorded))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NIGHT)


Start = Callable[[], Run]
Crash = Callable[[Run], Run]


@pytest.fixture
def start(qapp: object, clock: ManualClock, tmp_path: Path) -> Iterator[Start]:
    runs: list[Run] = []

    def begin(folders: UserFolders | None = None) -> Run:
        runs.append(Run(clock, folders or folders_in(tmp_path / "first")))
        return runs[-1]

    yield begin
    for run in runs:
        run.end()


@pytest.fixture
def crash(start: Callable[[UserFolders], Run], tmp_path: Path) -> Crash:
    """Return a function that starts the program anew with the disk as a crash left it."""
    crashes: list[Run] = []

    def again(run: Run) -> Run:
        if run.recorder is not None:
            run.kept()
        crashes.append(run)
        after = folders_in(tmp_path / f"after-{len(crashes)}")
        shutil.copytree(run.folders.data, after.data)
        return start(after)

    return again


def levels(events: tuple[Recorded, ...]) -> list[Level]:
    return [event.level for event in events if isinstance(event, LadderReached)]


# -- as it happens -----------------------------------------------------------------------------


def test_it_is_written_down_as_it_happens(start: Start, clock: ManualClock) -> None:
    run = start().opened()
    run.press(ago=120)
    (episode,) = run.kept()
    assert [type(event) for event in episode.events] == [Started, StepBegan]
    assert (episode.pressed_wall, episode.pressed_boot) == (NIGHT, clock.boot())
    assert episode.boot_id == "boot-1"

    run.later(115)
    run.act(Act.SIDE, "left")
    assert run.kept()[0].events == run.recorded()
    run.later(80)
    run.act(Act.STOPPED)
    (episode,) = run.kept()
    assert isinstance(episode.events[-1], Stopped)
    run.later(601)
    (episode,) = run.kept()
    assert episode.events[-1] == Ended(t=795.0, outcome="stopped")
    assert episode.events == run.recorded()
    folded = journal.episode(episode)
    assert folded is not None
    assert (folded.duration_s, folded.side) == (315.0, Side.LEFT)
    assert run.asked == []


def test_what_happened_before_the_journal_was_open_is_written_too(start: Start) -> None:
    run = start()
    run.press()
    run.later(50)
    run.act(Act.NEXT)
    run.open()
    run.later(10)
    (episode,) = run.kept()
    assert episode.events == run.recorded()
    assert run.resumed == []


def test_each_cramp_is_an_episode_of_its_own(start: Start) -> None:
    run = start().opened()
    for _ in range(2):
        run.press()
        run.later(30)
        run.act(Act.STOPPED)
        run.later(601)
    first, second = run.kept()
    assert first.id != second.id
    assert second.pressed_wall - first.pressed_wall == dt.timedelta(seconds=631)


def test_one_that_comes_back_is_the_same_episode(start: Start) -> None:
    run = start().opened()
    run.press()
    run.later(30)
    run.act(Act.STOPPED)
    run.later(300)
    run.act(Act.CAME_BACK)
    run.later(270)
    (episode,) = run.kept()
    assert Level.URGENT in levels(episode.events)


@pytest.mark.parametrize("early", [True, False], ids=["before the journal", "after"])
def test_a_practice_leaves_no_trace(start: Start, early: bool) -> None:
    run = start() if early else start().opened()
    run.press("practice")
    run.later(30)
    run.act(Act.SIDE, "left")
    if early:
        run.open()
    run.act(Act.STOPPED)
    run.later(100)
    assert run.kept() == []
    run.press()
    assert len(run.kept()) == 1


def test_a_practice_between_two_cramps_belongs_to_neither(start: Start) -> None:
    run = start().opened()
    run.press()
    run.later(10)
    run.act(Act.STOPPED)
    before = run.kept()
    run.press("practice")
    run.later(40)
    run.act(Act.MUSCLE, "foot")
    assert run.kept() == before


# -- after a crash -----------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0.0, 45.0, 200.0, 605.0, 1300.0])
@pytest.mark.parametrize("away", [3.0, 450.0])
def test_after_a_crash_all_is_as_if_there_had_been_none(
    start: Start, crash: Crash, clock: ManualClock, at: float, away: float
) -> None:
    run = start().opened()
    run.press(ago=30)
    run.later(at)
    run.act(Act.SIDE, "left")

    again = crash(run)
    run.later(0)  # the other set of objects must not matter any more
    clock.pass_awake(away)
    again.open()
    (episode,) = again.kept()
    assert again.now().elapsed_s == pytest.approx(30 + at + away)
    assert again.now().side is Side.LEFT
    assert [one.elapsed_s for one in again.resumed] == [30 + at + away]
    again.later(100)
    run.driver.look()  # the one that did not crash, at the same moment
    (episode,) = again.kept()
    assert episode.events == run.recorded()
    assert again.now() == run.now()


def test_past_ten_minutes_it_comes_back_escalated(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(200)
    again = crash(run)
    clock.suspend(450)
    again.opened()
    assert again.now().view is View.URGENT
    (episode,) = again.kept()
    assert levels(episode.events) == [Level.CHECK_IN, Level.HEADS_UP, Level.URGENT]


def test_a_restart_of_the_machine_in_between_counts_too(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(200)
    again = crash(run)
    clock.reboot(90)
    again.opened()
    assert again.now().elapsed_s == pytest.approx(290)
    again.later(20)
    assert again.now().view is View.CHECK_IN


@pytest.mark.parametrize("wrong", [dt.timedelta(days=-3), dt.timedelta(minutes=-2)], ids=str)
def test_a_clock_that_lost_the_time_in_a_restart_gives_none_back(
    start: Start, crash: Crash, clock: ManualClock, wrong: dt.timedelta
) -> None:
    run = start().opened()
    run.press()
    run.later(550)
    run.act(Act.SIDE, "right")
    again = crash(run)
    clock.reboot(20)
    clock.set_wall(clock.wall() + wrong)
    again.opened()
    assert again.now().elapsed_s == pytest.approx(550)
    again.later(50)
    assert again.now().view is View.URGENT


def test_crash_upon_crash(start: Start, crash: Crash, clock: ManualClock) -> None:
    run = start().opened()
    run.press()
    for _ in range(4):
        run.later(60)
        again = crash(run)
        clock.pass_awake(10)
        run = again.opened()
    assert run.now().elapsed_s == pytest.approx(280)
    (episode,) = run.kept()
    assert [e.step for e in episode.events if isinstance(e, StepBegan)] == [
        *("calf-stretch", "calf-massage", "calf-stand", "calf-walk")
    ]


def test_one_that_stopped_a_moment_ago_may_still_come_back(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(100)
    run.act(Act.STOPPED)
    again = crash(run)
    clock.pass_awake(300)
    again.opened()
    assert again.resumed == [], "nothing goes on, nobody is disturbed"
    assert again.now().view is View.HOME
    again.act(Act.CAME_BACK)
    assert again.now().elapsed_s == pytest.approx(400)
    assert len(again.kept()) == 1


def test_one_that_stopped_long_ago_is_left_in_peace(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(100)
    run.act(Act.STOPPED)
    before = run.kept()
    again = crash(run)
    clock.pass_awake(3 * 3600)
    again.opened()
    assert again.driver.session is None
    assert (again.resumed, again.asked) == ([], [])
    assert again.kept() == before


# -- nobody said how it ended ------------------------------------------------------------------


def test_more_than_an_hour_later_it_asks_once_how_it_ended(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press(ago=60)
    run.later(400)
    again = crash(run)
    clock.pass_awake(2 * 3600)
    again.opened()
    assert again.asked == [NIGHT - dt.timedelta(seconds=60)]
    assert again.driver.session is None
    (episode,) = again.kept()
    assert episode.events[-1] == Ended(t=GIVE_UP_S, outcome="unknown")

    told = Told(t=7600.0, outcome="stopped", after_s=600.0)
    again.episodes.tell_end(told)
    again.episodes.tell_end(told)
    (episode,) = again.kept()
    assert episode.events[-2:] == (Ended(t=GIVE_UP_S, outcome="unknown"), told)
    folded = journal.episode(episode)
    assert folded is not None
    assert (folded.outcome, folded.duration_s) == ("stopped", 600.0)

    third = crash(again)
    clock.pass_awake(60)
    assert third.opened().asked == []
    assert third.kept() == [episode]


def test_the_end_is_as_unknown_as_if_the_program_had_run_on(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(1900)
    run.act(Act.AGAIN)
    again = crash(run)
    clock.pass_awake(4000)
    again.opened()
    (episode,) = again.kept()
    run.driver.look()
    assert [e for e in episode.events if isinstance(e, Ended)] == [
        e for e in run.recorded() if isinstance(e, Ended)
    ]


def test_asked_for_another_time_it_asks_again_and_writes_nothing_twice(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(400)
    for _ in range(2):
        run = crash(run)
        clock.pass_awake(2 * 3600)
        run.opened()
        assert run.asked == [NIGHT]
    (episode,) = run.kept()
    assert sum(isinstance(event, Ended) for event in episode.events) == 1


def test_after_a_day_nobody_is_asked_and_unknown_it_stays(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    again = crash(run)
    clock.pass_awake(ASK_WITHIN_S + 1)
    again.opened()
    assert again.asked == []
    (episode,) = again.kept()
    folded = journal.episode(episode)
    assert folded is not None
    assert (folded.outcome, folded.duration_s) == ("unknown", None)


def test_a_run_in_which_nobody_answers_for_an_hour_asks_too(start: Start) -> None:
    run = start().opened()
    run.press(ago=5)
    run.later(3599)
    assert run.kept() != []
    assert run.asked == []
    run.later(2)
    (episode,) = run.kept()
    assert episode.events[-1] == Ended(t=GIVE_UP_S, outcome="unknown")
    assert run.asked == [NIGHT - dt.timedelta(seconds=5)]
    run.episodes.tell_end(Told(t=3700.0, outcome="unknown"))
    (episode,) = run.kept()
    assert isinstance(episode.events[-1], Told)


def test_who_presses_again_just_then_is_not_asked(start: Start) -> None:
    run = start().opened()
    run.press()
    run.later(3601)
    run.press()
    assert len(run.kept()) == 2
    assert run.asked == []
    assert run.now().elapsed_s == 0.0


def test_nobody_is_asked_about_the_old_one_while_a_new_one_goes_on(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    again = crash(run)
    clock.pass_awake(2 * 3600)
    again.press()
    again.open()
    old, new = again.kept()
    assert again.asked == []
    assert again.resumed == []
    assert old.events[-1] == Ended(t=GIVE_UP_S, outcome="unknown")
    assert isinstance(new.events[-1], StepBegan)
    assert again.now().elapsed_s == 0.0


# -- pressed again before the journal is open --------------------------------------------------


def test_pressed_again_it_is_the_old_cramp_on_its_old_clock(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press(side=Side.RIGHT)
    run.later(280)
    again = crash(run)
    clock.pass_awake(10)
    again.press(muscle=Muscle.FOOT)
    again.later(5)
    again.act(Act.SIDE, "left")
    assert again.now().elapsed_s == pytest.approx(5)
    again.open()
    again.later(2)  # it is being read
    (episode,) = again.kept()
    assert again.now().elapsed_s == pytest.approx(297)
    assert (again.now().muscle, again.now().side) == (Muscle.FOOT, Side.LEFT)
    assert again.now().step.id == "foot-stretch"
    assert len(again.resumed) == 1
    assert sum(isinstance(event, Started) for event in episode.events) == 1
    again.later(3)
    assert levels(again.kept()[0].events) == [Level.CHECK_IN]


def test_the_leg_that_the_settings_remember_does_not_overrule_the_one_that_was_said(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press(side=Side.LEFT)
    run.later(20)
    run.act(Act.SIDE, "right")
    again = crash(run)
    again.press(side=Side.LEFT)
    again.opened()
    assert again.now().side is Side.RIGHT


def test_a_leg_that_nobody_has_named_yet_is_taken_from_the_new_press(
    start: Start, crash: Crash
) -> None:
    run = start().opened()
    run.press()
    run.later(20)
    again = crash(run)
    again.press(side=Side.LEFT)
    again.opened()
    assert again.now().side is Side.LEFT


def test_pressed_again_after_it_had_stopped_it_came_back(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(100)
    run.act(Act.STOPPED)
    again = crash(run)
    clock.pass_awake(400)
    again.press()
    again.opened()
    assert again.now().open
    assert again.now().elapsed_s == pytest.approx(500)
    assert len(again.kept()) == 1


def test_what_was_said_meanwhile_holds_for_the_old_cramp(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(60)
    again = crash(run)
    clock.pass_awake(40)
    again.press()
    again.later(2)
    again.act(Act.CANT_BEAR, "hard-muscle")
    again.open()
    (episode,) = again.kept()
    assert again.now().view is View.EMERGENCY
    assert again.now().elapsed_s == pytest.approx(102)
    assert Act.CANT_BEAR in [e.act for e in episode.events if isinstance(e, Acted)]


def test_one_that_stopped_before_the_journal_was_open_has_stopped(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(60)
    again = crash(run)
    again.press()
    again.later(8)
    again.act(Act.STOPPED)
    again.open()
    (episode,) = again.kept()
    assert not again.now().open
    assert again.now().stopped_after_s == pytest.approx(68)
    assert again.resumed == []
    folded = journal.episode(episode)
    assert folded is not None
    assert folded.outcome == "stopped"


@pytest.mark.parametrize("by_press", [True, False])
def test_the_earlier_of_two_beginnings_counts(
    start: Start, crash: Crash, clock: ManualClock, by_press: bool
) -> None:
    run = start().opened()
    run.press()
    run.later(60)
    again = crash(run)
    clock.pass_awake(40)
    again.press(ago=300 if by_press else 0)
    if not by_press:
        again.act(Act.EARLIER, 300.0)
    again.opened()
    assert again.now().elapsed_s == pytest.approx(300)


def test_a_beginning_that_is_no_earlier_changes_nothing(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press(ago=100)
    run.later(60)
    again = crash(run)
    again.press(ago=30)
    again.opened()
    assert again.now().elapsed_s == pytest.approx(160)


def test_a_cramp_that_goes_on_takes_the_place_of_a_practice(start: Start, crash: Crash) -> None:
    run = start().opened()
    run.press()
    run.later(60)
    again = crash(run)
    again.press("practice")
    again.opened()
    assert again.now().kind == "relief"
    assert again.now().elapsed_s == pytest.approx(60)
    assert len(again.resumed) == 1


def test_one_that_has_stopped_does_not_disturb_a_practice(start: Start, crash: Crash) -> None:
    run = start().opened()
    run.press()
    run.act(Act.STOPPED)
    again = crash(run)
    again.press("practice")
    again.opened()
    assert again.now().kind == "practice"
    assert again.resumed == []


def test_an_episode_that_a_terminal_coaches_through_is_left_to_it(
    start: Start, crash: Crash, clock: ManualClock
) -> None:
    run = start().opened()
    run.press()
    run.later(60)
    before = run.kept()
    again = crash(run)
    again.elsewhere = True
    clock.pass_awake(10)
    again.opened()
    assert again.driver.session is None
    assert (again.resumed, again.asked) == ([], [])
    assert again.kept() == before
    again.press()
    mine, theirs = reversed(again.kept())
    assert theirs == before[0]
    assert mine.events == again.recorded()
    assert again.now().elapsed_s == 0.0


# -- what it learns ----------------------------------------------------------------------------


def test_what_eased_three_cramps_comes_sooner_in_the_fourth(start: Start, crash: Crash) -> None:
    run = start().opened()
    for n in range(3):
        assert run.episodes.favourite is None, n
        run.press()
        run.later(180)
        assert run.now().step.id == "calf-stand"
        run.act(Act.STOPPED)
        run.later(601)
    again = crash(run).opened()
    assert again.episodes.favourite == "stand"
    again.press()
    again.later(111)
    assert again.now().step.id == "calf-stand"


# -- a disk that does not do as it should ------------------------------------------------------


def test_a_slow_disk_delays_nothing_and_loses_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = threading.Event()
    open_as_ever = stores.open_store

    def open_slowly(folders: UserFolders, now: dt.datetime) -> object:
        ready.wait(10)
        return open_as_ever(folders, now)

    monkeypatch.setattr(stores, "open_store", open_slowly)
    run = start()
    run.open()
    run.press()
    run.later(305)
    assert run.now().view is View.CHECK_IN
    run.act(Act.STOPPED)
    assert not run.folders.database.exists()
    ready.set()
    (episode,) = run.kept()
    assert episode.events == run.recorded()


@pytest.mark.usefixtures("caplog")
def test_without_a_place_on_disk_the_session_is_whole(start: Start) -> None:
    run = start()
    run.folders.data.parent.mkdir(parents=True)
    run.folders.data.write_text("in the way")
    run.open()
    run.press()
    run.later(610)
    assert run.now().view is View.URGENT
    (episode,) = run.kept()
    assert episode.events == run.recorded(), "kept in memory at least"
    assert [problem.kind for problem in run.told] == [Trouble.JOURNAL_NO_FOLDER]


@pytest.mark.usefixtures("caplog")
def test_a_store_that_fails_at_every_word_is_told_and_the_coaching_goes_on(
    start: Start, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    for name in ("begin", "append", "latest"):
        monkeypatch.setattr(stores.SqliteStore, name, broken)
    run = start()
    run.press()
    run.open()
    qtbot.waitUntil(lambda: bool(run.told))
    run.later(610)
    assert run.now().view is View.URGENT
    run.act(Act.STOPPED)
    assert not run.now().open


def test_a_quit_in_the_middle_loses_nothing(start: Start, crash: Crash) -> None:
    run = start().opened()
    run.press()
    run.later(200)
    run.act(Act.SIDE, "left")
    run.end()
    run.recorder = None
    again = crash(run).opened()
    (episode,) = again.kept()
    assert episode.events == run.recorded()
    assert again.now().side is Side.LEFT
