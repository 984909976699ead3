"""The rows of the journal as values; whatever a damaged file yields, nothing is raised."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from cramp_coach.core.events import Recorded
from cramp_coach.core.ports import StoredEpisode

_events = msgspec.json.Decoder(Recorded)


def header(row: tuple[Any, ...]) -> StoredEpisode | None:
    """Return an episode without its events; None if the row makes no sense."""
    name, wall, boot, boot_id = row
    try:
        pressed = dt.datetime.fromisoformat(wall)
        aware = pressed.utcoffset() is not None
        if not (aware and isinstance(name, str) and isinstance(boot_id, str)):
            return None
        return StoredEpisode(
            id=name, pressed_wall=pressed, pressed_boot=float(boot), boot_id=boot_id, events=()
        )
    except (TypeError, ValueError):
        return None


def event(body: object) -> Recorded | None:
    """Return an event; None if it is damaged, or of a kind that only a newer program knows."""
    try:
        return _events.decode(body) if isinstance(body, str) else None
    except (msgspec.DecodeError, RecursionError):
        return None


def is_entry(body: object) -> bool:
    """Say whether this is an event, even if only a newer program knows it."""
    try:
        return isinstance(body, str) and isinstance(msgspec.json.decode(body), dict)
    except (msgspec.DecodeError, RecursionError):
        return False
