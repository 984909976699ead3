"""Ten minutes: whom to call, the ready text, and can you bear it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontMetricsF

from cramp_coach.core.events import Act
from cramp_coach.core.settings import Help
from cramp_coach.ui.help_cards import Card
from cramp_coach.ui.qr import QrCode
from cramp_coach.ui.urgent_page import UrgentPage
from cramp_coach.ui.widgets import Press
from tests.ui import ladder_pages as pages
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cramp_coach.core.help_lines import HelpLines


def urgent(qtbot: QtBot, whom: HelpLines | None = None) -> UrgentPage:
    page = pages.shown(qtbot, "urgent", screens.LAPTOP, whom)
    assert isinstance(page, UrgentPage)
    return page


def codes(page: UrgentPage) -> list[str]:
    return [part.payload for part in pages.parts(page) if isinstance(part, QrCode)]


def test_it_says_whom_to_call_when_to_call_999_and_that_it_cannot_call(qtbot: QtBot) -> None:
    said = pages.text_of(urgent(qtbot))
    for sentence in (
        "Still cramp?", "Get medical help", "10:05 since it started", "Call 111", "Text Sam",
        "Can you bear it?", "Call 999 now if: Chest pain · Hard to breathe",
        "This computer cannot call for you.", "The steps go on: Pull your toes toward your shin,",
    ):  # fmt: skip
        assert sentence in said


def test_the_codes_call_the_line_and_write_to_the_contact(qtbot: QtBot) -> None:
    call, text = codes(urgent(qtbot))
    assert call == "tel:111"
    assert text.startswith("smsto:+447700900123:I have had a leg cramp for over 10 minutes.")
    assert text.endswith("Ann, 03:22")


def test_the_ready_text_keeps_up_with_the_minutes(qtbot: QtBot) -> None:
    page = urgent(qtbot)
    page.show_snapshot(screens.snapshot(739))
    assert "over 12 minutes" in codes(page)[1]


def test_without_a_contact_the_second_card_calls_an_ambulance(qtbot: QtBot) -> None:
    page = urgent(qtbot, pages.lines(Help(country="GB")))
    assert codes(page) == ["tel:111", "tel:999"]


def test_without_a_line_the_first_card_says_doctor_and_has_no_code(qtbot: QtBot) -> None:
    page = urgent(qtbot, pages.lines(Help(country="FR")))
    assert "Call your doctor or the out-of-hours line" in pages.text_of(page)
    assert codes(page) == ["tel:15"]
    page.enlarge(1)
    assert page.enlarged == 0, "there is nothing to enlarge"


@pytest.mark.parametrize("n", [1, 2])
def test_a_code_goes_large_and_small_again_and_nothing_else_happens(qtbot: QtBot, n: int) -> None:
    page = urgent(qtbot)
    presses: list[Press] = []
    page.acted.connect(presses.append)
    small = [part for part in pages.parts(page) if isinstance(part, Card)][n - 1]
    before = small.code.width()
    small.click()
    assert page.enlarged == n
    assert len(codes(page)) == 1
    assert small.width() >= page.width() * 0.45
    assert small.code.width() > 2 * before
    assert {"Yes", "No", "It stopped"} <= {one.text() for one in pages.buttons(page)}
    small.click()
    assert page.enlarged == 0
    assert len(codes(page)) == 2
    assert presses == []


def test_the_other_card_takes_over_and_the_next_time_begins_small(qtbot: QtBot) -> None:
    page = urgent(qtbot)
    page.enlarge(1)
    page.enlarge(2)
    assert page.enlarged == 2
    page.hide()
    page.show()
    assert page.enlarged == 0


@pytest.mark.parametrize(
    ("title", "press"),
    [
        ("Yes", Press(Act.CAN_BEAR)),
        ("No", Press(Act.CANT_BEAR)),
        ("It stopped", Press(Act.STOPPED)),
    ],
)
def test_each_answer_is_one_press(qtbot: QtBot, title: str, press: Press) -> None:
    page = urgent(qtbot)
    with qtbot.waitSignal(page.acted, timeout=500) as told:
        pages.press(page, title)
    assert told.args == [press]


def test_new_numbers_show_at_once(qtbot: QtBot) -> None:
    page = urgent(qtbot)
    page.set_lines(pages.lines(Help(country="NZ")))
    assert "Call 0800 611 116" in pages.text_of(page)
    assert codes(page)[0] == "tel:0800611116"


@pytest.mark.parametrize("percent", [100, 200])
def test_the_headlines_can_be_read_from_the_bed(qtbot: QtBot, percent: int) -> None:
    page = pages.shown(qtbot, "urgent", screens.LAPTOP, percent=percent)
    assert isinstance(page, UrgentPage)
    least = screens.theme().far_px(20) * 0.98
    for part in (page._headline, page._order):
        assert part.shown_px() >= least
        assert QFontMetricsF(part.shown_font()).capHeight() > 0


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", ["urgent", "urgent, card 1 large"])
def test_when_to_call_an_ambulance_is_never_smaller_than_what_is_below_it(
    qtbot: QtBot, name: str, percent: int
) -> None:
    page = pages.shown(qtbot, name, screens.LAPTOP, percent=percent)
    assert isinstance(page, UrgentPage)
    assert page._call_if.shown_px() >= max(page._tell.shown_px(), page._cannot.shown_px())
    if percent == 200 and name == "urgent":
        usual = pages.shown(qtbot, name, screens.LAPTOP)
        assert isinstance(usual, UrgentPage)
        assert page._call_if.shown_px() > usual._call_if.shown_px() * 1.2


def test_a_pause_is_called_a_pause(qtbot: QtBot) -> None:
    page = urgent(qtbot)
    page.show_snapshot(screens.snapshot(606, [(Act.PAUSE, 602, None)]))
    said = pages.text_of(page)
    assert "Paused: Pull" in said
    assert "go on" not in said
