"""The coaching screen: what it shows of a session, and what its buttons ask for."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from cramp_coach.core.content import Fact, Muscle, Side
from cramp_coach.core.events import Act
from cramp_coach.ui import theme as themes
from cramp_coach.ui.links import Link
from cramp_coach.ui.pictogram import PictogramView
from cramp_coach.ui.session_choices import Choices
from cramp_coach.ui.session_page import SessionPage
from cramp_coach.ui.session_panel import Panel
from cramp_coach.ui.session_parts import ClockRow, Countdown, Message
from cramp_coach.ui.session_plates import Up
from cramp_coach.ui.widgets import Press, TouchButton
from tests.ui import screens
from tests.ui.screens import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from cramp_coach.core.snapshot import Snapshot

FOOTER = "Stop if it gets worse. Not sure? Get help."
FIRST_STEP_END = 110.0


class Build(Protocol):
    def __call__(
        self,
        screen: screens.Screen = screens.LAPTOP,
        *,
        night: bool = True,
        percent: int = 100,
        reduced: bool = False,
    ) -> SessionPage: ...


@pytest.fixture
def build(qtbot: QtBot) -> Build:
    def make(
        screen: screens.Screen = screens.LAPTOP,
        *,
        night: bool = True,
        percent: int = 100,
        reduced: bool = False,
    ) -> SessionPage:
        theme = screens.theme(screen, night=night, percent=percent, reduced=reduced)
        page = SessionPage(theme, screens.words(), screens.poses(), screens.library(), FOOTER)
        qtbot.addWidget(page)
        screens.fill(page, screen)
        page.setFocus()
        return page

    return make


@pytest.fixture
def page(build: Build) -> SessionPage:
    page = build()
    page.show_snapshot(snapshot(3.0))
    return page


Part = TypeVar("Part", bound=QWidget)


def part(page: SessionPage, kind: type[Part]) -> Part:
    found = page.findChild(kind)
    assert found is not None
    return found


def number(page: SessionPage) -> int:
    return part(page, Countdown).count.seconds


def message(page: SessionPage) -> str:
    return part(page, Message).text()


def asked(page: SessionPage) -> list[Press]:
    """Return the list to which every press of the page is added from now on."""
    presses: list[Press] = []
    page.acted.connect(presses.append)
    return presses


def buttons(page: SessionPage) -> dict[str, QAbstractButton]:
    """Return the buttons one can see, by name; a plate before the hint of the same name."""
    seen = [b for b in page.findChildren(QAbstractButton) if b.isVisibleTo(page)]
    return {b.accessibleName(): b for b in sorted(seen, key=lambda b: isinstance(b, TouchButton))}


def move_pointer(qtbot: QtBot, page: SessionPage, by: int = 40) -> None:
    QTest.mouseMove(page, QPoint(400, 330))
    QTest.mouseMove(page, QPoint(400 + by, 330))


class Painted(QObject):
    """Names the widgets that were painted."""

    def __init__(self, page: SessionPage) -> None:
        super().__init__()
        self.names: list[str] = []
        for widget in (page, *page.findChildren(QWidget)):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not isinstance(watched, PictogramView):
            self.names.append(type(watched).__name__)
        return False


# -- what is shown -----------------------------------------------------------------------------


def test_the_first_step_is_all_there_at_once(page: SessionPage) -> None:
    shown = part(page, PictogramView)
    assert page._instruction.text() == "Pull your toes toward your shin"
    assert page._side.text() == "Right leg"
    assert shown.pose_id == "toes_to_shin"
    assert shown.accessibleName()
    assert number(page) == 27
    assert part(page, Countdown).accessibleName() == "27 seconds left in this step"
    clock = part(page, ClockRow)
    assert clock.clock.elapsed == "0:03 of 10:00"
    assert clock.clock.note == FOOTER
    assert clock.clock.share == pytest.approx(3 / 600, abs=0.003)


def test_the_number_counts_the_hold_then_the_rest_then_the_next_hold(page: SessionPage) -> None:
    told = []
    for at in (29.0, 31.0, 39.5, 40.0, 41.0):
        page.show_snapshot(snapshot(at))
        told.append((number(page), part(page, Countdown).count.label, message(page)))

    rest = ("", "")
    assert [(n, label) for n, label, _ in told] == [
        (1, ("Hold", "1 of 3")),
        (9, rest),
        (1, rest),
        (30, ("Hold", "2 of 3")),
        (29, ("Hold", "2 of 3")),
    ]
    assert told[1][2] == "Let go a little"
    assert told[4][2] == "Toes up. Knee straight."


def test_a_step_without_holds_counts_itself_and_shows_its_warning(page: SessionPage) -> None:
    page.show_snapshot(snapshot(FIRST_STEP_END + 12.0))

    assert page._instruction.text() == "Rub the calf, up to the knee"
    assert number(page) == 48
    assert message(page) == "Swollen, hot, red? Don't rub"


def test_the_last_five_seconds_announce_what_comes(page: SessionPage) -> None:
    page.show_snapshot(snapshot(FIRST_STEP_END - 5.1))
    assert not message(page).startswith("Next")

    page.show_snapshot(snapshot(FIRST_STEP_END - 4.9))
    assert message(page) == "Next: rub the calf."


def test_the_picture_follows_step_and_leg(build: Build) -> None:
    page = build()
    page.show_snapshot(snapshot(3.0, side=Side.LEFT))
    picture = part(page, PictogramView)
    mirrored = [picture._mirrored]
    page.show_snapshot(snapshot(FIRST_STEP_END + 1, side=Side.LEFT))
    assert picture.pose_id == "calf_massage"
    page.show_snapshot(snapshot(FIRST_STEP_END + 1))
    mirrored.append(picture._mirrored)
    assert mirrored == [True, False]
    assert page._side.text() == "Right leg"


def test_an_unknown_leg_is_not_named(build: Build) -> None:
    page = build()
    page.show_snapshot(snapshot(3.0, side=None))
    assert page._side.text() == ""


def test_the_picture_does_not_begin_anew_with_every_snapshot(page: SessionPage) -> None:
    picture = part(page, PictogramView)
    began = picture._started
    for at in (3.2, 3.4, 60.0):
        page.show_snapshot(snapshot(at))
    assert picture._started == began


def test_eight_minutes_say_so_large_and_then_stay_beside_the_clock(page: SessionPage) -> None:
    page.show_snapshot(snapshot(484.0))
    assert message(page) == "8 minutes. Phone near you."
    clock = part(page, ClockRow)
    assert clock.clock.warn

    page.show_snapshot(snapshot(530.0))
    assert "8 minutes" not in message(page)
    assert clock.clock.alert == "Phone near you"


def test_after_ten_minutes_and_an_answer_the_line_to_call_stays_up(page: SessionPage) -> None:
    page.set_urgent_line("Call 111, or your doctor.")
    page.show_snapshot(snapshot(760.0, [(Act.CAN_BEAR, 610.0, None)]))

    clock = part(page, ClockRow)
    assert clock.clock.banner == "Call 111, or your doctor."
    assert clock.clock.elapsed == "12:40 since it started"
    assert clock.accessibleDescription() == "Call 111, or your doctor."
    assert page._instruction.text()


def test_before_that_there_is_no_banner(page: SessionPage) -> None:
    page.set_urgent_line("Call 111, or your doctor.")
    page.show_snapshot(snapshot(590.0))
    clock = part(page, ClockRow)
    assert clock.clock.banner == ""


def test_practice_is_marked(page: SessionPage) -> None:
    clock = part(page, ClockRow)
    assert clock.clock.tag == ""
    page.show_snapshot(snapshot(3.0, kind="practice"))
    assert clock.clock.tag == "PRACTICE"


def test_reduced_motion_has_a_number_and_no_ring(build: Build) -> None:
    for reduced in (False, True):
        page = build(screens.DESKTOP, reduced=reduced)
        page.show_snapshot(snapshot(3.0))
        count = part(page, Countdown)
        assert count._ring is not reduced


# -- what it costs -----------------------------------------------------------------------------


def test_the_same_moment_paints_nothing(qtbot: QtBot, page: SessionPage) -> None:
    QCoreApplication.processEvents()
    painted = Painted(page)

    page.show_snapshot(snapshot(3.0))
    page.show_snapshot(snapshot(3.05))
    QCoreApplication.processEvents()

    assert painted.names == []


def test_a_second_later_only_number_and_clock_are_painted(qtbot: QtBot, page: SessionPage) -> None:
    QCoreApplication.processEvents()
    painted = Painted(page)

    page.show_snapshot(snapshot(4.2))
    QCoreApplication.processEvents()

    assert set(painted.names) == {"SessionPage", "Countdown", "ClockRow"}


# -- how large ---------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [screens.LAPTOP, screens.LAPTOP_FULL_HD, screens.DESKTOP])
def test_far_words_are_as_large_as_three_metres_ask(build: Build, screen: screens.Screen) -> None:
    page = build(screen)
    page.show_snapshot(snapshot(3.0))
    theme, layout = page._theme, page._layout

    assert layout is not None
    assert page.instruction_px() >= theme.far_px(themes.INSTRUCTION_LEAST_ARCMIN)
    assert layout.number_px >= theme.far_px(themes.COUNTDOWN_LEAST_ARCMIN) - 1
    assert page._side.shown_px() >= theme.far_px(themes.SECONDARY_ARCMIN) - 1
    picture_mm = layout.picture.height() / theme.px_per_mm
    assert picture_mm >= 60


@pytest.mark.parametrize("screen", screens.ALL)
def test_key_hints_can_be_read_at_the_keyboard(build: Build, screen: screens.Screen) -> None:
    page = build(screen)
    page.show_snapshot(snapshot(3.0))
    for hint in page.findChildren(Link):
        assert hint.px >= page._theme.near_px(themes.HINT_ARCMIN)
        assert hint.height() >= themes.LEAST_TARGET_PX


MOMENTS: dict[str, Callable[[], Snapshot]] = {
    "first": lambda: snapshot(3.0),
    "offer": lambda: snapshot(20.0, side=Side.LEFT),
    "warning": lambda: snapshot(FIRST_STEP_END + 12),
    "paused": lambda: snapshot(200.0, [(Act.PAUSE, 190.0, None)]),
    "heads up": lambda: snapshot(484.0),
    "answered": lambda: snapshot(760.0, [(Act.CAN_BEAR, 610.0, None)]),
    "practice": lambda: snapshot(60.0, kind="practice"),
    "front": lambda: snapshot(60.0, muscle=Muscle.FRONT_THIGH),
}


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("up", [Up.NONE, Up.ACTS, Up.MORE, Up.MUSCLES])
def test_nothing_is_cut_and_nothing_lies_on_anything_else(
    build: Build, screen: screens.Screen, percent: int, moment: str, up: Up
) -> None:
    page = build(screen, percent=percent)
    page.set_urgent_line("Call your doctor or the out-of-hours line.")
    page.show_snapshot(MOMENTS[moment]())
    page._bring(up)

    layout = page._layout
    assert layout is not None
    rows = [layout.instruction, layout.message, layout.panel, layout.clock, layout.hints]
    rows = [row for row in rows if row.height() > 0]
    for above, below in pairwise(rows):
        assert above.bottom() <= below.top() + 1
    assert rows[-1].bottom() < page.height()
    assert not layout.picture.intersects(layout.count)
    assert layout.picture.bottom() <= layout.message.top()
    assert layout.picture.height() >= 40
    for name, button in buttons(page).items():
        inside = button.parentWidget()
        assert inside is not None
        assert inside.rect().contains(button.geometry()), name
        if isinstance(button, Link):
            assert button.words_width() <= button.width(), name
        elif isinstance(button, TouchButton):
            lines, px = button.words_at(button.width() - 8, button.height() * 0.88)
            assert px >= 14, (name, lines)


@pytest.mark.parametrize("screen", [screens.LAPTOP, screens.LAPTOP_FULL_HD, screens.DESKTOP])
@pytest.mark.parametrize("up", [Up.ACTS, Up.MORE, Up.MUSCLES])
def test_plates_are_sixty_by_twenty_millimetres_eight_apart(
    build: Build, screen: screens.Screen, up: Up
) -> None:
    page = build(screen)
    page.show_snapshot(snapshot(60.0))
    page._bring(up)
    plates = [b for b in page.findChildren(TouchButton) if b.isVisibleTo(page)]
    wide, high = (page._theme.mm(mm) for mm in themes.TARGET_MM)
    gap = page._theme.mm(themes.TARGET_GAP_MM)

    assert len(plates) >= 7
    for plate in plates:
        assert plate.width() >= wide - 1
        assert plate.height() >= high - 1
        for other in plates:
            grown = plate.geometry().adjusted(0, 0, round(gap) - 2, round(gap) - 2)
            assert other is plate or not grown.intersects(other.geometry())


# -- buttons -----------------------------------------------------------------------------------


def test_every_hint_is_a_button(qtbot: QtBot, page: SessionPage) -> None:
    presses = asked(page)
    for name in (
        "It stopped", "Next", "Back", "Pause", "This is not a normal cramp", "I can't bear it",
    ):  # fmt: skip
        QTest.mouseClick(buttons(page)[name], Qt.MouseButton.LeftButton)

    assert presses == [
        Press(Act.STOPPED), Press(Act.NEXT), Press(Act.PREVIOUS), Press(Act.PAUSE),
        Press(Act.HELP), Press(Act.CANT_BEAR),
    ]  # fmt: skip


def test_help_and_i_cant_bear_it_are_never_out_of_reach(page: SessionPage) -> None:
    for moment in MOMENTS.values():
        page.show_snapshot(moment())
        for up in (Up.NONE, Up.ACTS, Up.MORE, Up.MUSCLES):
            page._bring(up)
            assert {"This is not a normal cramp", "I can't bear it"} <= buttons(page).keys()
    page.show_snapshot(snapshot(61.0, [(Act.CHOICES, 60.0, None)]))
    assert {"This is not a normal cramp", "I can't bear it"} <= buttons(page).keys()


def test_the_buttons_come_when_the_pointer_moves_and_go_away(
    qtbot: QtBot, page: SessionPage
) -> None:
    panel = part(page, Panel)
    assert not panel.isVisible()
    assert page.cursor().shape() == Qt.CursorShape.BlankCursor

    move_pointer(qtbot, page, by=4)
    assert not panel.isVisible(), "a knocked mouse is no wish"
    move_pointer(qtbot, page)
    assert panel.isVisible()
    assert page.cursor().shape() == Qt.CursorShape.ArrowCursor
    away = page.findChild(QTimer, "session buttons")
    assert away is not None
    assert away.isActive()
    assert away.interval() == 6000

    away.timeout.emit()
    assert not panel.isVisible()


def test_a_click_beside_everything_brings_them_and_does_nothing_else(
    qtbot: QtBot, page: SessionPage
) -> None:
    presses = asked(page)
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(300, 500))
    assert part(page, Panel).isVisible()
    QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(300, 330))
    assert presses == []


def test_the_plates_ask_for_the_same_as_the_keys(qtbot: QtBot, page: SessionPage) -> None:
    presses = asked(page)
    page.show_snapshot(snapshot(60.0))
    move_pointer(qtbot, page)
    for name in (
        "It stopped", "Next", "Back", "Pause", "I can't bear it", "This is not a normal cramp",
        "More", "Helping", "Worse", "Again", "It started earlier", "Left leg", "Standing", "Fewer",
        "Muscle", "Foot", "Back of thigh", "Left leg", "Done",
    ):  # fmt: skip
        plate = buttons(page)[name]
        assert isinstance(plate, TouchButton), name
        QTest.mouseClick(plate, Qt.MouseButton.LeftButton)

    assert presses == [
        Press(Act.STOPPED), Press(Act.NEXT), Press(Act.PREVIOUS), Press(Act.PAUSE),
        Press(Act.CANT_BEAR), Press(Act.HELP), Press(Act.HELPING), Press(Act.WORSE),
        Press(Act.AGAIN), Press(Act.EARLIER), Press(Act.SIDE, "left"),
        Press(Act.POSTURE, "standing"), Press(Act.MUSCLE, Muscle.FOOT),
        Press(Act.MUSCLE, Muscle.BACK_THIGH), Press(Act.SIDE, "left"),
    ]  # fmt: skip


def test_standing_is_offered_only_to_those_who_may(page: SessionPage) -> None:
    page.show_snapshot(snapshot(60.0, facts=(Fact.UNSTEADY,)))
    page._bring(Up.MORE)
    assert "Standing" not in buttons(page)


def test_other_muscles_are_offered_while_the_first_step_runs(
    qtbot: QtBot, page: SessionPage
) -> None:
    presses = asked(page)
    assert "Foot" not in buttons(page)
    page.show_snapshot(snapshot(20.0))
    offered = buttons(page)
    assert {"Calf", "Foot", "Front of thigh", "Back of thigh"} <= offered.keys()
    assert [name for name, b in offered.items() if b.isChecked()] == ["Calf", "Right leg"]
    QTest.mouseClick(offered["Front of thigh"], Qt.MouseButton.LeftButton)
    assert presses == [Press(Act.MUSCLE, Muscle.FRONT_THIGH)]

    page.show_snapshot(snapshot(50.0))
    assert "Foot" not in buttons(page)


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
def test_the_offer_of_muscles_comes_and_goes_and_moves_nothing(
    build: Build, screen: screens.Screen, percent: int
) -> None:
    page = build(screen, percent=percent)
    seen = []
    for at in (3.0, 7.9, 8.1, 20.0, 31.0, 41.0, 46.0, 100.0):
        page.show_snapshot(snapshot(at))
        seen.append((page._layout, page.instruction_px(), "Foot" in buttons(page)))

    assert [offered for *_, offered in seen] == [False, False, True, True, *[False] * 4]
    assert all(still[:2] == seen[0][:2] for still in seen)
    # It lies over a tip, and never over a warning.
    page.show_snapshot(snapshot(20.0, [(Act.POSTURE, 9.0, "standing")]))
    assert "Foot" not in buttons(page)
    assert part(page, Message).isVisible()
    page.show_snapshot(snapshot(20.0))
    assert page._layout is not None
    assert page._layout.message.contains(part(page, Panel).geometry())
    assert not part(page, Message).isVisible()


def test_no_ring_of_focus_stays_on_the_muscle_before(page: SessionPage) -> None:
    page.activateWindow()
    page.show_snapshot(snapshot(60.0))
    page.toggle_strip()
    buttons(page)["Calf"].setFocus(Qt.FocusReason.TabFocusReason)
    page.show_snapshot(snapshot(62.0, [(Act.MUSCLE, 61.0, Muscle.FRONT_THIGH.value)]))
    assert not part(page, Panel).has_focus()
    assert not part(page, Panel).isVisible()
    page.toggle_strip()
    assert [n for n, b in buttons(page).items() if b.isChecked()] == ["Front of thigh", "Right leg"]


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
@pytest.mark.parametrize("up", [Up.ACTS, Up.MORE, Up.MUSCLES])
def test_plates_that_stand_together_are_written_alike(
    build: Build, screen: screens.Screen, percent: int, up: Up
) -> None:
    page = build(screen, percent=percent)
    page.show_snapshot(snapshot(60.0))
    page._bring(up)
    plates = [b for b in page.findChildren(TouchButton) if b.isVisibleTo(page)]
    sizes = [plate.title_px() for plate in plates]
    assert max(sizes) - min(sizes) <= 1


def test_the_eight_minutes_are_said_once(page: SessionPage) -> None:
    clock = part(page, ClockRow)
    page.show_snapshot(snapshot(484.0))
    assert message(page) == "8 minutes. Phone near you."
    assert clock.clock.alert == ""
    page.show_snapshot(snapshot(530.0))
    assert clock.clock.alert == "Phone near you"


def test_m_brings_the_muscles_with_their_picture_and_puts_them_away(build: Build) -> None:
    page = build(screens.DESKTOP)
    page.show_snapshot(snapshot(60.0))
    picture = part(page, PictogramView)

    page.toggle_strip()
    assert "Foot" in buttons(page)
    assert picture.pose_id == "muscle_picker"
    page.toggle_strip()
    assert "Foot" not in buttons(page)
    assert picture.pose_id == "toes_to_shin"


def test_a_muscle_that_was_chosen_by_key_ends_the_choosing(page: SessionPage) -> None:
    page.show_snapshot(snapshot(60.0))
    page.toggle_strip()
    page.show_snapshot(snapshot(61.0, [(Act.MUSCLE, 60.5, "foot")]))
    assert "Back of thigh" not in buttons(page)


def test_the_muscles_go_away_by_themselves(page: SessionPage) -> None:
    page.show_snapshot(snapshot(60.0))
    page.toggle_strip()
    away = page.findChild(QTimer, "session buttons")
    assert away is not None
    assert away.isActive()
    away.timeout.emit()
    assert "Foot" not in buttons(page)


def test_nothing_runs_while_the_page_is_hidden(qtbot: QtBot, page: SessionPage) -> None:
    move_pointer(qtbot, page)
    page.hide()
    assert not any(timer.isActive() for timer in page.findChildren(QTimer))
    page.show()
    page.show_snapshot(snapshot(4.0))
    assert not part(page, Panel).isVisible()


# -- pause and Esc -----------------------------------------------------------------------------


def test_paused_says_that_the_clock_runs_on(qtbot: QtBot, page: SessionPage) -> None:
    presses = asked(page)
    page.show_snapshot(snapshot(70.0, [(Act.PAUSE, 60.0, None)]))
    picture = part(page, PictogramView)

    assert message(page) == "Paused. The clock runs on."
    assert not picture.is_moving()
    clock = part(page, ClockRow)
    assert clock.clock.elapsed == "1:10 of 10:00"
    QTest.mouseClick(buttons(page)["Go on"], Qt.MouseButton.LeftButton)
    assert presses == [Press(Act.PAUSE)]

    page.show_snapshot(snapshot(72.0, [(Act.PAUSE, 60.0, None), (Act.PAUSE, 71.0, None)]))
    assert picture.is_moving()
    assert "Go on" not in buttons(page)


def test_esc_brings_two_big_choices_that_go_away(qtbot: QtBot, page: SessionPage) -> None:
    presses = asked(page)
    acts = [(Act.CHOICES, 60.0, None)]
    page.show_snapshot(snapshot(60.0, acts))
    choices = part(page, Choices)
    big = [b for b in choices.findChildren(TouchButton) if b.isVisible()]
    assert [b.accessibleName() for b in big] == ["It stopped", "Go on"]
    assert all(b.width() > page.width() * 0.4 for b in big)
    assert choices._hint.text() == "It goes on by itself in 20 s"
    page.show_snapshot(snapshot(67.5, acts))
    assert choices._hint.text() == "It goes on by itself in 13 s"
    for button in big:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert presses == [Press(Act.STOPPED), Press(Act.RESUME)]

    page.show_snapshot(snapshot(81.0, acts))
    assert not choices.isVisible()


def test_leaving_a_practice_is_called_so(page: SessionPage) -> None:
    page.show_snapshot(snapshot(60.0, [(Act.CHOICES, 60.0, None)], kind="practice"))
    assert "Leave practice" in buttons(page)


# -- keyboard and assistive technology ---------------------------------------------------------


def test_every_button_has_a_name_and_says_what_it_does(page: SessionPage) -> None:
    page.show_snapshot(snapshot(60.0))
    for up in (Up.NONE, Up.ACTS, Up.MORE, Up.MUSCLES):
        page._bring(up)
        for button in page.findChildren(QAbstractButton):
            if button.isVisibleTo(page):
                assert button.accessibleName()
                assert button.accessibleDescription(), button.accessibleName()


def test_tab_reaches_every_button_and_enter_presses_it(qtbot: QtBot, page: SessionPage) -> None:
    presses = asked(page)
    page.activateWindow()
    page.setFocus()
    page._bring(Up.ACTS)
    reached = set()
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if isinstance(widget, TouchButton):
            reached.add(widget.accessibleName())
    assert reached == {
        "It stopped", "Next", "Back", "Pause", "I can't bear it", "This is not a normal cramp",
        "Muscle", "More",
    }  # fmt: skip
    buttons(page)["Next"].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(buttons(page)["Next"], Qt.Key.Key_Return)
    assert presses == [Press(Act.NEXT)]


def test_buttons_stay_while_the_keyboard_is_on_them(qtbot: QtBot, page: SessionPage) -> None:
    page.activateWindow()
    page._bring(Up.ACTS)
    buttons(page)["Next"].setFocus(Qt.FocusReason.TabFocusReason)
    away = page.findChild(QTimer, "session buttons")
    assert away is not None
    away.timeout.emit()
    assert part(page, Panel).isVisible()


def test_a_click_never_leaves_space_on_a_button(qtbot: QtBot, page: SessionPage) -> None:
    page.activateWindow()
    page.setFocus()
    move_pointer(qtbot, page)
    QTest.mouseClick(buttons(page)["Next"], Qt.MouseButton.LeftButton)
    assert page.focusWidget() is page or not isinstance(page.focusWidget(), QAbstractButton)


def test_another_theme_reaches_every_part(build: Build) -> None:
    page = build()
    page.show_snapshot(snapshot(20.0))
    before = page.grab().toImage()
    page.set_theme(screens.theme(night=False, percent=150))
    assert page.findChildren(Link)[0].px == pytest.approx(page._theme.near_px(), rel=0.2)
    assert page.grab().toImage() != before
