"""Screens, themes and content for the tests of the pages."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from cramp_coach import paths
from cramp_coach.core.content import (
    Library,
    Muscle,
    Side,
    Words,
    load_library,
    load_words,
)
from cramp_coach.core.events import Act, Kind, Started
from cramp_coach.core.pose import load_poses
from cramp_coach.core.session import Session
from cramp_coach.ui.theme import DAY, NIGHT, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from cramp_coach.core.content import Fact
    from cramp_coach.core.pose import Pose
    from cramp_coach.core.snapshot import Snapshot

LAPTOP = (QSize(1366, 768), 13.3)
LAPTOP_FULL_HD = (QSize(1920, 1080), 14.0)
DESKTOP = (QSize(1920, 1080), 24.0)
WINDOW = (QSize(800, 600), 10.4)
"""96 dots per inch."""
ALL = (LAPTOP, LAPTOP_FULL_HD, DESKTOP, WINDOW)
WIDEST = "DejaVu Sans"

Screen = tuple[QSize, float]


def px_per_mm(screen: Screen) -> float:
    """Return the logical pixels per millimetre of a screen of so many inches."""
    size, inches = screen
    return math.hypot(size.width(), size.height()) / (inches * 25.4)


def theme(
    screen: Screen = LAPTOP,
    *,
    night: bool = True,
    percent: int = 100,
    reduced: bool = False,
    distance_m: float = 3.0,
) -> Theme:
    """Return the theme of a screen, in the widest family there may be."""
    palette = NIGHT if night else DAY
    return Theme(palette, WIDEST, px_per_mm(screen), distance_m, percent, reduced)


@cache
def words() -> Words:
    """Return the English words, read once."""
    return load_words(paths.assets() / "content" / "en")


@cache
def library() -> Library:
    """Return the English content, read once."""
    return load_library(paths.assets() / "content" / "en")


@cache
def poses() -> Mapping[str, Pose]:
    """Return all poses, read once."""
    return load_poses(paths.assets() / "poses")


def snapshot(
    at: float,
    acts: Sequence[tuple[Act, float, str | float | None]] = (),
    *,
    muscle: Muscle = Muscle.CALF,
    side: Side | None = Side.RIGHT,
    kind: Kind = "relief",
    facts: tuple[Fact, ...] = (),
) -> Snapshot:
    """Return how a session stands `at` seconds after the press, with `acts` done before."""
    started = Started(
        t=0.0,
        kind=kind,
        muscle=muscle,
        muscle_assumed=True,
        side=side,
        facts=facts,
        favourite=None,
    )
    session = Session(started, library(), library().spoken)
    for act, when, value in acts:
        session.act(act, when, value)
    session.advance(at)
    return session.snapshot(at)


def fill(page: QWidget, screen: Screen) -> None:
    """Give `page` the whole of a screen and lay it out."""
    page.resize(screen[0])
    page.show()
