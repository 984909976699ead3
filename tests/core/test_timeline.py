"""The session's time: real seconds since the press, whatever is done to the clock."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cramp_coach.core.content import Muscle
from cramp_coach.core.events import Act, Acted, Recorded, Started
from cramp_coach.core.ports import ManualClock, StoredEpisode
from cramp_coach.core.timeline import Timeline

PRESS = Started(
    t=0.0,
    kind="relief",
    muscle=Muscle.CALF,
    muscle_assumed=True,
    side=None,
    facts=(),
    favourite=None,
)


def stored(clock: ManualClock, *events: Recorded) -> StoredEpisode:
    return StoredEpisode(
        id="e1",
        pressed_wall=clock.wall(),
        pressed_boot=clock.boot(),
        boot_id=clock.boot_id(),
        events=(PRESS, *events),
    )


def test_it_starts_at_zero_and_counts_sleep() -> None:
    clock = ManualClock()
    timeline = Timeline.begin(clock)
    assert timeline.now(clock) == 0.0
    clock.pass_awake(60.0)
    clock.suspend(240.0)
    assert timeline.now(clock) == pytest.approx(300.0)


def test_setting_the_time_of_day_changes_nothing() -> None:
    clock = ManualClock()
    timeline = Timeline.begin(clock)
    clock.pass_awake(60.0)
    clock.set_wall(dt.datetime(1999, 1, 1, tzinfo=dt.UTC))
    assert timeline.now(clock) == pytest.approx(60.0)


def test_a_practice_runs_faster_and_waits_shorter() -> None:
    clock = ManualClock()
    timeline = Timeline.begin(clock, speed=60.0)
    clock.pass_awake(2.0)
    assert timeline.now(clock) == pytest.approx(120.0)
    assert timeline.wait(180.0, clock) == pytest.approx(1.0)
    assert timeline.wait(60.0, clock) == 0.0


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_time_cannot_stand_still_or_go_back(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Timeline.begin(ManualClock(), speed)


def test_after_a_crash_it_goes_by_the_boot_clock_not_by_the_time_of_day() -> None:
    clock = ManualClock()
    episode = stored(clock)
    clock.pass_awake(200.0)
    clock.set_wall(dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    assert Timeline.restore(episode, clock).now(clock) == pytest.approx(200.0)


def test_after_a_restart_of_the_machine_the_time_it_was_off_counts() -> None:
    clock = ManualClock()
    episode = stored(clock)
    clock.pass_awake(100.0)
    clock.reboot(90.0)
    clock.pass_awake(20.0)
    timeline = Timeline.restore(episode, clock)
    assert timeline.now(clock) == pytest.approx(210.0)
    clock.set_wall(dt.datetime(1999, 1, 1, tzinfo=dt.UTC))
    clock.pass_awake(5.0)
    assert timeline.now(clock) == pytest.approx(215.0)


def test_a_dead_clock_battery_does_not_take_it_behind_what_is_known() -> None:
    clock = ManualClock()
    episode = stored(clock, Acted(t=400.0, act=Act.NEXT))
    clock.pass_awake(400.0)
    clock.reboot(10.0)
    clock.set_wall(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    assert Timeline.restore(episode, clock).now(clock) == pytest.approx(400.0)


def test_where_the_start_of_the_machine_has_no_name_the_time_of_day_tells() -> None:
    clock = ManualClock()
    clock.boot_name = ""
    episode = stored(clock)
    clock.wall_now += dt.timedelta(seconds=70)
    clock.boot_now = 3.0
    assert Timeline.restore(episode, clock).now(clock) == pytest.approx(70.0)


seconds = st.floats(0.0, 5000.0)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("awake"), seconds),
        st.tuples(st.just("asleep"), seconds),
        st.tuples(st.just("set"), st.floats(-1e8, 1e8)),
        st.tuples(st.just("off"), seconds),
        st.tuples(st.just("killed"), st.just(0.0)),
        st.tuples(st.just("record"), st.just(0.0)),
    ),
    max_size=30,
)


@given(happenings)
def test_whatever_is_done_to_the_clock_no_recorded_second_is_lost(
    story: list[tuple[str, float]],
) -> None:
    clock = ManualClock()
    episode = stored(clock)
    timeline, shown, real, restarted = Timeline.begin(clock), 0.0, 0.0, False
    for what, amount in story:
        match what:
            case "awake":
                clock.pass_awake(amount)
                real += amount
            case "asleep":
                clock.suspend(amount)
                real += amount
            case "set":
                clock.set_wall(clock.wall() + dt.timedelta(seconds=amount))
            case "off":
                clock.reboot(amount)
                real += amount
                restarted = True
                shown = max(event.t for event in episode.events)
                timeline = Timeline.restore(episode, clock)
            case "killed":
                shown = max(event.t for event in episode.events)
                timeline = Timeline.restore(episode, clock)
            case _:
                event = Acted(t=timeline.now(clock), act=Act.NEXT)
                episode = stored_again(episode, event)
        t = timeline.now(clock)
        assert t >= shown - 1e-3
        if not restarted:
            assert t == pytest.approx(real, abs=1e-3)
        shown = t


def stored_again(episode: StoredEpisode, event: Recorded) -> StoredEpisode:
    return StoredEpisode(
        id=episode.id,
        pressed_wall=episode.pressed_wall,
        pressed_boot=episode.pressed_boot,
        boot_id=episode.boot_id,
        events=(*episode.events, event),
    )
