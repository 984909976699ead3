"""The folders: what the user owns, and what came with the program."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from cramp_coach import door


class UserFolders(msgspec.Struct, frozen=True):
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
        return self.runtime / door.SOCKET

    @property
    def spare_runtime(self) -> Path:
        """Where socket and lock go if `runtime` cannot be made; a command looks there too."""
        return Path(door.spare(str(self.data)))


def user_folders(data_dir: Path | str | None = None) -> UserFolders:
    """Return the user's folders; all of them below `data_dir` if one is given.

    Only the socket lies elsewhere when its path would be too long for the system.
    """
    if data_dir is not None:
        typed = str(data_dir)
        data = Path(door.absolute(typed))
        return UserFolders(data=data, log=data / "log", runtime=Path(door.runtime(typed)))
    import platformdirs

    return UserFolders(
        data=Path(door.default_data()),
        log=Path(platformdirs.user_log_dir("cramp-coach", appauthor=False)),
        runtime=Path(door.runtime()),
    )


def make_private(folder: Path) -> None:
    """Make `folder` and give it to the user alone; OSError if that cannot be done."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def make_runtime(folder: Path) -> None:
    """Make the folder of socket and lock. The spare one is in /tmp, where others could prepare it.

    Raises:
        OSError: that cannot be done, or somebody else made it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and (folder.is_symlink() or folder.lstat().st_uid != os.getuid()):
        raise PermissionError(f"{folder} is somebody else's")
    folder.chmod(0o700)


def assets() -> Path:
    """Return the folder of content, poses, icons and sounds: in the wheel, else in the clone."""
    inside = Path(__file__).parent / "assets"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "assets"
