"""How long from the command to the first instruction on the screen, cold and into a running one.

Cold: the whole of `cramp-coach now` with nothing running, against the first paint of a bare window,
by turns in the same run. Warm: `now` into a hidden program, and the client's own start against
`python -c pass`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COACH = str(Path(sys.executable).with_name("cramp-coach"))
ROUNDS = 11
COLD_RATIO = 1.5
WARM_MS = 150.0
CLIENT_RATIO = 2.0


def bare_ms() -> float:
    """Return the milliseconds from exec to the first paint of a bare window."""
    began = time.perf_counter()
    script = str(Path(__file__).with_name("bare_window.py"))
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        took = time.perf_counter() - began
        bare.kill()
    return took * 1000


def run_ms(*command: str) -> float:
    """Return the milliseconds that a command takes to its end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


def coach(folder: str, *arguments: str) -> float:
    """Return the milliseconds that a command of the program takes."""
    return run_ms(COACH, "--data-dir", folder, *arguments)


def gone(folder: str) -> None:
    """Quit the program and wait until it is gone."""
    coach(folder, "quit")
    status = [COACH, "--data-dir", folder, "status"]
    while subprocess.run(status, capture_output=True, check=False).returncode != 3:
        time.sleep(0.02)


def main() -> int:
    """Print the figures; 1 if one of them does not hold."""
    bare, cold, warm, client, python = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        coach(folder, "now")  # once for the caches of both
        bare_ms()
        gone(folder)
        for _ in range(ROUNDS):
            bare.append(bare_ms())
            cold.append(coach(folder, "now"))
            coach(folder, "stopped")
            gone(folder)
        coach(folder, "now")
        for _ in range(ROUNDS):
            coach(folder, "stopped")
            warm.append(coach(folder, "now"))
            client.append(coach(folder, "helping"))
            python.append(run_ms(sys.executable, "-c", "pass"))
        gone(folder)
    median = {
        name: round(statistics.median(values), 1)
        for name, values in (
            ("bare_ms", bare),
            ("cold_ms", cold),
            ("warm_ms", warm),
            ("client_ms", client),
            ("python_ms", python),
        )
    }
    median["cold_ratio"] = round(median["cold_ms"] / median["bare_ms"], 2)
    median["client_ratio"] = round(median["client_ms"] / median["python_ms"], 2)
    sys.stdout.write(json.dumps(median) + "\n")
    held = (
        median["cold_ratio"] <= COLD_RATIO
        and median["warm_ms"] <= WARM_MS
        and median["client_ratio"] <= CLIENT_RATIO
    )
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
