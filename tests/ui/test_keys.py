"""What each key does on each screen, by a table of its own; and how presses of a hand are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from cramp_coach.core.content import Fact, Muscle, Side
from cramp_coach.core.events import Act, StepBegan, Stopped
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.ui.keys import Command, meaning
from cramp_coach.ui.places import Place
from cramp_coach.ui.widgets import Press
from tests.ui import screens
from tests.ui.whole_window import WholeWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

Key = Qt.Key
Meaning = Press | Command | None

SCREENS: dict[str, Snapshot | None] = {
    "home": None,
    "coach": screens.snapshot(20),
    "paused": screens.snapshot(20, [(Act.PAUSE, 10, None)]),
    "check-in": screens.snapshot(305),
    "urgent": screens.snapshot(605),
    "emergency": screens.snapshot(20, [(Act.CANT_BEAR, 10, None)]),
    "nobody answers": screens.snapshot(1900),
    "help": screens.snapshot(20, [(Act.HELP, 10, None)]),
    "choices": screens.snapshot(20, [(Act.CHOICES, 10, None)]),
    "ended": screens.snapshot(20, [(Act.STOPPED, 10, None)]),
    "home, just stopped": screens.snapshot(90, [(Act.STOPPED, 10, None)]),
    "home, long stopped": screens.snapshot(700, [(Act.STOPPED, 10, None), (Act.HEAT, 11, None)]),
    "how did it end": screens.snapshot(3700),
}

NEXT = (Key.Key_Right, Key.Key_PageDown, Key.Key_MediaNext)
BACK = (Key.Key_Left, Key.Key_PageUp, Key.Key_MediaPrevious)
PLAY = (Key.Key_P, Key.Key_MediaPlay, Key.Key_MediaTogglePlayPause, Key.Key_MediaPause)
MUTE = (Key.Key_V, Key.Key_VolumeMute)

ALWAYS: dict[Key, Meaning] = {
    **dict.fromkeys(MUTE, Command.MUTE),
    Key.Key_F11: Command.FULL_SCREEN,
    Key.Key_F1: Command.CRAMP_NOW,
}
ON_THE_WAY: dict[Key, Meaning] = {
    **ALWAYS,
    Key.Key_Space: Press(Act.STOPPED),
    **dict.fromkeys(NEXT, Press(Act.NEXT)),
    **dict.fromkeys(BACK, Press(Act.PREVIOUS)),
    Key.Key_E: Press(Act.CANT_BEAR),
}
COACHING: dict[Key, Meaning] = {
    **ON_THE_WAY,
    Key.Key_Up: Press(Act.HELPING),
    Key.Key_Down: Press(Act.WORSE),
    Key.Key_A: Press(Act.AGAIN),
    **dict.fromkeys(PLAY, Press(Act.PAUSE)),
    Key.Key_T: Press(Act.EARLIER),
    Key.Key_H: Press(Act.HELP),
    Key.Key_Escape: Press(Act.CHOICES),
    Key.Key_M: Command.PICK_MUSCLE,
    Key.Key_1: Press(Act.MUSCLE, Muscle.CALF),
    Key.Key_2: Press(Act.MUSCLE, Muscle.FOOT),
    Key.Key_3: Press(Act.MUSCLE, Muscle.FRONT_THIGH),
    Key.Key_4: Press(Act.MUSCLE, Muscle.BACK_THIGH),
    Key.Key_L: Press(Act.SIDE, Side.LEFT.value),
    Key.Key_R: Press(Act.SIDE, Side.RIGHT.value),
    Key.Key_Question: Command.SHOW_KEYS,
}
STANDING_STILL: dict[Key, Meaning] = {
    **ON_THE_WAY,
    Key.Key_Escape: Press(Act.RESUME),
    **dict.fromkeys(PLAY, Press(Act.RESUME)),
    Key.Key_H: Press(Act.HELP),
}
AT_HOME: dict[Key, Meaning] = {**ALWAYS, Key.Key_Question: Command.SHOW_KEYS}

TABLE: dict[str, dict[Key, Meaning]] = {
    "home": AT_HOME,
    "coach": COACHING,
    "paused": COACHING,
    "check-in": COACHING | {Key.Key_Escape: Press(Act.RESUME)},
    "urgent": {
        key: what
        for key, what in {
            **COACHING,
            Key.Key_1: Command.ENLARGE_1,
            Key.Key_2: Command.ENLARGE_2,
            Key.Key_Y: Press(Act.CAN_BEAR),
            Key.Key_N: Press(Act.CANT_BEAR),
        }.items()
        if key not in (Key.Key_3, Key.Key_4)  # beside 1 and 2 they must not change the muscle
    },
    "emergency": {
        **ALWAYS,
        Key.Key_Space: Press(Act.STOPPED),
        Key.Key_Escape: Press(Act.CAN_BEAR),
        Key.Key_Y: Press(Act.CAN_BEAR),
        Key.Key_1: Command.ENLARGE_1,
    },
    "help": {**STANDING_STILL, Key.Key_H: Press(Act.RESUME)},
    "choices": STANDING_STILL,
    "ended": {
        **ALWAYS,
        Key.Key_Space: Press(Act.LEAVE),
        Key.Key_Escape: Press(Act.LEAVE),
        Key.Key_C: Press(Act.CAME_BACK),
        Key.Key_W: Press(Act.HEAT),
    },
    "home, just stopped": {**AT_HOME, Key.Key_C: Press(Act.CAME_BACK)},
    "home, long stopped": {**AT_HOME, Key.Key_C: Press(Act.CAME_BACK)},
    "how did it end": AT_HOME,
}
"""PRODUCT.md 2 and experience.md 4.13. Enter and Space at home are the window's, below."""
EVERY_KEY = sorted({key for keys in TABLE.values() for key in keys} | {Key.Key_S, Key.Key_Z})


# -- the table ---------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [name for name in SCREENS if name != "nobody answers"])
def test_each_key_does_what_the_table_says_and_no_other_does_anything(screen: str) -> None:
    snapshot = SCREENS[screen]
    keys = [key for key in EVERY_KEY if key is not Key.Key_S]
    found = {key.name: meaning(key, snapshot) for key in keys}
    assert found == {key.name: TABLE[screen].get(key) for key in keys}


def test_the_screens_of_this_test_are_all_there_are() -> None:
    views = {snapshot.view for snapshot in SCREENS.values() if snapshot is not None}
    assert views == set(View)
    quiet = SCREENS["nobody answers"]
    assert quiet is not None
    assert quiet.quiet


@pytest.mark.parametrize("key", [*EVERY_KEY, Key.Key_X], ids=lambda key: key.name)
def test_any_key_lights_a_screen_that_nobody_answered(key: Key) -> None:
    assert meaning(key, SCREENS["nobody answers"]) == Press(Act.AGAIN)


def test_s_changes_between_standing_and_sitting_where_there_are_both() -> None:
    standing = screens.snapshot(180)
    assert standing.step.id == "calf-stand"
    assert meaning(Key.Key_S, standing) == Press(Act.POSTURE, "seated")
    sitting = screens.snapshot(180, [(Act.POSTURE, 175, "seated")])
    assert meaning(Key.Key_S, sitting) == Press(Act.POSTURE, "standing")
    unsteady = screens.snapshot(180, facts=(Fact.UNSTEADY,))
    for snapshot in (unsteady, screens.snapshot(130), SCREENS["help"], None):
        assert meaning(Key.Key_S, snapshot) is None


@pytest.mark.parametrize("screen", SCREENS)
def test_ctrl_z_takes_back_that_it_stopped_and_ctrl_does_nothing_else(screen: str) -> None:
    snapshot = SCREENS[screen]
    undoes = screen in ("ended", "home, just stopped")
    expected = Press(Act.CAME_BACK) if undoes else None
    assert meaning(Key.Key_Z, snapshot, control=True) == expected
    others = [key for key in EVERY_KEY if key is not Key.Key_Z]
    assert {meaning(key, snapshot, control=True) for key in others} == {None}


# -- through the window ------------------------------------------------------------------------


@pytest.fixture
def whole(qtbot: QtBot) -> Iterator[WholeWindow]:
    whole = WholeWindow()
    whole.show()
    whole.clock.pass_awake(10)
    yield whole
    whole.close()


@pytest.fixture
def session(whole: WholeWindow) -> WholeWindow:
    whole.begin()
    whole.later(20)
    return whole


def focus(whole: WholeWindow, name: str) -> QAbstractButton:
    """Give the focus to the button called `name` on the page that is shown."""
    found = [b for b in whole.page.findChildren(QAbstractButton) if b.accessibleName() == name]
    (button,) = found
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert whole.window.focusWidget() is button
    return button


def test_every_key_of_the_table_reaches_the_session_through_the_window(
    session: WholeWindow,
) -> None:
    for key, what in TABLE["coach"].items():
        if not isinstance(what, Press) or what.act in (Act.STOPPED, Act.HELP, Act.CHOICES):
            continue
        if what.act is Act.CANT_BEAR:
            continue
        session.pressed.clear()
        session.key(key)
        assert session.pressed == [what], key.name
        if what.act is Act.PAUSE:
            session.driver.act(Act.RESUME)
    assert session.snapshot().view is View.COACH


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_F1])
@pytest.mark.parametrize("on_the_button", [True, False])
def test_a_key_at_home_starts_a_cramp(whole: WholeWindow, key: Key, on_the_button: bool) -> None:
    if not on_the_button:
        whole.window.setFocus()
    whole.key(key)
    assert whole.starts == 1
    assert whole.snapshot().view is View.COACH


@pytest.mark.parametrize("place", [place for place in Place if place is not Place.PRACTISE])
def test_f1_starts_from_every_place(whole: WholeWindow, place: Place) -> None:
    whole.window.show_place(place)
    whole.key(Key.Key_F1)
    assert whole.starts == 1
    assert whole.snapshot().view is View.COACH
    whole.later(2)
    whole.key(Key.Key_Escape)
    assert whole.pressed == [Press(Act.CHOICES)], "from here on the keys are the session's"


@pytest.mark.parametrize("key", [Key.Key_F1, Key.Key_Return, Key.Key_Space])
@pytest.mark.parametrize("on_the_button", [True, False])
def test_a_key_that_lies_under_a_book_starts_nothing(
    whole: WholeWindow, key: Key, on_the_button: bool
) -> None:
    if not on_the_button:
        whole.window.setFocus()
    whole.key(key, held=True)
    assert whole.starts == 0


def test_f1_starts_while_it_is_asked_how_the_last_one_ended(whole: WholeWindow) -> None:
    page = whole.pages.ask_end(whole.window.theme, whole.clock.wall())
    whole.window.show_page(page)
    whole.key(Key.Key_F1)
    assert whole.starts == 1


def test_f1_in_a_practice_starts_a_real_one(whole: WholeWindow) -> None:
    whole.begin("practice", speed=10)
    whole.later(2)
    whole.key(Key.Key_F1)
    assert whole.starts == 1
    assert whole.snapshot().kind == "relief"


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_enter_on_another_button_is_that_button(whole: WholeWindow, key: Key) -> None:
    wanted: list[Place] = []
    whole.pages.wanted.connect(wanted.append)
    focus(whole, "Settings")
    whole.key(key)
    assert wanted == [Place.SETTINGS]
    assert whole.starts == 0


def test_space_on_another_button_is_that_button(whole: WholeWindow) -> None:
    focus(whole, "What works")
    whole.key(Key.Key_Space)
    assert whole.window.place is Place.WORKS
    assert whole.starts == 0


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Escape, Key.Key_F1, Key.Key_Y])
def test_no_key_on_the_dark_screen_does_more_than_light_it(whole: WholeWindow, key: Key) -> None:
    whole.begin()
    whole.later(1900)
    assert whole.snapshot().quiet
    whole.key(key)
    assert whole.snapshot().view is View.EMERGENCY
    assert not whole.snapshot().quiet
    whole.later(1)
    whole.key(Key.Key_Space)
    assert not whole.snapshot().open


@pytest.mark.parametrize("place", [Place.SETTINGS, Place.WORKS, Place.KEYS, Place.FIRST_RUN])
def test_esc_leads_home(whole: WholeWindow, place: Place) -> None:
    whole.window.show_place(place)
    assert whole.window.place is place
    whole.key(Key.Key_Escape)
    assert whole.window.place is Place.HOME
    assert whole.page is whole.pages._built["home"]


def test_what_is_typed_into_the_settings_is_no_command(whole: WholeWindow) -> None:
    whole.window.show_place(Place.SETTINGS)
    for key in (Key.Key_V, Key.Key_C, Key.Key_Space, Key.Key_Question, Key.Key_F11):
        whole.key(key)
    assert (whole.starts, whole.mutes, whole.pressed) == (0, 0, [])
    assert whole.window.place is Place.SETTINGS
    assert not whole.window.isFullScreen()


def test_a_key_held_down_is_one_press(session: WholeWindow) -> None:
    session.key(Key.Key_Right)
    for _ in range(40):
        session.clock.pass_awake(0.5)
        session.key(Key.Key_Right, held=True)
    assert session.pressed == [Press(Act.NEXT)]


def test_the_start_key_held_down_starts_one_and_stops_none(whole: WholeWindow) -> None:
    for key in (Key.Key_F1, Key.Key_Space):
        whole.key(key)
        for _ in range(40):
            whole.clock.pass_awake(0.5)
            whole.key(key, held=True)
        assert whole.starts == 1
        assert whole.snapshot().open
        assert whole.pressed == []
        whole.driver.act(Act.STOPPED)
        whole.driver.act(Act.LEAVE)
        whole.starts = 0


def test_a_trembling_hand_presses_once(session: WholeWindow) -> None:
    session.key(Key.Key_Right)
    session.later(0.39)
    session.key(Key.Key_Right)
    assert session.pressed == [Press(Act.NEXT)]
    session.later(0.41)
    session.key(Key.Key_Right)
    session.key(Key.Key_Left)
    assert session.pressed == [Press(Act.NEXT), Press(Act.NEXT), Press(Act.PREVIOUS)]


def test_presses_are_told_apart_by_the_hand_that_nobody_can_set(session: WholeWindow) -> None:
    session.key(Key.Key_Right)
    session.clock.set_wall(session.clock.wall().replace(year=2030))
    session.key(Key.Key_Right)
    assert len(session.pressed) == 1


def test_a_second_space_right_after_the_start_is_the_same_press(whole: WholeWindow) -> None:
    whole.key(Key.Key_Space)
    whole.later(1.0)
    whole.key(Key.Key_Space)
    assert whole.snapshot().open
    whole.later(0.6)
    whole.key(Key.Key_Space)
    assert not whole.snapshot().open


def test_f1_twice_at_once_is_one_cramp(whole: WholeWindow) -> None:
    whole.window.show_place(Place.SETTINGS)
    whole.key(Key.Key_F1)
    whole.later(0.2)
    whole.key(Key.Key_F1)
    assert whole.begun == 1
    assert whole.pressed == []
    assert whole.snapshot().elapsed_s == pytest.approx(0.2)


def test_space_says_that_it_stopped_and_twice_is_not_once_more(session: WholeWindow) -> None:
    session.key(Key.Key_Space)
    assert session.snapshot().view is View.ENDED
    session.later(0.3)
    session.key(Key.Key_Space)
    assert session.snapshot().view is View.ENDED, "the end screen is not left unread"
    session.later(0.5)
    session.key(Key.Key_Space)
    assert session.snapshot().view is View.HOME
    assert sum(isinstance(event, Stopped) for event in session.happened) == 1


def test_ctrl_z_after_a_mistaken_space(session: WholeWindow) -> None:
    session.key(Key.Key_Space)
    session.later(3)
    session.key(Key.Key_Z, control=True)
    assert session.snapshot().view is View.COACH
    assert session.snapshot().elapsed_s == pytest.approx(23)
    session.key(Key.Key_Z, control=True)
    assert session.pressed[-1] == Press(Act.CAME_BACK)
    assert len(session.pressed) == 2


def test_space_taken_back_is_the_start_press_for_a_moment(session: WholeWindow) -> None:
    session.key(Key.Key_Space)
    session.later(3)
    session.key(Key.Key_C)
    session.later(0.5)
    session.key(Key.Key_Space)
    assert not session.snapshot().open


def test_esc_twice_is_there_and_back(session: WholeWindow) -> None:
    session.key(Key.Key_Escape)
    assert session.snapshot().view is View.CHOICES
    session.later(1)
    session.key(Key.Key_Escape)
    assert session.snapshot().view is View.COACH


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Right, Key.Key_H, Key.Key_Escape])
def test_in_a_session_a_focused_button_does_not_change_what_a_key_means(
    session: WholeWindow, key: Key
) -> None:
    session.key(Key.Key_Tab)
    assert isinstance(session.window.focusWidget(), QAbstractButton)
    session.key(key)
    assert session.pressed == [TABLE["coach"][key]]


def test_enter_presses_the_button_that_tab_found(session: WholeWindow) -> None:
    before = len(session.happened)
    for _ in range(20):
        session.key(Key.Key_Tab)
        found = session.window.focusWidget()
        assert isinstance(found, QAbstractButton)
        if found.accessibleName() == "Next":
            break
    session.key(Key.Key_Return)
    assert session.pressed == [Press(Act.NEXT)]
    assert [e.step for e in session.happened[before:] if isinstance(e, StepBegan)] == [
        "calf-massage"
    ]


def test_v_is_the_one_key_for_silence(session: WholeWindow) -> None:
    session.key(Key.Key_V)
    session.key(Key.Key_VolumeMute)
    assert session.mutes == 2


def test_f11_fills_the_screen_at_home_and_lets_go_of_it(whole: WholeWindow) -> None:
    whole.key(Key.Key_F11)
    assert whole.window.isFullScreen()
    whole.later(1)
    whole.key(Key.Key_F11)
    assert not whole.window.isFullScreen()


def test_the_codes_are_enlarged_by_their_numbers(whole: WholeWindow) -> None:
    whole.begin()
    whole.later(605)
    page = whole.page
    for key, expected in ((Key.Key_1, 1), (Key.Key_2, 2), (Key.Key_2, 0)):
        whole.later(1)
        whole.key(key)
        assert getattr(page, "enlarged", None) == expected
    assert whole.snapshot().muscle is Muscle.CALF


def test_m_brings_the_muscles_and_puts_them_away(session: WholeWindow) -> None:
    def offered() -> bool:
        buttons = session.page.findChildren(QAbstractButton)
        return any("thigh" in b.text().lower() and b.isVisible() for b in buttons)

    session.later(60)
    assert not offered()
    session.key(Key.Key_M)
    assert offered()
    session.later(1)
    session.key(Key.Key_M)
    assert not offered()


def test_keys_of_other_alphabets_and_unknown_ones_do_no_harm(session: WholeWindow) -> None:
    for key in (0x0424, 0x20AC, 0x01FFFFFF, int(Key.Key_unknown), int(Key.Key_Dead_Acute)):
        session.key(key)
    assert session.pressed == []
    assert session.snapshot().view is View.COACH


def test_question_mark_leads_to_the_keys_from_home(whole: WholeWindow) -> None:
    whole.key(Key.Key_Question)
    assert whole.window.place is Place.KEYS


def test_question_mark_in_a_session_shows_the_keys_without_leaving_it(
    session: WholeWindow,
) -> None:
    def named() -> set[str]:
        buttons = session.page.findChildren(QAbstractButton)
        return {b.accessibleName() for b in buttons if b.isVisible()}

    session.later(60)
    before = named()
    session.key(Key.Key_Question)
    assert len(named()) > len(before)
    assert {"Next", "Pause", "More"} <= named()
    assert session.page is session.pages._built["coach"]
    session.later(1)
    session.key(Key.Key_Question)
    assert named() == before


def test_keys_for_another_window_are_not_ours(whole: WholeWindow, qtbot: QtBot) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    QTest.keyClick(other, Key.Key_F1)
    QTest.keyClick(other, Key.Key_V)
    assert (whole.starts, whole.mutes) == (0, 0)
    assert other.text() == "v"
