"""The places a person can go to outside of a session."""

from __future__ import annotations

import enum


class Place(enum.StrEnum):
    """What a page's `wanted` signal carries."""

    HOME = "home"
    SETTINGS = "settings"
    WORKS = "works"
    KEYS = "keys"
    FIRST_RUN = "first-run"
    PRACTISE = "practise"
