"""A machine that can be sent to sleep: its boot clock runs on by what a file says, in seconds.

Found by Python itself when this folder is on its path. Like in a real sleep the boot clock counts
the hours and the monotonic clock, which all timers go by, does not.
"""

import os
import time
from pathlib import Path

_clock_gettime = time.clock_gettime


def _asleep_s() -> float:
    try:
        return float(Path(os.environ["COACH_TEST_SLEPT"]).read_text())
    except FileNotFoundError:
        return 0.0


def _after_sleep(clock: int) -> float:
    slept = _asleep_s() if clock == time.CLOCK_BOOTTIME else 0.0
    return _clock_gettime(clock) + slept


if "COACH_TEST_SLEPT" in os.environ:
    time.clock_gettime = _after_sleep
