"""The ten minutes: what is due when."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cramp_coach.core import ladder, settings
from cramp_coach.core.events import Level


def test_help_is_due_at_ten_minutes_and_nothing_can_set_it() -> None:
    assert {level: s for s, level in ladder.MOMENTS}[Level.URGENT] == 600.0
    assert not any("ten" in name or "urgent_s" in name for name in _every_setting())


def _every_setting() -> list[str]:
    whole = settings.Settings()
    parts = (getattr(whole, name) for name in whole.__struct_fields__)
    return [field for part in parts for field in getattr(part, "__struct_fields__", ())]


def test_it_is_said_again_soon_at_first_then_every_two_minutes() -> None:
    assert [ladder.repeat_after(n) for n in range(1, 6)] == [30.0, 60.0, 180.0, 300.0, 420.0]


@given(st.integers(1, 1000))
def test_saying_it_again_always_lies_ahead(said: int) -> None:
    assert ladder.repeat_after(said + 1) > ladder.repeat_after(said)


def test_the_moments_and_the_levels_climb_together() -> None:
    assert all(a < b and x.rank < y.rank for (a, x), (b, y) in pairwise(ladder.MOMENTS))
