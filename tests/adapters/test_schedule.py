"""The schedule: one timer, few looks, nothing after the end, and one look for all that was missed.

The clock of the scheduler is a hand of the test's, and its timer fires when the test says so.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import apscheduler.schedulers.base
import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer

from cramp_coach.adapters.schedule import LONGEST_WAIT_S, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

START = dt.datetime(2026, 11, 22, 3, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class Hand:
    """Takes the place of `datetime` in the scheduler."""

    def __init__(self) -> None:
        self.time = START

    def now(self, zone: dt.tzinfo) -> dt.datetime:
        return self.time.astimezone(zone)


class World:
    """A schedule, its timer and its time."""

    def __init__(self, schedule: Schedule, hand: Hand) -> None:
        self.schedule = schedule
        self.hand = hand
        self.due: list[tuple[str, dt.datetime]] = []
        self.passes = 0
        schedule.due.connect(self.note)
        (self.timer,) = schedule.findChildren(QTimer)
        self.timer.timeout.connect(self.count)

    def note(self, name: str) -> None:
        self.due.append((name, self.hand.time))

    def count(self) -> None:
        self.passes += 1

    def pass_time(self, length: dt.timedelta) -> None:
        """Let time pass; the timer fires whenever it is its time."""
        end = self.hand.time + length
        while self.timer.isActive():
            wait = dt.timedelta(milliseconds=self.timer.interval())
            if self.hand.time + wait > end:
                break
            self.hand.time += wait
            self.fire()
        self.hand.time = end

    def fire(self) -> None:
        self.timer.stop()
        self.timer.timeout.emit()
        QCoreApplication.processEvents()


@pytest.fixture
def world(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    hand = Hand()
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", hand)
    schedule = Schedule()
    yield World(schedule, hand)
    schedule.stop()


def test_a_day_has_its_hours_and_one_look_a_minute(world: World) -> None:
    world.schedule.every("backup", HOUR, START + HOUR)
    world.schedule.start()
    world.pass_time(dt.timedelta(days=1, seconds=30))
    assert [round((when - START) / HOUR, 3) for _name, when in world.due] == list(range(1, 25))
    assert {name for name, _when in world.due} == {"backup"}
    assert world.passes <= 25 * 60, "hidden and idle there is one wake-up a minute"
    assert world.timer.timerType() is Qt.TimerType.PreciseTimer
    assert world.timer.interval() <= LONGEST_WAIT_S * 1000 + 1


def test_the_number_of_looks_does_not_grow_with_what_is_planned(world: World) -> None:
    world.schedule.start()
    for number in range(50):  # settings that change often, in a program that runs for weeks
        world.schedule.every("backup", HOUR, START + HOUR + dt.timedelta(seconds=number))
        world.schedule.every(f"other {number}", HOUR * 9000, START + HOUR * 9000)
        world.schedule.look_now()
    assert len(world.schedule.findChildren(QTimer)) == 1
    world.pass_time(HOUR)
    assert world.passes <= 62
    world.pass_time(HOUR)
    assert [name for name, _when in world.due] == ["backup"]


def test_nothing_is_due_and_nothing_looks_after_the_end(world: World) -> None:
    world.schedule.every("backup", HOUR, START)
    world.schedule.start()
    world.schedule.stop()
    assert not world.timer.isActive()
    world.hand.time += HOUR * 5
    world.schedule.look_now()
    QCoreApplication.processEvents()
    assert not world.timer.isActive()
    assert (world.passes, world.due) == (0, [])
    world.schedule.stop()


def test_what_was_on_its_way_at_the_end_arrives_no_more(world: World) -> None:
    world.schedule.every("backup", HOUR, START + HOUR)
    world.schedule.start()
    world.hand.time += HOUR
    world.timer.timeout.emit()
    world.schedule.stop()
    QCoreApplication.processEvents()
    assert world.due == []


def test_a_night_asleep_is_made_up_for_once_and_at_the_next_look(world: World) -> None:
    world.schedule.every("backup", HOUR, START + HOUR)
    world.schedule.start()
    world.pass_time(dt.timedelta(minutes=5))
    world.hand.time += dt.timedelta(hours=9, minutes=30)  # the timer stood still meanwhile
    world.pass_time(dt.timedelta(seconds=61))
    assert len(world.due) == 1
    world.pass_time(dt.timedelta(minutes=40))
    assert len(world.due) == 2, "and then as planned"


def test_on_waking_one_need_not_wait_for_the_minute(world: World) -> None:
    world.schedule.every("backup", HOUR, START + HOUR)
    world.schedule.start()
    world.hand.time += HOUR * 3
    world.schedule.look_now()
    assert world.timer.interval() <= 1
    world.fire()
    assert len(world.due) == 1


def test_a_receiver_with_a_loop_of_its_own_is_called_once(world: World) -> None:
    loops: list[int] = []

    def open_a_loop(_name: str) -> None:
        loops.append(len(loops))
        world.schedule.look_now()
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()

    world.schedule.due.connect(open_a_loop)
    world.schedule.every("backup", HOUR, START + HOUR)
    world.schedule.start()
    world.hand.time += HOUR
    world.fire()
    assert loops == [0]


def test_the_time_may_also_go_back(world: World) -> None:
    world.schedule.every("backup", HOUR, START + HOUR)
    world.schedule.start()
    world.pass_time(HOUR + dt.timedelta(seconds=1))
    world.hand.time -= HOUR * 5
    world.pass_time(HOUR)
    assert len(world.due) == 1
    world.pass_time(HOUR * 5)
    assert len(world.due) == 2
