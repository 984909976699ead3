"""The pump of the engine: what is due is told in order, however late or seldom anyone looks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer

from cramp_coach.core.content import Muscle
from cramp_coach.core.events import (
    Act,
    Acted,
    Cue,
    Ended,
    HeatOff,
    LadderReached,
    Level,
    SessionEvent,
    Started,
    StepBegan,
)
from cramp_coach.core.ports import ManualClock
from cramp_coach.core.session import Session
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.core.timeline import Timeline
from cramp_coach.ui.driver import LONGEST_MS, RESTING_MS, SHOWN_EVERY_MS, Driver
from tests.ui import screens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cramp_coach.core.events import Kind


def press(kind: Kind = "relief") -> Session:
    """Return a session that has just been started by the press."""
    started = Started(
        t=0.0,
        kind=kind,
        muscle=Muscle.CALF,
        muscle_assumed=True,
        side=None,
        facts=(),
        favourite=None,
    )
    library = screens.library()
    return Session(started, library, library.spoken)


class Night:
    """One night: a clock, a driver, and somebody who notes all that it says."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.driver = Driver(self.clock)
        self.heard: list[SessionEvent] = []
        self.shown: list[Snapshot | None] = []
        self.told: list[str] = []
        self.driver.happened.connect(self._hear)
        self.driver.changed.connect(self._show)
        self.driver.go()

    def _hear(self, event: SessionEvent) -> None:
        self.heard.append(event)
        self.told.append("happened")

    def _show(self, snapshot: Snapshot | None) -> None:
        self.shown.append(snapshot)
        self.told.append("changed")

    @property
    def timer(self) -> QTimer:
        found = self.driver.findChild(QTimer, "session driver")
        assert found is not None
        return found

    def begin(self, kind: Kind = "relief", speed: float = 1.0) -> Session:
        session = press(kind)
        self.driver.run(session, Timeline.begin(self.clock, speed))
        return session

    def later(self, seconds: float) -> None:
        """Let time pass, then look, as the timer does."""
        self.clock.pass_awake(seconds)
        self.driver.look()

    def look_often(self, until: float, every: float) -> None:
        for _ in range(round(until / every)):
            self.later(every)

    def last(self) -> Snapshot:
        snapshot = self.shown[-1]
        assert snapshot is not None
        return snapshot


@pytest.fixture
def night(qapp: object) -> Iterator[Night]:
    night = Night()
    yield night
    night.timer.stop()


def steps(events: list[SessionEvent]) -> list[str]:
    return [event.step for event in events if isinstance(event, StepBegan)]


# -- what is told ------------------------------------------------------------------------------


def test_the_first_instruction_is_told_before_the_press_returns(night: Night) -> None:
    night.begin()
    assert isinstance(night.heard[0], Started)
    assert steps(night.heard) == ["calf-stretch"]
    assert night.last().view is View.COACH


def test_who_looks_seldom_is_told_the_same_in_the_same_order(qapp: object) -> None:
    often, seldom, asleep = Night(), Night(), Night()
    for one in (often, seldom, asleep):
        one.begin()
    often.look_often(700, every=0.25)
    seldom.later(310)
    seldom.later(390)
    asleep.clock.suspend(700)
    asleep.driver.look()

    assert often.heard == seldom.heard == asleep.heard
    assert [event.t for event in often.heard] == sorted(event.t for event in often.heard)
    for one in (often, seldom, asleep):
        assert one.last().view is View.URGENT
        one.timer.stop()


def test_the_page_is_told_once_after_all_that_happened_at_that_moment(night: Night) -> None:
    night.begin()
    night.told.clear()
    night.later(305)
    assert night.told.count("changed") == 1
    assert night.told[-1] == "changed"
    assert night.told.count("happened") > 10


def test_an_act_is_told_with_all_that_was_due_before_it(night: Night) -> None:
    night.begin()
    night.heard.clear()
    night.clock.pass_awake(301)
    night.driver.act(Act.NEXT)
    kinds = [type(event) for event in night.heard]
    assert kinds.index(LadderReached) < kinds.index(Acted)
    assert next(e.t for e in night.heard if isinstance(e, Acted)) == 301.0


def test_an_event_knows_how_late_it_is_told(night: Night) -> None:
    night.begin()
    ages: dict[float, float] = {}
    night.driver.happened.connect(lambda event: ages.update({event.t: night.driver.age(event)}))
    night.later(302)
    assert ages[110.0] == pytest.approx(192)
    assert ages[300.0] == pytest.approx(2)


def test_the_age_of_an_event_is_in_real_seconds_in_a_fast_practice_too(night: Night) -> None:
    night.begin("practice", speed=10)
    ages: dict[float, float] = {}
    night.driver.happened.connect(lambda event: ages.update({event.t: night.driver.age(event)}))
    night.later(31)
    assert night.driver.now() == pytest.approx(310)
    assert night.driver.real_age() == pytest.approx(31)
    assert ages[300.0] == pytest.approx(1)


# -- when it looks -----------------------------------------------------------------------------


def test_it_looks_when_the_next_thing_is_due_and_often_enough_for_the_countdown(
    night: Night,
) -> None:
    session = night.begin()
    assert night.timer.isActive()
    assert night.timer.interval() == SHOWN_EVERY_MS, "nothing is due so soon"

    due = session.next_deadline()
    assert due is not None
    night.later(due - 0.0505)
    assert night.timer.interval() == 51, "rounded up: a moment early would be one more look"
    before = len(night.heard)
    night.later(0.051)
    assert len(night.heard) > before


def test_before_the_first_paint_it_does_not_look_by_itself(qapp: object) -> None:
    clock = ManualClock()
    driver = Driver(clock)
    timer = driver.findChild(QTimer, "session driver")
    assert timer is not None
    driver.run(press(), Timeline.begin(clock))
    assert not timer.isActive()
    clock.pass_awake(0.3)
    driver.go()
    assert timer.isActive()
    assert timer.timerType() == Qt.TimerType.PreciseTimer
    timer.stop()


def test_a_practice_looks_as_often_as_its_speed_asks(night: Night) -> None:
    session = night.begin("practice", speed=10)
    due = session.next_deadline()
    assert due is not None
    night.later(due / 10 - 0.1005)
    assert night.timer.interval() == 101


def test_the_timer_itself_does_the_looking(night: Night) -> None:
    night.begin()
    night.heard.clear()
    night.clock.pass_awake(110)
    night.timer.timeout.emit()
    assert steps(night.heard) == ["calf-massage"]


def test_it_looks_less_often_when_there_is_less_to_show(night: Night) -> None:
    night.begin()
    night.later(30)
    night.driver.act(Act.STOPPED)
    assert night.last().view is View.ENDED
    assert night.timer.interval() == RESTING_MS
    night.driver.act(Act.LEAVE)
    assert night.last().view is View.HOME
    assert night.timer.interval() == LONGEST_MS


def test_a_warm_pack_is_counted_down_at_home_too(night: Night) -> None:
    night.begin()
    night.driver.act(Act.STOPPED)
    night.driver.act(Act.HEAT)
    night.driver.act(Act.LEAVE)
    assert night.timer.interval() == RESTING_MS
    night.later(899.5)
    assert night.timer.interval() == 501
    night.later(1)
    assert [e.t for e in night.heard if isinstance(e, HeatOff)] == [900.0]
    assert not night.timer.isActive()


def test_halted_it_looks_no_more_and_the_session_stays(night: Night) -> None:
    session = night.begin()
    night.driver.halt()
    assert not night.timer.isActive()
    night.later(1)
    assert not night.timer.isActive()
    assert night.driver.session is session


# -- how it ends -------------------------------------------------------------------------------


def test_it_rests_once_nothing_can_happen_any_more(night: Night) -> None:
    night.begin()
    night.driver.act(Act.STOPPED)
    night.later(599)
    assert night.driver.snapshot() is not None, "it may still come back"
    night.later(2)
    assert isinstance(night.heard[-1], Ended)
    assert night.driver.session is None
    assert night.driver.snapshot() is None
    assert not night.timer.isActive()
    assert night.last().view is View.HOME, "the last word is how it stood at the end"
    assert not night.last().can_rejoin

    told = len(night.told)
    night.later(100)
    night.driver.act(Act.CAME_BACK)
    assert len(night.told) == told


def test_a_session_that_is_let_go_is_told_nothing(night: Night) -> None:
    session = night.begin()
    night.driver.stop()
    assert night.shown[-1:] == [None]
    assert session.open
    assert not night.timer.isActive()
    assert (night.driver.now(), night.driver.real_age()) == (0.0, 0.0)
    heard = len(night.heard)
    night.later(700)
    assert len(night.heard) == heard


def test_once_a_listener_lets_it_go_nothing_more_of_it_is_told(night: Night) -> None:
    night.begin()

    def let_go(event: SessionEvent) -> None:
        if isinstance(event, LadderReached) and event.level is Level.CHECK_IN:
            night.driver.stop()

    night.driver.happened.connect(let_go)
    night.later(700)
    assert isinstance(night.heard[-1], LadderReached)
    assert night.shown[-1] is None, "no snapshot of it after the word that there is none"
    assert night.driver.session is None
    assert not night.timer.isActive()


def test_once_a_listener_begins_another_the_old_one_is_silent(night: Night) -> None:
    night.begin()
    begun: list[Session] = []

    def begin_another(event: SessionEvent) -> None:
        if isinstance(event, LadderReached) and not begun:
            begun.append(night.begin())

    night.driver.happened.connect(begin_another)
    night.heard.clear()
    night.later(700)
    first_of_new = next(n for n, e in enumerate(night.heard) if isinstance(e, Started))
    assert {event.t for event in night.heard[first_of_new:]} == {0.0}
    assert night.driver.session is begun[0]
    assert night.last().elapsed_s == 0.0
    assert night.timer.isActive()


def test_another_session_takes_the_place_of_the_one_that_runs(night: Night) -> None:
    night.begin("practice", speed=10)
    night.later(5)
    second = night.begin()
    assert night.driver.session is second
    assert night.driver.now() == 0.0
    night.later(110)
    assert steps(night.heard)[-1] == "calf-massage"


# -- the hands of the clock --------------------------------------------------------------------


def test_the_ten_minutes_pass_with_the_lid_closed(night: Night) -> None:
    night.begin()
    night.later(60)
    night.clock.suspend(545)
    night.driver.look()
    assert night.last().view is View.URGENT
    assert night.last().elapsed_s == pytest.approx(605)
    levels = [event.level for event in night.heard if isinstance(event, LadderReached)]
    assert levels == [Level.CHECK_IN, Level.HEADS_UP, Level.URGENT]


@pytest.mark.parametrize("jump", [dt.timedelta(days=-400), dt.timedelta(hours=5)], ids=str)
def test_the_time_of_day_changes_nothing(night: Night, jump: dt.timedelta) -> None:
    night.begin()
    night.later(60)
    interval, heard = night.timer.interval(), len(night.heard)
    night.clock.set_wall(night.clock.wall() + jump)
    night.driver.look()
    assert night.last().elapsed_s == pytest.approx(60)
    assert (night.timer.interval(), len(night.heard)) == (interval, heard)
    night.later(540)
    assert night.last().view is View.URGENT


def test_stale_counts_can_be_told_from_fresh_alarms_after_sleep(night: Night) -> None:
    night.begin()
    fresh: list[Cue] = []

    def sift(event: SessionEvent) -> None:
        if isinstance(event, Cue) and night.driver.age(event) <= event.fresh_s:
            fresh.append(event)

    night.clock.suspend(620)
    night.driver.happened.connect(sift)
    night.driver.look()
    texts = [cue.text for cue in fresh if cue.text]
    assert any("Get medical help now" in text for text in texts)
    assert not {"five", "ten", "fifteen"} & set(texts)
