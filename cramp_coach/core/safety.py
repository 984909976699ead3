"""Which steps remain for this person, and in which order.

Health facts only ever remove or soften steps: every rule here can take a step away or choose a
gentler form, none can add one (evidence.md 3c; the table of forms is data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from cramp_coach.core.content import Fact, Form, Posture, Routine, Step

if TYPE_CHECKING:
    from collections.abc import Collection


class PlannedStep(msgspec.Struct, frozen=True):
    """A step with the form that this person gets."""

    step: Step
    form: Form


def form_for(step: Step, facts: Collection[Fact], posture: Posture | None = None) -> Form | None:
    """Return the first form of `step` that no fact forbids, or None if the step must go.

    `posture` is what the person asked for; it is a wish among the allowed forms, never a right.
    """
    allowed = [form for form in step.forms if not set(form.not_if) & set(facts)]
    wished = [form for form in allowed if form.posture == posture]
    return next(iter(wished or allowed), None)


def plan(
    routine: Routine,
    facts: Collection[Fact] = (),
    posture: Posture | None = None,
    favourite: str | None = None,
) -> tuple[PlannedStep, ...]:
    """Return the steps of `routine` for a person, never empty.

    `favourite` is the kind of step that eased most of the last cramps: its first step moves to the
    second place. The stretch stays first.
    """
    steps = [
        PlannedStep(step, form)
        for step in routine.steps
        if (form := form_for(step, facts, posture)) is not None
    ]
    best = next((n for n, one in enumerate(steps) if one.step.kind == favourite and n > 1), None)
    if best is not None:
        steps.insert(1, steps.pop(best))
    return tuple(steps)
