"""What each key means on each screen: one table, for the window and for the help page.

Presenter and media keys do the same as the arrows, so that a clicker on the night-stand works.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from cramp_coach.core.content import Muscle
from cramp_coach.core.events import Act
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.ui.widgets import Press

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = Qt.Key


class Command(enum.StrEnum):
    """What a key asks of the window rather than of the session."""

    CRAMP_NOW = "cramp-now"
    PICK_MUSCLE = "pick-muscle"
    MUTE = "mute"
    FULL_SCREEN = "full-screen"
    SHOW_KEYS = "show-keys"
    ENLARGE_1 = "enlarge-1"
    ENLARGE_2 = "enlarge-2"


_ALWAYS = {
    Key.Key_V: Command.MUTE,
    Key.Key_VolumeMute: Command.MUTE,
    Key.Key_F11: Command.FULL_SCREEN,
}

_HOME = {Key.Key_F1: Command.CRAMP_NOW, Key.Key_Question: Command.SHOW_KEYS}

_MUSCLES = tuple(Press(Act.MUSCLE, muscle) for muscle in Muscle)

_COACHING: dict[Key, Press | Command] = {
    Key.Key_Space: Press(Act.STOPPED),
    Key.Key_Right: Press(Act.NEXT),
    Key.Key_PageDown: Press(Act.NEXT),
    Key.Key_MediaNext: Press(Act.NEXT),
    Key.Key_Left: Press(Act.PREVIOUS),
    Key.Key_PageUp: Press(Act.PREVIOUS),
    Key.Key_MediaPrevious: Press(Act.PREVIOUS),
    Key.Key_Up: Press(Act.HELPING),
    Key.Key_Down: Press(Act.WORSE),
    Key.Key_A: Press(Act.AGAIN),
    Key.Key_P: Press(Act.PAUSE),
    Key.Key_MediaPlay: Press(Act.PAUSE),
    Key.Key_MediaTogglePlayPause: Press(Act.PAUSE),
    Key.Key_MediaPause: Press(Act.PAUSE),
    Key.Key_T: Press(Act.EARLIER),
    Key.Key_H: Press(Act.HELP),
    Key.Key_E: Press(Act.CANT_BEAR),
    Key.Key_Escape: Press(Act.CHOICES),
    Key.Key_M: Command.PICK_MUSCLE,
    Key.Key_1: Press(Act.MUSCLE, Muscle.CALF),
    Key.Key_2: Press(Act.MUSCLE, Muscle.FOOT),
    Key.Key_3: Press(Act.MUSCLE, Muscle.FRONT_THIGH),
    Key.Key_4: Press(Act.MUSCLE, Muscle.BACK_THIGH),
    Key.Key_L: Press(Act.SIDE, "left"),
    Key.Key_R: Press(Act.SIDE, "right"),
}

_URGENT: dict[Key, Press | Command] = {
    # 1 and 2 enlarge a code here; so close to them 3 and 4 must not change the muscle.
    **{key: what for key, what in _COACHING.items() if what not in _MUSCLES},
    Key.Key_1: Command.ENLARGE_1,
    Key.Key_2: Command.ENLARGE_2,
    Key.Key_Y: Press(Act.CAN_BEAR),
    Key.Key_N: Press(Act.CANT_BEAR),
}

_STANDING_STILL: dict[Key, Press | Command] = {
    Key.Key_Space: Press(Act.STOPPED),
    Key.Key_Escape: Press(Act.RESUME),
    Key.Key_P: Press(Act.RESUME),
    Key.Key_MediaPlay: Press(Act.RESUME),
    Key.Key_MediaTogglePlayPause: Press(Act.RESUME),
    Key.Key_MediaPause: Press(Act.RESUME),
    Key.Key_H: Press(Act.HELP),
    Key.Key_E: Press(Act.CANT_BEAR),
    Key.Key_Right: Press(Act.NEXT),
    Key.Key_PageDown: Press(Act.NEXT),
    Key.Key_MediaNext: Press(Act.NEXT),
    Key.Key_Left: Press(Act.PREVIOUS),
    Key.Key_PageUp: Press(Act.PREVIOUS),
    Key.Key_MediaPrevious: Press(Act.PREVIOUS),
}

_EMERGENCY: dict[Key, Press | Command] = {
    Key.Key_Space: Press(Act.STOPPED),
    Key.Key_Escape: Press(Act.CAN_BEAR),
    Key.Key_Y: Press(Act.CAN_BEAR),
    Key.Key_1: Command.ENLARGE_1,
}

_ENDED: dict[Key, Press | Command] = {
    Key.Key_Space: Press(Act.LEAVE),
    Key.Key_Escape: Press(Act.LEAVE),
    Key.Key_C: Press(Act.CAME_BACK),
    Key.Key_W: Press(Act.HEAT),
}

_BY_VIEW: dict[View, dict[Key, Press | Command]] = {
    View.COACH: _COACHING,
    View.CHECK_IN: _COACHING | {Key.Key_Escape: Press(Act.RESUME)},
    View.URGENT: _URGENT,
    View.HELP: _STANDING_STILL | {Key.Key_H: Press(Act.RESUME)},
    View.CHOICES: _STANDING_STILL,
    View.EMERGENCY: _EMERGENCY,
    View.ENDED: _ENDED,
    View.HOME: {Key.Key_C: Press(Act.CAME_BACK)},
    View.ASK_END: {},
}


def table(view: View | None) -> Mapping[Key, Press | Command]:
    """Return what keys do on a screen, None being home before the first session."""
    return (_HOME if view is None else _BY_VIEW[view]) | _ALWAYS


def meaning(
    key: Key, snapshot: Snapshot | None, *, control: bool = False
) -> Press | Command | None:
    """Return what `key` (with Ctrl held if `control`) does on the screen that is due, or None."""
    if snapshot is None:
        return None if control else _HOME.get(key) or _ALWAYS.get(key)
    if control:
        undo = key == Key.Key_Z and snapshot.view in (View.ENDED, View.HOME)
        return Press(Act.CAME_BACK) if undo and snapshot.can_rejoin else None
    if snapshot.quiet and snapshot.view is View.EMERGENCY:
        return Press(Act.AGAIN)  # it says "press a key", and no key may end what cannot be read
    if key == Key.Key_F1:
        return Command.CRAMP_NOW  # in a practice it may be a real one by now
    found = _BY_VIEW[snapshot.view].get(key) or _ALWAYS.get(key)
    if found is None and snapshot.view in (View.HOME, View.ASK_END):
        return _HOME.get(key)
    if found is None and snapshot.view in (View.COACH, View.CHECK_IN, View.URGENT):
        return _more(key, snapshot)
    return found


def _more(key: Key, snapshot: Snapshot) -> Press | Command | None:
    if key == Key.Key_S and snapshot.can_stand:
        standing = snapshot.form.posture == "standing"
        return Press(Act.POSTURE, "seated" if standing else "standing")
    return Command.SHOW_KEYS if key == Key.Key_Question else None
