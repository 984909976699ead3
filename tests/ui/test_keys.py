"""What a key does, screen by screen, where a slip would harm."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from cramp_coach.core.events import Act
from cramp_coach.core.snapshot import View
from cramp_coach.ui.keys import meaning
from cramp_coach.ui.widgets import Press
from tests.core.stories import press

Key = Qt.Key


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Escape, Key.Key_Y, Key.Key_1, Key.Key_X])
def test_any_key_on_the_dark_emergency_screen_only_lights_it(key: Qt.Key) -> None:
    session = press()
    session.advance(1900.0)
    dark = session.snapshot(1900.0)
    assert dark.quiet
    assert meaning(key, dark) == Press(Act.AGAIN)
    session.act(Act.AGAIN, 1900.0)
    lit = session.snapshot(1900.0)
    assert (lit.view, lit.quiet) == (View.EMERGENCY, False)
    assert meaning(Key.Key_Space, lit) == Press(Act.STOPPED)
