"""The icon of the program, for its windows and the tray."""

from __future__ import annotations

from PySide6.QtGui import QIcon

from cramp_coach import paths


def app_icon() -> QIcon:
    """Return the icon; on a plate of its own, so that it shows on light and on dark panels.

    Nothing is drawn until someone asks for a size.
    """
    return QIcon(str(paths.assets() / "icons" / "cramp-coach.svg"))
