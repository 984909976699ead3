"""It stopped; and how did it end?"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from cramp_coach.core.content import Side
from cramp_coach.core.events import Act, Told
from cramp_coach.core.settings import Help
from cramp_coach.ui.ask_end_page import AskEndPage
from cramp_coach.ui.end_page import EndPage
from cramp_coach.ui.places import Place
from cramp_coach.ui.widgets import Press
from tests.ui import ladder_pages as pages
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def end(qtbot: QtBot, name: str = "end", *, night: bool = True) -> EndPage:
    page = pages.shown(qtbot, name, screens.LAPTOP, night=night)
    assert isinstance(page, EndPage)
    return page


def test_it_says_after_how_long_and_what_eased_it(qtbot: QtBot) -> None:
    page = end(qtbot)
    said = pages.text_of(page)
    for sentence in (
        "It stopped", "after 2 min 40 s", "It eased during: rubbing, right calf.",
        "Stay sitting a minute.", "It may be sore for a day.",
    ):  # fmt: skip
        assert sentence in said
    assert "doctor" not in said
    assert page._picture.pose_id == screens.snapshot(165, [(Act.STOPPED, 160, None)]).pose
    assert not page._picture.is_moving(), "nothing moves any more"


def test_the_leg_is_named_as_far_as_it_is_known(qtbot: QtBot) -> None:
    page = end(qtbot)
    acts: list[tuple[Act, float, str | float | None]] = [(Act.STOPPED, 160, None)]
    page.show_snapshot(screens.snapshot(165, acts, side=Side.LEFT))
    assert "rubbing, left calf." in pages.text_of(page)
    page.show_snapshot(screens.snapshot(165, acts, side=None))
    assert "rubbing, calf." in pages.text_of(page)


def test_over_ten_minutes_the_doctor_should_know(qtbot: QtBot) -> None:
    said = pages.text_of(end(qtbot, "end after long"))
    assert "after 12 min 5 s" in said
    assert "Tell your doctor about it." in said


def test_at_night_it_goes_back_to_sleep_and_by_day_home(qtbot: QtBot) -> None:
    assert "Back to sleep" in pages.text_of(end(qtbot))
    assert "Home" in pages.text_of(end(qtbot, night=False))


@pytest.mark.parametrize(
    ("title", "press"),
    [
        ("Back to sleep", Press(Act.LEAVE)),
        ("It came back", Press(Act.CAME_BACK)),
        ("Warm it", Press(Act.HEAT)),
        ("Not yet. Undo", Press(Act.CAME_BACK)),
    ],
)
def test_each_button_is_one_press(qtbot: QtBot, title: str, press: Press) -> None:
    page = end(qtbot)
    with qtbot.waitSignal(page.acted, timeout=500) as told:
        pages.press(page, title)
    assert told.args == [press]


def test_the_warm_pack_counts_down_with_its_warnings(qtbot: QtBot) -> None:
    page = end(qtbot, "end, warm pack")
    said = pages.text_of(page)
    assert "Warm pack: 14:57 left" in said
    assert "Never fall asleep with it." in said
    assert "Warm it" not in said
    acts: list[tuple[Act, float, str | float | None]] = [
        (Act.STOPPED, 725, None), (Act.HEAT, 727, None)
    ]  # fmt: skip
    page.show_snapshot(screens.snapshot(740, acts))
    assert "Warm pack: 14:47 left" in pages.text_of(page)


def test_who_may_not_warm_it_is_not_offered_it(qtbot: QtBot) -> None:
    page = end(qtbot)
    page.allow_heat(False)
    assert "Warm it" not in pages.text_of(page)
    assert pages.troubles(page) == []
    page.allow_heat(True)
    assert "Warm it" in pages.text_of(page)


def test_too_late_to_be_the_same_cramp_there_is_no_coming_back(qtbot: QtBot) -> None:
    page = end(qtbot)
    page.show_snapshot(screens.snapshot(800, [(Act.STOPPED, 160, None)]))
    moment = screens.snapshot(800, [(Act.STOPPED, 160, None)])
    assert ("It came back" in pages.text_of(page)) == moment.can_rejoin


def test_a_sign_that_was_chosen_is_not_forgotten_when_it_stops(qtbot: QtBot) -> None:
    page = end(qtbot, "end, a sign was chosen")
    flag = next(f for f in screens.library().red_flags if f.id == "one-leg")
    assert flag.do in pages.text_of(page)
    assert page._flag.shown_px() > page._rest.shown_px()
    acts: list[tuple[Act, float, str | float | None]] = [
        (Act.CANT_BEAR, 120, "chest-or-breath"), (Act.STOPPED, 160, None)
    ]  # fmt: skip
    page.show_snapshot(screens.snapshot(165, acts))
    assert "Call 999 now. Sit still." in pages.text_of(page)
    page.set_lines(pages.lines(Help(country="FR")))
    assert "Call 15 now. Sit still." in pages.text_of(page)
    acts[0] = (Act.CANT_BEAR, 120, "unbearable")
    page.show_snapshot(screens.snapshot(165, acts))
    assert "now." not in pages.text_of(page), "it is not unbearable any more"


def test_practice_says_that_nothing_was_written_down(qtbot: QtBot) -> None:
    said = pages.text_of(end(qtbot, "practice over"))
    assert "Practice is over" in said
    assert "Nothing was written down." in said
    assert "sore" not in said
    assert "It came back" not in said
    assert "Warm it" not in said


# -- how did it end? ---------------------------------------------------------------------------


def ask(qtbot: QtBot) -> AskEndPage:
    page = pages.shown(qtbot, "how did it end", screens.LAPTOP)
    assert isinstance(page, AskEndPage)
    return page


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        ("2 min", ("stopped", 120)),
        ("5 min", ("stopped", 300)),
        ("10 min", ("stopped", 600)),
        ("20 min", ("stopped", 1200)),
        ("30 min or more", ("stopped", 1800)),
        ("It stopped, I don't know when", ("stopped", None)),
        ("I don't know", ("unknown", None)),
    ],
)
def test_one_tap_answers_and_no_time_is_made_up(
    qtbot: QtBot, title: str, answer: tuple[str, float | None]
) -> None:
    page = ask(qtbot)
    with qtbot.waitSignal(page.told, timeout=500) as told:
        pages.press(page, title)
    (said,) = told.args
    assert isinstance(said, Told)
    assert (said.outcome, said.after_s) == answer
    assert said.t == 7200


def test_it_may_still_hurt_and_it_may_be_asked_another_time(qtbot: QtBot) -> None:
    page = ask(qtbot)
    with qtbot.waitSignal(page.still_hurts, timeout=500):
        pages.press(page, "It still hurts")
    with qtbot.waitSignal(page.wanted, timeout=500) as wanted:
        pages.press(page, "Ask me another time")
    assert wanted.args == [Place.HOME]


def test_it_says_which_cramp_is_meant(qtbot: QtBot) -> None:
    page = ask(qtbot)
    assert "A cramp began at 01:22." in pages.text_of(page)
    page.ask(pages.NOW - dt.timedelta(days=2), pages.NOW)
    assert "A cramp began on 2026-11-20 at 03:22." in pages.text_of(page)
