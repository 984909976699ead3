"""All that the person can set: one frozen value with defaults and limits."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

import msgspec

from cramp_coach.core.content import Fact, Muscle, Side

ClockTime = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the parts of the settings."""


class Health(Part, frozen=True):
    """Five optional ticks (the fourth with a milder form); they only remove or soften steps."""

    unsteady: bool = False
    numb: bool = False
    """Numb feet, diabetes or poor circulation."""
    clot: bool = False
    """A clot in a leg or lung, now or before."""
    thinner: bool = False
    """Takes a blood thinner."""
    pregnant: bool = False
    """28 weeks or later."""
    fluid_limit: bool = False
    """Told to limit fluid or salt."""

    def facts(self) -> tuple[Fact, ...]:
        """Return the ticked facts."""
        ticked = {
            Fact.UNSTEADY: self.unsteady,
            Fact.NUMB: self.numb,
            Fact.CLOT: self.clot,
            Fact.THINNER: self.thinner,
            Fact.PREGNANT: self.pregnant,
            Fact.FLUID_LIMIT: self.fluid_limit,
        }
        return tuple(fact for fact, yes in ticked.items() if yes)


class Help(Part, frozen=True):
    """Whom to call."""

    country: Annotated[str, msgspec.Meta(pattern=r"^([A-Z]{2})?$")] = ""
    """ISO code; "" means: guessed from the system, not yet confirmed."""
    ambulance: Annotated[str, msgspec.Meta(max_length=20)] = ""
    """The person's own number; "" means the country's."""
    urgent_line: Annotated[str, msgspec.Meta(max_length=20)] = ""
    contact_name: Annotated[str, msgspec.Meta(max_length=40)] = ""
    contact_number: Annotated[str, msgspec.Meta(max_length=20)] = ""
    my_name: Annotated[str, msgspec.Meta(max_length=40)] = ""
    """Signs the ready text to the contact."""


class Screen(Part, frozen=True):
    """How the screens look, and from how far they are read."""

    distance_m: Annotated[float, msgspec.Meta(ge=0.4, le=5.0)] = 3.0
    """Metres between eye and screen in a session (experience.md 3.1)."""
    mm_per_px: Annotated[float, msgspec.Meta(ge=0.0, le=2.0)] = 0.0
    """Millimetres per logical pixel from the card calibration; 0 means: ask the system."""
    theme: Literal["day", "night", "time"] = "time"
    night_from: ClockTime = "21:00"
    day_from: ClockTime = "07:00"
    text_percent: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    motion: Literal["system", "full", "reduced"] = "system"


class Sound(Part, frozen=True):
    """Voice and tones."""

    voice: bool = True
    voice_name: Annotated[str, msgspec.Meta(max_length=80)] = ""
    """"" means: the best English voice there is."""
    words_per_minute: Annotated[int, msgspec.Meta(ge=100, le=200)] = 145
    """140 to 150 is easiest to follow (experience.md 3.5)."""
    volume: Annotated[int, msgspec.Meta(ge=0, le=100)] = 80
    tones: bool = True


class Last(Part, frozen=True):
    """What the next session starts with."""

    muscle: Muscle = Muscle.CALF
    side: Side | None = None


class Settings(Part, frozen=True):
    """The whole of it. Nothing in here can lengthen, stop or delay the ten minutes."""

    health: Health = Health()
    help: Help = Help()
    screen: Screen = Screen()
    sound: Sound = Sound()
    last: Last = Last()
    first_run_done: bool = False
    understood: bool = False
    """The person ticked that this is a helper and no doctor (evidence.md 10f). It gates nothing."""
    minimise_on_close: bool = True
    """Closing the window keeps the program reachable (tray or task bar)."""


def edited(settings: Settings, key: str, value: object) -> Settings:
    """Return `settings` with one value changed; `key` is like "sound.volume".

    Raises:
        ValueError: the value is of the wrong kind or beyond its limits; nothing was changed.
    """
    table = msgspec.to_builtins(settings)
    part, _, field = key.rpartition(".")
    into = table[part] if part else table
    if field not in into:
        raise KeyError(key)
    into[field] = value
    return msgspec.convert(table, Settings, strict=True)


def is_night(screen: Screen, now: dt.time) -> bool:
    """Say whether the night palette is due at local time `now`."""
    if screen.theme != "time":
        return screen.theme == "night"
    start = dt.time.fromisoformat(screen.night_from)
    end = dt.time.fromisoformat(screen.day_from)
    return (start <= now or now < end) if start > end else start <= now < end


def dialable(number: str) -> str:
    """Return a phone number as a `tel:` link wants it: digits, with a leading + if it had one."""
    digits = re.sub(r"\D", "", number)
    return f"+{digits}" if number.strip().startswith("+") else digits
