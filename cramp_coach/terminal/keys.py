"""The keys of a terminal: from bytes to names, and from names to what they do (PRODUCT.md 2)."""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

from cramp_coach.core.content import Muscle
from cramp_coach.core.events import Act
from cramp_coach.core.presses import SPACE
from cramp_coach.core.snapshot import Snapshot, View

ESCAPE = "escape"
_SEQUENCES = {
    b"[A": "up",
    b"[B": "down",
    b"[C": "right",
    b"[D": "left",
    b"[5~": "page-up",
    b"[6~": "page-down",
}
_NAMES = {" ": SPACE, "\r": "enter", "\n": "enter"}
_SEQUENCE = re.compile(rb"\x1b(?:[\[O][0-?]*[ -/]*[@-~]|[^\[O\x1b]|\x1b?)")


def names(got: bytes) -> list[str]:
    """Return the keys that were pressed. A sequence of which nothing is known is no key at all."""
    found, place = [], 0
    while place < len(got):
        sequence = _SEQUENCE.match(got, place)
        if sequence is None:
            letter = chr(got[place]).lower()
            place += 1
            if letter.isascii() and (letter.isprintable() or letter in _NAMES):
                found.append(_NAMES.get(letter, letter))
            continue
        place = sequence.end()
        known = b"[" + sequence[0][2:]
        if sequence[0] == b"\x1b":
            found.append(ESCAPE)
        elif known in _SEQUENCES:
            found.append(_SEQUENCES[known])
    return found


class Wish(enum.Enum):
    """What a key asks of the shell rather than of the session."""

    LEAVE = enum.auto()
    MORE = enum.auto()
    """More signs, or the list of muscles."""


class Press(NamedTuple):
    """An act, and its value."""

    act: Act
    value: str | None = None


class Sign(NamedTuple):
    """One of the signs on the list, counted from 0."""

    place: int


Meaning = Press | Wish | Sign

_MUSCLES: dict[str, Meaning] = {
    str(n): Press(Act.MUSCLE, muscle) for n, muscle in enumerate(Muscle, start=1)
}
_ALWAYS: dict[str, Meaning] = {"q": Wish.LEAVE}
_MOVES: dict[str, Meaning] = {
    SPACE: Press(Act.STOPPED),
    "right": Press(Act.NEXT),
    "page-down": Press(Act.NEXT),
    "left": Press(Act.PREVIOUS),
    "page-up": Press(Act.PREVIOUS),
    "h": Press(Act.HELP),
    "e": Press(Act.CANT_BEAR),
}
_COACHING = (
    _ALWAYS
    | _MOVES
    | _MUSCLES
    | {
        "up": Press(Act.HELPING),
        "down": Press(Act.WORSE),
        "a": Press(Act.AGAIN),
        "p": Press(Act.PAUSE),
        "m": Wish.MORE,
        "l": Press(Act.SIDE, "left"),
        "r": Press(Act.SIDE, "right"),
        "t": Press(Act.EARLIER),
        "y": Press(Act.CAN_BEAR),
        ESCAPE: Press(Act.CHOICES),
    }
)
_STANDING_STILL = _ALWAYS | _MOVES | {"p": Press(Act.RESUME), ESCAPE: Press(Act.RESUME)}
_SIGNS: dict[str, Meaning] = {str(n + 1): Sign(n) for n in range(9)}
_BY_VIEW: dict[View, dict[str, Meaning]] = {
    View.COACH: _COACHING,
    View.CHECK_IN: _COACHING,
    View.URGENT: _COACHING | {"n": Press(Act.CANT_BEAR)},
    View.HELP: _STANDING_STILL | _SIGNS | {"h": Press(Act.RESUME), "m": Wish.MORE},
    View.CHOICES: _STANDING_STILL,
    View.EMERGENCY: _ALWAYS
    | {SPACE: Press(Act.STOPPED), "y": Press(Act.CAN_BEAR), ESCAPE: Press(Act.CAN_BEAR)},
    View.ENDED: _ALWAYS
    | {"c": Press(Act.CAME_BACK), "w": Press(Act.HEAT), ESCAPE: Wish.LEAVE, SPACE: Wish.LEAVE},
    View.HOME: _ALWAYS | {"c": Press(Act.CAME_BACK), ESCAPE: Wish.LEAVE, SPACE: Wish.LEAVE},
    View.ASK_END: _ALWAYS,
}


def meaning(key: str, snapshot: Snapshot) -> Meaning | None:
    """Return what a key does at this moment, or None."""
    found = _BY_VIEW[snapshot.view].get(key)
    if found is None and key == "s" and snapshot.open and snapshot.can_stand:
        standing = snapshot.form.posture == "standing"
        return Press(Act.POSTURE, "seated" if standing else "standing")
    if found is None and snapshot.quiet:
        return Press(Act.AGAIN)  # any key lights a silent screen
    return found
