"""Write sheets of every pictogram, day and night, to look at: both ends of each movement.

    QT_QPA_PLATFORM=offscreen python packaging/tools/pictogram_sheet.py OUTPUT_FOLDER [NAME...]

`blur_*.png` shows each figure at 63 pixels of body height, enlarged again: what someone with
6/12 vision makes of it from across the room (experience.md 5.2).
"""

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from cramp_coach.core.motion import stills
from cramp_coach.core.pose import Pose, load_poses
from cramp_coach.ui.pictogram import DAY, NIGHT, Colours, paint_pictogram

POSES = Path(__file__).parents[2] / "assets" / "poses"
CELL_WIDTH, CELL_HEIGHT, COLUMNS = 380, 330, 6
BODY_PIXELS = 63


def seconds_of(pose: Pose) -> tuple[float, float]:
    """Give the moments at which a pose stands at its two telling places."""
    if pose.motion == "walk":
        return 0.0, 0.3
    if pose.motion == "shake":
        return 0.5, 0.83
    if stills(pose)[0] == stills(pose)[1]:
        return 0.0, 2.5
    return 0.0, 1.3


def sheet(poses: list[Pose], colours: Colours) -> QImage:
    """Paint every pose twice on one page."""
    rows = -(-2 * len(poses) // COLUMNS)
    image = _page(COLUMNS * CELL_WIDTH, rows * CELL_HEIGHT, colours)
    painter = QPainter(image)
    painter.setPen(QColor(colours.figure))
    for index, pose in enumerate(poses):
        for turn, seconds in enumerate(seconds_of(pose)):
            row, column = divmod(2 * index + turn, COLUMNS)
            x, y = column * CELL_WIDTH, row * CELL_HEIGHT
            room = QRectF(x + 12, y + 8, CELL_WIDTH - 24, CELL_HEIGHT - 36)
            paint_pictogram(painter, room, pose, seconds, colours)
            painter.drawText(x + 12, y + CELL_HEIGHT - 10, f"{pose.name} {'AB'[turn]}")
    painter.end()
    return image


def blurred(poses: list[Pose], colours: Colours) -> QImage:
    """Paint every pose small and enlarge it."""
    rows = -(-len(poses) // COLUMNS)
    image = _page(COLUMNS * CELL_WIDTH, rows * CELL_HEIGHT, colours)
    painter = QPainter(image)
    for index, pose in enumerate(poses):
        width, height = (round(side * BODY_PIXELS / 100) for side in pose.box[2:])
        small = _page(width, height, colours)
        brush = QPainter(small)
        paint_pictogram(brush, QRectF(small.rect()), pose, seconds_of(pose)[1], colours)
        brush.end()
        row, column = divmod(index, COLUMNS)
        large = small.scaled(
            CELL_WIDTH - 24, CELL_HEIGHT - 24,
            Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        painter.drawImage(column * CELL_WIDTH + 12, row * CELL_HEIGHT + 12, large)
    painter.end()
    return image


def _page(width: int, height: int, colours: Colours) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.background))
    return image


def main(arguments: list[str]) -> int:
    """Write the four sheets."""
    if not arguments:
        sys.stderr.write("usage: pictogram_sheet.py OUTPUT_FOLDER [NAME...]\n")
        return 2
    application = QGuiApplication([])
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = arguments[1:]
    poses = [pose for name, pose in load_poses(POSES).items() if not wanted or name in wanted]
    for name, colours in (("day", DAY), ("night", NIGHT)):
        sheet(poses, colours).save(str(folder / f"sheet_{name}.png"))
        blurred(poses, colours).save(str(folder / f"blur_{name}.png"))
    application.quit()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
