"""All poses by name, each read when its picture is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_coach.core.on_demand import OnDemand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cramp_coach.core.pose import Pose


def open_poses(folder: Path) -> Mapping[str, Pose]:
    """Give the poses of a folder by name.

    Any access raises PoseError where the file is not a pose.
    """

    def read(name: str) -> Pose:
        from cramp_coach.core.pose import load_pose  # the first instruction needs no picture

        return load_pose(folder / f"{name}.toml")

    return OnDemand(sorted(path.stem for path in folder.glob("*.toml")), read)
