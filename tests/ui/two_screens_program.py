"""The program on a desk with two screens, the pointer on the second; prints what the window took.

A process of its own, because the screens of Qt's offscreen plugin are given at its start.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from cramp_coach import app, commands, paths


class Watched(app.App):
    """Puts the pointer on the second screen, and looks at the window when it was painted."""

    def start(self, command: commands.Command, painted: object) -> None:
        """Start, and tell when the first instruction is there."""
        QCursor.setPos(2000, 400)
        super().start(command, self.tell)

    def tell(self) -> None:
        """Look once the window has settled."""
        QTimer.singleShot(0, self, self.say)

    def say(self) -> None:
        """Print screen and pixels per millimetre, and leave."""
        window = self.window
        sys.stdout.write(f"{window.screen().name()} {window.theme.px_per_mm:.2f}\n")
        QApplication.exit(0)


app.App = Watched  # type: ignore[misc]
sys.exit(app.run(commands.Now(), paths.user_folders(Path(sys.argv[1])), lambda: None))
