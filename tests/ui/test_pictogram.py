"""Pictures paint cleanly in every palette, and move only while somebody may be looking."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cramp_coach.core.pose import MUSCLES, Pose, load_poses
from cramp_coach.ui.pictogram import DAY, NIGHT, Colours, PictogramView, paint_pictogram

POSES = load_poses(Path(__file__).parents[2] / "assets" / "poses")
ALL = pytest.mark.parametrize("pose", POSES.values(), ids=POSES.keys())


pytestmark = pytest.mark.usefixtures("qapp")  # numbers are text, and text needs an application


class Hand:
    """A clock whose hand the test moves."""

    def __init__(self) -> None:
        """Start at an odd time: only differences may matter."""
        self.now = 1234.5

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def picture(pose: Pose, seconds: float, colours: Colours = DAY, **how: object) -> QImage:
    """Paint a pose on a page of its background."""
    image = QImage(300, 220, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.background))
    painter = QPainter(image)
    paint_pictogram(painter, QRectF(0, 0, 300, 220), pose, seconds, colours, **how)  # type: ignore[arg-type]
    painter.end()
    return image


def pixels(image: QImage) -> list[int]:
    """List the pixels as 0xAARRGGBB."""
    return image.constBits().cast("I").tolist()  # type: ignore[union-attr]


def count(image: QImage, colour: str) -> int:
    """Count the pixels of exactly one colour."""
    return pixels(image).count(QColor(colour).rgb())


def different(a: QImage, b: QImage) -> float:
    """Give the share of pixels whose green differs visibly."""
    pairs = list(zip(pixels(a), pixels(b), strict=True))
    far = sum(abs((one >> 8 & 255) - (two >> 8 & 255)) > 60 for one, two in pairs)
    return far / len(pairs)


@ALL
@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("reduced", [False, True])
def test_every_pose_paints_a_figure(
    pose: Pose, colours: Colours, mirrored: bool, reduced: bool
) -> None:
    for seconds in (0.0, 0.7, 3.1):
        image = picture(pose, seconds, colours, mirrored=mirrored, reduced=reduced)
        assert count(image, colours.figure) > 900


@ALL
def test_the_other_leg_is_the_mirror_image(pose: Pose) -> None:
    if pose.labels:
        return  # its numbers are never written backward: see the next test
    plain = picture(pose, 0.7)
    mirror = picture(pose, 0.7, mirrored=True).flipped(Qt.Orientation.Horizontal)
    assert different(plain, mirror) < 0.004


def test_numbers_of_the_muscle_picker_are_never_written_backward() -> None:
    pose = POSES["muscle_picker"]
    turned = picture(pose, 0, mirrored=True).flipped(Qt.Orientation.Horizontal)
    assert 0.0 < different(picture(pose, 0), turned) < 0.05


@pytest.mark.parametrize("muscle", MUSCLES)
def test_a_chosen_muscle_stands_out_in_the_picker(muscle: str) -> None:
    pose = POSES["muscle_picker"]
    everything, chosen = picture(pose, 0), picture(pose, 0, muscle=muscle)
    assert 0 < count(chosen, DAY.hot) < count(everything, DAY.hot)


@ALL
def test_a_named_muscle_is_highlighted(pose: Pose) -> None:
    if pose.labels or pose.motion == "heat":
        return
    bare = count(picture(pose, 5.9), DAY.hot)
    assert (bare > 60) == (pose.muscle is not None)
    for muscle in MUSCLES:
        assert count(picture(pose, 5.9, muscle=muscle), DAY.hot) > 25


def test_the_background_is_left_alone() -> None:
    image = QImage(300, 220, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_pictogram(painter, QRectF(0, 0, 300, 220), POSES["walk"], 0.0, DAY)
    painter.end()
    corners = [image.pixelColor(x, y).alpha() for x in (0, 299) for y in (0, 219)]
    assert corners == [0, 0, 0, 0]


def test_reduced_motion_fades_between_the_two_ends() -> None:
    pose = POSES["towel"]
    first, half, second = (picture(pose, s, reduced=True) for s in (1.0, 2.8, 3.5))
    assert different(first, picture(pose, 2.5, reduced=True)) == 0
    assert different(first, second) > 0.02
    assert different(first, half) < different(first, second)
    assert different(half, second) < different(first, second)
    # What is the same in both, such as the mattress, does not fade on the way.
    still = [(a, h) for a, h, b in zip(*map(pixels, (first, half, second)), strict=True) if a == b]
    assert all(abs((a >> 8 & 255) - (h >> 8 & 255)) <= 2 for a, h in still)


@pytest.fixture
def hand() -> Hand:
    """Give a clock that stands still until it is moved."""
    return Hand()


@pytest.fixture
def view(qtbot: QtBot, hand: Hand) -> PictogramView:
    """Give a view that shows a stretch."""
    made = PictogramView(POSES, DAY, clock=hand)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_pose("toes_to_shin")
    return made


def test_the_picture_moves_only_while_it_is_seen(view: PictogramView) -> None:
    assert not view.is_moving()
    view.show()
    assert view.is_moving()
    view.hide()
    assert not view.is_moving()


def test_a_hidden_page_stops_its_picture(qtbot: QtBot, hand: Hand) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    view = PictogramView(POSES, clock=hand, parent=page)
    view.set_pose("walk")
    page.show()
    assert view.is_moving()
    page.hide()
    assert not view.is_moving()


def test_pause_stands_still_and_goes_on_from_there(view: PictogramView, hand: Hand) -> None:
    view.show()
    hand.now += 0.6
    view.set_paused(True)
    assert not view.is_moving()
    hand.now += 100
    assert view.seconds() == pytest.approx(0.6)
    view.set_paused(False)
    assert view.is_moving()
    hand.now += 0.1
    assert view.seconds() == pytest.approx(0.7)


def test_a_new_pose_begins_at_its_beginning_even_while_paused(
    view: PictogramView, hand: Hand
) -> None:
    view.show()
    view.set_paused(True)
    hand.now += 50
    view.set_pose("walk", mirrored=True)
    assert view.pose_id == "walk"
    assert view.seconds() == 0
    assert not view.is_moving()
    hand.now += 50
    view.set_paused(False)
    assert view.seconds() == 0


def test_still_pictures_need_no_timer(view: PictogramView) -> None:
    view.show()
    view.set_pose("muscle_picker")
    assert not view.is_moving()
    view.set_pose("legs_up")
    assert view.is_moving()
    view.set_reduced(True)
    assert not view.is_moving()
    view.set_pose("towel")
    assert view.is_moving()


def test_the_timer_repaints_what_moves(qtbot: QtBot, view: PictogramView, hand: Hand) -> None:
    view.show()
    qtbot.waitExposed(view)
    before = view.grab().toImage()
    hand.now += 1.5
    after = view.grab().toImage()
    assert different(before, after) > 0.002
    view.set_colours(NIGHT)
    assert count(view.grab().toImage(), NIGHT.figure) > 900


def test_a_held_pose_is_not_painted_again_and_again(
    qtbot: QtBot, view: PictogramView, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.show()
    qtbot.waitExposed(view)
    asked: list[float] = []
    monkeypatch.setattr(view, "update", lambda *_: asked.append(hand.now))
    hand.now += 7.5  # the hold of the second round
    for _ in range(30):
        hand.now += 1 / 30
        view._tick()
    assert len(asked) == 1
    assert view._timer.interval() > 500, "it sleeps through the hold"
    hand.now += 2.5
    view._tick()
    assert len(asked) == 2


def test_a_slow_breath_is_painted_when_it_has_moved_by_half_a_pixel(
    qtbot: QtBot, view: PictogramView, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.set_pose("legs_up")
    view.show()
    qtbot.waitExposed(view)
    asked: list[float] = []
    monkeypatch.setattr(view, "update", lambda *_: asked.append(hand.now))
    hand.now += 10
    view._tick()
    end = hand.now + 5
    asked.clear()
    while hand.now < end:
        hand.now += view._timer.interval() / 1000
        view._tick()
    # One breath at 400 pixels: half a unit up and down, 3.5 pixels each way.
    assert 4 <= len(asked) <= 10


def test_a_warm_pack_repaints_only_its_waves(
    qtbot: QtBot, view: PictogramView, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.set_pose("heat")
    view.show()
    qtbot.waitExposed(view)
    before = view.grab().toImage()
    asked: list[QRect] = []
    monkeypatch.setattr(view, "update", lambda *area: asked.extend(area))
    hand.now += 0.7
    view._tick()
    after = view.grab().toImage()
    assert len(asked) == 1
    assert asked[0].width() < 120
    for y in range(after.height()):
        for x in range(after.width()):
            if not asked[0].contains(x, y):
                assert before.pixel(x, y) == after.pixel(x, y)


def test_the_view_says_its_name_to_a_screen_reader(view: PictogramView) -> None:
    view.setAccessibleName("Leg straight, toes to the shin")
    assert view.accessibleName() == "Leg straight, toes to the shin"


def test_fifty_thousand_painter_calls_lose_no_reference_to_none() -> None:
    """PySide6 6.12.0 loses one on every void call under Python 3.10 and 3.11, then aborts."""
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(50_000):
        painter.setOpacity(1.0)
    after = sys.getrefcount(None)
    painter.end()
    assert after > before - 1000
