"""Run every bench on a screen of its own and hand on what it prints: `make bench`.

A bench is a program `tests/bench/bench_<what>.py`: it measures, prints its figures, each with its
bound, and ends with 1 where one does not hold. Names as arguments run only those.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e.desktop import desktop

MINUTES = 15
"""The longest one watches an idle program for a while."""


def main(names: list[str]) -> int:
    """Run the benches of these names, or all; return 1 if a figure of any does not hold."""
    here = Path(__file__).parent
    files = sorted(here.glob("bench_*.py"))
    if names:
        files = [here / f"bench_{name}.py" for name in names]
    failed = []
    for file in files:
        print(f"== {file.stem.removeprefix('bench_')}", flush=True)
        with desktop(audio=True) as place:
            done = subprocess.run(
                [sys.executable, "-m", f"tests.bench.{file.stem}"],
                env=place.env,
                cwd=here.parent.parent,
                stdin=subprocess.DEVNULL,
                timeout=MINUTES * 60,
                check=False,
            )
        if done.returncode:
            failed.append(file.stem)
    print(f"does not hold: {', '.join(failed)}" if failed else "all figures hold")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
