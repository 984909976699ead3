"""Coaching in a terminal: a real one with keys, and none at all."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_coach import paths
from cramp_coach.adapters.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "cramp_coach"]
PATIENCE_S = 10.0
NO_DISPLAY = {"QT_QPA_PLATFORM": ""}
"""The other tests have one that is nowhere to be seen."""
WITH_JOBS = """
import os, signal, sys
program = os.fork()
if program == 0:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
while not os.WIFEXITED(status := os.waitpid(program, os.WUNTRACED)[1]):
    print(f"[{program}]", flush=True)
"""
"""As much of a shell as it takes: tells of a program that has stopped."""
_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>]")


class Terminal:
    """A terminal of 100 columns with the program in it."""

    def __init__(self, data: Path, *arguments: str, jobs: bool = False, **env: str) -> None:
        self.data = data
        self._ours, self.theirs = pty.openpty()
        self.resize(40, 100)
        self.before = termios.tcgetattr(self.theirs)
        self.seen = b""
        self._mark = 0
        shell = [sys.executable, "-c", WITH_JOBS] if jobs else []
        self.program = subprocess.Popen(
            [*shell, *COMMAND, "--data-dir", str(data), *arguments],
            cwd=ROOT,
            env=os.environ | NO_DISPLAY | {"TERM": "xterm-256color"} | env,
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            preexec_fn=self._take_the_terminal,
        )

    def _take_the_terminal(self) -> None:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("4H", rows, columns, 0, 0))

    def _read(self, seconds: float) -> bool:
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        with contextlib.suppress(OSError):
            self.seen += os.read(self._ours, 65536)
        return True

    def shows(self, text: str) -> None:
        """Wait until something new on the screen holds `text`; newer things are looked at next."""
        self.shows_like(re.escape(text))

    def shows_like(self, text: str) -> None:
        """Wait as `shows` does, for a pattern."""
        wanted = re.compile(text.encode())
        while True:
            plain = _CONTROL.sub(b"", self.seen[self._mark :])
            if wanted.search(plain):
                self._mark = len(self.seen)
                return
            if not self._read(PATIENCE_S):
                raise AssertionError(f"no {text!r} in {plain[-3000:].decode(errors='replace')}")

    def press(self, keys: str | bytes) -> None:
        os.write(self._ours, keys.encode() if isinstance(keys, str) else keys)

    def ends(self) -> int:
        """Wait for the end; the terminal must be as it was."""
        while self.program.poll() is None:
            self._read(0.05)
        while self._read(0.0) and self.seen[-1:] != b"":
            if not select.select([self._ours], [], [], 0)[0]:
                break
        assert termios.tcgetattr(self.theirs) == self.before
        assert self.seen.rfind(b"\x1b[?1049l") >= self.seen.rfind(b"\x1b[?1049h"), "on its own page"
        assert self.seen.rfind(b"\x1b[?25h") >= self.seen.rfind(b"\x1b[?25l"), "the cursor is gone"
        return self.program.returncode

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        os.close(self._ours)
        os.close(self.theirs)

    def journal(self) -> list[dict[str, object]]:
        done = subprocess.run(
            [*COMMAND, "--data-dir", str(self.data), "journal", "--json"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        found: list[dict[str, object]] = json.loads(done.stdout)
        return found


@contextlib.contextmanager
def terminal(data: Path, *arguments: str, jobs: bool = False, **env: str) -> Iterator[Terminal]:
    opened = Terminal(data, *arguments, jobs=jobs, **env)
    try:
        yield opened
    finally:
        opened.close()


def wait_past_the_start_press(place: Terminal) -> None:
    """The first 1.5 s belong to the press that began it."""
    place.shows_like("0:0[2-9] of 10:00")


# ------------------------------------------------------------------------------- with keys


def test_now_shows_the_first_instruction_counts_down_and_records_the_end(tmp_path: Path) -> None:
    with terminal(tmp_path, "now", "--muscle", "foot", "--side", "left") as place:
        place.shows("0:00 of 10:00 · Foot · Left leg")
        wait_past_the_start_press(place)
        place.press(" ")
        place.shows("It stopped")
        place.press("q")
        assert place.ends() == 0
        assert b"It stopped after 0:0" in place.seen
        (episode,) = place.journal()
    assert episode["outcome"] == "stopped"
    assert episode["muscle"] == "foot"
    assert episode["side"] == "left"
    assert episode["muscle_assumed"] is False


def test_the_arrows_and_letters_do_what_the_keys_of_the_window_do(tmp_path: Path) -> None:
    with terminal(tmp_path, "practise", "--terminal", "--speed", "1") as place:
        place.shows("PRACTICE")
        place.press(b"\x1b[C")
        place.shows("Rub the calf")
        place.press(b"\x1bOD")
        place.shows("Pull your toes")
        place.press("p")
        place.shows("Paused. The clock runs on.")
        place.press("2")
        place.shows("Foot")
        place.press("r")
        place.shows("Right leg")
        place.press("t")
        place.shows("Started 2 min before")
        place.press("h")
        place.shows("1  Chest pain")
        place.press("m")
        place.shows("1  Urine dark")
        place.press("h")
        place.shows("of 10:00")
        place.press("e")
        place.shows("Call 1")
        place.press("y")
        place.shows("of 10:00")
        place.press(b"\x1b")
        place.shows("What now?")
        place.press("q")
        assert place.ends() == 0
        assert place.journal() == []


def test_a_sign_on_the_list_leads_to_the_ambulance_number(tmp_path: Path) -> None:
    with terminal(tmp_path, "practise", "--terminal", "--speed", "1") as place:
        place.shows("PRACTICE")
        place.press("h")
        place.shows("1  Chest pain")
        place.press("1")
        place.shows("I have bad leg pain")
        place.press("q")
        assert place.ends() == 0


def test_the_ladder_is_climbed_with_nobody_pressing_anything(tmp_path: Path) -> None:
    with terminal(tmp_path, "practise", "--terminal", "--speed", "200") as place:
        place.shows("Tell someone you have a bad cramp")
        place.shows("Can you bear it?")
        place.shows("I have bad leg pain that will not stop.")
        assert b"\a" in place.seen
        place.press("q")
        assert place.ends() == 0


def test_leaving_a_cramp_that_goes_on_asks_first_and_invents_no_end(tmp_path: Path) -> None:
    with terminal(tmp_path, "now", "--terminal") as place:
        place.shows("Pull your toes")
        place.press("\x03")
        place.shows("Once more leaves")
        place.press("\x1b")
        place.shows("Pull your toes")
        place.program.send_signal(signal.SIGCONT)
        wait_past_the_start_press(place)
        place.press("\x03")
        place.shows("What now?")
        place.press("\x03")
        assert place.ends() == 0
        (episode,) = place.journal()
    assert episode["outcome"] == "running"
    assert episode["duration_s"] is None


def test_the_next_one_goes_on_with_a_cramp_that_was_left(tmp_path: Path) -> None:
    with terminal(tmp_path, "now", "--terminal", "--started-ago", "180") as first:
        first.shows_like("3:0[1-9] of 10:00")
        first.program.kill()
        first.program.wait()
    with terminal(tmp_path, "now", "--terminal", "--side", "right") as second:
        second.shows("Back where the clock says")
        assert re.search(rb"3:0\d of 10:00[^\n]+Right leg", second.seen)
        second.program.terminate()
        second.ends()
        (episode,) = second.journal()
    assert episode["came_back"] == 0
    assert episode["side"] == "right"


def test_an_episode_that_another_terminal_lives_is_not_taken_up(tmp_path: Path) -> None:
    with terminal(tmp_path, "now", "--terminal", "--started-ago", "180") as first:
        first.shows_like("3:0[1-9] of 10:00")
        with terminal(tmp_path, "now", "--terminal") as second:
            second.shows_like("0:0[1-9] of 10:00")
            second.program.terminate()
            second.ends()
            assert len(second.journal()) == 2
        first.shows("of 10:00")


def test_nor_one_of_the_running_program(tmp_path: Path) -> None:
    with terminal(tmp_path, "now", "--terminal", "--started-ago", "180") as first:
        first.shows_like("3:0[1-9] of 10:00")
        first.program.kill()
        first.program.wait()
    program = Lock(paths.user_folders(tmp_path).runtime / "lock")
    assert program.acquire()
    with terminal(tmp_path, "now", "--terminal") as second:
        second.shows_like("0:0[1-9] of 10:00")
    program.release()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_asked_to_go_it_puts_the_terminal_back(tmp_path: Path, number: signal.Signals) -> None:
    with terminal(tmp_path, "practise", "--terminal") as place:
        place.shows("PRACTICE")
        assert termios.tcgetattr(place.theirs) != place.before
        place.program.send_signal(number)
        assert place.ends() == 1


def test_an_error_of_ours_puts_the_terminal_back(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import sys\n"
        "def fail(*_a): raise ZeroDivisionError\n"
        "class Finder:\n"
        "  def find_spec(self, name, *_a):\n"
        "    if name == 'cramp_coach.terminal.shell':\n"
        "      import cramp_coach.core.session as s\n"
        "      s.Session.act = fail\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    with terminal(tmp_path, "practise", "--terminal", PYTHONPATH=str(broken)) as place:
        place.shows("PRACTICE")
        place.press("a")
        assert place.ends() == 1
        assert b"ZeroDivisionError" in place.seen


def test_ctrl_z_gives_the_terminal_back_and_the_clock_runs_on(tmp_path: Path) -> None:
    with terminal(tmp_path, "practise", "--terminal", "--speed", "10", jobs=True) as place:
        place.shows("PRACTICE")
        place.press("\x1a")
        place.shows("[")
        assert termios.tcgetattr(place.theirs) == place.before
        while not (stopped := re.search(rb"\[(\d+)\]", place.seen)):
            place._read(1.0)
        select.select([], [], [], 1.0)  # ten seconds of a practice
        os.kill(int(stopped[1]), signal.SIGCONT)
        place.shows("of 10:00")
        elapsed = re.findall(rb"0:(\d\d) of 10:00", place.seen)
        assert int(elapsed[-1]) >= 10
        assert termios.tcgetattr(place.theirs) != place.before
        place.press("q")
        assert place.ends() == 0


def test_another_size_is_drawn_at_once(tmp_path: Path) -> None:
    with terminal(tmp_path, "practise", "--terminal", "--speed", "1") as place:
        place.shows("PRACTICE")
        place.resize(12, 40)
        place.program.send_signal(signal.SIGWINCH)
        place.shows("Pull your toes")
        place.press("q")
        assert place.ends() == 0


def test_with_no_command_it_starts_at_enter(tmp_path: Path) -> None:
    with terminal(tmp_path) as place:
        place.shows("Press Enter when a cramp starts")
        place.press("\r")
        place.shows("Pull your toes")
        place.program.terminate()
        assert place.ends() == 1


def test_with_no_command_it_can_be_left_without_a_trace(tmp_path: Path) -> None:
    with terminal(tmp_path / "data") as place:
        place.shows("Press Enter")
        place.press("q")
        assert place.ends() == 0
        assert not place.data.exists()


def test_a_terminal_that_can_draw_nothing_gets_lines(tmp_path: Path) -> None:
    with terminal(tmp_path, "practise", "--terminal", "--speed", "200", TERM="dumb") as place:
        place.shows("0:00  Pull your toes toward your shin")
        place.shows("10:00  ")
        assert b"\x1b" not in place.seen
        place.program.terminate()
        assert place.ends() == 1


# --------------------------------------------------------------------------- without any keys


def plain(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--data-dir", str(data), *arguments],
        cwd=ROOT,
        env=os.environ | NO_DISPLAY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=15,
    )


def test_without_a_terminal_there_are_plain_lines_with_times_to_the_very_end(
    tmp_path: Path,
) -> None:
    done = plain(tmp_path, "practise", "--speed", "1000")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "PRACTICE. Nothing is written down."
    assert lines[1] == "0:00  Pull your toes toward your shin"
    assert "\x1b" not in done.stdout
    times = [line.partition("  ")[0] for line in lines[1:-1]]
    assert all(re.fullmatch(r"\d+:\d\d", time) for time in times)
    assert times == sorted(times, key=lambda time: [int(part) for part in time.split(":")])
    told = "\n".join(lines)
    for wanted in ("5:00  Five minutes.", "8:00  Eight minutes.", "10:00  ", "20:00  Call 1"):
        assert wanted in told
    assert lines[-1] == "Practice is over. Nothing was written down."
    assert not (tmp_path / "journal.sqlite3").exists()


def test_each_line_comes_when_it_is_due(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "--data-dir", str(tmp_path), "now"],
        cwd=ROOT,
        env=os.environ | NO_DISPLAY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout
        assert program.stdin
        program.stdin.close()
        assert program.stdout.readline() == "0:00  Pull your toes toward your shin\n"
        program.send_signal(signal.SIGINT)
        assert "Once more leaves" in program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.stdout.read() == "Left. If the cramp goes on: cramp-coach now\n"
        assert program.wait() == 0
    done = plain(tmp_path, "journal", "--json")
    assert [one["outcome"] for one in json.loads(done.stdout)] == ["running"]


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -n 2', "sh", *COMMAND, "practise", "--speed", "1000"],
        cwd=ROOT,
        env=os.environ | NO_DISPLAY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=15,
    )
    assert done.stdout.count("\n") == 2
    assert done.stderr == ""


def test_a_folder_that_cannot_be_written_is_told_and_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with subprocess.Popen(
        [*COMMAND, "--data-dir", str(tmp_path / "file"), "now", "--terminal"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout
        assert program.stderr
        assert program.stdout.readline() == "0:00  Pull your toes toward your shin\n"
        program.terminate()
        assert program.wait() == 1
        assert "until the program closes" in program.stderr.read()
