"""Which key presses count: hands tremble in pain, and keyboards repeat."""

from __future__ import annotations

REPEAT_S = 0.4
"""The same key again so soon is the same press (PRODUCT.md 2)."""
START_S = 1.5
"""Space so soon after the beginning is still the press that began it (experience.md 4.13)."""
SPACE = "space"


class Presses:
    """Filters the keys of one session. All times are real seconds, also in a fast practice."""

    def __init__(self, began: float) -> None:
        """`began` is when the session was started or taken up again, on the caller's clock."""
        self._began = began
        self._seen: dict[str, float] = {}

    def counts(self, key: str, at: float) -> bool:
        """Say whether `key`, pressed at `at`, is a press of its own.

        A key that is held down, or drummed on, stays one press until it has rested for `REPEAT_S`.
        """
        before = self._seen.get(key)
        self._seen[key] = at
        if key == SPACE and at - self._began < START_S:
            return False
        return before is None or at - before >= REPEAT_S
