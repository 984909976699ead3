"""The ten minutes, and what comes with them (PRODUCT.md 3, evidence.md 4).

Ten minutes is the upper limit of an ordinary cramp [NHS-now, Hall17]. It is never a setting, so
that nothing can lengthen it. The moments at five, eight and twenty minutes are our own choice,
built on the same sources (evidence.md 4, "design choice"). All times are seconds since the onset.
"""

from __future__ import annotations

from cramp_coach.core.events import Level

CHECK_IN_S = 300.0
HEADS_UP_S = 480.0
URGENT_S = 600.0
UNANSWERED_S = 600.0
"""Asked "can you bear it?" and no answer for so long: the emergency screen comes."""
QUIET_AFTER_S = 600.0
"""The emergency screen speaks for so long, then falls silent."""
GIVE_UP_S = 3600.0
"""Nothing said or pressed for so long: the end of the episode is unknown."""
REJOIN_S = 600.0
"""A cramp that comes back so soon after it stopped is the same episode."""

MOMENTS = (
    (CHECK_IN_S, Level.CHECK_IN),
    (HEADS_UP_S, Level.HEADS_UP),
    (URGENT_S, Level.URGENT),
)

FIRST_REPEATS_S = (30.0, 60.0)
"""Said again so soon after the first time, then every `REPEAT_S` (experience.md 3.6)."""
REPEAT_S = 120.0


def repeat_after(said: int) -> float:
    """Return when to speak again, seconds after the first time, having spoken `said` times."""
    if said <= len(FIRST_REPEATS_S):
        return FIRST_REPEATS_S[said - 1]
    return FIRST_REPEATS_S[-1] + (said - len(FIRST_REPEATS_S)) * REPEAT_S
