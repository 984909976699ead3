"""The engine: what happens when, whatever the person does and however late anyone looks."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cramp_coach.core import ladder
from cramp_coach.core.content import Fact, Muscle, RedFlag
from cramp_coach.core.events import (
    Act,
    Acted,
    Cue,
    Ended,
    HeatOff,
    LadderReached,
    Level,
    Priority,
    Recorded,
    Reopened,
    SessionEvent,
    StepBegan,
    Stopped,
    Tone,
    WentQuiet,
)
from cramp_coach.core.session import Session
from cramp_coach.core.snapshot import View
from tests.core.stories import library, press, some_acts, some_facts

Timed = list[tuple[float, Act, str | float | None]]


def steps(events: list[SessionEvent]) -> list[tuple[float, str]]:
    """Return when each step began."""
    return [(event.t, event.step) for event in events if isinstance(event, StepBegan)]


def levels(events: list[SessionEvent]) -> list[tuple[float, Level]]:
    """Return when each moment of the ladder came."""
    return [(event.t, event.level) for event in events if isinstance(event, LadderReached)]


def play(session: Session, acts: Timed, looks: list[float], until: float) -> list[SessionEvent]:
    """Do `acts` at their times, look at `looks`, and return all that happened."""
    timed: list[tuple[float, int, Act | None, str | float | None]] = [
        *((t, 0, None, None) for t in looks),
        *((t, 1, act, value) for t, act, value in acts),
    ]
    timed.sort(key=lambda one: one[:2])
    happened: list[SessionEvent] = []
    for t, _, act, value in timed:
        happened += session.advance(t) if act is None else session.act(act, t, value)
    return happened + session.advance(until)


def test_nothing_is_asked_before_the_first_instruction() -> None:
    session = press()
    first = session.advance(0.0)
    assert steps(first) == [(0.0, "calf-stretch")]
    spoken = [event for event in first if isinstance(event, Cue)]
    assert [cue.tone for cue in spoken] == [Tone.START]
    assert "Pull your toes" in spoken[0].text
    assert session.snapshot(0.0).view is View.COACH


def test_a_calf_cramp_that_nobody_answers_runs_the_whole_table() -> None:
    session = press()
    events = session.advance(3700.0)
    assert steps(events)[:10] == [
        (0.0, "calf-stretch"),
        (110.0, "calf-massage"),
        (170.0, "calf-stand"),
        (215.0, "calf-walk"),
        (300.0, "calf-heat"),
        (380.0, "calf-towel"),
        (440.0, "calf-legs-up"),
        (480.0, "calf-stretch-again"),
        (540.0, "calf-massage-again"),
        (600.0, "calf-stretch"),
    ]
    assert levels(events) == [
        (300.0, Level.CHECK_IN),
        (480.0, Level.HEADS_UP),
        (600.0, Level.URGENT),
        (1200.0, Level.EMERGENCY),
    ]
    alarms = [e.t for e in events if isinstance(e, Cue) and e.priority is Priority.SAFETY]
    assert alarms == [
        *(300.0, 480.0),
        *(600.0, 630.0, 660.0, 780.0, 900.0, 1020.0, 1140.0),
        *(1200.0, 1320.0, 1440.0, 1560.0, 1680.0, 1800.0),
    ]
    assert [e.t for e in events if isinstance(e, WentQuiet)] == [1800.0]
    assert [e for e in events if isinstance(e, Ended)] == [Ended(t=3600.0, outcome="unknown")]
    assert session.snapshot(3700.0).view is View.ASK_END
    assert session.over


def test_the_screens_of_an_unanswered_cramp_follow_each_other() -> None:
    session = press()
    seen = {}
    for t in (0, 299, 300, 344, 345, 480, 599, 600, 1199, 1200, 1799, 1800, 3599, 3600):
        session.advance(float(t))
        seen[t] = session.snapshot(float(t)).view
    assert seen == {
        **dict.fromkeys((0, 299, 345, 480, 599), View.COACH),
        **dict.fromkeys((300, 344), View.CHECK_IN),
        **dict.fromkeys((600, 1199), View.URGENT),
        **dict.fromkeys((1200, 1799, 1800, 3599), View.EMERGENCY),
        3600: View.ASK_END,
    }
    assert session.snapshot(3600.0).quiet


def test_a_hold_is_counted_and_let_go() -> None:
    events = press().advance(41.0)
    heard = [(e.t, e.text) for e in events if isinstance(e, Cue) and e.text and e.t > 0]
    assert heard == [
        (5.0, "five"),
        (10.0, "ten"),
        (12.0, "Toes up. Knee straight."),
        (15.0, "fifteen"),
        (20.0, "twenty"),
        (25.0, "twenty-five"),
        (30.0, "Let go a little."),
        (40.0, "Again. Hold."),
    ]
    ticks = [e.t for e in events if isinstance(e, Cue) and e.tone is Tone.TICK]
    assert ticks == [27.0, 28.0, 29.0]


def test_it_stopped_gives_credit_to_the_running_step_and_comes_home_by_itself() -> None:
    session = press()
    stopped = session.act(Act.STOPPED, 180.0)
    assert [e for e in stopped if isinstance(e, Stopped)] == [
        Stopped(t=180.0, step="calf-stand", after_s=180.0)
    ]
    assert session.snapshot(200.0).view is View.ENDED
    assert session.snapshot(200.0).eased == "heel press"
    session.advance(240.0)
    assert session.snapshot(240.0).view is View.HOME
    assert [e for e in session.advance(900.0) if isinstance(e, Ended)] == [
        Ended(t=780.0, outcome="stopped")
    ]
    assert session.over


def test_it_came_back_within_ten_minutes_runs_on_the_same_clock() -> None:
    session = press()
    session.act(Act.STOPPED, 180.0)
    back = session.act(Act.CAME_BACK, 700.0)
    assert [e for e in back if isinstance(e, Reopened)] == [Reopened(t=700.0)]
    assert session.snapshot(700.0).elapsed_s == 700.0
    assert session.snapshot(700.0).view is View.URGENT
    assert levels(back)[-1] == (700.0, Level.URGENT)


def test_it_cannot_come_back_after_ten_minutes() -> None:
    session = press()
    session.act(Act.STOPPED, 180.0)
    assert session.act(Act.CAME_BACK, 781.0)[-1] == Ended(t=780.0, outcome="stopped")
    assert not session.open


def test_it_started_earlier_moves_the_ten_minutes_forward_and_only_that_way() -> None:
    session = press()
    session.act(Act.EARLIER, 10.0)
    assert session.snapshot(10.0).elapsed_s == 130.0
    session.act(Act.EARLIER, 20.0)
    assert session.snapshot(20.0).elapsed_s == 320.0
    later = session.act(Act.EARLIER, 30.0, 60.0)
    assert not any(isinstance(e, Acted) for e in later)
    reached = levels(later + session.advance(301.0))
    assert [t for t, level in reached if level is Level.URGENT] == [300.0]


@pytest.mark.parametrize("nonsense", ["soon", float("nan"), float("inf")])
def test_a_time_that_does_not_exist_is_refused(nonsense: str | float) -> None:
    with pytest.raises(ValueError, match=r".+"):
        press().act(Act.EARLIER, 10.0, nonsense)


def test_a_pause_goes_on_by_itself_and_never_stops_the_clock() -> None:
    session = press()
    session.act(Act.PAUSE, 20.0)
    assert session.snapshot(70.0).paused
    asked = session.advance(80.0)
    assert [e.text for e in asked if isinstance(e, Cue)] == ["Shall I go on?"]
    session.advance(140.0)
    now = session.snapshot(140.0)
    assert (now.paused, now.elapsed_s, now.step_elapsed_s) == (False, 140.0, 20.0)


def test_esc_offers_two_choices_and_goes_on_after_twenty_seconds() -> None:
    session = press()
    session.act(Act.CHOICES, 50.0)
    session.advance(69.0)
    assert session.snapshot(69.0).view is View.CHOICES
    session.advance(70.0)
    assert session.snapshot(70.0).view is View.COACH
    assert session.snapshot(70.0).step_elapsed_s == 50.0


def test_two_times_worse_opens_help_one_does_not() -> None:
    session = press()
    session.act(Act.WORSE, 20.0)
    assert session.snapshot(20.0).view is View.COACH
    session.act(Act.WORSE, 30.0)
    assert session.snapshot(30.0).view is View.HELP
    assert session.snapshot(30.0).step.id == "calf-stand"


def test_worse_next_worse_is_not_two_in_a_row() -> None:
    session = press()
    for t, act in ((20.0, Act.WORSE), (25.0, Act.NEXT), (30.0, Act.WORSE)):
        session.act(act, t)
    assert session.snapshot(30.0).view is View.COACH


def test_helping_repeats_the_step_once() -> None:
    session = press()
    session.act(Act.HELPING, 50.0)
    assert steps(session.advance(221.0)) == [(110.0, "calf-stretch"), (220.0, "calf-massage")]


def test_another_muscle_starts_its_first_step_and_keeps_the_clock() -> None:
    session = press()
    session.advance(39.0)
    changed = session.act(Act.MUSCLE, 40.0, Muscle.BACK_THIGH)
    assert [step for _, step in steps(changed)] == ["back-thigh-stretch"]
    now = session.snapshot(41.0)
    assert (now.elapsed_s, now.muscle, now.muscle_assumed) == (41.0, Muscle.BACK_THIGH, False)


def test_standing_keeps_the_step_and_changes_its_form() -> None:
    session = press()
    session.act(Act.POSTURE, 10.0, "standing")
    now = session.snapshot(10.0)
    assert (now.step.id, now.form.posture, now.pose) == ("calf-stretch", "standing", "wall_calf")


def test_somebody_unsteady_is_never_asked_to_stand() -> None:
    session = press(facts=(Fact.UNSTEADY,))
    session.act(Act.POSTURE, 10.0, "standing")
    assert {e.posture for e in session.advance(1300.0) if isinstance(e, StepBegan)} == {"seated"}


def test_i_cannot_bear_it_stops_the_coaching_but_not_the_ladder() -> None:
    session = press()
    session.act(Act.CANT_BEAR, 100.0)
    events = session.advance(650.0)
    assert session.snapshot(650.0).view is View.EMERGENCY
    assert steps(events) == []
    assert (600.0, Level.URGENT) in levels(events)


def test_the_way_back_from_the_emergency_screen_leads_to_where_the_clock_stands() -> None:
    session = press()
    session.act(Act.CANT_BEAR, 100.0)
    session.act(Act.CAN_BEAR, 110.0)
    now = session.snapshot(110.0)
    assert (now.view, now.level, now.step_elapsed_s) == (View.COACH, Level.NONE, 100.0)


@pytest.mark.parametrize(("ago", "first"), [(3000.0, "Ten minutes"), (490.0, "Eight minutes")])
def test_who_presses_late_hears_first_what_matters_most(ago: float, first: str) -> None:
    session = press(onset=-ago)
    events = session.advance(0.0)
    assert len(levels(events)) == (3 if ago > 600 else 2)
    alerts = [e.text for e in events if isinstance(e, Cue) and e.priority is Priority.SAFETY]
    assert len(alerts) == 1
    assert alerts[0].startswith(first)


def test_who_can_bear_it_at_ten_minutes_is_asked_again_at_twenty() -> None:
    session = press()
    session.act(Act.CAN_BEAR, 605.0)
    assert session.snapshot(605.0).view is View.COACH
    assert session.snapshot(605.0).level is Level.URGENT
    events = session.advance(1810.0)
    assert levels(events) == [(1205.0, Level.URGENT), (1805.0, Level.EMERGENCY)]


def test_a_key_on_the_silent_emergency_screen_lights_it_again() -> None:
    session = press()
    session.advance(2000.0)
    assert session.snapshot(2000.0).quiet
    lit = session.act(Act.AGAIN, 2000.0)
    assert not session.snapshot(2000.0).quiet
    assert any(isinstance(e, Cue) and e.priority is Priority.SAFETY for e in lit)


def test_a_swollen_leg_is_not_rubbed_warmed_or_walked_on_and_the_sign_stays_on_the_screen() -> None:
    session = press()
    session.act(Act.HELP, 115.0)  # while the calf is to be rubbed
    session.act(Act.RED_FLAG, 120.0, "one-leg")
    session.advance(590.0)
    assert session.snapshot(590.0).view is View.HELP
    back = session.act(Act.RESUME, 590.0)
    assert [event.text for event in back if isinstance(event, Cue)] == [
        session.snapshot(590.0).form.say
    ]
    coached = [event for event in session.advance(3000.0) if isinstance(event, StepBegan)]
    assert {event.posture for event in coached} == {"seated"}
    assert not [event.step for event in coached if "massage" in event.step or "heat" in event.step]
    session.act(Act.STOPPED, 3000.0)
    assert not session.snapshot(3000.0).heat_allowed


@pytest.mark.parametrize("flag", library().red_flags, ids=lambda flag: flag.id)
def test_after_a_sign_no_step_does_what_it_forbids(flag: RedFlag) -> None:
    forbidden = {
        kind
        for word, kind in (
            ("rub", "massage"),
            ("heat", "heat"),
            ("warm", "heat"),
            ("raise", "legs-up"),
        )
        for sentence in flag.do.lower().split(".")
        if word in sentence and ("not" in sentence or "no " in sentence)
    }
    for muscle in Muscle:
        session = press(muscle=muscle)
        session.act(Act.CANT_BEAR if flag.level == "emergency" else Act.RED_FLAG, 5.0, flag.id)
        session.act(Act.CAN_BEAR if flag.level == "emergency" else Act.RESUME, 6.0)
        shown = set()
        for _ in range(12):
            shown.add(session.snapshot(6.0).step.kind)
            session.act(Act.NEXT, 6.0)
        assert not shown & forbidden


def test_ten_minutes_close_the_help_screen_and_the_choices() -> None:
    for act in (Act.HELP, Act.CHOICES):
        session = press()
        session.act(act, 595.0)
        session.advance(600.0)
        assert session.snapshot(600.0).view is View.URGENT


def test_a_real_cramp_cannot_come_back_into_a_practice_that_was_left() -> None:
    began = msgspec.structs.replace(press().started, kind="practice")
    session = Session(began, library(), library().spoken)
    session.act(Act.STOPPED, 100.0)
    session.act(Act.LEAVE, 110.0)
    assert session.over
    assert not session.can_rejoin
    assert session.act(Act.CAME_BACK, 111.0) == []


def test_the_heat_timer_says_take_it_off_after_fifteen_minutes() -> None:
    session = press()
    session.act(Act.STOPPED, 100.0)
    session.act(Act.HEAT, 110.0)
    assert session.snapshot(111.0).heat_left_s == 899.0
    events = session.advance(1010.0)
    assert HeatOff(t=1010.0) in events
    assert session.over


def test_no_warmth_for_numb_feet() -> None:
    session = press(facts=(Fact.NUMB,))
    session.act(Act.STOPPED, 100.0)
    assert session.act(Act.HEAT, 110.0) == []
    assert session.snapshot(110.0).heat_left_s is None


def test_what_helped_before_comes_second() -> None:
    began = [step for _, step in steps(press(favourite="stand").advance(200.0))]
    assert began == ["calf-stretch", "calf-stand", "calf-massage"]


# -- whatever happens ----------------------------------------------------------------------


@given(some_facts, some_acts, st.lists(st.floats(0, 4500), max_size=40))
def test_however_late_or_often_anyone_looks_the_same_happens(
    facts: tuple[Fact, ...], acts: Timed, looks: list[float]
) -> None:
    seldom = play(press(facts=facts), acts, [], 4500.0)
    often = play(press(facts=facts), acts, looks, 4500.0)
    assert often == seldom
    assert all(a.t <= b.t for a, b in pairwise(seldom))


@given(some_facts, some_acts, st.floats(0, 5000))
def test_nothing_delays_the_ten_minutes(facts: tuple[Fact, ...], acts: Timed, since: float) -> None:
    """The clock is late only where the cramp had stopped, and then it comes with "it came back"."""
    session = press(facts=facts, onset=-since)
    events = play(session, acts, [], 4500.0)
    earlier = [e for e in events if isinstance(e, Acted) and e.act is Act.EARLIER]
    onset = -max([since, *(float(e.value or 0) for e in earlier)])
    due = max(0.0, onset + ladder.URGENT_S)
    reached = [t for t, level in levels(events) if level is Level.URGENT]
    stops = [e.t for e in events if isinstance(e, Stopped)]
    backs = [e.t for e in events if isinstance(e, Reopened)]
    known = max([due, *(e.t for e in earlier if e.t > due)])
    if not stops or stops[0] > known:
        assert reached, "the ten minutes never came"
        assert reached[0] <= known
    for back in backs:
        assert not reached or reached[0] <= max(back, known) or back < reached[0]


@given(some_facts, some_acts, st.floats(0, 4000))
def test_while_the_cramp_is_open_the_ladder_climbs_and_never_goes_down(
    facts: tuple[Fact, ...], acts: Timed, t: float
) -> None:
    session = press(facts=facts)
    play(session, [one for one in acts if one[0] <= t], [], t)
    now = session.snapshot(t)
    if session.open and now.elapsed_s >= ladder.URGENT_S:
        assert now.level in (Level.URGENT, Level.EMERGENCY)
        assert session.next_deadline() is not None


@given(some_facts, some_acts, st.floats(0, 4000))
def test_no_screen_is_without_a_way_on(facts: tuple[Fact, ...], acts: Timed, t: float) -> None:
    """By itself, or by "it stopped" and by the way back, every open screen leads somewhere."""
    session = press(facts=facts)
    play(session, [one for one in acts if one[0] <= t], [], t)
    view = session.snapshot(t).view
    if not session.open:
        assert view in (View.ENDED, View.HOME, View.ASK_END)
        return
    deadline = session.next_deadline()
    assert deadline is not None
    if view in (View.HELP, View.CHOICES):
        session.act(Act.RESUME, t)
        assert session.snapshot(t).view not in (View.HELP, View.CHOICES)
    if view in (View.EMERGENCY, View.URGENT):
        session.act(Act.CAN_BEAR, t)
        assert session.snapshot(t).view in (View.COACH, View.HELP, View.CHOICES, View.CHECK_IN)
    session.act(Act.STOPPED, t)
    assert session.snapshot(t).view is View.ENDED


@given(some_facts, some_acts, st.floats(0, 4400))
def test_a_crash_at_any_moment_changes_nothing(
    facts: tuple[Fact, ...], acts: Timed, crash: float
) -> None:
    whole = play(press(facts=facts), acts, [], 4500.0)
    before = [one for one in acts if one[0] <= crash]
    written = [e for e in play(press(facts=facts), before, [], crash) if isinstance(e, Recorded)]
    restored = Session.restored(written, library(), library().spoken)
    after = play(restored, [one for one in acts if one[0] > crash], [], 4500.0)
    last = written[-1].t
    kept = [e for e in after if isinstance(e, Recorded) and e.t > last]
    assert written + kept == [e for e in whole if isinstance(e, Recorded)]


@given(some_facts, some_acts)
def test_an_episode_always_ends(facts: tuple[Fact, ...], acts: Timed) -> None:
    session = press(facts=facts)
    play(session, acts, [], 4000.0)
    session.advance(4000.0 + ladder.GIVE_UP_S + 2000.0)
    assert session.over
    assert session.next_deadline() is None
