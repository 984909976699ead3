"""Every problem can be told, with all that its sentence wants to name."""

from __future__ import annotations

import pytest

from cramp_coach import paths
from cramp_coach.adapters.problems import Trouble
from cramp_coach.core.content import load_words

WORDS = load_words(paths.assets() / "content" / "en")
BROKEN = {"broken": "journal.broken-2026.sqlite3", "day": "2026-11-21", "rescued": "3"}
NO_PLACE = {"path": "/home/jo/journal.sqlite3", "detail": "disk I/O error"}
FIELDS: dict[Trouble, dict[str, str]] = {
    Trouble.JOURNAL_RESTORED: BROKEN,
    Trouble.JOURNAL_RESTARTED: BROKEN,
    Trouble.JOURNAL_WAS_MISSING: {"day": "2026-11-21"},
    Trouble.JOURNAL_LOST: {},
    Trouble.JOURNAL_NEWER: NO_PLACE,
    Trouble.JOURNAL_FULL: NO_PLACE,
    Trouble.JOURNAL_READ_ONLY: NO_PLACE,
    Trouble.JOURNAL_LOCKED: NO_PLACE,
    Trouble.JOURNAL_NO_FOLDER: NO_PLACE,
    Trouble.JOURNAL_NO_PERMISSION: NO_PLACE,
    Trouble.JOURNAL_FAILED: NO_PLACE,
    Trouble.JOURNAL_WAITING: {"detail": "database or disk is full"},
    Trouble.JOURNAL_SKIPPED: {"count": "2"},
    Trouble.JOURNAL_REFUSED: {"detail": "FOREIGN KEY constraint failed"},
    Trouble.JOURNAL_BACKUP_FAILED: {"detail": "No space left on device"},
    Trouble.SETTINGS_DAMAGED: {"kept": "settings.broken-2026.toml", "keys": "sound.volume"},
    Trouble.SETTINGS_UNREADABLE: {"kept": "settings.toml", "detail": "Permission denied"},
    Trouble.SETTINGS_NOT_SAVED: {"path": "/home/jo/settings.toml", "detail": "Read-only"},
}


@pytest.mark.parametrize("trouble", Trouble)
def test_every_problem_has_a_sentence_without_gaps(trouble: Trouble) -> None:
    sentence = WORDS(f"problems.{trouble}", **FIELDS[trouble])
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_every_reason_for_a_journal_in_memory_is_told_among_what_works() -> None:
    reasons = [trouble.value for trouble in Trouble if FIELDS[trouble] is NO_PLACE]
    for reason in ["kept", "waiting", "opening", *reasons]:
        assert WORDS(f"works.journal.{reason.removeprefix('journal_')}")
    for reason in ("private", "open_to_others", "full", "read_only", "no_permission", "failed"):
        assert WORDS(f"works.folders.{reason}")
