"""What works: each part has a sentence for whatever its adapter may say."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

import cramp_coach
from cramp_coach.adapters import private_files
from cramp_coach.adapters.problems import Trouble
from cramp_coach.core.ports import Works
from cramp_coach.ui.places import Place
from cramp_coach.ui.works_page import ORDER, Sign, WorksPage
from tests.ui import reading_pages, screens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

W = screens.words()
HOME = Path(cramp_coach.__file__).parent
PARTS = get_args(get_type_hints(Works)["part"])
STATES = get_args(get_type_hints(Works)["state"])
MODULES = {
    "voice": ("adapters/speech.py", "adapters/voice_engine.py", "check.py"),
    "sound": ("adapters/chime.py",),
    "keep-awake": ("adapters/power.py",),
    "resume": ("adapters/resume.py",),
    "tray": ("ui/tray.py", "check.py"),
    "folders": ("adapters/private_files.py",),
    "journal": ("adapters/store.py", "adapters/recorder.py"),
}
"""Who says how a part stands; `test_every_module_that_tells_is_known` keeps it whole."""


def texts(node: ast.AST) -> list[str]:
    return [
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def literals(source: str, part: str) -> Iterator[str]:
    """Give every text that stands in code where a reason for `part` is said."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Works"), keywords=keywords):
                given = {one.arg: one.value for one in keywords}
                if texts(given["part"]) == [part]:
                    yield from texts(given["reason"])
            case ast.Call(func=ast.Attribute(attr="_settle" | "_set_works"), args=args):
                # Either the reason alone, or the state and then the reason.
                yield from texts(args[1] if len(args) > 1 else args[0]) if args else ()
            case ast.Assign(targets=[ast.Attribute(attr="_state")], value=ast.Tuple(elts=three)):
                yield from texts(three[1])
            case ast.AnnAssign(target=ast.Attribute(attr="_state"), value=ast.Tuple(elts=three)):
                yield from texts(three[1])
            case ast.AnnAssign(target=ast.Attribute(attr="_reason"), value=ast.Constant() as one):
                yield from texts(one)
            case ast.Assign(targets=[ast.Name(id="Reason")], value=value):
                yield from texts(value)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str() as one)):
                # voice_engine names its reasons.
                if name in ("NO_ENGINE", "NO_SOUND", "GONE"):
                    yield one
            case ast.FunctionDef(args=arguments):
                named = [one.arg for one in arguments.args][-len(arguments.defaults) or None :]
                for name, default in zip(named, arguments.defaults, strict=False):
                    if name == "reason":
                        yield from texts(default)
            case _:
                pass


def reasons(part: str) -> set[str]:
    """Return every reason that the program may give for `part`."""
    found = {one for module in MODULES[part] for one in literals((HOME / module).read_text(), part)}
    if part == "folders":
        found |= {*private_files._OBSTACLES.values(), "failed"}
    if part == "journal":
        # The journal in memory says why in the words of its trouble.
        why = ("full", "read_only", "locked", "no_folder", "no_permission", "failed", "newer")
        assert all(Trouble(f"journal_{one}") for one in why)
        found |= {*why}
    return found - {""}


def tellers() -> set[str]:
    """Return every module that makes a `Works`."""
    return {
        str(path.relative_to(HOME))
        for path in HOME.rglob("*.py")
        if "Works(" in path.read_text() and path.name != "ports.py"
    }


def test_every_module_that_tells_is_known() -> None:
    assert tellers() <= {one for modules in MODULES.values() for one in modules}


@pytest.mark.parametrize("part", MODULES)
def test_every_reason_has_its_sentence(part: str) -> None:
    found = reasons(part)
    assert len(found) >= 3, "the collector found too little to be believed"
    for reason in found:
        assert W(f"works.{part}.{reason}").endswith("."), reason


def test_every_part_and_state_has_a_name_and_a_place() -> None:
    assert set(ORDER) == set(PARTS)
    assert all(W(f"works.{part}.name") for part in PARTS)
    assert all(W(f"works.state.{state}") for state in STATES)


ALL = (
    Works(part="tray", state="no", reason="none"),
    Works(part="voice", state="yes", reason="speaks", detail="espeak-ng"),
    Works(part="sound", state="unknown", reason="not-yet"),
    Works(part="folders", state="less", reason="open_to_others", detail="/home/ann/" + "x" * 90),
)


@pytest.fixture
def page(qtbot: QtBot) -> WorksPage:
    return shown(qtbot)


def shown(qtbot: QtBot, screen: screens.Screen = screens.LAPTOP, percent: int = 100) -> WorksPage:
    page = WorksPage(screens.theme(screen, percent=percent), W)
    qtbot.addWidget(page)
    screens.fill(page, screen)
    return page


def test_before_anything_is_known_it_says_so(page: WorksPage) -> None:
    assert page._asking.isVisible()
    page.show_works(ALL)
    assert not page._asking.isVisible()


def test_each_part_has_name_state_and_sentence(page: WorksPage) -> None:
    page.show_works(ALL)
    assert page.row("voice").says() == (
        "Voice", "Works", "A voice reads the steps aloud.", "espeak-ng",
    )  # fmt: skip
    tray = page.row("tray")
    assert tray.says()[1:3] == ("Not here", W("works.tray.none"))
    assert tray.accessibleName() == "Tray icon: Not here"
    tops = [page.row(part).geometry().top() for part in ("voice", "sound", "folders", "tray")]
    assert tops == sorted(tops)


def test_news_change_the_row_that_is_there(page: WorksPage) -> None:
    page.show_works(ALL)
    row = page.row("tray")
    page.show_works((Works(part="tray", state="yes", reason="there"),))
    assert page.row("tray") is row
    assert row.says()[1] == "Works"


def test_a_state_is_a_shape_and_not_only_a_colour(qtbot: QtBot) -> None:
    pictures = []
    for state in STATES:
        sign = Sign(screens.theme())
        qtbot.addWidget(sign)
        sign.resize(sign.sizeHint())
        sign.show_state(state)
        image = sign.grab().toImage().convertToFormat(QImage.Format.Format_Mono)
        pictures.append(bytes(image.constBits()))
    assert len(set(pictures)) == len(STATES)


def test_looking_again_asks_for_this_page_again(page: WorksPage) -> None:
    wishes: list[object] = []
    page.wanted.connect(wishes.append)
    QTest.mouseClick(page._again, Qt.MouseButton.LeftButton)
    assert wishes == [Place.WORKS]


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("screen", screens.ALL)
def test_nothing_is_cut_and_nothing_scrolls_sideways(
    qtbot: QtBot, screen: screens.Screen, percent: int
) -> None:
    page = shown(qtbot, screen, percent)
    page.show_works(ALL[:3])
    QTest.qWait(0)
    assert reading_pages.outside(page) == []
    assert reading_pages.cut_words(page) == []
    page.show_works(ALL)
    QTest.qWait(0)
    assert reading_pages.outside(page) == [], "not even with a path that has no gap"
