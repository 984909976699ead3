"""The tray: a convenience that comes late, goes, or never comes, and holds nobody up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSystemTrayIcon

from cramp_coach import paths
from cramp_coach.core.events import Act
from cramp_coach.core.snapshot import View
from cramp_coach.ui import tray as trays
from cramp_coach.ui.icons import app_icon
from cramp_coach.ui.tray import LOOKS_S, Tray
from tests.ui import screens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from cramp_coach.ui.widgets import Press

W = screens.words()


class Panel:
    """A desktop with a tray, or as yet without."""

    there = False


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch) -> Panel:
    panel = Panel()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: panel.there)
    # No window system here has a place for it; tests/e2e/test_tray.py looks at a real one.
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: None)
    return panel


@pytest.fixture
def tray(qtbot: QtBot, panel: Panel) -> Iterator[Tray]:
    tray = Tray(W)
    yield tray
    tray.close()


def menu(tray: Tray) -> list[str]:
    return [
        action.text() for action in tray._menu.actions()
        if action.isVisible() and not action.isSeparator()
    ]  # fmt: skip


def entry(tray: Tray, words: str) -> QAction:
    (found,) = [one for one in tray._menu.actions() if one.text() == words and one.isVisible()]
    return found


def test_without_a_tray_there_is_no_icon_and_it_says_that_it_still_looks(tray: Tray) -> None:
    assert not tray.visible
    assert tray.works().reason == "waiting"
    assert W("works.tray.waiting")


def test_a_tray_that_comes_late_is_found_by_a_look(tray: Tray, panel: Panel) -> None:
    panel.there = True
    tray._next_look.timeout.emit()
    assert tray._icon is not None
    assert tray.visible
    assert (tray.works().state, tray.works().reason) == ("yes", "there")
    assert not tray._next_look.isActive(), "it is found; nothing is looked for any more"


def test_it_looks_less_and_less_often_and_then_no_more(tray: Tray) -> None:
    waits = []
    while tray._next_look.isActive():
        waits.append(tray._next_look.interval() / 1000)
        tray._next_look.stop()
        tray._next_look.timeout.emit()
    assert waits == list(LOOKS_S)
    assert waits == sorted(waits)
    assert (tray.works().state, tray.works().reason) == ("no", "none")


def test_a_tray_that_comes_very_late_is_found_when_someone_asks(tray: Tray, panel: Panel) -> None:
    while tray._next_look.isActive():
        tray._next_look.stop()
        tray._next_look.timeout.emit()
    panel.there = True
    assert tray.visible


def test_a_tray_that_goes_is_no_place_to_hide_in(tray: Tray, panel: Panel) -> None:
    panel.there = True
    assert tray.visible
    panel.there = False
    assert not tray.visible


def test_cramp_now_comes_first_and_all_entries_tell_of_themselves(tray: Tray, panel: Panel) -> None:
    told: list[object] = []
    tray.cramp_now.connect(lambda: told.append("now"))
    tray.open_wanted.connect(lambda: told.append("open"))
    tray.quit_wanted.connect(lambda: told.append("quit"))
    assert menu(tray) == ["Cramp now", "Open", "Quit"]
    for words in menu(tray):
        entry(tray, words).trigger()
    assert told == ["now", "open", "quit"]


def test_a_press_on_the_icon_opens_the_window(tray: Tray, panel: Panel) -> None:
    panel.there = True
    assert tray.visible
    told: list[object] = []
    tray.open_wanted.connect(lambda: told.append("open"))
    assert tray._icon is not None
    reasons = QSystemTrayIcon.ActivationReason
    for reason in (reasons.Trigger, reasons.Context, reasons.MiddleClick):
        tray._icon.activated.emit(reason)
    assert told == ["open"]


@pytest.mark.parametrize(
    ("acts", "at", "view", "offered"),
    [
        ([], 5, View.COACH,
         ["It stopped", "Next", "Back", "Helping", "Worse", "Pause", "Help"]),
        ([(Act.PAUSE, 5, None)], 6, View.COACH,
         ["It stopped", "Next", "Back", "Helping", "Worse", "Go on", "Help"]),
        ([(Act.HELP, 5, None)], 6, View.HELP, ["It stopped", "Next", "Back", "Go on"]),
        ([], 601, View.URGENT,
         ["It stopped", "Next", "Back", "Helping", "Worse", "Pause", "Help"]),
        ([(Act.CANT_BEAR, 5, None)], 6, View.EMERGENCY, ["It stopped"]),
        ([(Act.STOPPED, 5, None)], 6, View.ENDED, ["It came back"]),
        ([(Act.STOPPED, 5, None), (Act.LEAVE, 6, None)], 7, View.HOME, ["It came back"]),
    ],
)  # fmt: skip
def test_it_offers_what_can_be_done(
    tray: Tray,
    acts: list[tuple[Act, float, str | float | None]],
    at: float,
    view: View,
    offered: list[str],
) -> None:
    snapshot = screens.snapshot(at, acts)
    assert snapshot.view is view
    tray.show_snapshot(snapshot)
    assert menu(tray) == ["Cramp now", *offered, "Open", "Quit"]
    tray.show_snapshot(None)
    assert menu(tray) == ["Cramp now", "Open", "Quit"]


def test_each_act_is_the_press_of_its_key(tray: Tray) -> None:
    presses: list[Press] = []
    tray.acted.connect(presses.append)
    tray.show_snapshot(screens.snapshot(5.0))
    for words in menu(tray)[1:-2]:
        entry(tray, words).trigger()
    tray.show_snapshot(screens.snapshot(20.0, [(Act.STOPPED, 10.0, None)]))
    entry(tray, "It came back").trigger()
    assert [press.act for press in presses] == [
        Act.STOPPED, Act.NEXT, Act.PREVIOUS, Act.HELPING, Act.WORSE, Act.PAUSE, Act.HELP,
        Act.CAME_BACK,
    ]  # fmt: skip


def test_a_running_session_sends_the_panel_one_tip_a_minute(
    tray: Tray, panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.there = True
    assert tray.visible
    tips: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "setToolTip", lambda _, tip: tips.append(tip))
    for seconds in range(118):
        snapshot = screens.snapshot(float(seconds))
        for _ in range(10):
            tray.show_snapshot(snapshot)
    assert tips == ["Cramp since 0 min", "Cramp since 1 min"]


def test_what_is_closed_stays_away(tray: Tray, panel: Panel) -> None:
    panel.there = True
    assert tray.visible
    panel.there = False
    tray.close()
    assert not tray._next_look.isActive()
    assert not tray.visible


def test_the_name_of_the_watcher_is_the_one_of_the_specification() -> None:
    assert trays.WATCHER == "org.kde.StatusNotifierWatcher"


# -- the icon ----------------------------------------------------------------------------------


def luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def painted(name: str, side: int, ground: str) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    renderer = QSvgRenderer(str(paths.assets() / "icons" / name))
    assert renderer.isValid()
    renderer.render(painter)
    painter.end()
    return image


@pytest.mark.parametrize("ground", ["#ffffff", "#eeeeee", "#241f31", "#000000"])
@pytest.mark.parametrize("side", [16, 22, 32])
def test_the_icon_is_legible_on_light_and_dark_panels(qtbot: QtBot, side: int, ground: str) -> None:
    image = painted("cramp-coach.svg", side, ground)
    every = [image.pixelColor(x, y) for x in range(side) for y in range(side)]
    leg = [one for one in every[side:] if contrast(one, QColor("#0B5CAD")) > 4.5]
    inner = [
        image.pixelColor(x, y)
        for x in range(side // 4, side * 3 // 4) for y in range(side // 4, side * 3 // 4)
    ]  # fmt: skip
    assert sum(contrast(one, QColor("#0B5CAD")) > 4.5 for one in inner) > len(inner) * 0.2
    assert any(one.red() > 180 and one.blue() < 110 for one in inner), "the calf is marked"
    assert leg


def test_windows_get_an_icon(qtbot: QtBot) -> None:
    icon = app_icon()
    assert not icon.isNull()
    assert not icon.pixmap(48, 48).isNull()


def test_the_symbolic_icon_has_one_colour(qtbot: QtBot) -> None:
    text = (paths.assets() / "icons" / "cramp-coach-symbolic.svg").read_text()
    assert text.count("#") == 1
    image = painted("cramp-coach-symbolic.svg", 16, "#ffffff")
    dark = sum(image.pixelColor(x, y).lightness() < 128 for x in range(16) for y in range(16))
    assert 40 < dark < 160
