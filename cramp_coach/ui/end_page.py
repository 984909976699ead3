"""It stopped: after how long, during which step, and the way back to sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont

from cramp_coach.core.content import Library, Notices, Side, Words
from cramp_coach.core.events import Act
from cramp_coach.core.help_lines import HelpLines, sign_to_heed
from cramp_coach.core.ladder import URGENT_S
from cramp_coach.ui import pictogram
from cramp_coach.ui.help_cards import (
    Row,
    Screen,
    air,
    clock,
    columns,
    duration,
    passage_row,
    stack,
    target_row,
)
from cramp_coach.ui.links import PAD_PX, Link
from cramp_coach.ui.passage import Passage
from cramp_coach.ui.theme import HEADLINE_ARCMIN, LEAST_TARGET_PX, Theme
from cramp_coach.ui.widgets import Press, TouchButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_coach.core.pose import Pose
    from cramp_coach.core.snapshot import Snapshot


class EndPage(Screen):
    """View.ENDED."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        notices: Notices,
        library: Library,
        poses: Mapping[str, Pose],
        lines: HelpLines,
    ) -> None:
        """`poses` has the picture of every step; `lines` whom to call after a grave sign."""
        super().__init__(theme, words)
        self._notices = notices
        self._library = library
        self._poses = poses
        self._lines = lines
        self._snapshot: Snapshot | None = None
        self._heat_allowed = True
        self._title = Passage(theme, colour="ok", weight=QFont.Weight.Bold, wrap=False)
        self._after = Passage(theme, weight=QFont.Weight.Bold, wrap=False)
        self._flag = Passage(theme, colour="danger", weight=QFont.Weight.Bold, even=True)
        self._eased = Passage(theme)
        self._rest = Passage(theme, colour="dim")
        self._long = Passage(theme, colour="danger")
        self._heat_left = Passage(theme, colour="hot", weight=QFont.Weight.Bold)
        self._heat_mind = Passage(theme, colour="dim", weight=QFont.Weight.Medium)
        self._picture = pictogram.PictogramView(poses, _colours(theme))
        self._picture.set_paused(True)
        self._leave = TouchButton(
            theme, "", key=words("keys.stopped"), px=30, look="ok",
        )  # fmt: skip
        self._came_back = TouchButton(
            theme, words("end.came_back"), key=words("keys.came_back"), px=30, look="big",
            description=words("acts.line.came_back"),
        )  # fmt: skip
        self._heat = TouchButton(
            theme, words("end.heat"), key=words("keys.heat"), px=30,
            description=words("acts.line.heat"),
        )  # fmt: skip
        self._undo = Link(
            theme, words("keys.undo"), words("end.undo"), words("acts.line.undo"), self
        )
        for part in (
            self._title, self._after, self._flag, self._eased, self._rest, self._long,
            self._heat_left, self._heat_mind, self._picture, self._leave, self._came_back,
            self._heat, self._undo,
        ):  # fmt: skip
            part.setParent(self)
        self.setTabOrder(self._heat, self._undo)
        self._leave.clicked.connect(self._press_leave)
        self._came_back.clicked.connect(self._press_came_back)
        self._heat.clicked.connect(self._press_heat)
        self._undo.clicked.connect(self._press_came_back)

    # -- what it says ----------------------------------------------------------------------

    def allow_heat(self, allowed: bool) -> None:
        """Offer to warm the muscle, or not (health facts may forbid it)."""
        if allowed != self._heat_allowed:
            self._heat_allowed = allowed
            self._arrange()

    def set_lines(self, lines: HelpLines) -> None:
        """Show other numbers from now on."""
        if lines != self._lines:
            self._lines = lines
            if self._snapshot is not None:
                self._fill(self._snapshot)
                self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._picture.set_colours(_colours(theme))
        super().set_theme(theme)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the end once; after that only a running warm pack changes anything."""
        before = self._snapshot
        self._snapshot = snapshot
        if snapshot.heat_left_s is not None:
            left = clock(self._words, snapshot.heat_left_s)
            self._heat_left.set_paragraphs([self._words("heat.running", time=left)])
        if before is None or _what_it_says(before) != _what_it_says(snapshot):
            self._fill(snapshot)
            self._arrange()

    def _fill(self, snapshot: Snapshot) -> None:
        words, notices = self._words, self._notices
        practice = snapshot.kind == "practice"
        after = snapshot.stopped_after_s or 0.0
        self._title.set_paragraphs([words("end.practice_title" if practice else "end.title")])
        self._after.set_paragraphs([words("end.after", time=duration(words, after))])
        flags = () if practice else self._library.red_flags
        heed = sign_to_heed(snapshot.red_flag, flags, notices, self._lines)
        self._flag.set_paragraphs([heed] if heed else [])
        eased = f"{words('end.eased', step=self._step(snapshot))}." if snapshot.eased else ""
        self._eased.set_paragraphs([eased] if eased else [])
        if practice:
            self._rest.set_paragraphs([words("end.practice_line")])
        else:
            self._rest.set_paragraphs([" ".join((notices.after.title, *notices.after.lines))])
        long = notices.after_long
        over = after > URGENT_S and not practice
        self._long.set_paragraphs([" ".join((long.title, *long.lines))] if over else [])
        self._heat_mind.set_paragraphs([" ".join(notices.heat.lines)])
        if snapshot.pose in self._poses:
            self._picture.set_pose(
                snapshot.pose, mirrored=snapshot.side is Side.LEFT, muscle=snapshot.muscle.value
            )

    def _step(self, snapshot: Snapshot) -> str:
        words = self._words
        muscle = self._library.routines[snapshot.muscle].name.lower()
        if snapshot.side is not None:
            muscle = words(f"end.{snapshot.side.value}", muscle=muscle)
        return words("end.step_side", step=snapshot.eased, leg=muscle)

    # -- where it is -----------------------------------------------------------------------

    def _arrange(self) -> None:
        snapshot = self._snapshot
        if self.width() < 50 or self.height() < 50 or snapshot is None:
            return
        theme, area, gap = self._theme, self._area(), self._gap()
        night = theme.night and snapshot.kind == "relief"
        self._leave.set_title(self._words("end.back_to_sleep" if night else "end.home"))
        warm = snapshot.heat_left_s is not None
        for part in (self._flag, self._eased, self._long):
            part.setVisible(bool(part.text()))
        self._heat_left.setVisible(warm)
        self._heat_mind.setVisible(warm)
        real = snapshot.kind != "practice"
        self._heat.setVisible(real and self._heat_allowed and not warm)
        self._came_back.setVisible(real and snapshot.can_rejoin)
        self._undo.setVisible(snapshot.can_rejoin)
        self._scale_buttons((self._leave, 30), (self._came_back, 30), (self._heat, 30))
        words_wide = round(area.width() * 0.58)
        stack(area, [
            Row(lambda where: self._place_top(where, words_wide), 0, 0, grows=True),
            target_row(self._place_buttons, theme, self, gap),
        ])  # fmt: skip

    def _place_top(self, area: QRect, words_wide: int) -> None:
        theme, gap, body = self._theme, self._gap(), self._px(26)
        wide = words_wide
        title = max(theme.far_px(HEADLINE_ARCMIN), self.height() * 0.15)
        after = max(theme.far_px(16.0), self.height() * 0.09)
        for part, px in (
            (self._title, title), (self._after, after), (self._flag, self._px(36)),
            (self._eased, body), (self._rest, body), (self._long, body),
            (self._heat_left, self._px(38)), (self._heat_mind, self._px(22)),
        ):  # fmt: skip
            part.set_paragraphs(part.text().split("\n") if part.text() else [], px)
        rows = [
            air(),
            passage_row(self._title, wide),
            passage_row(self._after, wide),
        ]
        if self._flag.text():
            rows.append(passage_row(self._flag, wide, least=0.7, gap=gap))
        for n, part in enumerate((self._eased, self._rest, self._long)):
            if part.text():
                rows.append(passage_row(part, wide, gap=gap * (0.5 if n else 1.2)))
        if self._heat_left.isVisibleTo(self):
            rows.append(passage_row(self._heat_left, wide, gap=gap))
            rows.append(passage_row(self._heat_mind, wide))
        if self._undo.isVisibleTo(self):
            rows.append(Row(self._place_undo, LEAST_TARGET_PX + 8, LEAST_TARGET_PX, gap=gap))
        rows.append(air())
        left = QRect(area.left(), area.top(), wide, area.height())
        stack(left, rows)
        x = area.left() + wide + round(gap * 2)
        self._picture.setGeometry(x, area.top(), area.right() + 1 - x, area.height())

    def _place_undo(self, area: QRect) -> None:
        """Its words stand at the margin, its plate reaches beyond."""
        self._undo.set_px(self._px(20))
        wide = min(area.width() + PAD_PX, self._undo.sizeHint().width())
        self._undo.setGeometry(area.left() - PAD_PX, area.top(), wide, area.height())

    def _place_buttons(self, area: QRect) -> None:
        shown = [
            (button, weight)
            for button, weight in ((self._leave, 1.3), (self._came_back, 1.0), (self._heat, 1.0))
            if button.isVisibleTo(self)
        ]
        columns(area, [b for b, _ in shown], self._gap() * 1.6, [w for _, w in shown])

    # -- presses ---------------------------------------------------------------------------

    def _press_leave(self) -> None:
        self.acted.emit(Press(Act.LEAVE))

    def _press_came_back(self) -> None:
        self.acted.emit(Press(Act.CAME_BACK))

    def _press_heat(self) -> None:
        self.acted.emit(Press(Act.HEAT))


def _what_it_says(snapshot: Snapshot) -> tuple[object, ...]:
    """Return all that changes the page, apart from the seconds of the warm pack."""
    return (
        snapshot.kind, snapshot.stopped_after_s, snapshot.eased, snapshot.pose, snapshot.side,
        snapshot.muscle, snapshot.can_rejoin, snapshot.heat_left_s is None, snapshot.red_flag,
    )  # fmt: skip


def _colours(theme: Theme) -> pictogram.Colours:
    return pictogram.NIGHT if theme.night else pictogram.DAY
