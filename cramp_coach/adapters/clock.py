"""The clock of this computer; the only place that asks what time it is."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path

LOCAL_TIME = "/etc/localtime"
"""On Linux and macOS a link to the rules of this computer's time zone."""
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """The three hands of time, as this system has them."""

    def wall(self) -> dt.datetime:
        """Return the time of day in the zone of now; a traveller's zone changes while we run."""
        if sys.platform != "win32":
            # Without it the C library keeps the zone it saw first.
            time.tzset()
        return dt.datetime.now(dt.UTC).astimezone()

    def boot(self) -> float:
        """Return seconds since the start of the machine, those asleep included."""
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        elif sys.platform == "win32":  # noqa: RET505 - mypy reads the branches of other systems
            import ctypes

            kernel = ctypes.WinDLL("kernel32")
            kernel.GetTickCount64.restype = ctypes.c_ulonglong
            return int(kernel.GetTickCount64()) / 1000
        else:
            # On macOS this one goes on in sleep, and time.monotonic() does not.
            return time.clock_gettime(time.CLOCK_MONOTONIC)

    def awake(self) -> float:
        """Return seconds that stand still in sleep."""
        if sys.platform == "win32":
            import ctypes

            # time.monotonic() counts sleep on Windows; this one, in units of 100 ns, does not.
            ticks = ctypes.c_ulonglong()
            if ctypes.WinDLL("kernel32").QueryUnbiasedInterruptTime(ctypes.byref(ticks)):
                return ticks.value / 1e7
        return time.monotonic()

    def boot_id(self) -> str:
        """Return the system's own name for this start of the machine, or "" if it has none."""
        try:
            return _read_boot_id()
        except (OSError, AttributeError, ValueError):
            return ""


def zone_name() -> str:
    """Return the name of this computer's time zone, such as "Europe/London", or "".

    "" is no answer: on Windows, and where the rules of the zone are a copy and no link.
    """
    if sys.platform == "win32":
        return ""
    if named := os.environ.get("TZ"):
        return named.removeprefix(":")
    _, found, name = os.path.realpath(LOCAL_TIME).rpartition("/zoneinfo/")
    return name.removeprefix("posix/").removeprefix("right/") if found else ""


def _read_boot_id() -> str:
    if sys.platform == "linux":
        return _BOOT_ID.read_text("ascii").strip()
    elif sys.platform == "win32":  # noqa: RET505 - mypy reads the branches of other systems
        import winreg

        # A number that Windows raises at each start.
        folder = (
            r"SYSTEM\CurrentControlSet\Control\Session Manager"
            r"\Memory Management\PrefetchParameters"
        )
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, folder) as key:
            return str(winreg.QueryValueEx(key, "BootId")[0])
    else:
        import ctypes

        value = ctypes.create_string_buffer(64)
        size = ctypes.c_size_t(len(value))
        system = ctypes.CDLL(None)
        failed = system.sysctlbyname(
            b"kern.bootsessionuuid", value, ctypes.byref(size), None, ctypes.c_size_t(0)
        )
        return "" if failed else value.value.decode("ascii")
