"""Rows of the settings: what it is called, one line of what it does, and the control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from cramp_coach.ui.theme import Theme

BESIDE_PX = 660.0
"""From this width on the control stands beside the words, at 100 % text."""
WORDS_SHARE = 0.46
PAD_PX = 10.0
FIXED = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
"""For a control that is as wide as its words."""


def text(words: str, role: str, *, wraps: bool = True) -> QLabel:
    """Return a label for the style sheet's `role`."""
    label = QLabel(words)
    label.setProperty("role", role)
    if wraps:
        # A path without a gap must not make the page wider than its window.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        label.setWordWrap(True)
        label.setSizePolicy(policy)
    return label


class Row(QWidget):
    """One setting."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        line: str,
        control: QWidget | None = None,
        buddy: QWidget | None = None,
    ) -> None:
        """`control` is named by `label` to assistive technology, or `buddy` if that is a part."""
        super().__init__()
        self._theme = theme
        self._label = text(label, "label")
        self._line = text(line, "line")
        self._refusal = text("", "refusal")
        self._refusal.hide()
        self._control = control
        for part in (self._label, self._line, self._refusal):
            part.setParent(self)
        if control is not None:
            control.setParent(self)
            named = buddy or control
            self._label.setBuddy(named)
            if not named.accessibleName():
                named.setAccessibleName(label)
            if not named.accessibleDescription():
                named.setAccessibleDescription(line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        self.arrange()

    def set_line(self, line: str) -> None:
        """Change the line of what it does."""
        if line != self._line.text():
            self._line.setText(line)
            self.arrange()

    def make_selectable(self) -> None:
        """Let the line be marked and copied with the mouse."""
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def refuse(self, sentence: str) -> None:
        """Say why what was typed is not taken; "" says that all is well again."""
        if sentence == self._refusal.text():
            return
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))
        self.arrange()
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    @property
    def refusal(self) -> str:
        """The sentence that stands at this row, or ""."""
        return self._refusal.text()

    def arrange(self) -> None:
        """Place the parts anew."""
        self.updateGeometry()
        self._place(self.width(), move=True)

    def hasHeightForWidth(self) -> bool:
        """Say that words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the row is in so much width."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Return a usual width."""
        wide = round(self._theme.page_px(BESIDE_PX))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Return a width that never makes the page scroll sideways."""
        return QSize(100, 44)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts anew."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def _place(self, width: int, *, move: bool) -> int:
        pad = round(self._theme.page_px(PAD_PX))
        beside = self._control is not None and width >= self._theme.page_px(BESIDE_PX)
        words_wide = round(width * WORDS_SHARE) if beside else width
        y = pad
        for part in (self._label, self._line):
            y += _put(part, QRect(0, y, words_wide, 0), move=move)
        if self._control is None:
            return y + pad
        left = words_wide + 2 * pad if beside else 0
        top = pad if beside else y + pad // 2
        tall = _height(self._control, width - left)
        if beside and not self._refusal.text():
            top = max(pad, (y + pad - tall) // 2)
        bottom = top + _put(self._control, QRect(left, top, width - left, 0), move=move)
        if self._refusal.text():
            place = QRect(left, bottom + pad // 3, width - left, 0)
            bottom = place.top() + _put(self._refusal, place, move=move)
        return max(y, bottom) + pad


def _height(part: QWidget, width: int) -> int:
    part.ensurePolished()  # before that it would be measured in another font
    if part.hasHeightForWidth():
        return part.heightForWidth(width)
    return part.sizeHint().height()


def _put(part: QWidget, place: QRect, *, move: bool) -> int:
    """Give `part` the left, top and width of `place`; return the height that it takes."""
    wide = place.width()
    if part.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
        wide = min(wide, part.sizeHint().width())
    tall = _height(part, wide)
    if move:
        part.setGeometry(place.left(), place.top(), wide, tall)
    return tall


class Group(QWidget):
    """A heading where there is one, and below it a card with rows."""

    def __init__(self, theme: Theme, title: str = "") -> None:
        """Begin without a row."""
        super().__init__()
        self._theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if title:
            outer.addWidget(text(title, "group"))
        self._intro = text("", "line")
        self._intro.hide()
        outer.addWidget(self._intro)
        self.setAccessibleName(title)
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._rows = QVBoxLayout(self._card)
        self._rows.setSpacing(0)
        self._rules: dict[QWidget, QFrame] = {}
        self._moved: list[tuple[QVBoxLayout, float, float]] = []
        """Rows with air at their left and below, in pixels at 100 % text."""
        outer.addWidget(self._card)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        side, top = round(theme.page_px(18)), round(theme.page_px(6))
        self._rows.setContentsMargins(side, top, side, top)
        for moved in self._moved:
            self._move(moved)

    def _move(self, moved: tuple[QVBoxLayout, float, float]) -> None:
        box, *pixels = moved
        indent, below = (round(self._theme.page_px(px)) for px in pixels)
        box.setContentsMargins(indent, 0, 0, below)

    def set_line(self, line: str) -> None:
        """Say below the heading what all the rows have in common."""
        self._intro.setText(line)
        self._intro.show()

    def add(
        self,
        row: QWidget,
        *,
        ruled: bool = True,
        indent_px: float = 0.0,
        below_px: float = 0.0,
    ) -> None:
        """Add a row, with a fine rule above it unless it is the first."""
        if self._rows.count() and ruled:
            rule = QFrame()
            rule.setProperty("role", "rule")
            self._rows.addWidget(rule)
            self._rules[row] = rule
        if indent_px or below_px:
            box = QVBoxLayout()
            self._moved.append((box, indent_px, below_px))
            self._move(self._moved[-1])
            box.addWidget(row)
            self._rows.addLayout(box)
        else:
            self._rows.addWidget(row)

    def show_row(self, row: QWidget, shown: bool) -> None:
        """Show a row and its rule, or neither."""
        row.setVisible(shown)
        if row in self._rules:
            self._rules[row].setVisible(shown)
