"""The things a pose file may set beside the figure: furniture, bedding, warmth, a glass.

Data only; units and axes are those of core.pose.
"""

from typing import Literal

import msgspec

Point = tuple[float, float]
Bone = Literal["near_thigh", "near_shin", "near_sole"]


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Strict and unchangeable: a misspelt field in a pose file is an error, not a silence."""


class Floor(Data, frozen=True, tag="floor", tag_field="kind"):
    """The floor line; `marks` run under a walker so that walking on the spot reads as going."""

    x0: float
    x1: float
    marks: bool = False


class Mattress(Data, frozen=True, tag="mattress", tag_field="kind"):
    """A mattress seen from the side, its top at y = 0."""

    x0: float
    x1: float


class Bed(Data, frozen=True, tag="bed", tag_field="kind"):
    """A bed with legs, seen from the side, its top at `top`."""

    x0: float
    x1: float
    top: float


class Sheet(Data, frozen=True, tag="sheet", tag_field="kind"):
    """A bed seen from above, for lying on the side; `pillow` is the pillow's centre."""

    x: float
    y: float
    width: float
    height: float
    pillow: Point


class Chair(Data, frozen=True, tag="chair", tag_field="kind"):
    """A firm chair, its back at `x` and its seat to the right of it."""

    x: float


class Wall(Data, frozen=True, tag="wall", tag_field="kind"):
    """A wall whose near face is at `x`."""

    x: float
    height: float


class Measure(Data, frozen=True, tag="measure", tag_field="kind"):
    """A bar under the floor: how far away to stand."""

    x0: float
    x1: float


class Cushion(Data, frozen=True, tag="cushion", tag_field="kind"):
    """A pillow or cushion, drawn soft; `on_sheet` = lighter, on a bed seen from above."""

    x: float
    y: float
    width: float
    height: float
    on_sheet: bool = False


class Pack(Data, frozen=True, tag="pack", tag_field="kind"):
    """A warm pack on a bone of the near leg, between two fractions of its length, over a cloth.

    It lies on the limb and never under it, and a cloth parts it from the skin (FDA-pad95).
    """

    bone: Bone
    start: float
    end: float
    off: float
    half: float


class Waves(Data, frozen=True, tag="waves", tag_field="kind"):
    """Three lines of rising warmth, `x` the middle one and `y` their foot."""

    x: float
    y: float
    height: float = 13.0
    gap: float = 6.0
    behind: bool = False


class Breath(Data, frozen=True, tag="breath", tag_field="kind"):
    """The breath going out of the mouth, to the right of x, y."""

    x: float
    y: float


class Towel(Data, frozen=True, tag="towel", tag_field="kind"):
    """A towel from both hands round the ball of the near foot, its ends hanging from the hands."""


class Glass(Data, frozen=True, tag="glass", tag_field="kind"):
    """A glass in the near hand that tips by `tilt` degrees from the first key to the last."""

    tilt: float


class Bottle(Data, frozen=True, tag="bottle", tag_field="kind"):
    """A bottle on the floor under a sole, its neck turned to the viewer, rolling from x0 to x1."""

    x0: float
    x1: float
    radius: float


Prop = (
    Floor | Mattress | Bed | Sheet | Chair | Wall | Measure | Cushion | Pack | Waves
    | Towel | Glass | Bottle | Breath
)  # fmt: skip
