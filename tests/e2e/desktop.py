"""A computer of its own for one test: screen, window manager, bus, loudspeaker, home.

The program is started in it and driven from outside only: by keys, by the accessibility bus, by the
command line. Everything that was started in it is ended with it, also what put itself in the
background, and nothing of the person's own desktop is reached.
"""

from __future__ import annotations

import array
import contextlib
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

COACH = str(Path(sys.executable).with_name("cramp-coach"))
"""The installed program under test."""

SYSTEM_PYTHON = "/usr/bin/python3"
"""The one that has gi (accessibility) and dbusmock; both come as Debian packages only."""

A11Y = Path(__file__).with_name("a11y.py")
MARK = "COACH_TEST_DESKTOP"

T = TypeVar("T")


def wait_until(ready: Callable[[], T], what: str, timeout: float = 30.0) -> T:
    """Ask `ready` again and again until it answers with something; return that.

    Args:
        ready: the question; an answer that counts as false means "not yet".
        what: what is waited for, in words that complete "waited for".
        timeout: seconds after which the test fails.
    """
    end = time.monotonic() + timeout
    while True:
        answer = ready()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout:g} s in vain for {what}")
        time.sleep(0.02)


@dataclass
class Program:
    """Something that was started on the desktop, with what it has said so far."""

    command: Sequence[str]
    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    def said(self) -> str:
        """Return its standard output up to now."""
        return self.out.read_text(errors="replace")

    def complained(self) -> str:
        """Return its standard error up to now."""
        return self.err.read_text(errors="replace")

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def ends(self, timeout: float = 10.0) -> int:
        """Wait for its end; return the exit code."""
        return self.process.wait(timeout)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


class Desktop:
    """See the head of this file. Made by `desktop()`; ended by it."""

    def __init__(self, home: Path, env: Mapping[str, str]) -> None:
        self.home = home
        self.env = dict(env)
        self._started: list[Program] = []

    # ------------------------------------------------------------------------------- programs

    def run(
        self, *command: str, timeout: float = 20.0, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; the test looks at the exit code. Standard input is empty."""
        return subprocess.run(
            command,
            env=self.env | dict(env or {}),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def start(
        self,
        *command: str,
        env: Mapping[str, str] | None = None,
        stdin: int | IO[bytes] = subprocess.DEVNULL,
        pass_fds: Sequence[int] = (),
    ) -> Program:
        """Start and go on; what it says lands in files, so that it never waits for a reader."""
        name = self.home / f"{len(self._started):02d}-{Path(command[0]).name}"
        out, err = name.with_suffix(".out"), name.with_suffix(".err")
        with out.open("wb") as to_out, err.open("wb") as to_err:
            process = subprocess.Popen(
                command,
                env=self.env | dict(env or {}),
                cwd=self.home,
                stdin=stdin,
                stdout=to_out,
                stderr=to_err,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._started.append(Program(command, process, out, err))
        return self._started[-1]

    def coach(
        self, *arguments: str, timeout: float = 20.0, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of the program to its end, for instance `coach("now")`."""
        return self.run(COACH, *arguments, timeout=timeout, env=env)

    def status(self) -> dict[str, Any]:
        """Return `cramp-coach status --json`; empty when nothing runs (exit code 3)."""
        done = self.coach("status", "--json")
        if done.returncode == 3:
            return {}
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def processes(self) -> dict[int, str]:
        """Return the command line of every process of this desktop by its id."""
        found = {}
        mark = f"{MARK}={self.env[MARK]}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            # A process may end while it is looked at.
            with contextlib.suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    line = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(folder.name)] = line.decode(errors="replace").strip()
        return found

    # ------------------------------------------------------------------ what a person would do

    def keys(self, *names: str) -> None:
        """Press keys one after the other, by the names of xdotool: "space", "Right", "h"."""
        done = self.run("xdotool", "key", "--delay", "30", *names)
        assert done.returncode == 0, done.stderr

    def windows(self, title: str = "Cramp Coach") -> list[str]:
        """Return the ids of the windows on the screen whose title holds `title`."""
        return self.run("xdotool", "search", "--onlyvisible", "--name", title).stdout.split()

    def screenshot(self, file: Path) -> None:
        """Write what the whole screen shows as PNG."""
        grab = (
            "import sys; from PySide6.QtGui import QGuiApplication as A; a = A([]);"
            "sys.exit(not a.primaryScreen().grabWindow(0).save(sys.argv[1]))"
        )
        done = self.run(sys.executable, "-c", grab, str(file))
        assert done.returncode == 0, done.stderr

    # ------------------------------------------------- what a reader of the screen would do

    def tree(self) -> list[dict[str, Any]]:
        """Return all that is showing to assistive technology, from the top, with its depth."""
        return self._a11y("tree")

    def find(self, name: str, role: str | None = None) -> list[dict[str, Any]]:
        """Return what is showing under this accessible name (and role, in AT-SPI's words)."""
        return [
            thing
            for thing in self.tree()
            if thing["name"] == name and role in (None, thing["role"])
        ]

    def press(self, name: str, timeout: float = 10.0) -> None:
        """Press the button of this accessible name as soon as it is there."""
        wait_until(lambda: self._a11y("press", name), f"a button named {name!r}", timeout)

    def listen_to_announcements(self) -> Program:
        """Start to note what the program announces to assistive technology: one line each."""
        return self._listen_to("announcement")

    def listen_to_focus(self) -> Program:
        """Start to note the name of everything that gets the focus: one line each."""
        return self._listen_to("state-changed:focused")

    def _listen_to(self, what: str) -> Program:
        listener = self.start(SYSTEM_PYTHON, str(A11Y), "listen", what)
        wait_until(lambda: "listening" in listener.complained(), "the listener")
        return listener

    def _a11y(self, *arguments: str) -> list[dict[str, Any]]:
        done = self.run(SYSTEM_PYTHON, str(A11Y), *arguments)
        assert done.returncode == 0, done.stderr
        answer: list[dict[str, Any]] = json.loads(done.stdout)
        return answer

    # ---------------------------------------------------------------------- what can be heard

    @contextlib.contextmanager
    def listen(self) -> Iterator[Sound]:
        """Record what comes out of the loudspeaker (needs `audio=True`)."""
        parec = self.start(
            "parec", "--device=loudspeaker.monitor", "--latency-msec=20",
            "--format=s16le", f"--rate={Sound.RATE}", "--channels=1",
        )  # fmt: skip
        wait_until(lambda: parec.out.stat().st_size, "the first sample of the recording")
        yield Sound(parec.out)
        parec.kill()

    # -------------------------------------------------------------------------------- its parts

    def start_logind(self) -> Program:
        """Start a system bus of its own with a stand-in for logind on it (suspend, inhibit)."""
        self._start_bus("DBUS_SYSTEM_BUS_ADDRESS")
        mock = self.start(SYSTEM_PYTHON, "-m", "dbusmock", "--system", "--template", "logind")
        wait_until(lambda: self._logind("Introspect", peer=True).returncode == 0, "logind")
        return mock

    def suspend(self, *, going: bool) -> None:
        """Tell that the machine goes to sleep (`going`) or has woken, as logind does."""
        word = "true" if going else "false"
        done = self._logind(
            "EmitSignal", "org.freedesktop.login1.Manager", "PrepareForSleep", "b", f"[<{word}>]"
        )
        assert done.returncode == 0, done.stderr

    def _logind(
        self, method: str, *arguments: str, peer: bool = False
    ) -> subprocess.CompletedProcess[str]:
        interface = "org.freedesktop.DBus." + ("Introspectable" if peer else "Mock")
        return self.run(
            "gdbus", "call", "--system", "--dest", "org.freedesktop.login1", "--object-path",
            "/org/freedesktop/login1", "--method", f"{interface}.{method}", *arguments,
        )  # fmt: skip

    def _start_screen(self, size: str) -> None:
        read, write = os.pipe()
        self.start(
            "Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-dpi", "96",
            "-nolisten", "tcp", "-noreset",
            pass_fds=(write,),
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as told:
            self.env["DISPLAY"] = f":{int(told.readline())}"
        # Else it stands in the middle, and the button below it looks touched.
        self.run("xdotool", "mousemove", *(str(int(side) - 1) for side in size.split("x")))

    def _start_window_manager(self) -> None:
        self.start("openbox", "--sm-disable")
        wait_until(
            lambda: "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").stdout,
            "the window manager",
        )

    def _start_bus(self, variable: str = "DBUS_SESSION_BUS_ADDRESS") -> None:
        # A system bus proper wants a user of its own; to its clients this one is the same.
        bus = self.start("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address")
        self.env[variable] = wait_until(lambda: bus.said().strip(), "the bus")

    def _start_audio(self) -> None:
        self.start(
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--disable-shm=yes", "--load=module-null-sink sink_name=loudspeaker",
            "--load=module-native-protocol-unix",
        )  # fmt: skip
        wait_until(lambda: self.run("pactl", "info").returncode == 0, "the audio server")

    def _end(self) -> None:
        for how in (signal.SIGTERM, signal.SIGKILL):
            for pid, line in self.processes().items():
                # A voice without an audio server ignores the polite request.
                voice = "speech-dispatcher" in line
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if voice else how)
            with contextlib.suppress(AssertionError):
                wait_until(lambda: not self.processes(), "the end of all", timeout=2.0)
        for program in self._started:
            program.ends()


class Sound:
    """A recording of the loudspeaker that is still going on."""

    RATE = 8000
    QUIET = 200
    """Of 32768; the null device itself is exactly silent."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def edges(self, gap: float = 0.2) -> list[tuple[float, float]]:
        """Return when sound began and ended, in seconds of the recording.

        Silences of up to `gap` seconds do not count.
        """
        data = self._file.read_bytes()
        samples = array.array("h", data[: len(data) // 2 * 2])
        loud = [i / self.RATE for i, sample in enumerate(samples) if abs(sample) > self.QUIET]
        found: list[tuple[float, float]] = []
        for moment in loud:
            if found and moment - found[-1][1] <= gap:
                found[-1] = (found[-1][0], moment)
            else:
                found.append((moment, moment))
        return found

    def seconds(self) -> float:
        """Return the length of the recording up to now."""
        return self._file.stat().st_size / 2 / self.RATE


@contextlib.contextmanager
def desktop(
    *,
    size: str = "1366x768",
    screen: bool = True,
    bus: bool = True,
    audio: bool = False,
    without: Sequence[str] = (),
) -> Iterator[Desktop]:
    """Give a desktop and take it away again.

    Args:
        size: of the screen, in pixels.
        screen: whether there is one (with a window manager).
        bus: whether there is a session bus; assistive technology needs it.
        audio: whether there is an audio server with a null device to listen at.
        without: names of programs in /usr/bin that are not found on this computer.
    """
    # Short, since the names of sockets may have 107 characters.
    home = Path(tempfile.mkdtemp(prefix="coach-"))
    # Noon, whenever the tests run: at night there are other colours, and other words.
    west = dt.datetime.now(dt.UTC).hour - 12
    (home / "run").mkdir(mode=0o700)
    nowhere = f"unix:path={home}/run/no-bus"
    place = Desktop(
        home,
        {
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TZ": f"Etc/GMT{west:+d}",
            "PATH": _path_without(without, home / "bin"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "DBUS_SESSION_BUS_ADDRESS": nowhere,
            "DBUS_SYSTEM_BUS_ADDRESS": nowhere,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            MARK: uuid.uuid4().hex,
        },
    )
    try:
        if screen:
            place._start_screen(size)
            place._start_window_manager()
        if bus:
            place._start_bus()
        if audio:
            place._start_audio()
        yield place
    finally:
        place._end()
        shutil.rmtree(home, ignore_errors=True)


def _path_without(names: Sequence[str], farm: Path) -> str:
    if not names:
        return "/usr/bin:/bin:/usr/sbin:/sbin"
    farm.mkdir()
    for program in Path("/usr/bin").iterdir():
        if program.name not in names:
            (farm / program.name).symlink_to(program)
    return str(farm)
