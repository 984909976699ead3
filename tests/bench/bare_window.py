"""The yardstick: a PySide6 window with one button. Prints a line when it has been painted."""

import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QPushButton


class Painted(QObject):
    """Tells of the first paint, once what was painted is on its way to the screen."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch for the first paint."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.tell)
        return False

    def tell(self) -> None:
        """Say so."""
        sys.stdout.write("painted\n")
        sys.stdout.flush()


app = QApplication([])
button = QPushButton("Cramp now")
button.resize(900, 500)
painted = Painted()
button.installEventFilter(painted)
button.show()
sys.exit(app.exec())
