"""The names and the rotation of the journal's backups: seven days, then four weeks."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DAYS = 7
WEEKS = 4

_NAME = re.compile(r"journal-(\d{4}-\d\d-\d\d)\.sqlite3")


def name(day: dt.date) -> str:
    """Return the file name of the backup of `day`."""
    return f"journal-{day.isoformat()}.sqlite3"


def day_of(path: Path) -> dt.date | None:
    """Return the day of a backup by its name; None for any other file."""
    match = _NAME.fullmatch(path.name)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def newest_first(days: Iterable[dt.date], today: dt.date) -> list[dt.date]:
    """Sort days, the best to go back to first.

    A day after `today` was written while the clock of the machine was wrong: it comes last.
    """
    return sorted(days, key=lambda day: (day <= today, day), reverse=True)


def worth_keeping(days: Iterable[dt.date], today: dt.date) -> set[dt.date]:
    """Return the newest seven days, and the newest day of each of the four weeks before."""
    ordered = newest_first(days, today)
    kept = set(ordered[:DAYS])
    weeks: dict[tuple[int, int], dt.date] = {}
    for day in ordered[DAYS:]:
        calendar = day.isocalendar()
        weeks.setdefault((calendar.year, calendar.week), day)
    return kept | set(list(weeks.values())[:WEEKS])


def found(folder: Path, today: dt.date) -> list[Path]:
    """Return the backups in `folder`, the best to go back to first; none if it is unreadable."""
    days: list[dt.date] = []
    with contextlib.suppress(OSError):
        days = [day for path in folder.iterdir() if (day := day_of(path)) is not None]
    return [folder / name(day) for day in newest_first(days, today)]


def prune(folder: Path, today: dt.date) -> None:
    """Remove the backups that are no longer worth keeping."""
    paths = found(folder, today)
    kept = worth_keeping([day for path in paths if (day := day_of(path))], today)
    for path in paths:
        if day_of(path) not in kept:
            with contextlib.suppress(OSError):
                path.unlink()
