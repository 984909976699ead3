"""Private by construction: nothing goes to any network, and the files are the person's alone."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.coaching import SLOW_S, data, journal, session, wait_for, wait_for_session
from tests.e2e.desktop import COACH, wait_until
from tests.e2e.desktop import desktop as private_desktop

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.desktop import Desktop

LOCAL = {"AF_UNIX", "AF_NETLINK"}
"""Netlink is the kernel telling of itself; it leads to no network."""


@pytest.mark.timeout(120)
def test_no_internet_socket_is_opened_in_a_whole_session() -> None:
    with private_desktop(audio=True) as desktop:
        desktop.start_logind()
        # The daemon is the desktop's own, and looks at ports of this machine for more voices.
        spawned = desktop.run("speech-dispatcher", "--spawn")
        assert spawned.returncode == 0, spawned.stderr
        trace = desktop.home / "trace"
        traced = desktop.start(
            "strace", "-f", "--seccomp-bpf", "-e", "trace=socket,execve", "-o", str(trace),
            COACH, "now",
        )  # fmt: skip
        wait_until(lambda: session(desktop), "the session", 3 * SLOW_S)
        _live_through(desktop)

        assert desktop.coach("quit").returncode == 0
        assert traced.ends(SLOW_S) == 0
        assert not traced.complained()
        calls = trace.read_text()

    assert COACH in calls  # strace was really looking
    opened = re.findall(r"socket\((\w+)", calls)
    assert "AF_UNIX" in opened
    assert set(opened) <= LOCAL, [line for line in calls.splitlines() if "AF_INET" in line]


def _live_through(desktop: Desktop) -> None:
    """Do what a session can see: steps, signs, the emergency, the end, a practice."""
    desktop.coach("now", "--started-ago", "601")
    wait_for(desktop, "Can you bear it?", SLOW_S)
    desktop.keys("n")
    wait_for_session(desktop, SLOW_S, escalation="emergency")
    desktop.keys("y")
    for act in ("next", "help-now", "helping", "stopped", "back-again", "stopped"):
        assert desktop.coach(act).returncode == 0, act
    desktop.coach("check")
    desktop.coach("practise", "--speed", "1000")
    wait_for_session(desktop, SLOW_S, kind="practice", escalation="emergency")
    desktop.coach("stopped")


def test_every_file_is_the_persons_alone(desktop: Desktop) -> None:
    # The most careless of umasks, and a home that all can look into.
    desktop.home.chmod(0o755)
    careless = f"umask 0; exec {COACH} now --side left"
    done = desktop.run("sh", "-c", careless, timeout=2 * SLOW_S)
    assert done.returncode == 0, done.stderr
    assert desktop.coach("stopped").returncode == 0
    journal(desktop)
    wait_until((data(desktop) / "settings.toml").exists, "the settings")

    log, run = ".local/state/cramp-coach", "run/cramp-coach"
    mine = [data(desktop), desktop.home / log, desktop.home / run]
    found = [path for root in mine for path in (root, *root.rglob("*"))]
    assert data(desktop) / "journal.sqlite3" in found
    assert [_shown(path) for path in found if path.stat().st_mode & 0o077] == []
    assert {path.stat().st_uid for path in found} == {os.getuid()}


def _shown(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o} {path}"
