"""The command line answers at once because it does not load what only the window needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.desktop import desktop as private_desktop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.desktop import Desktop

HEAVY = ("PySide6", "shiboken6", "apscheduler", "asyncio", "miniaudio", "wakepy", "segno", "rich")


@pytest.fixture(scope="module")
def server() -> Iterator[Desktop]:
    """A computer without screen and bus: a client needs neither."""
    with private_desktop(screen=False, bus=False) as place:
        yield place


CALLS = [(["--help"], 0), (["status", "--json"], 3), (["stopped"], 3), (["nonsense"], 2)]


@pytest.mark.parametrize(("arguments", "exit_code"), CALLS)
def test_a_client_loads_no_window(server: Desktop, arguments: list[str], exit_code: int) -> None:
    done = server.run(sys.executable, "-X", "importtime", "-m", "cramp_coach", *arguments)

    assert done.returncode == exit_code, done.stderr
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "cramp_coach.cli" in loaded
    assert sorted(name for name in loaded if name.partition(".")[0] in HEAVY) == []
