"""Files that are the person's alone, and that are whole or not there."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cramp_coach.core.ports import Works
from cramp_coach.paths import make_private

if TYPE_CHECKING:
    from cramp_coach.paths import UserFolders

Obstacle = Literal["full", "read_only", "no_permission", "no_folder", "failed"]

_OBSTACLES: dict[int | None, Obstacle] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",
    errno.ENOENT: "no_folder",
}

_PROBE_BYTES = 1 << 16
"""As much as SQLite wants for itself before it writes anything of ours, and some more."""


def write_private(path: Path, content: bytes) -> None:
    """Put `content` into `path` (0600) at once or not at all; it is on disk on return.

    A symbolic link is followed: the file it leads to is replaced, not the link.

    Raises:
        OSError: the old file, if there was one, is as it was.
    """
    path = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Have what was written to `path` on disk; OSError if that fails."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have new names in `folder` on disk, where the system can promise that."""
    with contextlib.suppress(OSError):  # Windows opens no folder; some file systems sync none
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep_aside(path: Path, stamp: str, endings: tuple[str, ...] = ("",)) -> Path:
    """Keep the content of `path` under a second name beside it; `path` itself stays.

    The name is `journal.broken-<stamp>.sqlite3`, numbered if that is taken by another content.
    With `endings` ("", "-wal") the files that go with it are kept under names that go together.

    Raises:
        OSError: not everything was kept.
    """
    there = [ending for ending in endings if Path(f"{path}{ending}").exists()]
    for number in itertools.count(1):
        more = f"-{number}" if number > 1 else ""
        aside = path.with_name(f"{path.stem}.broken-{stamp}{more}{path.suffix}")
        pairs = [(Path(f"{path}{ending}"), Path(f"{aside}{ending}")) for ending in there]
        if all(not copy.exists() or filecmp.cmp(file, copy, shallow=False) for file, copy in pairs):
            for file, copy in pairs:
                _second_name(file, copy)
            sync_folder(path.parent)
            return aside
    raise AssertionError  # count() never ends


def _second_name(file: Path, copy: Path) -> None:
    if copy.exists():
        return
    try:
        os.link(file, copy)  # needs no room on a full disk
    except OSError:
        shutil.copy2(file, copy)
        sync_file(copy)


def obstacle(problem: OSError) -> Obstacle:
    """Say in one word why the system refused."""
    return _OBSTACLES.get(problem.errno, "failed")


def try_folder(folder: Path) -> None:
    """Write something into `folder` and take it away again; OSError if that cannot be done."""
    with tempfile.TemporaryFile(prefix=".try-", dir=folder) as file:
        file.write(bytes(_PROBE_BYTES))
        file.flush()
        os.fsync(file.fileno())


def folders_work(folders: UserFolders) -> Works:
    """Say whether the person's folder can be written, and is closed to everybody else."""
    detail = str(folders.data)
    try:
        make_private(folders.data)
        try_folder(folders.data)
        shared = folders.data.stat().st_mode & 0o077 and os.name != "nt"
    except OSError as problem:
        return Works(part="folders", state="no", reason=obstacle(problem), detail=detail)
    if shared:
        return Works(part="folders", state="less", reason="open_to_others", detail=detail)
    return Works(part="folders", state="yes", reason="private", detail=detail)
