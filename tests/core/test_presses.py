"""Hands tremble in pain, and keyboards repeat."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cramp_coach.core.presses import REPEAT_S, SPACE, START_S, Presses


def test_a_second_press_within_400_ms_is_the_same_press() -> None:
    presses = Presses(began=0.0)
    assert presses.counts("right", 10.0)
    assert not presses.counts("right", 10.39)
    assert presses.counts("right", 10.80)


def test_another_key_at_once_is_a_press_of_its_own() -> None:
    presses = Presses(began=0.0)
    assert presses.counts("right", 10.0)
    assert presses.counts("left", 10.05)


def test_space_right_after_the_start_does_not_say_that_it_stopped() -> None:
    presses = Presses(began=100.0)
    assert not presses.counts(SPACE, 100.0)
    assert not presses.counts(SPACE, 101.45)
    assert presses.counts(SPACE, 102.0)


def test_the_start_press_held_down_never_becomes_it_stopped() -> None:
    presses = Presses(began=0.0)
    assert not any(presses.counts(SPACE, n * 0.03) for n in range(300))
    assert presses.counts(SPACE, 300 * 0.03 + REPEAT_S)


def test_only_space_belongs_to_the_start() -> None:
    assert Presses(began=0.0).counts("h", 0.1)


@given(
    st.lists(st.tuples(st.sampled_from([SPACE, "right", "h"]), st.floats(0.0, 2.0)), max_size=60)
)
def test_two_presses_that_count_are_never_close_together(gaps: list[tuple[str, float]]) -> None:
    presses, at = Presses(began=0.0), 0.0
    counted: dict[str, float] = {}
    for key, gap in gaps:
        at += gap
        if not presses.counts(key, at):
            continue
        assert key != SPACE or at >= START_S
        assert key not in counted or at - counted[key] >= REPEAT_S
        counted[key] = at
