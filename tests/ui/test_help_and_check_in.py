"""Signs that this may not be a simple cramp, at five minutes and whenever they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cramp_coach.core.events import Act
from cramp_coach.core.settings import Help
from cramp_coach.core.snapshot import View
from cramp_coach.ui.check_in_page import CheckInPage
from cramp_coach.ui.help_page import TEN_MINUTES, UNBEARABLE, HelpPage
from cramp_coach.ui.qr import QrCode
from cramp_coach.ui.widgets import Press
from tests.ui import ladder_pages as pages
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cramp_coach.core.help_lines import HelpLines
    from cramp_coach.ui.help_cards import Screen


def help_page(qtbot: QtBot, name: str = "help") -> HelpPage:
    page = pages.shown(qtbot, name, screens.LAPTOP)
    assert isinstance(page, HelpPage)
    return page


def codes(page: Screen) -> list[str]:
    return [part.payload for part in pages.parts(page) if isinstance(part, QrCode)]


# -- the list ----------------------------------------------------------------------------------


def test_the_gravest_signs_are_on_the_first_page_and_i_cant_bear_it_comes_first(
    qtbot: QtBot,
) -> None:
    page = help_page(qtbot)
    flags = screens.library().red_flags
    grave = [f.sign for f in flags if f.level == "emergency" and f.id != UNBEARABLE]
    urgent = [f.sign for f in flags if f.level == "urgent" and f.id != TEN_MINUTES]
    assert page.signs_shown[0] == "I can't bear it"
    assert set(grave[:5] + urgent[:5]) <= set(page.signs_shown)
    assert "Call 999 now" in pages.text_of(page)
    assert "Get help today" in pages.text_of(page)


def test_every_sign_there_is_can_be_reached_and_the_list_comes_round(qtbot: QtBot) -> None:
    page = help_page(qtbot)
    first = page.signs_shown
    seen = set(first)
    for _ in range(10):
        pages.button(page, "More signs", "Fewer signs").click()
        if page.signs_shown == first:
            break
        seen |= set(page.signs_shown)
    else:
        pytest.fail("the first signs never came back")
    all_signs = {
        f.sign for f in screens.library().red_flags if f.id not in (UNBEARABLE, TEN_MINUTES)
    }
    assert seen == {*all_signs, "I can't bear it"}


def test_each_sign_tells_the_session_which_it_is_and_how_grave(qtbot: QtBot) -> None:
    page = help_page(qtbot)
    told: list[Press] = []
    page.acted.connect(told.append)
    wanted = {"I can't bear it": Press(Act.CANT_BEAR)} | {
        flag.sign: Press(Act.CANT_BEAR if flag.level == "emergency" else Act.RED_FLAG, flag.id)
        for flag in screens.library().red_flags
    }
    for _ in range(4):
        for sign in page.signs_shown:
            told.clear()
            pages.press(page, sign)
            assert told == [wanted[sign]]
        pages.button(page, "More signs", "Fewer signs").click()


@pytest.mark.parametrize(
    ("title", "press"),
    [("None of these", Press(Act.RESUME)), ("It stopped", Press(Act.STOPPED))],
)
def test_there_is_a_way_back(qtbot: QtBot, title: str, press: Press) -> None:
    page = help_page(qtbot)
    with qtbot.waitSignal(page.acted, timeout=500) as told:
        pages.press(page, title)
    assert told.args == [press]


# -- after an urgent sign ----------------------------------------------------------------------


def test_an_urgent_sign_brings_what_to_do_and_whom_to_call(qtbot: QtBot) -> None:
    page = help_page(qtbot)
    page.show_snapshot(screens.snapshot(125, [(Act.RED_FLAG, 120, "one-leg")]))
    flag = next(f for f in screens.library().red_flags if f.id == "one-leg")
    said = pages.text_of(page)
    for sentence in (flag.do, f"You chose: {flag.sign}", "Call 111", "I can't bear it"):
        assert sentence in said
    assert codes(page) == ["tel:111"]
    assert page.signs_shown == ()


def test_the_list_can_be_seen_again_and_another_sign_chosen(qtbot: QtBot) -> None:
    page = help_page(qtbot, "help, a sign chosen")
    pages.press(page, "More signs")
    assert "Chest pain, or hard to breathe" in page.signs_shown
    page.show_snapshot(screens.snapshot(126, [(Act.RED_FLAG, 120, "one-leg")]))
    assert page.signs_shown, "the next second does not take the list away"
    page.show_snapshot(screens.snapshot(130, [(Act.RED_FLAG, 128, "fever")]))
    assert "You chose: Fever" in pages.text_of(page)


@pytest.mark.parametrize(
    ("title", "press"),
    [
        ("I can't bear it", Press(Act.CANT_BEAR)),
        ("Back to the steps", Press(Act.RESUME)),
        ("It stopped", Press(Act.STOPPED)),
    ],
)
def test_after_a_sign_every_way_is_open(qtbot: QtBot, title: str, press: Press) -> None:
    page = help_page(qtbot, "help, a sign chosen")
    with qtbot.waitSignal(page.acted, timeout=500) as told:
        pages.press(page, title)
    assert told.args == [press]


def test_the_code_goes_large_and_nothing_is_dialled(qtbot: QtBot) -> None:
    page = help_page(qtbot, "help, a sign chosen")
    before = page._call.code.height()
    pages.press(page, "Call 111")
    assert page._call.code.height() > before * 1.2
    pages.press(page, "Call 111")
    assert page._call.code.height() == before


def test_other_numbers_show_at_once(qtbot: QtBot) -> None:
    page = help_page(qtbot, "help, a sign chosen")
    page.set_lines(pages.lines(Help(country="FR")))
    assert "Call your doctor" in pages.text_of(page)
    assert codes(page) == []


# -- five minutes ------------------------------------------------------------------------------


def check_in(qtbot: QtBot, whom: HelpLines | None = None) -> CheckInPage:
    page = pages.shown(qtbot, "check-in", screens.LAPTOP, whom)
    assert isinstance(page, CheckInPage)
    return page


def test_at_five_minutes_it_asks_to_tell_someone_and_to_look_at_the_leg(qtbot: QtBot) -> None:
    moment = screens.snapshot(305)
    assert moment.view is View.CHECK_IN
    said = pages.text_of(check_in(qtbot))
    for sentence in (
        "Five minutes", "Tell someone you have a bad cramp", "Swollen, hot or red?",
        "Chest pain, or hard to breathe?", "5:05 of 10:00", "The steps go on by themselves.",
        " ".join(moment.form.shown),
    ):  # fmt: skip
        assert sentence in said


def test_the_running_step_counts_down_below(qtbot: QtBot) -> None:
    page = check_in(qtbot)
    moment = screens.snapshot(306)
    page.show_snapshot(moment)
    left = int(moment.step_left_s)
    assert f"{left // 60}:{left % 60:02}" in pages.text_of(page)


def test_the_text_to_the_contact_is_ready_and_absent_without_one(qtbot: QtBot) -> None:
    (payload,) = codes(check_in(qtbot))
    assert payload.startswith("smsto:+447700900123:I have a bad leg cramp")
    assert payload.endswith("Ann, 03:22")
    assert codes(check_in(qtbot, pages.lines(Help(country="GB")))) == []


@pytest.mark.parametrize(
    ("title", "press"),
    [
        ("One of these is true", Press(Act.HELP)),
        ("Back to the steps", Press(Act.RESUME)),
        ("It stopped", Press(Act.STOPPED)),
    ],
)
def test_the_check_in_has_three_answers_and_needs_none(
    qtbot: QtBot, title: str, press: Press
) -> None:
    page = check_in(qtbot)
    with qtbot.waitSignal(page.acted, timeout=500) as told:
        pages.press(page, title)
    assert told.args == [press]
    assert screens.snapshot(350).view is View.COACH, "it goes by itself"


def test_its_code_goes_large_too(qtbot: QtBot) -> None:
    page = check_in(qtbot)
    before = page._text.code.width()
    pages.press(page, "Text Sam")
    assert page._text.code.width() > before * 1.2


def test_a_paused_step_is_called_paused(qtbot: QtBot) -> None:
    page = check_in(qtbot)
    page.show_snapshot(screens.snapshot(306, [(Act.PAUSE, 302, None)]))
    said = pages.text_of(page)
    assert "Paused." in said
    assert "go on by themselves" not in said


def test_with_large_text_a_long_name_is_whole_and_readable(qtbot: QtBot) -> None:
    long = pages.lines(pages.LONG_NAMES)
    page = pages.shown(qtbot, "check-in", screens.LAPTOP, long, percent=200)
    assert isinstance(page, CheckInPage)
    title, px, below, small = page._text.words_shown()
    assert "".join(title).replace(" ", "") == page._text.text().replace(" ", "")
    assert px >= 20
    assert small >= 14
    assert below
    assert page._goes_on.shown_px() >= 24


@pytest.mark.parametrize("screen", [screens.LAPTOP, screens.DESKTOP])
def test_what_to_do_leaves_no_word_alone_on_its_last_line(
    qtbot: QtBot, screen: screens.Screen
) -> None:
    page = pages.shown(qtbot, "help, a sign chosen", screen)
    assert isinstance(page, HelpPage)
    for flag in screens.library().red_flags:
        if flag.level == "urgent" and flag.id != TEN_MINUTES:
            page.show_snapshot(screens.snapshot(125, [(Act.RED_FLAG, 120, flag.id)]))
            lines = page._do.shown_lines()
            assert " ".join(lines) == flag.do
            assert len(lines) == 1 or " " in lines[-1], lines
