"""What the core and the shells ask of the world outside; the adapters are the answers.

Every port has one real form and one that does nothing and says so.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

import msgspec

from cramp_coach.core.events import Priority, Recorded, Tone


class Works(msgspec.Struct, frozen=True, kw_only=True):
    """One line of "What works on this computer"."""

    part: Literal["voice", "sound", "tray", "notices", "resume", "keep-awake", "folders", "journal"]
    state: Literal["yes", "less", "no", "unknown"]
    reason: str
    """Key below `works.<part>` in the words, for instance "no_engine"."""
    detail: str = ""
    """A name or a path to go with it; not translated."""


class Clock(Protocol):
    """The three hands of time."""

    def wall(self) -> dt.datetime:
        """Return the time of day, aware; may jump either way."""
        ...

    def boot(self) -> float:
        """Return seconds that count sleep and never go back while the machine is up."""
        ...

    def awake(self) -> float:
        """Return seconds that stand still in sleep."""
        ...

    def boot_id(self) -> str:
        """Return what tells this start of the machine from any other, or ""."""
        ...


class ManualClock:
    """A clock whose hands a test moves, together or one by one."""

    def __init__(self, wall: dt.datetime | None = None, boot: float = 1000.0) -> None:
        self.wall_now = wall or dt.datetime(2026, 11, 22, 3, 12, tzinfo=dt.UTC)
        self.boot_now = boot
        self.awake_now = boot
        self.boot_name = "boot-1"

    def wall(self) -> dt.datetime:
        """Return the wall hand."""
        return self.wall_now

    def boot(self) -> float:
        """Return the boot hand, seconds."""
        return self.boot_now

    def awake(self) -> float:
        """Return the awake hand, seconds."""
        return self.awake_now

    def boot_id(self) -> str:
        """Return the name of this start."""
        return self.boot_name

    def pass_awake(self, seconds: float) -> None:
        """Let time pass with the machine awake."""
        self.suspend(seconds)
        self.awake_now += seconds

    def suspend(self, seconds: float) -> None:
        """Let time pass with the machine asleep."""
        self.wall_now += dt.timedelta(seconds=seconds)
        self.boot_now += seconds

    def set_wall(self, wall: dt.datetime) -> None:
        """Change the time of day only, as a person or a time server does."""
        self.wall_now = wall

    def reboot(self, seconds: float) -> None:
        """Switch off for `seconds` and start again."""
        self.wall_now += dt.timedelta(seconds=seconds)
        self.boot_now = self.awake_now = 30.0
        self.boot_name += "'"


class Speaker(Protocol):
    """A voice. Nothing ever waits for it."""

    def say(self, text: str, priority: Priority) -> None:
        """Say `text` now, after, or instead of what is being said, or not at all, by priority."""
        ...

    def hush(self) -> None:
        """Fall silent at once and forget what was queued."""
        ...

    def works(self) -> Works:
        """Say whether a voice is heard, and which."""
        ...

    def close(self) -> None:
        """Let go of everything; never blocks for more than a moment."""
        ...


class Chime(Protocol):
    """The soft tones."""

    def play(self, tone: Tone) -> None:
        """Play `tone`; returns at once."""
        ...

    def works(self) -> Works:
        """Say whether tones are heard."""
        ...

    def close(self) -> None:
        """Let go of the sound device."""
        ...


class Power(Protocol):
    """Keeps screen and machine awake during a session."""

    def hold(self) -> None:
        """Keep awake from now on; returns at once; twice is once."""
        ...

    def release(self) -> None:
        """Let the machine sleep again; returns at once."""
        ...

    def works(self) -> Works:
        """Say whether the machine can be kept awake, and how."""
        ...

    def close(self) -> None:
        """Release and let go."""
        ...


class StoredEpisode(msgspec.Struct, frozen=True, kw_only=True):
    """An episode as it lies in the store: its key, when it was pressed, and its events."""

    id: str
    """A UUID."""
    pressed_wall: dt.datetime
    """Aware."""
    pressed_boot: float
    """Seconds on the boot clock of `boot_id`."""
    boot_id: str
    events: tuple[Recorded, ...]


class Store(Protocol):
    """Where episodes are kept. Called from one background thread only."""

    def begin(self, episode: StoredEpisode) -> None:
        """Write down a new episode with the events it has so far."""
        ...

    def append(self, episode_id: str, events: tuple[Recorded, ...]) -> None:
        """Add events in the order they happened; on disk when this returns."""
        ...

    def episodes(self) -> list[StoredEpisode]:
        """Return all episodes, oldest first."""
        ...

    def latest(self, count: int) -> list[StoredEpisode]:
        """Return the newest `count` episodes, oldest first."""
        ...

    def close(self) -> None:
        """Write out and let go of the file."""
        ...


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What the journal held when a diary was opened."""

    episodes: tuple[StoredEpisode, ...]
    """Oldest first."""
    mine: bool
    """Nobody else may be living the last episode: it may be taken up."""


class Diary(Protocol):
    """The journal as a shell without Qt sees it: no call waits for the disk."""

    def past(self, timeout: float = 0.0) -> Past | None:
        """Return what the journal held, or None if that is not known after `timeout` seconds."""
        ...

    def begin(self, episode: StoredEpisode) -> None:
        """Have a new episode written down, with the events it has so far."""
        ...

    def append(self, episode_id: str, events: tuple[Recorded, ...]) -> None:
        """Have events written down, in the order they happened."""
        ...
