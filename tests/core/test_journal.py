"""An episode is what its events say, and says no more than they do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from cramp_coach.core import journal
from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import Act, Ended, Level, Recorded, Told
from cramp_coach.core.ports import StoredEpisode
from tests.core.stories import library, press

if TYPE_CHECKING:
    from collections.abc import Sequence

if TYPE_CHECKING:
    from cramp_coach.core.session import Session

PRESSED = dt.datetime(2026, 11, 22, 3, 12, tzinfo=dt.UTC)


def stored(session: Session, *acts: tuple[float, Act, str | float | None]) -> StoredEpisode:
    """Return the episode that a session leaves behind after `acts`."""
    events = session.advance(0.0)
    for t, act, value in acts:
        events += session.act(act, t, value)
    return keep(events)


def keep(events: Sequence[object]) -> StoredEpisode:
    """Return an episode with the events that are written down."""
    written = tuple(e for e in events if isinstance(e, Recorded))
    return StoredEpisode(
        id="one", pressed_wall=PRESSED, pressed_boot=1000.0, boot_id="boot", events=written
    )


def test_a_short_cramp_tells_its_length_its_leg_and_what_eased_it() -> None:
    found = journal.episode(
        stored(
            press(),
            (5.0, Act.SIDE, "left"),
            (10.0, Act.EARLIER, None),
            (180.0, Act.STOPPED, None),
        )
    )
    assert found is not None
    assert (found.outcome, found.duration_s, found.eased) == ("stopped", 300.0, "calf-stand")
    assert (found.side, found.muscle, found.muscle_assumed) == (Side.LEFT, Muscle.CALF, True)
    assert found.onset == PRESSED - dt.timedelta(seconds=120)
    assert found.steps == ("calf-stretch", "calf-massage", "calf-stand")


def test_one_that_came_back_is_one_episode() -> None:
    found = journal.episode(
        stored(
            press(),
            (100.0, Act.STOPPED, None),
            (200.0, Act.CAME_BACK, None),
            (450.0, Act.STOPPED, None),
        )
    )
    assert found is not None
    assert (found.duration_s, found.came_back, found.level) == (450.0, 1, Level.CHECK_IN)


def test_an_end_that_nobody_told_is_unknown_and_has_no_length() -> None:
    session = press()
    found = journal.episode(keep(session.advance(4000.0)))
    assert found is not None
    assert (found.outcome, found.duration_s, found.level) == ("unknown", None, Level.EMERGENCY)


def test_what_is_told_in_the_morning_counts() -> None:
    events = [*press().advance(4000.0), Told(t=4000.0, outcome="stopped", after_s=600.0)]
    found = journal.episode(keep(events))
    assert found is not None
    assert (found.outcome, found.duration_s) == ("stopped", 600.0)


def test_a_running_episode_is_running() -> None:
    found = journal.episode(stored(press()))
    assert found is not None
    assert (found.outcome, found.duration_s) == ("running", None)


def test_events_without_a_press_are_no_episode() -> None:
    assert journal.episode(keep([Ended(t=5.0, outcome="stopped")])) is None


@pytest.mark.parametrize(
    ("acts", "at", "unfinished"),
    [
        ([], 3599.0, True),
        ([], 3601.0, False),
        ([(100.0, Act.NEXT, None)], 3650.0, True),
        ([(100.0, Act.STOPPED, None)], 650.0, True),
        ([(100.0, Act.STOPPED, None)], 701.0, False),
        ([(100.0, Act.STOPPED, None), (200.0, Act.CAME_BACK, None)], 3700.0, True),
    ],
)
def test_what_a_restart_takes_up_again(
    acts: list[tuple[float, Act, str | float | None]], at: float, *, unfinished: bool
) -> None:
    assert journal.is_unfinished(stored(press(), *acts), at) is unfinished


def test_it_learns_what_helps_from_the_third_cramp_on() -> None:
    one = journal.episode(stored(press(), (180.0, Act.STOPPED, None)))
    assert one is not None
    routines = library().routines
    assert journal.favourite([one, one], routines) is None
    assert journal.favourite([one, one, one], routines) == "stand"


def test_the_stretch_is_first_anyway() -> None:
    one = journal.episode(stored(press(), (20.0, Act.STOPPED, None)))
    assert one is not None
    assert journal.favourite([one] * 5, library().routines) is None
