"""How long from the command to the first instruction on the screen, cold and into a running one.

Cold: the whole of `cramp-coach now` with nothing running, against the first paint of a bare window,
by turns in the same run. Warm: `now` into a hidden program, and the client's own start against
`python -c pass`.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cramp_coach import door
from tests.bench.figures import Figure, tell

COACH = str(Path(sys.executable).with_name("cramp-coach"))
BARE = str(Path(__file__).with_name("bare_window.py"))
ROUNDS = 15
COLD_RATIO = 1.5
WARM_MS = 150.0
CLIENT_RATIO = 2.0
NOTHING_RUNS = 3


def environment() -> dict[str, str]:
    """Return that of a person: Python keeps what it has compiled."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def bare_ms() -> float:
    """Return the milliseconds from exec to the first paint of a bare window."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, BARE], stdout=subprocess.PIPE, env=environment()
    ) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        took = time.perf_counter() - began
        bare.kill()
    return took * 1000


def run_ms(*command: str) -> float:
    """Return the milliseconds that a command takes to its end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=environment())
    return (time.perf_counter() - began) * 1000


def coach(folder: str, *arguments: str) -> float:
    """Return the milliseconds that a command of the program takes."""
    return run_ms(COACH, "--data-dir", folder, *arguments)


def client_ms(folder: str) -> float:
    """Return the milliseconds that a command takes whose answer is there at once."""
    address = Path(door.address(door.runtime(folder)))
    address.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(address))
        listening.listen()
        began = time.perf_counter()
        with subprocess.Popen([COACH, "--data-dir", folder, "helping"], env=environment()) as run:
            line, _ = listening.accept()
            line.recv(door.MAX_MESSAGE)
            line.sendall(door.answer(0, "", ""))
            line.close()
            assert run.wait() == 0
            took = time.perf_counter() - began
    address.unlink()
    return took * 1000


def gone(folder: str) -> None:
    """Quit the program and wait until it is gone."""
    coach(folder, "quit")
    status = [COACH, "--data-dir", folder, "status"]
    while subprocess.run(status, capture_output=True, check=False).returncode != NOTHING_RUNS:
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
        time.sleep(3.0)  # until all is made that comes after the first paint
        for _ in range(ROUNDS):
            coach(folder, "stopped")
            warm.append(coach(folder, "now"))
        gone(folder)
        for _ in range(ROUNDS):
            client.append(client_ms(folder))
            python.append(run_ms(sys.executable, "-c", "pass"))
    bare_, cold_, warm_, client_, python_ = map(
        statistics.median, (bare, cold, warm, client, python)
    )
    return tell(
        "start",
        Figure("bare window, ms", bare_),
        Figure("cold now, ms", cold_),
        Figure("cold now over bare window", cold_ / bare_, COLD_RATIO),
        Figure("  the best of each", min(cold) / min(bare)),
        Figure("now into a running program, ms", warm_, WARM_MS),
        Figure("client's own start, ms", client_),
        Figure("python -c pass, ms", python_),
        Figure("client's own start over python -c pass", client_ / python_, CLIENT_RATIO),
    )


if __name__ == "__main__":
    sys.exit(main())
