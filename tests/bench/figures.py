"""How a bench tells its figures: for people line by line, and for programs as one line of JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, and the most it may be; None where it is only for comparison."""

    name: str
    value: float
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether it is within its bound."""
        return self.most is None or self.value <= self.most


def tell(bench: str, *figures: Figure) -> int:
    """Print the figures and how busy the machine was; return 1 if one does not hold."""
    for figure in figures:
        bound = "" if figure.most is None else f"  (at most {figure.most:g})"
        note = "" if figure.holds else "  DOES NOT HOLD"
        sys.stdout.write(f"{figure.name:46} {figure.value:10.2f}{bound}{note}\n")
    load = os.getloadavg()[0]
    table = {
        "bench": bench,
        "holds": all(figure.holds for figure in figures),
        "load": round(load, 2),
        "figures": [
            {"name": one.name.strip(), "value": round(one.value, 3), "most": one.most}
            for one in figures
        ],
    }
    sys.stdout.write(json.dumps(table) + "\n")
    sys.stdout.flush()
    return 0 if table["holds"] else 1
