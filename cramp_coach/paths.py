"""The folders: what the user owns, and what came with the program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class UserFolders:
    """Where the person's own files lie. Made on demand, readable by the person alone (0700)."""

    data: Path
    """Journal, backups and settings."""
    log: Path
    runtime: Path
    """The socket and the lock; gone after a restart of the machine."""

    @property
    def database(self) -> Path:
        """The journal's database."""
        return self.data / "journal.sqlite3"

    @property
    def backups(self) -> Path:
        """The folder of the rotating backups."""
        return self.data / "backups"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.data / "settings.toml"

    @property
    def socket(self) -> Path:
        """The socket by which the command line reaches a running program."""
        return self.runtime / "coach.sock"


def user_folders(data_dir: Path | None = None) -> UserFolders:
    """Return the user's folders; all of them below `data_dir` if one is given.

    platformdirs is imported here, late: a command to a running program need not pay for it.
    """
    if data_dir is not None:
        data = data_dir.expanduser().absolute()
        return UserFolders(data=data, log=data / "log", runtime=data / "run")
    import platformdirs

    data = Path(platformdirs.user_data_dir("cramp-coach", appauthor=False))
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return UserFolders(
        data=data,
        log=Path(platformdirs.user_log_dir("cramp-coach", appauthor=False)),
        runtime=Path(runtime) / "cramp-coach" if runtime else data / "run",
    )


def make_private(folder: Path) -> None:
    """Make `folder` and give it to the user alone; OSError if that cannot be done."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def assets() -> Path:
    """Return the folder of content, poses, icons and sounds: in the wheel, else in the clone."""
    inside = Path(__file__).parent / "assets"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "assets"
