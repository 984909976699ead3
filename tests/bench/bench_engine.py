"""Ten thousand whole sessions through the engine: how long they take, and what stays in memory."""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
from pathlib import Path

from cramp_coach import paths
from cramp_coach.core.content import Library, Muscle, Side, load_library
from cramp_coach.core.events import Act, Started
from cramp_coach.core.session import Session
from tests.bench.figures import Figure, tell

SESSIONS = 10_000
LIMIT_S = 20.0
STOPPED_S = 630.0
"""Past ten minutes: the whole ladder is climbed."""
TRACED = 300
GROWTH_KIB = 64.0
RSS_GROWTH_MIB = 4.0


def whole_session(number: int, library: Library) -> int:
    """Run a session from the press to its end by its own deadlines; return how much happened."""
    muscles = list(Muscle)
    started = Started(
        t=0.0,
        kind="relief",
        muscle=muscles[number % len(muscles)],
        muscle_assumed=number % 2 == 0,
        side=(None, Side.LEFT, Side.RIGHT)[number % 3],
        facts=(),
        favourite=None,
    )
    session = Session(started, library, library.spoken)
    happened, now = len(session.advance(0.0)), 0.0
    while (due := session.next_deadline()) is not None and due < STOPPED_S:
        now = max(due, now)
        happened += len(session.advance(now))
    happened += len(session.act(Act.STOPPED, STOPPED_S))
    happened += len(session.act(Act.LEAVE, STOPPED_S + 5))
    while not session.over and (due := session.next_deadline()) is not None:
        happened += len(session.advance(due))
    return happened


def rss_mib() -> float:
    """Return the memory that is really there, MiB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 2**20


def main() -> int:
    """Print the figures; 1 if one of them does not hold."""
    library = load_library(paths.assets() / "content" / "en")
    happened = sum(whole_session(number, library) for number in range(500))
    gc.collect()
    before, began = rss_mib(), time.process_time()
    happened = sum(whole_session(number, library) for number in range(SESSIONS))
    took = time.process_time() - began
    gc.collect()
    rss = rss_mib() - before
    tracemalloc.start()
    sum(whole_session(number, library) for number in range(TRACED))
    gc.collect()
    traced = tracemalloc.get_traced_memory()[0]
    sum(whole_session(number, library) for number in range(3 * TRACED))
    gc.collect()
    growth = tracemalloc.get_traced_memory()[0] - traced
    return tell(
        "engine",
        Figure(f"{SESSIONS} whole sessions, processor seconds", took, LIMIT_S),
        Figure("events of a session", happened / SESSIONS),
        Figure("memory grown meanwhile, MiB", rss, RSS_GROWTH_MIB),
        Figure(f"objects of {3 * TRACED} sessions left, KiB", growth / 1024, GROWTH_KIB),
    )


if __name__ == "__main__":
    sys.exit(main())
