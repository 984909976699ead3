"""Episodes and folders for the tests of the journal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cramp_coach.core.content import Muscle, Side
from cramp_coach.core.events import (
    Act,
    Acted,
    Ended,
    LadderReached,
    Level,
    Recorded,
    Started,
    StepBegan,
    Stopped,
    Told,
)
from cramp_coach.core.ports import StoredEpisode
from cramp_coach.paths import UserFolders

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = dt.datetime(2026, 11, 22, 3, 12, tzinfo=dt.timezone(dt.timedelta(hours=1)))

STARTED = Started(
    t=0.0,
    kind="relief",
    muscle=Muscle.CALF,
    muscle_assumed=True,
    side=None,
    facts=(),
    favourite=None,
    onset=-120.0,
)
REST: tuple[Recorded, ...] = (
    StepBegan(t=0.0, step="stretch", muscle=Muscle.CALF, posture="seated", round=1),
    Acted(t=4.5, act=Act.SIDE, value=Side.LEFT.value),
    Acted(t=9.0, act=Act.EARLIER, value=120.0),
    LadderReached(t=180.0, level=Level.CHECK_IN),
    Stopped(t=200.25, step="massage", after_s=320.25),
    Ended(t=260.0, outcome="stopped"),
    Told(t=4000.0, outcome="unknown"),
)


def folders_in(folder: Path) -> UserFolders:
    return UserFolders(data=folder / "data", log=folder / "log", runtime=folder / "run")


def episode(
    number: int, events: tuple[Recorded, ...] = (STARTED,), wall: dt.datetime | None = None
) -> StoredEpisode:
    return StoredEpisode(
        id=f"00000000-0000-4000-8000-{number:012d}",
        pressed_wall=wall or NIGHT + dt.timedelta(days=number),
        pressed_boot=1000.5 + number,
        boot_id="boot-1",
        events=events,
    )
