"""A phone reads the codes: the picture of the screen goes through a real decoder."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import segno
from PySide6.QtGui import QColor, QImage

from cramp_coach.core.help_lines import message, smsto, tel
from cramp_coach.ui.qr import QUIET_MODULES, QrCode, modules
from tests.ui import ladder_pages as pages
from tests.ui import screens

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

CALL = tel("111")
TEXT = smsto("+44 7700 900123", message(pages.lines(), screens.words(), "03:22", minutes=10))
ODD = smsto("+47 12 34 56 78", "Åse: krampe i leggen? Kl. 03:22, ring!")


def code(qtbot: QtBot, payload: str, side: int, *, night: bool = True) -> QrCode:
    made = QrCode(screens.theme(night=night))
    qtbot.addWidget(made)
    made.set_code(payload, "Code for your phone")
    made.resize(side, side)
    made.show()
    return made


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def read_by_a_decoder(widget: QWidget, folder: Path) -> list[str]:
    """Return what zbar finds on the grabbed picture."""
    tool = shutil.which("zbarimg")
    assert tool, "the tests need zbarimg (Debian: zbar-tools)"
    path = folder / "code.png"
    assert picture(widget).save(str(path))
    run = subprocess.run(
        [tool, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(path)],
        capture_output=True, timeout=30, check=False,
    )  # fmt: skip
    return run.stdout.decode("utf-8").split("\n")[:-1]


@pytest.mark.parametrize("night", [True, False], ids=["night", "day"])
@pytest.mark.parametrize("payload", [CALL, TEXT, ODD], ids=["call", "text", "odd"])
def test_a_decoder_reads_what_was_put_in(
    qtbot: QtBot, tmp_path: Path, payload: str, night: bool
) -> None:
    assert read_by_a_decoder(code(qtbot, payload, 240, night=night), tmp_path) == [payload]


@pytest.mark.parametrize(
    "name", ["urgent", "urgent, card 2 large", "emergency", "check-in", "help, a sign chosen"]
)
@pytest.mark.parametrize("night", [True, False], ids=["night", "day"])
def test_a_decoder_reads_the_codes_off_the_whole_screen(
    qtbot: QtBot, tmp_path: Path, name: str, night: bool
) -> None:
    page = pages.shown(qtbot, name, screens.LAPTOP, night=night)
    shown = {part.payload for part in pages.parts(page) if isinstance(part, QrCode)}
    assert shown
    assert set(read_by_a_decoder(page, tmp_path)) == shown


@pytest.mark.parametrize("night", [True, False], ids=["night", "day"])
def test_the_modules_are_those_of_the_standard_in_whole_pixels_and_dark_on_light(
    qtbot: QtBot, night: bool
) -> None:
    shown = code(qtbot, TEXT, 300, night=night)
    matrix = segno.make(TEXT, error="l", micro=False, encoding="utf-8").matrix
    assert modules(TEXT) == tuple(bytes(row) for row in matrix)
    across = len(matrix) + 2 * QUIET_MODULES
    module = 300 // across
    left = round((300 - across * module) / 2)
    dark, light = shown.colours()
    assert light.lightnessF() - dark.lightnessF() > 0.5
    image = picture(shown)
    for y in range(across):
        for x in range(across):
            inside = 4 <= x < across - 4 and 4 <= y < across - 4
            wanted = dark if inside and matrix[y - 4][x - 4] else light
            if {x, y} & {0, 1, across - 1, across - 2}:
                continue  # the rounded corners of the plate
            for dx, dy in ((0, 0), (module - 1, module - 1)):
                pixel = QColor(image.pixel(left + x * module + dx, left + y * module + dy))
                assert pixel == wanted, (x, y)


def test_a_code_with_no_room_is_not_shown_at_all_rather_than_unreadable(qtbot: QtBot) -> None:
    shown = code(qtbot, TEXT, 30)
    image = picture(shown)
    first = image.pixel(0, 0)
    assert all(image.pixel(x, y) == first for x in range(30) for y in range(30))


def test_the_name_says_what_the_code_holds(qtbot: QtBot) -> None:
    shown = code(qtbot, CALL, 100)
    shown.set_code(TEXT, "Code for your phone: a text to Sam")
    assert shown.accessibleName() == "Code for your phone: a text to Sam"
    assert shown.payload == TEXT
