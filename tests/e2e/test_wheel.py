"""What is handed out works: the built wheel, in an environment that holds nothing else."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.e2e.desktop import desktop as private_desktop

REPOSITORY = Path(__file__).parents[2]
UV = REPOSITORY / ".uv/bin/uv"
"""Brought by `make setup`."""
NO_VOICE = ("speech-dispatcher", "espeak-ng")


def succeed(*command: str | Path) -> str:
    """Run to the end in the repository and return what it said."""
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=os.environ | {"UV_CACHE_DIR": str(REPOSITORY / ".uv/cache")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    succeed(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def coach(wheel: Path) -> Path:
    """The command, installed with its own requirements only, in the locked versions and hashes."""
    environment = wheel.parent / "environment"
    wanted = wheel.parent / "wanted.txt"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    wanted.write_text(f"cramp-coach @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    succeed(UV, "venv", "--python", sys.executable, environment)
    succeed(
        UV, "pip", "install", "--python", environment, "--require-hashes",
        "--constraint", "requirements.lock", "--requirement", wanted,
    )  # fmt: skip
    return environment / "bin/cramp-coach"


def test_every_asset_is_inside_and_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())

    assets = [file for file in (REPOSITORY / "assets").rglob("*") if file.is_file()]
    assert assets
    assert {f"cramp_coach/{file.relative_to(REPOSITORY)}" for file in assets} <= inside
    roots = {name.partition("/")[0].partition("-")[0] for name in inside}
    assert roots == {"cramp_coach"}
    assert not [name for name in inside if name.endswith((".pyc", ".so"))]


@pytest.mark.timeout(180)
def test_it_says_what_works_here_and_coaches_in_a_terminal(coach: Path) -> None:
    with private_desktop(screen=False, bus=False, without=NO_VOICE) as place:
        checked = place.run(str(coach), "check")
        assert checked.returncode == 0, checked.stderr
        assert "voice" in checked.stdout.lower()

        practised = place.run(str(coach), "practise", "--speed", "1000", timeout=60)
        assert practised.returncode == 0, practised.stderr
        assert "PRACTICE" in practised.stdout
        assert "Pull your toes" in practised.stdout
        assert "10:00" in practised.stdout
