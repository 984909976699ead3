"""Whatever is broken on this computer: "Cramp now" shows its first instruction, and tells later."""

from __future__ import annotations

import contextlib
import os
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from cramp_coach import door
from tests.e2e.coaching import (
    FIRST,
    FIRST_STEP,
    SLOW_S,
    cramp_now,
    data,
    journal,
    power_cut,
    programs,
    session,
    wait_for,
    works,
)
from tests.e2e.desktop import COACH, wait_until
from tests.e2e.desktop import desktop as private_desktop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.e2e.desktop import Desktop

GARBAGE = b"\x00\xff[[[ = not what was written here \n" * 300
VOICES = ("speech-dispatcher", "espeak-ng", "espeak")

LIMITED = ("prlimit", "--fsize=0", "--")
"""No file may grow: what a full disk is to a program, wherever the tests run."""
TINY = (
    "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
    'mount -t tmpfs -o size=64k tmpfs "$HOME" && cat /dev/zero >"$HOME/rest" 2>"$0"; exec "$@"',
    os.devnull,
)  # fmt: skip
"""A disk of its own for the home, and full. Not every machine lets us make one."""


@contextlib.contextmanager
def computer(**how: Any) -> Iterator[Desktop]:  # noqa: ANN401 - as `desktop` takes it
    """A desktop with a home that can be spoilt, apart from where the desktop keeps its things."""
    with private_desktop(**how) as desktop:
        home = desktop.home / "person"
        home.mkdir()
        desktop.env["HOME"] = str(home)
        try:
            yield desktop
        finally:
            home.chmod(0o700)
            shutil.rmtree(door.spare(str(data(desktop))), ignore_errors=True)


class Instruction:
    """The first instruction as pixels: how it looks where nothing is broken."""

    def __init__(self, desktop: Desktop) -> None:
        cramp_now(desktop)
        wait_for(desktop, FIRST, SLOW_S)
        wait_until(lambda: desktop.windows(), "the window")
        self._area = QRect()

        def settled() -> bool:
            before, self._area = self._area, QRect(*desktop.find(FIRST)[0]["box"])
            return before == self._area

        wait_until(settled, "the instruction to have its place")
        self._pixels = self._on(desktop)
        assert self.ink(self._pixels) > 2, "nothing is written there"

    def _on(self, desktop: Desktop) -> QImage:
        file = desktop.home / "screen.png"
        desktop.screenshot(file)
        return QImage(str(file)).copy(self._area)

    @staticmethod
    def ink(picture: QImage) -> int:
        """Return how many colours a picture has."""
        inside = ((x, y) for x in range(0, picture.width(), 3) for y in range(picture.height()))
        return len({picture.pixel(x, y) for x, y in inside})

    def is_on(self, desktop: Desktop) -> bool:
        return self._on(desktop) == self._pixels


@pytest.fixture(scope="module")
def instruction() -> Iterator[Instruction]:
    with computer() as desktop:
        yield Instruction(desktop)


def coached(desktop: Desktop, instruction: Instruction, before: Sequence[str] = ()) -> None:
    """Run `now`; see that it says it is done, and that it is."""
    done = desktop.run(*before, COACH, "now", timeout=2 * SLOW_S)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert session(desktop)["step"] == FIRST_STEP
    assert len(desktop.windows()) == 1
    wait_until(lambda: instruction.is_on(desktop), "the first instruction in pixels")
    assert len(programs(desktop)) == 1


def told_at_home(desktop: Desktop, sentence: str) -> None:
    """After the cramp home says in a sentence what happened."""
    assert desktop.coach("stopped").returncode == 0
    desktop.press("Home")
    wait_for(desktop, sentence)
    desktop.press("All right")
    wait_until(lambda: not desktop.find("All right"), "the end of the note")


def without_rights() -> Sequence[str]:
    """Return what makes the rights of folders hold for us too; root stands above them."""
    return ("setpriv", "--bounding-set=-dac_override") if os.getuid() == 0 else ()


def test_settings_that_are_garbage(instruction: Instruction) -> None:
    with computer() as desktop:
        data(desktop).mkdir(parents=True)
        (data(desktop) / "settings.toml").write_bytes(GARBAGE)
        coached(desktop, instruction)
        told_at_home(desktop, "The settings")
        (kept,) = data(desktop).glob("settings.broken-*.toml")
        assert kept.read_bytes() == GARBAGE


def test_a_journal_that_is_garbage(instruction: Instruction) -> None:
    with computer() as desktop:
        data(desktop).mkdir(parents=True)
        (data(desktop) / "journal.sqlite3").write_bytes(GARBAGE)
        coached(desktop, instruction)
        told_at_home(desktop, "The journal was damaged")
        (kept,) = data(desktop).glob("journal.broken-*.sqlite3")
        assert kept.read_bytes() == GARBAGE
        power_cut(desktop)
        assert [one["outcome"] for one in journal(desktop)] == ["stopped"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_something_else_in_the_place_of_the_socket(instruction: Instruction, kind: str) -> None:
    with computer() as desktop:
        place = desktop.home / "run/cramp-coach/coach.sock"
        place.parent.mkdir()
        if kind == "file":
            place.write_bytes(GARBAGE)
        else:
            (place / "full").mkdir(parents=True)
        coached(desktop, instruction)


def test_a_file_in_the_place_of_the_data_folder(instruction: Instruction) -> None:
    with computer() as desktop:
        data(desktop).parent.mkdir(parents=True)
        data(desktop).write_bytes(GARBAGE)
        coached(desktop, instruction)
        assert works(desktop, "folders")["state"] == "no"
        wait_until(lambda: works(desktop, "journal")["state"] == "no", "the journal to be told")
        told_at_home(desktop, "cannot be")
        assert data(desktop).read_bytes() == GARBAGE


def test_a_home_that_can_only_be_read(instruction: Instruction) -> None:
    with computer() as desktop:
        Path(desktop.env["HOME"]).chmod(0o500)
        (desktop.home / "run").chmod(0o500)
        coached(desktop, instruction, without_rights())
        assert works(desktop, "folders") | {"detail": ""} == {
            "part": "folders", "state": "no", "reason": "no_permission", "detail": "",
        }  # fmt: skip
        wait_until(lambda: works(desktop, "journal")["state"] == "no", "the journal to be told")
        told_at_home(desktop, "Cramps are kept until the program closes.")
        assert [one["outcome"] for one in journal(desktop)] == ["stopped"]


@pytest.mark.parametrize("disk", [LIMITED, TINY], ids=["no file grows", "tiny disk"])
def test_a_disk_that_is_full(instruction: Instruction, disk: Sequence[str]) -> None:
    with computer() as desktop:
        if desktop.run(*disk, "true").returncode != 0:
            disk = LIMITED
        coached(desktop, instruction, disk)
        told = wait_until(lambda: _broken(desktop, "journal"), "the journal to be told")
        assert told["reason"] in ("full", "waiting"), told
        told_at_home(desktop, "journal")
        assert [one["outcome"] for one in journal(desktop)] == ["stopped"]


def test_a_disk_that_fills_up_in_the_middle_of_it() -> None:
    with computer() as desktop:
        cramp_now(desktop)
        wait_until(lambda: journal(desktop), "the press in the journal")
        (pid,) = programs(desktop)
        limit = ("prlimit", "--pid", str(pid))
        assert desktop.run(*limit, "--fsize=0:").returncode == 0
        for act in ("next", "next", "previous"):
            assert desktop.coach(act).returncode == 0
        wait_until(lambda: _broken(desktop, "journal"), "the journal to wait")

        assert desktop.run(*limit, "--fsize=unlimited:").returncode == 0
        assert desktop.coach("stopped").returncode == 0
        wait_until(lambda: works(desktop, "journal")["state"] == "yes", "the journal")
        power_cut(desktop)
        (written,) = journal(desktop)
        assert written["outcome"] == "stopped"
        assert len(written["steps"]) == 4


def test_nothing_but_a_screen(instruction: Instruction) -> None:
    """No bus, so no tray, notices or assistive technology; no sound, no voice, no folder at all."""
    with computer(bus=False, without=VOICES) as desktop:
        Path(desktop.env["HOME"]).chmod(0o500)
        (desktop.home / "run").chmod(0o500)
        coached(desktop, instruction, without_rights())

        # What plays tones is tried when there is one to play.
        assert desktop.coach("next").returncode == 0
        for part in ("voice", "sound", "keep-awake", "journal", "folders"):
            wait_until(partial(_broken, desktop, part), f"{part} to be told", SLOW_S)
        assert desktop.coach("previous").returncode == 0
        wait_until(lambda: instruction.is_on(desktop), "the first instruction again")


def test_no_folder_for_this_login(instruction: Instruction) -> None:
    """No XDG_RUNTIME_DIR: started from a timer, or by `su`."""
    with computer() as desktop:
        del desktop.env["XDG_RUNTIME_DIR"]
        # Below a folder of its own, or it would be found in the place of whoever runs the tests.
        place = ("--data-dir", str(desktop.home / "data"))
        done = desktop.coach("now", *place, timeout=2 * SLOW_S)
        assert (done.returncode, done.stderr) == (0, "")
        wait_until(lambda: instruction.is_on(desktop), "the first instruction in pixels")
        assert FIRST_STEP in desktop.coach("status", "--json", *place).stdout
        assert desktop.coach("stopped", *place).returncode == 0


def _broken(desktop: Desktop, part: str) -> dict[str, Any]:
    """Return what is told about a part that does not work, or works in part; else nothing."""
    told = works(desktop, part)
    return told if told and told["state"] in ("no", "less") else {}
