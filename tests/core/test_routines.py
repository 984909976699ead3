"""The four routines: what each person is shown, and what nobody is ever shown."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, get_args

import pytest

from cramp_coach.core.content import Fact, Form, Muscle, Posture, Routine, StepKind, load_library
from cramp_coach.core.safety import PlannedStep, plan
from cramp_coach.paths import assets
from tests.core.reading import seconds

if TYPE_CHECKING:
    from collections.abc import Collection

EN = assets() / "content" / "en"
LIBRARY = load_library(EN)
ROUTINES = list(LIBRARY.routines.values())
EVERY_FACTS = [
    frozenset(some)
    for some in chain.from_iterable(combinations(Fact, n) for n in range(len(Fact) + 1))
]
WISHES: list[Posture | None] = [None, "seated", "standing"]

CALF_STRETCHES = {"toes_to_shin", "towel", "wall_calf", "heel_press", "seated_press"}
LEGS_RAISED = {"legs_up", "hamstring_lying"}
ON_THE_BACK = {"legs_up", "hamstring_lying"}

each_routine = pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id.value)


def forms(routine: Routine) -> list[Form]:
    return [form for step in routine.steps for form in step.forms]


def test_the_calf_goes_by_the_table() -> None:
    table = [(step.id, step.seconds) for step in LIBRARY.routines[Muscle.CALF].steps]
    assert table == [
        ("calf-stretch", 110),
        ("calf-massage", 60),
        ("calf-stand", 45),
        ("calf-walk", 85),
        ("calf-heat", 80),
        ("calf-towel", 60),
        ("calf-legs-up", 40),
        ("calf-stretch-again", 60),
        ("calf-massage-again", 60),
    ]
    assert sum(seconds for _, seconds in table) == 600


@each_routine
def test_it_begins_with_three_long_holds_and_all_holds_fit(routine: Routine) -> None:
    first = routine.steps[0]
    assert first.kind == "stretch"
    assert first.holds is not None
    assert (first.holds.count, first.holds.hold_s, first.holds.rest_s) == (3, 30, 10)
    for step in routine.steps:
        assert (step.holds is None) or step.holds.total_s <= step.seconds, step.id
        assert step.id.startswith(f"{routine.id.value}-")
        assert step.kind in get_args(StepKind)
    assert len({step.id for step in routine.steps}) == len(routine.steps)


@each_routine
def test_two_lines_of_sixteen_letters(routine: Routine) -> None:
    for form in forms(routine):
        assert 1 <= len(form.shown) <= 2, form.shown
        assert max(map(len, form.shown)) <= 16, form.shown


@each_routine
def test_four_seconds_to_say_and_the_repeat_is_shorter(routine: Routine) -> None:
    for form in forms(routine):
        assert seconds(form.say) <= 4.0, form.say
        assert len(form.repeat.split()) <= len(form.say.split()), form.repeat
        assert seconds(form.repeat) <= 2.6, form.repeat
        assert form.coming.startswith("Next: "), form.coming
        assert seconds(form.coming) <= 3.0, form.coming


@each_routine
def test_the_opening_and_the_first_sentence_are_over_before_the_second_count(
    routine: Routine,
) -> None:
    assert len(LIBRARY.spoken.opening.say.split()) <= 4
    for form in routine.steps[0].forms:
        assert seconds(f"{LIBRARY.spoken.opening.say} {form.say}") < 6.0


def test_every_picture_is_there() -> None:
    drawn = {path.stem for path in (assets() / "poses").glob("*.toml")}
    used = {pose for routine in ROUTINES for form in forms(routine) for pose in form.poses}
    assert used <= drawn


def test_the_front_of_the_thigh_never_gets_a_stretch_of_the_calf() -> None:
    poses = {pose for form in forms(LIBRARY.routines[Muscle.FRONT_THIGH]) for pose in form.poses}
    assert not poses & CALF_STRETCHES


def shown(
    routine: Routine, facts: Collection[Fact], wish: Posture | None = None
) -> tuple[PlannedStep, ...]:
    return plan(routine, facts, wish)


def poses(planned: Collection[PlannedStep]) -> set[str]:
    return {pose for one in planned for pose in one.form.poses}


@pytest.mark.parametrize("wish", WISHES)
@each_routine
def test_whoever_you_are_something_is_left_and_nothing_forbidden(
    routine: Routine, wish: Posture | None
) -> None:
    for facts in EVERY_FACTS:
        planned = shown(routine, facts, wish)
        kinds = {one.step.kind for one in planned}
        seen = poses(planned)
        assert len(planned) >= 3
        assert "stretch" in kinds
        if Fact.UNSTEADY in facts:
            assert all(one.form.posture == "seated" for one in planned)
        if Fact.NUMB in facts:
            assert "heat" not in kinds
            assert not seen & (LEGS_RAISED | {"bottle_roll"})
        if Fact.CLOT in facts:
            assert not kinds & {"massage", "heat"}
        if Fact.THINNER in facts:
            assert "heat" not in kinds
            rubs = [one.form.say for one in planned if one.step.kind == "massage"]
            assert all("lightly" in say for say in rubs)
        if Fact.PREGNANT in facts:
            assert not seen & (ON_THE_BACK | {"quad"})


@pytest.mark.parametrize("wish", WISHES)
@each_routine
def test_a_further_fact_never_adds_a_step(routine: Routine, wish: Posture | None) -> None:
    for facts in EVERY_FACTS:
        before = [one.step.id for one in shown(routine, facts, wish)]
        for fact in set(Fact) - facts:
            after = [one.step.id for one in shown(routine, facts | {fact}, wish)]
            assert set(after) <= set(before), (facts, fact)
            assert after == [step for step in before if step in after]


@each_routine
def test_a_fluid_limit_changes_nothing_here(routine: Routine) -> None:
    assert shown(routine, {Fact.FLUID_LIMIT}) == shown(routine, ())


@each_routine
def test_standing_is_offered_where_it_is_allowed_and_warned_of(routine: Routine) -> None:
    stretch = shown(routine, (), "standing")[0]
    assert stretch.form.posture == "standing"
    assert shown(routine, ())[0].form.posture == "seated"
    for form in forms(routine):
        if form.posture == "standing":
            assert form.caution == "standing"
            assert Fact.UNSTEADY in form.not_if


def test_rubbing_and_heat_are_never_without_their_warning() -> None:
    for routine in ROUTINES:
        for step in routine.steps:
            for form in step.forms:
                if step.kind == "massage":
                    assert form.caution == "no-rubbing"
                if step.kind == "heat":
                    assert form.caution == "heat"
                    assert "FDA-pad95" in form.sources
                assert form.sources
