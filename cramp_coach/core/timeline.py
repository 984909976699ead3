"""Maps the clock to the session's own line of time, where 0 is the press that began it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cramp_coach.core.ports import Clock, StoredEpisode


class Timeline(msgspec.Struct, frozen=True):
    """Where the press lies on the boot clock, and how fast session time passes.

    It goes by the boot hand alone: that one counts sleep and nobody can set it, so that neither a
    change of the time of day nor a closed lid can lengthen the ten minutes.
    """

    origin: float
    """Seconds on this start's boot clock at which `t` was 0; negative after a restart."""
    speed: float = 1.0
    """Session seconds in one real second; only a practice is faster than 1."""

    @classmethod
    def begin(cls, clock: Clock, speed: float = 1.0) -> Timeline:
        """Return the time of a session whose press is now.

        Raises:
            ValueError: if `speed` is not above 0.
        """
        if not speed > 0:
            raise ValueError(f"time cannot pass at speed {speed}")
        return cls(origin=clock.boot(), speed=speed)

    @classmethod
    def restore(cls, stored: StoredEpisode, clock: Clock) -> Timeline:
        """Return the time of an episode that another process began.

        In the same start of the machine the boot clock still counts from the press. After a restart
        only the time of day can tell how long the machine was off. It may be wrong, so the session
        never goes back behind the last thing that is known to have happened.
        """
        if stored.boot_id and stored.boot_id == clock.boot_id():
            t = clock.boot() - stored.pressed_boot
        else:
            t = (clock.wall() - stored.pressed_wall).total_seconds()
        known = max((event.t for event in stored.events), default=0.0)
        return cls(origin=clock.boot() - max(t, known, 0.0))

    def now(self, clock: Clock) -> float:
        """Return the session time, seconds since the press."""
        return (clock.boot() - self.origin) * self.speed

    def wait(self, t: float, clock: Clock) -> float:
        """Return how many real seconds remain until session time `t`; 0 if it has passed."""
        return max(0.0, (t - self.now(clock)) / self.speed)
