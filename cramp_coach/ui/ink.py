"""The colours of the pictograms, and the brushes and pens made of them once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from cramp_coach.ui import props
from cramp_coach.ui.figure import HALO


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a picture, "#RRGGBB"; halos take the page's own `background`."""

    background: str
    figure: str
    far: str
    action: str
    hot: str
    prop: str
    prop_edge: str
    linen: str
    floor: str


# Values and contrasts: experience.md 3.7.
DAY = Colours(
    "#FAF7F2", "#1F2A33", "#7A8791", "#0B5CAD", "#C2410C",
    "#B8A88F", "#8A7A60", "#E4DACA", "#C9C1B4",
)  # fmt: skip
NIGHT = Colours(
    "#140E09", "#F0D9B5", "#8F7350", "#FFC14D", "#FF7A33",
    "#4A3826", "#7A5F40", "#6B5338", "#4A3826",
)  # fmt: skip


class Ink(NamedTuple):
    """Brushes and pens of one set of colours, made once."""

    background: QBrush
    figure: QBrush
    far: QBrush
    action: QBrush
    hot: QBrush
    prop: QBrush
    linen: QBrush
    floor: QBrush
    edge: QPen
    hatch: QPen
    warm: QPen
    warm_halo: QPen
    cloth_halo: QPen
    rim: QPen
    air: QPen
    crease: QPen
    lens: QPen
    shaft: QPen
    shaft_halo: QPen
    head: QPen
    head_halo: QPen
    leader: QPen


@lru_cache(maxsize=8)
def ink_of(colours: Colours, scale: float) -> Ink:
    """Make the brushes and pens of a set of colours; `scale` is how many pixels a unit has."""

    def brush(value: str) -> QBrush:
        return QBrush(QColor(value))

    def pen(value: str, width: float) -> QPen:
        made = QPen(QColor(value), width * scale)
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return made

    return Ink(
        background=brush(colours.background),
        figure=brush(colours.figure),
        far=brush(colours.far),
        action=brush(colours.action),
        hot=brush(colours.hot),
        prop=brush(colours.prop),
        linen=brush(colours.linen),
        floor=brush(colours.floor),
        edge=pen(colours.prop_edge, 2 * props.EDGE),
        hatch=pen(colours.background, 0.7),
        warm=pen(colours.hot, 1.8),
        warm_halo=pen(colours.background, 4.2),
        cloth_halo=pen(colours.background, 2 * props.EDGE + 2.0),
        rim=pen(colours.action, 1.3),
        air=pen(colours.action, 1.8),
        crease=pen(colours.background, 0.9),
        shaft=pen(colours.action, props.ARROW_SHAFT),
        shaft_halo=pen(colours.background, props.ARROW_SHAFT + 2 * HALO),
        head=pen(colours.action, props.ARROW_CORNER),
        head_halo=pen(colours.background, props.ARROW_CORNER + 2 * HALO),
        lens=pen(colours.far, 1.4),
        leader=pen(colours.figure, 1.1),
    )
