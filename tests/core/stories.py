"""Sessions for the tests: the real content, a press, and acts at their times."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from cramp_coach import paths
from cramp_coach.core.content import Fact, Library, Muscle, Side, load_library
from cramp_coach.core.events import Act, Started
from cramp_coach.core.session import Session

NAVIGATION = (Act.NEXT, Act.PREVIOUS, Act.HELPING, Act.WORSE, Act.AGAIN)

values = {
    Act.MUSCLE: st.sampled_from(list(Muscle)),
    Act.SIDE: st.sampled_from(list(Side)),
    Act.POSTURE: st.sampled_from(["seated", "standing"]),
    Act.EARLIER: st.none() | st.floats(0, 5000),
    Act.CANT_BEAR: st.sampled_from([None, "cold-leg", "gone-from-the-list"]),
    Act.RED_FLAG: st.sampled_from(["one-leg", "dirty-wound", "gone-from-the-list"]),
}
some_facts = st.lists(st.sampled_from(list(Fact)), unique=True).map(tuple)
one_act = st.sampled_from(list(Act)).flatmap(
    lambda act: st.tuples(st.just(act), values.get(act, st.none()))
)
some_acts = st.lists(st.tuples(st.floats(0, 4000), one_act), max_size=12).map(
    lambda timed: sorted(((t, act, value) for t, (act, value) in timed), key=lambda one: one[0])
)


@cache
def library() -> Library:
    """Return the English content, read once."""
    return load_library(paths.assets() / "content" / "en")


def press(
    *,
    muscle: Muscle = Muscle.CALF,
    facts: tuple[Fact, ...] = (),
    favourite: str | None = None,
    onset: float = 0.0,
) -> Session:
    """Return a session that has just been started by the press."""
    started = Started(
        t=0.0,
        kind="relief",
        muscle=muscle,
        muscle_assumed=True,
        side=None,
        facts=facts,
        favourite=favourite,
        onset=onset,
    )
    return Session(started, library(), library().spoken)
