"""What a frame of each pictogram costs: python -m tests.bench.bench_pictogram [PIXELS]

Prints milliseconds a frame, software-painted on PIXELS (900) square, worst first. The limit is 8.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from cramp_coach.core.pose import Pose, load_poses
from cramp_coach.ui.pictogram import DAY, paint_pictogram

LIMIT_MS = 8.0
FRAMES = 40


def cost(pose: Pose, pixels: int) -> float:
    """Give the mean processor milliseconds of a frame of a pose, `pixels` wide and high."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(DAY.background))
    painter = QPainter(image)
    room = QRectF(0, 0, pixels, pixels)
    paint_pictogram(painter, room, pose, 0.0, DAY)
    start = time.process_time()
    for frame in range(FRAMES):
        paint_pictogram(painter, room, pose, frame / 30, DAY)
    spent = time.process_time() - start
    painter.end()
    return 1000 * spent / FRAMES


def main(arguments: list[str]) -> int:
    """Print the table; 1 when a pose is over the limit."""
    pixels = int(arguments[0]) if arguments else 900
    application = QGuiApplication([])
    folder = Path(__file__).parents[2] / "assets" / "poses"
    costs = {name: cost(pose, pixels) for name, pose in load_poses(folder).items()}
    application.quit()
    for name, spent in sorted(costs.items(), key=lambda item: -item[1]):
        sys.stdout.write(f"{spent:6.2f} ms  {name}\n")
    return int(max(costs.values()) > LIMIT_MS)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
