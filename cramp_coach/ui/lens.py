"""What a lens shows that the small figure cannot: what the hand does to the foot.

`paint_sole` sees a right foot from below, toes up: a footprint is known at a glance, where a sole
seen from its edge is only a line. `paint_toes` sees the foot from the side, shin to the left.
The middle of the lens is 0, 0, in units.
"""

import math

from PySide6.QtCore import QPointF

from cramp_coach.core.scenery import Point
from cramp_coach.ui.canvas import Canvas
from cramp_coach.ui.figure import Capsule, hatch

_SOLE = [
    Capsule((0.0, -13.5), (-2.6, -2.0), 7.0, 5.4),
    Capsule((-2.6, -2.0), (-4.0, 6.0), 5.4, 5.8),
    Capsule((-4.0, 6.0), (4.6, 7.6), 5.8, 6.6),
]
_TOES = [
    Capsule((7.2, 17.2), (7.8, 19.4), 3.3, 3.1),
    Capsule((1.5, 18.4), (1.6, 19.6), 2.2, 2.0),
    Capsule((-2.7, 17.2), (-2.9, 18.2), 2.0, 1.8),
    Capsule((-6.3, 15.0), (-6.6, 15.8), 1.9, 1.7),
    Capsule((-9.2, 12.0), (-9.5, 12.6), 1.7, 1.6),
]
_ARCH = [
    Capsule((-0.4, -10.0), (-2.2, -1.0), 3.4, 3.0),
    Capsule((-2.2, -1.0), (-0.4, 6.6), 3.0, 4.0),
]
_ANKLE = (-8.0, -12.0)
_TURN, _TOE_TURN = (38.0, 92.0), (4.0, 34.0)
_HEEL_TO_TOES = (-10.0, 7.0)


def paint_sole(page: Canvas, u: float) -> None:
    """Paint the sole, and the hand on its way from heel to toes: `u` 0 to 1."""
    ink = page.ink
    page.shapes(ink.figure, _SOLE)
    page.shapes(ink.figure, _TOES)
    _paint_arch(page, _ARCH, 90.0)
    start, end = _HEEL_TO_TOES
    page.group(ink.figure, _hand(start + (end - start) * u))


def paint_toes(page: Canvas, u: float) -> None:
    """Paint foot and shin, and the hand that draws the toes back to the shin: `u` 0 to 1."""
    ink = page.ink
    turn = _TURN[0] + (_TURN[1] - _TURN[0]) * u
    bend = _TOE_TURN[0] + (_TOE_TURN[1] - _TOE_TURN[0]) * u

    def on_foot(forward: float, up: float) -> Point:
        """Give a point of the foot by how far it lies from the ankle along the foot and up."""
        return _turned(_ANKLE, turn, forward, up)

    ball = on_foot(16.0, -5.6)

    def on_toes(forward: float, up: float) -> Point:
        """Give a point by how far it lies from the ball along the toes and up."""
        return _turned(ball, turn + bend, forward, up)

    heel, toe = on_foot(-4.0, -6.0), on_toes(8.6, 0.4)
    foot = [
        Capsule((-34.0, -7.0), _ANKLE, 8.2, 6.2),
        Capsule(_ANKLE, heel, 6.2, 5.2),
        Capsule(heel, ball, 5.2, 4.2),
        Capsule(_ANKLE, ball, 6.2, 4.2),
        Capsule(ball, toe, 4.2, 2.8),
    ]
    page.group(ink.figure, foot)
    arch = [
        Capsule(on_foot(-3.0, -8.2), on_foot(6.0, -7.4), 2.6, 2.2),
        Capsule(on_foot(6.0, -7.4), on_foot(16.0, -7.6), 2.2, 2.2),
    ]
    _paint_arch(page, arch, turn)
    knuckle, tips = on_toes(8.5, 5.6), on_toes(6.0, -4.8)
    wrist = (knuckle[0] - 9.5, knuckle[1] + 6.0)
    hand = [
        Capsule((wrist[0] - 22.0, wrist[1] + 12.0), wrist, 5.6, 4.6),
        Capsule(wrist, knuckle, 4.8, 4.0),
        Capsule(knuckle, on_toes(11.6, 0.0), 3.6, 3.2),
        Capsule(on_toes(11.6, 0.0), tips, 3.2, 2.6),
    ]
    page.group(ink.figure, hand)


def _paint_arch(page: Canvas, arch: list[Capsule], angle: float) -> None:
    """Paint the muscle of the sole as the figure's muscles are painted."""
    page.shapes(page.ink.background, arch, 0.8)
    page.shapes(page.ink.hot, arch)
    page.painter.setPen(page.ink.hatch)
    lines = hatch(arch, angle, QPointF(*arch[0].b))
    page.painter.drawLines([page.view.map(line) for line in lines])


def _turned(origin: Point, angle: float, forward: float, up: float) -> Point:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return (
        origin[0] + forward * cosine - up * sine,
        origin[1] + forward * sine + up * cosine,
    )


def _hand(y: float) -> list[Capsule]:
    """Give a hand that holds the outer edge of the foot, its thumb on the sole at `y`."""
    palm = (-15.5, y - 6.0)
    return [
        Capsule((-30.0, y - 27.0), palm, 5.4, 4.8),
        Capsule(palm, (-13.0, y - 2.0), 5.0, 4.2),
        Capsule((-13.5, y - 4.0), (-5.0, y - 0.6), 3.4, 2.9),
        Capsule((-5.0, y - 0.6), (-0.8, y + 1.4), 2.9, 2.6),
    ]
