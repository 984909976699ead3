"""The two ways of coaching in a terminal: a live page with keys, or plain lines."""

from __future__ import annotations

import enum
import math
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text

from cramp_coach.core.events import Act, LadderReached, Level
from cramp_coach.core.presses import SPACE, Presses
from cramp_coach.terminal.keys import ESCAPE, Press, Sign, Wish, meaning
from cramp_coach.terminal.page import Shown, page, signs
from cramp_coach.terminal.plain import Teller
from cramp_coach.terminal.tty import ENDING, GOING_ON, INTERRUPT, STOPPING, stop_here

if TYPE_CHECKING:
    from rich.console import Console

    from cramp_coach.core.events import SessionEvent
    from cramp_coach.core.ports import Clock, Diary
    from cramp_coach.core.snapshot import Snapshot, View
    from cramp_coach.terminal.coach import Coach
    from cramp_coach.terminal.guide import Guide
    from cramp_coach.terminal.tty import Bell, Keyboard

AUTOSTART_S = 10.0
"""With no command, nobody needs to press anything."""
LEAVING_S = 20.0
"""So long a second "leave" counts; as long as the choices stay (PRODUCT.md 2)."""
_OFTEN_S = 0.05
"""A fast practice is drawn no more often than this."""
_RESUMED_S = 10.0


class Leave(Exception):
    """The person, or the system, wants the terminal back."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


class Shell:
    """What both ways have in common: the session, the clock, the signals, the journal's answer."""

    def __init__(
        self, coach: Coach, guide: Guide, clock: Clock, bell: Bell, diary: Diary | None
    ) -> None:
        self.coach = coach
        self.guide = guide
        self.clock = clock
        self.bell = bell
        self._diary = diary
        self._asked_to_leave = -math.inf

    def news(self) -> list[SessionEvent]:
        """Return what has happened since the last time, by the clock and by the journal."""
        events = self.coach.look()
        past = self._diary.past() if self._diary is not None else None
        return events + self.coach.take_up(past) if past is not None else events

    @property
    def leaving(self) -> bool:
        """Whether leaving was asked for a short time ago."""
        return self.clock.awake() - self._asked_to_leave < LEAVING_S

    def leave(self) -> bool:
        """Leave, if that does no harm or was asked for twice; say whether to ask back.

        A cramp that goes on is left open in the journal: nobody has said that it stopped.
        """
        harmless = self.coach.session.started.kind == "practice" or not self.coach.session.open
        if harmless or self.leaving:
            raise Leave(0)
        self._asked_to_leave = self.clock.awake()
        return True

    def stay(self) -> None:
        """Any other key: leaving is no longer asked for."""
        self._asked_to_leave = -math.inf


class PlainShell(Shell):
    """Lines with their times. It goes on by itself to the end."""

    def __init__(
        self,
        coach: Coach,
        guide: Guide,
        clock: Clock,
        bell: Bell,
        diary: Diary | None,
        out: Console,
    ) -> None:
        super().__init__(coach, guide, clock, bell, diary)
        self._out = out
        self._teller = Teller(coach, guide)

    def run(self) -> None:
        """Coach until there is nothing left to say."""
        if self.coach.session.started.kind == "practice":
            self._print(self.guide.words("terminal.practice"))
        while True:
            for line in self._teller.lines(self.news()):
                self._print(line)
            if self.coach.finished:
                return
            self.bell.wait([], self.coach.until_due())
            for number in self.bell.caught():
                if number in ENDING:
                    raise Leave(1)
                if number in INTERRUPT and self.leave():
                    self._print(self.guide.words("terminal.leave_again"))
                elif number in STOPPING:
                    stop_here()

    def _print(self, line: str) -> None:
        self._out.file.write(line + "\n")
        self._out.file.flush()


class LiveShell(Shell):
    """A page that counts down, and keys."""

    def __init__(
        self,
        coach: Coach,
        guide: Guide,
        clock: Clock,
        bell: Bell,
        diary: Diary | None,
        out: Console,
        keyboard: Keyboard | None,
        *,
        night: bool,
    ) -> None:
        super().__init__(coach, guide, clock, bell, diary)
        self._out = out
        self._keyboard: Keyboard | None = keyboard
        self._night = night
        self._presses = Presses(clock.awake())
        self._more = 0
        self._view: View | None = None
        self._resumed_at = -math.inf
        self._live = Live(console=out, screen=True, auto_refresh=False, redirect_stdout=False)

    def run(self) -> None:
        """Coach until it is over or left."""
        self._begin()
        try:
            while True:
                self._heed(self.news())
                self._draw()
                if self.coach.finished:
                    return
                handles = [self._keyboard.handle] if self._keyboard else []
                if self.bell.wait(handles, self._rest()) and self._keyboard:
                    self._read(self._keyboard)
                for number in self.bell.caught():
                    self._obey(number)
        finally:
            self._end()

    # -- the terminal ----------------------------------------------------------------------

    def _begin(self) -> None:
        if self._keyboard is not None:
            self._keyboard.take()
        self._live.start()

    def _end(self) -> None:
        self._live.stop()
        if self._keyboard is not None:
            self._keyboard.give_back()

    def _obey(self, number: int) -> None:
        if number in ENDING:
            raise Leave(1)
        if number in INTERRUPT:
            self._ask_back()
        elif number in STOPPING:
            self._end()
            stop_here()
            self._begin()
        elif number in GOING_ON and self._keyboard is not None:
            self._keyboard.take()  # stopped by another hand, and given to a shell meanwhile

    def _draw(self) -> None:
        snapshot = self.coach.snapshot()
        if snapshot.view is not self._view:
            self._view, self._more = snapshot.view, 0
        recently = self.clock.awake() - self._resumed_at < _RESUMED_S
        shown = Shown(more=self._more, leaving=self.leaving, resumed=recently)
        self._live.update(page(snapshot, self.guide, shown, self._out), refresh=True)

    def _rest(self) -> float:
        """Return real seconds until a figure on the page changes, or something happens."""
        due = self.coach.until_due()
        figure = _next_second(self.coach.snapshot()) / self.coach.speed
        return max(min(figure, math.inf if due is None else due), _OFTEN_S)

    def _heed(self, events: list[SessionEvent]) -> None:
        """Ring at what must not be missed; at night only where help is needed."""
        if self.coach.resumed and self._resumed_at == -math.inf:
            self._resumed_at = self.clock.awake()
        reached = [event.level for event in events if isinstance(event, LadderReached)]
        loud = (Level.URGENT, Level.EMERGENCY)
        if any(not self._night or level in loud for level in reached):
            self._out.bell()

    # -- keys ------------------------------------------------------------------------------

    def _read(self, keyboard: Keyboard) -> None:
        names = keyboard.read()
        if names is None:
            self._keyboard = None  # the coaching goes on without keys
            return
        for name in names:
            if self._presses.counts(name, self.clock.awake()):
                self._do(meaning(name, self.coach.snapshot()))

    def _do(self, wanted: Press | Wish | Sign | None) -> None:
        if wanted is Wish.LEAVE:
            self._ask_back()
            return
        if wanted is None:
            return
        self.stay()
        match wanted:
            case Wish.MORE:
                self._more += 1
            case Sign(place):
                self._choose(place)
            case Press(act, value):
                self._heed(self.coach.act(act, value))

    def _choose(self, place: int) -> None:
        listed = signs(self.guide, self._more)
        if place < len(listed):
            sign = listed[place]
            act = Act.CANT_BEAR if sign.level == "emergency" else Act.RED_FLAG
            self._heed(self.coach.act(act, sign.id))

    def _ask_back(self) -> None:
        if self.leave():
            self._heed(self.coach.act(Act.CHOICES))


def _next_second(snapshot: Snapshot) -> float:
    """Return session seconds until one of the figures shown is another."""
    downward = [snapshot.step_left_s, snapshot.heat_left_s or 0.0]
    downward += [snapshot.hold.left_s] if snapshot.hold is not None else []
    return min([1.0 - snapshot.elapsed_s % 1.0, *((one % 1.0) or 1.0 for one in downward)])


class Start(enum.Enum):
    """What the person chose where no command said what to do."""

    CRAMP = enum.auto()
    PRACTICE = enum.auto()
    LEAVE = enum.auto()


def choose(guide: Guide, clock: Clock, bell: Bell, out: Console, keyboard: Keyboard) -> Start:
    """Ask what to do; nobody needs to answer: after a while it is a cramp."""
    begun = clock.awake()
    keyboard.take()
    try:
        out.print(Text(guide.words("terminal.start", seconds=f"{AUTOSTART_S:g}"), style="bold"))
        while (left := begun + AUTOSTART_S - clock.awake()) > 0:
            names = keyboard.read() if bell.wait([keyboard.handle], left) else []
            if names is None:
                break
            for number in bell.caught():
                if number in (*ENDING, *INTERRUPT):
                    return Start.LEAVE
            for name in names:
                if name in _CHOICES:
                    return _CHOICES[name]
    finally:
        keyboard.give_back()
    return Start.CRAMP


_CHOICES = {
    "enter": Start.CRAMP,
    SPACE: Start.CRAMP,
    "p": Start.PRACTICE,
    "q": Start.LEAVE,
    ESCAPE: Start.LEAVE,
}
