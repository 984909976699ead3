"""The coaching screen: what to do now, how long still, and how late it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cramp_coach.core import coaching, ladder
from cramp_coach.core.content import Library, Muscle, Side, Words
from cramp_coach.core.events import Level
from cramp_coach.core.snapshot import Snapshot, View
from cramp_coach.ui import pictogram
from cramp_coach.ui.links import LinkRow
from cramp_coach.ui.session_choices import Choices
from cramp_coach.ui.session_layout import (
    HINT_ROWS,
    HINTS,
    Layout,
    Wants,
    clock_px,
    digits,
    hint_words,
    lay_out,
    margin,
    side_word,
    small_px,
)
from cramp_coach.ui.session_panel import Panel
from cramp_coach.ui.session_parts import Clock, ClockRow, Count, Countdown, Message
from cramp_coach.ui.session_plates import OWN, Plates, Up
from cramp_coach.ui.widgets import Lines, Press

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QHideEvent, QMouseEvent, QResizeEvent

    from cramp_coach.core.pose import Pose
    from cramp_coach.ui.theme import Theme

AWAY_MS = 6000
"""The buttons go away when nothing has moved for so long."""
MUSCLES_AWAY_MS = 20_000
"""The muscles that M brought go away by themselves too: nothing waits for the person."""
TREMBLE_PX = 12
"""The pointer has to go so far before the buttons come: a knocked mouse is no wish."""
HEADS_UP_SHOWN_S = 30.0
"""So long the eight-minute line takes the large row; then it stays beside the clock."""
CROWDING = (Up.ACTS, Up.MORE, Up.MUSCLES)
"""With these up there is room for a warning, but not for a mere tip."""
BELOW = (Up.PAUSED, *CROWDING)
"""These take room of their own; the strip is laid over the row of the tip, and moves nothing."""
PICKER = "muscle_picker"
PICKER_PX = 130
"""Below this height its numbers cannot be read: the step's own picture stays."""

_Picture = tuple[str, bool, Muscle | None]
"""Pose, whether it is mirrored, and the muscle that the picker marks."""


class SessionPage(QWidget):
    """One step at a time, for someone three metres away who presses nothing.

    `acted` carries a `Press`. The page never asks what time it is: all it shows comes with
    `show_snapshot`; it has one timer, for buttons that go away.
    """

    acted = Signal(object)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        poses: Mapping[str, Pose],
        library: Library,
        footer: str = "",
    ) -> None:
        """Build the page; it shows nothing before the first snapshot.

        `footer` is the quiet line that is always on the screen (safety.toml).
        """
        super().__init__()
        self._theme = theme
        self._words = words
        self._plates = Plates(words, library.routines)
        self._footer = footer
        self._snapshot: Snapshot | None = None
        self._urgent_line = ""
        self._up = Up.NONE
        self._wanted_up = Up.NONE
        """What pointer, touch or M asked for; NONE when left alone."""
        self._layout: Layout | None = None
        self._wants: tuple[Wants, Up] | None = None
        """For what everything has its place."""
        self._pose: _Picture | None = None
        self._anchor: QPoint | None = None
        self._choices: Choices | None = None
        self._instruction = Lines(theme)
        self._side = Lines(theme, colour="dim", flush=1.0)
        self._message = Message(theme, self)
        for label in (self._instruction, self._side):
            label.setParent(self)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = pictogram.PictogramView(poses, self._colours(), parent=self)
        self._picture.set_reduced(theme.reduced_motion)
        self._count = Countdown(theme, self)
        self._clock = ClockRow(theme, self)
        self._panel = Panel(theme, self)
        self._panel.pressed.connect(self._plate_pressed)
        self._hints = LinkRow(theme, self)
        self._hints.chosen.connect(self._press)
        self._add_hints()
        self._away = QTimer(self)
        self._away.setObjectName("session buttons")
        self._away.setSingleShot(True)
        self._away.timeout.connect(self._put_away)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.BlankCursor)

    # -- what it shows ---------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Draw by `theme` from now on."""
        self._theme = theme
        for part in (
            self._instruction, self._side, self._message, self._count, self._clock, self._panel,
            self._hints, *self._panel.children(), self._choices,
        ):  # fmt: skip
            if part is not None:
                part.set_theme(theme)  # type: ignore[attr-defined]
        self._picture.set_colours(self._colours())
        self._picture.set_reduced(theme.reduced_motion)
        self._wants = None
        self._arrange()

    def set_urgent_line(self, text: str) -> None:
        """Show `text` (whom to call) after ten minutes, once the person said they can bear it."""
        if text != self._urgent_line:
            self._urgent_line = text
            self._show_again()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how the session stands; cheap, and paints only what changed."""
        before = self._snapshot
        self._snapshot = snapshot
        if before is not None and before.muscle is not snapshot.muscle:
            # No ring of focus stays on what was chosen before.
            if self._panel.has_focus():
                self.setFocus()
            self._put_away()
        self._show_count(snapshot)
        self._show_clock(snapshot)
        self._show_buttons(snapshot)
        self._arrange()
        self._show_picture(snapshot)
        self._show_message(snapshot)
        self._show_choices(snapshot)

    def toggle_strip(self) -> None:
        """Bring the muscles and legs to choose from, or put them away (M)."""
        self._bring(Up.NONE if self._wanted_up is Up.MUSCLES else Up.MUSCLES)

    def toggle_acts(self) -> None:
        """Bring all buttons, each with its key, or put them away (?)."""
        self._bring(Up.NONE if self._wanted_up is Up.ACTS else Up.ACTS)

    def instruction_px(self) -> float:
        """Return the font size of the instruction as it is painted."""
        return self._instruction.shown_px()

    def instruction_room(self) -> QSize:
        """Return the room in which the instruction is painted."""
        return self._instruction.size()

    def _show_again(self) -> None:
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    def _colours(self) -> pictogram.Colours:
        return pictogram.NIGHT if self._theme.night else pictogram.DAY

    def _show_picture(self, snapshot: Snapshot) -> None:
        mirrored = snapshot.side is Side.LEFT
        pose: _Picture = (snapshot.pose, mirrored, None)
        room = self._layout.picture.height() if self._layout is not None else 0
        if self._wanted_up is Up.MUSCLES and room >= PICKER_PX:
            pose = (PICKER, mirrored, snapshot.muscle)
        if pose != self._pose:
            self._pose = pose
            self._picture.set_pose(pose[0], mirrored, pose[2].value if pose[2] else None)
        shown = " ".join(snapshot.form.shown)
        self._picture.setAccessibleName(self._words("a11y.picture", shown=shown))
        held = snapshot.paused or snapshot.view is View.CHOICES
        self._picture.set_paused(held)

    def _show_count(self, snapshot: Snapshot) -> None:
        hold = snapshot.hold
        left = hold.left_s if hold is not None else snapshot.step_left_s
        seconds = max(0, math.ceil(left - 0.001))
        total, label = snapshot.step.seconds, ("", "")
        if hold is not None and snapshot.step.holds is not None:
            total = snapshot.step.holds.rest_s if hold.resting else snapshot.step.holds.hold_s
            of = self._words("session.of", n=hold.number, count=hold.of)
            label = ("", "") if hold.resting else (self._words("session.hold"), of)
        said = self._words("a11y.step_ring", seconds=seconds)
        self._count.show_count(Count(seconds, total, label, said))

    def _show_clock(self, snapshot: Snapshot) -> None:
        whole = int(snapshot.elapsed_s)
        past = snapshot.elapsed_s >= ladder.URGENT_S
        time = self._words("time.minutes_seconds", minutes=whole // 60, seconds=whole % 60)
        key = "session.elapsed_past" if past else "session.elapsed"
        elapsed = self._words(key, elapsed=time)
        alert = ""
        if snapshot.level is Level.HEADS_UP and self._message_of(snapshot)[1] != "danger":
            alert = self._words("heads_up.line")
        elif snapshot.repeating:
            alert = self._words("session.repeating")
        tag = self._words("session.practice") if snapshot.kind == "practice" else ""
        banner = self._banner(snapshot)
        said = (tag, self._words("a11y.clock", elapsed=time), alert, banner)
        self._clock.show_clock(
            Clock(
                # In steps of a quarter of a per cent: the bar is no stop-watch.
                share=int(min(1.0, snapshot.elapsed_s / ladder.URGENT_S) * 400) / 400,
                elapsed=elapsed,
                note=self._footer,
                alert=alert,
                banner=banner,
                tag=tag,
                warn=snapshot.elapsed_s >= ladder.HEADS_UP_S,
                said=". ".join(part.rstrip(".") for part in said if part),
            )
        )

    def _banner(self, snapshot: Snapshot) -> str:
        urgent = snapshot.level is Level.URGENT and snapshot.answered
        return self._urgent_line if urgent else ""

    def _message_of(self, snapshot: Snapshot) -> tuple[str, str]:
        """Return the one sentence that matters most beside the instruction, and its colour."""
        if snapshot.paused:
            return self._words("session.paused"), "action"
        if snapshot.step_left_s <= coaching.COMING_S:
            return snapshot.next_line, "action"
        if snapshot.hold is not None and snapshot.hold.resting:
            return self._words("session.let_go"), "action"
        since = snapshot.elapsed_s - ladder.HEADS_UP_S
        if snapshot.level is Level.HEADS_UP and 0.0 <= since < HEADS_UP_SHOWN_S:
            return self._words("session.heads_up"), "danger"
        if snapshot.caution is not None:
            return snapshot.caution.line, "text"
        return snapshot.form.repeat, "dim"

    def _show_message(self, snapshot: Snapshot) -> None:
        if self._layout is not None:
            text, ink = self._message_of(snapshot)
            sign = ink in ("text", "danger")
            self._message.show_message(text, self._layout.message_px, ink, sign=sign)

    # -- where it stands -------------------------------------------------------------------

    def _arrange(self) -> None:
        """Give everything its place, if what has to find one has changed."""
        snapshot = self._snapshot
        if snapshot is None or self.width() < 50 or self.height() < 50:
            return
        width = self.width() - 2 * margin(self.size())
        small = small_px(self._theme, self.height())
        hints = self._up is not Up.ACTS  # those plates say the same, larger
        rows = 1 if self._up in CROWDING else HINT_ROWS
        banner = bool(self._banner(snapshot))
        wants = Wants(
            size=self.size(),
            lines=snapshot.form.shown,
            side=side_word(snapshot, self._words),
            digits=digits(snapshot),
            message=snapshot.caution is not None or self._up not in CROWDING,
            panel_px=self._panel.height_for(width, self.height()) if self._up in BELOW else 0,
            clock_px=clock_px(self._theme, self.height(), banner=banner),
            hints_px=self._hints.height_for(width, small, rows) if hints else 0,
        )
        if (wants, self._up) == self._wants:
            return
        self._wants = (wants, self._up)
        self._layout = layout = lay_out(wants, self._theme)
        self._instruction.setGeometry(layout.instruction)
        self._instruction.set_lines(wants.lines, layout.instruction_px)
        self._side.setGeometry(layout.side)
        self._side.set_lines((wants.side,) if wants.side else (), layout.side_px)
        self._picture.setGeometry(layout.picture)
        self._count.setGeometry(layout.count)
        self._count.set_form(layout.number_px, ring=layout.ring)
        self._message.setGeometry(layout.message)
        self._clock.setGeometry(layout.clock)
        self._clock.set_px(small)
        self._hints.place(layout.hints, spread=True)
        self._hints.setVisible(hints)
        offer = self._up is Up.OFFER
        self._message.setVisible(not offer)
        self._panel.setGeometry(self._panel.strip_in(layout.message) if offer else layout.panel)
        self._panel.place()
        self._panel.setVisible(self._up is not Up.NONE)
        if self._choices is not None:
            self._choices.setGeometry(self._choices_area(layout))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give everything its new place."""
        super().resizeEvent(event)
        self._arrange()
        if self._snapshot is not None:
            self._show_message(self._snapshot)

    # -- buttons that come and go ----------------------------------------------------------

    def _show_buttons(self, snapshot: Snapshot) -> None:
        up = self._wanted_up
        if up is Up.NONE and snapshot.paused:
            up = Up.PAUSED
        elif up is Up.NONE and self._offers_muscles(snapshot):
            up = Up.OFFER
        self._up = up
        if up is not Up.NONE:
            self._panel.set_plates(self._plates.of(up, snapshot), slim=up is Up.OFFER)

    def _offers_muscles(self, snapshot: Snapshot) -> bool:
        """Return whether the strip may lie over the sentence: only over a mere tip.

        Once it gave way to "let go" it stays away: nothing comes and goes.
        """
        again = snapshot.hold is not None and snapshot.hold.number > 1
        return snapshot.muscle_strip and not again and self._message_of(snapshot)[1] == "dim"

    def _plate_pressed(self, wish: Press | str) -> None:
        if isinstance(wish, Press):
            self._press(wish)
            return
        self._bring(OWN[wish])

    def _press(self, press: Press) -> None:
        if self._wanted_up is not Up.NONE:
            self._stay()
        self.acted.emit(press)

    def _bring(self, up: Up) -> None:
        self._wanted_up = up
        shape = Qt.CursorShape.BlankCursor if up is Up.NONE else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        if up is Up.NONE:
            self._away.stop()
            self._anchor = None
        else:
            self._stay()
        self._show_again()

    def _stay(self) -> None:
        """Begin anew to wait for nothing to happen."""
        self._away.start(MUSCLES_AWAY_MS if self._wanted_up is Up.MUSCLES else AWAY_MS)

    def _put_away(self) -> None:
        if self._panel.has_focus():
            self._stay()  # someone is here, by keyboard
        elif self._wanted_up is not Up.NONE:
            self._bring(Up.NONE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Bring the buttons when the pointer really moves."""
        here = event.position().toPoint()
        if self._anchor is None:
            self._anchor = here
        if self._wanted_up is not Up.NONE:
            self._stay()
        elif (here - self._anchor).manhattanLength() >= TREMBLE_PX:
            self._bring(Up.ACTS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the buttons; a click beside them does nothing else."""
        if self._wanted_up is Up.NONE:
            self._bring(Up.ACTS)
        else:
            self._stay()

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the buttons away: nobody looks, and nothing may be left running."""
        super().hideEvent(event)
        self._away.stop()
        self._wanted_up = Up.NONE
        self._anchor = None
        self.setCursor(Qt.CursorShape.BlankCursor)

    def _add_hints(self) -> None:
        for name, act in HINTS.items():
            key, title = hint_words(name, self._words)
            line = self._words(f"acts.line.{name}")
            self._hints.add(key, title, line, Press(act))

    # -- the two choices of Esc ------------------------------------------------------------

    def _show_choices(self, snapshot: Snapshot) -> None:
        if snapshot.view is not View.CHOICES:
            if self._choices is not None:
                self._choices.hide()
            return
        if self._choices is None:
            self._choices = Choices(self._theme, self._words, self)
            self._choices.acted.connect(self._press)
            if self._layout is not None:
                self._choices.setGeometry(self._choices_area(self._layout))
        self._choices.show_snapshot(snapshot)
        self._choices.show()
        self._choices.raise_()

    def _choices_area(self, layout: Layout) -> QRect:
        """Return all but the clock and the key hints, which go on."""
        return QRect(0, 0, self.width(), layout.clock.top())
