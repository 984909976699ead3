"""What a program costs, looked at from outside: /proc tells it."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """What a process and its children have used up to a moment."""

    at: float
    cpu_s: float
    wakes: int
    """Times that one of its threads went to sleep and was woken."""

    def since(self, before: Cost) -> tuple[float, float]:
        """Return the share of one core and the wake-ups a minute since then."""
        seconds = self.at - before.at
        return (self.cpu_s - before.cpu_s) / seconds, 60 * (self.wakes - before.wakes) / seconds


def cost(pid: int) -> Cost:
    """Return what process `pid` has used by now, its living children included."""
    family = [pid, *_children(pid)]
    return Cost(time.monotonic(), sum(map(_cpu, family)), sum(map(_wakes, family)))


def pss_mib(pid: int) -> float:
    """Return the memory of process `pid` and its children, shared pages by their share, MiB."""
    total = 0
    for one in (pid, *_children(pid)):
        text = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
        found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total / 1024


def find(*words: str) -> int:
    """Return the id of the newest process that has all `words` as arguments."""
    wanted = [word.encode() for word in words]
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended meanwhile
        if all(word in arguments for word in wanted):
            found.append(int(folder.name))
    return max(found)


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text("ascii").split()):
            found += [child, *_children(child)]
    return found


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _wakes(pid: int) -> int:
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        text = (task / "status").read_text("utf-8")
        found = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.MULTILINE)
        total += int(found[1]) if found else 0
    return total
