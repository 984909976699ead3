"""The rotation: seven days and four weeks, whatever the clock says."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from cramp_coach.adapters import backups

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 11, 22)
days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 3, 1))


def test_a_year_of_evenings_leaves_seven_days_and_four_weeks(tmp_path: Path) -> None:
    for number in range(365):
        day = TODAY + dt.timedelta(days=number)
        (tmp_path / backups.name(day)).touch()
        backups.prune(tmp_path, day)
    last = TODAY + dt.timedelta(days=364)
    kept = map(backups.day_of, backups.found(tmp_path, last))
    ages = [(last - age).days for age in kept if age is not None]
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) == 11
    assert [older - newer for newer, older in itertools.pairwise(ages[7:])] == [7, 7, 7]
    assert ages[-1] >= 28


@given(st.lists(days, unique=True), days)
def test_the_newest_seven_always_stay_and_never_more_than_eleven(
    found: list[dt.date], today: dt.date
) -> None:
    kept = backups.worth_keeping(found, today)
    assert kept <= set(found)
    assert set(backups.newest_first(found, today)[:7]) <= kept
    assert len(kept) <= 11
    assert backups.worth_keeping(kept, today) == kept


def test_a_backup_from_the_future_is_the_last_to_go_back_to() -> None:
    wrong_clock = dt.date(2036, 2, 7)
    yesterday = TODAY - dt.timedelta(days=1)
    assert backups.newest_first([wrong_clock, yesterday], TODAY) == [yesterday, wrong_clock]


def test_other_files_are_none_of_our_business(tmp_path: Path) -> None:
    others = ["journal-2026-13-45.sqlite3", "journal-before-version-2.sqlite3", "holiday.jpg"]
    for name in [*others, backups.name(TODAY)]:
        (tmp_path / name).touch()
    assert backups.found(tmp_path, TODAY) == [tmp_path / "journal-2026-11-22.sqlite3"]
    backups.prune(tmp_path, TODAY + dt.timedelta(days=999))
    assert {path.name for path in tmp_path.iterdir()} >= set(others)
    assert backups.found(tmp_path / "nowhere", TODAY) == []
