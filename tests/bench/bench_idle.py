"""What the program costs when nobody looks: home, put away, a minute long.

Memory is compared with a bare window that is put away too, each alone on the machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.bench_start import BARE, COACH, coach, environment
from tests.bench.figures import Figure, tell
from tests.bench.watch import cost, pss_mib

SETTLED_S = 20.0
"""The voice has been looked for by then, and nothing is under way."""
WATCHED_S = 60.0
CPU_SHARE = 0.001
PSS_RATIO = 1.4


def put_away(pid: int) -> None:
    """Iconify the window of a process; there is no tray here to close it to."""
    window = subprocess.run(
        ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(pid)],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    ).stdout.split()
    subprocess.run(["xdotool", "windowminimize", window[0]], check=True)


def bare_mib() -> float:
    """Return the memory of a bare window, put away."""
    with subprocess.Popen(
        [sys.executable, BARE], stdout=subprocess.PIPE, env=environment()
    ) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        put_away(bare.pid)
        time.sleep(2.0)
        found = pss_mib(bare.pid)
        bare.kill()
    return found


def main() -> int:
    """Print the figures; 1 if one of them does not hold."""
    bare = bare_mib()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.toml"
        settings.write_text("first_run_done = true\n", "utf-8")
        with subprocess.Popen([COACH, "--data-dir", folder], env=environment()) as program:
            time.sleep(3.0)
            put_away(program.pid)
            time.sleep(SETTLED_S)
            before = cost(program.pid)
            time.sleep(WATCHED_S)
            share, wakes = cost(program.pid).since(before)
            pss = pss_mib(program.pid)
            coach(folder, "quit")
    return tell(
        "idle",
        Figure("hidden and idle: CPU, % of one core", 100 * share, 100 * CPU_SHARE),
        Figure("wake-ups a minute", wakes),
        Figure("memory (PSS), MiB", pss),
        Figure("memory of a bare window, MiB", bare),
        Figure("memory over that of a bare window", pss / bare, PSS_RATIO),
    )


if __name__ == "__main__":
    sys.exit(main())
