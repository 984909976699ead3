"""The pages of the last minutes, with real content, for their tests."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from cramp_coach import paths
from cramp_coach.core.content import load_notices, load_numbers, load_urgent_lines
from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import HelpLines, help_lines
from cramp_coach.core.settings import Help
from cramp_coach.ui.ask_end_page import AskEndPage
from cramp_coach.ui.check_in_page import CheckInPage
from cramp_coach.ui.emergency_page import EmergencyPage
from cramp_coach.ui.end_page import EndPage
from cramp_coach.ui.help_cards import Card, Screen
from cramp_coach.ui.help_page import HelpPage, SignButton
from cramp_coach.ui.passage import Passage
from cramp_coach.ui.urgent_page import UrgentPage
from tests.ui import screens

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from cramp_coach.core.content import Notices
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.ui.theme import Theme

CONTENT = paths.assets() / "content"
NOW = dt.datetime(2026, 11, 22, 3, 22, tzinfo=dt.UTC)
PERSON = Help(country="GB", contact_name="Sam", contact_number="+44 7700 900123", my_name="Ann")
LONG_NAMES = Help(
    ambulance="+44 (0)7700 900-1234",
    urgent_line="+44 (0)7700 900-5678",
    contact_name="Wilhelmina Abercrombie-Featherstonehaugh",
    contact_number="+44 (0)7700 900-9999",
    my_name="Wilhelmina",
)
"""Numbers and names as long as the settings allow."""


def wall() -> dt.datetime:
    return NOW


@cache
def notices() -> Notices:
    return load_notices(CONTENT / "en", screens.library().sources)


def lines(person: Help = PERSON, guessed: str = "") -> HelpLines:
    return help_lines(person, load_numbers(CONTENT), load_urgent_lines(CONTENT), guessed)


NAMES = (
    "check-in", "urgent", "urgent, card 1 large", "urgent, card 2 large", "emergency",
    "emergency with a sign", "emergency, code large", "emergency, nobody answers", "help",
    "help, last signs", "help, a sign chosen", "help, its code large", "end", "end after long",
    "end, a sign was chosen", "end, warm pack", "practice over", "how did it end",
)  # fmt: skip


def page(name: str, theme: Theme, whom: HelpLines | None = None) -> Screen:
    """Return the page called `name`, in the state that a session leads to; not shown yet."""
    whom = whom or lines()
    words, flags = screens.words(), screens.library().red_flags
    kind, _, state = name.partition(", ")
    if kind == "check-in":
        check = CheckInPage(theme, words, notices(), whom, wall)
        check.show_snapshot(screens.snapshot(305))
        return check
    if kind == "urgent":
        urgent = UrgentPage(theme, words, notices(), whom, wall)
        urgent.show_snapshot(screens.snapshot(605))
        if state:
            urgent.enlarge(1 if "1" in state else 2)
        return urgent
    if kind.startswith("emergency"):
        emergency = EmergencyPage(theme, words, notices(), flags, whom, wall)
        emergency.show_snapshot(_emergency(name))
        if "large" in state:
            emergency.enlarge(1)
        return emergency
    if kind == "help":
        help_ = HelpPage(theme, words, notices(), flags, whom)
        help_.show_snapshot(_help(state))
        return help_
    if kind == "how did it end":
        ask = AskEndPage(theme, words)
        ask.ask(NOW - dt.timedelta(hours=2), NOW)
        return ask
    end = EndPage(theme, words, notices(), screens.library(), screens.poses(), whom)
    end.show_snapshot(_end(name))
    return end


def _emergency(name: str) -> Snapshot:
    if "nobody" in name:
        return screens.snapshot(1900)
    flag = "hard-muscle" if "sign" in name else None
    return screens.snapshot(100, [(Act.CANT_BEAR, 90, flag)])


def _help(state: str) -> Snapshot:
    if state in ("a sign chosen", "its code large"):
        return screens.snapshot(125, [(Act.RED_FLAG, 120, "one-leg")])
    return screens.snapshot(125, [(Act.HELP, 120, None)])


def _end(name: str) -> Snapshot:
    if name == "end":
        return screens.snapshot(165, [(Act.STOPPED, 160, None)])
    if "sign" in name:
        return screens.snapshot(165, [(Act.RED_FLAG, 120, "one-leg"), (Act.STOPPED, 160, None)])
    if name == "practice over":
        return screens.snapshot(165, [(Act.STOPPED, 160, None)], kind="practice")
    acts: list[tuple[Act, float, str | float | None]] = [(Act.STOPPED, 725, None)]
    if "warm" in name:
        acts.append((Act.HEAT, 727, None))
    return screens.snapshot(730, acts)


def shown(
    qtbot: QtBot, name: str, screen: screens.Screen, whom: HelpLines | None = None,
    *, night: bool = True, percent: int = 100,
) -> Screen:  # fmt: skip
    """Return a page as it fills a screen."""
    made = page(name, screens.theme(screen, night=night, percent=percent), whom)
    qtbot.addWidget(made)
    vars(qtbot).setdefault("kept", []).append(made)  # a page that shows must not be collected
    ground = made.palette()
    ground.setColor(QPalette.ColorRole.Window, made.theme.colour("bg"))
    made.setPalette(ground)  # as the window does
    screens.fill(made, screen)
    if name == "help, its code large":
        press(made, "Call")
    if name == "help, last signs":
        while button(made, "More signs", "Fewer signs").text() == "More signs":
            button(made, "More signs").click()
    return made


def parts(page: QWidget) -> list[QWidget]:
    """Return the parts of a page that can be seen."""
    found = [child for child in page.findChildren(QWidget) if child.isVisibleTo(page)]
    return [child for child in found if child.width() > 0 and child.height() > 0]


def buttons(page: QWidget) -> list[QAbstractButton]:
    return [part for part in parts(page) if isinstance(part, QAbstractButton)]


def button(page: QWidget, *titles: str) -> QAbstractButton:
    """Return the button whose title begins with one of `titles`."""
    return next(one for one in buttons(page) if one.text().startswith(titles))


def press(page: QWidget, title: str) -> None:
    button(page, title).click()


def text_of(page: QWidget) -> str:
    """Return all that can be read on a page."""
    labels = [part.text() for part in parts(page) if isinstance(part, QLabel)]
    return " ".join([*labels, *(one.text() for one in buttons(page))]).replace("\n", " ")


def tab_order(page: QWidget) -> list[QWidget]:
    """Return what the Tab key reaches, in its order."""
    order: list[QWidget] = []
    widget: QWidget | None = page.nextInFocusChain()
    while widget is not None and widget is not page and widget not in order:
        reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if reached and page.isAncestorOf(widget) and widget.isVisibleTo(page):
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def troubles(page: Screen) -> list[str]:
    """Return what is cut, overlaps or leaves the page, measured with the real letters."""
    found = []
    placed = [part for part in parts(page) if part.parentWidget() is page]
    for part in placed:
        if not page.rect().contains(part.geometry()):
            found.append(f"{_name(part)} leaves the page")
        if isinstance(part, Passage) and part.text():
            found += _passage_troubles(part)
        if isinstance(part, Card):
            found += _card_troubles(part)
        if isinstance(part, SignButton):
            sign, px = part.sign_at()
            wide = max(_advance(line, part.font_at(px)) for line in sign)
            if wide > part.words_area().width() + 0.5 or px < 12:
                found.append(f"{_name(part)} is cut or tiny: {px} px")
    for n, one in enumerate(placed):
        for other in placed[n + 1 :]:
            both = one.geometry() & other.geometry()
            if both.width() > 1 and both.height() > 1:
                found.append(f"{_name(one)} lies over {_name(other)}: {_rect(both)}")
    return found


def _passage_troubles(part: Passage) -> list[str]:
    font, lines_shown = part.shown_font(), part.shown_lines()
    wide = max(_advance(line, font) for line in lines_shown)
    found = []
    if " ".join(lines_shown) != part.text().replace("\n", " "):
        found.append(f"{_name(part)} has lost words")
    if wide > part.width() + 0.5:
        found.append(f"{_name(part)} is cut: {wide:.0f} of {part.width()} px")
    if part.height_for(part.width(), part.shown_px()) > part.height() + 1:
        found.append(f"{_name(part)} is too high")
    if part.shown_px() < 10:
        found.append(f"{_name(part)} is tiny: {part.shown_px()} px")
    return found


def _card_troubles(card: Card) -> list[str]:
    title, px, _, small = card.words_shown()
    wide = max(_advance(line, card.font_at(px)) for line in title)
    found = []
    if wide > card.words_area().width() + 0.5:
        found.append(f"{_name(card)} is cut")
    if min(px, small) < 9:
        found.append(f"{_name(card)} is tiny: {px}, {small} px")
    if not card.rect().contains(card.code.geometry()):
        found.append(f"the code of {_name(card)} leaves its card")
    return found


def _advance(line: str, font: object) -> float:
    from PySide6.QtGui import QFont

    assert isinstance(font, QFont)
    return QFontMetricsF(font).horizontalAdvance(line)


def _name(part: QWidget) -> str:
    text = part.text() if isinstance(part, (QLabel, QAbstractButton)) else part.accessibleName()
    return f"{type(part).__name__} “{text[:40]}”"


def _rect(rect: QRect) -> str:
    return f"{rect.width()} by {rect.height()}"
