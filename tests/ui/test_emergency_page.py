"""Call an ambulance: the number, huge; dim and legible when nobody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest

from cramp_coach.core.events import Act
from cramp_coach.core.settings import Help
from cramp_coach.ui.emergency_page import EmergencyPage
from cramp_coach.ui.qr import QrCode
from cramp_coach.ui.widgets import Press
from tests.ui import ladder_pages as pages
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cramp_coach.core.help_lines import HelpLines


def emergency(
    qtbot: QtBot, whom: HelpLines | None = None, name: str = "emergency"
) -> EmergencyPage:
    page = pages.shown(qtbot, name, screens.LAPTOP, whom)
    assert isinstance(page, EmergencyPage)
    return page


def test_it_says_the_number_what_to_say_and_what_to_do_meanwhile(qtbot: QtBot) -> None:
    page = emergency(qtbot)
    said = pages.text_of(page)
    for sentence in (
        "999", "Use a phone. Do it now.", "I have bad leg pain that will not stop.",
        "Unlock the door.", "Stay warm.", "No food or drink if told so.",
        "This computer cannot call for you.", "Also: 112",
    ):  # fmt: skip
        assert sentence in said
    assert "Ask" not in said, "we are sure of this number"
    assert [p.payload for p in pages.parts(page) if isinstance(p, QrCode)] == ["tel:999"]


def test_the_number_is_read_from_the_bed(qtbot: QtBot) -> None:
    """Sixty arc-minutes at three metres, as the countdown (experience.md 3.1)."""
    page = emergency(qtbot)
    theme = screens.theme()
    cap = QFontMetricsF(page._number.shown_font()).capHeight()
    wanted = QFontMetricsF(theme.font(theme.far_px(60))).capHeight()
    assert cap >= wanted * 0.98


def test_a_sign_that_was_chosen_brings_what_to_do_about_it(qtbot: QtBot) -> None:
    page = emergency(qtbot)
    sign = next(f for f in screens.library().red_flags if f.id == "hard-muscle")
    assert sign.do not in pages.text_of(page)
    page.show_snapshot(screens.snapshot(100, [(Act.CANT_BEAR, 90, "hard-muscle")]))
    assert sign.do in pages.text_of(page)


def test_a_guess_and_a_doubt_say_so(qtbot: QtBot) -> None:
    guessed = pages.text_of(emergency(qtbot, pages.lines(Help(), "GB")))
    assert "999" in guessed
    assert "Your country was guessed." in guessed
    unknown = pages.text_of(emergency(qtbot, pages.lines(Help())))
    assert "No number is known for this country. Ask someone near you." in unknown
    assert "112" in unknown
    assert "Numbers vary here." in unknown
    doubt = pages.text_of(emergency(qtbot, pages.lines(Help(country="IQ"))))
    assert "Numbers vary here." in doubt


@pytest.mark.parametrize(
    ("title", "press"),
    [("It stopped", Press(Act.STOPPED)), ("I can bear it", Press(Act.CAN_BEAR))],
)
def test_there_is_a_way_on_and_a_way_back(qtbot: QtBot, title: str, press: Press) -> None:
    page = emergency(qtbot)
    with qtbot.waitSignal(page.acted, timeout=500) as told:
        pages.press(page, title)
    assert told.args == [press]


@pytest.mark.parametrize("screen", screens.ALL, ids=lambda s: f"{s[0].width()} px, {s[1]} in")
def test_the_code_goes_large_and_small_again(qtbot: QtBot, screen: screens.Screen) -> None:
    page = pages.shown(qtbot, "emergency", screen)
    assert isinstance(page, EmergencyPage)
    before = page._code.height()
    page.enlarge(1)
    assert page.enlarged == 1
    assert page._code.height() > 1.3 * before
    assert page._code.height() > 0.4 * page.width(), "half of the page, less its air"
    page.enlarge(2)
    assert page.enlarged == 1, "there is no second code"
    page.enlarge(1)
    assert page.enlarged == 0


# -- nobody answers ----------------------------------------------------------------------------


@pytest.mark.parametrize("screen", screens.ALL, ids=lambda s: f"{s[0].width()} px, {s[1]} in")
@pytest.mark.parametrize("night", [True, False], ids=["night", "day"])
def test_dim_lights_a_few_pixels_and_the_number_stays_legible(
    qtbot: QtBot, screen: screens.Screen, night: bool
) -> None:
    page = pages.shown(qtbot, "emergency, nobody answers", screen, night=night)
    assert isinstance(page, EmergencyPage)
    assert page.quiet
    image = page.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    ground = image.pixelColor(2, 2).lightness()
    shown = [
        image.pixelColor(x, y).lightness()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    ]
    lit = sum(abs(one - ground) > 12 for one in shown) / len(shown)
    assert 0 < lit <= 0.03
    if night:
        assert sum(shown) / len(shown) < 25, "a dark room stays dark"
    theme = page._theme
    assert page._dim_number.shown_px() >= min(theme.far_px(16), page.height() * 0.1)
    assert not pages.buttons(page)


def test_dim_says_since_when(qtbot: QtBot) -> None:
    page = emergency(qtbot, name="emergency, nobody answers")
    assert "Cramp since 02:50. Press a key." in pages.text_of(page)


def test_a_click_lights_the_page_and_the_session_agrees(qtbot: QtBot) -> None:
    page = emergency(qtbot, name="emergency, nobody answers")
    with qtbot.waitSignal(page.acted, timeout=500) as told:
        QTest.mouseClick(page, Qt.MouseButton.LeftButton)
    press: Press = told.args[0]
    page.show_snapshot(screens.snapshot(1902, [(press.act, 1901, press.value)]))
    assert not page.quiet
    assert "It stopped" in pages.text_of(page)


def test_a_click_beside_the_buttons_of_a_lit_page_does_nothing(qtbot: QtBot) -> None:
    page = emergency(qtbot)
    presses: list[Press] = []
    page.acted.connect(presses.append)
    QTest.mouseClick(page, Qt.MouseButton.LeftButton)
    assert presses == []
