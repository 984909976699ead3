"""What `cramp-coach check` says of a voice that does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_coach import check
from cramp_coach.adapters import speech
from cramp_coach.adapters.voice_engine import Engine
from cramp_coach.core.ports import ManualClock
from cramp_coach.core.settings import Sound

if TYPE_CHECKING:
    import pytest
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication


class Silent(Engine):
    """An engine that never says a word, not even that it cannot."""

    name = "silent"

    def __init__(self, _sound: Sound, _accent: str, parent: QObject) -> None:
        super().__init__(parent)

    def start(self) -> None:
        """Get no further."""

    def close(self) -> None:
        """Have nothing to let go of."""


def test_a_voice_that_does_not_answer_in_time_is_none(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "system_engines", lambda: (Silent,))
    monkeypatch.setattr(check, "LIMIT_S", 0.01)
    works = check._voice(ManualClock(), Sound())
    assert (works.part, works.state) == ("voice", "no")
    assert "No voice answers" in check.told([works]).out
