"""Tells when the machine wakes from sleep, as logind says it on Linux."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from cramp_coach.core.ports import Works


class Resume(QObject):
    """Listens for the end of sleep."""

    woke = Signal()

    def works(self) -> Works:
        """Say whether the end of sleep is told."""
        return Works(part="resume", state="unknown", reason="not-yet")

    def close(self) -> None:
        """Listen no more."""
