"""The tool that takes the pictures: all that there is to see, and the same bytes each time."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from cramp_coach.core.content import Muscle
from cramp_coach.core.snapshot import View
from cramp_coach.ui.pages import Pages
from cramp_coach.ui.places import Place
from tests.ui import screens

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.ui.theme import Theme

TOOL = Path(__file__).parents[2] / "packaging" / "tools" / "screenshots.py"


@pytest.fixture(scope="module")
def tool() -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("screenshots", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def shots(tool: Any) -> dict[str, Any]:  # noqa: ANN401
    made = tool.every_shot(screens.library())
    named = {shot.name: shot for shot in made}
    assert len(named) == len(made), "two screens of one name"
    return named


@pytest.mark.timeout(60)
def test_the_same_code_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (_pictures(tmp_path / name) for name in ("first", "second"))
    assert len(first) == 3 * 6 + 6 + 1, "in six looks, with a sheet of each, and one of all"
    assert first == second
    night, day = (first[f"{look}-1366x768/urgent-answered.png"] for look in ("night", "day"))
    assert night != day


def test_every_pose_of_every_muscle_is_among_them(shots: dict[str, Any]) -> None:
    for muscle in Muscle:
        steps = screens.library().routines[muscle].steps
        wanted = {pose for step in steps for form in step.forms for pose in form.poses}
        shown = {name.split("-")[-1] for name in shots if name.startswith(f"step-{muscle}-")}
        assert shown == wanted


def test_every_view_and_every_place_is_among_them(
    qapp: QApplication,
    tool: Any,  # noqa: ANN401
    shots: dict[str, Any],
) -> None:
    """By what the pages are asked for, not by how the pictures are called."""
    props, views, places = tool.Props(), set(), set()

    class Watched(Pages):
        def session(self, snapshot: Snapshot, theme: Theme) -> QWidget:
            views.add(snapshot.view)
            return super().session(snapshot, theme)

        def place(self, place: Place, theme: Theme) -> QWidget:
            places.add(place)
            return super().place(place, theme)

        def ask_end(self, theme: Theme, began: dt.datetime) -> QWidget:
            views.add(View.ASK_END)
            return super().ask_end(theme, began)

    with mock.patch.object(tool, "Pages", Watched):
        for name, shot in shots.items():
            if not name.startswith("step-"):
                stage = tool.Stage(shot, tool.VARIANTS[0], props)
                shot.open(stage).deleteLater()
    assert views >= set(View) - {View.HOME}
    assert places == set(Place) - {Place.PRACTISE}


def test_the_readme_pictures_are_screens(tool: Any, shots: dict[str, Any]) -> None:  # noqa: ANN401
    assert set(tool.DOCS) <= set(shots)


def _pictures(out: Path) -> dict[str, bytes]:
    """Run the tool as `make screenshots` does, for three screens."""
    shots = ("home-note", "session-pointer", "urgent-answered")
    command = [sys.executable, str(TOOL), "--out", str(out), *shots]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    return {str(one.relative_to(out)): one.read_bytes() for one in out.rglob("*.png")}
