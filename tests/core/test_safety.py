"""Health facts only ever take away or soften."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cramp_coach.core.content import Fact, Muscle, Posture
from cramp_coach.core.safety import plan
from tests.core.stories import library, some_facts

muscles = st.sampled_from(list(Muscle))
wishes: st.SearchStrategy[Posture | None] = st.sampled_from([None, "seated", "standing"])


def kinds(muscle: Muscle, *facts: Fact) -> list[str]:
    """Return the kinds of step that remain."""
    return [one.step.kind for one in plan(library().routines[muscle], facts)]


def test_a_clot_takes_away_rubbing_and_warmth() -> None:
    for muscle in Muscle:
        assert not {"massage", "heat"} & set(kinds(muscle, Fact.CLOT))


def test_a_blood_thinner_softens_rubbing_and_takes_away_warmth() -> None:
    steps = plan(library().routines[Muscle.CALF], [Fact.THINNER])
    rubbing = [one.form for one in steps if one.step.kind == "massage"]
    assert rubbing
    assert all("lightly" in form.say for form in rubbing)
    assert "heat" not in kinds(Muscle.CALF, Fact.THINNER)


def test_numb_feet_take_away_warmth_and_raised_legs() -> None:
    for muscle in Muscle:
        assert not {"heat", "legs-up"} & set(kinds(muscle, Fact.NUMB))


def test_nobody_unsteady_or_pregnant_does_the_standing_thigh_stretch() -> None:
    for fact in (Fact.UNSTEADY, Fact.PREGNANT):
        steps = plan(library().routines[Muscle.FRONT_THIGH], [fact], "standing")
        assert all("quad" not in one.form.poses for one in steps)


@given(muscles, some_facts, st.sampled_from(list(Fact)), wishes)
def test_one_more_fact_never_adds_a_step_nor_shows_a_forbidden_form(
    muscle: Muscle, facts: tuple[Fact, ...], more: Fact, wish: Posture | None
) -> None:
    routine = library().routines[muscle]
    before = plan(routine, facts, wish)
    after = plan(routine, {*facts, more}, wish)
    assert {one.step.id for one in after} <= {one.step.id for one in before}
    assert all(more not in one.form.not_if for one in after)
    assert after, "somebody would be left without any help"
    assert after[0].step.kind == "stretch"


@given(muscles, some_facts, st.sampled_from(["massage", "stand", "walk", "heat", "stretch", None]))
def test_what_helped_moves_to_the_second_place_and_nothing_is_lost(
    muscle: Muscle, facts: tuple[Fact, ...], favourite: str | None
) -> None:
    routine = library().routines[muscle]
    plain = plan(routine, facts)
    learned = plan(routine, facts, favourite=favourite)
    assert sorted(one.step.id for one in learned) == sorted(one.step.id for one in plain)
    assert learned[0] == plain[0]
    if favourite is not None and any(one.step.kind == favourite for one in plain[1:]):
        assert favourite in (learned[1].step.kind, plain[1].step.kind)
