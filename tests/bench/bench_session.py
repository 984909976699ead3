"""What a session costs while it runs: the real program, full screen, watched from outside.

A stretch with its holds, a massage and a step on the feet: the pictures move differently.
"""

from __future__ import annotations

import sys
import tempfile
import time

from tests.bench.bench_start import coach, gone
from tests.bench.figures import Figure, tell
from tests.bench.watch import cost, find

SETTLED_S = 4.0
WATCHED_S = 20.0
STEPS = 3
CPU_SHARE = 0.12


def main() -> int:
    """Print the figures; 1 if one of them does not hold."""
    shares, wakes = [], []
    with tempfile.TemporaryDirectory() as folder:
        coach(folder, "now")
        # The child of the command keeps its arguments.
        program = find("--data-dir", folder, "now")
        for step in range(STEPS):
            if step:
                coach(folder, "next")
            time.sleep(SETTLED_S)
            before = cost(program)
            time.sleep(WATCHED_S)
            share, woken = cost(program).since(before)
            shares.append(share)
            wakes.append(woken)
        coach(folder, "stopped")
        gone(folder)
    return tell(
        "session",
        *(Figure(f"step {n}: CPU, % of one core", 100 * one) for n, one in enumerate(shares, 1)),
        Figure("a session: CPU, % of one core", 100 * sum(shares) / STEPS, 100 * CPU_SHARE),
        Figure("wake-ups a minute", sum(wakes) / STEPS),
    )


if __name__ == "__main__":
    sys.exit(main())
