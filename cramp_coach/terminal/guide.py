"""All that is shown in a terminal, read once: routines, words, and whom to call here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from cramp_coach import paths
from cramp_coach.core.content import (
    Library,
    Notices,
    Phrase,
    Spoken,
    Words,
    load_library,
    load_notices,
    load_numbers,
    load_urgent_lines,
    load_words,
)
from cramp_coach.core.help_lines import HelpLines, guess_country, help_lines

if TYPE_CHECKING:
    from cramp_coach.core.settings import Settings


class Guide(NamedTuple):
    """What the shell shows; `spoken` has numbers as digits, for it is read and not heard."""

    words: Words
    library: Library
    notices: Notices
    spoken: Spoken
    lines: HelpLines

    def clock(self, seconds: float) -> str:
        """Return a length of time as the cramp clock shows it: 9:59, or 75:00."""
        whole = max(0, int(seconds))
        return self.words("time.minutes_seconds", minutes=whole // 60, seconds=whole % 60)


def load(settings: Settings) -> Guide:
    """Read it all for a person; ContentError if a file of the program is damaged."""
    content = paths.assets() / "content"
    words = load_words(content / "en")
    library = load_library(content / "en")
    lines = help_lines(
        settings.help,
        load_numbers(content),
        load_urgent_lines(content),
        guess_country(_locale(), _time_zone()),
    )
    return Guide(
        words=words,
        library=library,
        notices=load_notices(content / "en", library.sources),
        spoken=_written(library.spoken, lines, words),
        lines=lines,
    )


def _written(spoken: Spoken, lines: HelpLines, words: Words) -> Spoken:
    """Return the phrases with the numbers to call as people write them."""
    urgent = words("speech.call_doctor")
    if lines.urgent_number is not None:
        urgent = words("speech.call_line", number=lines.urgent_number)

    def filled(phrase: Phrase) -> Phrase:
        say = phrase.say.replace("{urgent}", urgent).replace("{ambulance}", lines.ambulance)
        return msgspec.structs.replace(phrase, say=say)

    phrases = {
        name: filled(value)
        for name in spoken.__struct_fields__
        if isinstance(value := getattr(spoken, name), Phrase)
    }
    return msgspec.structs.replace(spoken, **phrases)


def _locale() -> str:
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in names if name), "")


def _time_zone() -> str | None:
    """Return the name of the system's time zone, where the system keeps it as files."""
    if named := os.environ.get("TZ", "").lstrip(":"):
        return named
    _, found, zone = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    return zone if found else None
