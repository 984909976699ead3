"""A loudspeaker that nobody hears, and a desktop without one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.adapters.loudspeaker import Loudspeaker

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def _sound_server() -> Iterator[Loudspeaker]:
    # A short path: the name of a socket has at most 107 letters.
    folder = Path(tempfile.mkdtemp(prefix="cramp-"))
    loudspeaker = Loudspeaker(folder)
    try:
        loudspeaker.start()
        yield loudspeaker
    finally:
        loudspeaker.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def loudspeaker(_sound_server: Loudspeaker, monkeypatch: pytest.MonkeyPatch) -> Loudspeaker:
    """A sound server with a null device, and the environment that leads to it."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(_sound_server.runtime))
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "SPEECHD_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    return _sound_server


@pytest.fixture
def no_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime folder without a sound server; what was started in it is ended, hard."""
    folder = Path(tempfile.mkdtemp(prefix="cramp-"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    for name in ("PULSE_SERVER", "PULSE_RUNTIME_PATH", "SPEECHD_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    Loudspeaker(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)
