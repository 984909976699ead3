"""What a desktop's menu starts is what the program understands."""

from __future__ import annotations

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

from cramp_coach import paths
from cramp_coach.core.content import load_words

FILE = Path(__file__).parents[2] / "packaging" / "linux" / "cramp-coach.desktop"
ACTIONS: dict[str, list[str]] = {
    "Desktop Entry": [],
    "Desktop Action Now": ["now"],
    "Desktop Action Practise": ["practise"],
}


@pytest.fixture(scope="module")
def entry() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(FILE.read_text("utf-8"))
    return parser


def test_each_entry_starts_a_command_of_the_program(entry: configparser.ConfigParser) -> None:
    words = load_words(paths.assets() / "content" / "en")
    assert set(entry.sections()) == set(ACTIONS)
    for section, arguments in ACTIONS.items():
        assert entry[section]["Exec"].split() == ["cramp-coach", *arguments]
        for command in arguments:
            assert words(f"cli.command.{command}")
    assert entry["Desktop Entry"]["Actions"] == "Now;Practise;"
    assert entry["Desktop Action Now"]["Name"] == words("home.cramp_now")


def test_its_icon_and_its_window_are_the_programs_own(entry: configparser.ConfigParser) -> None:
    name = entry["Desktop Entry"]["Icon"]
    assert (paths.assets() / "icons" / f"{name}.svg").is_file()
    # QApplication.setDesktopFileName says the same, so that the window finds its icon.
    assert entry["Desktop Entry"]["StartupWMClass"] == FILE.stem == name


def test_the_validator_of_the_desktops_has_nothing_to_say() -> None:
    validator = shutil.which("desktop-file-validate")
    if validator is not None:
        done = subprocess.run([validator, str(FILE)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
