"""What can go wrong with the person's own files, as values; the sentences lie in the words.

A problem is told once and is never in the way: whatever happened, the program goes on.
"""

from __future__ import annotations

import enum

import msgspec


class Trouble(enum.StrEnum):
    """What happened. The value is the key of its sentence below `problems`."""

    JOURNAL_RESTORED = "journal_restored"
    """Damaged; kept aside as {broken}, the backup of {day} is back, and {rescued} later cramps."""
    JOURNAL_RESTARTED = "journal_restarted"
    """Damaged, and no good backup; kept aside as {broken}; {rescued} cramps could be read."""
    JOURNAL_WAS_MISSING = "journal_was_missing"
    """The file was gone; the backup of {day} is back."""
    JOURNAL_LOST = "journal_lost"
    """The file was gone, and no backup can be read; begun anew."""
    JOURNAL_NEWER = "journal_newer"
    """{path} was written by a newer program; it stays as it is, nothing is kept in this run."""

    # The journal at {path} cannot be used, and this is why; cramps are kept while we run.
    JOURNAL_FULL = "journal_full"
    JOURNAL_READ_ONLY = "journal_read_only"
    JOURNAL_LOCKED = "journal_locked"
    JOURNAL_NO_FOLDER = "journal_no_folder"
    JOURNAL_NO_PERMISSION = "journal_no_permission"
    JOURNAL_FAILED = "journal_failed"
    """With {detail}, in the words of the system."""

    JOURNAL_WAITING = "journal_waiting"
    """An entry could not be written for now ({detail}); it waits and is tried again."""
    JOURNAL_SKIPPED = "journal_skipped"
    """{count} entries cannot be read; they are left where they are."""
    JOURNAL_REFUSED = "journal_refused"
    """An entry could not be written and never will be ({detail})."""
    JOURNAL_BACKUP_FAILED = "journal_backup_failed"
    """No backup was made today ({detail}); the earlier ones are untouched."""

    SETTINGS_DAMAGED = "settings_damaged"
    """Kept aside as {kept}; {keys} are back to what they were at first."""
    SETTINGS_UNREADABLE = "settings_unreadable"
    """Cannot be read ({detail}); kept aside as {kept}; all settings are what they were at first."""
    SETTINGS_NOT_SAVED = "settings_not_saved"
    """{path} cannot be written ({detail}); a change holds until the program closes."""


class Problem(msgspec.Struct, frozen=True):
    """One thing to tell the person: `words(f"problems.{kind}", **fields)`."""

    kind: Trouble
    fields: dict[str, str] = msgspec.field(default_factory=dict)
